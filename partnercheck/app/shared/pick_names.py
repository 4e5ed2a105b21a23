"""Lists of the known people: one to pick a single name, and one to mark several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import Column, Rows, SheetRow
from partnercheck.base.cells import width_of
from partnercheck.base.english import joined, plural
from partnercheck.base.text import name_key

MARKED = "◆"
PICK_ONE, PICK_SEVERAL = "Who? Pick a known person", "Who? Pick known people"
LEAST_NAME = 10


def name_column(names: Sequence[str], width: int) -> Column:
    """Return a column for names; its cells wrap only if a name is longer than the column.

    Every row of a wrapping column has to be measured, which takes time in a long list.
    """
    room = max(LEAST_NAME, width)
    return Column("", room, wrap=any(width_of(name) > room for name in names))


class PickPersonScreen(Page[str]):
    """A list of the known people, to pick one; the result is the name, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("names.pick", "enter", "pick", "Use the name", "use"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "pick-person"

    def __init__(self, names: Sequence[str]) -> None:
        """Create a list of these names."""
        super().__init__()
        self._names = names

    def body(self) -> Sequence[Widget]:
        """Return the list."""
        return (Sheet(id="names"),)

    def on_mount(self) -> None:
        """Show the names."""
        self.set_focus(self.query_one(Sheet))
        self.set_header(PICK_ONE, plural(len(self._names), "name"))

    def on_resize(self) -> None:
        """Lay out the names for the new width."""
        sheet = self.query_one(Sheet)
        rows = Rows(self._names, lambda name: SheetRow(name, (Span(name),)))
        sheet.fill([name_column(self._names, self.size.width - 4)], rows, sheet.key)
        super().on_resize()

    async def action_pick(self) -> None:
        """Close the screen with the name under the cursor as its result."""
        await self.finish(self.query_one(Sheet).key or None)

    async def on_sheet_row_clicked(self) -> None:
        """Use the name when its row is clicked and already has the cursor."""
        await self.action_pick()


class PickPeopleScreen(Page[list[str]]):
    """A list of the known people, to mark several; the result is their names, or None if cancelled.

    Typed names that are not known stay in the result.
    """

    KEYS: ClassVar[Sequence[Key]] = (
        Key("names.pick-all", "enter", "take", "Use the marked names", "use"),
        Key("names.mark", "space", "mark", "Mark the name, or unmark it", "mark"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "pick-people"

    def __init__(self, names: Sequence[str], typed: Sequence[str]) -> None:
        """Create a list of these names, with the typed ones marked."""
        super().__init__()
        self._names = names
        known = {name_key(each): each for each in names}
        # In the order in which they were marked.
        self._marked = [known.get(name_key(each), each) for each in typed]

    def body(self) -> Sequence[Widget]:
        """Return the list."""
        return (Sheet(id="names"),)

    def on_mount(self) -> None:
        """Show the names."""
        self.set_focus(self.query_one(Sheet))
        self._show()

    def on_resize(self) -> None:
        """Lay out the names for the new width."""
        self._show()
        super().on_resize()

    def _show(self) -> None:
        names = plural(len(self._names), "name")
        self.set_header(PICK_SEVERAL, f"{len(self._marked)} of {names} marked")
        sheet = self.query_one(Sheet)
        columns = [Column("", 1), name_column(self._names, self.size.width - 6)]
        sheet.fill(columns, Rows(self._names, self._row), sheet.key)
        self.show_message(joined(self._marked))

    def _row(self, name: str) -> SheetRow:
        sign = MARKED if name in self._marked else " "
        return SheetRow(name, (Span(sign, "note"), Span(name)))

    async def action_mark(self) -> None:
        """Mark or unmark the name under the cursor, and go to the next one."""
        sheet = self.query_one(Sheet)
        name = sheet.key
        if not name:
            return
        if name in self._marked:
            self._marked.remove(name)
        else:
            self._marked.append(name)
        sheet.action_move(1)
        self._show()

    async def action_take(self) -> None:
        """Close the screen with the marked names or, if none are marked, the selected one."""
        name = self.query_one(Sheet).key
        await self.finish(self._marked or ([name] if name else None))

    async def on_sheet_row_clicked(self) -> None:
        """Mark the name when its row is clicked and already has the cursor."""
        await self.action_mark()
