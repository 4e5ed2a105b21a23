"""The part of the portfolio screen that is about the list and the pane."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.timer import Timer
from textual.widget import Widget

from partnercheck.app.portfolio.changing import ChangingPage
from partnercheck.app.portfolio.detail import Detail, DetailPane, detail
from partnercheck.app.portfolio.row_data import PortfolioRow
from partnercheck.app.shared.widgets.panes import ListAndPane, body_height
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.base.errors import UserError
from partnercheck.workspace.read_vendor import vendor_ids

# About 10 ms of work for a key that has not been pressed: it waits for the painting of the last.
AHEAD_SECONDS = 0.01
MOST_DETAILS = 8


class PanedPage(ChangingPage):
    """A screen with a list of vendors, and a pane about the one under the cursor."""

    panes: ListAndPane[DetailPane]

    def __init__(self) -> None:
        """Create the screen, with its pane shown."""
        super().__init__()
        self._with_detail = True
        # The row that the pane was made from: another one is made whenever files have changed.
        self._detailed: PortfolioRow | None = None
        # What the pane shows about the vendors seen last, and about the next one.
        self._details: dict[str, tuple[PortfolioRow, Detail]] = {}
        self._reading_ahead: Timer | None = None

    def body(self) -> Sequence[Widget]:
        """Return the list and the pane, with the room divided for the vendors that there are."""
        opens = f"{self.key_label('portfolio.open')} shows everything"
        self.panes = ListAndPane(self.cursor_moved, opens, DetailPane())
        try:
            count = len(vendor_ids(self.workspace))
        except UserError:
            count = 0
        self.divide(count)
        return (self.panes,)

    @property
    def sheet(self) -> Sheet:
        """The rows."""
        return self.panes.sheet

    def cursor_moved(self) -> None:
        """Show what is about the vendor that the cursor has moved to."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Show the list, and what is about the vendor under the cursor."""
        raise NotImplementedError

    def divide(self, count: int, other_lines: int = 0) -> int:
        """Divide the room for this number of vendors; return how many cells the rows may take.

        `other_lines` are used by the search field.
        """
        height = body_height(self.size, self.keys) - other_lines
        return self.panes.divide(self.size.width, height, count, self._with_detail)

    def show_detail(self, selected: PortfolioRow | None) -> None:
        """Show a vendor in the pane, read again if its row is another one."""
        if not self.panes.detailed or selected is self._detailed:
            return
        self._detailed = selected
        self.panes.pane.show(self._detail_of(selected) if selected else None)

    def _detail_of(self, row: PortfolioRow) -> Detail:
        made_from, known = self._details.pop(row.id, (None, None))
        if known is None or made_from is not row:
            known = detail(self.workspace, row, self.partnercheck.today)
        self._details[row.id] = (row, known)
        while len(self._details) > MOST_DETAILS:
            self._details.pop(next(iter(self._details)))
        return known

    def read_ahead(self, row: PortfolioRow | None) -> None:
        """Read what the pane shows about a vendor that is probably the next, if no key comes."""
        if self._reading_ahead:
            self._reading_ahead.stop()
        if row and self.panes.detailed:
            self._reading_ahead = self.set_timer(AHEAD_SECONDS, partial(self._prepare, row))

    def _prepare(self, row: PortfolioRow) -> None:
        self.panes.pane.prepare(self._detail_of(row))

    def on_screen_suspend(self) -> None:
        """Read nothing ahead while another screen is on top."""
        self.read_ahead(None)

    def action_detail(self) -> None:
        """Show or hide the pane about the vendor."""
        self._with_detail = not self._with_detail
        self._detailed = None
        self.show_rows()
