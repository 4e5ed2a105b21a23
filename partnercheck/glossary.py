"""The glossary: our words, those of the instrument, and the workspace's own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

import tomli

from partnercheck.files.convert import called, few
from partnercheck.files.toml import read
from partnercheck.model import Problem, Record
from partnercheck.text import clean
from partnercheck.workspace import Workspace

FILE = "glossary.toml"


class Term(Record, frozen=True):
    """A word, what it means, and whose word it is."""

    word: str
    meaning: str
    whose: str


def glossary(workspace: Workspace) -> tuple[list[Term], list[Problem]]:
    """Every term: the workspace's own first, the instrument's, then ours; and what is wrong."""
    own, problems = _own(workspace)
    instrument = workspace.instrument
    terms = [Term(word, meaning, workspace.settings.organisation) for word, meaning in own.items()]
    terms += [Term(each.name, each.meaning, instrument.name) for each in instrument.conditions]
    terms += [Term(each.name, each.meaning, instrument.name) for each in instrument.classes]
    terms += [Term(word, meaning, "partnercheck") for word, meaning in _ours().items()]
    return terms, problems


def own_terms(workspace: Workspace) -> list[tuple[str, str]]:
    """The workspace's own words with their meanings."""
    return list(_own(workspace)[0].items())


def _ours() -> Mapping[str, str]:
    text = (resources.files(__package__) / FILE).read_text("utf-8")
    terms: Mapping[str, str] = tomli.loads(text)["terms"]
    return terms


def _own(workspace: Workspace) -> tuple[dict[str, str], list[Problem]]:
    path = workspace.root / FILE
    if not path.exists():
        return {}, []
    source = read(path, FILE)
    problems = list(source.problems)
    terms = (source.data or {}).get("terms", {})
    if not isinstance(terms, dict):
        problems.append(Problem(FILE, '"terms" is no table', "Write words under [terms]"))
        return {}, problems
    found = {}
    for word, meaning in terms.items():
        if isinstance(meaning, str):
            found[clean(word)] = clean(meaning, lines=True)
        else:
            what = f'the meaning of "{called(word)}" is not text'
            problems.append(Problem(FILE, what, "Write it in quotes"))
    return found, [*few(problems)]
