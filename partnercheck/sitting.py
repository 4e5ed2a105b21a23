"""A sitting: one respondent at work on one questionnaire, every answer saved as it is given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from partnercheck.carried import carried
from partnercheck.files.read import response_of
from partnercheck.files.save import SaveError, current_text, save_answer
from partnercheck.files.toml import parse
from partnercheck.instruments.records import Instrument, Item
from partnercheck.model import Answer, Form, Level, Perspective, Record, Response, UserError
from partnercheck.rounds import current
from partnercheck.text import clean, one_line
from partnercheck.workspace import Workspace, response_path, vendor_path

NOTHING = Answer()


class Start(Record, frozen=True):
    """A questionnaire to begin; what is None is asked, or as before, or as usual here."""

    vendor: str
    perspective: Perspective | None = None
    respondent: str | None = None
    level: Level | None = None
    round: str | None = None
    form: Form | None = None


def sitting_of(workspace: Workspace, start: Start, today: dt.date) -> Sitting:
    """Begin or resume what `start` names. Raises UserError where it cannot be."""
    if workspace.broken:
        raise UserError(f"nothing can be answered until this is corrected: {workspace.broken}")
    response = Response(
        instrument=workspace.settings.instrument,
        vendor=start.vendor,
        round=start.round or current(workspace.settings.cadence, today),
        perspective=start.perspective or "buyer",
        respondent=one_line(clean(start.respondent or "")),
        form=start.form or workspace.settings.form,
        level=start.level,
    )
    return Sitting(workspace, response, today, form=start.form)


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
    ) -> None:
        """Begin, or resume what this respondent has answered before.

        A response that is resumed keeps its form, unless `form` asks for the longer one; it and a
        new level are written with the next answer. Raises UserError where the file that is there
        cannot be read.
        """
        self.workspace = workspace
        self.today = today
        self.path: Path = response_path(workspace, response)
        self.instrument: Instrument = workspace.instruments[response.instrument]
        self.response = response
        self._seen = current_text(self.path)
        self._undo: list[tuple[str, Answer]] = []
        if self._seen is not None:
            self._resume(response, form)
        self.carried = carried(workspace, self.response)

    def _resume(self, asked: Response, form: Form | None) -> None:
        assert self._seen is not None
        name = self.path.relative_to(self.workspace.root).as_posix()
        place = (asked.vendor, asked.round, self.path.name)
        source = parse(self._seen.encode("utf-8"), name)
        found, problems = response_of(source, place, self.workspace.instruments)
        if found is None:
            raise UserError("\n".join(str(p) for p in problems if p.severity == "error"))
        if found.respondent.casefold() != asked.respondent.casefold():
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
        """Save an answer. Raises SaveError, with nothing changed, where that fails."""
        before = self.answer_to(item)
        texts = {key: clean(getattr(answer, key), lines=True) for key in ("evidence", "reason")}
        answer = replace(answer, **texts)
        if answer != before:
            self._save(item, answer)
            self._undo.append((item, before))

    def take_back(self) -> str | None:
        """Undo the last change of this sitting; its item, or None where there is none."""
        if not self._undo:
            return None
        item, before = self._undo[-1]
        self._save(item, before)
        self._undo.pop()
        return item

    def _save(self, item: str, answer: Answer) -> None:
        if not vendor_path(self.workspace, self.response.vendor).exists():
            raise SaveError(f"the vendor {self.response.vendor} is gone from the workspace")
        self._seen = save_answer(
            self.workspace.root,
            self.path,
            self.response,
            self._ids,
            item,
            answer,
            self._seen,
        )
        answers = {**self.response.answers, item: answer}
        self.response = replace(self.response, answers=answers)

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
