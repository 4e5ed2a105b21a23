"""The meetings with vendors as text, Markdown, CSV and JSON; newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from partnercheck.base.records import Meeting
from partnercheck.base.terminal import terminal_width
from partnercheck.formats.csv_write import csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import markdown_table
from partnercheck.report.json import wrong
from partnercheck.report.text import titled_entries
from partnercheck.report.words.agreements import agenda_in_short, meeting_lines, next_meeting
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.meetings import (
    first_expected,
    held_on,
    meeting_missing,
    newest_first,
    next_due,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles


def text(workspace: Workspace, vendors: Sequence[VendorFiles], today: dt.date) -> str:
    """Return each vendor's meetings under its name, after the day of the next one."""
    width = terminal_width()
    return "\n".join(
        titled_entries(about.vendor.name, _entries(about, today), width) for about in vendors
    )


def _entries(about: VendorFiles, today: dt.date) -> Iterator[Entry]:
    expected = first_expected(about)
    yield Entry("next", next_meeting(about.meetings, today, about.meets, expected))
    if starts := agenda_in_short(about.goals, about.meetings, today):
        yield Entry("", starts)
    for key, meeting in _ordered(about):
        yield Entry(key, "\n".join(meeting_lines(meeting)))


def markdown(workspace: Workspace, vendors: Sequence[VendorFiles], today: dt.date) -> str:
    """Return a table with one row per meeting."""
    header = ["Vendor", "Meeting", "Present", "Decided", "We promised", "They promised", "Next"]
    return markdown_table(header, (row[1:] for row in _rows(vendors)))


def csv(workspace: Workspace, vendors: Sequence[VendorFiles], today: dt.date) -> str:
    """Return a header and one row per meeting, with every key of its file."""
    header = ["vendor", "name", "meeting", *Meeting.__struct_fields__]
    return csv_text(header, _rows(vendors))


def _rows(vendors: Iterable[VendorFiles]) -> Iterator[list[str]]:
    for about in vendors:
        for key, meeting in _ordered(about):
            yield [
                about.vendor.id,
                about.vendor.name,
                key,
                ", ".join(meeting.present),
                meeting.decided,
                "; ".join(meeting.we),
                "; ".join(meeting.they),
                f"{meeting.next or ''}",
            ]


def json(workspace: Workspace, vendors: Sequence[VendorFiles], today: dt.date) -> str:
    """Return the document: every vendor with its meetings and the problems of its files."""
    return json_document(vendors=[_json_vendor(about, today) for about in vendors])


def _json_vendor(about: VendorFiles, today: dt.date) -> dict[str, object]:
    due = next_due(about.meetings, about.meets)
    return {
        "vendor": about.vendor.id,
        "name": about.vendor.name,
        "every": about.meets,
        "next_by": f"{due}" if due else None,
        "overdue": meeting_missing(about, today),
        "meetings": [_json_meeting(key, meeting) for key, meeting in _ordered(about)],
        **wrong(about.problems),
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


def _ordered(about: VendorFiles) -> Iterable[tuple[str, Meeting]]:
    return newest_first(about.meetings).items()


WRITERS = {"text": text, "markdown": markdown, "csv": csv, "json": json}
