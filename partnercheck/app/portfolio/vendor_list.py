"""The vendors as rows: read bit by bit, searched, sorted, narrowed and marked."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from partnercheck.app.portfolio.cache import Shelf
from partnercheck.app.portfolio.row_data import KINDS, ORDERS, Card
from partnercheck.app.portfolio.rows import columns, following, row
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Rows, Sheet, SheetRow
from partnercheck.app.terminal.key_order import drained
from partnercheck.base import rounds
from partnercheck.base.cells import fitted
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.text import folded
from partnercheck.report.listing import in_short
from partnercheck.workspace.open import SETTINGS_FILE, Workspace, open_workspace

if TYPE_CHECKING:
    from textual.widgets import Input

# Keys are looked at between two slices of reading; what was read is shown a few times a second.
SLICE_SECONDS = 0.02
SLICE_PAUSE = 0.001
FIRST_PAUSE = 0.05
SHOW_SECONDS = 0.3
# The head, the titles of the columns, the message, the keys.
LINES_AROUND = 4
SEARCH = "search by name, tag, owner, what it supplies"


class PortfolioList(Page[None]):
    """One row a vendor. What is done with a vendor is the portfolio's own."""

    INSIDE = IN_LISTS

    def __init__(self, workspace: Workspace) -> None:
        """The vendors of a workspace."""
        super().__init__()
        self.workspace = workspace
        self._shelf = Shelf()
        self._shown: Sequence[Card] = ()
        self._told = 0.0
        self._stale = self._reading = self._moved_to = False
        self._row_said: tuple[str, str] | None = None
        self._search: Input | None = None
        self._marked: list[str] = []
        self._sort = "name"
        self._filter = "all"
        self._archived = False

    @property
    def today(self) -> dt.date:
        """The day it is, also where the screens stay open over midnight."""
        return self.partnercheck.today

    def body(self) -> Sequence[Widget]:
        """The rows; the search field comes when it is wanted."""
        return (Sheet(id="vendors", moved=self._moved),)

    @property
    def sheet(self) -> Sheet:
        """The rows."""
        return self.query_one("#vendors", Sheet)

    def on_resize(self) -> None:
        """Lay out in the new width."""
        self._show(tell=self.said is None)

    def watched(self) -> Sequence[Path]:
        """Everything that is in the workspace, once it has been read."""
        if not self._shelf.complete:
            return ()
        root = self.workspace.root
        return (root / SETTINGS_FILE, root / "vendors", root / "instruments")

    def seen(self) -> None:
        """Nothing yet: to look at thousands of files would keep the first rows waiting."""
        return

    async def disk_changed(self) -> None:
        """Read again what has changed; the row, the search and an answer to a key stay."""
        self.action_reload(tell=self.said == self._row_said)

    def action_read_again(self) -> None:
        """Read every file again, also those that do not look changed."""
        self._shelf.forget()
        self.action_reload()

    def action_reload(self, first: Iterable[str] = (), tell: bool = True) -> None:
        """Look at the workspace again, at some vendors at once and at the others bit by bit."""
        self.workspace = open_workspace(self.workspace.root)
        first = [*first]
        self._stale = True
        try:
            self._shelf.look(self.workspace, self.today, first)
        except UserError as error:
            self._read()
            self.tell(str(error), "poor")
            return
        page = self.size.height - LINES_AROUND
        self._read(max(len(first), 0 if self._shelf.complete else page), tell)

    def _read(self, least: int = 0, tell: bool = True) -> None:
        """Read for a moment, show what has changed, and go on after the keys that were pressed."""
        ends = time.monotonic() + SLICE_SECONDS
        begun = self._shelf.complete
        self._stale |= self._shelf.read(lambda n: n >= least if least else time.monotonic() > ends)
        left = self._shelf.left
        if self._stale and (least or not left or time.monotonic() - self._told > SHOW_SECONDS):
            self._marked = [each for each in self._marked if each in self._shelf.cards]
            self._show(tell=tell or not begun)
            self._told, self._stale = time.monotonic(), False
        if left and not self._reading:
            self._reading = True
            # What was read is to be seen before more is.
            pause = FIRST_PAUSE if least else SLICE_PAUSE
            self.set_timer(pause, self._read_on)

    def _read_on(self) -> None:
        self._reading = False
        self._read(tell=False)

    def _chosen(self) -> list[Card]:
        wanted = folded(self._words).split()
        found = [
            card
            for card in self._shelf.cards.values()
            if self._filter in card.kinds
            and (self._archived or not card.archived)
            and all(word in card.words for word in wanted)
        ]
        # Until all are read they come in the order of their ids, nearly that of their names.
        by_name = self._sort == "name" and not self._shelf.complete
        return found if by_name else sorted(found, key=ORDERS[self._sort])

    def _show(self, key: str = "", tell: bool = True) -> None:
        if not self.is_mounted or not self.size.width:
            return
        self._shown = self._chosen()
        laid_out = columns(self.workspace.instrument, self.size.width)
        cards = {card.id: card for card in self._shown}

        def made(vendor_id: str) -> SheetRow:
            return row(cards[vendor_id].listed, laid_out, vendor_id in self._marked)

        # Who has not moved stays at the first row, whichever vendor comes to be there.
        here = self.sheet.key if self.sheet.cursor or self._moved_to else ""
        self.sheet.fill(laid_out, Rows([*cards], made), key or here)
        self._say_where()
        if tell:
            self._say_what_is_here()

    @property
    def _total(self) -> int:
        return sum(self._archived or not card.archived for card in self._shelf.cards.values())

    def _say_where(self) -> None:
        settings = self.workspace.settings
        state = [f"by {self._sort}"] if self._sort != "name" else []
        state += [f"only {self._filter}"] if self._filter != "all" else []
        state += [f"{len(self._marked)} marked"] if self._marked else []
        state += ["with archived"] if self._archived else []
        state += [] if self.workspace.writable else ["read-only"]
        current = rounds.current(settings.cadence, self.today)
        shown, total = len(self._shown), self._total
        first, last = self.sheet.page
        page = f"{first}–{last} of " if (first, last) != (min(1, shown), shown) else ""
        of = f"{shown} of {plural(total, 'vendor')}" if shown < total else plural(total, "vendor")
        if not self._shelf.complete:
            of += f", {len(self._shelf.left)} to come"
        self.head("   ".join([settings.organisation, current, *state]), f"{page}{of}")

    def _say_what_is_here(self) -> None:
        here = self._shelf.cards.get(self.sheet.key)
        if self.partnercheck.settings.problems and not self._moved_to:
            self.tell(self.partnercheck.settings.first_problem, "note")
        elif here and here.problems:
            self.tell(in_short(here.problems[0]), "note")
        elif self.workspace.problems:
            self.tell(str(self.workspace.problems[0]), "note")
        elif not self._total:
            self.tell(f"No vendors yet. Press {self.face('new')} to add the first")
        elif not here:
            self.tell(f"No vendor matches. Press {self.face('leave')} to see all again")
        elif here.overdue:
            self.tell(here.overdue, "note")
        elif count := len(self._shelf.problems):
            found = plural(count, "file problem")
            self.tell(f"{found}: `partnercheck check` lists them", "note")
        else:
            self.tell(fitted(here.about, self.size.width - 2))
        self._row_said = self.said

    def _moved(self) -> None:
        """Say more about the vendor under the cursor."""
        self._moved_to = True
        self._say_where()
        self._say_what_is_here()

    def action_mark(self) -> None:
        """Mark or unmark the vendor, and go to the next row."""
        if key := self.sheet.key:
            if key in self._marked:
                self._marked.remove(key)
            else:
                self._marked.append(key)
            self._show()
            self.sheet.action_move(1)

    def action_archived(self) -> None:
        """Show or hide archived vendors."""
        self._archived = not self._archived
        self._show()

    def action_sort(self) -> None:
        """Sort by the next order."""
        self._sort = following(list(ORDERS), self._sort)
        self._show()

    def action_filter(self) -> None:
        """Show only the next kind of vendors."""
        self._filter = following(list(KINDS), self._filter)
        self._show()

    async def action_search(self) -> None:
        """Type to search; the field is made when it is first wanted."""
        from partnercheck.app.shared.widgets.form import Typed

        if self._search is None:
            self._search = Typed(
                placeholder=SEARCH, id="search", compact=True, select_on_focus=False
            )
            await self.mount(self._search, after=self.sheet)
        self._search.display = True
        self.set_focus(self._search)

    def on_input_changed(self) -> None:
        """Narrow the rows while typing."""
        self._show()

    @property
    def _words(self) -> str:
        """What is searched for."""
        return self._search.value if self._search else ""

    def _clear_search(self) -> None:
        if self._search:
            self._search.value = ""
            self._search.display = False

    async def _end_search(self, field: Input) -> None:
        await drained(field)
        field.display = bool(field.value)
        self.set_focus(self.sheet)
        self._show()

    def _cleared(self) -> bool:
        """Whether there was something to clear: search and filter first, then the marks."""
        if self._words or self._filter != "all":
            self._clear_search()
            self._filter = "all"
        elif self._marked:
            self._marked = []
        else:
            return False
        self._show()
        return True
