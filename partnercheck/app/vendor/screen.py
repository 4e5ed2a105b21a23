"""Vendor: the verdict on one vendor, every reason for it, and all actions on the vendor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from textual.widget import Widget

from partnercheck.app.shared.history import undone_words
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.undo import undo_last_change, with_undo
from partnercheck.app.shared.widgets.keybar import KeyBar
from partnercheck.app.shared.widgets.sheet import IN_LISTS
from partnercheck.app.vendor.dossier_page import DossierPage
from partnercheck.app.vendor.dossier_rows import legend_of
from partnercheck.app.vendor.dossier_sheet import TWO_COLUMNS_FROM, DossierView
from partnercheck.app.vendor.facts import dossier_of, read_facts, with_scores
from partnercheck.app.vendor.keys import KEYS
from partnercheck.app.vendor.opening import VendorScreens
from partnercheck.app.vendor.what_if import WhatIf
from partnercheck.report.dossier.groups import SEE_LENSES
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.open import Workspace

# The kinds of entries that open below themselves.
OPENING = ("condition", "side", "item", "lens", "fold", "group", "more")
# As long as "open", so that the footer keeps its place.
JUMPS = "jump"
WHAT_IF = "WHAT IF, nothing is saved"
# The header and the message. A longer message covers rows, but does not close any.
ONE_LINE_EACH = 2


class VendorScreen(DossierPage):
    """One vendor in its latest round."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "vendor"

    def __init__(
        self, workspace: Workspace, ids: Sequence[str], at: int, changed: Callable[[], None]
    ) -> None:
        """Create the screen for a vendor; `changed` is called when its files have changed."""
        super().__init__()
        self.workspace = workspace
        self._ids = ids
        self._at = at
        self._changed = changed
        self._what_if = WhatIf(self)
        self._screens = VendorScreens(self, self._what_if)
        self._connect_actions()
        self._times_read = 0
        # The width and the lines for which the entries are laid out.
        self._laid_out = (0, 0)
        self._read()

    def _connect_actions(self) -> None:
        """Give the actions of keys to the parts; Textual finds an action by its name here."""
        what_if, screens = self._what_if, self._screens
        self.action_what_if, self.action_try = what_if.start_or_drop, what_if.try_score
        self.action_assess, self.action_lens = screens.assess, screens.assess_lens
        self.action_place, self.action_lines = screens.show_place, screens.show_lines
        self.action_decide, self.action_edit = screens.decide, screens.edit
        self.action_people, self.action_goals = screens.show_people, screens.show_goals
        self.action_meetings, self.action_promises = screens.show_meetings, screens.show_promises
        self.action_agenda, self.action_resolve = screens.show_agenda, screens.resolve
        self.action_export, self.action_request = screens.export, screens.request

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys, with the label of Enter for the entry under the cursor.

        The key that undoes has a label if the last change was to this vendor.
        """
        keys = self.keys
        if self.is_mounted and (label := self._enter_label) is not None:
            keys = [replace(key, label=label) if key.id == "vendor.open" else key for key in keys]
        last = self.partnercheck.changes.last
        is_here = last is not None and last.vendor_id == self.vendor_id
        return with_undo(keys, "vendor.undo", last if is_here else None)

    @property
    def _enter_label(self) -> str | None:
        """The label of Enter, if it does not open the entry under the cursor; may be empty."""
        entry = self.entry
        if entry is None or entry.kind in (*OPENING, "offer"):
            return None
        return JUMPS if entry.leads_to else ""

    def body(self) -> Sequence[Widget]:
        """Return the entries."""
        return (DossierView(self._cursor_moved, self._tell_column),)

    def _cursor_moved(self) -> None:
        """Show the keys for the entry under the cursor, and clear an old message."""
        self.offer_keys()
        self._clear_message()

    def _clear_message(self) -> None:
        """Replace an old message by the legend, but keep the outcome of a what-if."""
        if not self._what_if.is_on:
            self._show_legend()

    def _show_legend(self) -> None:
        """Show the meaning of the signs beside the scores, if there are any."""
        legend = legend_of(self.facts.judged, self._view.shows_gaps)
        if self.message != (legend, "dim"):
            self.show_message(legend, "dim")

    def _tell_column(self) -> None:
        self.show_message(f"The other column. {self.key_label('vendor.column')} goes back")

    def vendors_read(self, ids: Sequence[str]) -> None:
        """Show this vendor's position among the vendors that the portfolio has read by now."""
        if self.vendor_id in ids and [*ids] != [*self._ids]:
            self._at, self._ids = [*ids].index(self.vendor_id), ids
            if self.is_mounted and self.size.width:
                self._show_header()

    def on_mount(self) -> None:
        """Show the vendor."""
        self._view.focus_cursor()
        self.show_dossier()
        self._show_legend()

    def on_resize(self) -> None:
        """Lay out the entries, unless they are laid out for this size already.

        Textual sends the first size after the screen is mounted, and one more after a key bar
        has taken another line.
        """
        if self._laid_out != self._space:
            self.show_dossier()

    @property
    def _view(self) -> DossierView:
        return self.query_one(DossierView)

    @property
    def vendor_id(self) -> str:
        """The id of the vendor that is shown."""
        return self._ids[self._at]

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._view.entry

    def _read(self) -> None:
        self.facts = read_facts(self.workspace, self.vendor_id)
        self._times_read += 1

    @property
    def _space(self) -> tuple[int, int]:
        """The width and the lines for the entries."""
        lines = self.size.height - ONE_LINE_EACH - self.query_one(KeyBar).line_count
        return self.size.width, lines

    def watched(self) -> Sequence[Path]:
        """Return the folder of the vendor."""
        return (self.workspace.root / "vendors" / self.vendor_id,)

    async def disk_changed(self) -> None:
        """Show the vendor's current files, keeping open entries and tried scores."""
        self._read()
        self.show_dossier()

    def show_dossier(self) -> None:
        """Show the vendor's data as last read, with the tried scores."""
        if not self.size.width:
            return
        self.offer_keys()
        displayed = with_scores(self.facts.judged, self._what_if.scores)
        view = self._view
        dossier = dossier_of(self.facts, displayed, view.opened, self.partnercheck.today)
        self._laid_out = self._space
        message = self.message
        view.show(dossier, self._what_if.scores, *self._laid_out, self._times_read)
        # Only a cursor that a person moves clears a message, not one whose row has gone.
        if message and self.message != message:
            self.show_message(*message)
        if self._what_if.is_on:
            self._what_if.show_outcome(displayed)
        self._show_header()

    def _show_header(self) -> None:
        judged = self.facts.judged
        title = f"{judged.vendor.name}   {judged.round.id}"
        if self._what_if.is_on:
            title = f"{WHAT_IF}   {title}"
        self.set_header(title, f"{self._at + 1} of {len(self._ids)}")

    def explained_texts(self) -> Sequence[str]:
        """Return the label and the text of the line under the cursor."""
        entry = self.entry
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
            await self._screens.assess(goal)
        elif entry.kind in OPENING:
            before, shown_before = len(view.sheet.rows), [*view.sheet.lines]
            view.toggle(frozenset([goal]))
            self.show_dossier()
            view.sheet.show_below(len(view.sheet.rows) - before)
            if [*view.sheet.lines] == shown_before:
                self.show_message("This line has no further text")
        else:
            # A reason leads to a condition, or to an item, written `side:item`.
            items = {each.id: each.condition for each in self.facts.judged.instrument.items}
            of_item = {items[goal.partition(":")[2]]} if ":" in goal else set()
            view.open_parts(frozenset([goal, *of_item]))
            self.show_dossier()
            view.go_to(goal)
            self.offer_keys()

    async def on_sheet_row_clicked(self) -> None:
        """Open, close or follow an entry when its row is clicked and already has the cursor."""
        await self.action_follow()

    def action_all(self) -> None:
        """Open all entries; if all are open, close them."""
        self._view.toggle(self._view.foldable)
        self.show_dossier()

    def action_column(self) -> None:
        """Go to the other column."""
        if not self._view.change_column():
            wide = f"A terminal {TWO_COLUMNS_FROM} characters wide shows two"
            self.show_message(f"The screen shows one column. {wide}")

    def action_turn(self, by: int) -> None:
        """Show the next or previous vendor, and drop the tried scores."""
        if len(self._ids) == 1:
            self.show_message("There is no other vendor among those that the portfolio shows")
            return
        self._at = (self._at + by) % len(self._ids)
        self._what_if.end()
        self._read()
        self.show_dossier()
        self._view.go_to_first()
        self._show_legend()

    def reload(self, message: str | None = None) -> None:
        """Read the vendor again after another screen may have changed its files."""
        self._read()
        self._changed()
        self.show_dossier()
        if message:
            self.show_message(message)

    def action_undo(self) -> None:
        """Undo the last change or decision, even if another screen made it."""
        if change := undo_last_change(self):
            self.reload(undone_words(change))

    async def action_back(self) -> None:
        """End the what-if; if there is none, leave the screen."""
        if self._what_if.is_on:
            self._what_if.drop()
        else:
            await self.finish()
