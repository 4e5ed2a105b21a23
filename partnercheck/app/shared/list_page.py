"""The base of the lists about one vendor, which show the selected row in full in a pane.

The pane is below the rows, or to their right if that leaves them at least the width of a small
screen. A key gives the pane the whole room, for texts that do not fit. Every change made on such a
screen can be undone, the last one first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.form_page import FormPage
from partnercheck.app.shared.history import Change, undone_words
from partnercheck.app.shared.list_rows import (
    Heads,
    ListColumns,
    ListRow,
    list_layout,
    list_sheet_row,
)
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.undo import undo_last_change
from partnercheck.app.shared.widgets.lines import Line, more_line
from partnercheck.app.shared.widgets.panes import TITLES, ListAndPane, Sides, body_height
from partnercheck.app.shared.widgets.reading_pane import Part, ReadingPane
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import Rows
from partnercheck.base.cells import width_of
from partnercheck.base.errors import UserError
from partnercheck.storage.journal import FileChange, recording
from partnercheck.storage.undo import undo_changes
from partnercheck.workspace.open import Workspace

# From this width on the rows have more than 80 columns even with the pane beside them.
BESIDE = 150
# From this many lines on, the rows of a list above its pane wrap.
HIGH = 30


def _list_width(width: int) -> int:
    return min(120, width * 3 // 5)


SIDES = Sides(BESIDE, _list_width)


class ListPage(Page[None]):
    """A list with a pane; subclasses define the keys, the rows and the pane's parts."""

    WIDGET_KEYS = IN_LISTS
    HEADS: ClassVar[Heads] = Heads("")
    # What a row is, as a term of the glossary.
    ROW_TERM: ClassVar[str] = ""
    # The id of the key that undoes the last change.
    UNDO: ClassVar[str] = ""

    def __init__(self, workspace: Workspace) -> None:
        """Create the list, with its pane shown."""
        super().__init__()
        self.workspace = workspace
        self._with_pane = True
        self._whole = False
        self._rows: Sequence[ListRow] = ()

    def explained_texts(self) -> Sequence[str]:
        """Return the term for a row, such as "goal"."""
        return (self.ROW_TERM,)

    def rows(self) -> Sequence[ListRow]:
        """Return the rows."""
        return ()

    def parts(self, key: str) -> Sequence[Part]:
        """Return the parts of the pane for the row with this key."""
        return ()

    def pane_title(self, key: str) -> str:
        """Return the title of the pane for the row with this key."""
        return self.ROW_TERM.capitalize()

    def header_parts(self) -> tuple[str, str]:
        """Return the two parts of the header."""
        return "", ""

    @property
    def vendor_id(self) -> str:
        """The vendor that the list is about."""
        raise NotImplementedError

    @property
    def _where(self) -> str:
        """The name of this list, for messages on other screens."""
        return ", ".join(self.header_parts()[0].split("   "))

    def show_hint(self) -> None:
        """Show the default message, which stays until a key has a result."""

    def read_again(self) -> None:
        """Read the files again."""

    def body(self) -> Sequence[Widget]:
        """Return the list and the pane, with the room divided for the number of rows."""
        pane = ReadingPane(self._rest)
        self.panes = ListAndPane(self._moved, "", pane, "rows", SIDES)
        self._rows = self.rows()
        self._divide()
        return (self.panes,)

    @property
    def sheet(self) -> Sheet:
        """The list."""
        return self.panes.sheet

    def on_mount(self) -> None:
        """Show the list."""
        self.set_focus(self.sheet)
        self.paint()
        self.show_hint()

    def on_resize(self) -> None:
        """Lay out the list for the new size."""
        self.paint()
        super().on_resize()

    async def disk_changed(self) -> None:
        """Show changes made by others."""
        self.reload()
        self.show_hint()

    def reload(self, key: str = "") -> None:
        """Read the files again, and go to the row with this key."""
        # The next poll must not report these changes again: it would clear the message.
        self.file_poll.fingerprint = self.initial_fingerprint()
        self.read_again()
        self.paint(key)

    def paint(self, key: str = "") -> None:
        """Show the rows, with the cursor on the row with this key; else it stays on its row."""
        if not self.size.width:
            return
        self._rows = self.rows()
        layout = self._divide()
        rows = {row.key: row for row in self._rows}
        sheet_rows = Rows([*rows], lambda key: list_sheet_row(rows[key], layout))
        self.sheet.fill(layout.columns, sheet_rows, key if key in rows else self.sheet.key)
        self._show_header()
        self._show_pane()
        # How many rows are on the page is known once the room has been divided.
        self.call_after_refresh(self._show_header)

    def _show_header(self) -> None:
        """Show the header, with the numbers of the rows on the page if there is room for them."""
        if not self.is_mounted:
            return
        title, right = self.header_parts()
        first, last = self.sheet.page
        page = f"{first}–{last} of {len(self._rows)}" if last - first + 1 < len(self._rows) else ""
        both = f"{right}   {page}" if page else right
        fits = width_of(title) + width_of(both) + len("   ") <= self.size.width
        self.set_header(title, both if fits and not self._whole else right)

    def _moved(self) -> None:
        self._show_header()
        self._show_pane()

    def _divide(self) -> ListColumns:
        """Divide the room between the list and the pane, and return the columns of the list."""
        width, height = self.size.width, body_height(self.size, self.keys)
        wanted = self._with_pane and bool(self._rows)
        is_beside = wanted and width >= SIDES.beside
        list_width = SIDES.list_width(width) - 1 if is_beside else width
        # Below a list, the pane needs about half of the room.
        most = height - TITLES
        if wanted and not is_beside:
            most = height // 2 if height >= HIGH else 0
        layout, lines = list_layout(self.HEADS, self._rows, list_width, most)
        self.panes.divide(width, height, lines, wanted, self._whole)
        return layout

    def _show_pane(self) -> None:
        if self.panes.detailed:
            key = self.sheet.key
            self.panes.show_title(self.pane_title(key))
            self.panes.pane.show(self.parts(key))

    def _rest(self) -> Line:
        if self._whole:
            return more_line(self.key_label("list.page-down"), "scrolls down")
        return more_line(self.key_label("list.whole"), "shows the rest")

    def action_whole(self) -> None:
        """Give the pane the whole room, or show the list again."""
        if not self._rows:
            self.show_hint()
            return
        self._whole = not self._whole
        self.paint()
        self.set_focus(self.panes.pane if self._whole else self.sheet)

    def action_detail(self) -> None:
        """Show or hide the pane."""
        self._with_pane = not self._with_pane
        self._whole = False
        self.paint()
        self.set_focus(self.sheet)
        if not self._rows:
            self.show_hint()
        elif self._with_pane and not self.panes.detailed:
            whole = self.key_label("list.whole")
            self.show_message(
                f"The screen is too small for the pane. {whole} shows the row in full"
            )

    async def action_back(self) -> None:
        """Go back from the whole text to the list; on the list, leave the screen."""
        if self._whole:
            self.action_whole()
        else:
            await super().action_back()

    async def action_edit(self) -> None:
        """Edit the row under the cursor."""

    async def on_sheet_row_clicked(self) -> None:
        """Open the row under the cursor when it is clicked."""
        await self.action_edit()

    def change(self, key: str, save: Callable[[], tuple[str, str]]) -> None:
        """Change the row with this key, and show how to undo the change.

        `save` returns the messages after the change and after undoing it; it may raise UserError.
        """
        try:
            with recording() as files:
                message, undone = save()
        except (UserError, OSError) as error:
            self.reload(key)
            self.show_message(str(error), "poor")
            return
        self.keep_change(key, files, message, undone)

    def keep_change(self, key: str, files: Sequence[FileChange], message: str, undone: str) -> None:
        """Show a row that was changed, and add the change to the history."""
        self.reload(key)
        if not files:
            self.show_message("Nothing was changed")
            return

        def undo() -> None:
            undo_changes(self.workspace.root, files)

        change = Change(message, self.vendor_id, undo, undone, self._where, key)
        self.partnercheck.changes.add(change)
        self.show_message(f"{message}. Press {self.key_label(self.UNDO)} to undo")

    async def open_form(self, form: FormPage[str], words: Callable[[str], tuple[str, str]]) -> None:
        """Open a form; `words` returns the messages after saving and after undoing that."""

        def show_saved(key: str | None) -> None:
            if key is None:
                self.reload()
                self.show_hint()
                return
            self.read_again()
            message, undone = words(key)
            self.keep_change(key, form.file_changes, message, undone)

        await self.open(form, show_saved)

    def action_undo(self) -> None:
        """Undo the last change, even if another screen made it."""
        change = undo_last_change(self)
        if change is None:
            # Somebody else may have changed the files since.
            self.reload()
            return
        self.reload(change.key if change.where == self._where else "")
        words = undone_words(change, self._where)
        self.show_message(words if words.startswith("Undone") else f"Undone: {words}")
