"""A what-if on the vendor's screen: the verdict with other scores, which are never saved."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.app.vendor.dossier_page import DossierPage
from partnercheck.app.vendor.dossier_rows import place_of
from partnercheck.app.vendor.facts import change_in_words
from partnercheck.base.records import BEST_SCORE
from partnercheck.rules.what_if import SideItem
from partnercheck.verdicts.judged import JudgedVendor


class WhatIf:
    """The scores tried for one vendor, from the start of a what-if to its end."""

    def __init__(self, page: DossierPage) -> None:
        """Create the what-if of a screen; it has not started."""
        self._page = page
        # Empty when the what-if starts, None if there is no what-if.
        self._scores: dict[SideItem, int] | None = None

    @property
    def is_on(self) -> bool:
        """Whether a what-if has started."""
        return self._scores is not None

    @property
    def scores(self) -> Mapping[SideItem, int]:
        """The tried scores (0–4); empty if there are none."""
        return self._scores or {}

    @property
    def how_to_drop(self) -> str:
        """The sentence that names the keys to drop the tried scores."""
        page = self._page
        back, what_if = page.key_label("app.back"), page.key_label("vendor.what-if")
        return f"Press {back} or {what_if} to drop the tried scores"

    def start_or_drop(self) -> None:
        """Start a what-if; if there is one already, end it and drop the scores tried in it."""
        if self.is_on:
            self.drop()
        elif not self._page.facts.judged.verdict.assessed:
            self._page.show_message("There are no scores to change yet")
        else:
            self._scores = {}
            self._page.show_dossier()

    def drop(self) -> None:
        """End the what-if, and show the actual verdict."""
        self.end()
        self._page.show_dossier()
        self._page.show_message("The tried scores were dropped. This is the actual verdict")

    def end(self) -> None:
        """End the what-if, if there is one, before the screen shows something else."""
        self._scores = None

    def try_score(self, score: int) -> None:
        """Show the verdict as if the question under the cursor had this score (0–4)."""
        page = self._page
        entry = page.entry
        if self._scores is None:
            begins = f"Press {page.key_label('vendor.what-if')} to try other scores"
            page.show_message(f"{begins}; they are never saved")
        elif entry is None or entry.kind != "item":
            opens = f"{page.key_label('vendor.open')} opens a condition"
            page.show_message(f"Go to a question to try another score: {opens}", "note")
        else:
            self._scores[place_of(entry)] = score
            page.show_dossier()

    def show_outcome(self, tried: JudgedVendor) -> None:
        """Show how the tried scores change the verdict or, before the first, how to try one."""
        page = self._page
        if self._scores:
            change = change_in_words(page.facts.judged, tried, len(self._scores))
            page.show_message(f"{change} {self.how_to_drop}", "note")
            return
        digits = [f"{score}" for score in range(BEST_SCORE + 1)]
        keys = [page.key_label(f"vendor.try-{digit}") for digit in digits]
        press = f"{digits[0]}–{digits[-1]}" if keys == digits else " ".join(keys)
        how = f"Open a condition, go to a question, press {press}."
        page.show_message(f"{how} {self.how_to_drop}", "note")
