"""Meetings as text, Markdown, CSV and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from partnercheck.base.english import joined
from partnercheck.base.records import PERSPECTIVES, Meeting
from partnercheck.report.agreements import Listing
from partnercheck.report.words.agreements import agenda_in_short, meeting_lines, next_meeting
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.promises import promised_in_short
from partnercheck.workspace.agreement_files import MEETINGS_FILE
from partnercheck.workspace.meetings import (
    first_expected,
    held_on,
    meeting_missing,
    newest_first,
    next_due,
    promises_by_meeting,
)
from partnercheck.workspace.promises import Promises
from partnercheck.workspace.read_vendor import VendorFiles


def _ordered(vendor_files: VendorFiles) -> Mapping[str, Meeting]:
    return newest_first(vendor_files.meetings)


def _entries(vendor_files: VendorFiles, today: dt.date) -> Iterator[Entry]:
    yield Entry("next", next_meeting(vendor_files, today, first_expected(vendor_files)))
    if agenda := agenda_in_short(vendor_files.goals, vendor_files.promises, today):
        yield Entry("", agenda)
    promises = promises_by_meeting(vendor_files)
    for key, meeting in _ordered(vendor_files).items():
        yield Entry(key, "\n".join(meeting_lines(meeting, promises[key], today)))


def _rows(vendor_files: VendorFiles, today: dt.date) -> Iterator[list[str]]:
    """Yield the cells that Markdown and CSV have in common."""
    promises = promises_by_meeting(vendor_files)
    for key, meeting in _ordered(vendor_files).items():
        promised = [promised_in_short(promises[key], side, today) for side in PERSPECTIVES]
        present, following = joined(meeting.present), f"{meeting.next or ''}"
        yield [key, present, meeting.decided, *promised, following]


def _json_fields(vendor_files: VendorFiles, today: dt.date) -> dict[str, object]:
    due = next_due(vendor_files.meetings, vendor_files.meets)
    promises = promises_by_meeting(vendor_files)
    return {
        "every": vendor_files.meets,
        "next_by": f"{due}" if due else None,
        "overdue": meeting_missing(vendor_files, today),
        "meetings": [
            _json_meeting(key, meeting, promises[key])
            for key, meeting in _ordered(vendor_files).items()
        ],
    }


def _json_meeting(key: str, meeting: Meeting, promises: Promises) -> dict[str, object]:
    return {
        "id": key,
        "on": f"{held_on(key)}",
        "present": list(meeting.present),
        "decided": meeting.decided,
        "promises": list(promises),
        "next": f"{meeting.next}" if meeting.next else None,
    }


def _hint(vendor_files: VendorFiles, today: dt.date, readable: bool) -> str:
    """Return how to record the first meeting."""
    if vendor_files.meetings or not readable:
        return ""
    vendor = vendor_files.vendor
    add = f"`partnercheck meetings {vendor.id} --add` records one"
    return f"No meeting with {vendor.name} has been recorded yet. {add}"


LISTING = Listing(
    file=MEETINGS_FILE,
    ordered=_ordered,
    expected=first_expected,
    title=lambda workspace, vendor_files: vendor_files.vendor.name,
    entries=_entries,
    markdown_header=("Meeting", "Present", "Decided", "We promised", "They promised", "Next"),
    markdown_rows=_rows,
    csv_header=("meeting", "present", "decided", "we", "they", "next"),
    csv_rows=lambda files, today: [[*row] for row in _rows(files, today)],
    json_settings=lambda workspace: {},
    json_fields=_json_fields,
    hint=_hint,
    nothing="No meetings have been recorded yet. `partnercheck meetings VENDOR --add` records one",
)
