"""The verdicts in a sentence that the portfolio shows below its rows if it has no pane.

To make one takes a quarter of the time that a row takes, and only one is seen at a time. So they
are not a part of the rows.
"""

from __future__ import annotations

from partnercheck.app.portfolio.listing_page import ListingPage
from partnercheck.app.portfolio.row_data import PortfolioRow
from partnercheck.report.words.caveats import summary_sentences
from partnercheck.verdicts.judged import judge_vendor

MOST_SUMMARIES = 8


class RowSummaries:
    """Reads the vendors for whose rows a summary is needed, and keeps the most recent ones."""

    def __init__(self, page: ListingPage) -> None:
        """Create the summaries of a screen's rows."""
        self._page = page
        self._summaries: dict[str, tuple[PortfolioRow, str]] = {}

    def summary_of(self, row: PortfolioRow) -> str:
        """Return the verdict on a row's vendor, with all of its caveats, in sentences."""
        made_from, summary = self._summaries.pop(row.id, (None, ""))
        if made_from is not row:
            judged = judge_vendor(self._page.workspace, row.id)
            summary = " ".join(summary_sentences(judged))
        self._summaries[row.id] = (row, summary)
        while len(self._summaries) > MOST_SUMMARIES:
            self._summaries.pop(next(iter(self._summaries)))
        return summary
