"""Meetings as text, Markdown, CSV and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from partnercheck.base.records import Meeting
from partnercheck.report.agreements import Listing
from partnercheck.report.words.agreements import agenda_in_short, meeting_lines, next_meeting
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.agreement_files import MEETINGS_FILE
from partnercheck.workspace.meetings import (
    first_expected,
    held_on,
    meeting_missing,
    newest_first,
    next_due,
)
from partnercheck.workspace.read_vendor import VendorFiles


def _ordered(vendor_files: VendorFiles) -> Mapping[str, Meeting]:
    return newest_first(vendor_files.meetings)


def _entries(vendor_files: VendorFiles, today: dt.date) -> Iterator[Entry]:
    goals, meetings, meets = vendor_files.goals, vendor_files.meetings, vendor_files.meets
    yield Entry("next", next_meeting(meetings, today, meets, first_expected(vendor_files)))
    if agenda := agenda_in_short(goals, meetings, today):
        yield Entry("", agenda)
    for key, meeting in _ordered(vendor_files).items():
        yield Entry(key, "\n".join(meeting_lines(meeting)))


def _cells(key: str, meeting: Meeting) -> list[str]:
    """Return the cells that Markdown and CSV have in common: all but the next meeting."""
    we, they = "; ".join(meeting.we), "; ".join(meeting.they)
    return [key, ", ".join(meeting.present), meeting.decided, we, they]


def _json_fields(vendor_files: VendorFiles, today: dt.date) -> dict[str, object]:
    due = next_due(vendor_files.meetings, vendor_files.meets)
    return {
        "every": vendor_files.meets,
        "next_by": f"{due}" if due else None,
        "overdue": meeting_missing(vendor_files, today),
        "meetings": [_json_meeting(*pair) for pair in _ordered(vendor_files).items()],
    }


def _json_meeting(key: str, meeting: Meeting) -> dict[str, object]:
    return {
        "id": key,
        "on": f"{held_on(key)}",
        "present": list(meeting.present),
        "decided": meeting.decided,
        "we": list(meeting.we),
        "they": list(meeting.they),
        "next": f"{meeting.next}" if meeting.next else None,
    }


def _hint(vendor_files: VendorFiles, today: dt.date, readable: bool) -> str:
    """Return how to record the first meeting."""
    if vendor_files.meetings or not readable:
        return ""
    vendor = vendor_files.vendor
    add = f"`partnercheck meetings {vendor.id} --add` does it"
    return f"No meeting with {vendor.name} is written down yet. {add}"


LISTING = Listing(
    file=MEETINGS_FILE,
    ordered=_ordered,
    expected=first_expected,
    title=lambda workspace, vendor_files: vendor_files.vendor.name,
    entries=_entries,
    markdown_header=("Meeting", "Present", "Decided", "We promised", "They promised", "Next"),
    markdown_cells=lambda key, meeting, today: [*_cells(key, meeting), f"{meeting.next or ''}"],
    csv_header=("meeting", "present", "decided", "we", "they", "next"),
    csv_cells=lambda key, meeting, today: [*_cells(key, meeting), meeting.next],
    json_settings=lambda workspace: {},
    json_fields=_json_fields,
    hint=_hint,
    nothing="No meetings are written down yet. `partnercheck meetings VENDOR --add` does it",
)
