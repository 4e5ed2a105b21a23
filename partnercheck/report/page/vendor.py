"""A vendor's part of a report: our own version, and a shorter one for the vendor.

The vendor's version has the verdict on both sides' answers. It has no quotations, no names, no
target, decision or lens of ours, and no answer that was given in confidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from partnercheck.base.english import capitalised, plural
from partnercheck.base.records import PERSPECTIVES, Record
from partnercheck.questionnaires.records import Condition
from partnercheck.questionnaires.scores import span
from partnercheck.report import agenda as agenda_report
from partnercheck.report.agenda_topics import Agenda
from partnercheck.report.comparison import NOTHING, STATE_MARKS, class_glyph, class_text
from partnercheck.report.confidence import in_confidence
from partnercheck.report.dossier.about import answered_by, description
from partnercheck.report.dossier.entries import questions, ways, why
from partnercheck.report.dossier.firmness import (
    far_apart,
    how_firm,
    one_side_did,
    one_side_did_in_numbers,
)
from partnercheck.report.dossier.history import decided, people, which_way
from partnercheck.report.listing import scored, waits_for
from partnercheck.report.page.agreements import GoalLine, goal_lines, meeting_facts
from partnercheck.report.page.facts import Fact, facts_of
from partnercheck.report.page.pictures import Bars, bars_of
from partnercheck.report.words.advice import met_target, target_entry
from partnercheck.report.words.agreements import (
    overdue_in_words,
)
from partnercheck.report.words.caveats import (
    judged_caveats,
    shared_caveats,
    shared_phrases,
    vendor_caveats,
)
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.gap import difference_text
from partnercheck.report.words.lenses import lens_entries, pending_phrases, warning_names
from partnercheck.report.words.promises import promise_entries
from partnercheck.report.words.so_far import unless_harm
from partnercheck.report.words.trend import arrow_in_short
from partnercheck.report.words.verdict import VIEWS, headline
from partnercheck.rules.records import ConditionVerdict
from partnercheck.rules.trend import Change
from partnercheck.verdicts.history import RoundHistory
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens
from partnercheck.workspace.places import is_link

NOT_HEARD = "no answers"


class VendorReportData(Record, frozen=True):
    """The data of a vendor's part: the judged round, all rounds (oldest first), lenses, agenda."""

    judged: JudgedVendor
    past: tuple[RoundHistory, ...]
    lenses: tuple[Lens, ...]
    agenda: Agenda

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
    """Where the evidence of one person's answer is; a link only if it is a plain web address."""

    topic: str
    respondent: str
    text: str
    is_link: bool


class VendorPart(Record, frozen=True):
    """A vendor's part of a report; empty fields are not shown."""

    anchor: str
    name: str
    round: str
    glyph: str
    headline: str
    limits: tuple[str, ...] = ()
    unless: str = ""  # the class range, provided that no open question hides harm
    target: str = ""
    target_first: bool = False  # whether the target is shown first, because it is met
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


def for_us(data: VendorReportData, anchor: str, today: dt.date) -> VendorPart:
    """Return our own version of a vendor's part, with evidence, names, aims and decisions."""
    judged = data.judged
    files = judged.files
    still_due = waits_for(judged, today, pending_phrases(data.lenses))
    waiting = [Entry("Waits for", still_due)] if still_due else []
    return replace(
        _shared(data, anchor, frozenset()),
        limits=tuple(vendor_caveats(judged)),
        gap="".join(_texts(far_apart(judged))),
        rounds=_rounds(data, judged_caveats),
        target=target_entry(
            judged, overdue_in_words(files, today), warning_names(data.lenses), in_report=True
        ),
        target_first=met_target(judged) is not None,
        why=_texts(why(judged)),
        change=facts_of([*ways(judged), *questions(judged)]),
        firm=facts_of(
            [
                *how_firm(judged),
                *one_side_did(judged),
                *people(judged),
                *answered_by(judged, data.lenses),
                *waiting,
            ]
        ),
        decision=_texts(decided(judged, data.past)),
        lenses=facts_of(lens_entries(data.lenses, frozenset())),
        goals=tuple(goal_lines(files.goals, today)),
        promises=facts_of(promise_entries(files.promises, today)),
        meetings=tuple(meeting_facts(files, today)),
        description=facts_of(description(judged)),
        sources=tuple(_sources(judged)),
        agenda=data.agenda,
    )


def for_vendor(data: VendorReportData, anchor: str) -> VendorPart:
    """Return the version of a vendor's part that the vendor may read."""
    judged = data.judged
    return replace(
        _shared(data, anchor, in_confidence(judged)),
        why=_texts(why(judged, in_confidence(judged))),
        change=facts_of(ways(judged, with_target=False, hidden=in_confidence(judged))),
        firm=facts_of(
            [*how_firm(judged), *one_side_did_in_numbers(judged, data.agenda.organisation)]
        ),
        agenda=agenda_report.for_vendor(data.agenda),
    )


def _shared(data: VendorReportData, anchor: str, hidden: frozenset[str]) -> VendorPart:
    """Return the parts that both versions share: verdict, caveats, conditions and rounds.

    Items that are `hidden` are not named.
    """
    judged = data.judged
    vendor, verdict = judged.vendor, judged.verdict
    pairs = zip(judged.instrument.conditions, verdict.conditions, strict=True)
    return VendorPart(
        anchor=anchor,
        name=vendor.name,
        round=judged.round.id,
        glyph=class_glyph(judged),
        headline=headline(judged.instrument, verdict, vendor.name, vendor.stage, hidden),
        limits=tuple(shared_caveats(judged)),
        unless=unless_harm(judged),
        gap="".join(_texts(far_apart(judged, hidden))),
        conditions=tuple(_condition(judged, *pair) for pair in pairs) if verdict.assessed else (),
        trend=_texts(which_way(judged, data.past, hidden)),
        columns=tuple(condition.short for condition in judged.instrument.conditions),
        rounds=_rounds(data, shared_phrases),
    )


def _condition(
    judged: JudgedVendor, condition: Condition, verdict: ConditionVerdict
) -> ConditionLine:
    low, high = verdict.state_low, verdict.state_high
    states = [low] if low == high else [low, high]
    marks = "–".join(STATE_MARKS[each] for each in states)
    word = low if low == high else f"between {low} and {high}"
    return ConditionLine(
        name=condition.name,
        state=f"{marks} {span(verdict.low, verdict.high)} {word}",
        gap=difference_text(judged.instrument, verdict),
        sides=tuple(_sides(verdict)),
        picture=bars_of(judged.instrument, condition.name, verdict),
    )


def _sides(verdict: ConditionVerdict) -> Iterator[SideLine]:
    for perspective in PERSPECTIVES:
        view = VIEWS[perspective]
        side = verdict.sides.get(perspective)
        if side is None:
            yield SideLine(view, NOTHING, NOT_HEARD)
            continue
        rests = f"{side.evidenced_count} of {plural(side.score_count, 'score')}"
        yield SideLine(view, span(side.low, side.high), rests)


def _rounds(
    data: VendorReportData, phrases_of: Callable[[JudgedVendor], list[str]]
) -> tuple[RoundLine, ...]:
    """Return a line for each round, newest first; empty if there is only one round."""
    if len(data.past) < 2:
        return ()
    return tuple(_round(past, phrases_of(past.judged)) for past in reversed(data.past))


def _round(past: RoundHistory, phrases: Sequence[str]) -> RoundLine:
    judged = past.judged
    scores = tuple(scored(judged, condition).plain for condition in judged.verdict.conditions)
    caveats = "; ".join(phrases)
    direction = arrow_in_short(past.change)
    return RoundLine(past.round, class_text(judged), caveats, direction, scores)


def _sources(judged: JudgedVendor) -> Iterator[SourceLine]:
    """Yield where the evidence of the answers is, in the order of the questions."""
    for item in judged.instrument.items:
        for response in judged.round.responses:
            answer = response.answers.get(item.id)
            if response.instrument == judged.instrument.id and answer and answer.source:
                topic = capitalised(item.topic)
                yield SourceLine(topic, response.respondent, answer.source, is_link(answer.source))


def _texts(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.text for entry in entries)
