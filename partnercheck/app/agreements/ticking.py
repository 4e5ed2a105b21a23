"""Lists with promises among their rows, which can be ticked, dropped and reopened there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from partnercheck.app.agreements.list_page import AgreementList, Listing
from partnercheck.app.agreements.promise_form import PromiseForm
from partnercheck.app.shared.list_rows import ListRow
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part
from partnercheck.base.english import capitalised
from partnercheck.base.records import Perspective, Promise, PromiseState
from partnercheck.base.text import one_line
from partnercheck.report.words.promises import open_in_short, promise_sign, promise_when
from partnercheck.workspace.agreement_files import PROMISES_FILE
from partnercheck.workspace.goals import in_short
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import (
    in_order,
    overdue,
    remove_promise,
    save_promise,
    with_state,
)
from partnercheck.workspace.read_vendor import VendorFiles

OUTCOMES: Mapping[PromiseState, str] = {
    "kept": "kept",
    "late": "kept late, because its due date has passed",
    "dropped": "dropped",
    "open": "open again",
}
SIDES: Mapping[Perspective, str] = {"buyer": "us", "vendor": "them"}


def promise_row(key: str, promise: Promise, today: dt.date, indent: str = "") -> ListRow:
    """Return a promise's row, with `indent` before its text."""
    side = SIDES[promise.by]
    who = f"{side}: {promise.owner}" if promise.owner else side
    day = f"{promise.due}" if promise.due else "not stated"
    sign = promise_sign(promise, today)
    title = f"{indent}{one_line(promise.text)}"
    return ListRow(key, title, day, who, sign, promise.state != "open")


def promise_parts(vendor_files: VendorFiles, key: str, today: dt.date) -> list[Part]:
    """Return all details of a promise, for the pane."""
    promise = vendor_files.promises.get(key)
    if promise is None:
        return []
    sign = promise_sign(promise, today)
    met = f"{promise.made}" in {day[:10] for day in vendor_files.meetings}
    by = "us" if promise.by == "buyer" else vendor_files.vendor.name
    made_words = f"{promise.made or ''}{', in a meeting' if met else ''}"
    facts = [
        ("Promised by", by),
        ("Owner", promise.owner or "not stated"),
        ("Made on", made_words),
        ("Due", f"{promise.due or 'no date'}"),
    ]
    return [
        Part(one_line(promise.text), look="strong"),
        Part(capitalised(promise_when(promise, today)), look=sign.tone, sign=sign.glyph),
        BLANK,
        *(Part(text, label) for label, text in facts if text),
    ]


def _title(workspace: Workspace, vendor_files: VendorFiles) -> tuple[str, str]:
    # As of the first of all days nothing is overdue: the message below has the overdue promises.
    count = open_in_short(vendor_files.promises, dt.date.min)
    return f"Promises   {vendor_files.vendor.name}", count


def _rows(vendor_files: VendorFiles, today: dt.date) -> list[ListRow]:
    return [promise_row(key, each, today) for key, each in in_order(vendor_files.promises).items()]


PROMISES = Listing(
    PROMISES_FILE,
    _title,
    _rows,
    promise_parts,
    PromiseForm,
    lambda files, key: in_short(one_line(files.promises[key].text)),
)


class TickingList(AgreementList):
    """A list with promises among its rows; subclasses say which rows are promises."""

    @property
    def promise_key(self) -> str:
        """The key of the promise under the cursor; empty if there is none."""
        return self.key

    def row_key(self, promise_key: str) -> str:
        """Return the key of a promise's row."""
        return promise_key

    def no_promise(self) -> None:
        """Show the message that the cursor is not on a promise."""
        self.show_hint()

    def action_tick(self) -> None:
        """Mark the promise under the cursor as kept; if it is settled, reopen it."""
        if not self.promise_key:
            self.no_promise()
            return
        promise = self.vendor_files.promises[self.promise_key]
        if promise.state != "open":
            self._set("open")
        else:
            self._set("late" if overdue(promise, self.partnercheck.today) else "kept")

    def action_drop(self) -> None:
        """Drop the promise under the cursor."""
        if self.promise_key:
            self._set("dropped")
        else:
            self.no_promise()

    def action_remove(self) -> None:
        """Remove the promise under the cursor, as if it had never been made."""
        key = self.promise_key
        if not key:
            self.show_hint()
            return
        seen = self.vendor_files.promises[key]
        name = in_short(one_line(seen.text))

        def save() -> tuple[str, str]:
            remove_promise(self.workspace, self.vendor_files.vendor, key, seen)
            return f"Removed {name}", f"{name} is listed again"

        self.change(self.row_key(key), save)

    def _set(self, state: PromiseState) -> None:
        key, today = self.promise_key, self.partnercheck.today
        original = self.vendor_files.promises[key]
        name = in_short(one_line(original.text))

        def save() -> tuple[str, str]:
            promise = with_state(original, state, today)
            save_promise(self.workspace, self.vendor_files.vendor, key, original, promise)
            return f"{name} is {OUTCOMES[state]}", f"{name} is {promise_sign(original, today).word}"

        self.change(self.row_key(key), save)
