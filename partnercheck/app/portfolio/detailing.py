"""Reading vendors for the portfolio's pane: the selected one, and the next one in advance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.timer import Timer

from partnercheck.app.portfolio.detail import Detail, detail
from partnercheck.app.portfolio.detail_pane import DetailPane
from partnercheck.app.portfolio.listing_page import ListingPage
from partnercheck.app.portfolio.row_data import PortfolioRow
from partnercheck.app.portfolio.row_summaries import RowSummaries
from partnercheck.app.shared.widgets.panes import ListAndPane

# About 10 ms of work for a key that has not been pressed: it waits for the painting of the last.
AHEAD_SECONDS = 0.01
MOST_DETAILS = 8


class DetailReader:
    """Reads the contents of the pane, and keeps the most recent ones."""

    def __init__(
        self, page: ListingPage, panes: ListAndPane[DetailPane], summaries: RowSummaries
    ) -> None:
        """Create a reader for the pane of a screen, or for the summary that stands for it."""
        self._page = page
        self._panes = panes
        self._summaries = summaries
        # The row that the pane was made from; after a change of its files, there is a new row.
        self._shown_row: PortfolioRow | None = None
        # The contents of the pane for the last vendors shown, and for the next one.
        self._details: dict[str, tuple[PortfolioRow, Detail]] = {}
        self._reading_ahead: Timer | None = None
        self._cursor_before = 0

    def show(self, selected: PortfolioRow | None) -> None:
        """Show a vendor in the pane; read it again if its row has been made again."""
        if not self._panes.detailed or selected is self._shown_row:
            return
        self._shown_row = selected
        self._panes.pane.show(self._detail_of(selected) if selected else None)

    def forget_shown(self) -> None:
        """Forget which row the pane shows, so that `show` fills it again."""
        self._shown_row = None

    def read_ahead_from(self, rows: Sequence[PortfolioRow], cursor: int) -> None:
        """Read in advance the row after the cursor, in the direction of its last move."""
        number = cursor + (1 if cursor >= self._cursor_before else -1)
        self._cursor_before = cursor
        self.read_ahead(rows[number] if 0 <= number < len(rows) else None)

    def read_ahead(self, row: PortfolioRow | None) -> None:
        """Read the contents for the vendor that is probably shown next, unless a key is pressed."""
        if self._reading_ahead:
            self._reading_ahead.stop()
        if row:
            timer = self._page.set_timer(AHEAD_SECONDS, partial(self._prepare, row))
            self._reading_ahead = timer

    def _prepare(self, row: PortfolioRow) -> None:
        if self._panes.detailed:
            self._panes.pane.prepare(self._detail_of(row))
        else:
            self._summaries.summary_of(row)

    def _detail_of(self, row: PortfolioRow) -> Detail:
        made_from, known = self._details.pop(row.id, (None, None))
        if known is None or made_from is not row:
            known = detail(self._page.workspace, row, self._page.partnercheck.today)
        self._details[row.id] = (row, known)
        while len(self._details) > MOST_DETAILS:
            self._details.pop(next(iter(self._details)))
        return known
