"""Promises on screen: the open ones, overdue ones marked, then the settled ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from partnercheck.app.agreements.list_page import AgreementList, Listing
from partnercheck.app.agreements.promise_form import PromiseForm
from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import SheetRow
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Promise, PromiseState
from partnercheck.report.words.promises import (
    open_in_short,
    promise_sentences,
    promise_state,
)
from partnercheck.workspace.agreement_files import PROMISES_FILE
from partnercheck.workspace.goals import in_short
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import (
    in_order,
    overdue,
    overdue_promises,
    save_promise,
    with_state,
)
from partnercheck.workspace.read_vendor import VendorFiles

STATE_WIDTH = 11
TICKS: Mapping[PromiseState, str] = {"kept": "✓ ", "late": "✓ "}
OUTCOMES: Mapping[PromiseState, str] = {
    "kept": "kept",
    "late": "kept late, because its day has passed",
    "dropped": "dropped",
    "open": "open again",
}


class Change(NamedTuple):
    """The last change of a promise on this screen, which can be taken back."""

    key: str
    before: Promise
    after: Promise


def _title(workspace: Workspace, vendor_files: VendorFiles) -> tuple[str, str]:
    # On the first of all days nothing is overdue: the number of those is in the message below.
    count = open_in_short(vendor_files.promises, dt.date.min)
    return f"Promises   {vendor_files.vendor.name}", count


def _rows(vendor_files: VendorFiles, today: dt.date) -> list[SheetRow]:
    return [_row(key, each, today) for key, each in in_order(vendor_files.promises).items()]


def _row(key: str, promise: Promise, today: dt.date) -> SheetRow:
    look = "note" if overdue(promise, today) else "" if promise.state == "open" else "dim"
    state = f"{TICKS.get(promise.state, '')}{promise_state(promise, today)}"
    return SheetRow(key, (Span(state, look), Span(promise_sentences(promise), look)))


class PromisesScreen(AgreementList):
    """The promises with one vendor: the open ones by due date, then the settled ones."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("promises.mark", "space", "tick", "Kept, or open again", "tick", "␣"),
        Key("promises.edit", "enter,R", "edit", "Change the promise", "edit"),
        Key("promises.new", "plus", "new", "A new promise", "new"),
        Key("promises.drop", "minus", "drop", "The promise no longer holds", "drop"),
        Key("promises.undo", "ctrl+z", "undo", "Undo the last change", "undo"),
        HELP,
        BACK,
    )
    HELP_TOPIC = "promises"
    LISTING = Listing(PROMISES_FILE, STATE_WIDTH, _title, _rows, PromiseForm)
    _last: Change | None = None

    def hint(self) -> tuple[str, str]:
        """Return how many promises are overdue, or how to add the first."""
        promises = self.vendor_files.promises
        if count := len(overdue_promises(promises, self.partnercheck.today)):
            tick, drop = self.key_label("promises.mark"), self.key_label("promises.drop")
            return f"{plural(count, 'promise')} overdue: {tick} kept late, {drop} drop", "note"
        if not promises:
            return f"No promises yet. Press {self.key_label('promises.new')} to add one", ""
        return "", ""

    async def action_edit(self) -> None:
        """Change the promise under the cursor."""
        if self.key:
            # Taking back an earlier change would undo what is typed in the form.
            self._last = None
            await self.open_form(self.key)
        else:
            self.show_hint()

    def action_tick(self) -> None:
        """Mark the promise under the cursor as kept; a settled one is open again."""
        if not self.key:
            return
        promise = self.vendor_files.promises[self.key]
        if promise.state != "open":
            self._set("open")
        else:
            self._set("late" if overdue(promise, self.partnercheck.today) else "kept")

    def action_drop(self) -> None:
        """Drop the promise under the cursor."""
        if self.key:
            self._set("dropped")

    def action_undo(self) -> None:
        """Take back the last change made on this screen."""
        if self._last is None:
            self.show_message("Nothing to undo")
            return
        key, before, after = self._last
        if self._save(key, after, before):
            self._last = None
            self.show_message(f"Taken back: {in_short(before.text)} is {self._state(before)}")

    def _set(self, state: PromiseState) -> None:
        key = self.key
        seen = self.vendor_files.promises[key]
        try:
            promise = with_state(seen, state, self.partnercheck.today)
        except UserError as error:
            self.show_message(str(error), "poor")
            return
        if self._save(key, seen, promise):
            self._last = Change(key, seen, promise)
            undo = f"{self.key_label('promises.undo')} takes it back"
            self.show_message(f"{in_short(seen.text)} is {OUTCOMES[state]}. {undo}")

    def _save(self, key: str, seen: Promise, promise: Promise) -> bool:
        """Save a promise; return False, with a message, if it could not be saved."""
        try:
            save_promise(self.workspace, self.vendor_files.vendor, key, seen, promise)
        except (UserError, OSError) as error:
            self.reload(key)
            self.show_message(str(error), "poor")
            return False
        self.reload(key)
        return True

    def _state(self, promise: Promise) -> str:
        return promise_state(promise, self.partnercheck.today).removeprefix("! ")
