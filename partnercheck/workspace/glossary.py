"""The glossary: our words, those of the instrument, and the workspace's own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from partnercheck.base.records import Problem, Record
from partnercheck.base.text import clean, is_blank, name_key, tidy_name
from partnercheck.storage.convert import few
from partnercheck.storage.parse import load_toml, read
from partnercheck.storage.wording import key_for_message
from partnercheck.workspace.open import Workspace

FILE = "glossary.toml"


class Term(Record, frozen=True):
    """A word, what it means, whose word it is, and whether vendors may read it in an agenda."""

    word: str
    meaning: str
    whose: str
    shared: bool = False


def glossary(workspace: Workspace) -> tuple[list[Term], list[Problem]]:
    """Every term: the workspace's own first, the instrument's, then ours; and what is wrong."""
    terms, problems = _own(workspace)
    instrument = workspace.instrument
    terms += [Term(each.name, each.meaning, instrument.name) for each in instrument.conditions]
    terms += [Term(each.name, each.meaning, instrument.name) for each in instrument.classes]
    terms += [Term(word, meaning, "partnercheck") for word, meaning in _ours().items()]
    return terms, problems


def own_terms(workspace: Workspace) -> list[Term]:
    """The workspace's own words; those that it shares with vendors first."""
    return sorted(_own(workspace)[0], key=lambda term: not term.shared)


def _ours() -> Mapping[str, str]:
    text = (resources.files(__package__) / FILE).read_text("utf-8")
    terms: Mapping[str, str] = load_toml(text)["terms"]
    return terms


def _own(workspace: Workspace) -> tuple[list[Term], list[Problem]]:
    path = workspace.root / FILE
    if not path.exists():
        return [], []
    source = read(path, FILE)
    problems = list(source.problems)
    terms = (source.data or {}).get("terms", {})
    if not isinstance(terms, dict):
        problems.append(Problem(FILE, '"terms" is no table', "Write words under [terms]"))
        return [], problems
    shared, wrong = _shared(source.data or {}, terms)
    problems += wrong
    readable = []
    whose = workspace.settings.organisation
    for word, meaning in terms.items():
        if is_blank(word) or (isinstance(meaning, str) and is_blank(meaning)):
            named = f'"{key_for_message(word)}" has no meaning'
            message = named if tidy_name(word) else "a word is blank"
            problems.append(Problem(FILE, message, "Write something that can be seen"))
        elif isinstance(meaning, str):
            text = clean(meaning, lines=True)
            readable.append(Term(clean(word), text, whose, name_key(word) in shared))
        else:
            message = f'the meaning of "{key_for_message(word)}" is not text'
            problems.append(Problem(FILE, message, "Write it in quotes"))
    return readable, [*few(problems)]


def _shared(data: Mapping[str, Any], terms: Mapping[str, Any]) -> tuple[set[str], list[Problem]]:
    """The keys of the words that vendors may read, and what is wrong with their list."""
    words = data.get("shared", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        remedy = 'Write the words that vendors may read, as in shared = ["cut-off"]'
        return set(), [Problem(FILE, '"shared" is no list of words', remedy)]
    known = set(map(name_key, terms))
    problems = [
        Problem(
            FILE,
            f'"{key_for_message(word)}" is shared, but is not under [terms]',
            "Correct the word",
        )
        for word in words
        if name_key(word) not in known
    ]
    return set(map(name_key, words)), problems
