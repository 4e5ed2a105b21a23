"""The screens of the agreements with a vendor: rows with a pane, and a form for each row.

Key goals, meetings and promises differ in their `Listing`, a record of pure functions, and in the
keys that only one of them has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from partnercheck.app.shared.form_page import FormPage
from partnercheck.app.shared.list_page import ListPage
from partnercheck.app.shared.list_rows import ListRow
from partnercheck.app.shared.widgets.lines import PROBLEM
from partnercheck.app.shared.widgets.reading_pane import Part
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor


class Listing(NamedTuple):
    """The file, rows and form of one kind of agreement."""

    file: str
    title: Callable[[Workspace, VendorFiles], tuple[str, str]]  # the header's two parts
    rows: Callable[[VendorFiles, dt.date], Sequence[ListRow]]
    parts: Callable[[VendorFiles, str, dt.date], Sequence[Part]]  # of the row with a key
    form: Callable[[Workspace, VendorFiles, str], FormPage[str]]  # with a key, or "" for a new one
    name: Callable[[VendorFiles, str], str]  # of the agreement with a key, for messages


class AgreementList(ListPage):
    """The agreements of one kind with one vendor; subclasses define the keys and the listing."""

    LISTING: ClassVar[Listing]

    def __init__(self, workspace: Workspace, vendor_id: str) -> None:
        """Create the list for a vendor of a workspace."""
        super().__init__(workspace)
        self.vendor_files = read_vendor(workspace, vendor_id)

    @property
    def vendor_id(self) -> str:
        """The vendor that the list is about."""
        return self.vendor_files.vendor.id

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty if there is none."""
        return self.sheet.key

    def hint(self) -> tuple[str, str]:
        """Return the default message and its style."""
        return "", ""

    def watched(self) -> Sequence[Path]:
        """Return the folder of the vendor."""
        return (self.workspace.root / "vendors" / self.vendor_files.vendor.id,)

    def rows(self) -> Sequence[ListRow]:
        """Return the agreements."""
        return self.LISTING.rows(self.vendor_files, self.partnercheck.today)

    def parts(self, key: str) -> Sequence[Part]:
        """Return an agreement in full."""
        return self.LISTING.parts(self.vendor_files, key, self.partnercheck.today)

    def header_parts(self) -> tuple[str, str]:
        """Return the vendor's name, and the number of open agreements in words."""
        return self.LISTING.title(self.workspace, self.vendor_files)

    def read_again(self) -> None:
        """Read the vendor's files again."""
        self.vendor_files = read_vendor(self.workspace, self.vendor_files.vendor.id)

    def show_hint(self) -> None:
        """Show the first problem in the file or, if it has none, the hint."""
        name = f"/{self.LISTING.file}"
        problem = next((p for p in self.vendor_files.problems if p.file.endswith(name)), None)
        self.show_message(*((str(problem), PROBLEM) if problem else self.hint()))

    async def edit(self, listing: Listing, key: str = "") -> None:
        """Open the form for the agreement with this key, or for a new one if the key is empty."""

        def words(saved: str) -> tuple[str, str]:
            name = listing.name(self.vendor_files, saved)
            if key:
                return f"Changed {name}", f"the changes to {name}"
            return f"Added {name}", f"{name} is no longer listed"

        await self.open_form(listing.form(self.workspace, self.vendor_files, key), words)

    async def action_new(self) -> None:
        """Add an agreement."""
        await self.edit(self.LISTING)

    async def action_edit(self) -> None:
        """Change the agreement under the cursor."""
        if self.key:
            await self.edit(self.LISTING, self.key)
        else:
            self.show_hint()
