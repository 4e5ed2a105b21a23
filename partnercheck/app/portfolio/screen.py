"""Portfolio: every vendor with its scores, its verdict, and what it waits for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from partnercheck.app.portfolio.keys import KEYS
from partnercheck.app.portfolio.vendor_list import PortfolioList
from partnercheck.app.shared.keys import Key
from partnercheck.base.errors import UserError
from partnercheck.workspace.open import Workspace

if TYPE_CHECKING:
    from partnercheck.assessing.group_session import Session
    from partnercheck.assessing.start import Start

MOST_COMPARED = 100


class PortfolioScreen(PortfolioList):
    """One row a vendor; where most work starts."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    ABOUT = "portfolio"

    def __init__(self, workspace: Workspace, start: Start | Session | None = None) -> None:
        """The portfolio of a workspace, first opening a questionnaire if one is to start."""
        super().__init__(workspace)
        self._start = start

    async def on_mount(self) -> None:
        """Read the first vendors; open a questionnaire if one was asked for."""
        self.set_focus(self.sheet)
        self.action_reload()
        if self._start is None:
            return
        from partnercheck.assessing.start import Start

        if isinstance(self._start, Start):
            await self._open_questionnaire(self._start)
        else:
            await self._open_session(self._start)

    async def on_sheet_chosen(self) -> None:
        """A second click on a vendor shows its reasons."""
        await self.action_enter()

    async def action_compare(self) -> None:
        """Compare the marked vendors, or all that are shown."""
        from partnercheck.app.compare.screen import CompareScreen
        from partnercheck.verdicts.judged import judge_vendors

        ids = self._marked or [card.id for card in self._shown]
        if len(ids) > MOST_COMPARED:
            self.tell(
                f"{len(ids)} are too many side by side. "
                f"Mark some with {self.face('mark')}, or search"
            )
        elif ids:
            await self.open(CompareScreen(self.workspace, [*judge_vendors(self.workspace, ids)]))

    async def action_assess(self) -> None:
        """Open the questionnaire on the vendor."""
        from partnercheck.assessing.start import Start

        if self.sheet.key:
            await self._open_questionnaire(Start(self.sheet.key))

    async def _open_questionnaire(self, start: Start) -> None:
        from partnercheck.app.assess.setup import open_questionnaire

        back = partial(self.action_reload, [start.vendor])
        await open_questionnaire(self, self.workspace, start, back)

    async def _open_session(self, session: Session) -> None:
        from partnercheck.app.session.screen import SessionScreen

        await self.open(SessionScreen(session), lambda _: self.action_reload(session.vendors))

    async def action_session(self) -> None:
        """Ask who takes part, and score the marked vendors together."""
        from partnercheck.app.shared.ask import AskScreen
        from partnercheck.assessing.group_session import Session

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
        from partnercheck.app.shared.ask import AskScreen

        def named(file: str | None) -> None:
            if file:
                self._import(Path(file).expanduser())

        await self.open(AskScreen("Import a form that a vendor has filled in", "File", ""), named)

    def _import(self, path: Path) -> None:
        from partnercheck.app.portfolio.importing import import_form

        try:
            vendor_id, said = import_form(self.workspace, path, self.today)
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        self.action_reload([vendor_id])
        self._show(vendor_id)
        self.tell(said)

    async def action_new(self) -> None:
        """Add a vendor."""
        from partnercheck.app.portfolio.vendor_form import VendorForm

        def added(vendor_id: str | None) -> None:
            if vendor_id:
                self.action_reload([vendor_id])
                self._show(vendor_id)
                self.tell(f"Added. Press {self.face('assess')} to assess it")

        await self.open(VendorForm(self.workspace), added)

    async def action_rename(self) -> None:
        """Give the vendor another name."""
        from partnercheck.app.shared.ask import AskScreen
        from partnercheck.workspace.vendors import rename_vendor

        key = self.sheet.key

        def renamed(name: str | None) -> None:
            if name is not None:
                said = f"Renamed; its id stays {key}"
                self._change(lambda: rename_vendor(self.workspace, key, name), said)

        if key:
            name = self._shelf.cards[key].listed.name
            await self.open(AskScreen("Rename the vendor", "New name", name), renamed)

    def action_archive(self) -> None:
        """Put the vendor away, or take it back."""
        from partnercheck.workspace.vendors import archive_vendor

        if key := self.sheet.key:
            away = not self._shelf.cards[key].archived
            shows, back = self.face("archived"), self.face("archive")
            gone = f"Archived; {shows} shows archived vendors, {back} takes one back"
            said = gone if away else "Taken back"
            self._change(
                lambda: archive_vendor(self.workspace, key, self.today if away else None), said
            )

    def _change(self, change: Callable[[], None], said: str) -> None:
        try:
            change()
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        self.action_reload([self.sheet.key])
        self.tell(said)

    async def action_enter(self) -> None:
        """Keep the search, or show the vendor with its reasons."""
        from partnercheck.app.vendor.screen import VendorScreen

        if self._search and self.focused is self._search:
            await self._end_search(self._search)
        elif self.sheet.key:
            ids = [card.id for card in self._shown]
            await self.open(
                VendorScreen(self.workspace, ids, self.sheet.cursor, self.action_reload)
            )

    async def action_escape(self) -> None:
        """End the search, or clear what q would clear; it never leaves."""
        if self._search and self.focused is self._search:
            self._search.value = ""
            await self._end_search(self._search)
        elif not self._cleared():
            self.tell(f"{self.face('leave')} leaves")

    def action_leave(self) -> None:
        """Clear search and filter, then marks; with nothing to clear, leave."""
        if not self._cleared():
            self.app.exit()
