"""The screens that the portfolio opens about the vendor under the cursor, or the marked ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from partnercheck.app.portfolio.listing_page import ListingPage
from partnercheck.app.portfolio.selecting import RowSelector
from partnercheck.app.shared.page import OtherT, Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.verdicts.judged import judge_vendors

if TYPE_CHECKING:
    from partnercheck.app.vendor.screen import VendorScreen

MOST_COMPARED = 100


class OtherScreens:
    """Opens other screens over the portfolio."""

    def __init__(
        self,
        page: ListingPage,
        selector: RowSelector,
        shown_ids: Callable[[], Sequence[str]],
        read_all: Callable[[], None],
    ) -> None:
        """Create the opener; `read_all` reads the vendors that are not among the rows yet."""
        self._page = page
        self._selector = selector
        self._shown_ids = shown_ids
        self._read_all = read_all
        # The open screen of a vendor; its header shows the number of vendors.
        self._vendor_screen: VendorScreen | None = None

    async def open_vendor(self, page: Page[OtherT], vendor_id: str) -> None:
        """Open a vendor over a screen.

        If the portfolio shows the vendor, the screen can turn to the others that it shows.
        """
        ids = self._shown_ids()
        ids = ids if vendor_id in ids else [vendor_id]
        at, workspace = ids.index(vendor_id), self._page.workspace
        self._vendor_screen = load_screen("vendor")(workspace, ids, at, self._page.reload)

        def closed(_: None) -> None:
            self._vendor_screen = None

        await page.open(self._vendor_screen, closed)

    def vendors_read(self) -> None:
        """Give the open screen of a vendor the vendors that the portfolio shows now."""
        if self._vendor_screen:
            self._vendor_screen.vendors_read(self._shown_ids())

    async def compare(self) -> None:
        """Compare the marked vendors or, if none are marked, all vendors shown."""
        page, marked = self._page, self._selector.selection.marked
        if not marked and len(page.cache.unread) <= MOST_COMPARED:
            # All vendors shown are compared, including those that have not been read yet.
            page.cache.read_all()
            page.show_rows()
        ids = marked or self._shown_ids()
        if len(ids) > MOST_COMPARED:
            mark = page.key_label("portfolio.mark")
            too_many = f"{len(ids)} vendors are too many to compare."
            page.show_message(f"{too_many} Mark some vendors with {mark}, or search")
        elif ids or page.vendor_under_cursor():
            vendors = [*judge_vendors(page.workspace, ids)]
            await page.open(load_screen("compare")(page.workspace, vendors))

    async def assess(self) -> None:
        """Open the questionnaire about the vendor."""
        page = self._page
        if key := page.vendor_under_cursor():
            assess_vendor = load_screen("questionnaire")
            await assess_vendor(page, page.workspace, key, lambda: page.reload([key]))

    async def next_steps(self) -> None:
        """List the next steps for all vendors."""
        page = self._page
        screen = load_screen("next")(page.workspace, page.cache, page.sheet.key)
        await page.open(screen, lambda _: page.reload())

    async def session(self) -> None:
        """Ask who takes part, and score the marked vendors together."""
        page, marked = self._page, self._selector.selection.marked
        if marked or page.vendor_under_cursor():
            vendors = marked or (page.sheet.key,)
            await load_screen("session")(page, page.workspace, vendors, page.reload)

    async def export(self) -> None:
        """Write a file about the marked vendors or, if none are marked, about those shown."""
        page = self._page
        if page.cache.unread:
            # A file about all vendors must not leave out those that are not on the screen yet.
            self._read_all()
        ids = self._selector.selection.marked or self._shown_ids()
        if ids or page.vendor_under_cursor():
            vendors = [(each, page.cache.rows[each].vendor.name) for each in ids]
            await page.open(load_screen("export")(page.workspace, vendors))
