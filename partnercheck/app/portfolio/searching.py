"""The search field below the rows of the portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from partnercheck.app.portfolio.selecting import RowSelector
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.search_line import SearchLine
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.base.english import plural

if TYPE_CHECKING:
    from textual.widget import Widget

SEARCH = "name, tag, owner, supplies; or target=partner due<2027 spend>100000"


class SearchField:
    """The field, which filters the rows as the user types; it is created when first opened."""

    def __init__(self, page: Page[None], selector: RowSelector) -> None:
        """Create a search that is not open."""
        self._page = page
        self._selector = selector
        self._line: SearchLine | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the field is on the screen."""
        return bool(self._line and self._line.display)

    @property
    def typing(self) -> bool:
        """Whether a user is typing in the field."""
        return self._line is not None and self._page.focused is self._line.field

    async def open(self, after: Widget) -> None:
        """Show the field below a widget, with its old text selected."""
        if self._line is None:
            self._line = SearchLine(SEARCH, self._page.key_label("portfolio.cancel"))
            await self._page.mount(self._line, after=after)
        self._line.display = True
        self._line.field.select_all()
        self._selector.select()
        self._page.set_focus(self._line.field)

    def changed(self) -> None:
        """Filter the rows by the text typed so far."""
        self._selector.select(words=self._line.field.value if self._line else "")

    async def end(self, rows: Widget) -> None:
        """Go from the field to the rows that match."""
        if self._line is None:
            return
        field = self._line.field
        await wait_for_typed_keys(field)
        self._line.display = bool(field.value)
        self._page.set_focus(rows)
        self._selector.select(words=field.value)

    def empty(self) -> None:
        """Empty the field."""
        if self._line:
            self._line.field.value = ""

    def clear(self) -> bool:
        """Clear the search and the filter or, if there are none, the marks; show a message.

        Return False if there was nothing to clear.
        """
        selection = self._selector.selection
        if selection.words or selection.is_filtered:
            if self._line:
                # The rows are shown below; to show them once more would clear the message.
                with self._line.field.prevent(Input.Changed):
                    self.empty()
                self._line.display = False
            self._selector.select(words="", kind="all", only=None)
            self._page.show_message("All vendors are shown again")
        elif selection.marked:
            self._selector.select(marked=())
            self._page.show_message(f"{plural(len(selection.marked), 'mark')} removed")
        else:
            return False
        return True
