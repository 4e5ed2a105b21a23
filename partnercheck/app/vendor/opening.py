"""The screens that the vendor's screen opens, and how it shows what they changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from partnercheck.app.portfolio.changes import describe_decision, describe_edit, readable_vendor
from partnercheck.app.shared.history import Change
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.vendor.dossier_page import DossierPage
from partnercheck.app.vendor.what_if import WhatIf
from partnercheck.base.english import capitalised
from partnercheck.base.errors import UserError
from partnercheck.report.words.agreements import overdue_in_words
from partnercheck.report.words.five_lines import five_lines
from partnercheck.report.words.lenses import warning_names
from partnercheck.workspace.decisions import require_target
from partnercheck.workspace.open import Workspace

if TYPE_CHECKING:
    from partnercheck.app.vendor.decide import SavedDecision


class VendorScreens:
    """Opens other screens about the vendor of a screen."""

    def __init__(self, page: DossierPage, what_if: WhatIf) -> None:
        """Create the opener of other screens over a page."""
        self._page = page
        self._what_if = what_if

    async def assess(self, instrument: str | None = None) -> None:
        """Open the questionnaire, or that of a lens, and drop the tried scores after it."""
        page = self._page

        def after() -> None:
            self._what_if.end()
            page.reload()

        assess_vendor = load_screen("questionnaire")
        await assess_vendor(page, page.workspace, page.vendor_id, after, instrument)

    async def assess_lens(self) -> None:
        """Open a lens's questionnaire: the lens under the cursor, or the first recommended one."""
        entry, lenses = self._page.entry, self._page.facts.lenses
        under_cursor = [entry.leads_to] if entry and entry.kind in ("lens", "offer") else []
        offered = [lens.instrument.id for lens in lenses if lens.reason_to_answer]
        others = [lens.instrument.id for lens in lenses]
        if candidates := [*filter(None, under_cursor), *offered, *others]:
            await self.assess(candidates[0])
        else:
            self._page.show_message("This workspace has no lenses (extra questionnaires)")

    async def show_place(self) -> None:
        """Show the place that the line under the cursor, or the vendor, points to, to open it."""
        page = self._page
        entry, vendor = page.entry, page.facts.judged.vendor
        place = entry.place if entry else None
        if place is None and not vendor.charter:
            page.show_message(
                'This line has no file or address to open. Go to one that begins with "Evidence in"'
            )
            return
        text, is_source = (place.text, place.is_source) if place else (vendor.charter, False)
        title = f"{'Evidence' if is_source else 'Objectives described in'}   {vendor.name}"
        await page.open(load_screen("place")(page.workspace.root, text, title, is_source))

    async def decide(self) -> None:
        """Record the class that was decided in this round."""
        page = self._page
        vendor = page.facts.judged
        if not vendor.verdict.assessed:
            page.show_message("There are no scores yet, so there is nothing to decide on")
        elif self._what_if.is_on:
            page.show_message(f"{self._what_if.how_to_drop}; then record your decision", "note")
        else:
            try:
                require_target(page.workspace, page.vendor_id)
            except UserError as error:
                page.show_message(capitalised(str(error)), "poor")
                return
            await page.open(load_screen("decide")(page.workspace, vendor), self._show_decision)

    def _show_decision(self, saved: SavedDecision | None) -> None:
        page = self._page
        if saved:
            name = page.facts.judged.vendor.name
            self._keep(describe_decision(page.workspace, saved, name))
        else:
            page.reload()

    async def edit(self) -> None:
        """Edit every field of the vendor."""
        page = self._page
        try:
            vendor = readable_vendor(page.workspace, page.vendor_id)
        except (UserError, OSError) as error:
            page.show_message(str(error), "poor")
            return

        def saved(vendor_id: str | None) -> None:
            if not vendor_id:
                return
            if change := describe_edit(page.workspace, vendor):
                self._keep(change)
            else:
                page.show_message("Nothing was changed")

        await page.open(load_screen("vendor form")(page.workspace, vendor), saved)

    def _keep(self, change: Change) -> None:
        """Add a change to the history, and show what was changed and how to undo it."""
        self._page.partnercheck.changes.add(change)
        self._reload_with_undo(change.message)

    def _reload_with_undo(self, message: str) -> None:
        undo = self._page.key_label("vendor.undo")
        self._page.reload(f"{message}. Press {undo} to undo")

    async def show_people(self) -> None:
        """Show the people who may answer about the vendor."""
        await self._open_list(load_screen("people"))

    async def show_goals(self) -> None:
        """Show the key goals with the vendor."""
        await self._open_list(load_screen("goals"))

    async def show_meetings(self) -> None:
        """Show the meetings with the vendor."""
        await self._open_list(load_screen("meetings"))

    async def show_promises(self) -> None:
        """Show the promises with the vendor."""
        await self._open_list(load_screen("promises"))

    async def _open_list(self, screen: Callable[[Workspace, str], Page[None]]) -> None:
        """Open a screen that lists something about the vendor, and may change it."""
        page = self._page
        await page.open(screen(page.workspace, page.vendor_id), page.reload)

    async def show_agenda(self) -> None:
        """Show the agenda of the next meeting."""
        page = self._page
        await load_screen("agenda")(page, page.workspace, page.facts.judged, page.facts.lenses)

    async def resolve(self) -> None:
        """Resolve a merge conflict, if a file of the vendor has one."""
        page = self._page
        await load_screen("resolve")(page, page.workspace, page.vendor_id, page.reload)

    async def export(self) -> None:
        """Write a report, a table or a calendar about the vendor."""
        page = self._page
        vendors = [(page.vendor_id, page.facts.judged.vendor.name)]
        await page.open(load_screen("export")(page.workspace, vendors))

    async def request(self) -> None:
        """Write a form for the vendor's people."""
        page = self._page

        def written(message: str | None) -> None:
            if message:
                self._reload_with_undo(message)
            else:
                page.reload()

        await load_screen("request")(page, page.workspace, page.facts.judged.vendor, written)

    async def show_lines(self) -> None:
        """Show the five-line summary, to copy it or to write it to a file."""
        page = self._page
        judged = page.facts.judged
        overdue = overdue_in_words(judged.files, page.partnercheck.today)
        lines = five_lines(judged, overdue, warning_names(page.facts.lenses))
        await page.open(load_screen("lines")(lines, f"{page.vendor_id}.txt"))
