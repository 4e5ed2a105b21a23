"""The portfolio's row of a vendor: scores, sides, what is wanted, the verdict in short."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from partnercheck.base.cells import width_of
from partnercheck.base.english import plural
from partnercheck.base.records import Awaited, Problem, Record, Response
from partnercheck.questionnaires.records import Instrument, State
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.words.verdict import short_class, short_qualifiers
from partnercheck.rules.conditions import RANK, state_of
from partnercheck.rules.readings import pending
from partnercheck.rules.records import ConditionVerdict
from partnercheck.rules.trend import Change
from partnercheck.verdicts.judged import Judged
from partnercheck.workspace import goals
from partnercheck.workspace.asked import awaited_word, overdue, still_awaited
from partnercheck.workspace.meetings import meeting_missing

BARS = "▁▂▃▄▅▆▇█"


class Score(Record, frozen=True):
    """A condition in six cells: a bar and a number, or the range; its low and high state."""

    text: str
    low: State
    high: State

    @property
    def plain(self) -> str:
        """The score without its bar."""
        return self.text.lstrip(BARS).strip()


class Listed(Record, frozen=True):
    """One vendor's row, ready to be shown."""

    id: str
    name: str
    scores: tuple[Score, ...]
    sides: str
    wanted: str
    named: str
    rests_on: tuple[str, ...]
    waits_for: str
    round: str
    problem: str
    mismatch: bool
    late: bool = False

    def verdict(self, width: int) -> str:
        """The class with its caveats in `width` cells; those that do not fit are counted."""
        for count in range(len(self.rests_on), -1, -1):
            hidden = len(self.rests_on) - count
            text = ", ".join([self.named, *self.rests_on[:count]]) + (
                f" +{hidden}" if hidden else ""
            )
            if width_of(text) <= width:
                return text
        return text


def listed(judged: Judged, today: dt.date, change: Change | None = None) -> Listed:
    """A vendor's row on a day; `change` is that of its class since the round before."""
    assessment, verdict = judged.assessment, judged.verdict
    vendor = assessment.vendor
    resting = short_qualifiers(judged.instrument, verdict)
    if unread := len({problem.file for problem in assessment.errors}):
        resting = [f"{unread} unread", *resting]
    text = short_class(judged.instrument, verdict)
    if change is not None:
        text += ARROWS.get(change.arrow, "") if change.arrow else ""
    if vendor.archived:
        text = f"archived, {text}"
    errors = assessment.errors
    return Listed(
        id=vendor.id,
        name=vendor.name,
        scores=tuple(scored(judged, condition) for condition in verdict.conditions),
        sides=letters(judged, today),
        wanted=judged.instrument.class_named(vendor.wanted).short if vendor.wanted else "",
        named=text,
        rests_on=tuple(resting),
        waits_for=waits_for(judged, today),
        round=assessment.round,
        problem=in_short(errors[0]) if errors else "",
        mismatch=mismatch(judged),
        late=bool(late(judged, today)),
    )


ARROWS = {"up": " ↑", "down": " ↓"}
LETTERS = (("buyer", "B"), ("vendor", "V"))


def letters(judged: Judged, today: dt.date | None = None) -> str:
    """The sides that have answered; with a day also the awaited (small) and overdue (!) ones."""
    awaited = {each.perspective for each in awaited_in(judged)} if today else set()
    late = {each.perspective for each in overdue(awaited_in(judged), today)} if today else set()
    signs = []
    for side, letter in LETTERS:
        if side in judged.verdict.sides:
            signs.append(letter)
        elif side in awaited:
            signs.append("!" if side in late else letter.lower())
    return " ".join(signs)


def in_short(problem: Problem) -> str:
    """A problem without the folders of its file, which the vendor's row makes clear."""
    return f"! {problem.file.rpartition('/')[2]}{str(problem).removeprefix(problem.file)}"


def scored(judged: Judged, condition: ConditionVerdict) -> Score:
    """A condition's score in six cells."""
    low, high = condition.state_low, condition.state_high
    held_down = low != state_of(judged.instrument, condition.low, ())
    if not judged.verdict.assessed:
        return Score("·", low, high)
    if points(condition.low) != points(condition.high):
        return Score(span(condition.low, condition.high), low, high)
    number = points(condition.low)
    return Score(f"{bar(number)} {number}{'!' if held_down else ''}", low, high)


def bar(number: int) -> str:
    """A score (0-100) as a bar of one cell."""
    return BARS[min(len(BARS) - 1, number * len(BARS) // 100)]


def mismatch(judged: Judged) -> bool:
    """Whether the wanted class is no longer possible."""
    wanted, verdict = judged.assessment.vendor.wanted, judged.verdict
    if not wanted or not verdict.assessed:
        return False
    order = [vendor_class.id for vendor_class in judged.instrument.classes]
    return not order.index(verdict.high) <= order.index(wanted) <= order.index(verdict.low)


def waits_for(judged: Judged, today: dt.date) -> str:
    """The answers a vendor waits for, with their days, and its overdue goals and meetings."""
    return ", ".join([*_waits_for_answers(judged, today), *late(judged, today)])


def late(judged: Judged, today: dt.date) -> list[str]:
    """The overdue key goals and meetings in a few words; none if the vendor is archived."""
    assessment = judged.assessment
    if assessment.vendor.archived:
        return []
    late_goals = goals.overdue(assessment.goals, today)
    texts = [f"{plural(len(late_goals), 'goal')} overdue"] if late_goals else []
    return [*texts, *(["meeting overdue"] if meeting_missing(assessment, today) else [])]


def _waits_for_answers(judged: Judged, today: dt.date) -> list[str]:
    awaited = awaited_in(judged)
    waiting = [
        f"{response.respondent} ({unanswered})"
        for response in judged.assessment.responses
        if (unanswered := _unanswered(judged, response))
    ]
    waiting += [awaited_word(each, today) for each in awaited]
    if not judged.verdict.assessed:
        return waiting or ["first answers"]
    missing = {"vendor": "the vendor", "buyer": "us"}
    for side in missing.keys() - set(judged.verdict.sides) - {each.perspective for each in awaited}:
        waiting.append(missing[side])
    return waiting


def awaited_in(judged: Judged) -> list[Awaited]:
    """The requests of the round that are not answered in full."""
    assessment = judged.assessment
    return still_awaited(judged.instrument, assessment.awaited, assessment.responses)


def _unanswered(judged: Judged, response: Response) -> int:
    counts = response.instrument == judged.instrument.id and response.begun
    return pending(judged.instrument, response) if counts else 0


def rank(judged: Judged) -> tuple[int, int, int]:
    """The rank of a verdict by class, best first, not assessed last."""
    order = [vendor_class.id for vendor_class in judged.instrument.classes]
    verdict = judged.verdict
    return (
        not verdict.assessed,
        order.index(verdict.low) + order.index(verdict.high),
        -sum(RANK[condition.state_low] for condition in verdict.conditions),
    )


def portfolio_cells(
    instrument: Instrument, rows: Sequence[Listed], empty: str = ""
) -> list[list[str]]:
    """Return the header and the rows of the portfolio; `empty` stands in cells without text."""
    shorts = [condition.short for condition in instrument.conditions]
    header = ["Vendor", *shorts, "By", "Want", "Verdict", "Round", "Waits for"]
    cells = [header]
    for row in rows:
        verdict = f"{'! ' if row.problem else ''}{row.verdict(10_000)}"
        scores = [score.plain for score in row.scores]
        after = [row.sides, row.wanted, verdict, row.round, row.waits_for]
        cells.append([row.name, *scores, *(cell or empty for cell in after)])
    return cells
