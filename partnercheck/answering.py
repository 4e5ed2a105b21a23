"""Answering a form that was sent to a vendor: the form itself is filled in, without a workspace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from partnercheck.carried import Carried
from partnercheck.files.atomic import write_path
from partnercheck.files.exchange import FormRead, read_form
from partnercheck.files.form_write import refilled
from partnercheck.files.save import AskError, SaveError, current_text, told
from partnercheck.instruments.read import packaged
from partnercheck.model import Answer, Response, Settings, UnreadableError, UserError
from partnercheck.sitting import Sitting
from partnercheck.workspace import Workspace


class FormSitting(Sitting):
    """A sitting whose answers go into the form that was sent, every one as it is given."""

    def __init__(self, path: Path, today: dt.date) -> None:
        """Begin or resume a form. Raises UserError where it cannot be read rightly."""
        text = current_text(path)
        if text is None:
            raise UserError(f"{path.name} is not there")
        form, self.response = _read(text, path)
        self.workspace = Workspace(path.parent, Settings(), packaged())
        self.today = today
        self.path = path
        self.instrument = packaged()[self.response.instrument]
        self.carried = Carried()
        self.drafts = None
        self.draft_problem = ""
        self._kind = form.kind
        self._seen = text
        self._undo: list[tuple[str, Answer]] = []

    @property
    def watched(self) -> tuple[Path, ...]:
        """Nothing: a form is one person's own."""
        return ()

    def _save(self, item: str, answer: Answer) -> None:
        if current_text(self.path) != self._seen:
            raise AskError(f"{self.path.name} has changed since it was read")
        response = replace(self.response, answers={**self.response.answers, item: answer})
        text = refilled(self._seen or "", self._kind, self.instrument, response)
        try:
            write_path(self.path, text.encode())
        except OSError as error:
            raise SaveError(f"cannot save: {told(error)}") from error
        self._seen = text
        self.response = response

    def agree(self) -> None:
        """Take in the form as it is now: the next answer is put into that. Raises UserError."""
        text = current_text(self.path)
        if text is None:
            raise SaveError(f"{self.path.name} is gone")
        self.response = _read(text, self.path)[1]
        self._seen = text
        self._undo = []


def _read(text: str, path: Path) -> tuple[FormRead, Response]:
    form = read_form(text.encode(), path.name, packaged())
    if form.response is None or form.problems:
        raise UnreadableError(form.problems, str(path.parent))
    return form, form.response
