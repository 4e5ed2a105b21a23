"""Set-up of a questionnaire: who answers, from which side, for which round, in which form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual.widget import Widget

from partnercheck import git, rounds
from partnercheck.app.keys import Key
from partnercheck.app.screens.ask import AskScreen
from partnercheck.app.screens.page import Page
from partnercheck.app.start import Start
from partnercheck.app.widgets.form import Field, Form
from partnercheck.model import FORMS, LEVELS, PERSPECTIVES, Level, Perspective, Response, UserError
from partnercheck.model import Form as FormName
from partnercheck.rules.classify import pending
from partnercheck.sitting import Sitting
from partnercheck.workspace import Assessment, Workspace, load


def open_questionnaire(
    screen: Page[None],
    workspace: Workspace,
    vendor_id: str,
    start: Start | None,
    after: Callable[[], None],
) -> None:
    """Open a vendor's questionnaire: at once where all is known, else after asking."""
    from partnercheck.app.screens.assess import AssessScreen

    today = screen.partnercheck.today
    settings = workspace.settings
    start = start or Start(vendor_id)
    current = rounds.current(settings.cadence, today)
    assessment = load(workspace, vendor_id, start.round or current)

    def opened(sitting: Sitting | None) -> None:
        if sitting:
            screen.app.push_screen(AssessScreen(sitting, assessment.vendor), lambda _: after())

    if start.respondent and start.perspective:
        response = Response(
            instrument=settings.instrument,
            vendor=vendor_id,
            round=start.round or current,
            perspective=start.perspective,
            respondent=start.respondent,
            form=start.form or settings.form,
            level=start.level,
        )
        try:
            sitting = Sitting(workspace, response, today)
            if start.form or start.level:
                sitting.use_form(response)
            opened(sitting)
        except (UserError, OSError) as error:
            screen.tell(str(error), "poor")
        return
    screen.app.push_screen(SetupScreen(workspace, assessment, start), opened)


class SetupScreen(Page[Sitting]):
    """The questionnaire's header, with what is likely filled in."""

    KEYS: ClassVar[Sequence[Key]] = (
        *AskScreen.KEYS[:1],
        Key("ask.done", "ctrl+s", "done", "Begin", "begin", "⏎ ^S", palette=False),
        *AskScreen.KEYS[2:],
    )
    ABOUT = "setup"

    def __init__(self, workspace: Workspace, assessment: Assessment, start: Start) -> None:
        """The set-up for one vendor."""
        super().__init__()
        self._workspace = workspace
        self._assessment = assessment
        self._start = start

    def body(self) -> Sequence[Widget]:
        """The fields."""
        start, settings = self._start, self._workspace.settings
        full, quick = (len(self._workspace.instrument.form_items(form)) for form in FORMS)
        sides = {
            "buyer": f"buyer ({settings.organisation})",
            "vendor": f"vendor ({self._vendor_name})",
        }
        forms = {"full": f"full, {full} questions", "quick": f"quick, {quick} questions"}
        unfinished = self._unfinished()
        name = start.respondent or (unfinished and unfinished.respondent)
        name = name or git.user_name(self._workspace.root)
        view = start.perspective or (unfinished.perspective if unfinished else "buyer")
        form = start.form or (unfinished.form if unfinished else settings.form)
        level = start.level or (unfinished and unfinished.level) or ""
        return (
            Form(
                [
                    Field("respondent", "Who answers", name, hint="a name, or a role"),
                    Field(
                        "perspective",
                        "Whose view",
                        view,
                        [(p, sides[p]) for p in PERSPECTIVES],
                    ),
                    Field("round", "Round", self._assessment.round, hint=rounds.FORMS),
                    Field("form", "Form", form, [(f, forms[f]) for f in FORMS]),
                    Field(
                        "level",
                        "Level",
                        level,
                        [("", "not said"), *((each, each) for each in LEVELS)],
                    ),
                ]
            ),
        )

    def _unfinished(self) -> Response | None:
        """The response in this round that was left in the middle, if there is just one."""
        instrument = self._workspace.instrument
        left = [
            response
            for response in self._assessment.responses
            if response.instrument == instrument.id and pending(instrument, response)
        ]
        return left[0] if len(left) == 1 else None

    @property
    def _vendor_name(self) -> str:
        return self._assessment.vendor.name

    def on_mount(self) -> None:
        """Say for whom it is, and who has answered."""
        self.head(f"Assess {self._vendor_name}", self._assessment.round)
        here = ", ".join(
            f"{response.respondent} ({response.perspective}, {_given(response)} answers)"
            for response in self._assessment.responses
        )
        self.tell(f"In this round: {here}" if here else "Nobody has answered in this round yet")

    def on_form_filled(self) -> None:
        """Enter was pressed on the last field."""
        self.action_done()

    def action_done(self) -> None:
        """Begin, or say what is missing."""
        values = self.query_one(Form).values()
        if not values["respondent"]:
            self._refuse("Say who answers: a name, or a role", "respondent")
        elif not rounds.is_round(values["round"]):
            self._refuse(f"A round is {rounds.FORMS}", "round")
        else:
            self._begin(values)

    def _refuse(self, text: str, field: str) -> None:
        self.tell(text, "poor")
        self.query_one(f"#{field}").focus()

    def _begin(self, values: dict[str, str]) -> None:
        response = Response(
            instrument=self._workspace.settings.instrument,
            vendor=self._assessment.vendor.id,
            round=values["round"],
            perspective=cast("Perspective", values["perspective"]),
            respondent=values["respondent"],
            form=cast("FormName", values["form"]),
            level=cast("Level", values["level"]) if values["level"] else None,
        )
        try:
            sitting = Sitting(self._workspace, response, self.partnercheck.today)
            sitting.use_form(response)
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        self.dismiss(sitting)


def _given(response: Response) -> int:
    return sum(answer.given for answer in response.answers.values())
