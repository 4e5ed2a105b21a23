"""The portfolio's keys that choose which rows are shown, and in what order."""

from __future__ import annotations

from collections.abc import Container

from msgspec.structs import replace

from partnercheck.app.portfolio.choices import (
    MISSING,
    chosen_value,
    current_filter,
    field_of,
    field_values,
    filters,
    key_left_out,
    orders,
)
from partnercheck.app.portfolio.listing_page import ListingPage
from partnercheck.app.portfolio.selection import Only, Selection
from partnercheck.app.shared.screens import load_screen
from partnercheck.workspace.vendor_filter import key_label

# Numbers and dates have too many values for a list.
OTHERS = "{} also finds vendors by numbers and dates: spend>100000, due<2027"


class RowSelector:
    """Marks, filters and sorts the rows of a list of vendors."""

    def __init__(self, page: ListingPage) -> None:
        """Create the selection of a list; it shows all vendors by name."""
        self._page = page
        self.selection = Selection()

    def select(self, **changes: object) -> None:
        """Change the selection, and show the rows that match."""
        self.selection = replace(self.selection, **changes)
        self._page.show_rows()

    def keep_marks(self, known: Container[str]) -> None:
        """Remove the marks of vendors that are gone: without a row, they could not be unmarked."""
        marked = tuple(each for each in self.selection.marked if each in known)
        self.selection = replace(self.selection, marked=marked)

    def mark(self) -> None:
        """Mark or unmark the vendor under the cursor, without moving the cursor."""
        if not (key := self._page.vendor_under_cursor()):
            return
        others = tuple(each for each in self.selection.marked if each != key)
        marks = others == self.selection.marked
        self.select(marked=(*others, key) if marks else others)
        name = self._page.cache.rows[key].vendor.name
        done = f"Marked {name}" if marks else f"{name} is no longer marked"
        self._page.show_message(f"{done}; {self._marks_in_words()}")

    def _marks_in_words(self) -> str:
        count = len(self.selection.marked)
        compare = self._page.key_label("portfolio.compare")
        if count > 1:
            return f"{count} marked: press {compare} to compare them"
        return f"{count} marked: mark another to compare them" if count else "no vendor is marked"

    def show_archived(self) -> None:
        """Show or hide archived vendors."""
        self.select(with_archived=not self.selection.with_archived)

    async def sort(self) -> None:
        """List the orders, to choose one; choosing the current one reverses it."""
        options = orders(self.selection, self._page.cache)
        screen = load_screen("choose")("Sort by", options, self.selection.order)
        await self._page.open(screen, self._sort_by)

    def _sort_by(self, order: str | None) -> None:
        if order:
            again = order == self.selection.order
            self.select(order=order, descending=again and not self.selection.descending)

    async def filter(self) -> None:
        """List the filters, to choose one."""
        options = filters(self.selection, self._page.cache)
        hint = OTHERS.format(self._page.key_label("portfolio.search"))
        screen = load_screen("choose")(
            "Show only these vendors", options, current_filter(self.selection), hint
        )
        await self._page.open(screen, self._filter_by)

    async def _filter_by(self, choice: str | None) -> None:
        if missing := key_left_out(choice or ""):
            self.select(kind="all", only=Only(missing, "", MISSING))
            return
        key = field_of(choice or "")
        if not key:
            if choice:
                self.select(kind=choice, only=None)
            return

        classes = {each.id: each.name for each in self._page.workspace.instrument.classes}
        options = field_values(key, self.selection, self._page.cache, classes)

        def filter_by_value(value: str | None) -> None:
            if value:
                self.select(kind="all", only=chosen_value(key, value, options))

        only: Only | None = self.selection.only
        current = f"={only.value}" if only and only.key == key else ""
        screen = load_screen("choose")(f"Show only   {key_label(key)}", options, current)
        await self._page.open(screen, filter_by_value)
