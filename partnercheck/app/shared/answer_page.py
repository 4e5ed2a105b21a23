"""The base of screens on which answers are given.

Every answer is passed to a `PendingAnswer` (`assessing/pending_answer.py`), which saves it or
reports why it could not. The screen shows the outcome as a message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.app.shared.confirm import question
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.question import BASIS_WORDS
from partnercheck.app.shared.screens import load_screen
from partnercheck.assessing.answer_changes import (
    asks_side,
    bases_for,
    next_basis,
    other_side,
    refused_no_occasion,
    with_score,
    with_side,
    with_skip,
)
from partnercheck.assessing.pending_answer import PendingAnswer
from partnercheck.assessing.question_words import did_words, period_words, reading_rules
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Basis, Perspective, Vendor
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import wording

ONLY_AFTER_TWO = "You can say which side did it only after a 2"


class AnswerPage(Page[None]):
    """A screen for the answers of one or more sittings; at most one answer is pending.

    A sitting is one respondent at work on one questionnaire.
    """

    def __init__(self, sittings: Sequence[Sitting]) -> None:
        """Start without a pending answer."""
        super().__init__()
        self.sittings = sittings
        self.pending = PendingAnswer(sittings, lambda: self.partnercheck.today)

    # Methods for subclasses to implement.

    def show(self) -> None:
        """Show the current answers."""

    def progress(self) -> str:
        """Return the number of answered questions, in words."""
        return ""

    def show_unsaved(self, more: str = "") -> None:
        """Show why the pending answer is not saved, and which keys to press."""

    def warn_of_leaving(self, again: str) -> None:
        """Warn that an answer is unsaved; `again` says which key to press to leave anyway."""

    def change(self, changed: Callable[[Answer], Answer], message: str = "saved") -> None:
        """Save a change to the current answer, and show `message` if that succeeds."""

    def current(self) -> tuple[Sitting, Item] | None:
        """Return the current question and its sitting, or None after the last question."""

    def vendor_of(self, sitting: Sitting) -> Vendor:
        """Return the vendor that the answers of `sitting` are about."""
        raise NotImplementedError

    def side_refused(self) -> str:
        """Return why the side that acted cannot be recorded yet; empty if it can."""
        return ""

    # Saving.

    def action_score(self, score: int) -> None:
        """Answer the current question with this score."""
        self.change(lambda answer: with_score(answer, score))

    def action_unknown(self) -> None:
        """Record the answer "I don't know"."""
        self.change(lambda answer: with_skip(answer, "unknown"))

    def action_no_occasion(self) -> None:
        """Record the answer "no occasion", or show why the question does not offer it."""
        if (current := self.current()) is None:
            return
        _, item = current
        if refused := refused_no_occasion(item):
            self.show_message(refused, "note")
            return
        words = wording().keys.n
        note = f"saved   {self.key_label(f'{self.HELP_TOPIC}.evidence')} {words.note}"
        self.change(
            lambda answer: with_skip(answer, "no-occasion"),
            f"{note}   {words.critical}" if item.critical else note,
        )

    def action_side(self, ours: bool) -> None:
        """Record which side acted (a 2 means that only one did); the same side again clears it."""
        current = self.current()
        if current is None:
            return
        sitting, item = current
        answer = self.pending.answer_to(sitting, item.id)
        if refused := self.side_refused():
            self.show_message(refused, "note")
        elif not asks_side(item, answer):
            both = item.asks_which_side
            self.show_message(ONLY_AFTER_TWO if both else wording().own.plain, "note")
        else:
            own = sitting.response.perspective
            changed = with_side(answer, own if ours else other_side(own))
            did = did_words(sitting, self.vendor_of(sitting))
            self.offer(sitting, item.id, changed, _done_by_words(changed, did))

    def action_basis(self) -> None:
        """Switch to the next basis of the answer, such as "I saw it"."""
        if current := self.current():
            sitting, item = current
            answer = self.pending.answer_to(sitting, item.id)
            basis = next_basis(answer.basis, self._bases(sitting))
            self.offer(
                sitting, item.id, replace(answer, basis=basis), f"saved: {BASIS_WORDS[basis]}"
            )

    async def action_rules(self) -> None:
        """Show the rules for choosing a score."""
        if (current := self.current()) and self.retry_pending():
            sitting, _ = current
            vendor = self.vendor_of(sitting)
            rules = reading_rules(vendor.stage, sitting.response.perspective)
            await self.open(load_screen("rules")(rules, period_words(sitting, vendor)))

    def _bases(self, sitting: Sitting) -> tuple[Basis, ...]:
        return bases_for(self.vendor_of(sitting).stage, sitting.response.perspective)

    def basis_question(self, sitting: Sitting) -> str:
        """Return the message that asks for the basis when an opinion gets its first evidence."""
        current, once, twice = (BASIS_WORDS[basis] for basis in self._bases(sitting)[:3])
        key = self.key_label(f"{self.HELP_TOPIC}.basis")
        return f"saved: {current}. Seen?   {key} {once}   {key}{key} {twice}"

    def unsaved_question(self, drop: str) -> str:
        """Return the message about the unsaved answer; `drop` is the id of the key to drop it."""
        assert self.pending.error
        anyway = self.key_label(f"{self.HELP_TOPIC}.yes")
        return question(self.pending.error, anyway, self.key_label(drop))

    def offer(self, sitting: Sitting, item: str, answer: Answer, message: str = "saved") -> bool:
        """Save an answer. If that fails, show the reason and return False."""
        return self._report(self.pending.offer(sitting, item, answer), message)

    def retry_pending(self) -> bool:
        """Try again to save the pending answer; return True if no answer is left unsaved."""
        return self.pending.unsaved is None or self._report(self.pending.retry())

    def _report(self, saved: bool, message: str = "saved") -> bool:
        self.show()
        if saved:
            self.show_message(f"{self.progress()}   {message}")
        else:
            self.show_unsaved()
        return saved

    def action_save_anyway(self) -> None:
        """Save the unsaved answer, now that the user has confirmed it."""
        if self.pending.unsaved is None:
            self.show_message("Nothing to save")
            return
        try:
            self._report(self.pending.confirm())
        except (UserError, OSError) as error:
            self.show_message(f"Not saved: {error}", "poor")

    def drop_pending(self) -> None:
        """Drop the unsaved answer."""
        self.pending.discard()
        self.show()
        self.show_message("Dropped the unsaved answer")


def _done_by_words(answer: Answer, did: Mapping[Perspective, str]) -> str:
    return f"saved: {did[answer.done_by]}" if answer.done_by else "saved; no side stated"
