"""Importing one form on a screen: read it, say where it belongs, and file its answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record, Response
from partnercheck.base.regular_file import read_bytes
from partnercheck.base.text import clean
from partnercheck.exchange.filing import DifferentResponseError, Filed, file_import
from partnercheck.exchange.form_place import (
    NO_PLACE,
    Place,
    header_place,
    place_form,
    place_question,
)
from partnercheck.exchange.returned_form import MAX_MAIL_BYTES, read_form
from partnercheck.exchange.returned_text import FormRead
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_description
from partnercheck.workspace.request_codes import read_requests


class UnknownCodeError(UserError):
    """A form has no known code: a person has to say whether its header names the right place."""

    def __init__(self, question: str, place: Place) -> None:
        super().__init__(question)
        self.place = place


class ImportedForm(Record, frozen=True):
    """A form whose answers were filed, or were filed already."""

    response: Response
    vendor: str  # the vendor's name
    filed: Filed
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """Return whose answers the form contains, and for which vendor and round."""
        response = self.response
        count = plural(sum(each.is_answered for each in response.answers.values()), "answer")
        return f"{count} by {response.respondent}, {self.vendor} {response.round}"

    @property
    def message(self) -> str:
        """Return what was filed where, and what could not be read."""
        outcome = {"new": "Filed", "same": "Filed already", "added": "Added what was new"}
        words = f"{outcome.get(self.filed.outcome, 'Filed')}: {self.name}, in {self.filed.file}"
        if not self.problems:
            return words
        return (
            f"{words}. {plural(len(self.problems), 'thing')} could not be read: {self.problems[0]}"
        )


def import_form(
    workspace: Workspace, path: Path, today: dt.date, place: Place = NO_PLACE
) -> ImportedForm:
    """Save a form's answers.

    Raises:
        UnknownCodeError: The form has no known code, and its place was not named.
        UserError: The form cannot be imported.

    """
    requests = read_requests(workspace)
    try:
        data = read_bytes(path, MAX_MAIL_BYTES)
    except OSError as error:
        reason = f"{path.name} cannot be read: {error.strerror or error}"
        raise UserError(
            f"{clean(reason)}. Check the path, and that you are allowed to read the file"
        ) from error
    form = read_form(data, clean(path.name), workspace.instruments, requests=requests)
    if form.response is None:
        raise UserError(_most_useful(form.problems))
    response = _placed(workspace, form, path.name, place)
    if not response.respondent:
        raise UserError(
            f"{path.name} does not say who answered. "
            "Enter a name or role in the file, and import it again"
        )
    try:
        filed = file_import(workspace, response, today)
    except DifferentResponseError as error:
        command = f"partnercheck import {clean(path.name)} --replace"
        raise UserError(f"{error}. To replace them, use `{command}`") from None
    name = read_description(workspace, response.vendor).vendor.name
    return ImportedForm(response, name, filed, form.problems)


def _placed(workspace: Workspace, form: FormRead, file: str, place: Place) -> Response:
    """Return a form's response with its vendor and round.

    Raises UserError, and UnknownCodeError for a form without a known code.
    """
    if form.request is None and place == NO_PLACE:
        in_header, problem = header_place(workspace, form, file)
        if problem:
            raise UserError(str(problem))
        raise UnknownCodeError(place_question(workspace, form, in_header), in_header)
    response, problem = place_form(workspace, form, file, place)
    if response is None:
        raise UserError(str(problem))
    return response


def _most_useful(problems: Sequence[Problem]) -> str:
    """Return the first problem, preferring one with a line number, and how many more there are."""
    first = next((problem for problem in problems if problem.line), problems[0])
    more = len(problems) - 1
    return f"{first}{f' And {more} more.' if more else ''}"
