"""A sitting: one respondent at work on one questionnaire, every answer saved as it is given.

Somebody else may write to the same file meanwhile, or git may exchange it for another: a sitting
takes in what it can, and asks where an answer would end up in another place than it was meant for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from partnercheck.assessing.carried import carried
from partnercheck.assessing.drafts import Draft, draft_path, drop_draft, keep_draft, load_draft
from partnercheck.base.errors import UserError
from partnercheck.base.git import branch
from partnercheck.base.records import (
    FORMS,
    Answer,
    Form,
    Level,
    Perspective,
    Problem,
    Record,
    Response,
    UnreadableError,
)
from partnercheck.base.rounds import current
from partnercheck.base.text import clean, folded, tidy_name
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.storage.parse import Source, parse
from partnercheck.storage.save import AskError, current_text, is_there
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import vendor_path
from partnercheck.workspace.readers import response_of
from partnercheck.workspace.responses import TakenError, response_path, save_answer

NOTHING = Answer()
Clock = Callable[[], dt.date]


class Start(Record, frozen=True):
    """A questionnaire to begin; what is None is asked, or as before, or as usual here."""

    vendor: str
    perspective: Perspective | None = None
    respondent: str | None = None
    level: Level | None = None
    round: str | None = None
    form: Form | None = None
    instrument: str | None = None


def sitting_of(
    workspace: Workspace, start: Start, today: dt.date, clock: Clock | None = None
) -> Sitting:
    """Begin or resume what `start` names. Raises UserError where it cannot be.

    `clock` tells when the round has ended; it is not looked at for another round than today's.
    """
    if workspace.broken:
        before = "nothing can be answered until this is corrected: "
        raise UnreadableError([workspace.broken], str(workspace.root), before)
    named = start.instrument or workspace.settings.instrument
    if named not in workspace.instruments:
        known = ", ".join(workspace.instruments)
        raise UserError(f'there is no instrument "{clean(named)}". Known: {known}')
    response = Response(
        instrument=named,
        vendor=start.vendor,
        round=start.round or current(workspace.settings.cadence, today),
        perspective=start.perspective or "buyer",
        respondent=tidy_name(start.respondent or ""),
        form=start.form or workspace.settings.form,
        level=start.level,
    )
    dated = response.round == current(workspace.settings.cadence, today)
    return Sitting(workspace, response, today, form=start.form, clock=clock if dated else None)


class Sitting:
    """The state between a questionnaire on screen and its file on disk.

    `response` is what is known to be on disk; nothing else ever counts as saved.
    """

    def __init__(
        self,
        workspace: Workspace,
        response: Response,
        today: dt.date,
        form: Form | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Begin, or resume what this respondent has answered before.

        A response that is resumed keeps its form, unless `form` asks for the longer one; it and a
        new level are written with the next answer. With a `clock`, an answer given after the round
        has ended is asked about first. Raises UserError where the file that is there cannot be
        read.
        """
        self.workspace = workspace
        self.today = today
        self.path: Path = response_path(workspace, response)
        self.instrument: Instrument = workspace.instruments[response.instrument]
        self.response = response
        self.drafts: Path | None = None
        self.draft_problem = ""
        self._clock = clock
        self._branch = branch(workspace.root)
        self._seen = current_text(self.path)
        self._undo: list[tuple[str, Answer]] = []
        if self._seen is not None:
            self._resume(self._seen, form)
        self.carried = carried(workspace, self.response)

    def _resume(self, text: str, form: Form | None) -> None:
        """Take in the file's text. Raises UserError where it is not this respondent's."""
        asked = self.response
        name = self.path.relative_to(self.workspace.root).as_posix()
        place = (asked.vendor, asked.round, self.path.name)
        source = parse(text.encode("utf-8"), name)
        found, problems = response_of(source, place, self.workspace.instruments)
        if found is None:
            errors = [problem for problem in problems if problem.severity == "error"]
            raise UnreadableError(errors, str(self.workspace.root))
        if folded(found.respondent) != folded(asked.respondent):
            raise UserError(
                f'"{asked.respondent}" and "{found.respondent}" would share the file {name}. '
                "Answer under another name"
            )
        level = asked.level or found.level
        self.response = replace(found, form="full" if form == "full" else found.form, level=level)

    @property
    def _ids(self) -> list[str]:
        return [item.id for item in self.instrument.items]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the respondent's form."""
        return self.instrument.form_items(self.response.form)

    def answer_to(self, item: str) -> Answer:
        """What is on disk for an item."""
        return self.response.answers.get(item, NOTHING)

    def offered(self, item: str) -> Answer | None:
        """The answer of an earlier round that could be confirmed, while there is none in this."""
        if self.answer_to(item).given:
            return None
        return self.carried.answers.get(item)

    def give(self, item: str, answer: Answer) -> None:
        """Save an answer. Raises SaveError, with nothing changed, where that fails.

        One that is known to be on disk is saved again only where the file is another by now.
        """
        before = self.answer_to(item)
        texts = {key: clean(getattr(answer, key), lines=True) for key in ("evidence", "reason")}
        answer = replace(answer, **texts)
        if answer != before or current_text(self.path) != self._seen:
            self._save(item, answer)
        if answer != before:
            self._undo.append((item, before))
        self.forget(item)

    def draft(self, items: Sequence[Item] | None = None) -> Draft | None:
        """The answer that was in hand, and not saved, when this questionnaire was last left.

        Only an answer to one of `items`, which are those of the form unless others are given; one
        to another item waits until a form that has it is opened. If there is a draft that cannot
        be read, `draft_problem` says so.
        """
        if self.drafts is None:
            return None
        asked = {item.id for item in (self.items if items is None else items)}
        for file in (self._draft_key(form) for form in FORMS):
            try:
                draft = load_draft(self.drafts, file)
            except UserError as error:
                self.draft_problem = f"{str(error)[:1].upper()}{str(error)[1:]}"
                continue
            if draft and draft.item in asked and draft.answer != self.answer_to(draft.item):
                return draft
        return None

    def _draft_key(self, form: Form) -> Path:
        """The file by which a draft is known: what the quick form asks has another one.

        So a sitting with the quick form neither drops a draft that it cannot offer, nor writes
        over it.
        """
        return self.path if form == "full" else self.path.with_suffix(".quick.toml")

    def _form_of(self, item: str) -> Form:
        return "quick" if item in self.instrument.asks("quick") else "full"

    def remember(self, item: str, answer: Answer) -> None:
        """Keep an answer in hand as a draft; where even that fails, nothing more can be done."""
        if self.drafts and answer != self.answer_to(item):
            with suppress(OSError):
                keep_draft(self.drafts, self._draft_key(self._form_of(item)), Draft(item, answer))

    def draft_file(self, item: str) -> Path | None:
        """Where the draft of an answer to an item is, if there is one; None if none is kept."""
        return (
            draft_path(self.drafts, self._draft_key(self._form_of(item))) if self.drafts else None
        )

    def forget(self, item: str) -> None:
        """Drop the draft, since what was in hand is saved, or was dropped by its writer."""
        if self.drafts:
            drop_draft(self.drafts, self._draft_key(self._form_of(item)))

    def take_back(self) -> str | None:
        """Undo the last change of this sitting; its item, or None where there is none."""
        if not self._undo:
            return None
        item, before = self._undo[-1]
        try:
            self._save(item, before)
        except TakenError:
            self._undo.pop()
            raise
        self._undo.pop()
        return item

    def _save(self, item: str, answer: Answer) -> None:
        self._ask_first()
        if not is_there(vendor_path(self.workspace, self.response.vendor)):
            raise AskError(f"the vendor {self.response.vendor} is gone from the workspace")
        before = self.response
        try:
            saved = save_answer(
                self.workspace.root,
                self.path,
                self.response,
                self._ids,
                item,
                answer,
                self._seen,
                self._problems,
            )
        except TakenError as taken:
            self._take_in(taken.text)
            raise
        if saved.merged:
            self._take_in(saved.text)
        self._seen = saved.text
        self.response = replace(
            self.response,
            form=before.form if before.form == "full" else self.response.form,
            answers={**self.response.answers, item: answer},
        )

    def _problems(self, source: Source) -> tuple[Problem, ...]:
        """What the reader finds wrong in the file of this sitting."""
        place = (self.response.vendor, self.response.round, self.path.name)
        return response_of(source, place, self.workspace.instruments)[1]

    def _take_in(self, text: str) -> list[str]:
        """Let the file's text count as seen; the items whose answers are others now."""
        before = self.response
        try:
            self._resume(text, before.form)
        except UserError:
            return []
        self._seen = text
        return [
            item.id
            for item in self.instrument.items
            if before.answers.get(item.id, NOTHING) != self.answer_to(item.id)
        ]

    def refresh(self, keep: str = "") -> list[str]:
        """Take in what others have written; the items whose answers are others now.

        Nothing is taken in while the answer to `keep`, which is being worked on, is another one,
        nor from another branch; both are asked about when the answer is saved.
        """
        if self.moved():
            return []
        try:
            text = current_text(self.path)
        except (UserError, OSError):
            return []
        if text is None or text == self._seen:
            return []
        before = (self._seen, self.response)
        changed = self._take_in(text)
        if keep in changed:
            self._seen, self.response = before
            return []
        return changed

    @property
    def watched(self) -> tuple[Path, ...]:
        """The folders in which somebody else may change what this sitting shows."""
        return (self.path.parent,)

    def moved(self) -> str:
        """Where git has switched to, as a sentence; empty while it is where the sitting began."""
        now = branch(self.workspace.root)
        if now == self._branch:
            return ""
        here, then = (name.removeprefix("ref: refs/heads/") for name in (now, self._branch))
        return f"git has switched from {clean(then)} to {clean(here)}"

    def _ask_first(self) -> None:
        """Raise AskError where an answer would end up in a place that was not meant."""
        if moved := self.moved():
            raise AskError(moved)
        if self._clock is not None:
            today = current(self.workspace.settings.cadence, self._clock())
            if today != self.response.round:
                raise AskError(f"it is {today} by now, and this is the round {self.response.round}")

    def agree(self) -> None:
        """Go on in the place as it is now, after AskError: the next answer is saved there.

        On another branch only the answers that are given from now on are written.
        """
        now = branch(self.workspace.root)
        text = current_text(self.path)
        if text is None and now != self._branch:
            self.response = replace(self.response, answers={})
        self._clock = None
        self._branch = now
        self._undo = []
        if text is None:
            self._seen = None
        elif text != self._seen:
            self._seen = text
            self._resume(text, self.response.form)

    @property
    def done(self) -> int:
        """How many items of the form have a score or a skip."""
        return sum(self.answer_to(item.id).given for item in self.items)

    def first_open(self) -> int:
        """The position of the first item without an answer; 0 where all have one."""
        missing = (n for n, item in enumerate(self.items) if not self.answer_to(item.id).given)
        return next(missing, 0)

    def complete(self, condition: str) -> bool:
        """Whether every item of a condition has an answer."""
        items = [item for item in self.items if item.condition == condition]
        return all(self.answer_to(item.id).given for item in items)
