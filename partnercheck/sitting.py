"""A sitting: one respondent at work on one questionnaire, every answer saved as it is given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from partnercheck.files.read import response_of
from partnercheck.files.save import current_text, save_answer, save_header
from partnercheck.files.toml import parse
from partnercheck.instruments.records import Instrument, Item
from partnercheck.model import Answer, Response, UserError
from partnercheck.workspace import Workspace, response_path

NOTHING = Answer()


class Sitting:
    """The state between a questionnaire on screen and its file on disk.

    `response` is what is known to be on disk; nothing else ever counts as saved.
    """

    def __init__(self, workspace: Workspace, response: Response, today: dt.date) -> None:
        """Begin, or resume what this respondent has answered before.

        Raises UserError where the file that is there cannot be read.
        """
        self.workspace = workspace
        self.today = today
        self.path: Path = response_path(workspace, response)
        self.instrument: Instrument = workspace.instruments[response.instrument]
        self.response = response
        self._seen = current_text(self.path)
        self._undo: list[tuple[str, Answer]] = []
        if self._seen is not None:
            self._resume(response)

    def _resume(self, asked: Response) -> None:
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
        self.response = found

    def use_form(self, response: Response) -> None:
        """Change the form and the level of a resumed response to those asked for now."""
        asked = {"form": response.form, "level": response.level or self.response.level}
        if self._seen is None or asked == {key: getattr(self.response, key) for key in asked}:
            self.response = replace(self.response, **asked)
            return
        header = {key: value for key, value in asked.items() if value is not None}
        self._seen = save_header(self.workspace.root, self.path, self._ids, header, self._seen)
        self.response = replace(self.response, **asked)

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

    def give(self, item: str, answer: Answer) -> None:
        """Save an answer. Raises SaveError, with nothing changed, where that fails."""
        before = self.answer_to(item)
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
