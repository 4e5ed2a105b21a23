"""The screen that asks for the respondent of a form, if the form does not name one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from partnercheck.app.assess.screen import AssessScreen
from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.widgets.form import Field
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.exchange.form_answering import FormFile

if TYPE_CHECKING:
    from textual.app import App


async def answer_form(app: App[None], form: FormFile, today: dt.date) -> None:
    """Ask for the respondent, then open the form's questions; leaving them ends the program."""

    def exit_program(_: None) -> None:
        app.exit()

    async def begin(respondent: str | None) -> None:
        if respondent is None:
            app.exit()
            return
        questionnaire = AssessScreen(Sitting(form, today), form.vendor)
        questionnaire.on_result = exit_program
        await app.push_screen(questionnaire)

    if form.response.respondent:
        await begin(form.response.respondent)
        return
    screen = RespondentScreen(form)
    screen.on_result = begin
    await app.push_screen(screen)


class RespondentScreen(FormPage[str]):
    """A form for the name or role of the respondent; the result is that name."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("begin")
    HELP_TOPIC = "respondent"

    def __init__(self, form: FormFile) -> None:
        """Create the screen for this form."""
        super().__init__()
        self._form = form

    def fields(self) -> Sequence[Field]:
        """Return the only field: the name or role."""
        hint = "your name or role"
        note = "It is saved with your answers. The form says who will read them."
        return [Field("respondent", "Who answers", hint=hint, note=note, required=True)]

    def on_mount(self) -> None:
        """Show the name of the organisation that asks."""
        self.set_header(f"Questions from {self._form.buyer}", self._form.response.round)

    async def done(self, values: dict[str, str]) -> None:
        """Write the name into the form, and open the questions."""
        name = values["respondent"].strip()
        if not name:
            self.refuse("Enter your name or role", "respondent")
            return
        try:
            self._form.name_respondent(name)
        except (UserError, OSError) as error:
            self.refuse(str(error), "respondent")
            return
        await self.finish(name)
