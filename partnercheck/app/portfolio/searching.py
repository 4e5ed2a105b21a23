"""The search field below the rows of the portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from partnercheck.app.portfolio.selecting import RowSelector
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.form import Typed
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
        self._field: Input | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the field is on the screen."""
        return bool(self._field and self._field.display)

    @property
    def typing(self) -> bool:
        """Whether a user is typing in the field."""
        return self._field is not None and self._page.focused is self._field

    async def open(self, after: Widget) -> None:
        """Show the field below a widget, with its old text selected."""
        if self._field is None:
            # Tab leads back to the field too; letters typed after it are added to its text.
            self._field = Typed(
                placeholder=SEARCH, id="search", compact=True, select_on_focus=False
            )
            await self._page.mount(self._field, after=after)
        self._field.display = True
        self._field.select_all()
        self._selector.select()
        self._page.set_focus(self._field)

    def changed(self) -> None:
        """Filter the rows by the text typed so far."""
        self._selector.select(words=self._field.value if self._field else "")

    async def end(self, rows: Widget) -> None:
        """Go from the field to the rows that match."""
        if self._field is None:
            return
        await wait_for_typed_keys(self._field)
        self._field.display = bool(self._field.value)
        self._page.set_focus(rows)
        self._selector.select(words=self._field.value)

    def empty(self) -> None:
        """Empty the field."""
        if self._field:
            self._field.value = ""

    def clear(self) -> bool:
        """Clear the search and the filter or, if there are none, the marks; show a message.

        Return False if there was nothing to clear.
        """
        selection = self._selector.selection
        if selection.words or selection.is_filtered:
            if self._field:
                # The rows are shown below; to show them once more would clear the message.
                with self._field.prevent(Input.Changed):
                    self.empty()
                self._field.display = False
            self._selector.select(words="", kind="all", only=None)
            self._page.show_message("All vendors are shown again")
        elif selection.marked:
            self._selector.select(marked=())
            self._page.show_message(f"{plural(len(selection.marked), 'mark')} removed")
        else:
            return False
        return True
