"""Vendor: what is done with one: assessed, decided on, talked about, asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.vendor.view import VendorView
from partnercheck.assessing.start import Start
from partnercheck.base.errors import UserError
from partnercheck.base.records import BEST_SCORE
from partnercheck.report.words.five_lines import five_lines


class VendorScreen(VendorView):
    """One vendor, with everything that can be done from it."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("vendor.open", "enter,space", "follow", "Open or close; follow a reason", "open"),
        Key("vendor.all", "o", "all", "Open or close every condition"),
        Key("vendor.assess", "a", "assess", "Assess the vendor", "assess"),
        Key("vendor.lens", "l", "lens", "Look closer, through a lens"),
        Key("vendor.what-if", "w", "what_if", "Try other scores; nothing is saved", "what if"),
        *(
            Key(
                f"vendor.try-{score}",
                str(score),
                f"try({score})",
                f"In what if: this question at {score}",
            )
            for score in range(BEST_SCORE + 1)
        ),
        Key("vendor.agenda", "A", "agenda", "The agenda of the next talk", "agenda"),
        Key("vendor.goals", "t", "goals", "The key goals that both sides pursue", "goals"),
        Key("vendor.meetings", "M", "meetings", "Meetings, and what was promised in them"),
        Key("vendor.decide", "d", "decide", "Write down what was decided", "decide"),
        Key("vendor.resolve", "m", "resolve", "Decide a merge conflict in one of its files"),
        Key("vendor.request", "r", "request", "A form for the vendor's own people"),
        Key("vendor.lines", "y", "lines", "Five lines to paste"),
        Key("vendor.next", "n", "turn(1)", "The next vendor of the portfolio"),
        Key("vendor.previous", "p", "turn(-1)", "The previous vendor of the portfolio"),
        HELP,
        BACK,
    )
    ABOUT = "vendor"

    async def action_assess(self) -> None:
        """Open the questionnaire."""
        await self._assess(None)

    async def action_lens(self) -> None:
        """Open the questionnaire of a lens: that under the cursor, or the first worth a look."""
        entry = self._entry()
        here = entry.leads_to if entry and entry.kind in ("lens", "offer") else ""
        worth = [each.instrument.id for each in self._lenses if each.offered]
        every = [each.instrument.id for each in self._lenses]
        if chosen := next(iter([*filter(None, [here]), *worth, *every]), ""):
            await self._assess(chosen)
        else:
            self.tell("There is no lens in this workspace")

    async def _assess(self, instrument: str | None) -> None:
        from partnercheck.app.assess.setup import open_questionnaire

        def after() -> None:
            self._values = None
            self._found = self._read()
            self._changed()
            self._show()

        start = Start(self._ids[self._at], instrument=instrument)
        await open_questionnaire(self, self._workspace, start, after)

    async def action_decide(self) -> None:
        """Write down the class that was decided in this round."""
        from partnercheck.app.vendor.decide import DecideScreen

        def decided(said: str | None) -> None:
            if said:
                self._found = self._read()
                self._show()
                self.tell(said)

        if not self._found.verdict.assessed:
            self.tell("Nobody has given a score yet, so there is nothing to decide on")
        elif self._values is not None:
            self.tell(f"{self._drops}; then decide on the vendor as found", "note")
        else:
            await self.open(DecideScreen(self._workspace, self._found), decided)

    async def action_goals(self) -> None:
        """Show the key goals with the vendor."""
        from partnercheck.app.agreements.goals import GoalsScreen

        await self.open(GoalsScreen(self._workspace, self._ids[self._at]), self._agreed)

    async def action_meetings(self) -> None:
        """Show the meetings with the vendor."""
        from partnercheck.app.agreements.meetings import MeetingsScreen

        await self.open(MeetingsScreen(self._workspace, self._ids[self._at]), self._agreed)

    def _agreed(self, _: None) -> None:
        self._found = self._read()
        self._changed()
        self._show()

    async def action_agenda(self) -> None:
        """Show what to talk about next."""
        from partnercheck.app.vendor.agenda import AgendaScreen
        from partnercheck.report.agenda_topics import agenda
        from partnercheck.workspace.glossary import own_terms

        organisation = self._workspace.settings.organisation
        terms = own_terms(self._workspace)
        warned = [warning for lens in self._lenses for warning in lens.warnings]
        made = agenda(self._found, organisation, self.partnercheck.today, terms, warned)
        await self.open(AgendaScreen(made, self._found.vendor.id))

    async def action_resolve(self) -> None:
        """Decide a merge conflict, where a file of the vendor has one."""
        from partnercheck.app.vendor.resolve import ResolveScreen
        from partnercheck.versions.resolving import conflicted, resolution_of

        async def decided(said: str | None) -> None:
            self._found = self._read()
            self._changed()
            self._show()
            if said:
                self.tell(said)

        files = conflicted(self._workspace, self._ids[self._at])
        if not files:
            self.tell("No file of this vendor has a merge conflict")
            return
        try:
            screen = ResolveScreen(self._workspace, resolution_of(self._workspace, files[0]))
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        await self.open(screen, decided)

    async def action_request(self) -> None:
        """Write a form for the vendor's people."""
        from partnercheck.app.vendor.request import RequestScreen

        def written(said: str | None) -> None:
            if said:
                self._found = self._read()
                self._changed()
                self._show()
                self.tell(said)

        vendor, today = self._found.vendor, self.partnercheck.today
        try:
            screen = RequestScreen(self._workspace, vendor, today)
        except UserError as error:
            self.tell(str(error), "poor")
            return
        await self.open(screen, written)

    async def action_lines(self) -> None:
        """Show the five lines, to copy or to write to a file."""
        from partnercheck.app.shared.lines_to_paste import LinesScreen

        vendor = self._found.vendor.id
        await self.open(LinesScreen(five_lines(self._found), f"{vendor}.txt"))

    async def action_back(self) -> None:
        """Drop what was tried; without that, leave."""
        if self._values is not None:
            self._drop()
        else:
            await self.finish()

    async def look_through(self, lens: str) -> None:
        """Answer the questionnaire of a lens that is offered."""
        await self._assess(lens)
