"""The shelf: cards of all vendors, read a few at a time, and again only where files changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from partnercheck.app.portfolio.row_data import Card, card_of
from partnercheck.base.records import Problem
from partnercheck.storage.fingerprint import stamp
from partnercheck.workspace.open import SETTINGS_FILE, Workspace
from partnercheck.workspace.read_vendor import vendor_ids


class Shelf:
    """Cards by their vendors' ids. What is on it may be shown while the rest is still read."""

    def __init__(self) -> None:
        """An empty shelf."""
        self.cards: dict[str, Card] = {}
        self.left: list[str] = []
        self.complete = False
        self._stamps: dict[str, int] = {}
        self._whole: tuple[int, dt.date] | None = None
        self._workspace: Workspace | None = None
        self._today = dt.date.min

    def look(self, workspace: Workspace, today: dt.date, first: Iterable[str] = ()) -> None:
        """Begin to look at every vendor again, at those in `first` before all others.

        With other settings, other instruments or on another day every card is made anew. Raises
        UserError where the vendors cannot be listed.
        """
        self._workspace, self._today, self.left = workspace, today, []
        ids = vendor_ids(workspace)
        whole = (stamp([workspace.root / SETTINGS_FILE, workspace.root / "instruments"]), today)
        if whole != self._whole:
            self._stamps.clear()
        self._whole = whole
        known = set(ids)
        for gone in [each for each in self.cards if each not in known]:
            del self.cards[gone]
        ahead = [each for each in first if each in known]
        # The next one is taken from the end.
        self.left = [*reversed(ids), *reversed(ahead)]

    def forget(self) -> None:
        """Read every vendor again at the next look, whatever its files' sizes and times say."""
        self._stamps.clear()

    def read(self, enough: Callable[[int], bool]) -> bool:
        """Read on until it is `enough` after so many vendors; whether a card is another now."""
        assert self._workspace
        changed, count = False, 0
        while self.left and not enough(count):
            vendor_id = self.left.pop()
            now = stamp([self._workspace.root / "vendors" / vendor_id], levels=2)
            if self._stamps.get(vendor_id) != now or vendor_id not in self.cards:
                self.cards[vendor_id] = card_of(self._workspace, vendor_id, self._today)
                self._stamps[vendor_id] = now
                changed = True
            count += 1
        if not self.left and not self.complete:
            self.complete = changed = True
        return changed

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in the vendors' files, so far as they are read."""
        return [problem for card in self.cards.values() for problem in card.problems]
