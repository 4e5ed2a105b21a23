"""Lists of the people who are known: one to pick a single name from, one to mark several."""

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
    """Return a column for names, in which they wrap if one of them is longer than the column.

    If cells wrap, each row has to be measured, which long lists are spared if they can be.
    """
    room = max(LEAST_NAME, width)
    return Column("", room, wrap=any(width_of(name) > room for name in names))


class PickPersonScreen(Page[str]):
    """The known people, to pick one; the result is the name, or None."""

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
        """Leave with the name under the cursor."""
        await self.finish(self.query_one(Sheet).key or None)

    async def on_sheet_row_clicked(self) -> None:
        """Use the name when its row is clicked and already has the cursor."""
        await self.action_pick()


class PickPeopleScreen(Page[list[str]]):
    """The known people, to mark several; the result is their names, or None.

    Names that are not known stay among them: they were typed.
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
        """Create a list of these names; those that were typed are marked."""
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
        """Mark the name under the cursor, or unmark it, and go on."""
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
        """Leave with the marked names; without any, with the name under the cursor."""
        name = self.query_one(Sheet).key
        await self.finish(self._marked or ([name] if name else None))

    async def on_sheet_row_clicked(self) -> None:
        """Mark the name when its row is clicked and already has the cursor."""
        await self.action_mark()
