"""The pending answer: an answer that has been given but not saved.

Screens and prompts offer every answer to a `PendingAnswer`. It is in one of three states:

    empty      no answer is unsaved
    refused    the disk, a lock or a file refused the answer: trying again may help
    question   a person has to decide: the file, its branch or its round has changed
               (`ConfirmationRequired`), or the file now has a different answer (`AnswerConflict`)

    event     empty     refused                              question
    offer     save it   save it; to another item only if     to the same item: hold it instead, ask
                        the pending answer can be saved      again; to another item: refuse it
    retry     -         save it                              -
    confirm   -         save it                              accept the change, and save it
    discard   -         drop it: empty                       drop it: empty
    leave     leave     warn; leave the second time          warn; leave the second time

Saving leads to the state `empty` if it succeeds, else to `refused` or `question`, depending on the
error.

Invariants: an answer leaves this object only when it is on disk, when a newer answer to the same
item takes its place, or when `discard` is called. Only offered answers are saved. An answer is held
before it is saved, and kept as a draft when saving fails, so that no error can lose the answer.

For example, a disk is full, then has room, then a colleague answers the same item:

    offer(decisions = 2)   False, refused: "the disk is full"; a draft is kept
    offer(decisions = 3)   False, refused; the 3 replaces the 2
    retry()                True, empty: the file has the 3, the draft is gone
    offer(decisions = 1)   False, question: AnswerConflict, as the colleague's answer is 0
    retry()                False, question: only a person can decide
    confirm()              True, empty: the file has the 1; `discard()` would have left the 0
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from partnercheck.assessing.answer_changes import is_same_answer
from partnercheck.assessing.sitting import NOTHING, Sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.questionnaires.records import Item
from partnercheck.storage.save import ConfirmationRequired, SaveError
from partnercheck.workspace.responses import AnswerConflict


class UnsavedAnswer(NamedTuple):
    """An unsaved answer, with its sitting and the id of its item."""

    sitting: Sitting
    item: str
    answer: Answer

    def is_at(self, sitting: Sitting, item: str) -> bool:
        """Whether this is an answer to an item of a sitting."""
        return self.sitting is sitting and self.item == item


class PendingAnswer:
    """Saves the answers of several sittings, and holds an answer that could not be saved.

    `unsaved` is the answer that could not be saved, or None, and `error` is the reason. Until this
    answer is saved or discarded, answers to other items are refused.
    """

    def __init__(self, sittings: Sequence[Sitting], today: Callable[[], dt.date]) -> None:
        """Begin without an answer; `today` returns the date to store with answers."""
        self.unsaved: UnsavedAnswer | None = None
        self.error: SaveError | None = None
        self._sittings = sittings
        self._today = today
        self._warned = False

    @property
    def question(self) -> SaveError | None:
        """The error about which a person has to decide; None if there is none."""
        decided = isinstance(self.error, ConfirmationRequired | AnswerConflict)
        return self.error if decided else None

    @property
    def refused(self) -> bool:
        """Whether an answer is unsaved, and can be saved again without asking a person."""
        return self.unsaved is not None and self.question is None

    def answer_to(self, sitting: Sitting, item: str) -> Answer:
        """Return the answer to an item, whether saved or not."""
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
            # Saving now would decide a question that a person has been asked.
            self.keep_drafts()
            return False
        return self._save()

    def retry(self) -> bool:
        """Try again to save a refused answer; return True if no answer is pending afterwards."""
        return self.unsaved is None or (self.refused and self._save())

    def confirm(self) -> bool:
        """Save the answer after the person has agreed; return True if none is pending afterwards.

        Raises UserError or OSError if the file in its present state cannot be used; the person must
        then decide again.
        """
        if self.unsaved and isinstance(self.error, ConfirmationRequired):
            self._accept_new_place(self.unsaved.sitting)
        # After an `AnswerConflict` the sitting has seen the other answer, so saving replaces it.
        self.error = None
        return self.unsaved is None or self._save()

    def _accept_new_place(self, sitting: Sitting) -> None:
        # A switched branch concerns all sittings; any other reason concerns only this sitting.
        switched = sitting.file.branch_change()
        for concerned in self._sittings if switched else (sitting,):
            concerned.accept_new_place()

    def discard(self) -> None:
        """Drop the unsaved answer, and its draft."""
        if self.unsaved:
            self.unsaved.sitting.drop_draft(self.unsaved.item)
            self._empty()

    def may_leave(self) -> bool:
        """Return whether the person may leave.

        If an answer is unsaved, return False the first time, so that the caller can warn the
        person, and then True.
        """
        warned, self._warned = self._warned, True
        return self.unsaved is None or warned

    def _save(self) -> bool:
        assert self.unsaved
        sitting, item, answer = self.unsaved
        # A cleared answer has no day: it is the same as an answer that was never given.
        if answer != NOTHING:
            saved = sitting.answer_to(item)
            same = saved.on is not None and is_same_answer(saved, answer)
            answer = replace(answer, on=saved.on if same else self._today())
        # The answer is held before it is saved, so that after an unexpected error it can become a
        # draft.
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
        """Turn a draft into the pending answer, which a person confirms or discards.

        Return whether there is a draft; if several sittings have one, the first is used.

        Args:
            reason: The text of the question, for `ConfirmationRequired`.
            items: The items whose drafts are considered; by default, the items of the form.

        """
        for sitting in self._sittings:
            if draft := sitting.draft(items):
                self.unsaved = UnsavedAnswer(sitting, draft.item, draft.answer)
                self.error = ConfirmationRequired(reason)
                return True
        return False

    @property
    def draft_problem(self) -> str:
        """The reason why a draft cannot be read; empty if all drafts can be read."""
        return next((each.draft_problem for each in self._sittings if each.draft_problem), "")

    def keep_drafts(self, typed: UnsavedAnswer | None = None) -> None:
        """Save the pending answer and the answer being typed as drafts.

        A sitting has only one draft. If both answers belong to one sitting, the typed answer is
        saved if it is for the same item as the pending answer; otherwise the pending answer is.
        """
        pending = self.unsaved
        if typed and (pending is None or pending.sitting is not typed.sitting):
            typed.sitting.keep_draft(typed.item, typed.answer)
        elif typed and pending and pending.item == typed.item:
            pending = typed
        if pending:
            pending.sitting.keep_draft(pending.item, pending.answer)

    def drop_typed(self, sitting: Sitting, item: str) -> None:
        """Drop the draft of an item whose text was not changed, unless its answer is pending."""
        sitting.drop_draft(item)
        self.keep_drafts()

    def draft_files(self) -> list[Path]:
        """Return the files of the drafts that exist now."""
        return [file for each in self._sittings for file in each.draft_files]
