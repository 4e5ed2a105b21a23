"""Meetings: decisions, the promises of each side, and the latest day for the next meeting.

The next agenda starts from the last meeting's promises and from the open key goals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Cadence, Meeting, Vendor
from partnercheck.base.text import tidy_name, tidy_text
from partnercheck.workspace.agreement_files import MEETINGS, MEETINGS_FILE, day_of, has_errors
from partnercheck.workspace.agreements import add_agreement, replace_agreement
from partnercheck.workspace.goals import add_period
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles
from partnercheck.workspace.vendors import change_description

EVERY: Mapping[Cadence, str] = {
    "week": "every week",
    "month": "every month",
    "quarter": "every quarter",
    "year": "every year",
}
Meetings = Mapping[str, Meeting]


def held_on(key: str) -> dt.date:
    """Return the day of a meeting, from its key."""
    return day_of(key) or dt.date.min


def newest_first(meetings: Meetings) -> dict[str, Meeting]:
    """Return the meetings, newest first; meetings on one day by descending number."""
    order = sorted(meetings, key=lambda key: (held_on(key), len(key), key), reverse=True)
    return {key: meetings[key] for key in order}


def last_meeting(meetings: Meetings) -> tuple[str, Meeting] | None:
    """Return the last meeting with its key, or None."""
    return next(iter(newest_first(meetings).items()), None)


def next_due(meetings: Meetings, cadence: Cadence) -> dt.date | None:
    """Return the latest day for the next meeting, or None before the first meeting.

    It is the agreed day, but no later than one period of the cadence after the last meeting.
    """
    last = last_meeting(meetings)
    if last is None:
        return None
    key, meeting = last
    day = held_on(key)
    agreed_day = meeting.next if meeting.next is not None and meeting.next > day else dt.date.max
    return min(agreed_day, add_period(day, cadence))


def meeting_overdue(
    meetings: Meetings, today: dt.date, cadence: Cadence, expected: bool = False
) -> bool:
    """Whether the next meeting was due before today; `expected` if there was no meeting yet."""
    due = next_due(meetings, cadence)
    return expected if due is None else due < today


def meeting_missing(vendor_files: VendorFiles, today: dt.date) -> bool:
    """Whether a meeting is overdue; False if some meetings could not be read."""
    if has_errors(vendor_files.problems, MEETINGS_FILE):
        return False
    expected = first_expected(vendor_files)
    return meeting_overdue(vendor_files.meetings, today, vendor_files.meets, expected)


def first_expected(vendor_files: VendorFiles) -> bool:
    """Whether a first meeting is due: only if the vendor's own file sets a cadence."""
    if vendor_files.vendor.meets is None or vendor_files.meetings:
        return False
    return not has_errors(vendor_files.problems, MEETINGS_FILE)


def checked_meeting(on: dt.date, meeting: Meeting, today: dt.date) -> Meeting:
    """Return a meeting held on a day, with its texts cleaned and empty ones removed.

    Raises:
        UserError: The day is after today, the meeting is empty, or the next meeting is not after
            this one.

    """
    if on > today:
        raise UserError(f"{on} is in the future. Record a meeting once it has been held")
    cleaned = replace(
        meeting,
        present=_lines(meeting.present),
        decided=tidy_text(meeting.decided),
        we=_lines(meeting.we),
        they=_lines(meeting.they),
    )
    if cleaned == Meeting(next=cleaned.next):
        raise UserError(
            "the meeting is empty. Say who was there, what was decided, or what was promised"
        )
    if cleaned.next is not None and cleaned.next <= on:
        raise UserError(
            f"the next meeting, {cleaned.next}, is not after this one. Choose a later day"
        )
    return cleaned


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for text in texts if (name := tidy_name(text)))


def add_meeting(workspace: Workspace, vendor: Vendor, on: dt.date, meeting: Meeting) -> str:
    """Save a meeting, and return its key.

    The key is the day, with a number unless the meeting is the first on that day.

    Raises:
        UserError: The file cannot be read or written. The file is unchanged.

    """
    return add_agreement(workspace, vendor, MEETINGS, f"{on}", meeting)


def save_meeting(
    workspace: Workspace, vendor: Vendor, key: str, seen: Meeting, on: dt.date, meeting: Meeting
) -> str:
    """Replace a meeting that was last read as `seen`, and return its key.

    If the day of the meeting has changed, its key changes too.

    Raises:
        UserError: The meeting in the file no longer equals `seen`, or the file cannot be read or
            written. The file is unchanged.

    """
    name = "" if held_on(key) == on else f"{on}"
    label = f"the meeting of {key}"
    return replace_agreement(workspace, vendor, MEETINGS, key, seen, meeting, label, name)


def meet_every(workspace: Workspace, vendor: Vendor, cadence: Cadence | None) -> None:
    """Set how often to meet a vendor; None means as often as the workspace's settings say.

    Raises:
        UserError: The vendor's file is gone, or cannot be read or written.

    """
    change_description(workspace, vendor.id, {"meets": cadence})
