"""The screen of meetings: the next meeting and its agenda, then past meetings, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import ClassVar

from partnercheck.app.agreements.list_page import ROW_NUMBER, AgreementList, Listing
from partnercheck.app.agreements.meeting_form import CadenceForm, MeetingForm
from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import SheetRow
from partnercheck.report.words.agreements import agenda_in_short, meeting_lines, next_meeting
from partnercheck.workspace.agreement_files import MEETINGS_FILE
from partnercheck.workspace.meetings import (
    EVERY,
    first_expected,
    meeting_missing,
    newest_first,
    promises_by_meeting,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles

DAY_WIDTH = 12


def _title(workspace: Workspace, vendor_files: VendorFiles) -> tuple[str, str]:
    return f"Meetings   {vendor_files.vendor.name}", EVERY[vendor_files.meets]


def _rows(vendor_files: VendorFiles, today: dt.date) -> list[SheetRow]:
    return [_next_row(vendor_files, today), *_meeting_rows(vendor_files, today)]


def _next_row(vendor_files: VendorFiles, today: dt.date) -> SheetRow:
    meetings, meets = vendor_files.meetings, vendor_files.meets
    due = next_meeting(meetings, today, meets, first_expected(vendor_files))
    agenda = agenda_in_short(vendor_files.goals, vendor_files.promises, today)
    look = "note" if meeting_missing(vendor_files, today) else ""
    text = f"{due}. {agenda}" if agenda else due
    return SheetRow("", (Span("next", look or "dim"), Span(text, look)))


def _meeting_rows(vendor_files: VendorFiles, today: dt.date) -> Iterator[SheetRow]:
    """Yield one row per line of each meeting; the first row of a meeting has its date."""
    promises = promises_by_meeting(vendor_files)
    for day, meeting in newest_first(vendor_files.meetings).items():
        lines = meeting_lines(meeting, promises[day], today)
        for number, text in enumerate(lines):
            cells = (Span("" if number else day, "strong"), Span(text))
            yield SheetRow(f"{day}{ROW_NUMBER}{number}", cells)


class MeetingsScreen(AgreementList):
    """The meetings with one vendor: the next meeting, then past meetings, newest first."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("meetings.edit", "enter,R", "edit", "Change the record of a meeting", "edit"),
        Key("meetings.new", "plus", "new", "Record a meeting that was held", "new"),
        Key("meetings.cadence", "C", "every", "Set how often to meet this vendor", "how often"),
        Key("meetings.promises", "P", "promises", "All promises with this vendor", "promises"),
        HELP,
        BACK,
    )
    HELP_TOPIC = "meetings"
    LISTING = Listing(MEETINGS_FILE, DAY_WIDTH, _title, _rows, MeetingForm)

    def hint(self) -> tuple[str, str]:
        """Return how to record the first meeting, or an empty message if there are meetings."""
        if self.vendor_files.meetings:
            return "", ""
        first = f"Press {self.key_label('meetings.new')} to record one"
        return f"No meetings yet. {first}", ""

    async def action_promises(self) -> None:
        """Show the promises with this vendor."""

        def show_changed(result: None) -> None:
            self.reload()

        vendor_id = self.vendor_files.vendor.id
        await self.open(load_screen("promises")(self.workspace, vendor_id), show_changed)

    async def action_every(self) -> None:
        """Open the form to set how often to meet this vendor."""

        def show_saved(message: str | None) -> None:
            self.reload()
            if message:
                self.show_message(message)

        await self.open(CadenceForm(self.workspace, self.vendor_files.vendor), show_saved)
