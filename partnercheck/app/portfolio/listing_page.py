"""The portfolio screen as its parts know it.

Each part is an object of its own, with one subject: `changing.py` changes vendors, `selecting.py`
chooses the rows, `searching.py` has the search field, `detailing.py` reads what the pane shows.
They know the screen by what is declared here, and the screen creates them.
"""

from __future__ import annotations

from collections.abc import Iterable

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.workspace.open import Workspace


class ListingPage(Page[None]):
    """A screen with one row per vendor."""

    workspace: Workspace
    cache: PortfolioCache

    @property
    def sheet(self) -> Sheet:
        """The rows, whose keys are the ids of vendors."""
        raise NotImplementedError

    def vendor_under_cursor(self) -> str:
        """Return the vendor that a key acts on; empty, with a message that says why, if none."""
        raise NotImplementedError

    def reload(self, first: Iterable[str] = (), answer_stays: bool = False) -> None:
        """Read the workspace again, the vendors in `first` at once."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Show the rows that match."""
        raise NotImplementedError

    def show_change(self, vendor_id: str, message: str) -> None:
        """Read a vendor again, go to its row, and show a message about it."""
        raise NotImplementedError
