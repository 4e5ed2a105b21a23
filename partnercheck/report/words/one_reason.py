"""One reason for a verdict in words, as a sentence or in a few words.

Numbers are rounded down: 65.9 is never shown as 66.
"""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.english import capitalised, is_or_are, listed, plural
from partnercheck.base.records import BEST_SCORE, BOTH_SIDES_SCORE, Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.words.verdict import VIEWS, confidential_on, topic_of
from partnercheck.rules.conditions import below
from partnercheck.rules.reasons import Reason, deciding_items
from partnercheck.rules.records import ItemReading, Side, Verdict

# How many questions with low answers a sentence names, and how many a clause names.
MOST_TOPICS, MOST_TOPICS_IN_SHORT = 3, 2


def sentence(instrument: Instrument, reason: Reason, with_support: bool = True) -> str:
    """Return a reason as a sentence of its own.

    Without `with_support`, the sentence does not say on how many people and how much evidence a
    view rests.
    """
    name = condition_name(instrument, reason)
    seen = f" in {VIEWS[reason.perspective]}" if reason.two_sided else ""
    topics = listed([_topic(instrument, reading) for reading in reason.items])
    side = reason.side
    if reason.kind == "not-assessable":
        missing = f"there was no occasion for {len(reason.items)} of {len(side.items)} questions"
        why = missing if reason.items else "unreadable files"
        return f"{name} cannot be judged{seen}: {why}."
    if _in_confidence(instrument, reason):
        if reason.kind == "undecided":
            return f"Open questions could keep {name} from counting as present{seen}."
        return f"{name} does not count as present{seen}, whatever its score."
    if reason.kind == "stopped":
        least = instrument.limits.critical_partial
        weak = any(reading.critical and below(reading.high, least) for reading in reason.items)
        stopping = capitalised(_scored(instrument, reason.items))
        if reason.items == deciding_items(instrument, side):
            does = f"makes {name} weak" if weak else f"keeps {name} from counting as present"
            return f"{stopping}{seen}; that alone {does} ({_enough(instrument, reason, weak)})."
        does = f"make {name} weak" if weak else f"keep {name} from counting as present"
        return f"{stopping}{seen}; that alone would {does}."
    if reason.kind == "undecided":
        be = is_or_are(len(reason.items))
        state = "open" if all(reading.open for reading in reason.items) else "not settled"
        could = f"could keep {name} from counting as present"
        return f"{capitalised(topics)} {be} {state}{seen}, and {could}."
    if not any(reading.scores for reading in side.items):
        count = plural(len(side.counted_items), "question")
        return f"{name} is not known yet{seen}: none of its {count} has a score."
    states: str = side.state_low
    if side.state_low != side.state_high:
        states = f"between {side.state_low} and {side.state_high}"
    starts = f"present starts at {points(instrument.states.present)}"
    unsure = f", and {_uncertain(reason)}" if reason.items else ""
    scored = span(side.low, side.high)
    clause = _held_down(reason, with_support)
    lowest = _lowest(instrument, reason, MOST_TOPICS) if with_support else ""
    lowest = f" Scored lowest: {lowest}." if lowest else ""
    return f"{name} is {states}{seen}, at {scored}; {starts}{unsure}{clause}.{lowest}"


def _lowest(instrument: Instrument, reason: Reason, most: int) -> str:
    """Return the topics of the questions that hold a score down, the lowest answers first.

    Only scores below 3 hold a score down. Questions that the vendor answers in confidence are
    omitted; if they are the lowest, no others replace them.
    """
    low_items = [
        each for each in reason.side.counted_items if each.scores and each.low < BOTH_SIDES_SCORE
    ]
    lowest = sorted(low_items, key=lambda reading: reading.low)[:most]
    hidden = confidential_on(instrument, reason.perspective)
    return listed([_topic(instrument, each) for each in lowest if each.item not in hidden])


def _enough(instrument: Instrument, reason: Reason, weak: bool) -> str:
    """Return the scores of a condition, and the threshold of the better state."""
    scores = f"it scores {_points(reason.side)}"
    if reason.two_sided:
        scores = f"{VIEWS[reason.perspective]} {_points(reason.side)}"
    if reason.present_side:
        scores += f", {VIEWS[_other(reason)]} {_points(reason.present_side)}"
    if weak:
        return f"{scores}; partial starts at {points(instrument.states.partial)}"
    return f"{scores}; present starts at {points(instrument.states.present)}"


def _other(reason: Reason) -> Perspective:
    return "vendor" if reason.perspective == "buyer" else "buyer"


def _points(side: Side) -> str:
    return span(side.low, side.high)


def _held_down(reason: Reason, with_support: bool) -> str:
    if not reason.present_side:
        return ""
    who = "1 person" if reason.people == 1 else f"{reason.people} people"
    rests = f"{reason.side.evidenced_count} of {plural(reason.side.score_count, 'score')}"
    theirs = span(reason.present_side.low, reason.present_side.high)
    view = VIEWS[_other(reason)]
    if not with_support:
        return f"; {view} is {theirs}"
    return f". It is the view of {who}, with evidence for {rests}; {view} is {theirs}"


def _uncertain(reason: Reason) -> str:
    is_open = sum(reading.open for reading in reason.items)
    disputed = len(reason.items) - is_open
    parts = [f"{plural(is_open, 'question')} {is_or_are(is_open)} open"] if is_open else []
    parts += [f"{plural(disputed, 'question')} {is_or_are(disputed)} disputed"] if disputed else []
    return " and ".join(parts)


def brief(
    instrument: Instrument, verdict: Verdict, reason: Reason, with_lowest: bool = True
) -> str:
    """Return a reason in a few words; `with_lowest` adds the questions with low answers."""
    name = condition_name(instrument, reason)
    seen = f" ({VIEWS[reason.perspective]})" if reason.two_sided else ""
    if reason.kind == "not-assessable":
        missing = f"no occasion for {len(reason.items)} of {len(reason.side.items)}"
        return f"{name}{seen}: {missing if reason.items else 'unreadable files'}"
    if _in_confidence(instrument, reason):
        if reason.kind == "undecided":
            return f"{name}{seen} depends on open questions"
        return f"{name} is {_counting_points(verdict, reason)}, but does not count as present{seen}"
    if reason.kind == "stopped":
        by_score = stopping(instrument, reason)
        if reason.items == deciding_items(instrument, reason.side):
            return f"{name} is {_counting_points(verdict, reason)}, but {by_score}"
        return by_score
    if reason.kind == "undecided":
        topics = [_topic(instrument, reading) for reading in reason.items]
        return f"{name}{seen} depends on {listed(topics)}"
    need = points(instrument.states.present)
    if nothing_known(reason):
        return f"{name}{seen} is not known yet"
    is_open = sum(reading.open for reading in reason.items)
    disputed = len(reason.items) - is_open
    parts = [f"{n} {word}" for n, word in ((is_open, "open"), (disputed, "disputed")) if n]
    unsure = f" ({', '.join(parts)})" if parts else ""
    scored = span(reason.side.low, reason.side.high)
    lowest = _lowest(instrument, reason, MOST_TOPICS_IN_SHORT) if with_lowest else ""
    lowest = f", lowest on {lowest}" if lowest else ""
    if other := reason.present_side:
        theirs = span(other.low, other.high)
        views = f"in {VIEWS[reason.perspective]} ({theirs} in {VIEWS[_other(reason)]})"
        return f"{name} {scored} {views}, needs {need}{unsure}{lowest}"
    return f"{name}{seen} {scored}, needs {need}{unsure}{lowest}"


def stopping(instrument: Instrument, reason: Reason) -> str:
    """Return the questions that stop a condition, with their scores and whose view it is."""
    seen = f" ({VIEWS[reason.perspective]})" if reason.two_sided else ""
    return f"{_scored(instrument, reason.items)}{seen}"


def _counting_points(verdict: Verdict, reason: Reason) -> str:
    """Return the score that counts for a condition; it may be the score of the other side."""
    condition = next(each for each in verdict.conditions if each.id == reason.condition)
    return span(condition.low, condition.high)


def _in_confidence(instrument: Instrument, reason: Reason) -> bool:
    """Return whether a reason rests on the vendor's confidential answers, which are not named."""
    named = {reading.item for reading in reason.items}
    naming = reason.kind in ("stopped", "undecided")
    return naming and bool(named & confidential_on(instrument, reason.perspective))


def condition_name(instrument: Instrument, reason: Reason) -> str:
    """Return the name of the condition that a reason is about."""
    return next(c.name for c in instrument.conditions if c.id == reason.condition)


def _topic(instrument: Instrument, reading: ItemReading) -> str:
    return topic_of(instrument, reading.item)


def _scored(instrument: Instrument, readings: Sequence[ItemReading]) -> str:
    """Return items with their scores, grouped by score: "repair is scored 1 of 4"."""
    values = sorted({reading.high for reading in readings})
    groups = []
    for value in values:
        topics = [_topic(instrument, reading) for reading in readings if reading.high == value]
        both = "both " if len(topics) == 2 else "all " if len(topics) > 2 else ""
        groups.append(
            f"{listed(topics)} {is_or_are(len(topics))} {both}scored {value:g} of {BEST_SCORE}"
        )
    return "; ".join(groups)


def nothing_known(reason: Reason) -> bool:
    """Return whether the reason is that no question of the condition has a score."""
    return reason.kind == "score" and not any(each.scores for each in reason.side.items)
