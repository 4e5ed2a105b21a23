"""Meetings: what was decided and promised with a vendor, newest first, and when to meet next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.base.records import Meeting
from partnercheck.report.words.agreements import agenda_in_short, meeting_lines, next_meeting
from partnercheck.workspace.meetings import EVERY, first_expected, meeting_missing, newest_first
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_vendor

DAY_WIDTH = 12
NEXT = "next"
LINE = "/"


class MeetingsScreen(Page[None]):
    """The meetings with one vendor, below what the next agenda starts from."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("meetings.edit", "enter", "edit", "Change what is written down", "edit"),
        Key("meetings.new", "n", "new", "Write down a meeting that was held", "new"),
        Key("meetings.every", "e", "every", "Say how often to meet this vendor", "how often"),
        HELP,
        BACK,
    )
    INSIDE = IN_LISTS
    ABOUT = "meetings"

    def __init__(self, workspace: Workspace, vendor_id: str) -> None:
        """The meetings with a vendor of a workspace."""
        super().__init__()
        self._workspace = workspace
        self._about = read_vendor(workspace, vendor_id)

    def body(self) -> Sequence[Widget]:
        """The meetings."""
        return (Sheet(id="meetings"),)

    def on_mount(self) -> None:
        """Show them."""
        self.set_focus(self._sheet)
        self._show()
        self._say()

    def on_resize(self) -> None:
        """Lay out in the new size."""
        self._show()
        super().on_resize()

    @property
    def _sheet(self) -> Sheet:
        return self.query_one("#meetings", Sheet)

    def watched(self) -> Sequence[Path]:
        """The folder of the vendor."""
        return (self._workspace.root / "vendors" / self._about.vendor.id,)

    async def disk_changed(self) -> None:
        """Show what somebody else has changed."""
        self._read()
        self._say()

    def _read(self, key: str = "") -> None:
        self._about = read_vendor(self._workspace, self._about.vendor.id)
        self._show(key)

    def _show(self, key: str = "") -> None:
        if not self.size.width:
            return
        about = self._about
        rest = max(10, self.size.width - 2 - DAY_WIDTH - 2)
        rows = [self._next()]
        for day, meeting in newest_first(about.meetings).items():
            rows += _rows(day, meeting)
        columns = [Column("", DAY_WIDTH, wrap=True), Column("", rest, wrap=True)]
        self._sheet.fill(columns, rows, f"{key}{LINE}0" if key else self._sheet.key)
        self.head(f"Meetings   {about.vendor.name}", EVERY[about.meets])

    def _next(self) -> SheetRow:
        about, today = self._about, self.partnercheck.today
        due = next_meeting(about.meetings, today, about.meets, first_expected(about))
        starts = agenda_in_short(about.goals, about.meetings, today)
        text = f"{due}. {starts}" if starts else due
        look = "note" if meeting_missing(about, today) else ""
        return SheetRow(NEXT, (Span(NEXT, look or "dim"), Span(text, look)))

    def _say(self) -> None:
        """What is wrong with the file, or how to begin."""
        problems = [each for each in self._about.problems if each.file.endswith("/meetings.toml")]
        if problems:
            self.tell(str(problems[0]), "note")
        elif not self._about.meetings:
            self.tell(f"No meeting is written down yet. {self.face('new')} writes one down")
        else:
            self.tell("")

    async def action_new(self) -> None:
        """Write down a meeting that was held."""
        await self._open_form()

    async def action_edit(self) -> None:
        """Change the meeting under the cursor; on the next one, write it down."""
        key = self._sheet.key.partition(LINE)[0]
        await self._open_form(key if key in self._about.meetings else "")

    async def on_sheet_chosen(self) -> None:
        """A second click on a meeting opens it."""
        await self.action_edit()

    async def _open_form(self, key: str = "") -> None:
        from partnercheck.app.agreements.meeting_form import MeetingForm

        def saved(key: str | None) -> None:
            self._read(key or "")
            self._say()

        await self.open(MeetingForm(self._workspace, self._about, key), saved)

    async def action_every(self) -> None:
        """Say how often to meet this vendor, in a form."""
        from partnercheck.app.agreements.meeting_form import EveryForm

        def saved(said: str | None) -> None:
            self._read()
            if said:
                self.tell(said)

        await self.open(EveryForm(self._workspace, self._about.vendor), saved)


def _rows(day: str, meeting: Meeting) -> list[SheetRow]:
    """A meeting's rows: its day before the first line of what it came to."""
    return [
        SheetRow(f"{day}{LINE}{number}", (Span("" if number else day, "strong"), Span(text)))
        for number, text in enumerate(meeting_lines(meeting))
    ]
