"""The glossary: terms of the program, of the instrument, and of the workspace."""

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

# The value of `Term.whose` for the program's own terms.
PROGRAM = "partnercheck"


class Term(Record, frozen=True):
    """A word with its meaning."""

    word: str
    meaning: str
    whose: str  # the name of the organisation, the instrument or the program
    shared: bool = False  # whether a vendor's agenda may include it
    is_caveat: bool = False  # whether the term names a caveat or a warning


def glossary(workspace: Workspace) -> tuple[list[Term], list[Problem]]:
    """Return every term, and the problems found in the workspace's glossary.

    The workspace's terms come first, then the instrument's, then the program's.
    """
    terms, problems = _own(workspace)
    instrument = workspace.instrument
    terms += [Term(part.name, part.meaning, instrument.name) for part in instrument.conditions]
    terms += [Term(part.name, part.meaning, instrument.name) for part in instrument.classes]
    terms += _program_terms()
    return terms, problems


def own_terms(workspace: Workspace) -> list[Term]:
    """Return the workspace's own terms; terms that are shared with vendors come first."""
    return sorted(_own(workspace)[0], key=lambda term: not term.shared)


def _program_terms() -> list[Term]:
    data = load_toml((resources.files(__package__) / FILE).read_text("utf-8"))
    return [
        Term(word, meaning, PROGRAM, is_caveat=word in data["caveats"])
        for word, meaning in data["terms"].items()
    ]


def _own(workspace: Workspace) -> tuple[list[Term], list[Problem]]:
    path = workspace.root / FILE
    if not path.exists():
        return [], []
    source = read(path, FILE)
    problems = list(source.problems)
    terms = (source.data or {}).get("terms", {})
    if not isinstance(terms, dict):
        problems.append(
            Problem(FILE, '"terms" must be a table', "Write the terms under the line [terms]")
        )
        return [], problems
    shared, list_problems = _shared(source.data or {}, terms)
    problems += list_problems
    readable = []
    whose = workspace.settings.organisation
    for word, meaning in terms.items():
        if is_blank(word) or (isinstance(meaning, str) and is_blank(meaning)):
            no_meaning = f'"{key_for_message(word)}" has no meaning'
            message = no_meaning if tidy_name(word) else "a term is blank"
            problems.append(Problem(FILE, message, "Write visible text"))
        elif isinstance(meaning, str):
            text = clean(meaning, lines=True)
            readable.append(Term(clean(word), text, whose, name_key(word) in shared))
        else:
            message = f'the meaning of "{key_for_message(word)}" is not text'
            problems.append(Problem(FILE, message, "Write the meaning in quotes"))
    return readable, [*few(problems)]


def _shared(data: Mapping[str, Any], terms: Mapping[str, Any]) -> tuple[set[str], list[Problem]]:
    """Return the words that vendors may read, as name keys, and the problems found in the list."""
    words = data.get("shared", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        remedy = 'Write the words that vendors may read, as in shared = ["cut-off"]'
        return set(), [Problem(FILE, '"shared" is not a list of words', remedy)]
    known = set(map(name_key, terms))
    problems = [
        Problem(
            FILE,
            f'"{key_for_message(word)}" is in the list "shared", but has no meaning under [terms]',
            "Add its meaning, or remove the word from the list",
        )
        for word in words
        if name_key(word) not in known
    ]
    return set(map(name_key, words)), problems
