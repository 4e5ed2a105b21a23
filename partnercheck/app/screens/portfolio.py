"""Portfolio: every vendor with its scores, its verdict, and what it waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from partnercheck import rounds
from partnercheck.app.keys import Key
from partnercheck.app.screens.importing import import_form
from partnercheck.app.screens.page import Page, drained
from partnercheck.app.screens.portfolio_keys import KEYS
from partnercheck.app.screens.portfolio_rows import (
    FILTERS,
    SORTS,
    about,
    columns,
    following,
    row,
    searched,
)
from partnercheck.app.widgets.form import Typed
from partnercheck.app.widgets.lines import fitted
from partnercheck.app.widgets.sheet import Column, Sheet, SheetRow
from partnercheck.awaited import awaited_word, overdue
from partnercheck.history import last_change
from partnercheck.model import UserError
from partnercheck.portfolio import Judged, judged
from partnercheck.report.goals import overdue_in_words
from partnercheck.report.listing import awaited_in, in_short, listed
from partnercheck.rules.trend import Change
from partnercheck.rules.why import plural
from partnercheck.session import Session
from partnercheck.sitting import Start
from partnercheck.vendors import archive_vendor, rename_vendor
from partnercheck.workspace import SETTINGS_FILE, Workspace, load, open_workspace, vendor_ids


class PortfolioScreen(Page[None]):
    """One row a vendor; where most work starts."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    ABOUT = "portfolio"

    def __init__(self, workspace: Workspace, start: Start | Session | None = None) -> None:
        """The portfolio of a workspace, first opening a questionnaire if one is to start."""
        super().__init__()
        self.workspace = workspace
        self._start = start
        self._vendors: dict[str, Judged] = {}
        self._changes: dict[str, Change | None] = {}
        self._marked: list[str] = []
        self._sort = "name"
        self._filter = "all"
        self._archived = False

    @property
    def today(self) -> dt.date:
        """The day it is, also where the screens stay open over midnight."""
        return self.partnercheck.today

    def body(self) -> Sequence[Widget]:
        """The rows, and the search field when it is wanted."""
        search = Typed(
            placeholder="search by name, tag, owner, what it supplies",
            id="search",
            compact=True,
            select_on_focus=False,
        )
        search.display = False
        return (Sheet(id="vendors"), search)

    async def on_mount(self) -> None:
        """Read the vendors; open a questionnaire if one was asked for."""
        self.set_focus(self.sheet)
        self.action_reload()
        if isinstance(self._start, Session):
            await self._open_session(self._start)
        elif self._start:
            await self._open_questionnaire(self._start)

    @property
    def sheet(self) -> Sheet:
        """The rows."""
        return self.query_one("#vendors", Sheet)

    def on_resize(self) -> None:
        """Lay out in the new width."""
        self._show(tell=self.said is None)

    def watched(self) -> Sequence[Path]:
        """Everything that is in the workspace."""
        root = self.workspace.root
        return (root / SETTINGS_FILE, root / "vendors", root / "instruments")

    async def disk_changed(self) -> None:
        """Read again what somebody else has changed; the row and the search stay."""
        self.action_reload()

    def action_reload(self) -> None:
        """Read the workspace again."""
        self.workspace = open_workspace(self.workspace.root)
        instrument = self.workspace.instrument
        self._vendors = {
            vendor_id: judged(instrument, load(self.workspace, vendor_id))
            for vendor_id in vendor_ids(self.workspace, self._archived)
        }
        self._changes = {
            vendor_id: last_change(self.workspace, found)
            for vendor_id, found in self._vendors.items()
        }
        self._marked = [vendor_id for vendor_id in self._marked if vendor_id in self._vendors]
        self._show()

    def _chosen(self) -> list[Judged]:
        wanted = self.query_one("#search", Input).value.casefold().split()
        found = [
            each
            for each in self._vendors.values()
            if FILTERS[self._filter](each, self.today)
            and all(word in searched(each) for word in wanted)
        ]
        return sorted(found, key=SORTS[self._sort])

    def _show(self, key: str = "", tell: bool = True) -> None:
        if not self.is_mounted or not self.size.width:
            return
        vendors = self._chosen()
        laid_out = columns(self.workspace.instrument, self.size.width)
        rows = [self._row(each, laid_out) for each in vendors]
        self.sheet.fill(laid_out, rows, key or self.sheet.key)
        self._say_where()
        if tell:
            self._say_what_is_here(vendors)

    def _say_where(self) -> None:
        settings = self.workspace.settings
        state = [f"by {self._sort}"] if self._sort != "name" else []
        state += [f"only {self._filter}"] if self._filter != "all" else []
        state += [f"{len(self._marked)} marked"] if self._marked else []
        state += ["with archived"] if self._archived else []
        state += [] if self.workspace.writable else ["read-only"]
        current = rounds.current(settings.cadence, self.today)
        shown, total = len(self.sheet.rows), len(self._vendors)
        first, last = self.sheet.page
        page = f"{first}–{last} of " if (first, last) != (min(1, shown), shown) else ""
        of = f"{shown} of {plural(total, 'vendor')}" if shown < total else plural(total, "vendor")
        self.head("   ".join([settings.organisation, current, *state]), f"{page}{of}")

    def _say_what_is_here(self, vendors: Sequence[Judged]) -> None:
        here = next((each for each in vendors if each.assessment.vendor.id == self.sheet.key), None)
        problems = [p for each in self._vendors.values() for p in each.assessment.problems]
        problems += self.workspace.problems
        if here and here.assessment.problems:
            self.tell(in_short(here.assessment.problems[0]), "note")
        elif self.workspace.problems:
            self.tell(str(self.workspace.problems[0]), "note")
        elif not self._vendors:
            self.tell("No vendors yet. Press n to add the first")
        elif not vendors:
            self.tell("No vendor matches. Press q to see all again")
        elif here and (said := self._overdue(here)):
            self.tell(said, "note")
        elif problems:
            found = plural(len(problems), "file problem")
            self.tell(f"{found}: `partnercheck check` lists them", "note")
        elif here:
            self.tell(fitted(about(here), self.size.width - 2))

    def _overdue(self, here: Judged) -> str:
        """Whose answers, which goals and whether a meeting with a vendor are overdue."""
        late = [awaited_word(each, self.today) for each in overdue(awaited_in(here), self.today)]
        said = [f"Waits for {', '.join(late)}"] if late else []
        return ". ".join(filter(None, [*said, overdue_in_words(here.assessment, self.today)]))

    def _row(self, each: Judged, laid_out: Sequence[Column]) -> SheetRow:
        vendor_id = each.assessment.vendor.id
        found = listed(each, self.today, self._changes.get(vendor_id))
        return row(found, laid_out, vendor_id in self._marked)

    def on_sheet_moved(self) -> None:
        """Say more about the vendor under the cursor."""
        self._say_where()
        self._say_what_is_here(self._chosen())

    async def on_sheet_chosen(self) -> None:
        """A second click on a vendor shows its reasons."""
        await self.action_enter()

    def action_mark(self) -> None:
        """Mark or unmark the vendor, and go to the next row."""
        if key := self.sheet.key:
            if key in self._marked:
                self._marked.remove(key)
            else:
                self._marked.append(key)
            self._show()
            self.sheet.action_move(1)

    async def action_compare(self) -> None:
        """Compare the marked vendors, or all that are shown."""
        from partnercheck.app.screens.compare import CompareScreen

        shown = [each.assessment.vendor.id for each in self._chosen()]
        vendors = [self._vendors[vendor_id] for vendor_id in self._marked or shown]
        if vendors:
            await self.open(CompareScreen(self.workspace, vendors))

    async def action_assess(self) -> None:
        """Open the questionnaire on the vendor."""
        if self.sheet.key:
            await self._open_questionnaire(Start(self.sheet.key))

    async def _open_questionnaire(self, start: Start) -> None:
        from partnercheck.app.screens.setup import open_questionnaire

        await open_questionnaire(self, self.workspace, start, self.action_reload)

    async def _open_session(self, session: Session) -> None:
        from partnercheck.app.screens.session import SessionScreen

        await self.open(SessionScreen(session), lambda _: self.action_reload())

    async def action_session(self) -> None:
        """Ask who takes part, and score the marked vendors together."""
        from partnercheck.app.screens.ask import AskScreen

        vendors = self._marked or ([self.sheet.key] if self.sheet.key else [])

        async def named(people: str | None) -> None:
            names = [name.strip() for name in (people or "").split(",") if name.strip()]
            if not names:
                return
            try:
                session = Session(
                    self.workspace, vendors, names, self.today, clock=self.partnercheck.clock
                )
            except (UserError, OSError) as error:
                self.tell(str(error), "poor")
                return
            await self._open_session(session)

        if vendors:
            await self.open(AskScreen("A session: who takes part?", "Names, commas", ""), named)

    async def action_import(self) -> None:
        """Ask for a form that came back, and file it."""
        from partnercheck.app.screens.ask import AskScreen

        def named(file: str | None) -> None:
            if file:
                self._import(Path(file).expanduser())

        await self.open(AskScreen("Import a form that a vendor has filled in", "File", ""), named)

    def _import(self, path: Path) -> None:
        try:
            vendor_id, said = import_form(self.workspace, path, self.today)
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        self.action_reload()
        self._show(vendor_id)
        self.tell(said)

    async def action_new(self) -> None:
        """Add a vendor."""
        from partnercheck.app.screens.vendor_form import VendorForm

        def added(vendor_id: str | None) -> None:
            if vendor_id:
                self.action_reload()
                self._show(vendor_id)
                self.tell("Added. Press a to assess it")

        await self.open(VendorForm(self.workspace), added)

    async def action_rename(self) -> None:
        """Give the vendor another name."""
        from partnercheck.app.screens.ask import AskScreen

        key = self.sheet.key

        def renamed(name: str | None) -> None:
            if name is not None:
                said = f"Renamed; its id stays {key}"
                self._change(lambda: rename_vendor(self.workspace, key, name), said)

        if key:
            name = self._vendors[key].assessment.vendor.name
            await self.open(AskScreen("Rename the vendor", "New name", name), renamed)

    def action_archive(self) -> None:
        """Put the vendor away, or take it back."""
        if key := self.sheet.key:
            away = self._vendors[key].assessment.vendor.archived is None
            said = "Archived; ^A shows archived vendors, A takes one back" if away else "Taken back"
            self._change(
                lambda: archive_vendor(self.workspace, key, self.today if away else None), said
            )

    def _change(self, change: Callable[[], None], said: str) -> None:
        try:
            change()
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        self.action_reload()
        self.tell(said)

    def action_archived(self) -> None:
        """Show or hide archived vendors."""
        self._archived = not self._archived
        self.action_reload()

    def action_sort(self) -> None:
        """Sort by the next order."""
        self._sort = following(list(SORTS), self._sort)
        self._show()

    def action_filter(self) -> None:
        """Show only the next kind of vendors."""
        self._filter = following(list(FILTERS), self._filter)
        self._show()

    @property
    def _search(self) -> Input:
        return self.query_one("#search", Input)

    def action_search(self) -> None:
        """Type to search."""
        self._search.display = True
        self.set_focus(self._search)

    def on_input_changed(self) -> None:
        """Narrow the rows while typing."""
        self._show()

    async def action_enter(self) -> None:
        """Keep the search, or show the vendor with its reasons."""
        from partnercheck.app.screens.vendor import VendorScreen

        if self.focused is self._search:
            await self._end_search()
        elif self.sheet.key:
            ids = [each.key for each in self.sheet.rows]
            await self.open(
                VendorScreen(self.workspace, ids, self.sheet.cursor, self.action_reload)
            )

    async def action_escape(self) -> None:
        """End the search, or leave as q does."""
        if self.focused is self._search:
            self._search.value = ""
            await self._end_search()
        else:
            self.action_leave()

    async def _end_search(self) -> None:
        await drained(self._search)
        self._search.display = bool(self._search.value)
        self.set_focus(self.sheet)
        self._show()

    def action_leave(self) -> None:
        """Clear search and filter, then marks; with nothing to clear, leave."""
        if self._search.value or self._filter != "all":
            self._search.value = ""
            self._search.display = False
            self._filter = "all"
            self._show()
        elif self._marked:
            self._marked = []
            self._show()
        else:
            self.app.exit()
