"""A list from which the user chooses one entry, such as an order of the portfolio."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.panes import body_height
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow, row_height
from partnercheck.base.cells import width_of

CURRENT = "•"
MOST_LABEL = 40
# The sign of the current one and a blank before a label, two blanks after it.
GAP = 4
LEAST_NOTE = 16


class Option(NamedTuple):
    """An entry: its key, its label, and a note in a column of its own."""

    key: str
    label: str
    note: str = ""
    begins: bool = False  # whether it begins a group, with a blank line above if there is room


class ChooseScreen(Page[str]):
    """A list of options with the current one marked; the result is a key, or None."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("choose.pick", "enter", "take", "Choose the line under the cursor", "choose"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "choose"

    def __init__(self, title: str, options: Sequence[Option], current: str, hint: str = "") -> None:
        """Create a list, with the cursor on the option whose key is `current`."""
        super().__init__()
        self._title = title
        self._options = options
        self._current = current
        self._hint = hint

    def body(self) -> Sequence[Widget]:
        """Return the list."""
        return (Sheet(id="options"),)

    def on_mount(self) -> None:
        """Show the options."""
        self.set_focus(self.query_one(Sheet))
        self._lay_out(self._current)
        self.show_message(self._hint)

    def on_resize(self) -> None:
        """Lay out the options for the new width."""
        self._lay_out(self.query_one(Sheet).key)
        super().on_resize()

    def _lay_out(self, key: str) -> None:
        self.set_header(self._title)
        widest = max((width_of(each.label) for each in self._options), default=0)
        room = self.size.width - MARKER - 2
        label = min(widest + GAP, MOST_LABEL, max(1, room - LEAST_NOTE))
        columns = [
            Column("", label, wrap=True),
            Column("", max(1, room - label - 1), wrap=True),
        ]
        rows = [
            SheetRow(each.key, (Span(self._marked(each)), Span(each.note, "dim")))
            for each in self._options
        ]
        used = sum(row_height(each, columns) for each in rows)
        begin = {each.key for each in self._options if each.begins}
        if used + len(begin) <= body_height(self.size, self.keys):
            rows = list(_with_blank_rows(rows, begin))
        self.query_one(Sheet).fill(columns, rows, key)

    def _marked(self, option: Option) -> str:
        return f"{CURRENT if option.key == self._current else ' '} {option.label}"

    async def action_take(self) -> None:
        """Close the screen with the option under the cursor as its result."""
        await self.finish(self.query_one(Sheet).key or None)

    async def on_sheet_row_clicked(self) -> None:
        """Choose an option when its row is clicked and already has the cursor."""
        await self.action_take()


def _with_blank_rows(rows: Sequence[SheetRow], begin: Collection[str]) -> Iterator[SheetRow]:
    """Yield the rows, with a blank row above each that begins a group; the cursor skips it."""
    for row in rows:
        if row.key in begin:
            blanks = tuple(Span("") for _ in row.cells)
            yield SheetRow(f"above {row.key}", blanks, is_heading=True)
        yield row
