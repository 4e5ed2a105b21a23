"""Reading the lists of people: ours in `people.toml`, a vendor's in `vendors/VENDOR/people.toml`.

Each person has a table, so that additions made in two clones can be merged. People need not be
listed: people who have answered are known from the files of their answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from partnercheck.base.email import EXPECTED, is_address
from partnercheck.base.records import Person, Problem, has_error
from partnercheck.base.text import clean, is_slug, one_line
from partnercheck.storage.convert import line_of, record, wrong_value
from partnercheck.storage.parse import Source
from partnercheck.workspace.agreement_files import AgreementKind, file_source, read_all
from partnercheck.workspace.canonical import people_text

PEOPLE_FILE = "people.toml"


class Listed(NamedTuple):
    """The people in a list by their ids, and the problems found in its file."""

    people: Mapping[str, Person] = {}
    problems: tuple[Problem, ...] = ()


def listed_people(root: Path, folder: Path) -> Listed:
    """Return the people in a folder's list; `root` is the folder of the workspace."""
    return people_of(file_source(root, folder / PEOPLE_FILE))


def people_of(source: Source) -> Listed:
    """Return the people in a file."""
    return Listed(*read_all(source, PEOPLE))


def _person(source: Source, key: str, table: object) -> tuple[Person | None, list[Problem]]:
    """Return a table's person (None if it has an error) and its problems."""
    header = f"people.{key}"
    person, problems = record(source, table, Person, header)
    if not is_slug(key):
        message = f'"{clean(key)}" cannot be a person\'s id'
        remedy = f"Use lower-case letters, digits and hyphens, as in {PEOPLE.example}"
        line = line_of(source.text, "".join(header.split()))
        problems.append(Problem(source.file, message, remedy, line))
    if person is not None and person.email and not is_address(person.email):
        problems.append(wrong_value(source, header, "email", person.email, EXPECTED))
    if person is None or has_error(problems):
        return None, problems
    return replace(person, name=one_line(person.name)), problems


PEOPLE = AgreementKind("people", PEOPLE_FILE, "[people.jane-doe]", _person, people_text)
