"""The rows of a vendor's dossier, which open and close."""

from __future__ import annotations

from collections.abc import Container, Sequence

from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import Column, Sheet, SheetRow
from partnercheck.report.dossier.entries import bar
from partnercheck.report.words.entry import Entry
from partnercheck.rules.what_if import SideItem

LABEL_WIDTH = 21
LEAST_TEXT_WIDTH = 10
BAR_WIDTH = 20
LOOKS = {"head": "strong", "condition": "strong", "why": "", "answer": "dim", "side": "dim"}


class DossierSheet(Sheet):
    """A vendor's entries: conditions expand to their questions, questions to their answers."""

    def __init__(self) -> None:
        """Create an empty sheet."""
        super().__init__(id="dossier")
        self.expanded: frozenset[str] = frozenset()
        self._entries: dict[str, Entry] = {}

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries.get(self.key)

    def show(self, entries: Sequence[Entry], tried: Container[SideItem], width: int) -> None:
        """Show entries in `width` cells, marking the items in `tried` as part of a what-if."""
        self._entries = _by_stable_key(entries)
        rows = [_row(key, entry, tried) for key, entry in self._entries.items()]
        text_width = max(LEAST_TEXT_WIDTH, width - 2 - LABEL_WIDTH - 2)
        columns = [Column("", LABEL_WIDTH, wrap=True), Column("", text_width, wrap=True)]
        self.fill(columns, rows, self.key)

    def toggle_all(self, ids: frozenset[str]) -> None:
        """Open these entries; if all of them are already open, close every entry."""
        self.expanded = frozenset() if ids <= self.expanded else self.expanded | ids

    def go_to(self, goal: str) -> None:
        """Move the cursor to a condition or an item."""
        for number, entry in enumerate(self._entries.values()):
            if entry.leads_to == goal and entry.kind in ("condition", "item"):
                self.action_move(number - self.cursor)
                return

    def go_to_first(self) -> None:
        """Move the cursor to the first entry."""
        self.action_move(-len(self._entries))


def place_of(entry: Entry) -> SideItem:
    """Return the side and the item that an entry of the kind `item` is about."""
    side, _, item = entry.leads_to.partition(":")
    return ("buyer" if side == "buyer" else "vendor"), item


def _row(key: str, entry: Entry, tried: Container[SideItem]) -> SheetRow:
    look = LOOKS.get(entry.kind, "")
    text = entry.text
    if entry.bar is not None:
        text = f"{bar(*entry.bar, BAR_WIDTH)} {text}"
    if entry.kind == "item" and place_of(entry) in tried:
        text, look = f"WHAT IF, {text}", "note"
    return SheetRow(key, (Span(entry.indented_label, look or "dim"), Span(text, look)))


def _by_stable_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return entries by keys that do not change when other entries are added or removed.

    Entries of one kind with the same target are numbered: `why:culture#0`, `why:culture#1`.
    """
    keyed: dict[str, Entry] = {}
    for entry in entries:
        key = f"{entry.kind}:{entry.leads_to or entry.label}"
        number = 0
        while f"{key}#{number}" in keyed:
            number += 1
        keyed[f"{key}#{number}"] = entry
    return keyed
