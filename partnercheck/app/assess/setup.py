"""The form shown before a questionnaire: respondent, perspective, round and length."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, cast

from partnercheck.app.assess.screen import AssessScreen
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.form import Field
from partnercheck.assessing.sitting import Sitting
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base import git, rounds
from partnercheck.base.errors import UserError
from partnercheck.base.records import LEVELS, PERSPECTIVES, Level, Perspective
from partnercheck.base.records import Form as FormName
from partnercheck.report.words.since import since_sentence
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import Round, read_round
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor

SIDE_WORDS: Mapping[Perspective, str] = {"buyer": "ours", "vendor": "theirs"}


async def open_questionnaire(
    page: Page[None], workspace: Workspace, start: Start, after: Callable[[], None]
) -> None:
    """Open a vendor's questionnaire, after asking for missing details.

    `after` is called when the user leaves the questionnaire.
    """
    if broken := workspace.broken:
        page.show_message(f"Correct this before answering: {broken}", "poor")
        return
    today = page.partnercheck.today
    round_id = start.round or rounds.current(workspace.settings.cadence, today)
    files = read_vendor(workspace, start.vendor)

    async def begin(sitting: Sitting | None) -> None:
        if sitting is None:
            return
        screen = AssessScreen(sitting, files.vendor)

        async def go_on(_: None) -> None:
            after()
            if screen.next_vendor:
                who = sitting.response
                # The vendor's own people answer about their own firm only.
                name = who.respondent if who.perspective == "buyer" else None
                level = who.level if name else None
                next_start = Start(screen.next_vendor, "buyer", name, level)
                await open_questionnaire(page, workspace, next_start, after)

        await page.open(screen, go_on)

    if start.respondent and start.perspective:
        try:
            await begin(start_sitting(workspace, start, today, page.partnercheck.clock))
        except (UserError, OSError) as error:
            page.show_message(str(error), "poor")
        return
    round_ = read_round(workspace, files, round_id)
    await page.open(SetupScreen(workspace, files, round_, start), begin)


class SetupScreen(NameForm[Sitting]):
    """A form for the questionnaire's header, filled in with likely values."""

    KEYS: ClassVar[Sequence[Key]] = name_keys("begin")
    GUESSES_NAMES = True
    ASKS_FOR_WHOLE_NAMES = True
    HELP_TOPIC = "setup"

    def __init__(
        self, workspace: Workspace, files: VendorFiles, round_: Round, start: Start
    ) -> None:
        """Create the form for one vendor."""
        super().__init__()
        self.workspace = workspace
        self._files = files
        self._vendor = files.vendor
        self.vendor_id = self._vendor.id
        self._round = round_
        self._start = start
        self._confirmed = ""

    def fields(self) -> Sequence[Field]:
        """Return the respondent, perspective, level, round, questionnaire and form."""
        start, settings = self._start, self.workspace.settings
        vendor = self._vendor.name
        views = {"buyer": f"buyer ({settings.organisation})", "vendor": f"vendor ({vendor})"}
        forms = {
            "": f"the form already begun, or else {settings.form}",
            "full": "full, every question",
            "quick": "quick, the core questions",
        }
        levels = [("", "not stated"), *((each, each) for each in LEVELS)]
        return [
            Field(
                "respondent",
                "Name",
                start.respondent or git.user_name(self.workspace.root),
                hint="your name or role",
                group="Who answers",
                required=True,
            ),
            Field(
                "perspective",
                "Whose view",
                start.perspective or "buyer",
                [(p, views[p]) for p in PERSPECTIVES],
            ),
            Field("level", "Level", start.level or "", levels),
            Field(
                "round",
                "Round",
                self._round.id,
                hint=rounds.FORMS,
                group="Which questions",
                required=True,
            ),
            Field("instrument", "Questionnaire", start.instrument or "", self._kinds()),
            Field("form", "Form", start.form or "", list(forms.items())),
        ]

    def _kinds(self) -> list[tuple[str, str]]:
        """Return the available questionnaires with their lengths, the classifying one first."""
        own = self.workspace.instrument
        known = self.workspace.instruments.values()
        kinds = [("", own), *((each.id, each) for each in known if not each.classifies)]
        return [
            (key, f"{each.name}: {len(each.items)}, quick {len(each.form_items('quick'))}")
            for key, each in kinds
        ]

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the respondent, who is one of the people of the chosen side."""
        return {"respondent": NameField(cast("Perspective", values["perspective"]))}

    def on_mount(self) -> None:
        """Show the vendor and the people who have answered in this round."""
        self.set_header(f"Assess {self._vendor.name}", self._round.id)
        picks = f"{self.key_label('form.names')} lists the known people"
        if respondents := _respondents(self._round, self.workspace.instrument.id):
            self.show_message(f"Answered in {self._round.id}: {respondents}.   {picks}")
        else:
            today = self.partnercheck.today
            since = since_sentence(self.workspace, self._files, self._round.id, today)
            nobody = f"Nobody has answered in {self._round.id} yet. {since}".rstrip()
            self.show_message(f"{nobody}   {picks}")

    async def done(self, values: dict[str, str]) -> None:
        """Open the questionnaire, or show which detail is missing."""
        if not values["respondent"]:
            self.refuse("Enter your name or role", "respondent")
            return
        if not rounds.is_round(values["round"]):
            self.refuse(f'"{values["round"]}" is not a round. Enter {rounds.FORMS}', "round")
            return
        today = self.partnercheck.today
        current = rounds.current(self.workspace.settings.cadence, today)
        ahead = rounds.period(values["round"]).end > rounds.period(current).end
        if ahead and self._confirmed != values["round"]:
            self._confirmed = values["round"]
            self.refuse(
                f"{values['round']} is in the future; the current round is {current}. "
                f"Press {self.key_label('form.done')} to start {values['round']} anyway",
                "round",
            )
            return
        start = Start(
            self._start.vendor,
            perspective=cast("Perspective", values["perspective"]),
            respondent=values["respondent"],
            level=cast("Level", values["level"]) if values["level"] else None,
            round=values["round"],
            form=cast("FormName", values["form"]) if values["form"] else None,
            instrument=values["instrument"] or None,
        )
        try:
            sitting = start_sitting(self.workspace, start, today, self.partnercheck.clock)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        await self.finish(sitting)


def _respondents(round_: Round, instrument: str) -> str:
    """Return the respondents of a round in words, with their numbers of answers to `instrument`."""
    counts: dict[tuple[str, str], int] = {}
    for response in round_.responses:
        who = (response.respondent, SIDE_WORDS[response.perspective])
        count = sum(answer.is_answered for answer in response.answers.values())
        counts[who] = counts.get(who, 0) + (count if response.instrument == instrument else 0)
    return ", ".join(f"{name} ({side}, {count})" for (name, side), count in counts.items())
