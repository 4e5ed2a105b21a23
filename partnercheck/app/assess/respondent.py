"""Who answers a form: asked before its first question, if the form does not say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from partnercheck.app.assess.screen import AssessScreen
from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.errors import UserError
from partnercheck.exchange.form_answering import FormSitting

if TYPE_CHECKING:
    from textual.app import App


async def answer_form(app: App[None], sitting: FormSitting) -> None:
    """Open a form's questions, after asking who answers; leaving them ends the program."""

    def left(_: None) -> None:
        app.exit()

    async def begin(named: str | None) -> None:
        if named is None:
            app.exit()
            return
        screen = AssessScreen(sitting, sitting.vendor)
        screen.on_result = left
        await app.push_screen(screen)

    if sitting.response.respondent:
        await begin(sitting.response.respondent)
        return
    respondent = RespondentScreen(sitting)
    respondent.on_result = begin
    await app.push_screen(respondent)


class RespondentScreen(FormPage[str]):
    """The name or role of the person who answers a form; the result is what was written into it."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("begin")
    HELP_TOPIC = "respondent"

    def __init__(self, sitting: FormSitting) -> None:
        """Ask who answers this form."""
        super().__init__()
        self._sitting = sitting

    def fields(self) -> Sequence[Field]:
        """One field."""
        return [Field("respondent", "Who answers", hint="your name, or your role")]

    def on_mount(self) -> None:
        """Say for whom the answers are, and what the name is for."""
        self.set_header(f"Questions of {self._sitting.buyer}", self._sitting.response.round)
        self.show_message(
            "The name or role is kept with your answers. The form says who reads them."
        )

    async def done(self, values: dict[str, str]) -> None:
        """Write the name into the form, and begin."""
        name = values["respondent"].strip()
        if not name:
            self.refuse("Enter your name or role", "respondent")
            return
        try:
            self._sitting.name_respondent(name)
        except (UserError, OSError) as error:
            self.refuse(str(error), "respondent")
            return
        await self.finish(name)
