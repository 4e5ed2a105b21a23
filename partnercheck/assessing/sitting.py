"""A sitting: one respondent at work on one questionnaire.

The answers are in a file: a response file of a workspace (`response_file.py`), or a form that was
sent to a vendor (`exchange/form_answering.py`). Both implement `AnswerFile`, which knows what is on
disk. A sitting adds what both need: undo, drafts, and the answers of an earlier round.

Invariants: `response` is the content of the file, as far as this sitting knows; an answer that is
not saved is at most a draft. `_undo` has the item and the former answer of every change of this
sitting that can still be undone, the latest change last.

For example, when nothing has been answered yet:

    save_answer(decisions, 2)   the file has 2                      undo: (decisions, none)
    keep_draft(decisions, 3)    the file has 2, the draft has 3     undo: the same
    save_answer(decisions, 3)   the file has 3, the draft is gone   undo: ..., (decisions, 2)
    undo()                      the file has 2                      undo: (decisions, none)
    a colleague saves 0         the file has 0                      undo: the same
    undo()                      AnswerConflict; the file has 0      undo: empty
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from partnercheck.assessing.carried import Carried
from partnercheck.assessing.drafts import Draft, draft_path, drop_draft, keep_draft, load_draft
from partnercheck.base.english import capitalised
from partnercheck.base.errors import UserError
from partnercheck.base.records import FORMS, Answer, Form, Response
from partnercheck.base.text import clean
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.rules.readings import asked_items
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.responses import AnswerConflict

NOTHING = Answer()


class AnswerFile(Protocol):
    """The file that a sitting reads and writes."""

    workspace: Workspace
    path: Path
    instrument: Instrument
    # The response as last read from the file or written to it; no other answers count as saved.
    response: Response
    # The folders in which other programs may change the answers.
    watched: tuple[Path, ...]
    # The sentence that says where to send the file; empty if it stays in a workspace.
    handover: str

    def save(self, item: str, answer: Answer) -> None:
        """Save one answer, unless the file has it. Raises the same errors as `save_answer`."""

    def refresh(self, keep: Collection[str] = ()) -> list[str]:
        """Read the changes of others, unless the answer to an item of `keep` has changed.

        Return the items that changed.
        """

    def branch_change(self) -> str:
        """Return a sentence that says which branch git has switched to; empty if it has not."""

    def accept_new_place(self) -> None:
        """Use the file as it is now for the next answer. Raises UserError if it is unreadable."""


class Sitting:
    """One respondent's work on one questionnaire: its saved answers, undo and drafts.

    `drafts` is the folder for drafts, or None to save no drafts. `carried` has the answers from an
    earlier round; each answer is offered until its item is answered in this round.
    """

    def __init__(self, file: AnswerFile, today: dt.date, carried: Carried | None = None) -> None:
        """Begin or continue the answers in a file."""
        self.file = file
        self.today = today
        self.carried = carried or Carried()
        self.drafts: Path | None = None
        self.draft_problem = ""
        self._kept_draft: Draft | None = None
        self._undo: list[tuple[str, Answer]] = []

    @property
    def response(self) -> Response:
        """The answers on disk, and who gave them."""
        return self.file.response

    @property
    def instrument(self) -> Instrument:
        """The questionnaire."""
        return self.file.instrument

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that the respondent is asked: the form's items, and some reserve items.

        A quick form gets a reserve item only after *no occasion* for a core item of its condition.
        """
        return asked_items(self.instrument, self.response)

    def position_of(self, item: str) -> int:
        """Return the index of an item or, if the form does not ask it any more, of the next item.

        To remember a position, store the item: positions change when a reserve item is added or
        removed.
        """
        ids = [each.id for each in self.instrument.items]
        before = ids[: ids.index(item)]
        return sum(each.id in before for each in self.items)

    def answer_to(self, item: str) -> Answer:
        """Return the answer on disk; `NOTHING` if there is none."""
        return self.response.answers.get(item, NOTHING)

    def offered(self, item: str) -> Answer | None:
        """Return an item's answer from an earlier round, or None.

        None is also returned if the item is already answered in this round.
        """
        if self.answer_to(item).is_answered:
            return None
        return self.carried.answers.get(item)

    def save_answer(self, item: str, answer: Answer) -> None:
        """Save an answer, and drop its draft.

        Raises:
            ConfirmationRequired: The file, its branch or its round has changed; a person must agree
                to go on.
            AnswerConflict: The item's answer in the file differs from the answer last seen.
            UserError, OSError: The answer cannot be saved. In all cases nothing has changed.

        """
        before = self.answer_to(item)
        # Readers clean texts too, so only a cleaned answer can equal an answer that was read.
        texts = {key: clean(getattr(answer, key), lines=True) for key in ("evidence", "reason")}
        texts["source"] = clean(answer.source)
        answer = replace(answer, **texts)
        self.file.save(item, answer)
        if answer != before:
            self._undo.append((item, before))
        self.drop_draft(item)

    def undo(self) -> str | None:
        """Undo the last change of this sitting; return its item, or None without a change.

        After an `AnswerConflict` the change cannot be undone any more. Raises the same errors as
        `save_answer`.
        """
        if not self._undo:
            return None
        item, before = self._undo[-1]
        try:
            self.file.save(item, before)
        except AnswerConflict:
            # After any other error a second try may succeed. After an `AnswerConflict` it would
            # replace somebody else's answer.
            self._undo.pop()
            raise
        self._undo.pop()
        return item

    def accept_new_place(self) -> None:
        """Use the file as it is now for the next answer, after `ConfirmationRequired`.

        Earlier changes can no longer be undone. Raises UserError if the file is unreadable.
        """
        self.file.accept_new_place()
        # The former answers belong to the old branch or file.
        self._undo = []

    def draft(self, items: Sequence[Item] | None = None) -> Draft | None:
        """Return the answer that was not saved when this questionnaire was last left.

        Only an answer to one of `items` (by default, the form's items) is returned; a draft for
        another item is kept until a form with that item is opened. If a draft cannot be read,
        `draft_problem` says so.
        """
        if self.drafts is None:
            return None
        ids = {item.id for item in (self.items if items is None else items)}
        # The full form has the items of both kinds of drafts, full and quick.
        for file in (self._draft_key(form) for form in FORMS):
            try:
                draft = load_draft(self.drafts, file)
            except UserError as error:
                self.draft_problem = capitalised(str(error))
                continue
            if draft and draft.item in ids and draft.answer != self.answer_to(draft.item):
                return draft
        return None

    def _draft_key(self, form: Form) -> Path:
        """Return the path from which a draft's name is made; each form has a path of its own.

        So a sitting with the quick form neither drops nor overwrites a draft that it cannot offer.
        """
        path = self.file.path
        return path if form == "full" else path.with_suffix(".quick.toml")

    def _draft_key_of(self, item: str) -> Path:
        return self._draft_key("quick" if item in self.instrument.asks("quick") else "full")

    def keep_draft(self, item: str, answer: Answer) -> None:
        """Write an unsaved answer as a draft, unless it already is a draft; ignore an OSError.

        If the answer is already in its file, drop the item's draft instead.
        """
        draft = Draft(item, answer)
        if answer == self.answer_to(item):
            self.drop_draft(item)
        # This is called again and again while a text is typed, but only changes are written.
        elif self.drafts and draft != self._kept_draft:
            with suppress(OSError):
                keep_draft(self.drafts, self._draft_key_of(item), draft)
                self._kept_draft = draft

    def drop_draft(self, item: str) -> None:
        """Drop the draft of an item."""
        self._kept_draft = None
        if self.drafts:
            drop_draft(self.drafts, self._draft_key_of(item))

    @property
    def draft_files(self) -> list[Path]:
        """A list with the file of this sitting's draft; empty without a draft."""
        if self.drafts is None or self._kept_draft is None:
            return []
        return [draft_path(self.drafts, self._draft_key_of(self._kept_draft.item))]

    @property
    def done(self) -> int:
        """The number of the form's items that have a score or a skip."""
        return sum(self.answer_to(item.id).is_answered for item in self.items)

    def first_open(self) -> int:
        """Return the index of the first item without an answer; 0 if all items have an answer."""
        missing = (
            n for n, item in enumerate(self.items) if not self.answer_to(item.id).is_answered
        )
        return next(missing, 0)

    def siblings(self, item: Item) -> list[Item]:
        """Return the form's items that belong to the same condition, including this item."""
        return [other for other in self.items if other.condition == item.condition]

    def complete(self, condition: str) -> bool:
        """Whether every item of a condition has an answer."""
        items = [item for item in self.items if item.condition == condition]
        return all(self.answer_to(item.id).is_answered for item in items)
