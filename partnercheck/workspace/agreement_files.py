"""The files of agreements with a vendor: its key goals, its meetings and its promises.

Each agreement is a table of its own, so that additions by several people can be merged, and an
unreadable table never hides the others. The readable agreements are returned together with all
problems found in their file.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from partnercheck.base.records import Goal, Meeting, Problem, Promise, Record, has_error
from partnercheck.base.text import clean, is_slug, one_line
from partnercheck.storage.convert import line_of, record, wrong_value
from partnercheck.storage.parse import Source, Table, read
from partnercheck.storage.save import SaveError, inside
from partnercheck.storage.wording import key_for_message
from partnercheck.workspace.canonical import goals_text, meetings_text, promises_text
from partnercheck.workspace.files import OUTSIDE, relative_name
from partnercheck.workspace.readers import format_problems

AgreementT = TypeVar("AgreementT", bound=Record)
Problems = tuple[Problem, ...]

GOALS_FILE = "goals.toml"
MEETINGS_FILE = "meetings.toml"
PROMISES_FILE = "promises.toml"
AGREEMENT_FILES = (f"/{GOALS_FILE}", f"/{MEETINGS_FILE}", f"/{PROMISES_FILE}")
# Promises were once kept in the minutes of a meeting.
MOVED_KEYS = frozenset({"we", "they"})
NOTHING = Source("", "", None, ())

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d+))?", re.ASCII)


class AgreementKind(NamedTuple, Generic[AgreementT]):
    """One kind of agreement: its file, and how the tables in it are read."""

    tables: str  # the key that holds the tables
    file: str
    example: str  # the header of a table, for messages
    parse: Callable[[Source, str, object], tuple[AgreementT | None, list[Problem]]]
    text: Callable[[Table], str]  # the canonical text of the whole file


class Agreements(NamedTuple):
    """The agreements with a vendor, each by its key, and the problems found in their files."""

    goals: dict[str, Goal]
    meetings: dict[str, Meeting]
    promises: dict[str, Promise]
    problems: Problems


def read_agreements(root: Path, vendor_id: str, most: int) -> Agreements:
    """Return the agreements with a vendor.

    Args:
        root: The workspace's folder.
        vendor_id: The vendor's id.
        most: How many goals may be open at a time.

    """
    folder = root / "vendors" / vendor_id
    goals, goal_problems = goals_of(file_source(root, folder / GOALS_FILE), most)
    meetings, meeting_problems = meetings_of(file_source(root, folder / MEETINGS_FILE))
    promises, promise_problems = promises_of(file_source(root, folder / PROMISES_FILE))
    problems = (*goal_problems, *meeting_problems, *promise_problems)
    return Agreements(goals, meetings, promises, problems)


def has_errors(problems: Iterable[Problem], file: str) -> bool:
    """Whether anything in an agreement file, such as `goals.toml`, could not be read."""
    return has_error(problem for problem in problems if problem.file.endswith(f"/{file}"))


def file_source(root: Path, path: Path) -> Source:
    """Return an agreement file; a missing file counts as empty."""
    if not os.path.lexists(path):
        return NOTHING
    file = relative_name(root, path)
    try:
        inside(root, path)
    except SaveError:
        return Source(file, "", None, (Problem(file, *OUTSIDE),))
    return read(path, file)


def goals_of(source: Source, most: int) -> tuple[dict[str, Goal], Problems]:
    """Return a file's key goals by id, and the problems found in the file.

    If more than `most` goals are open, this is reported as a problem.
    """
    goals, problems = read_all(source, GOALS)
    titles = [goal.title for goal in goals.values() if goal.state == "open"]
    if len(titles) > most:
        message = f"has {len(titles)} open key goals, but the limit is {most}"
        remedy = f"Finish or drop {len(titles) - most} of {', '.join(titles)}"
        problems = (*problems, Problem(source.file, message, remedy, severity="warning"))
    return goals, problems


def meetings_of(source: Source) -> tuple[dict[str, Meeting], Problems]:
    """Return a file's meetings by key, and the problems found in the file.

    A key begins with the day of the meeting.
    """
    return read_all(source, MEETINGS)


def promises_of(source: Source) -> tuple[dict[str, Promise], Problems]:
    """Return a file's promises by id, and the file's problems."""
    return read_all(source, PROMISES)


def read_all(
    source: Source, kind: AgreementKind[AgreementT]
) -> tuple[dict[str, AgreementT], Problems]:
    """Return a file's agreements of one kind by their keys, and its problems."""
    tables, problems = _tables(source, kind)
    agreements = {}
    for key, table in tables.items():
        agreement, table_problems = kind.parse(source, key, table)
        problems += table_problems
        if agreement is not None:
            agreements[key] = agreement
    return agreements, tuple(problems)


def _goal(source: Source, key: str, table: object) -> tuple[Goal | None, list[Problem]]:
    """Return a table's key goal (None if it has an error) and its problems."""
    header = f"goals.{key}"
    goal, problems = record(source, table, Goal, header)
    problems += _id_problems(source, key, header, "a goal", GOALS.example)
    if goal is not None and not goal.title:
        expected = "text in quotes, not empty"
        problems.append(wrong_value(source, header, "title", goal.title, expected))
    if goal is None or has_error(problems):
        return None, problems
    lines = {key: one_line(getattr(goal, key)) for key in ("title", "owner_buyer", "owner_vendor")}
    return replace(goal, **lines), problems


def _id_problems(
    source: Source, key: str, header: str, whose: str, example: str
) -> Iterator[Problem]:
    """Yield a problem if a table's key cannot be an id; `whose` names the kind of agreement."""
    if not is_slug(key):
        message = f'"{clean(key)}" cannot be {whose}\'s id'
        remedy = f"Use lower-case letters, digits and hyphens, as in {example}"
        line = line_of(source.text, "".join(header.split()))
        yield Problem(source.file, message, remedy, line)


def _promise(source: Source, key: str, table: object) -> tuple[Promise | None, list[Problem]]:
    """Return a table's promise (None if it has an error) and its problems."""
    header = f"promises.{key}"
    promise, problems = record(source, table, Promise, header)
    problems += _id_problems(source, key, header, "a promise", PROMISES.example)
    if promise is None or has_error(problems):
        return None, problems
    named = f"[{key_for_message(header)}]"
    if promise.due and promise.made and promise.due < promise.made:
        message = f"{named} is due on {promise.due}, before it was made on {promise.made}"
        line = line_of(source.text, header, "due")
        problems.append(Problem(source.file, message, "Correct one of the dates", line, "warning"))
    if promise.state == "late" and not promise.due:
        message = f"{named} was kept late, but has no due date"
        line = line_of(source.text, header, "state")
        remedy = 'Add due = ..., or write state = "kept"'
        problems.append(Problem(source.file, message, remedy, line, "warning"))
    lines = {name: one_line(getattr(promise, name)) for name in ("owner", "text")}
    return replace(promise, **lines), problems


def _meeting(source: Source, key: str, table: object) -> tuple[Meeting | None, list[Problem]]:
    """Return a table's meeting (None if it has an error) and its problems."""
    header = f"meetings.{key}"
    moved = frozenset(MOVED_KEYS.intersection(table) if isinstance(table, dict) else ())
    meeting, problems = record(source, table, Meeting, header, moved)
    for name in sorted(moved):
        message = f'"{name}" in [{key_for_message(header)}] is no longer used'
        remedy = f"Write each promise in {PROMISES_FILE} as {PROMISES.example}, and remove the key"
        line = line_of(source.text, header, name)
        problems.append(Problem(source.file, message, remedy, line))
    if (on := day_of(key)) is None:
        message = f"[{clean(header)}] is not named after the day of a meeting"
        second = '[meetings."2026-11-24-2"]'
        remedy = f"Write {MEETINGS.example}, or {second} for a second meeting on that day"
        problems.append(Problem(source.file, message, remedy, line_of(source.text, header)))
    if meeting is None or on is None or moved:
        return None, problems
    if meeting.next is not None and meeting.next <= on:
        message = f'"next" in [{header}] is {meeting.next}, which is not after the meeting'
        line = line_of(source.text, header, "next")
        remedy = "Correct it, or remove it"
        problems.append(Problem(source.file, message, remedy, line, "warning"))
    present = tuple(filter(None, map(one_line, meeting.present)))
    return replace(meeting, decided=meeting.decided.strip(), present=present), problems


def day_of(key: str) -> dt.date | None:
    """Return the day in a meeting's key (`2026-11-24`, `2026-11-24-2`), or None."""
    match = _DAY.fullmatch(key)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


GOALS = AgreementKind("goals", GOALS_FILE, "[goals.fewer-late-trucks]", _goal, goals_text)
MEETINGS = AgreementKind(
    "meetings", MEETINGS_FILE, '[meetings."2026-11-24"]', _meeting, meetings_text
)
PROMISES = AgreementKind(
    "promises", PROMISES_FILE, "[promises.weekly-forecast]", _promise, promises_text
)


def _tables(source: Source, kind: AgreementKind[AgreementT]) -> tuple[Table, list[Problem]]:
    """Return a file's tables (none if there is an error outside them) and its problems."""
    if source.data is None:
        return {}, [*source.problems]
    problems = [*source.problems, *format_problems(source)]
    if source.empty:
        remedy = "Remove the file, or restore its content"
        problems.append(Problem(source.file, "is empty", remedy, severity="warning"))
    for key in source.data:
        if key not in ("format", kind.tables):
            message = f'"{clean(key)}" is not a key of this file'
            remedy = f"The key is kept, but not used. Write {kind.tables} as {kind.example}"
            line = line_of(source.text, "", key) or line_of(source.text, key)
            problems.append(Problem(source.file, message, remedy, line, "warning"))
    tables = source.data.get(kind.tables, {})
    if not isinstance(tables, dict):
        expected = f"tables such as {kind.example}"
        problems.append(wrong_value(source, "", kind.tables, tables, expected))
    if has_error(problems):
        return {}, problems
    return tables, problems
