"""The portfolio's header and the message below its rows.

A summary of the rows follows their number or, if it does not fit there and the pane is shown, goes
into the message: the pane already shows what the message says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.app.portfolio.detail_pane import DetailPane
from partnercheck.app.portfolio.listing_page import ListingPage
from partnercheck.app.portfolio.row_data import PortfolioRow
from partnercheck.app.portfolio.row_summaries import RowSummaries
from partnercheck.app.portfolio.selecting import RowSelector
from partnercheck.app.portfolio.selection import counts, fitting, header, row_message, summary
from partnercheck.app.shared.widgets.lines import PROBLEM
from partnercheck.app.shared.widgets.panes import ListAndPane
from partnercheck.base.cells import width_of

# The least blanks in the header, before, between and after its two parts.
HEADER_GAP = 4


class Heading:
    """The header, and the message about the row under the cursor."""

    def __init__(
        self,
        page: ListingPage,
        selector: RowSelector,
        panes: ListAndPane[DetailPane],
        summaries: RowSummaries,
    ) -> None:
        """Create the header and message of a list."""
        self._page = page
        self._selector = selector
        self._panes = panes
        self._summaries = summaries
        self._rows: Sequence[PortfolioRow] = ()
        self._summary: Sequence[str] = ()
        self._summary_below: Sequence[str] = ()
        # The message about the row under the cursor; any other message is the result of a key.
        self.row_message: tuple[str, str] | None = None

    def set_rows(self, rows: Sequence[PortfolioRow]) -> None:
        """Set the rows, and summarize them."""
        self._rows = rows
        self._summary = summary(rows, self._page.workspace.instrument.classes[0].name)

    def show(self) -> None:
        """Show the header."""
        page, selection = self._page, self._selector.selection
        if not page.is_mounted or not page.size.width:
            return
        title = header(page.workspace, selection, page.partnercheck.today)
        total = selection.total(page.cache)
        first = counts(page.cache, len(self._rows), total, page.sheet.page)
        room = page.size.width - width_of(f"{title}{first}: ") - HEADER_GAP
        fits = fitting(self._summary, room)
        self._summary_below = ()
        if self._panes.detailed and fits != ", ".join(self._summary):
            self._summary_below, fits = self._summary, ""
        page.set_header(title, f"{first}: {fits}" if fits else first)

    def show_row_message(self, with_settings: bool) -> None:
        """Show the message about the row or, `with_settings`, the first problem of the settings."""
        page = self._page
        settings = page.partnercheck.settings
        if settings.problems and with_settings:
            page.show_message(settings.first_problem, PROBLEM)
        else:
            message = row_message(
                page.workspace,
                page.cache,
                self._selector.selection,
                page.cache.rows.get(page.sheet.key),
                self._summaries.summary_of,
                page.key_label,
                page.size.width - 2,
                self._summary_below if self._panes.detailed else None,
            )
            page.show_message(*message)
        self.row_message = page.message
