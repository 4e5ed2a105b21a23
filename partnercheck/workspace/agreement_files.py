"""The files of key goals and of meetings: read with every problem, changed a table at a time.

Each goal and each meeting is a table of its own, so that people who add to a file at the same
time merge; one that cannot be read never hides the others.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from partnercheck.base.records import Goal, Meeting, Problem
from partnercheck.base.text import clean, is_slug, one_line
from partnercheck.storage.convert import line_of, record, wrong_value
from partnercheck.storage.parse import Source, Table, read
from partnercheck.workspace.canonical import goals_text, meetings_text
from partnercheck.workspace.files import OUTSIDE
from partnercheck.workspace.readers import FORMAT, format_problems

GOALS_FILE = "goals.toml"
MEETINGS_FILE = "meetings.toml"
AGREEMENT_FILES = (f"/{GOALS_FILE}", f"/{MEETINGS_FILE}")
Read = tuple[Problem, ...]
Tables = Literal["goals", "meetings"]
NOTHING = Source("", "", None, ())

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d+))?", re.ASCII)
_TEXTS: Mapping[Tables, Callable[[Table], str]] = {"goals": goals_text, "meetings": meetings_text}
_EXAMPLES: Mapping[Tables, str] = {
    "goals": "[goals.fewer-late-trucks]",
    "meetings": '[meetings."2026-11-24"]',
}


def read_agreements(
    root: Path, vendor_id: str, most: int
) -> tuple[dict[str, Goal], dict[str, Meeting], Read]:
    """The key goals and the meetings with a vendor, and the problems of their files.

    `most` is how many goals may be open at a time.
    """
    folder = root / "vendors" / vendor_id
    goals, goal_problems = goals_of(_read(root, folder / GOALS_FILE), most)
    meetings, meeting_problems = meetings_of(_read(root, folder / MEETINGS_FILE))
    return goals, meetings, (*goal_problems, *meeting_problems)


def _read(root: Path, path: Path) -> Source:
    """A file beside a vendor's description; one that is not there has nothing in it."""
    if not os.path.lexists(path):
        return NOTHING
    from partnercheck.storage.save import SaveError, inside

    file = clean(path.relative_to(root).as_posix())
    try:
        inside(root, path)
    except SaveError:
        return Source(
            file,
            "",
            None,
            (Problem(file, *OUTSIDE),),
        )
    return read(path, file)


def goals_of(source: Source, most: int) -> tuple[dict[str, Goal], Read]:
    """The key goals of a file by their ids; a warning where more than `most` are open."""
    tables, problems = _tables(source, "goals")
    goals = {}
    for key, table in tables.items():
        goal, wrong = goal_of(source, key, table)
        problems += wrong
        if goal is not None:
            goals[key] = goal
    opened = [goal.title for goal in goals.values() if goal.state == "open"]
    if len(opened) > most:
        what = f"has {len(opened)} key goals open, and {most} are the most at a time"
        todo = f"Finish or drop {len(opened) - most} of {', '.join(opened)}"
        problems.append(Problem(source.file, what, todo, severity="warning"))
    return goals, tuple(problems)


def goal_of(source: Source, key: str, table: object) -> tuple[Goal | None, list[Problem]]:
    """The key goal in a table, or None with an error; and what is wrong with it."""
    header = f"goals.{key}"
    goal, problems = record(source, table, Goal, header)
    if not is_slug(key):
        what = f'"{clean(key)}" cannot be a goal\'s id'
        todo = f"Name it by lower-case letters, digits and hyphens, as in {_EXAMPLES['goals']}"
        line = line_of(source.text, "".join(header.split()))
        problems.append(Problem(source.file, what, todo, line))
    if goal is not None and not goal.title:
        wanted = "text in quotes, not empty"
        problems.append(wrong_value(source, header, "title", goal.title, wanted))
    if goal is None or _fatal(problems):
        return None, problems
    lines = {key: one_line(getattr(goal, key)) for key in ("title", "owner_buyer", "owner_vendor")}
    return replace(goal, **lines), problems


def meetings_of(source: Source) -> tuple[dict[str, Meeting], Read]:
    """The meetings of a file by their days."""
    tables, problems = _tables(source, "meetings")
    meetings = {}
    for key, table in tables.items():
        meeting, wrong = meeting_of(source, key, table)
        problems += wrong
        if meeting is not None:
            meetings[key] = meeting
    return meetings, tuple(problems)


def meeting_of(source: Source, key: str, table: object) -> tuple[Meeting | None, list[Problem]]:
    """The meeting in a table, or None with an error; and what is wrong with it."""
    header = f"meetings.{key}"
    meeting, problems = record(source, table, Meeting, header)
    if (on := day_of(key)) is None:
        what = f"[{clean(header)}] is not named by the day of a meeting"
        second = '[meetings."2026-11-24-2"]'
        todo = f"Write {_EXAMPLES['meetings']}; a second one that day is {second}"
        problems.append(Problem(source.file, what, todo, line_of(source.text, header)))
    if meeting is None or on is None:
        return None, problems
    if meeting.next is not None and meeting.next <= on:
        what = f'"next" in [{header}] is {meeting.next}, which is not after the meeting'
        line = line_of(source.text, header, "next")
        problems.append(Problem(source.file, what, "Correct it, or take it out", line, "warning"))
    lists = {
        key: tuple(text for each in getattr(meeting, key) if (text := one_line(each)))
        for key in ("present", "we", "they")
    }
    return replace(meeting, decided=meeting.decided.strip(), **lists), problems


def day_of(key: str) -> dt.date | None:
    """The day that a meeting's key names; None where it names none."""
    match = _DAY.fullmatch(key)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def change_tables(root: Path, path: Path, tables: Tables, change: Callable[[Table], Table]) -> None:
    """Change a file's tables as they are now; without a file, make it. All else in it stays.

    Raises SaveError, with nothing changed, where the vendor's folder is gone, where the file
    cannot be read, or where another version of the program wrote it.
    """
    from partnercheck.storage.save import SaveError, save_data

    if not path.parent.is_dir():
        raise SaveError(f"{path.parent.name} is gone from the workspace")

    def changed(data: Table) -> Table:
        found = data.get(tables, {})
        if data.get("format", FORMAT) != FORMAT:
            raise SaveError(f"{path.name} has another format than this program. Update it first")
        if not isinstance(found, dict):
            raise SaveError(f'{path.name}: "{tables}" is not a table. Correct that first')
        return {"format": FORMAT, **data, tables: change(found)}

    save_data(root, path, _TEXTS[tables], changed, _CHECKS[tables])


# How many goals are open is no error of the file, so any number will do here.
_CHECKS: Mapping[Tables, Callable[[Source], Read]] = {
    "goals": lambda source: goals_of(source, 0)[1],
    "meetings": lambda source: meetings_of(source)[1],
}


def _tables(source: Source, tables: Tables) -> tuple[Table, list[Problem]]:
    """The tables of a file; none of them where the file as a whole is wrong."""
    if source.data is None:
        return {}, [*source.problems]
    problems = [*source.problems, *format_problems(source)]
    if source.empty:
        todo = "Remove it, or bring back what was in it"
        problems.append(Problem(source.file, "is empty", todo, severity="warning"))
    for key in source.data:
        if key not in ("format", tables):
            what = f'"{clean(key)}" is not a key of this file'
            todo = f"It is kept, but not used. {tables.capitalize()} are {_EXAMPLES[tables]}"
            line = line_of(source.text, "", key) or line_of(source.text, key)
            problems.append(Problem(source.file, what, todo, line, "warning"))
    found = source.data.get(tables, {})
    if not isinstance(found, dict):
        wanted = f"tables such as {_EXAMPLES[tables]}"
        problems.append(wrong_value(source, "", tables, found, wanted))
    if _fatal(problems):
        return {}, problems
    return found, problems


def _fatal(problems: list[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)
