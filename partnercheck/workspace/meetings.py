"""Meetings: what was decided, what each side promised, and by when there should be another.

The next agenda starts from the last meeting: its promises, and the key goals that are open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Cadence, Meeting, Vendor
from partnercheck.base.text import tidy_name, tidy_text
from partnercheck.storage.parse import Table
from partnercheck.storage.save import SaveError, save_data
from partnercheck.workspace.agreement_files import (
    MEETINGS_FILE,
    NOTHING,
    change_tables,
    day_of,
    meeting_of,
)
from partnercheck.workspace.canonical import agreed_over, agreed_table, vendor_text
from partnercheck.workspace.goals import later
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.read_vendor import VendorFiles, vendor_check, vendor_path

EVERY: Mapping[Cadence, str] = {
    "week": "every week",
    "month": "every month",
    "quarter": "every quarter",
    "year": "every year",
}
Meetings = Mapping[str, Meeting]


def held_on(key: str) -> dt.date:
    """The day of a meeting, which its key names."""
    return day_of(key) or dt.date.min


def newest_first(meetings: Meetings) -> dict[str, Meeting]:
    """The meetings, the last one first; of one day's, the one with the higher number."""
    order = sorted(meetings, key=lambda key: (held_on(key), len(key), key), reverse=True)
    return {key: meetings[key] for key in order}


def last_meeting(meetings: Meetings) -> tuple[str, Meeting] | None:
    """The last meeting with its key; None where there has been none."""
    return next(iter(newest_first(meetings).items()), None)


def next_due(meetings: Meetings, cadence: Cadence) -> dt.date | None:
    """By when the next meeting should be; None where there has been none yet.

    It is the day that was agreed for it, and never later than the cadence after the last.
    """
    last = last_meeting(meetings)
    if last is None:
        return None
    key, meeting = last
    day = held_on(key)
    agreed = meeting.next if meeting.next is not None and meeting.next > day else dt.date.max
    return min(agreed, later(day, cadence))


def meeting_overdue(
    meetings: Meetings, today: dt.date, cadence: Cadence, expected: bool = False
) -> bool:
    """Whether there should have been a meeting by now.

    Where there has been none at all, only if one is `expected`: nobody is urged to begin.
    """
    due = next_due(meetings, cadence)
    return expected if due is None else due < today


def meeting_missing(about: VendorFiles, today: dt.date) -> bool:
    """Whether a meeting with a vendor is overdue; not said where some could not be read."""
    expected = first_expected(about)
    return not _unread(about) and meeting_overdue(about.meetings, today, about.meets, expected)


def first_expected(about: VendorFiles) -> bool:
    """Whether there should be a first meeting: where the vendor's description says how often."""
    return about.vendor.meets is not None and not about.meetings and not _unread(about)


def _unread(about: VendorFiles) -> bool:
    """Whether a meeting is in the file that could not be read."""
    wrong = (problem for problem in about.problems if problem.severity == "error")
    return any(problem.file.endswith(f"/{MEETINGS_FILE}") for problem in wrong)


def held(on: dt.date, meeting: Meeting, today: dt.date) -> Meeting:
    """A meeting that was held on a day, its texts cleaned and nothing empty in its lists.

    Raises UserError for one that is still ahead, for an empty one, and where the next is before.
    """
    if on > today:
        raise UserError(f"{on} is still ahead. Write a meeting down once it was held")
    made = replace(
        meeting,
        present=_lines(meeting.present),
        decided=tidy_text(meeting.decided),
        we=_lines(meeting.we),
        they=_lines(meeting.they),
    )
    if made == Meeting(next=made.next):
        raise UserError("say who was there, what was decided, or what either side promised")
    if made.next is not None and made.next <= on:
        raise UserError(f"the next meeting, {made.next}, is not after this one")
    return made


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for text in texts if (name := tidy_name(text)))


def add_meeting(workspace: Workspace, vendor: Vendor, on: dt.date, meeting: Meeting) -> str:
    """File a meeting under its day, with a number if it is not the first; the key it has.

    Raises UserError, with nothing changed, where the file cannot be read or written.
    """
    made: list[str] = []

    def added(tables: Table) -> Table:
        made.append(_free_key(on, tables))
        return {**tables, made[-1]: agreed_table(meeting)}

    _change(workspace, vendor, added)
    return made[-1]


def save_meeting(
    workspace: Workspace, vendor: Vendor, key: str, seen: Meeting, on: dt.date, meeting: Meeting
) -> str:
    """Put a meeting in the place of what was `seen` there, or under another day; its key then.

    What a person added to it stays. Raises UserError, with nothing changed, where it is no longer
    what was seen, or where the file cannot be read or written.
    """
    made = [key]

    def changed(tables: Table) -> Table:
        if key not in tables:
            raise SaveError(f"the meeting of {key} is gone from {MEETINGS_FILE} since it was read")
        if meeting_of(NOTHING, key, tables[key])[0] != seen:
            raise SaveError(f"the meeting of {key} was changed by somebody else. Look again")
        if held_on(key) != on:
            made.append(_free_key(on, tables))
        table = agreed_over(tables[key], seen, meeting)
        return {
            made[-1] if each == key else each: table if each == key else tables[each]
            for each in tables
        }

    _change(workspace, vendor, changed)
    return made[-1]


def _change(workspace: Workspace, vendor: Vendor, change: Callable[[Table], Table]) -> None:
    workspace.require_settings()
    path = workspace.root / "vendors" / vendor.id / MEETINGS_FILE
    change_tables(workspace.root, path, "meetings", change)


def _free_key(on: dt.date, taken: Iterable[str]) -> str:
    keys = {*taken}
    number = 1
    while (key := f"{on}" if number == 1 else f"{on}-{number}") in keys:
        number += 1
    return key


def meet_every(workspace: Workspace, vendor: Vendor, cadence: Cadence | None) -> None:
    """Say how often to meet a vendor; with None, as often as the workspace has it.

    Raises UserError where its description is gone, or cannot be read or written.
    """
    path = vendor_path(workspace, vendor.id)
    if not path.exists():
        raise UserError(f"{file_name(workspace, path)} is gone")

    def changed(data: Table) -> Table:
        told = {**data, "meets": cadence}
        return {key: value for key, value in told.items() if value is not None}

    save_data(workspace.root, path, vendor_text, changed, vendor_check(workspace, vendor.id))
