"""The dossier's entries about people and about time: who differs, and how it was before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.english import plural
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.respondents import (
    agreement_sentence,
    disagreement_sentence,
    without_each_sentences,
)
from partnercheck.report.words.trend import (
    conditions_trend_sentence,
    direction_in_short,
    trend_sentence,
)
from partnercheck.report.words.verdict import class_range, judged_caveats
from partnercheck.rules.respondents import agreement, disagreements, without_each
from partnercheck.verdicts.history import RoundHistory, last_decided
from partnercheck.verdicts.judged import JudgedVendor, unread_of

MOST_DISAGREEMENTS = 5


def people(judged: JudgedVendor) -> Iterator[Entry]:
    """On what people differ most, how far they agree, and on whom the verdict depends."""
    instrument, verdict = judged.instrument, judged.verdict
    responses = judged.round.responses
    if not verdict.assessed:
        return
    label = "They differ"
    apart = disagreements(instrument, responses)
    for each in apart[:MOST_DISAGREEMENTS]:
        key = f"{each.perspective}:{each.item}"
        yield Entry(label, disagreement_sentence(instrument, each), "why", key)
        label = ""
    if len(apart) > MOST_DISAGREEMENTS:
        more = plural(len(apart) - MOST_DISAGREEMENTS, "more question")
        yield Entry("", f"and {more} with scores two or more apart")
    label = "Agreement"
    for side in verdict.sides:
        if said := agreement_sentence(agreement(instrument, responses, side)):
            yield Entry(label, said)
            label = ""
    unread = unread_of(instrument, judged.round)
    label = "Depends on"
    for said in without_each_sentences(
        instrument, without_each(instrument, responses, verdict, unread)
    ):
        yield Entry(label, said)
        label = ""


def over_time(judged: JudgedVendor, past: Sequence[RoundHistory]) -> Iterator[Entry]:
    """Which way it went since the round before, and the rounds there are, newest first."""
    if len(past) < 2:
        return
    yield from which_way(judged, past)
    label = "Rounds"
    for each in reversed(past):
        found = each.judged
        resting = "; ".join(judged_caveats(found))
        named = class_range(found.instrument, found.verdict)
        direction = direction_in_short(each.change)
        parts = [named, *([resting] if resting else []), *([direction] if direction else [])]
        yield Entry(label, f"{each.round}: {', '.join(parts)}")
        label = ""


def which_way(judged: JudgedVendor, past: Sequence[RoundHistory]) -> Iterator[Entry]:
    """Which way the class and the conditions went since the assessed round before."""
    now = next((each for each in past if each.round == judged.round.id), None)
    if now is not None and now.change is not None:
        yield Entry("Trend", trend_sentence(judged.instrument, now.change))
        if said := conditions_trend_sentence(judged.instrument, now.change):
            yield Entry("", said)


def decided(judged: JudgedVendor, past: Sequence[RoundHistory]) -> Iterator[Entry]:
    """What was decided last, and whether the verdict still contains it."""
    last = last_decided(past)
    decision = last.filed.decision if last else None
    if last is None or decision is None:
        return
    names = {each.id: each.name for each in judged.instrument.classes}
    said = f"{names.get(decision.decided, decision.decided)}, {last.round}, by {decision.by}"
    reason = f": {decision.reason}" if decision.reason else ""
    yield Entry("Decided", f"{said}, on {decision.on}{reason}")
    if decision.dissent:
        yield Entry("", f"Dissent: {decision.dissent}")
    if last.support is not None and last.support.sentence:
        mark = "" if last.support.holds else "! "
        yield Entry("", f"{mark}{last.support.sentence}")
