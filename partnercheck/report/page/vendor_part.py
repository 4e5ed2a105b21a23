"""The records of a vendor's part of a report, which the templates show."""

from __future__ import annotations

from partnercheck.base.records import Record
from partnercheck.report.agenda_records import Agenda
from partnercheck.report.page.agreements import GoalLine
from partnercheck.report.page.facts import Fact
from partnercheck.report.page.pictures import Bars
from partnercheck.rules.trend import Change
from partnercheck.verdicts.history import RoundHistory
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens


class VendorReportData(Record, frozen=True):
    """The data of a vendor's part: the judged round, all rounds (oldest first), lenses, agenda.

    `part` is our own version without its anchor, if it exists already.
    """

    judged: JudgedVendor
    past: tuple[RoundHistory, ...]
    lenses: tuple[Lens, ...]
    agenda: Agenda
    part: VendorPart | None = None

    @property
    def is_blank(self) -> bool:
        """Whether the vendor has no answers, no agreements and no decision."""
        files = self.judged.files
        answered = any(
            each.judged.round.responses or each.judged.round.unread or each.filed.text
            for each in self.past
        )
        return not (answered or files.goals or files.promises or files.meetings)

    @property
    def change(self) -> Change | None:
        """The change of the class since the assessed round before the one judged."""
        round_id = self.judged.round.id
        return next((each.change for each in self.past if each.round == round_id), None)


class SideLine(Record, frozen=True):
    """One side's score of a condition, and how many of its answers have evidence."""

    view: str
    score: str
    evidence: str


class ConditionLine(Record, frozen=True):
    """A condition: its state and score, both sides, and their bars."""

    name: str
    state: str
    tone: str  # of the state
    gap: str
    sides: tuple[SideLine, ...]
    picture: Bars


class RoundLine(Record, frozen=True):
    """One round: its class with caveats, the direction of change, and each condition's score."""

    round: str
    named: str
    caveats: str
    direction: str
    scores: tuple[str, ...]


class SourceLine(Record, frozen=True):
    """The place of the evidence for one person's answer."""

    topic: str
    respondent: str
    text: str
    address: str  # the same text if it is a plain web address to link to, else empty


class BlankLine(Record, frozen=True):
    """A vendor about which nothing but its description is known, in one line."""

    anchor: str
    name: str
    facts: tuple[Fact, ...]


class VendorPart(Record, frozen=True):
    """A vendor's part of a report; empty fields are not shown."""

    anchor: str
    name: str
    round: str
    glyph: str
    headline: str
    warnings: tuple[tuple[str, str], ...] = ()  # each with its sign
    limits: tuple[str, ...] = ()
    unless: str = ""  # the class range, provided that no open question hides harm
    target: str = ""
    gap: str = ""
    conditions: tuple[ConditionLine, ...] = ()
    why: tuple[str, ...] = ()
    change: tuple[Fact, ...] = ()
    firm: tuple[Fact, ...] = ()
    trend: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rounds: tuple[RoundLine, ...] = ()
    decision: tuple[str, ...] = ()
    lenses: tuple[Fact, ...] = ()
    goals: tuple[GoalLine, ...] = ()
    promises: tuple[Fact, ...] = ()
    meetings: tuple[Fact, ...] = ()
    description: tuple[Fact, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    agenda: Agenda | None = None
