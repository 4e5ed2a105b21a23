"""The dossier's entries about disagreements between people and about earlier rounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.english import capitalised, listed, plural
from partnercheck.report.signs import WARNING
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.entry import MORE_DIFFERENCES, Entry
from partnercheck.report.words.respondents import (
    agreement_sentence,
    disagreement_sentence,
    without_each_sentences,
)
from partnercheck.report.words.trend import (
    arrow_in_short,
    conditions_trend_sentence,
    deciding_trend_sentences,
    trend_sentence,
)
from partnercheck.report.words.unsettled import decisive_items
from partnercheck.report.words.verdict import confidential_on, range_and_so_far, topics_of
from partnercheck.rules.respondents import agreement, disagreements, verdicts_without_each
from partnercheck.verdicts.history import RoundHistory, last_decided
from partnercheck.verdicts.judged import JudgedVendor, unread_of

MOST_DISAGREEMENTS = 5


def people(judged: JudgedVendor, expanded: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Yield the widest disagreements, the agreement, and the people the verdict depends on.

    All disagreements are included only if `MORE_DIFFERENCES` is in `expanded`.
    """
    instrument, verdict = judged.instrument, judged.verdict
    responses = judged.round.responses
    if not verdict.assessed:
        return
    disputed = [
        each
        for each in disagreements(instrument, responses)
        if each.item not in confidential_on(instrument, each.perspective)
    ]
    entries = [
        Entry(
            "" if number else "People differ",
            disagreement_sentence(instrument, each),
            "why",
            f"{each.perspective}:{each.item}",
        )
        for number, each in enumerate(disputed)
    ]
    yield from entries[:MOST_DISAGREEMENTS]
    if len(entries) > MOST_DISAGREEMENTS:
        count = plural(len(entries) - MOST_DISAGREEMENTS, "more question")
        text = f"and {count} with scores two or more apart"
        yield Entry("", text, "more", MORE_DIFFERENCES)
    if MORE_DIFFERENCES in expanded:
        yield from entries[MOST_DISAGREEMENTS:]
    if sentence := _without_effect(judged):
        yield Entry("", sentence)
    label = "Agreement"
    for side in verdict.sides:
        if sentence_text := agreement_sentence(agreement(instrument, responses, side)):
            yield Entry(label, sentence_text)
            label = ""
    unread = unread_of(instrument, judged.round)
    label = "Depends on"
    for sentence_text in without_each_sentences(
        instrument, verdicts_without_each(instrument, responses, verdict, unread)
    ):
        yield Entry(label, sentence_text)
        label = ""


def _without_effect(judged: JudgedVendor) -> str:
    """Return which disputed questions cannot change an open class; empty if all of these can."""
    instrument, verdict = judged.instrument, judged.verdict
    still_open, matter = decisive_items(instrument, verdict)
    others = [
        item
        for item in verdict.disputed_items
        if item not in matter | still_open | confidential_on(instrument, "vendor")
    ]
    if not matter or not others:
        return ""
    topics = listed(topics_of(instrument, others))
    return f"{capitalised(topics)} cannot change the class."


def over_time(judged: JudgedVendor, past: Sequence[RoundHistory]) -> Iterator[Entry]:
    """Yield the trend since the previous round, and all rounds, newest first."""
    if len(past) < 2:
        return
    yield from which_way(judged, past)
    label = "Rounds"
    for entry in reversed(past):
        judged_round = entry.judged
        caveats = "; ".join(judged_caveats(judged_round))
        named = range_and_so_far(judged_round.instrument, judged_round.verdict)
        direction = arrow_in_short(entry.change)
        parts = [named, *([caveats] if caveats else []), *([direction] if direction else [])]
        yield Entry(label, f"{entry.round}: {', '.join(parts)}")
        label = ""


def which_way(
    judged: JudgedVendor, past: Sequence[RoundHistory], hidden: frozenset[str] = frozenset()
) -> Iterator[Entry]:
    """Yield the trend of the class and of the conditions since the previous assessed round.

    Questions that are `hidden` are not named, even if they decided the change.
    """
    current = next((each for each in past if each.round == judged.round.id), None)
    change = current.change if current else None
    if current is None or change is None:
        return
    before = next((each.judged for each in past if each.round == change.earlier.round), None)
    causes: list[str] = []
    if before and not change.broken:
        verdicts = before.verdict, current.judged.verdict
        causes = deciding_trend_sentences(judged.instrument, *verdicts, change.sides, hidden)
    yield Entry("Trend", trend_sentence(judged.instrument, change, bool(causes)))
    yield from (Entry("", text) for text in causes)
    if conditions := conditions_trend_sentence(judged.instrument, change):
        yield Entry("", conditions)


def decided(judged: JudgedVendor, past: Sequence[RoundHistory]) -> Iterator[Entry]:
    """Yield the last decision, and whether the verdict still supports it."""
    last = last_decided(past)
    decision = last.filed.decision if last else None
    if last is None or decision is None:
        return
    names = {each.id: each.name for each in judged.instrument.classes}
    outcome = f"{names.get(decision.decided, decision.decided)}, {last.round}, by {decision.by}"
    reason = f": {decision.reason}" if decision.reason else ""
    yield Entry("Decided", f"{outcome}, on {decision.on}{reason}")
    if decision.dissent:
        yield Entry("", f"Dissent: {decision.dissent}")
    if last.support is not None and last.support.sentence:
        mark = "" if last.support.holds else f"{WARNING.glyph} "
        yield Entry("", f"{mark}{last.support.sentence}")
