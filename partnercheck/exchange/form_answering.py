"""Answering a form that was sent to a vendor: answers are saved in the form itself."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Response, Settings, UnreadableError, Vendor
from partnercheck.base.text import clean, name_key, one_line, slug
from partnercheck.exchange.form_write import refilled
from partnercheck.exchange.returned_form import read_form
from partnercheck.exchange.returned_text import FormRead
from partnercheck.questionnaires.read import packaged
from partnercheck.storage.atomic import write_path
from partnercheck.storage.save import ConfirmationRequired, SaveError, current_text, os_error_reason
from partnercheck.workspace.open import Workspace

# Forms of these kinds are filled in with other programs.
_FILLED_IN_ELSEWHERE = {
    ".xlsx": "a spreadsheet. Fill it in with a spreadsheet program, and send it back",
    ".html": "a page. Open it in a browser, press Save there, and send back the file that it saves",
}


class FormFile:
    """A form as an `AnswerFile`: each answer is saved to the form immediately.

    `buyer` is the name of the organisation that sent the form, as shown to the vendor.
    """

    # The form is outside any workspace and belongs to one person, so it is not watched for changes.
    watched: tuple[Path, ...] = ()

    def __init__(self, path: Path, name: str = "") -> None:
        """Read a form; `name` is its name in messages. Raises UserError if it cannot be read."""
        self._name = clean(name) or path.name
        if instead := _FILLED_IN_ELSEWHERE.get(path.suffix.lower()):
            raise UserError(f"{self._name} is {instead}")
        text = current_text(path, self._name)
        if text is None:
            raise UserError(f"{self._name} does not exist")
        form, self.response = _read(text, path)
        self.buyer = form.header.buyer or "your customer"
        self.workspace = Workspace(path.parent, Settings(), packaged())
        self.path = path
        self.instrument = packaged()[self.response.instrument]
        # For the header of the screens: the vendor's people answer about the buyer.
        self.vendor = Vendor(
            name=self.buyer,
            id=self.response.vendor,
            line=form.header.line,
            stage="candidate" if form.header.candidate else "active",
        )
        place = clean(str(path.absolute()))
        self.handover = (
            f"Your answers are in {place}. Send this file back to the person who sent it to you."
        )
        self._kind = form.kind
        self._header = form.header
        self._seen = text

    def name_respondent(self, name: str) -> None:
        """Write the name of the respondent into the form.

        Raises SaveError, with nothing changed, if that fails. Raises UserError if no file name can
        be made from the name, or if the form has another person's answers.
        """
        respondent = one_line(clean(name))
        before = self.response.respondent
        if before and self.response.begun and name_key(before) != name_key(respondent):
            raise UserError(
                f"{self._name} has answers by {before}, which cannot be changed to answers by "
                f'"{respondent}". Ask for a form of your own'
            )
        if not slug(respondent):
            reason = f'no file name can be made from "{respondent}"'
            raise UserError(f"{reason}. Write a name or a role in Latin letters")
        self._write(replace(self.response, respondent=respondent))

    def save(self, item: str, answer: Answer) -> None:
        """Save one answer in the form. Raises SaveError if the form could not be changed."""
        self._write(replace(self.response, answers={**self.response.answers, item: answer}))

    def _write(self, response: Response) -> None:
        if current_text(self.path, self._name) != self._seen:
            message = f"another program has changed {self._name} since it was read"
            raise ConfirmationRequired(message)
        if response == self.response:
            return
        text = refilled(self._seen, self._kind, self.instrument, response, self._header)
        try:
            write_path(self.path, text.encode())
        except OSError as error:
            raise SaveError(f"cannot save: {os_error_reason(error)}") from error
        self._seen = text
        self.response = response

    def refresh(self, keep: Collection[str] = ()) -> list[str]:
        """Do nothing: a changed form requires confirmation when the next answer is saved."""
        return []

    def branch_change(self) -> str:
        """Return an empty text: a form belongs to no branch."""
        return ""

    def accept_new_place(self) -> None:
        """Read the form again, and save later answers to the form as it is now.

        Raises UserError if it cannot be read.
        """
        text = current_text(self.path, self._name)
        if text is None:
            raise SaveError(f"{self._name} no longer exists")
        self.response = _read(text, self.path)[1]
        self._seen = text


def _read(text: str, path: Path) -> tuple[FormRead, Response]:
    form = read_form(text.encode(), path.name, packaged())
    if form.response and form.source != "file":
        raise UserError(
            f"{clean(path.name)} is not the form itself, but an e-mail or a page with its text. "
            "Save the form in a file of its own, and fill it in there"
        )
    if form.response:
        version, current = form.response.version, packaged()[form.response.instrument].version
        if version not in (None, current):
            raise UserError(
                f"{clean(path.name)} has version {version} of the questions, but this program has "
                f"version {current}. Ask for a new form, or fill in this one with an editor"
            )
    if form.response is None or form.problems:
        raise UnreadableError(form.problems, str(path.parent))
    return form, form.response
