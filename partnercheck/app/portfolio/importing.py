"""Importing a form that a vendor has filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from partnercheck.app.shared.ask import AskScreen
from partnercheck.app.shared.page import Page
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Response
from partnercheck.base.regular_file import read_bytes, typed_path
from partnercheck.base.text import clean
from partnercheck.exchange.filing import file_import
from partnercheck.exchange.form_place import (
    NO_PLACE,
    Place,
    header_place,
    place_form,
    place_question,
)
from partnercheck.exchange.returned_form import read_form
from partnercheck.exchange.returned_text import FormRead
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.request_codes import read_requests


class UnknownCodeError(UserError):
    """A form has no known code: a person has to say if it belongs to the place in its header."""

    def __init__(self, question: str, place: Place) -> None:
        super().__init__(question)
        self.place = place


async def ask_for_form(
    page: Page[None], workspace: Workspace, imported: Callable[[str, str], None]
) -> None:
    """Ask for a form and save its answers; then call `imported` with the vendor and a message."""

    async def file_it(file: str | None, place: Place = NO_PLACE) -> None:
        if not file:
            return
        try:
            path = typed_path(file)
            vendor_id, message = import_form(workspace, path, page.partnercheck.today, place)
        except UnknownCodeError as error:
            screen = AskScreen("Where a form belongs", "File it there", "no", str(error))
            await page.open(screen, partial(file_there, file, error.place))
            return
        except (UserError, OSError) as error:
            page.show_message(str(error), "poor")
            return
        imported(vendor_id, message)

    async def file_there(file: str, place: Place, answer: str | None) -> None:
        if (answer or "").strip().casefold() in ("y", "yes"):
            await file_it(file, place)

    await page.open(AskScreen("Import a form that a vendor has filled in", "File", ""), file_it)


def import_form(
    workspace: Workspace, path: Path, today: dt.date, place: Place = NO_PLACE
) -> tuple[str, str]:
    """Save a form's answers, and return the vendor's id and a message.

    Raises UnknownCodeError if nobody has said where a form without a known code belongs, and
    UserError if the form cannot be imported.
    """
    requests = read_requests(workspace)
    try:
        form = read_form(
            read_bytes(path), clean(path.name), workspace.instruments, requests=requests
        )
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror or error}") from error
    if form.response is None:
        raise UserError(_most_useful(form.problems))
    response = _placed(workspace, form, path.name, place)
    if not response.respondent:
        raise UserError(
            f"{path.name} does not say who answered. "
            "Enter a name or role in the file, and import it again"
        )
    filed = file_import(workspace, response, today)
    message = f"{filed.file}: {filed.outcome}."
    if form.problems:
        message += f" {plural(len(form.problems), 'thing')} could not be read: {form.problems[0]}"
    return response.vendor, message


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
