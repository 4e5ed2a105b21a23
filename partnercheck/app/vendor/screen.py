"""Vendor: the verdict on one vendor, every reason for it, and all actions on the vendor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.widget import Widget

from partnercheck.app.portfolio.changes import describe_decision, describe_edit, readable_vendor
from partnercheck.app.shared.history import Change, undone_words
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.undo import undo_last_change, with_undo
from partnercheck.app.shared.widgets.keybar import KeyBar
from partnercheck.app.shared.widgets.sheet import IN_LISTS
from partnercheck.app.vendor.dossier_rows import legend_of, place_of
from partnercheck.app.vendor.dossier_sheet import TWO_COLUMNS_FROM, DossierView
from partnercheck.app.vendor.facts import (
    change_in_words,
    dossier_of,
    read_facts,
    with_scores,
)
from partnercheck.app.vendor.keys import KEYS
from partnercheck.base.english import capitalised
from partnercheck.base.errors import UserError
from partnercheck.base.records import BEST_SCORE
from partnercheck.report.dossier.groups import SEE_LENSES
from partnercheck.report.words.agreements import overdue_in_words
from partnercheck.report.words.five_lines import five_lines
from partnercheck.report.words.lenses import warning_names
from partnercheck.rules.what_if import SideItem
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decisions import require_target
from partnercheck.workspace.open import Workspace

if TYPE_CHECKING:
    from partnercheck.app.vendor.decide import SavedDecision

# The kinds of entries that open below themselves.
OPENING = ("condition", "side", "item", "lens", "fold", "group", "more")
# As long as "open", so that the footer keeps its place.
JUMPS = "jump"
WHAT_IF = "WHAT IF, nothing is saved"
# The header and the message. A longer message covers rows, but does not close any.
ONE_LINE_EACH = 2


class VendorScreen(Page[None]):
    """One vendor in its latest round."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "vendor"

    def __init__(
        self, workspace: Workspace, ids: Sequence[str], at: int, changed: Callable[[], None]
    ) -> None:
        """Create the screen for a vendor; `changed` is called when its files have changed."""
        super().__init__()
        self._workspace = workspace
        self._ids = ids
        self._at = at
        self._changed = changed
        # The scores tried in a what-if: empty when it begins, None if there is no what-if.
        self._scores: dict[SideItem, int] | None = None
        self._times_read = 0
        # The width and the lines for which the entries are laid out.
        self._laid_out = (0, 0)
        self._read()

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys, with what Enter does to the entry under the cursor.

        The key that undoes is among them if the last change was to this vendor.
        """
        keys = self.keys
        if self.is_mounted and (label := self._enter_label) is not None:
            keys = [replace(key, label=label) if key.id == "vendor.open" else key for key in keys]
        last = self.partnercheck.changes.last
        is_here = last is not None and last.vendor_id == self._vendor_id
        return with_undo(keys, "vendor.undo", last if is_here else None)

    @property
    def _enter_label(self) -> str | None:
        """What Enter does to the entry under the cursor: empty if nothing, None if it opens it."""
        entry = self._view.entry
        if entry is None or entry.kind in (*OPENING, "offer"):
            return None
        return JUMPS if entry.leads_to else ""

    def body(self) -> Sequence[Widget]:
        """Return the entries."""
        return (DossierView(self._cursor_moved, self._tell_column),)

    def _cursor_moved(self) -> None:
        """Show the keys for the entry under the cursor, and take an old message away."""
        self.offer_keys()
        self._clear_message()

    def _clear_message(self) -> None:
        """Take an old message away; what a what-if comes to stays."""
        if self._scores is None:
            self._show_legend()

    def _show_legend(self) -> None:
        """Show what the signs beside the scores mean, if there are any."""
        legend = legend_of(self._facts.judged, self._view.shows_gaps)
        if self.message != (legend, "dim"):
            self.show_message(legend, "dim")

    def _tell_column(self) -> None:
        self.show_message(f"The other column. {self.key_label('vendor.column')} goes back")

    def vendors_read(self, ids: Sequence[str]) -> None:
        """Count among these vendors, if this one is among them: more have been read."""
        if self._vendor_id in ids and [*ids] != [*self._ids]:
            self._at, self._ids = [*ids].index(self._vendor_id), ids
            if self.is_mounted and self.size.width:
                self._show_header()

    def on_mount(self) -> None:
        """Show the vendor."""
        self._view.focus_cursor()
        self._show()
        self._show_legend()

    def on_resize(self) -> None:
        """Lay out the entries, unless they are laid out for this size already.

        Textual sends the first size after the screen is mounted, and one more after a key bar
        has taken another line.
        """
        if self._laid_out != self._space:
            self._show()

    @property
    def _view(self) -> DossierView:
        return self.query_one(DossierView)

    @property
    def _vendor_id(self) -> str:
        return self._ids[self._at]

    def _read(self) -> None:
        self._facts = read_facts(self._workspace, self._vendor_id)
        self._times_read += 1

    @property
    def _space(self) -> tuple[int, int]:
        """The width and the lines for the entries."""
        lines = self.size.height - ONE_LINE_EACH - self.query_one(KeyBar).line_count
        return self.size.width, lines

    def watched(self) -> Sequence[Path]:
        """Return the folder of the vendor."""
        return (self._workspace.root / "vendors" / self._vendor_id,)

    async def disk_changed(self) -> None:
        """Show the vendor's current files, keeping open entries and tried scores."""
        self._read()
        self._show()

    def _show(self) -> None:
        if not self.size.width:
            return
        self.offer_keys()
        displayed = with_scores(self._facts.judged, self._scores or {})
        view = self._view
        dossier = dossier_of(self._facts, displayed, view.opened, self.partnercheck.today)
        self._laid_out = self._space
        view.show(dossier, self._scores or {}, *self._laid_out, self._times_read)
        if self._scores is not None:
            self._show_what_if_message(displayed)
        self._show_header()

    def _show_header(self) -> None:
        judged = self._facts.judged
        title = f"{judged.vendor.name}   {judged.round.id}"
        if self._scores is not None:
            title = f"{WHAT_IF}   {title}"
        self.set_header(title, f"{self._at + 1} of {len(self._ids)}")

    def _show_what_if_message(self, tried: JudgedVendor) -> None:
        if self._scores:
            change = change_in_words(self._facts.judged, tried, len(self._scores))
            self.show_message(f"{change} {self._how_to_drop}", "note")
            return
        digits = [f"{score}" for score in range(BEST_SCORE + 1)]
        keys = [self.key_label(f"vendor.try-{digit}") for digit in digits]
        press = f"{digits[0]}–{digits[-1]}" if keys == digits else " ".join(keys)
        how = f"Open a condition, go to a question, press {press}."
        self.show_message(f"{how} {self._how_to_drop}", "note")

    @property
    def _how_to_drop(self) -> str:
        back, what_if = self.key_label("app.back"), self.key_label("vendor.what-if")
        return f"Press {back} or {what_if} to drop the tried scores"

    def explained_texts(self) -> Sequence[str]:
        """Return the label of the line under the cursor, and its text."""
        entry = self._view.entry
        if entry is None:
            return ()
        # The line says where to read on; that is not what it is about.
        text = (entry.brief or entry.text).replace(SEE_LENSES, "")
        if entry.leads_to == "caveats":
            return (text, entry.label)
        return (entry.label, text)

    async def action_follow(self) -> None:
        """Open or close the entry under the cursor, or follow it.

        A reason leads to its condition or question, and an offer to the questionnaire of a lens.
        """
        view, entry = self._view, self._view.entry
        goal = entry.leads_to if entry else ""
        self._clear_message()
        if entry is None or not goal:
            self.show_message("This line cannot be opened. Go to one with ▹, or to a reason")
        elif entry.kind == "offer":
            await self._assess(goal)
        elif entry.kind in OPENING:
            before, shown_before = len(view.sheet.rows), [*view.sheet.lines]
            view.toggle(frozenset([goal]))
            self._show()
            view.sheet.show_below(len(view.sheet.rows) - before)
            if [*view.sheet.lines] == shown_before:
                self.show_message("This line has no further text")
        else:
            # A reason leads to a condition, or to an item, written `side:item`.
            items = {each.id: each.condition for each in self._facts.judged.instrument.items}
            of_item = {items[goal.partition(":")[2]]} if ":" in goal else set()
            view.open_parts(frozenset([goal, *of_item]))
            self._show()
            view.go_to(goal)
            self.offer_keys()

    async def on_sheet_row_clicked(self) -> None:
        """Open, close or follow an entry when its row is clicked and already has the cursor."""
        await self.action_follow()

    def action_all(self) -> None:
        """Open everything, or close it."""
        self._view.toggle(self._view.foldable)
        self._show()

    def action_column(self) -> None:
        """Go to the other column."""
        if not self._view.change_column():
            wide = f"A terminal {TWO_COLUMNS_FROM} characters wide shows two"
            self.show_message(f"The screen shows one column. {wide}")

    def action_what_if(self) -> None:
        """Start a what-if; if there is one already, end it and drop the scores tried in it."""
        if self._scores is not None:
            self._drop()
        elif not self._facts.judged.verdict.assessed:
            self.show_message("There are no scores to change yet")
        else:
            self._scores = {}
            self._show()

    def _drop(self) -> None:
        self._scores = None
        self._show()
        self.show_message("The tried scores were dropped. This is the actual verdict")

    def action_try(self, score: int) -> None:
        """Show the verdict as if the question under the cursor had this score."""
        entry = self._view.entry
        if self._scores is None:
            begins = f"Press {self.key_label('vendor.what-if')} to try other scores"
            self.show_message(f"{begins}; they are never saved")
        elif entry is None or entry.kind != "item":
            opens = f"{self.key_label('vendor.open')} opens a condition"
            self.show_message(f"Go to a question to try another score: {opens}", "note")
        else:
            self._scores[place_of(entry)] = score
            self._show()

    def action_turn(self, by: int) -> None:
        """Show the next or previous vendor, and drop the tried scores."""
        if len(self._ids) == 1:
            self.show_message("There is no other vendor among those that the portfolio shows")
            return
        self._at = (self._at + by) % len(self._ids)
        self._scores = None
        self._read()
        self._show()
        self._view.go_to_first()
        self._show_legend()

    def _reload(self, message: str | None = None) -> None:
        """Show the vendor after another screen may have changed its files."""
        self._read()
        self._changed()
        self._show()
        if message:
            self.show_message(message)

    async def action_assess(self) -> None:
        """Open the questionnaire."""
        await self._assess(None)

    async def action_place(self) -> None:
        """Show the place that the line under the cursor, or the vendor, points to, to open it."""
        entry, vendor = self._view.entry, self._facts.judged.vendor
        place = entry.place if entry else None
        if place is None and not vendor.charter:
            self.show_message(
                'This line has no file or address to open. Go to one that begins with "Evidence in"'
            )
            return
        text, is_source = (place.text, place.is_source) if place else (vendor.charter, False)
        title = f"{'Evidence' if is_source else 'Objectives described in'}   {vendor.name}"
        await self.open(load_screen("place")(self._workspace.root, text, title, is_source))

    async def action_lens(self) -> None:
        """Open a lens's questionnaire: the lens under the cursor, or the first recommended one."""
        entry, lenses = self._view.entry, self._facts.lenses
        under_cursor = [entry.leads_to] if entry and entry.kind in ("lens", "offer") else []
        offered = [lens.instrument.id for lens in lenses if lens.reason_to_answer]
        others = [lens.instrument.id for lens in lenses]
        if candidates := [*filter(None, under_cursor), *offered, *others]:
            await self._assess(candidates[0])
        else:
            self.show_message("This workspace has no lenses (extra questionnaires)")

    async def _assess(self, instrument: str | None) -> None:
        def after() -> None:
            self._scores = None
            self._reload()

        assess_vendor = load_screen("questionnaire")
        await assess_vendor(self, self._workspace, self._vendor_id, after, instrument)

    async def action_decide(self) -> None:
        """Record the class that was decided in this round."""
        vendor = self._facts.judged
        if not vendor.verdict.assessed:
            self.show_message("There are no scores yet, so there is nothing to decide on")
        elif self._scores is not None:
            self.show_message(f"{self._how_to_drop}; then record your decision", "note")
        else:
            try:
                require_target(self._workspace, self._vendor_id)
            except UserError as error:
                self.show_message(capitalised(str(error)), "poor")
                return
            await self.open(load_screen("decide")(self._workspace, vendor), self._show_decision)

    def _show_decision(self, saved: SavedDecision | None) -> None:
        if saved:
            self._keep(describe_decision(self._workspace, saved, self._facts.judged.vendor.name))
        else:
            self._reload()

    async def action_edit(self) -> None:
        """Edit every field of the vendor."""
        try:
            vendor = readable_vendor(self._workspace, self._vendor_id)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return

        def saved(vendor_id: str | None) -> None:
            if not vendor_id:
                return
            if change := describe_edit(self._workspace, vendor):
                self._keep(change)
            else:
                self.show_message("Nothing was changed")

        await self.open(load_screen("vendor form")(self._workspace, vendor), saved)

    def _keep(self, change: Change) -> None:
        """Keep a change that was made for undoing it, and say so."""
        self.partnercheck.changes.add(change)
        self._reload(f"{change.message}. Press {self.key_label('vendor.undo')} to undo")

    def action_undo(self) -> None:
        """Undo the last change or decision, on whichever screen."""
        if change := undo_last_change(self):
            self._reload(undone_words(change))

    async def action_people(self) -> None:
        """Show the people who may answer about the vendor."""
        await self.open(load_screen("people")(self._workspace, self._vendor_id), self._reload)

    async def action_goals(self) -> None:
        """Show the key goals with the vendor."""
        await self.open(load_screen("goals")(self._workspace, self._vendor_id), self._reload)

    async def action_meetings(self) -> None:
        """Show the meetings with the vendor."""
        await self.open(load_screen("meetings")(self._workspace, self._vendor_id), self._reload)

    async def action_promises(self) -> None:
        """Show the promises with the vendor."""
        await self.open(load_screen("promises")(self._workspace, self._vendor_id), self._reload)

    async def action_agenda(self) -> None:
        """Show the agenda of the next meeting."""
        facts = self._facts
        await load_screen("agenda")(self, self._workspace, facts.judged, facts.lenses)

    async def action_resolve(self) -> None:
        """Resolve a merge conflict, if a file of the vendor has one."""
        await load_screen("resolve")(self, self._workspace, self._vendor_id, self._reload)

    async def action_export(self) -> None:
        """Write a report, a table or a calendar about the vendor."""
        vendors = [(self._vendor_id, self._facts.judged.vendor.name)]
        await self.open(load_screen("export")(self._workspace, vendors))

    async def action_request(self) -> None:
        """Write a form for the vendor's people."""
        vendor = self._facts.judged.vendor

        def written(message: str | None) -> None:
            undo = self.key_label("vendor.undo")
            self._reload(f"{message}. Press {undo} to undo" if message else None)

        await load_screen("request")(self, self._workspace, vendor, written)

    async def action_lines(self) -> None:
        """Show the five-line summary, to copy it or to write it to a file."""
        judged = self._facts.judged
        overdue = overdue_in_words(judged.files, self.partnercheck.today)
        lines = five_lines(judged, overdue, warning_names(self._facts.lenses))
        await self.open(load_screen("lines")(lines, f"{self._vendor_id}.txt"))

    async def action_back(self) -> None:
        """End the what-if; if there is none, leave the screen."""
        if self._scores is not None:
            self._drop()
        else:
            await self.finish()
