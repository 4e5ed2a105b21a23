"""Meetings: decisions, and the latest day for the next meeting.

The promises made in a meeting are stored with the other promises. The next agenda starts with the
promises and the open key goals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Cadence, Meeting, Perspective, Promise, Vendor
from partnercheck.base.text import tidy_name, tidy_text
from partnercheck.storage.parse import Table
from partnercheck.workspace.agreement_files import MEETINGS, MEETINGS_FILE, day_of, has_errors
from partnercheck.workspace.agreements import add_agreement, remove_agreement, replace_agreement
from partnercheck.workspace.goals import add_period
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import (
    add_promises,
    move_promises,
    ours_first,
    promises_made,
    remove_promise,
)
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

    This is the agreed day, but no later than one period of the cadence after the last meeting.
    """
    last = last_meeting(meetings)
    if last is None:
        return None
    key, meeting = last
    day = held_on(key)
    agreed_day = meeting.next if meeting.next is not None and meeting.next > day else dt.date.max
    return min(agreed_day, add_period(day, cadence))


def promises_by_meeting(vendor_files: VendorFiles) -> dict[str, dict[str, Promise]]:
    """Map the key of each meeting to the promises made in it, ours first.

    If several meetings were held on one day, the last of them has the promises.
    """
    by_day: dict[dt.date, dict[str, Promise]] = {}
    for key, promise in ours_first(vendor_files.promises).items():
        if promise.made is not None:
            by_day.setdefault(promise.made, {})[key] = promise
    # The newest meeting takes the promises of its day, and leaves none for earlier meetings.
    return {key: by_day.pop(held_on(key), {}) for key in newest_first(vendor_files.meetings)}


def meeting_days(meetings: Meetings) -> frozenset[dt.date]:
    """Return the days of meetings; the vendor knows of promises that were made on these days."""
    return frozenset(map(held_on, meetings))


def meeting_overdue(
    meetings: Meetings, today: dt.date, cadence: Cadence, expected: bool = False
) -> bool:
    """Whether the next meeting was due before today; if there was no meeting yet, `expected`."""
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


def checked_meeting(
    on: dt.date, meeting: Meeting, today: dt.date, promises: Sequence[Promise] = ()
) -> Meeting:
    """Return a meeting held on a day, with its texts cleaned and empty texts removed.

    Raises:
        UserError: The day is after today, the meeting is empty and nothing was promised in it, or
            the next meeting is not after this meeting.

    """
    if on > today:
        raise UserError(f"{on} is in the future. Record a meeting once it has been held")
    cleaned = replace(
        meeting,
        present=_lines(meeting.present),
        decided=tidy_text(meeting.decided),
    )
    if cleaned == Meeting(next=cleaned.next) and not promises:
        raise UserError(
            "the meeting is empty. Say who was there, what was decided, or what was promised"
        )
    if cleaned.next is not None and cleaned.next <= on:
        raise UserError(
            f"the next meeting, {cleaned.next}, is not after this meeting. Choose a later date"
        )
    return cleaned


def meeting_and_promises(
    on: dt.date,
    meeting: Meeting,
    today: dt.date,
    texts: Mapping[Perspective, Iterable[str]],
    due: dt.date | None,
) -> tuple[Meeting, tuple[Promise, ...]]:
    """Return a meeting, as `checked_meeting` does, and the promises made in it.

    Args:
        on: The day of the meeting.
        meeting: The meeting as it was typed.
        today: Today's date.
        texts: The promises of each side as they were typed.
        due: The day the promises are due; by default the day of the next meeting.

    Raises:
        UserError: For the reasons of `checked_meeting` and `promises_made`.

    """
    checked = checked_meeting(on, meeting, today, promises_made(texts, on, None))
    return checked, promises_made(texts, on, due or checked.next)


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for text in texts if (name := tidy_name(text)))


# A meeting and its promises are in two files, which cannot be saved in one step. The promises are
# saved first, once it is certain that the change of the meeting will not be refused. If the program
# is killed between the two saves, nothing that somebody promised is lost: the promises are listed,
# and the minutes are missing, as anybody can see. Recording the meeting again then adds only the
# minutes, because equal promises are not added twice. In the other order the minutes would look
# complete, and recording the meeting again would add a second one.


def add_meeting(
    workspace: Workspace,
    vendor: Vendor,
    on: dt.date,
    meeting: Meeting,
    promises: Sequence[Promise] = (),
) -> str:
    """Save a meeting and the promises made in it, and return the meeting's key.

    The key is the day, with a number unless the meeting is the first on that day.

    Raises:
        UserError: A file cannot be read or written. If it is the file of promises, both files are
            unchanged.

    """
    first = _saving(workspace, vendor, promises)
    return add_agreement(workspace, vendor, MEETINGS, f"{on}", meeting, first=first)


def save_meeting(
    workspace: Workspace,
    vendor: Vendor,
    key: str,
    seen: Meeting,
    on: dt.date,
    meeting: Meeting,
    promises: Sequence[Promise] = (),
) -> str:
    """Replace a meeting that was last read as `seen`, add promises made in it, and return its key.

    If the day of the meeting has changed, its key changes too. Its promises get the new day, unless
    another meeting was held on the old day.

    Raises:
        UserError: The meeting in the file no longer equals `seen`, or a file cannot be read or
            written.

    """
    day = held_on(key)
    name = "" if day == on else f"{on}"
    label = f"the meeting of {key}"
    alone = True

    def see_others(tables: Table) -> None:
        nonlocal alone
        alone = not any(other != key and held_on(other) == day for other in tables)

    def save_promises() -> None:
        if name and alone:
            move_promises(workspace, vendor, day, on)
        if promises:
            add_promises(workspace, vendor, promises)

    first = save_promises if name or promises else None
    return replace_agreement(
        workspace, vendor, MEETINGS, key, seen, meeting, label, name, see_others, first
    )


def removed_with(vendor_files: VendorFiles, key: str) -> dict[str, Promise]:
    """Return the promises to remove with a meeting: those not changed since its form added them.

    A promise that has been settled, or given its own owner or due date, is kept, because somebody
    has changed it since.
    """
    meeting, promises = vendor_files.meetings[key], promises_by_meeting(vendor_files)[key]
    untouched = {k: each for k, each in promises.items() if each.state == "open" and not each.owner}
    days = {each.due for each in untouched.values()}
    return untouched if len(days) == 1 and (days != {None} or meeting.next is None) else {}


def remove_meeting(workspace: Workspace, vendor_files: VendorFiles, key: str) -> None:
    """Remove the record of a meeting, and the promises that `removed_with` returns.

    Raises:
        UserError: The meeting or a promise was changed since it was read, or a file cannot be read
            or written.

    """
    vendor, seen = vendor_files.vendor, vendor_files.meetings[key]

    def remove_promises() -> None:
        for promise_key, promise in removed_with(vendor_files, key).items():
            remove_promise(workspace, vendor, promise_key, promise)

    label = f"the meeting of {key}"
    remove_agreement(workspace, vendor, MEETINGS, key, seen, label, remove_promises)


def _saving(
    workspace: Workspace, vendor: Vendor, promises: Sequence[Promise]
) -> Callable[[], object] | None:
    return (lambda: add_promises(workspace, vendor, promises)) if promises else None


def meet_every(workspace: Workspace, vendor: Vendor, cadence: Cadence | None) -> None:
    """Set how often to meet a vendor; None means as often as the workspace's settings say.

    Raises:
        UserError: The vendor's file no longer exists, or cannot be read or written.

    """
    change_description(workspace, vendor.id, {"meets": cadence})
