"""The portfolio's keys that choose which rows are shown, and in what order."""

from __future__ import annotations

from msgspec.structs import replace

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.portfolio.paned import PanedPage
from partnercheck.app.portfolio.selection import Only, Selection
from partnercheck.app.shared.screens import load_screen
from partnercheck.workspace.vendor_filter import key_label

# Of numbers and dates there are too many values for a list.
OTHERS = "{} finds vendors by numbers and dates too: spend>100000, due<2027"


class SelectingPage(PanedPage):
    """A screen with rows of vendors that can be marked, filtered and sorted."""

    def __init__(self) -> None:
        """Create the screen; it shows all vendors by name."""
        super().__init__()
        self.cache = PortfolioCache()
        self._selection = Selection()

    def _select(self, **changes: object) -> None:
        self._selection = replace(self._selection, **changes)
        self.show_rows()

    def action_mark(self) -> None:
        """Mark or unmark the vendor, and stay on it."""
        if not (key := self.sheet.key):
            return
        others = tuple(each for each in self._selection.marked if each != key)
        marks = others == self._selection.marked
        self._select(marked=(*others, key) if marks else others)
        name = self.cache.rows[key].vendor.name
        done = f"Marked {name}" if marks else f"{name} is not marked any more"
        self.show_message(f"{done}, {self._marks_in_words()}")

    def _marks_in_words(self) -> str:
        count = len(self._selection.marked)
        compare = self.key_label("portfolio.compare")
        if count > 1:
            return f"{count} marked: {compare} compares them"
        return f"{count} marked: mark another to compare them" if count else "none is"

    def action_archived(self) -> None:
        """Show or hide archived vendors."""
        self._select(with_archived=not self._selection.with_archived)

    async def action_sort(self) -> None:
        """List the orders, to choose one; the current one is reversed."""
        # Only a person who chooses an order needs the list of orders.
        from partnercheck.app.portfolio.choices import orders

        options = orders(self._selection, self.cache)
        screen = load_screen("choose")("Sort by", options, self._selection.order)
        await self.open(screen, self._sort_by)

    def _sort_by(self, order: str | None) -> None:
        if order:
            again = order == self._selection.order
            self._select(order=order, descending=again and not self._selection.descending)

    async def action_filter(self) -> None:
        """List the filters, to choose one."""
        from partnercheck.app.portfolio.choices import current_filter, filters

        options = filters(self._selection, self.cache)
        hint = OTHERS.format(self.key_label("portfolio.search"))
        screen = load_screen("choose")("Show only", options, current_filter(self._selection), hint)
        await self.open(screen, self._filter_by)

    async def _filter_by(self, choice: str | None) -> None:
        from partnercheck.app.portfolio.choices import chosen_value, field_of, field_values

        key = field_of(choice or "")
        if not key:
            if choice:
                self._select(kind=choice, only=None)
            return

        classes = {each.id: each.name for each in self.workspace.instrument.classes}
        options = field_values(key, self._selection, self.cache, classes)

        def filter_by_value(value: str | None) -> None:
            if value:
                self._select(kind="all", only=chosen_value(key, value, options))

        only: Only | None = self._selection.only
        current = f"={only.value}" if only and only.key == key else ""
        screen = load_screen("choose")(f"Show only   {key_label(key)}", options, current)
        await self.open(screen, filter_by_value)
