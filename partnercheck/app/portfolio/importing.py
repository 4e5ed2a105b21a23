"""Importing a form that a vendor has filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.widgets import Input

from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.form import Field, Form
from partnercheck.app.terminal.key_order import wait_for_typed_keys
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
from partnercheck.exchange.outbox import OUTBOX
from partnercheck.exchange.returned_files import lying_forms
from partnercheck.exchange.returned_form import MAX_MAIL_BYTES, read_form
from partnercheck.exchange.returned_text import FormRead
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.request_codes import read_requests


class UnknownCodeError(UserError):
    """A form has no known code: a person has to say if it belongs to the place in its header."""

    def __init__(self, question: str, place: Place) -> None:
        super().__init__(question)
        self.place = place


class ImportScreen(FormPage[tuple[str, str]]):
    """A dialog for the form to import: a file, or one of those that lie there.

    It stays open until a form is filed; the result is the vendor's id and a message. A form without
    a known code is filed only after a yes, by a key that is no character.
    """

    KEYS: ClassVar[Sequence[Key]] = (
        *form_keys("import"),
        Key("import.yes", "ctrl+y", "file_there", "Yes, a form belongs there", typing=True),
    )
    HELP_TOPIC = "form"

    def __init__(self, workspace: Workspace, today: dt.date) -> None:
        """Create the screen, and look for the forms that lie in the outbox and in this folder."""
        super().__init__()
        self._workspace = workspace
        self._today = today
        self._asked: tuple[str, Place] | None = None  # the file and the place that is asked about
        self._lying = lying_forms(workspace, [workspace.root / OUTBOX, Path()])

    def fields(self) -> Sequence[Field]:
        """Return the field for a file, and the forms that lie there if there are any."""
        lying = [(str(each.path), each.words) for each in self._lying]
        found = [Field("lying", "Or one of these", "", lying)] if lying else []
        return [Field("file", "File", hint="the file that came back, or a mail"), *found]

    def on_mount(self) -> None:
        """Show the title."""
        self.set_header("Import a form that a vendor has filled in")
        if not self._lying:
            self.show_message("No filled form lies in the outbox or in this folder")

    async def action_move(self, by: int) -> None:
        """Import a file that was typed; without one, go to the forms that lie there."""
        typed = self.query_one("#file", Input)
        if by > 0 and self.focused is typed:
            await wait_for_typed_keys(typed)
            if typed.value.strip():
                await self.action_done()
                return
        await super().action_move(by)

    async def done(self, values: dict[str, str]) -> None:
        """File the form, or say why it cannot be filed."""
        file = values["file"] or values.get("lying", "")
        if not file:
            self.refuse("Enter the file to import", "file")
            return
        await self._file(file)

    async def _file(self, file: str, place: Place = NO_PLACE) -> None:
        try:
            result = import_form(self._workspace, typed_path(file), self._today, place)
        except UnknownCodeError as error:
            self._asked = file, error.place
            self.show_message(f"{error} {self.key_label('import.yes')} files them there", "note")
            return
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        await self.finish(result)

    async def action_file_there(self) -> None:
        """File the form at the place that was asked about, unless another file was named since."""
        values = self.query_one(Form).values()
        if self._asked and self._asked[0] == (values["file"] or values.get("lying", "")):
            await self._file(*self._asked)


async def ask_for_form(
    page: Page[None], workspace: Workspace, imported: Callable[[str, str], None]
) -> None:
    """Ask for a form and save its answers; then call `imported` with the vendor and a message."""

    def pass_on(result: tuple[str, str] | None) -> None:
        if result:
            imported(*result)

    await page.open(ImportScreen(workspace, page.partnercheck.today), pass_on)


def import_form(
    workspace: Workspace, path: Path, today: dt.date, place: Place = NO_PLACE
) -> tuple[str, str]:
    """Save a form's answers, and return the vendor's id and a message.

    Raises UnknownCodeError if nobody has said where a form without a known code belongs, and
    UserError if the form cannot be imported.
    """
    requests = read_requests(workspace)
    try:
        data = read_bytes(path, MAX_MAIL_BYTES)
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror or error}") from error
    form = read_form(data, clean(path.name), workspace.instruments, requests=requests)
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
