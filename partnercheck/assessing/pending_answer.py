"""The pending answer: an answer that has been given but not saved.

Screens and prompts offer every answer to a `PendingAnswer`. It is in one of three states:

    empty      nothing is unsaved
    refused    the disk, a lock or a file refused the answer: trying again may help
    question   a person has to decide: the place has changed (`ConfirmationRequired`), or the item
               has another answer in the file by now (`AnswerConflict`)

    event     empty     refused                              question
    offer     save it   save it; one to another item only    to the same item: hold it instead, ask
                        if the waiting one can be saved      again; to another: not taken
    retry     -         save it                              -
    confirm   -         save it                              accept the new place, and save it
    discard   -         drop it: empty                       drop it: empty
    leave     leave     warn; leave the second time          warn; leave the second time

Saving ends in empty if it succeeds, else in refused or question, depending on the error.

Invariants: an answer leaves this object only when it is on disk, when a newer answer to the same
item takes its place, or by `discard`. Only offered answers are saved. An answer is held
before it is saved, and kept as a draft when saving fails, so that no error can lose it.

For example, a disk is full, then has room, then a colleague answers the same item:

    offer(decisions = 2)   False, refused: "the disk is full"; a draft is kept
    offer(decisions = 3)   False, refused; the 3 takes the place of the 2
    retry()                True, empty: the file has the 3, the draft is gone
    offer(decisions = 1)   False, question: AnswerConflict, theirs is 0
    retry()                False, question: only a person can decide
    confirm()              True, empty: the file has the 1; `discard()` would have left the 0
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from partnercheck.assessing.sitting import NOTHING, Sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.questionnaires.records import Item
from partnercheck.storage.save import ConfirmationRequired, SaveError
from partnercheck.workspace.responses import AnswerConflict


class UnsavedAnswer(NamedTuple):
    """An answer with its place: a sitting, and the id of an item."""

    sitting: Sitting
    item: str
    answer: Answer

    def is_at(self, sitting: Sitting, item: str) -> bool:
        """Whether this is an answer to an item of a sitting."""
        return self.sitting is sitting and self.item == item


class PendingAnswer:
    """At most one unsaved answer to an item of one of several sittings.

    `unsaved` is that answer, and `error` the reason why it could not be saved.
    """

    def __init__(self, sittings: Sequence[Sitting], today: Callable[[], dt.date]) -> None:
        """Begin with no answer; `today` returns the date to store with answers."""
        self.unsaved: UnsavedAnswer | None = None
        self.error: SaveError | None = None
        self._sittings = sittings
        self._today = today
        self._warned = False

    @property
    def question(self) -> SaveError | None:
        """The error that a person has to decide about; None if there is none."""
        decided = isinstance(self.error, ConfirmationRequired | AnswerConflict)
        return self.error if decided else None

    @property
    def refused(self) -> bool:
        """Whether there is an unsaved answer that can be tried again without a decision."""
        return self.unsaved is not None and self.question is None

    def answer_to(self, sitting: Sitting, item: str) -> Answer:
        """Return the answer to an item, saved or not."""
        unsaved = self.unsaved
        if unsaved and unsaved.is_at(sitting, item):
            return unsaved.answer
        return sitting.answer_to(item)

    def offer(self, sitting: Sitting, item: str, answer: Answer) -> bool:
        """Save an answer. Return False, and keep the answer, if that fails.

        If there is an unsaved answer to another item that still cannot be saved, the new answer is
        refused: return False, and leave `unsaved` unchanged.
        """
        if self.unsaved and not self.unsaved.is_at(sitting, item) and not self.retry():
            return False
        self.unsaved = UnsavedAnswer(sitting, item, answer)
        # The warning was about an older answer.
        self._warned = False
        if self.question:
            # Saving now would decide what a person has been asked.
            self.keep_drafts()
            return False
        return self._save()

    def retry(self) -> bool:
        """Try again to save a refused answer; return whether nothing is pending now."""
        return self.unsaved is None or (self.refused and self._save())

    def confirm(self) -> bool:
        """Save the answer after the person has agreed; return whether nothing is pending now.

        Raises UserError or OSError if the new place cannot be used; the question then stays open.
        """
        if self.unsaved and isinstance(self.error, ConfirmationRequired):
            self._accept_new_place(self.unsaved.sitting)
        # After an `AnswerConflict` the sitting has seen the other answer, so saving replaces it.
        self.error = None
        return self.unsaved is None or self._save()

    def _accept_new_place(self, sitting: Sitting) -> None:
        # Git has switched for all sittings at once; another reason concerns this one alone.
        switched = sitting.file.branch_change()
        for concerned in self._sittings if switched else (sitting,):
            concerned.accept_new_place()

    def discard(self) -> None:
        """Drop the unsaved answer, and its draft."""
        if self.unsaved:
            self.unsaved.sitting.drop_draft(self.unsaved.item)
            self._empty()

    def may_leave(self) -> bool:
        """Whether leaving loses nothing, or the person has already been warned once."""
        warned, self._warned = self._warned, True
        return self.unsaved is None or warned

    def _save(self) -> bool:
        assert self.unsaved
        sitting, item, answer = self.unsaved
        # A cleared answer has no day: it is the same as one that was never given.
        if answer != NOTHING:
            answer = replace(answer, on=self._today())
        # Held before it is saved: what an unexpected error interrupts can still become a draft.
        self.unsaved = UnsavedAnswer(sitting, item, answer)
        try:
            sitting.save_answer(item, answer)
        except (UserError, OSError) as error:
            self.error = error if isinstance(error, SaveError) else SaveError(str(error))
        else:
            self._empty()
            return True
        self.keep_drafts()
        return False

    def _empty(self) -> None:
        self.unsaved = self.error = None
        self._warned = False

    def offer_draft(self, reason: str, items: Sequence[Item] | None = None) -> bool:
        """Ask about the first draft of the sittings; return whether there is one.

        Args:
            reason: The question, as the text of a `ConfirmationRequired`.
            items: Ignore drafts of other items; by default, the items of the form.

        """
        for sitting in self._sittings:
            if draft := sitting.draft(items):
                self.unsaved = UnsavedAnswer(sitting, draft.item, draft.answer)
                self.error = ConfirmationRequired(reason)
                return True
        return False

    @property
    def draft_problem(self) -> str:
        """The reason why a draft cannot be read; empty if there is no such draft."""
        return next((each.draft_problem for each in self._sittings if each.draft_problem), "")

    def keep_drafts(self, typed: UnsavedAnswer | None = None) -> None:
        """Keep the pending answer, and one that is being typed, as drafts.

        An answer typed to the same item replaces the pending one. A sitting has one draft: if the
        two belong to different items of one sitting, the pending answer is kept.
        """
        pending = self.unsaved
        if typed and (pending is None or pending.sitting is not typed.sitting):
            typed.sitting.keep_draft(typed.item, typed.answer)
        elif typed and pending and pending.item == typed.item:
            pending = typed
        if pending:
            pending.sitting.keep_draft(pending.item, pending.answer)

    def drop_typed(self, sitting: Sitting, item: str) -> None:
        """Drop the draft of a text that its writer has left unchanged; the pending answer stays."""
        sitting.drop_draft(item)
        self.keep_drafts()

    def draft_files(self) -> list[Path]:
        """Return the files of the drafts that exist now."""
        return [file for each in self._sittings for file in each.draft_files]
