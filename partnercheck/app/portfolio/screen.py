"""Portfolio: every vendor with its scores, its verdict and the answers still to come.

The rows shown are those of `cache`, read a slice at a time, chosen and sorted by `_selector`.
Reading shows them again and again, while a person works with them.

Invariants: once the cursor has been moved, it stays on its vendor as long as that has a row; and a
message that answers a key stays while rows are read. For example, with a thousand vendors:

    start               the first page is read and shown, the cursor is in the first row
    another vendor is   it is in the first row now, and the cursor with it: no key has moved the
    read, sorted first  cursor to the vendor that was there
    down                the cursor is on the second vendor, and the message is about it
    rename it           "Renamed; ..." is the message
    more are read       the cursor is still on that vendor, and the message is the same
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.portfolio.changing import VendorChanges
from partnercheck.app.portfolio.detail_pane import DetailPane
from partnercheck.app.portfolio.detailing import DetailReader
from partnercheck.app.portfolio.heading import Heading
from partnercheck.app.portfolio.keys import KEYS, useful_keys
from partnercheck.app.portfolio.listing_page import ListingPage
from partnercheck.app.portfolio.opening import OtherScreens
from partnercheck.app.portfolio.reading import SlicedReader
from partnercheck.app.portfolio.row_data import ORDERS, PortfolioRow
from partnercheck.app.portfolio.row_summaries import RowSummaries
from partnercheck.app.portfolio.rows import layout, row
from partnercheck.app.portfolio.searching import SearchField
from partnercheck.app.portfolio.selecting import RowSelector
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.page import OtherT, Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.undo import with_undo
from partnercheck.app.shared.widgets.panes import ListAndPane, body_height
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import Rows, SheetRow
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.read_vendor import vendor_ids

if TYPE_CHECKING:
    from partnercheck.assessing.group_session import Session
    from partnercheck.assessing.start import Start

# The lines of the header, the column titles, the message and the keys.
LINES_AROUND = 4


class PortfolioScreen(ListingPage):
    """One row per vendor; most work starts here."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "portfolio"

    def __init__(self, workspace: Workspace, start: Start | Session | None = None) -> None:
        """Create the portfolio of a workspace; `start` is opened over it."""
        super().__init__()
        self.workspace = workspace
        self.cache = PortfolioCache(self.show_message)
        self._start = start
        self._selector = RowSelector(self)
        self._changes = VendorChanges(self, self._selector)
        self._search = SearchField(self, self._selector)
        self._screens = OtherScreens(self, self._selector, lambda: self.shown_ids, self._read_all)
        self._with_pane = True
        self._vendor_count = 0
        self._connect_actions()
        self._reader = SlicedReader(self.cache, self._show_what_was_read, self.set_interval)
        self._visible_rows: Sequence[PortfolioRow] = ()
        self._cursor_was_moved = False

    def _connect_actions(self) -> None:
        """Give the actions of keys to the parts; Textual finds an action by its name here."""
        changes, selector, screens = self._changes, self._selector, self._screens
        self.action_new, self.action_edit = changes.add, changes.edit
        self.action_archive, self.action_remove = changes.archive, changes.remove
        self.action_import, self.action_undo = changes.import_form, changes.undo
        self.action_mark, self.action_archived = selector.mark, selector.show_archived
        self.action_sort, self.action_filter = selector.sort, selector.filter
        self.action_compare, self.action_assess = screens.compare, screens.assess
        self.action_next, self.action_session = screens.next_steps, screens.session
        self.action_export = screens.export

    def body(self) -> Sequence[Widget]:
        """Return the list and the pane, with the room divided for the number of vendors."""
        opens = f"{self.key_label('portfolio.open')} opens it"
        self.panes: ListAndPane[DetailPane] = ListAndPane(self.cursor_moved, opens, DetailPane())
        # Not its name, which the text below begins with: each move of the cursor would send it.
        self.panes.show_title("Selected vendor")
        summaries = RowSummaries(self)
        self._details = DetailReader(self, self.panes, summaries)
        self._heading = Heading(self, self._selector, self.panes, summaries)
        try:
            count = len(vendor_ids(self.workspace))
        except UserError:
            count = 0
        self._divide(count)
        return (self.panes,)

    @property
    def sheet(self) -> Sheet:
        """The rows."""
        return self.panes.sheet

    def vendor_under_cursor(self) -> str:
        """Return the vendor that a key acts on; if there is none, show what to do first."""
        if not self.sheet.key:
            self._heading.show_row_message(not self._cursor_was_moved)
        return self.sheet.key

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys that are useful with the current number of vendors."""
        keys = useful_keys(self.keys, self._vendor_count)
        last = self.partnercheck.changes.last
        return with_undo(keys, "portfolio.undo", last, gives_way="portfolio.filter")

    def _divide(self, count: int) -> int:
        """Divide the room for this number of vendors; return the width of the rows in cells."""
        self._vendor_count = count
        height = body_height(self.size, self.offered_keys()) - int(self._search.is_shown)
        return self.panes.divide(self.size.width, height, count, self._with_pane)

    def on_screen_suspend(self) -> None:
        """Stop reading in advance while another screen is on top."""
        self._details.read_ahead(None)

    def action_detail(self) -> None:
        """Show or hide the pane about the vendor."""
        self._with_pane = not self._with_pane
        self._details.forget_shown()
        self.show_rows()
        if self._with_pane and not self.panes.detailed:
            opens = self.key_label("portfolio.open")
            self.show_message(f"The screen is too small for the pane. {opens} shows everything")

    def _read_all(self) -> None:
        self._reader.read(len(self.cache.rows) + len(self.cache.unread))
        self._show()

    @property
    def today(self) -> dt.date:
        """The current day, which changes if the program runs past midnight."""
        return self.partnercheck.today

    async def on_mount(self) -> None:
        """Read the first vendors, and open the screen that the command line asks for."""
        self.set_focus(self.sheet)
        self.reload()
        if self._start:
            await load_screen("start")(self, self.workspace, self._start, self.reload)

    def on_resize(self) -> None:
        """Lay out the rows for the new width."""
        self._show_what_was_read()

    def watched(self) -> Sequence[Path]:
        """Return the folders of the workspace, once it has been read."""
        return self.cache.watched_files(self.workspace.root)

    def read_in_view(self) -> Mapping[Path, int]:
        """Return the folders of the vendors on the page."""
        first, last = self.sheet.page
        ids = self.shown_ids[max(0, first - 1) : last]
        return self.cache.folders_read(ids) if self.cache.complete else {}

    def initial_fingerprint(self) -> None:
        """Return None: examining thousands of files would delay the first rows."""
        return

    async def disk_changed(self) -> None:
        """Read changed files again; keep the cursor, the search and the current message."""
        self.reload(answer_stays=self.message != self._heading.row_message)

    def action_read_again(self) -> None:
        """Read every file again, even if it looks unchanged."""
        self.cache.forget()
        self.reload()

    def reload(self, first: Iterable[str] = (), answer_stays: bool = False) -> None:
        """Read the workspace again: the vendors in `first` now, the others in later slices."""
        self.workspace = open_workspace(self.workspace.root)
        urgent = [*first]
        try:
            self.cache.refresh(self.workspace, self.today, urgent)
        except UserError as error:
            # The vendors cannot be listed; the rows that were read before stay.
            self._show()
            self.show_message(str(error), "poor")
            return
        # At first a page is read at once, to begin with a full screen. Later the rows read before
        # fill it, and a slice is enough.
        rows = self.panes.rows_above_pane or self.size.height - LINES_AROUND
        page = 0 if self.cache.complete else rows
        self._reader.read(max(len(urgent), page))
        self._selector.keep_marks(self.cache.rows)
        self._show(answer_stays=answer_stays)

    def _show_what_was_read(self) -> None:
        # Nobody has pressed a key, so the answer to the last key stays.
        self._show(answer_stays=self.message not in (None, self._heading.row_message))
        self._screens.vendors_read()

    def show_rows(self) -> None:
        """Show the rows that match."""
        self._show()

    def _show(self, key: str = "", answer_stays: bool = False) -> None:
        """Show the rows that match, with the cursor on the vendor `key` if it is given."""
        if not self.is_mounted or not self.size.width:
            return
        classes = [each.id for each in self.workspace.instrument.classes]
        self._visible_rows = self._selector.selection.rows(self.cache, classes)
        count = len({*self.cache.rows, *self.cache.unread})
        width = self._divide(count)
        self.offer_keys()
        by_key = "" if self._selector.selection.order in ORDERS else self._selector.selection.order
        laid_out = layout(self.workspace.instrument, width, by_key)
        ids = self.shown_ids
        rows = self.cache.rows

        # Only the rows on the page are made, when the sheet asks for them.
        def sheet_row(vendor_id: str) -> SheetRow:
            return row(rows[vendor_id], laid_out, vendor_id in self._selector.selection.marked)

        # Until it is moved, the cursor stays in the first row, even if another vendor moves there.
        moved = self.sheet.cursor or self._cursor_was_moved
        self.sheet.fill(
            laid_out.columns, Rows(ids, sheet_row), key or (self.sheet.key if moved else "")
        )
        self._heading.set_rows(self._visible_rows)
        self._heading.show()
        self._details.show(self.cache.rows.get(self.sheet.key))
        if not answer_stays:
            self._heading.show_row_message(not self._cursor_was_moved)
        # Which rows are on the page is known once the room has been divided.
        self.call_after_refresh(self._heading.show)

    def cursor_moved(self) -> None:
        """Show the page, the pane and the message for the vendor under the cursor."""
        self._cursor_was_moved = True
        self._heading.show()
        self._details.show(self.cache.rows.get(self.sheet.key))
        self._heading.show_row_message(not self._cursor_was_moved)
        self._details.read_ahead_from(self._visible_rows, self.sheet.cursor)

    @property
    def shown_ids(self) -> list[str]:
        """The vendors that are shown, in the order of their rows."""
        return [each.vendor.id for each in self._visible_rows]

    def explained_texts(self) -> Sequence[str]:
        """Return the verdict of the vendor under the cursor, with its caveats."""
        row = self.cache.rows.get(self.sheet.key)
        return (row.listed.verdict_words,) if row else ()

    async def action_search(self) -> None:
        """Open the search field."""
        await self._search.open(self.panes)

    def on_input_changed(self) -> None:
        """Filter the rows as the user types."""
        self._search.changed()

    def action_choose(self, by: int) -> None:
        """Go to the next or the previous vendor, also while the search is being typed."""
        self.sheet.action_move(by)

    async def action_enter(self) -> None:
        """End the search, or open the vendor under the cursor."""
        if self._search.typing:
            await self._search.end(self.sheet)
        elif key := self.vendor_under_cursor():
            await self.open_vendor(self, key)

    async def open_vendor(self, page: Page[OtherT], vendor_id: str) -> None:
        """Open a vendor over a screen, which may be this one."""
        await self._screens.open_vendor(page, vendor_id)

    async def action_escape(self) -> None:
        """End the search, or clear the filter as q does, but never quit the program."""
        if self._search.typing:
            self._search.empty()
            await self._search.end(self.sheet)
        elif not self._search.clear():
            self.show_message(f"Press {self.key_label('portfolio.back')} to quit")

    def action_leave(self) -> None:
        """Clear the search and the filter or, if there are none, the marks; otherwise quit."""
        if self._search.clear():
            again = self.key_label("portfolio.back")
            marks = len(self._selector.selection.marked)
            goal = f"remove {plural(marks, 'mark')}" if marks else "quit"
            self.show_message(f"{(self.message or ('', ''))[0]}; press {again} again to {goal}")
        else:
            self.app.exit()

    async def on_sheet_row_clicked(self) -> None:
        """Open the vendor when the row under the cursor is clicked."""
        await self.action_enter()

    def show_change(self, vendor_id: str, message: str) -> None:
        """Read a vendor again, go to its row, and show a message about it."""
        self.reload([vendor_id])
        self._show(vendor_id)
        self.show_message(message)
