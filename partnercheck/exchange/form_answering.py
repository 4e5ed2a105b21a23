"""Answering a form that was sent to a vendor: the form itself is filled in, without a workspace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from partnercheck.assessing.carried import Carried
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Response, Settings, UnreadableError, Vendor
from partnercheck.base.text import clean, folded, one_line, slug
from partnercheck.exchange.form_write import refilled
from partnercheck.exchange.returned_form import FormRead, read_form
from partnercheck.questionnaires.read import packaged
from partnercheck.storage.atomic import write_path
from partnercheck.storage.save import AskError, SaveError, current_text, told
from partnercheck.workspace.open import Workspace


class FormSitting(Sitting):
    """A sitting whose answers go into the form that was sent, every one as it is given.

    `buyer` is the name of the organisation that asks.
    """

    def __init__(self, path: Path, today: dt.date, named: str = "") -> None:
        """Begin or resume a form, `named` so. Raises UserError where it cannot be read rightly."""
        self._name = clean(named) or path.name
        text = current_text(path, self._name)
        if text is None:
            raise UserError(f"{self._name} is not there")
        form, self.response = _read(text, path)
        self.buyer = form.buyer or "your customer"
        self.workspace = Workspace(path.parent, Settings(), packaged())
        self.today = today
        self.path = path
        self.instrument = packaged()[self.response.instrument]
        self.carried = Carried()
        self.drafts = None
        self.draft_problem = ""
        self._kind = form.kind
        self._header_buyer = form.buyer
        self._seen = text
        self._undo: list[tuple[str, Answer]] = []

    @property
    def vendor(self) -> Vendor:
        """What the screens call it whom the answers are about: the buyer, as the vendor sees it."""
        return Vendor(name=self.buyer, id=self.response.vendor)

    def what_next(self) -> str:
        """Where the answers are, and what to do with them."""
        where = clean(str(self.path.absolute()))
        return f"Your answers are in {where}. Send it back to the person who sent it to you."

    @property
    def watched(self) -> tuple[Path, ...]:
        """Nothing: a form is one person's own."""
        return ()

    def name_respondent(self, name: str) -> None:
        """Write who answers into the form. Raises SaveError, with nothing changed, if that fails.

        Raises UserError for a name that could not be filed.
        """
        respondent = one_line(clean(name))
        before = self.response.respondent
        if before and self.response.begun and folded(before) != folded(respondent):
            raise UserError(
                f"{self._name} has answers of {before}. They cannot become those of "
                f'"{respondent}": ask for a form of your own'
            )
        if not slug(respondent):
            what = f'"{respondent}" gives no file name for the answers'
            raise UserError(f"{what}. Write a name or a role in Latin letters")
        self._write(replace(self.response, respondent=respondent))

    def _save(self, item: str, answer: Answer) -> None:
        self._write(replace(self.response, answers={**self.response.answers, item: answer}))

    def _write(self, response: Response) -> None:
        if current_text(self.path, self._name) != self._seen:
            raise AskError(f"{self._name} has changed since it was read")
        buyer = self._header_buyer
        text = refilled(self._seen or "", self._kind, self.instrument, response, buyer)
        try:
            write_path(self.path, text.encode())
        except OSError as error:
            raise SaveError(f"cannot save: {told(error)}") from error
        self._seen = text
        self.response = response

    def agree(self) -> None:
        """Take in the form as it is now: the next answer is put into that. Raises UserError."""
        text = current_text(self.path, self._name)
        if text is None:
            raise SaveError(f"{self._name} is gone")
        self.response = _read(text, self.path)[1]
        self._seen = text
        self._undo = []


def _read(text: str, path: Path) -> tuple[FormRead, Response]:
    form = read_form(text.encode(), path.name, packaged())
    if form.response is None or form.problems:
        raise UnreadableError(form.problems, str(path.parent))
    return form, form.response
