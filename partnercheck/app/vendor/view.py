"""A vendor as it is shown: the verdict and every reason for it; and what it would be, if."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from textual.widget import Widget

from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.base.records import BEST_SCORE
from partnercheck.report.comparison import verdict_text
from partnercheck.report.dossier.entries import bar, dossier
from partnercheck.report.words.agreements import agreed_entries
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.lenses import lens_entries
from partnercheck.rules.what_if import Place, what_if
from partnercheck.verdicts.history import before_round, history
from partnercheck.verdicts.judged import JudgedVendor, judge_round, judge_vendor
from partnercheck.verdicts.lenses import lenses
from partnercheck.workspace.open import Workspace

LABEL = 21
BAR = 20
LOOKS = {"head": "strong", "condition": "strong", "why": "", "answer": "dim", "side": "dim"}
WHAT_IF = "WHAT IF, nothing is saved"


class VendorView(Page[None]):
    """One vendor in a round. A condition opens to its questions, a question to its answers."""

    INSIDE = IN_LISTS

    def __init__(
        self, workspace: Workspace, ids: Sequence[str], at: int, changed: Callable[[], None]
    ) -> None:
        """A vendor among those of the portfolio; `changed` is called after an assessment."""
        super().__init__()
        self._workspace = workspace
        self._ids = ids
        self._at = at
        self._changed = changed
        self._expanded: frozenset[str] = frozenset()
        self._values: dict[Place, int] | None = None
        self._found = self._read()
        self._entries: dict[str, Entry] = {}

    def body(self) -> Sequence[Widget]:
        """The entries."""
        return (Sheet(id="dossier"),)

    def on_mount(self) -> None:
        """Show the vendor."""
        self.set_focus(self._sheet)
        self._show()

    def on_resize(self) -> None:
        """Lay out in the new size."""
        self._show()

    @property
    def _sheet(self) -> Sheet:
        return self.query_one("#dossier", Sheet)

    def _read(self) -> JudgedVendor:
        found = judge_vendor(self._workspace, self._ids[self._at])
        self._past = history(self._workspace, found)
        self._lenses = lenses(self._workspace, found, before_round(self._past, found))
        return found

    def watched(self) -> Sequence[Path]:
        """The folder of the vendor."""
        return (self._workspace.root / "vendors" / self._ids[self._at],)

    async def disk_changed(self) -> None:
        """Show the vendor as it is now; what is open, and what is tried, stays so."""
        self._found = self._read()
        self._show()

    def _as_if(self) -> JudgedVendor:
        """The vendor as found, or as it would be with the values tried."""
        if not self._values:
            return self._found
        instrument, round_ = self._found.instrument, self._found.round
        responses = what_if(instrument, round_.responses, self._values)
        return judge_round(
            instrument, self._found.files, replace(round_, responses=tuple(responses))
        )

    def _show(self) -> None:
        if not self.size.width:
            return
        now = self._as_if()
        rest = max(10, self.size.width - 2 - LABEL - 2)
        quoted = self._found.round.responses
        agreed = agreed_entries(self._found.files, self.partnercheck.today)
        more = [*lens_entries(self._lenses, self._expanded), *agreed]
        self._entries = _keyed(dossier(now, self._expanded, quoted, self._past, more))
        rows = [self._row(key, entry) for key, entry in self._entries.items()]
        columns = [Column("", LABEL, wrap=True), Column("", rest, wrap=True)]
        self._sheet.fill(columns, rows, self._sheet.key)
        where = f"{self._at + 1} of {len(self._ids)}"
        left = f"{self._found.vendor.name}   {self._found.round.id}"
        self.head(f"{WHAT_IF}   {left}" if self._values is not None else left, where)
        if self._values is not None:
            self._say_what_if(now)

    def _row(self, key: str, entry: Entry) -> SheetRow:
        look = LOOKS.get(entry.kind, "")
        text = entry.text
        if entry.bar is not None:
            text = f"{bar(*entry.bar, BAR)} {text}"
        if entry.kind == "item" and _place(entry) in (self._values or {}):
            text, look = f"WHAT IF, {text}", "note"
        return SheetRow(key, (Span(entry.indented_label, look or "dim"), Span(text, look)))

    def _say_what_if(self, now: JudgedVendor) -> None:
        if not self._values:
            scores = [f"{score}" for score in range(BEST_SCORE + 1)]
            keys = [self.face(f"try({score})") for score in scores]
            press = f"{scores[0]}–{scores[-1]}" if keys == scores else " ".join(keys)
            self.tell(f"Open a condition, go to a question, press {press}. {self._drops}", "note")
            return
        was, is_now = (verdict_text(each)[2:] for each in (self._found, now))
        moved = f"{was} → {is_now}" if was != is_now else f"still {is_now}"
        count = len(self._values)
        tried = "1 score tried" if count == 1 else f"{count} scores tried"
        self.tell(f"What if: {moved}. {tried}, none saved. {self._drops}", "note")

    def _entry(self) -> Entry | None:
        return self._entries.get(self._sheet.key)

    async def action_follow(self) -> None:
        """Open or close what is under the cursor; from a reason, go to what it rests on."""
        entry = self._entry()
        if entry is None or not entry.leads_to:
            self.tell("Nothing opens here: go to a condition, a question or a reason")
            return
        goal = entry.leads_to
        if entry.kind == "offer":
            await self.look_through(goal)
            return
        if entry.kind in ("condition", "item", "lens"):
            self._expanded ^= {goal}
            self._show()
            return
        condition = goal
        if ":" in goal:
            items = self._found.instrument.items
            condition = next(i.condition for i in items if i.id == goal.partition(":")[2])
            self._expanded |= {condition, goal}
        self._expanded |= {condition}
        self._show()
        self._go_to(goal)

    def _go_to(self, goal: str) -> None:
        for number, entry in enumerate(self._entries.values()):
            if entry.leads_to == goal and entry.kind in ("condition", "item"):
                self._sheet.action_move(number - self._sheet.cursor)
                return

    async def on_sheet_chosen(self) -> None:
        """A second click opens or closes."""
        await self.action_follow()

    def action_all(self) -> None:
        """Open every condition, or close all."""
        every = frozenset(condition.id for condition in self._found.instrument.conditions)
        self._expanded = frozenset() if every <= self._expanded else self._expanded | every
        self._show()

    def action_what_if(self) -> None:
        """Begin to try other scores, or drop them all."""
        if self._values is not None:
            self._drop()
        elif not self._found.verdict.assessed:
            self.tell("Nobody has given a score yet, so there is nothing to change")
        else:
            self._values = {}
            self._show()

    @property
    def _drops(self) -> str:
        return f"{self.face('back')} or {self.face('what_if')} drops what was tried"

    def _drop(self) -> None:
        self._values = None
        self._show()
        self.tell("Dropped. This is the vendor as found")

    def action_try(self, score: int) -> None:
        """See the verdict with another score of the question under the cursor."""
        entry = self._entry()
        if self._values is None:
            self.tell(f"{self.face('what_if')} begins to try other scores; nothing is saved by it")
            return
        if entry is None or entry.kind != "item":
            opens = f"{self.face('follow')} opens a condition"
            self.tell(f"Go to a question to try another score: {opens}", "note")
            return
        self._values[_place(entry)] = score
        self._show()

    def action_turn(self, by: int) -> None:
        """Show the next or previous vendor; what was tried is dropped."""
        self._at = (self._at + by) % len(self._ids)
        self._values = None
        self._found = self._read()
        self._sheet.action_move(-len(self._entries))
        self._show()
        self.tell("")

    async def look_through(self, lens: str) -> None:
        """Answer the questionnaire of a lens that is offered."""


def _place(entry: Entry) -> Place:
    side, _, item = entry.leads_to.partition(":")
    return ("buyer" if side == "buyer" else "vendor"), item


def _keyed(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The entries by keys that stay the same while others come and go around them."""
    keyed: dict[str, Entry] = {}
    for entry in entries:
        key = f"{entry.kind}:{entry.leads_to or entry.label}"
        number = 0
        while f"{key}#{number}" in keyed:
            number += 1
        keyed[f"{key}#{number}"] = entry
    return keyed
