"""Changing a vendor on the portfolio, and undoing the last change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from partnercheck.app.portfolio.changes import (
    archive_or_restore,
    archive_or_restore_all,
    describe_addition,
    describe_edit,
    readable_vendor,
    remove_all_from_workspace,
    remove_from_workspace,
    to_archive,
)
from partnercheck.app.portfolio.listing_page import ListingPage
from partnercheck.app.portfolio.selecting import RowSelector
from partnercheck.app.shared.choose import Option
from partnercheck.app.shared.history import undone_words
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.undo import undo_last_change
from partnercheck.base.english import joined, plural
from partnercheck.base.errors import UserError
from partnercheck.workspace.read_vendor import read_vendor

if TYPE_CHECKING:
    from partnercheck.app.shared.history import Change


# The answers to the question whether to remove or archive vendors.
KEEP, CHANGE = "keep", "change"


class VendorChanges:
    """Edits, archives, restores and removes the marked vendors, or the one under the cursor."""

    def __init__(self, page: ListingPage, selector: RowSelector) -> None:
        """Create the changes for a list of vendors; `selector` knows which ones are marked."""
        self._page = page
        self._selector = selector

    @property
    def _marked(self) -> tuple[str, ...]:
        return self._selector.selection.marked

    def _vendors(self) -> tuple[str, ...]:
        """Return the vendors that a key acts on; if there are none, show why."""
        if self._marked:
            return self._marked
        key = self._page.vendor_under_cursor()
        return (key,) if key else ()

    async def edit(self) -> None:
        """Edit every field of the vendor; if several are marked, show how to edit them together."""
        if len(self._marked) > 1:
            edit, back = map(self._page.key_label, ("portfolio.edit", "portfolio.cancel"))
            self._page.show_message(
                f"{edit} edits one vendor, and {len(self._marked)} are marked. Press {back} to "
                "remove the marks. To edit many: partnercheck edit --where KEY=VALUE"
            )
            return
        if not (vendors := self._vendors()):
            return
        (key,) = vendors
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

    async def archive(self) -> None:
        """Archive or restore the vendor; if several are marked, ask first."""
        page, ids = self._page, self._vendors()
        if not ids:
            return
        if ids == (page.sheet.key,):
            self._change(
                lambda: archive_or_restore(page.workspace, ids[0], page.partnercheck.today)
            )
            return
        try:
            vendors, archives = to_archive(page.workspace, ids)
        except (UserError, OSError) as error:
            page.show_message(str(error), "poor")
            return
        verb = "Archive" if archives else "Restore"
        names = [vendor.name for vendor in vendors]
        it = "it" if len(names) == 1 else "them"
        await self._ask(
            f"{verb} {_named(names)}?",
            f"Leave {it} unchanged",
            Option(CHANGE, f"{verb} {it}", joined(names)),
            lambda: archive_or_restore_all(page.workspace, ids, page.partnercheck.today),
        )

    async def remove(self) -> None:
        """Remove the vendor from the workspace; its files are kept, for undoing it.

        If the vendor has answers, or if there are several, ask first.
        """
        page, ids = self._page, self._vendors()
        if not ids:
            return
        files = [read_vendor(page.workspace, each) for each in ids]
        names = [each.vendor.name for each in files]
        rounds = sum(len(each.rounds) for each in files)
        if ids == (page.sheet.key,) and not rounds:
            self._change(
                lambda: remove_from_workspace(page.workspace, ids[0], page.partnercheck.today)
            )
            return
        answers = f" with the answers of {plural(rounds, 'round')}" if rounds else ""
        undoes = f"{page.key_label('portfolio.undo')} undoes it"
        it = "it" if len(names) == 1 else "them"
        note = undoes if len(names) == 1 else f"{undoes}: {joined(names)}"
        await self._ask(
            f"Remove {_named(names)}{answers}?",
            f"Keep {it}",
            Option(CHANGE, f"Remove {it}", note),
            lambda: remove_all_from_workspace(page.workspace, ids, page.partnercheck.today),
        )

    async def _ask(self, title: str, no: str, yes: Option, make: Callable[[], Change]) -> None:
        """Ask, then make a change and remove the marks: its vendors may have no row afterwards."""

        def make_and_unmark() -> Change:
            change = make()
            self._selector.selection = replace(self._selector.selection, marked=())
            return change

        def answered(choice: str | None) -> None:
            if choice == CHANGE:
                self._change(make_and_unmark)

        options = [Option(KEEP, no), yes]
        await self._page.open(load_screen("choose")(title, options, KEEP), answered)

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
        """Undo the last change, even if another screen made it."""
        if change := undo_last_change(self._page):
            self._page.show_change(change.vendor_id, undone_words(change))

    def keep(self, change: Change) -> None:
        """Add a change to the history, and show what was changed and how to undo it."""
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


def _named(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else plural(len(names), "marked vendor")
