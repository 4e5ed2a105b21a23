"""The portfolio's keys that change a vendor, and the key that takes the last change back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.base.errors import UserError
from partnercheck.workspace.open import Workspace

if TYPE_CHECKING:
    from partnercheck.app.portfolio.changes import Change


class ChangingPage(Page[None]):
    """A screen with rows of vendors that can be edited, archived, restored and removed."""

    workspace: Workspace

    def __init__(self) -> None:
        """Create the screen, with nothing to take back yet."""
        super().__init__()
        # The changes that can be taken back, the last one at the end.
        self._changes: list[Change] = []

    @property
    def sheet(self) -> Sheet:
        """The rows, whose keys are the ids of vendors."""
        raise NotImplementedError

    def reload(self, first: Iterable[str] = (), answer_stays: bool = False) -> None:
        """Read the workspace again, the vendors in `first` at once."""
        raise NotImplementedError

    def show_change(self, vendor_id: str, message: str) -> None:
        """Read a vendor again, go to its row, and show a message about it."""
        raise NotImplementedError

    async def action_edit(self) -> None:
        """Edit every field of the vendor."""
        # The portfolio starts without the modules that change vendors.
        from partnercheck.app.portfolio.changes import edited, readable_vendor

        if not (key := self.sheet.key):
            return
        try:
            vendor = readable_vendor(self.workspace, key)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return

        def saved(vendor_id: str | None) -> None:
            if vendor_id:
                self._change(lambda: edited(self.workspace, vendor))

        await self.open(load_screen("vendor form")(self.workspace, vendor), saved)

    def action_archive(self) -> None:
        """Archive the vendor, or restore it."""
        from partnercheck.app.portfolio.changes import archived

        if key := self.sheet.key:
            self._change(lambda: archived(self.workspace, key, self.partnercheck.today))

    def action_remove(self) -> None:
        """Remove the vendor from the workspace; its files are kept for taking it back."""
        from partnercheck.app.portfolio.changes import removed

        if key := self.sheet.key:
            self._change(lambda: removed(self.workspace, key, self.partnercheck.today))

    def action_undo(self) -> None:
        """Take the last change back."""
        if not self._changes:
            self.show_message("Nothing to take back")
            return
        change = self._changes[-1]
        try:
            change.take_back()
        except (UserError, OSError) as error:
            self.show_message(f"Not taken back: {error}", "poor")
            return
        self._changes.pop()
        self.show_change(change.vendor_id, change.taken_back)

    def _change(self, make: Callable[[], Change | None]) -> None:
        try:
            change = make()
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        if change is None:
            self.show_message("Nothing was changed")
            return
        self.reload([change.vendor_id])
        self.keep_change(change)

    def keep_change(self, change: Change) -> None:
        """Keep a change that was made for taking it back, and say so."""
        self._changes.append(change)
        self.show_message(f"{change.message}. {self.key_label('portfolio.undo')} takes it back")
