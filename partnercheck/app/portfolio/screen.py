"""Portfolio: every vendor with its scores, its verdict and its pending answers.

The rows shown are those of `cache`, read a slice at a time, chosen and sorted by `_selection`.
Reading shows them again and again, while a person works with them.

Invariants: once the cursor has been moved, it stays on its vendor as long as that has a row; and a
message that answers a key stays while rows are read. For example, with a thousand vendors:

    start               the first page is read and shown, the cursor is in the first row
    another vendor is   it is in the first row now, and the cursor with it: no key has moved the
    read, sorted first  cursor to the vendor that was there
    down                the cursor is on the second vendor, and the message is about it
    rename it           "Renamed; ..." is the message
    more are read       the cursor is still on that vendor, and the message is the same
    down                the message is about the next vendor
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from partnercheck.app.portfolio.keys import KEYS
from partnercheck.app.portfolio.reading import SlicedReader
from partnercheck.app.portfolio.row_data import ORDERS, PortfolioRow
from partnercheck.app.portfolio.rows import layout, row
from partnercheck.app.portfolio.selecting import SelectingPage
from partnercheck.app.portfolio.selection import (
    counts,
    fitting,
    header,
    row_message,
    summary,
)
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.page import OtherT, Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Rows, SheetRow
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.base.cells import width_of
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.verdicts.judged import judge_vendors
from partnercheck.workspace.open import SETTINGS_FILE, Workspace, open_workspace
from partnercheck.workspace.people_files import PEOPLE_FILE

if TYPE_CHECKING:
    from textual.widgets import Input

    from partnercheck.app.portfolio.changes import Change
    from partnercheck.app.vendor.screen import VendorScreen
    from partnercheck.assessing.group_session import Session
    from partnercheck.assessing.start import Start

MOST_COMPARED = 100
# The lines of the header, the column titles, the message and the keys.
LINES_AROUND = 4
# The least blanks in the header, before, between and after its two parts.
HEADER_GAP = 4
SEARCH = "name, tag, owner, supplies; or target=partner due<2027 spend>100000"


class PortfolioScreen(SelectingPage):
    """One row per vendor; most work starts here."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "portfolio"

    def __init__(self, workspace: Workspace, start: Start | Session | None = None) -> None:
        """Create the portfolio of a workspace; `start` is opened over it."""
        super().__init__()
        self.workspace = workspace
        self._start = start
        self._reader = SlicedReader(self.cache, self._show_what_was_read, self.set_timer)
        self._visible_rows: Sequence[PortfolioRow] = ()
        self._cursor_was_moved = False
        self._cursor_before = 0
        # The message about the row under the cursor; any other message is the result of a key.
        self._row_message: tuple[str, str] | None = None
        self._search: Input | None = None
        # The vendor's screen that is open over this one, which shows how many vendors there are.
        self._vendor_screen: VendorScreen | None = None
        self._summary: Sequence[str] = ()
        self._summary_below: Sequence[str] = ()

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
        if not self.cache.complete:
            return ()
        root = self.workspace.root
        return (root / SETTINGS_FILE, root / PEOPLE_FILE, root / "vendors", root / "instruments")

    def initial_fingerprint(self) -> None:
        """Return None: examining thousands of files would delay the first rows."""
        return

    async def disk_changed(self) -> None:
        """Read changed files again; keep the cursor, the search and the current message."""
        self.reload(answer_stays=self.message != self._row_message)

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
        # A vendor that is gone has no row in which its mark could be removed.
        known = tuple(each for each in self._selection.marked if each in self.cache.rows)
        self._selection = replace(self._selection, marked=known)
        self._show(answer_stays=answer_stays)

    def _show_what_was_read(self) -> None:
        # Nobody has pressed a key, so the answer to the last key stays.
        self._show(answer_stays=self.message not in (None, self._row_message))
        if self._vendor_screen:
            self._vendor_screen.vendors_read(self.shown_ids)

    def show_rows(self) -> None:
        """Show the rows that match."""
        self._show()

    def _show(self, key: str = "", answer_stays: bool = False) -> None:
        """Show the rows that match, with the cursor on the vendor `key` if it is given."""
        if not self.is_mounted or not self.size.width:
            return
        classes = [each.id for each in self.workspace.instrument.classes]
        self._visible_rows = self._selection.rows(self.cache, classes)
        count = len({*self.cache.rows, *self.cache.unread})
        searching = bool(self._search and self._search.display)
        width = self.divide(count, int(searching))
        by_key = "" if self._selection.order in ORDERS else self._selection.order
        laid_out = layout(self.workspace.instrument, width, by_key)
        rows = {each.id: each for each in self._visible_rows}

        # Only the rows on the page are made, when the sheet asks for them.
        def sheet_row(vendor_id: str) -> SheetRow:
            return row(rows[vendor_id], laid_out, vendor_id in self._selection.marked)

        # Until it is moved, the cursor stays in the first row, even if another vendor moves there.
        moved = self.sheet.cursor or self._cursor_was_moved
        self.sheet.fill(
            laid_out.columns, Rows([*rows], sheet_row), key or (self.sheet.key if moved else "")
        )
        best = self.workspace.instrument.classes[0].name
        self._summary = summary(self._visible_rows, best)
        self._show_header()
        self.show_detail(self.cache.rows.get(self.sheet.key))
        if not answer_stays:
            self._show_row_message()
        # Which rows are on the page is known once the room has been divided.
        self.call_after_refresh(self._show_header)

    def _show_header(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        total = self._selection.total(self.cache)
        left = header(self.workspace, self._selection, self.today)
        first = counts(self.cache, len(self._visible_rows), total, self.sheet.page)
        room = self.size.width - width_of(f"{left}{first}: ") - HEADER_GAP
        fits = fitting(self._summary, room)
        # What does not fit beside a pane is below it, in a line that has nothing else to say.
        self._summary_below = ()
        if self.panes.detailed and fits != ", ".join(self._summary):
            self._summary_below, fits = self._summary, ""
        self.set_header(left, f"{first}: {fits}" if fits else first)

    def _show_row_message(self) -> None:
        settings = self.partnercheck.settings
        if settings.problems and not self._cursor_was_moved:
            self.show_message(settings.first_problem, "note")
        else:
            message = row_message(
                self.workspace,
                self.cache,
                self._selection,
                self.cache.rows.get(self.sheet.key),
                self.key_label,
                self.size.width - 2,
                self._summary_below if self.panes.detailed else None,
            )
            self.show_message(*message)
        self._row_message = self.message

    def cursor_moved(self) -> None:
        """Show the page, the pane and the message for the vendor under the cursor."""
        self._cursor_was_moved = True
        self._show_header()
        self.show_detail(self.cache.rows.get(self.sheet.key))
        self._show_row_message()
        self.read_ahead(self._row_after_next_key())

    @property
    def shown_ids(self) -> list[str]:
        """The vendors that are shown, in the order of their rows."""
        return [each.id for each in self._visible_rows]

    def _row_after_next_key(self) -> PortfolioRow | None:
        """Return the row that the cursor comes to if it goes on in the same direction."""
        step = 1 if self.sheet.cursor >= self._cursor_before else -1
        self._cursor_before = self.sheet.cursor
        number = self.sheet.cursor + step
        return self._visible_rows[number] if 0 <= number < len(self._visible_rows) else None

    async def action_search(self) -> None:
        """Open the search field."""
        # Textual's text field takes a twentieth of the start-up to load.
        from partnercheck.app.shared.widgets.form import Typed

        if self._search is None:
            self._search = Typed(
                placeholder=SEARCH, id="search", compact=True, select_on_focus=False
            )
            await self.mount(self._search, after=self.panes)
        self._search.display = True
        self._show()
        self.set_focus(self._search)

    def on_input_changed(self) -> None:
        """Filter the rows as the user types."""
        self._select(words=self._search.value if self._search else "")

    async def _end_search(self, field: Input) -> None:
        await wait_for_typed_keys(field)
        field.display = bool(field.value)
        self.set_focus(self.sheet)
        self._select(words=field.value)

    async def action_enter(self) -> None:
        """End the search, or open the vendor under the cursor."""
        if self._search and self.focused is self._search:
            await self._end_search(self._search)
        elif self.sheet.key:
            await self.open_vendor(self, self.sheet.key)

    async def open_vendor(self, page: Page[OtherT], vendor_id: str) -> None:
        """Open a vendor over a screen, among the vendors that are shown, if it is one of them."""
        ids = self.shown_ids
        ids = ids if vendor_id in ids else [vendor_id]
        at = ids.index(vendor_id)
        self._vendor_screen = load_screen("vendor")(self.workspace, ids, at, self.reload)

        def closed(_: None) -> None:
            self._vendor_screen = None

        await page.open(self._vendor_screen, closed)

    async def action_escape(self) -> None:
        """End the search, or clear the filter as q does, but never quit the program."""
        if self._search and self.focused is self._search:
            self._search.value = ""
            await self._end_search(self._search)
        elif not self._clear():
            self.show_message(f"Press {self.key_label('portfolio.back')} to quit")

    def action_leave(self) -> None:
        """Clear the search and the filter, or else the marks; quit if there is nothing to clear."""
        if self._clear():
            again = self.key_label("portfolio.back")
            self.show_message(f"{(self.message or ('', ''))[0]}; {again} again leaves")
        else:
            self.app.exit()

    def _clear(self) -> bool:
        """Clear the search and the filter or, if there are none, the marks, and say so.

        Return False if there was nothing to clear.
        """
        selection = self._selection
        if selection.words or selection.is_filtered:
            if self._search:
                self._search.value = ""
                self._search.display = False
            self._select(words="", kind="all", only=None)
            self.show_message("All vendors are shown again")
        elif selection.marked:
            self._select(marked=())
            self.show_message(f"{plural(len(selection.marked), 'mark')} removed")
        else:
            return False
        return True

    async def on_sheet_row_clicked(self) -> None:
        """Open the vendor when the row under the cursor is clicked."""
        await self.action_enter()

    async def action_compare(self) -> None:
        """Compare the marked vendors or, if none are marked, all vendors shown."""
        if not self._selection.marked and len(self.cache.unread) <= MOST_COMPARED:
            # All that are shown are meant, also those that have not been read yet.
            self.cache.read_all()
            self._show()
        ids = self._selection.marked or self.shown_ids
        if len(ids) > MOST_COMPARED:
            mark = self.key_label("portfolio.mark")
            too_many = f"{len(ids)} vendors are too many to compare."
            self.show_message(f"{too_many} Mark some vendors with {mark}, or search")
        elif ids:
            vendors = [*judge_vendors(self.workspace, ids)]
            await self.open(load_screen("compare")(self.workspace, vendors))

    async def action_assess(self) -> None:
        """Open the questionnaire about the vendor."""
        if key := self.sheet.key:
            assess_vendor = load_screen("questionnaire")
            await assess_vendor(self, self.workspace, key, lambda: self.reload([key]))

    async def action_next(self) -> None:
        """List what to do next with which vendor."""
        screen = load_screen("next")(self.workspace, self.cache)
        await self.open(screen, lambda _: self.reload())

    async def action_session(self) -> None:
        """Ask who takes part, and score the marked vendors together."""
        if vendors := self._selection.marked or tuple(filter(None, [self.sheet.key])):
            await load_screen("session")(self, self.workspace, vendors, self.reload)

    async def action_import(self) -> None:
        """Ask for a form that a vendor has filled in, and save its answers."""

        def imported(change: Change) -> None:
            self.show_change(change.vendor_id, "")
            self.keep_change(change)

        await load_screen("import")(self, self.workspace, imported)

    async def action_export(self) -> None:
        """Write a file about the marked vendors or, if none are marked, about those shown."""
        if self.cache.unread:
            # A file about all vendors must not leave out those that are not on the screen yet.
            self._reader.read(len(self.cache.rows) + len(self.cache.unread))
            self._show()
        marked = self._selection.marked
        rows = [self.cache.rows[each] for each in marked] if marked else self._visible_rows
        if vendors := [(row.id, row.vendor.name) for row in rows]:
            await self.open(load_screen("export")(self.workspace, vendors))

    async def action_new(self) -> None:
        """Add a vendor."""
        from partnercheck.app.portfolio.changes import added

        form = load_screen("vendor form")(self.workspace)

        def saved(vendor_id: str | None) -> None:
            if vendor_id:
                assess = self.key_label("portfolio.assess")
                self.show_change(vendor_id, "")
                self.keep_change(added(self.workspace, vendor_id, form.file_changes, assess))

        await self.open(form, saved)

    def show_change(self, vendor_id: str, message: str) -> None:
        """Read a vendor again, go to its row, and show a message about it."""
        self.reload([vendor_id])
        self._show(vendor_id)
        self.show_message(message)
