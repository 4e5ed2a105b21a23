"""Changing a vendor on the portfolio, and undoing the last change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from partnercheck.app.portfolio.changes import (
    archive_or_restore,
    describe_addition,
    describe_edit,
    readable_vendor,
    remove_from_workspace,
)
from partnercheck.app.portfolio.listing_page import ListingPage
from partnercheck.app.shared.choose import Option
from partnercheck.app.shared.history import undone_words
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.undo import undo_last_change
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.workspace.read_vendor import read_vendor

if TYPE_CHECKING:
    from partnercheck.app.shared.history import Change


# The answers to the question whether to remove a vendor.
KEEP, REMOVE = "keep", "remove"


class VendorChanges:
    """Edits, archives, restores and removes the vendor under the cursor."""

    def __init__(self, page: ListingPage) -> None:
        """Create the changes of a list of vendors."""
        self._page = page

    async def edit(self) -> None:
        """Edit every field of the vendor."""
        if not (key := self._page.vendor_under_cursor()):
            return
        workspace = self._page.workspace
        try:
            vendor = readable_vendor(workspace, key)
        except (UserError, OSError) as error:
            self._page.show_message(str(error), "poor")
            return

        def saved(vendor_id: str | None) -> None:
            if vendor_id:
                self._change(lambda: describe_edit(self._page.workspace, vendor))

        await self._page.open(load_screen("vendor form")(workspace, vendor), saved)

    def archive(self) -> None:
        """Archive the vendor, or restore it."""
        page = self._page
        if key := page.vendor_under_cursor():
            self._change(lambda: archive_or_restore(page.workspace, key, page.partnercheck.today))

    async def remove(self) -> None:
        """Remove the vendor from the workspace; its files are kept for undoing it.

        A vendor with answers is removed only after a question that names it.
        """
        page = self._page
        if not (key := page.vendor_under_cursor()):
            return

        def answered(choice: str | None) -> None:
            if choice == REMOVE:
                self._change(
                    lambda: remove_from_workspace(page.workspace, key, page.partnercheck.today)
                )

        files = read_vendor(page.workspace, key)
        if not files.rounds:
            answered(REMOVE)
            return
        undo = page.key_label("portfolio.undo")
        rounds = plural(len(files.rounds), "round")
        options = [Option(KEEP, "Keep it"), Option(REMOVE, "Remove it", f"{undo} undoes it")]
        title = f"Remove {files.vendor.name} with the answers of {rounds}?"
        await page.open(load_screen("choose")(title, options, KEEP), answered)

    async def add(self) -> None:
        """Add a vendor."""
        page = self._page
        form = load_screen("vendor form")(page.workspace)

        def saved(vendor_id: str | None) -> None:
            if vendor_id:
                assess = page.key_label("portfolio.assess")
                page.show_change(vendor_id, "")
                self.keep(describe_addition(page.workspace, vendor_id, form.file_changes, assess))

        await page.open(form, saved)

    async def import_form(self) -> None:
        """Ask for a form that a vendor has filled in, and save its answers."""

        def imported(change: Change) -> None:
            self._page.show_change(change.vendor_id, "")
            self.keep(change)

        await load_screen("import")(self._page, self._page.workspace, imported)

    def undo(self) -> None:
        """Take back the last change, whichever screen made it."""
        if change := undo_last_change(self._page):
            self._page.show_change(change.vendor_id, undone_words(change))

    def keep(self, change: Change) -> None:
        """Keep a change that was made for undoing it, and say so."""
        self._page.partnercheck.changes.add(change)
        undo = self._page.key_label("portfolio.undo")
        self._page.show_message(f"{change.message}. Press {undo} to undo")

    def _change(self, make: Callable[[], Change | None]) -> None:
        try:
            change = make()
        except (UserError, OSError) as error:
            self._page.show_message(str(error), "poor")
            return
        if change is None:
            self._page.show_message("Nothing was changed")
            return
        self._page.reload([change.vendor_id])
        self.keep(change)
