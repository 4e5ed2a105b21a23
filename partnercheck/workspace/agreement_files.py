"""The files of agreements with a vendor: its key goals and its meetings.

Each agreement is a table of its own, so that additions by several people can be merged, and an
unreadable table never hides the others. The readable agreements are returned together with all
problems found in their file.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from partnercheck.base.records import Goal, Meeting, Problem, Record, has_error
from partnercheck.base.text import clean, is_slug, one_line
from partnercheck.storage.convert import line_of, record, wrong_value
from partnercheck.storage.parse import Source, Table, read
from partnercheck.workspace.canonical import goals_text, meetings_text
from partnercheck.workspace.files import OUTSIDE, relative_name
from partnercheck.workspace.readers import FORMAT, format_problems

AgreementT = TypeVar("AgreementT", bound=Record)
Problems = tuple[Problem, ...]

GOALS_FILE = "goals.toml"
MEETINGS_FILE = "meetings.toml"
AGREEMENT_FILES = (f"/{GOALS_FILE}", f"/{MEETINGS_FILE}")
NOTHING = Source("", "", None, ())

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d+))?", re.ASCII)


class AgreementKind(NamedTuple, Generic[AgreementT]):
    """One kind of agreement: its file, and how the tables in it are read."""

    tables: str  # the key that holds the tables
    file: str
    example: str  # the header of a table, for messages
    parse: Callable[[Source, str, object], tuple[AgreementT | None, list[Problem]]]
    text: Callable[[Table], str]  # the canonical text of the whole file


def read_agreements(
    root: Path, vendor_id: str, most: int
) -> tuple[dict[str, Goal], dict[str, Meeting], Problems]:
    """Return a vendor's key goals and meetings, and the problems found in their files.

    Args:
        root: The workspace's folder.
        vendor_id: The vendor's id.
        most: How many goals may be open at a time.

    """
    folder = root / "vendors" / vendor_id
    goals, goal_problems = goals_of(_source(root, folder / GOALS_FILE), most)
    meetings, meeting_problems = meetings_of(_source(root, folder / MEETINGS_FILE))
    return goals, meetings, (*goal_problems, *meeting_problems)


def has_errors(problems: Iterable[Problem], file: str) -> bool:
    """Whether anything in an agreement file, such as `goals.toml`, could not be read."""
    return has_error(problem for problem in problems if problem.file.endswith(f"/{file}"))


def _source(root: Path, path: Path) -> Source:
    """Return an agreement file; a missing one is empty."""
    if not os.path.lexists(path):
        return NOTHING
    # Vendors without agreements do not need this module, and without it commands start faster.
    from partnercheck.storage.save import SaveError, inside

    file = relative_name(root, path)
    try:
        inside(root, path)
    except SaveError:
        return Source(file, "", None, (Problem(file, *OUTSIDE),))
    return read(path, file)


def goals_of(source: Source, most: int) -> tuple[dict[str, Goal], Problems]:
    """Return a file's key goals by id, and the problems found in the file.

    If more than `most` goals are open, that is one of the problems.
    """
    goals, problems = _read_all(source, GOALS)
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
    return _read_all(source, MEETINGS)


def _read_all(
    source: Source, kind: AgreementKind[AgreementT]
) -> tuple[dict[str, AgreementT], Problems]:
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
    if not is_slug(key):
        message = f'"{clean(key)}" cannot be a goal\'s id'
        remedy = f"Use lower-case letters, digits and hyphens, as in {GOALS.example}"
        line = line_of(source.text, "".join(header.split()))
        problems.append(Problem(source.file, message, remedy, line))
    if goal is not None and not goal.title:
        expected = "text in quotes, not empty"
        problems.append(wrong_value(source, header, "title", goal.title, expected))
    if goal is None or has_error(problems):
        return None, problems
    lines = {key: one_line(getattr(goal, key)) for key in ("title", "owner_buyer", "owner_vendor")}
    return replace(goal, **lines), problems


def _meeting(source: Source, key: str, table: object) -> tuple[Meeting | None, list[Problem]]:
    """Return a table's meeting (None if it has an error) and its problems."""
    header = f"meetings.{key}"
    meeting, problems = record(source, table, Meeting, header)
    if (on := day_of(key)) is None:
        message = f"[{clean(header)}] is not named after the day of a meeting"
        second = '[meetings."2026-11-24-2"]'
        remedy = f"Write {MEETINGS.example}, or {second} for a second one that day"
        problems.append(Problem(source.file, message, remedy, line_of(source.text, header)))
    if meeting is None or on is None:
        return None, problems
    if meeting.next is not None and meeting.next <= on:
        message = f'"next" in [{header}] is {meeting.next}, which is not after the meeting'
        line = line_of(source.text, header, "next")
        remedy = "Correct it, or remove it"
        problems.append(Problem(source.file, message, remedy, line, "warning"))
    lists = {
        key: tuple(filter(None, map(one_line, getattr(meeting, key))))
        for key in ("present", "we", "they")
    }
    return replace(meeting, decided=meeting.decided.strip(), **lists), problems


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


def change_tables(
    root: Path,
    vendor_id: str,
    kind: AgreementKind[AgreementT],
    change: Callable[[Table], Table],
) -> None:
    """Change the tables of an agreement file; create the file if needed. Other keys are kept.

    Raises:
        SaveError: The vendor's folder is gone, the file cannot be read, or a newer version of
            the program wrote it. The file is unchanged.

    """
    from partnercheck.storage.save import SaveError, save_data

    folder = root / "vendors" / vendor_id
    if not folder.is_dir():
        raise SaveError(f"{vendor_id} was removed from the workspace")

    def changed(data: Table) -> Table:
        tables = data.get(kind.tables, {})
        if data.get("format", FORMAT) != FORMAT:
            raise SaveError(f"{kind.file} has a format that is too new. Update partnercheck first")
        if not isinstance(tables, dict):
            raise SaveError(
                f'{kind.file}: each entry of "{kind.tables}" must be a table, such as '
                f"{kind.example}. Correct the file, and try again"
            )
        return {"format": FORMAT, **data, kind.tables: change(tables)}

    def problems(source: Source) -> Problems:
        return _read_all(source, kind)[1]

    save_data(root, folder / kind.file, kind.text, changed, problems)


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
