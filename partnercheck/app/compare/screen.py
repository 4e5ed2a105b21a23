"""Compare: vendors side by side, with a fixed first column and conditions that expand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.base.english import capitalised, plural
from partnercheck.report.comparison import Row, comparison
from partnercheck.report.map.places import refusal
from partnercheck.report.words.lenses import lens_rows
from partnercheck.verdicts.judged import JudgedVendor, read_again, vendor_folders
from partnercheck.verdicts.lenses import lenses_of
from partnercheck.workspace.open import Workspace

LABEL = 20
NARROWEST = 17


class CompareScreen(Page[None]):
    """Vendors side by side, in as many columns as fit; the arrow keys show more vendors."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key(
            "compare.expand",
            "enter,space",
            "expand",
            "Open or close the condition's questions",
            "open/close",
            "⏎",
        ),
        Key("compare.all", "a", "all", "Open or close every condition", "all"),
        Key(
            "compare.right",
            "right,l",
            "turn(1)",
            "Vendors to the right",
            "vendors",
            "← →",
            stands_for=("compare.left", "compare.right"),
        ),
        Key("compare.left", "left,h", "turn(-1)", "Vendors to the left"),
        Key("compare.differ", "d", "differ", "Only rows that differ", "differences"),
        Key(
            "compare.map",
            "m",
            "map",
            "Show the vendors on a map",
            "map",
        ),
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
        self._first = 0
        self._expanded: frozenset[str] = frozenset()
        self._only_differing = False

    def body(self) -> Sequence[Widget]:
        """Return the rows."""
        return (Sheet(id="comparison"),)

    def on_mount(self) -> None:
        """Show the first vendors."""
        self.set_focus(self.query_one("#comparison", Sheet))
        self._show()

    def on_resize(self) -> None:
        """Lay out the columns for the new size."""
        self._show()

    def watched(self) -> Sequence[Path]:
        """Return the folders of the vendors."""
        return vendor_folders(self._workspace, self._vendors)

    async def disk_changed(self) -> None:
        """Show the vendors' current data, in the rounds being compared."""
        self._vendors = read_again(self._workspace, self._vendors)
        self._lenses = lenses_of(self._workspace, self._vendors)
        self._show()

    @property
    def _room(self) -> int:
        return max(1, min(len(self._vendors), (self.size.width - LABEL - 3) // (NARROWEST + 1)))

    def _show(self) -> None:
        if not self.size.width:
            return
        room = self._room
        self._first = min(self._first, len(self._vendors) - room)
        visible = self._vendors[self._first : self._first + room]
        width = (self.size.width - 2 - LABEL - 1) // room - 1
        names = [each.vendor.name for each in visible]
        columns = [
            Column("", LABEL, wrap=True),
            *(Column(name, width, wrap=True) for name in names),
        ]
        rows = [
            self._row(row)
            for row in comparison(
                self._vendors,
                self._expanded,
                lens_rows(self._vendors, self._lenses, self._expanded),
            )
            if row.differs or not self._only_differing
        ]
        sheet = self.query_one("#comparison", Sheet)
        sheet.fill(columns, rows, sheet.key)
        total = len(self._vendors)
        page = f"{self._first + 1}–{self._first + room} of " if room < total else ""
        self.set_header(
            "Compare" + (", differences only" if self._only_differing else ""),
            f"{page}{plural(total, 'vendor')}",
        )

    def _row(self, row: Row) -> SheetRow:
        cells = row.cells[self._first : self._first + self._room]
        look = {"head": "strong", "condition": "strong", "lens": "strong"}.get(row.kind, "")
        label = row.indented_label
        if row.kind in ("condition", "lens"):
            label = f"{'▾' if row.id in self._expanded else '▹'} {label}"
        elif row.differs and row.kind == "item":
            label = f"≠ {row.label}"
        spans = tuple(Span(cell, look or _cell_look(cell)) for cell in cells)
        return SheetRow(row.id or row.label, (Span(label, look or "dim"), *spans))

    def action_expand(self) -> None:
        """Open or close the condition under the cursor."""
        key = self.query_one("#comparison", Sheet).key
        conditions = {each.id for each in self._vendors[0].instrument.conditions}
        item = next((each for each in self._vendors[0].instrument.items if each.id == key), None)
        condition = item.condition if item else key
        seen = {each.instrument.id for of in self._lenses.values() for each in of}
        if condition in conditions | seen:
            self._expanded ^= {condition}
            self._show()

    def on_sheet_row_clicked(self) -> None:
        """Open or close the condition when the row under the cursor is clicked."""
        self.action_expand()

    def action_all(self) -> None:
        """Open all conditions, or close them all."""
        every = frozenset(each.id for each in self._vendors[0].instrument.conditions)
        self._expanded = frozenset() if self._expanded == every else every
        self._show()

    def action_turn(self, by: int) -> None:
        """Show the next vendors to the right or left."""
        last = len(self._vendors) - self._room
        self._first = min(max(0, self._first + by * self._room), max(0, last))
        self._show()

    async def action_map(self) -> None:
        """Show the vendors on a map, or a message that says why there is no map."""
        if why_not := refusal(self._workspace.instrument):
            self.show_message(capitalised(why_not), "note")
            return
        await self.open(load_screen("map")(self._workspace, self._vendors))

    def action_differ(self) -> None:
        """Show only rows in which the vendors differ, or show all rows."""
        self._only_differing = not self._only_differing
        self._show()


def _cell_look(cell: str) -> str:
    return "dim" if cell == "–" else ""
