"""The screen of one kind of agreement with a vendor: a list, with a form for each row.

Key goals, meetings and promises differ in their `Listing`, a record of pure functions, and in the
keys that only one of them has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.widget import Widget

from partnercheck.app.shared.form_page import FormPage
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor

LEAST_WIDTH = 10
ROW_NUMBER = "/"


class Listing(NamedTuple):
    """The file, columns, rows and form of one kind of agreement.

    The key of a row is the key of its agreement, or empty if the row has no agreement. If an
    agreement has several rows, their keys are numbered: `2026-11-24/0`, `2026-11-24/1`.
    """

    file: str
    first_width: int  # of the first column, in cells; the second column takes the rest
    title: Callable[[Workspace, VendorFiles], tuple[str, str]]  # the header's two parts
    rows: Callable[[VendorFiles, dt.date], Sequence[SheetRow]]
    form: Callable[[Workspace, VendorFiles, str], FormPage[str]]  # with a key, or "" for a new one


class AgreementList(Page[None]):
    """The agreements of one kind with one vendor; subclasses define the keys and the listing."""

    WIDGET_KEYS = IN_LISTS
    LISTING: ClassVar[Listing]

    def __init__(self, workspace: Workspace, vendor_id: str) -> None:
        """Create the list for a vendor of a workspace."""
        super().__init__()
        self.workspace = workspace
        self.vendor_files = read_vendor(workspace, vendor_id)

    def body(self) -> Sequence[Widget]:
        """Return the list."""
        return (Sheet(id="agreements"),)

    @property
    def sheet(self) -> Sheet:
        """The list."""
        return self.query_one(Sheet)

    @property
    def key(self) -> str:
        """The key of the agreement under the cursor; empty if the row has no agreement."""
        return self.sheet.key.partition(ROW_NUMBER)[0]

    def hint(self) -> tuple[str, str]:
        """Return the default message and its style."""
        return "", ""

    def on_mount(self) -> None:
        """Show the list."""
        self.set_focus(self.sheet)
        self._paint()
        self.show_hint()

    def on_resize(self) -> None:
        """Lay out the list for the new size."""
        self._paint()
        super().on_resize()

    def watched(self) -> Sequence[Path]:
        """Return the folder of the vendor."""
        return (self.workspace.root / "vendors" / self.vendor_files.vendor.id,)

    async def disk_changed(self) -> None:
        """Show changes made by others."""
        self.reload()
        self.show_hint()

    def reload(self, key: str = "") -> None:
        """Read the vendor's files again, and go to the agreement with this key."""
        # The next poll must not report these changes again: it would clear the message.
        self.fingerprint = self.initial_fingerprint()
        self.vendor_files = read_vendor(self.workspace, self.vendor_files.vendor.id)
        self._paint(key)

    def _paint(self, key: str = "") -> None:
        if not self.size.width:
            return
        first = self.LISTING.first_width
        rest = max(LEAST_WIDTH, self.size.width - 2 - first - 2)
        columns = [Column("", first, wrap=True), Column("", rest, wrap=True)]
        rows = self.LISTING.rows(self.vendor_files, self.partnercheck.today)
        own = next((row.key for row in rows if row.key.partition(ROW_NUMBER)[0] == key), "")
        self.sheet.fill(columns, rows, own or self.sheet.key)
        self.set_header(*self.LISTING.title(self.workspace, self.vendor_files))

    def show_hint(self) -> None:
        """Show the first problem in the file, or the hint if there are no problems."""
        name = f"/{self.LISTING.file}"
        problem = next((p for p in self.vendor_files.problems if p.file.endswith(name)), None)
        self.show_message(*((str(problem), "note") if problem else self.hint()))

    async def open_form(self, key: str = "") -> None:
        """Open the form for the agreement with this key, or for a new one if the key is empty."""

        def show_saved(key: str | None) -> None:
            self.reload(key or "")
            self.show_hint()

        await self.open(self.LISTING.form(self.workspace, self.vendor_files, key), show_saved)

    async def action_new(self) -> None:
        """Add an agreement."""
        await self.open_form()

    async def action_edit(self) -> None:
        """Change the agreement under the cursor."""
        await self.open_form(self.key)

    async def on_sheet_row_clicked(self) -> None:
        """Open the agreement when the row under the cursor is clicked."""
        await self.action_edit()
