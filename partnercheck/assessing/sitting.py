"""A sitting: one respondent at work on one questionnaire.

The answers are in a file: a response file of a workspace (`response_file.py`), or a form that was
sent to a vendor (`exchange/form_answering.py`). Either is an `AnswerFile`, which knows what is on
disk. A sitting adds what is the same for both: undo, drafts, and the answers of an earlier round.
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
    """The file behind a sitting."""

    workspace: Workspace
    path: Path
    instrument: Instrument
    # As last read from the file or written to it; nothing else counts as saved.
    response: Response
    # The folders in which other programs may change the answers.
    watched: tuple[Path, ...]
    # The sentence that says where to send the file; empty if it stays in a workspace.
    handover: str

    def save(self, item: str, answer: Answer) -> None:
        """Save one answer, if the file lacks it. Raises the same errors as `save_answer`."""

    def refresh(self, keep: Collection[str] = ()) -> list[str]:
        """Read the changes of others, unless the answer to an item of `keep` has changed.

        Return the items that changed.
        """

    def branch_change(self) -> str:
        """Return a sentence that says which branch git has switched to; empty if it has not."""

    def accept_new_place(self) -> None:
        """Use the file as it is now for the next answer. Raises UserError if it is unreadable."""


class Sitting:
    """The state between a questionnaire on screen and its file on disk.

    `drafts` is the folder for drafts; None if none are kept. `carried` are the answers from an
    earlier round, each offered until this round has an answer of its own.
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
        """The items that the respondent is asked: those of the form, and of its reserve.

        An item in reserve is asked when an item of its condition had no occasion.
        """
        return asked_items(self.instrument, self.response)

    def position_of(self, item: str) -> int:
        """Return the position of an item, or of the next one if it is not asked any more.

        Positions change when an item in reserve comes or goes; items do not.
        """
        ids = [each.id for each in self.instrument.items]
        before = ids[: ids.index(item)]
        return sum(each.id in before for each in self.items)

    def answer_to(self, item: str) -> Answer:
        """Return the answer on disk; `NOTHING` if there is none."""
        return self.response.answers.get(item, NOTHING)

    def offered(self, item: str) -> Answer | None:
        """Return the answer from an earlier round; None if this round has one, or there is none."""
        if self.answer_to(item).is_answered:
            return None
        return self.carried.answers.get(item)

    def save_answer(self, item: str, answer: Answer) -> None:
        """Save an answer, and drop its draft.

        Raises:
            ConfirmationRequired: A person has to agree to the place first.
            AnswerConflict: The item has another answer in the file by now.
            UserError, OSError: The answer cannot be saved. In all cases nothing has changed.

        """
        before = self.answer_to(item)
        texts = {key: clean(getattr(answer, key), lines=True) for key in ("evidence", "reason")}
        texts["source"] = clean(answer.source)
        answer = replace(answer, **texts)
        self.file.save(item, answer)
        if answer != before:
            self._undo.append((item, before))
        self.drop_draft(item)

    def undo(self) -> str | None:
        """Undo the last change of this sitting, and return its item; None if there is no change.

        After an `AnswerConflict` the change cannot be undone any more. Raises the same errors as
        `save_answer`.
        """
        if not self._undo:
            return None
        item, before = self._undo[-1]
        try:
            self.file.save(item, before)
        except AnswerConflict:
            self._undo.pop()
            raise
        self._undo.pop()
        return item

    def accept_new_place(self) -> None:
        """Use the file as it is now for the next answer, after `ConfirmationRequired`.

        Changes made before can no longer be undone. Raises UserError if the file is unreadable.
        """
        self.file.accept_new_place()
        self._undo = []

    def draft(self, items: Sequence[Item] | None = None) -> Draft | None:
        """Return the answer that was not saved when this questionnaire was last left.

        Only an answer to one of `items` (by default, those of the form) is returned; a draft for
        another item waits until a form that has it is opened. If a draft cannot be read,
        `draft_problem` says so.
        """
        if self.drafts is None:
            return None
        ids = {item.id for item in (self.items if items is None else items)}
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
        """Return the path that names a draft: items of the quick form have one of their own.

        So a sitting with the quick form neither drops nor overwrites a draft that it cannot offer.
        """
        path = self.file.path
        return path if form == "full" else path.with_suffix(".quick.toml")

    def _draft_key_of(self, item: str) -> Path:
        return self._draft_key("quick" if item in self.instrument.asks("quick") else "full")

    def keep_draft(self, item: str, answer: Answer) -> None:
        """Keep an unsaved answer as a draft, unless it is kept already or the disk refuses it.

        An answer that is on disk needs no draft: then an older draft is dropped.
        """
        draft = Draft(item, answer)
        if answer == self.answer_to(item):
            self.drop_draft(item)
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
        """The file of this sitting's draft, in a list that is empty if there is none."""
        if self.drafts is None or self._kept_draft is None:
            return []
        return [draft_path(self.drafts, self._draft_key_of(self._kept_draft.item))]

    @property
    def done(self) -> int:
        """How many items of the form have a score or a skip."""
        return sum(self.answer_to(item.id).is_answered for item in self.items)

    def first_open(self) -> int:
        """Return the position of the first item without an answer; 0 if all have one."""
        missing = (
            n for n, item in enumerate(self.items) if not self.answer_to(item.id).is_answered
        )
        return next(missing, 0)

    def siblings(self, item: Item) -> list[Item]:
        """Return the items of the form that belong to the same condition, this one included."""
        return [other for other in self.items if other.condition == item.condition]

    def complete(self, condition: str) -> bool:
        """Whether every item of a condition has an answer."""
        items = [item for item in self.items if item.condition == condition]
        return all(self.answer_to(item.id).is_answered for item in items)
