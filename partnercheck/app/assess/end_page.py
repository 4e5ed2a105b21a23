"""The actions at the end of a questionnaire."""

from __future__ import annotations

from partnercheck.app.assess.ending import NextAction, next_actions
from partnercheck.app.assess.next_vendor import next_to_assess, probable_next
from partnercheck.app.assess.position import Position
from partnercheck.app.shared.note_page import NotePage
from partnercheck.app.shared.screens import load_screen
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Vendor
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.answering import Ending, ending
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts
from partnercheck.verdicts.lenses import lenses

NOT_AT_THE_END = "This is only available after the last question"


class EndPage(NotePage):
    """A questionnaire about one vendor, and the actions after its last question."""

    def __init__(self, sitting: Sitting, vendor: Vendor) -> None:
        """Create the screen for a questionnaire about a vendor."""
        super().__init__([sitting])
        self._sitting = sitting
        self._vendor = vendor
        self.position = Position(sitting)
        # The result, as last shown; None before the end.
        self._end: Ending | None = None
        # The vendor to assess after this one, if the person asks for it at the end.
        self.next_vendor = ""

    @property
    def _item(self) -> Item | None:
        """The question that is shown; None at the end."""
        return self.position.item

    @property
    def _actions(self) -> list[NextAction]:
        """The next actions; Enter does the first."""
        if self._end is None:
            return []
        following = probable_next(self.partnercheck, self._sitting)
        return next_actions(self._sitting, self._vendor, self._end, following)

    def _judge(self) -> None:
        """At the end, compute the result; before the end, forget it."""
        self._end = ending(self._sitting) if self._item is None else None

    async def do_first_action(self) -> None:
        """Run the first of the next actions."""
        await self.press(self._actions[0].action)

    def _judged_at_end(self) -> JudgedVendor | None:
        """Return the judged vendor at the end; if there is none, show why and return None."""
        if self._item is not None or self._end is None:
            self.show_message(NOT_AT_THE_END)
            return None
        if self._end.judged is None:
            self.show_message("A form shows no verdict: the people who sent it judge the answers")
        return self._end.judged

    async def action_form(self) -> None:
        """At the end, write a form for the vendor's own people."""

        def written(message: str | None) -> None:
            self.show()
            if message:
                self.show_message(message)

        if self._judged_at_end():
            workspace = self._sitting.file.workspace
            await load_screen("request")(self, workspace, self._vendor, written)

    async def action_agenda(self) -> None:
        """At the end, show the agenda of the next meeting."""
        if judged := self._judged_at_end():
            workspace = self._sitting.file.workspace
            lens_results = lenses(workspace, judged, earlier_verdicts(workspace, judged))
            await load_screen("agenda")(self, workspace, judged, lens_results)

    async def action_lines(self) -> None:
        """Show a five-line summary to paste into an e-mail or a chat."""
        if self.retry_pending():
            lines = ending(self._sitting).lines
            await self.open(load_screen("lines")(lines, f"{self._vendor.id}.txt"))

    async def action_next_vendor(self) -> None:
        """After the last question, leave the screen for the next vendor to assess."""
        if self._item is not None:
            self.show_message("Answer the questions first, or go past the last one")
            return
        try:
            self.next_vendor = next_to_assess(self.partnercheck, self._sitting)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        if self.next_vendor:
            await self.action_back()
        else:
            self.show_message("No other vendor needs to be assessed")
