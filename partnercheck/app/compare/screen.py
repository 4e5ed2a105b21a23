"""Compare: vendors side by side, with a fixed first column and the selected row in full below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.compare.growing import Table
from partnercheck.app.compare.rows import (
    comparison_columns,
    details,
    details_page,
    has_content,
    vendors_that_fit,
)
from partnercheck.app.shared.keys import BACK, HELP, TERM, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.keybar import KeyBar
from partnercheck.app.shared.widgets.lines import Lines, more_line
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.base.english import capitalised, plural
from partnercheck.report.compared import ComparedRow, compared
from partnercheck.report.map.places import refusal
from partnercheck.report.words.nearest import nearest_text, nearest_to_best
from partnercheck.verdicts.judged import JudgedVendor, read_again, vendor_folders
from partnercheck.verdicts.lenses import lenses_of
from partnercheck.workspace.open import Workspace

# The header and the message. A longer message covers rows.
ONE_LINE_EACH = 2
# From this many lines of room on, a line below the header says who is nearest to the best class.
ROOM_FOR_NEAREST = 16
# The pane has a third of the lines between them, less the one of the thresholds above the bars,
# within these bounds; on a low terminal none.
LEAST_PANE, MOST_PANE, LEAST_ROOM = 5, 9, 14


class CompareScreen(Page[None]):
    """Vendors side by side, in as many columns as fit; the arrow keys show more vendors."""

    DEFAULT_CSS: ClassVar[str] = "CompareScreen #details { height: 5; }"
    KEYS: ClassVar[Sequence[Key]] = (
        Key(
            "compare.expand",
            "enter",
            "expand",
            "Show a condition's questions, or a row's full text; press again to hide",
            "open",
            "⏎",
        ),
        Key("compare.fold", "z", "all", "Open or close everything", "all"),
        Key(
            "compare.right",
            "right,l",
            "turn(1)",
            "Show the vendors to the right",
            "vendors",
            "← →",
            stands_for=("compare.left", "compare.right"),
        ),
        Key("compare.left", "left,h", "turn(-1)", "Show the vendors to the left"),
        Key("compare.filter", "f", "differ", "Show only the rows that differ", "differ"),
        Key("compare.more", "tab", "more", "Show more of the text below the table", "more"),
        Key("compare.map", "m", "map", "Show the vendors on a map", "map"),
        TERM,
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "compare"

    def __init__(self, workspace: Workspace, vendors: Sequence[JudgedVendor]) -> None:
        """Create a comparison of these vendors, in the given order."""
        super().__init__()
        self._workspace = workspace
        self._lenses = lenses_of(workspace, vendors)
        self._vendors = vendors
        # Not at each key: finding the fewest steps of many vendors takes time.
        self._nearest = nearest_to_best(vendors)
        self._first = 0
        self._expanded: frozenset[str] = frozenset()
        self._only_differing = False
        self._rows: dict[str, ComparedRow] = {}
        # The lines of the pane; 0 if there is none.
        self._pane = 0
        # The row in the pane, and which page of its text.
        self._detailed = ""
        self._page = 0

    def body(self) -> Sequence[Widget]:
        """Return the rows, and the pane below them."""
        sheet = Sheet(id="comparison", moved=self._show_details, marks_row=False)
        return (sheet, Lines(id="details"))

    def on_mount(self) -> None:
        """Show the first vendors."""
        self.set_focus(self._sheet)
        self._show()

    def on_resize(self) -> None:
        """Lay out the columns for the new size."""
        self._show()

    @property
    def _sheet(self) -> Sheet:
        return self.query_one("#comparison", Sheet)

    def watched(self) -> Sequence[Path]:
        """Return the folders of the vendors."""
        return vendor_folders(self._workspace, self._vendors)

    async def disk_changed(self) -> None:
        """Show the vendors' current data, in the rounds being compared."""
        self._vendors = read_again(self._workspace, self._vendors)
        self._nearest = nearest_to_best(self._vendors)
        self._lenses = lenses_of(self._workspace, self._vendors)
        self._show()

    @property
    def _room(self) -> int:
        return vendors_that_fit(len(self._vendors), self.size.width)

    @property
    def _visible(self) -> slice:
        return slice(self._first, self._first + self._room)

    def _pane_lines(self, room: int) -> int:
        return min(MOST_PANE, max(LEAST_PANE, room // 3 - 1)) if room >= LEAST_ROOM else 0

    def _show(self) -> None:
        if not self.size.width:
            return
        self._first = min(self._first, len(self._vendors) - self._room)
        room = self.size.height - ONE_LINE_EACH - self.query_one(KeyBar).line_count
        below = self._nearest_line() if room >= ROOM_FOR_NEAREST else ""
        room -= int(bool(below))
        pane = self._pane_lines(room)
        rows = compared(self._vendors, self._lenses, self._expanded)
        self._rows = {row.id: row for row in rows if self._is_shown(row)}
        names = [each.vendor.name for each in self._vendors[self._visible]]
        columns = comparison_columns(names, self.size.width)
        sheet = self._sheet
        instrument = self._workspace.instrument
        table = Table(self._rows, self._visible, columns, instrument, self._expanded)
        sheet_rows, used = table.rows_in(room - pane)
        sheet.fill(columns, sheet_rows, sheet.key)
        # What the rows leave free belongs to the pane too.
        self._set_pane(max(pane, room - used) if pane else 0)
        self._show_header(below)
        self._show_details()

    def _is_shown(self, row: ComparedRow) -> bool:
        """Return whether a row differs, if only such rows are shown, and says something here."""
        if self._only_differing and not row.differs:
            return False
        return has_content(row, self._visible)

    def _nearest_line(self) -> str:
        return nearest_text(self._nearest, self.size.width - 2)

    def _set_pane(self, height: int) -> None:
        lines = self.query_one("#details", Lines)
        lines.display = height > 0
        lines.styles.height = height
        self._pane = height

    def _show_header(self, below: str) -> None:
        total, room = len(self._vendors), self._room
        page = f"{self._first + 1}–{self._first + room} of " if room < total else ""
        self.set_header(
            "Compare" + (", differences only" if self._only_differing else ""),
            f"{page}{plural(total, 'vendor')}",
            below,
        )

    def _show_details(self) -> None:
        """Show the text of the row under the cursor in the pane, cut if it does not fit."""
        lines = self.query_one("#details", Lines)
        if not lines.display:
            return
        row = self._rows.get(self._sheet.key)
        names = [each.vendor.name for each in self._vendors[self._visible]]
        more = more_line(self.key_label("compare.more"), "shows more of this")
        if self._sheet.key != self._detailed:
            self._detailed, self._page = self._sheet.key, 0
        opens = f"{self.key_label('compare.expand')} opens the row"
        texts = details(row, names, self._visible, self.size.width, opens)
        lines.paint(details_page(texts, self._pane, self._page, more))

    def action_more(self) -> None:
        """Show the next page of the text below the table."""
        pane = self.query_one("#details", Lines)
        before = pane.lines
        self._page += 1
        self._show_details()
        if pane.lines == before or [*pane.lines] == [*before]:
            opens = self.key_label("compare.expand")
            text_below = "The full text of the row is below the table"
            too_low = f"The screen is too small for the text below the table. {opens} opens the row"
            self.show_message(text_below if pane.display else too_low)

    def action_expand(self) -> None:
        """Open or close the condition under the cursor; for another row, its full text."""
        key = self._sheet.key
        item = next((each for each in self._vendors[0].instrument.items if each.id == key), None)
        row = item.condition if item else key.removesuffix(", both views")
        if not row:
            return
        shown_before = [*self._sheet.lines]
        self._expanded ^= {row}
        self._show()
        is_same = [*self._sheet.lines] == shown_before
        self.show_message("This row has no further text" if is_same else "")

    def on_sheet_row_clicked(self) -> None:
        """Open or close the row under the cursor when it is clicked."""
        self.action_expand()

    def action_all(self) -> None:
        """Open every row, or close them all."""
        conditions = frozenset(each.id for each in self._vendors[0].instrument.conditions)
        every = frozenset(
            row.id for row in compared(self._vendors, self._lenses) if row.kind != "item"
        )
        is_open = conditions | every <= self._expanded
        self._expanded = frozenset() if is_open else self._expanded | conditions | every
        self._show()

    def explained_texts(self) -> Sequence[str]:
        """Return the label of the selected row, or its cells if it is about caveats or classes."""
        row = self._rows.get(self._sheet.key)
        if row is None:
            return ()
        cells = "; ".join(cell.full for cell in row.cells[self._visible])
        return (cells, row.label) if row.id in ("Caveats", "Verdict") else (row.label, cells)

    def action_turn(self, by: int) -> None:
        """Show the next vendors to the right or left."""
        last = max(0, len(self._vendors) - self._room)
        first = min(max(0, self._first + by * self._room), last)
        if first == self._first:
            side = "right" if by > 0 else "left"
            self.show_message(
                "All vendors are shown" if not last else f"No more vendors to the {side}"
            )
            return
        self._first = first
        self.show_message("")
        self._show()

    async def action_map(self) -> None:
        """Show the vendors on a map, or say why the questionnaire has none."""
        if why_not := refusal(self._workspace.instrument):
            self.show_message(capitalised(why_not), "note")
            return
        await self.open(load_screen("map")(self._workspace, self._vendors))

    def action_differ(self) -> None:
        """Show only rows in which the vendors differ, or show all rows."""
        rows = compared(self._vendors, self._lenses, self._expanded)
        if not self._only_differing and not any(row.differs for row in rows):
            alone = "Only one vendor is shown: mark two or more to compare"
            self.show_message(alone if len(self._vendors) == 1 else "These vendors do not differ")
            return
        self._only_differing = not self._only_differing
        self._show()
