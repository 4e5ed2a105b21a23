"""The vendor's screen as its parts know it.

Each part is an object of its own, with one subject: `what_if.py` tries other scores, `opening.py`
opens other screens. They know the screen by what is declared here, and the screen creates them.
"""

from __future__ import annotations

from partnercheck.app.shared.page import Page
from partnercheck.app.vendor.facts import VendorFacts
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.open import Workspace


class DossierPage(Page[None]):
    """A screen with the dossier of one vendor."""

    workspace: Workspace
    facts: VendorFacts

    @property
    def vendor_id(self) -> str:
        """The id of the vendor."""
        raise NotImplementedError

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        raise NotImplementedError

    def show_dossier(self) -> None:
        """Show the vendor's data as last read, with the tried scores."""
        raise NotImplementedError

    def reload(self, message: str | None = None) -> None:
        """Read the vendor again after another screen may have changed its files."""
        raise NotImplementedError
