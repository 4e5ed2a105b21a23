"""The reasons for a verdict in words, as sentences and in brief.

Numbers are rounded down: 65.9 is never shown as 66.
"""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.english import capitalised, is_or_are, listed, plural
from partnercheck.base.records import BEST_SCORE, BOTH_SIDES_SCORE, Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.words.verdict import VIEWS, confidential_on, topic_of, topics_of
from partnercheck.rules.conditions import RANK, below
from partnercheck.rules.reasons import Reason, criticals_from_one_side, deciding_items, reasons
from partnercheck.rules.records import ItemReading, Side, Verdict

MOST_CLAUSES = 2
# How many questions with low answers a sentence names, and how many a clause names.
MOST_TOPICS, MOST_TOPICS_IN_SHORT = 3, 2


def why(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the reasons as full sentences, naming every item that stops a condition."""
    sentences = [sentence(instrument, reason) for reason in reasons(instrument, verdict)]
    return [*sentences, *one_sided_sentences(instrument, verdict)]


def one_sided_sentences(
    instrument: Instrument, verdict: Verdict, hidden: frozenset[str] = frozenset()
) -> list[str]:
    """Return a sentence on the critical items whose one-sidedness prevents a better class.

    The list has at most one sentence. Items that are `hidden` are not named.
    """
    not_both, unknown = _not_from_both(instrument, verdict, hidden)
    sentences = []
    if not_both:
        sentences.append(
            "For a better class, both sides have to do their part in more key questions; they do "
            f"not do so yet in {listed(not_both)}."
        )
    if unknown:
        sentences.append(
            "For a better class, both sides have to do their part in more key questions. Not "
            f"known yet: {listed(unknown)}."
            if not not_both
            else f"Not known yet: {listed(unknown)}."
        )
    return [" ".join(sentences)] if sentences else []


def _not_from_both(
    instrument: Instrument, verdict: Verdict, hidden: frozenset[str] = frozenset()
) -> tuple[list[str], list[str]]:
    """Return the key questions that only one side acts on, and those not known yet, by topic.

    Both lists are empty if the class is open. Items that the vendor answered in confidence are left
    out.
    """
    if not verdict.settled:
        return [], []
    hidden |= confidential_on(instrument, "vendor") if "vendor" in verdict.sides else frozenset()
    criticals = [
        each for each in criticals_from_one_side(instrument, verdict) if each.item not in hidden
    ]
    surely = [each.item for each in criticals if each.high < instrument.limits.mutual]
    unsure = [each.item for each in criticals if each.item not in surely]
    return topics_of(instrument, surely), topics_of(instrument, unsure)


def briefly_why(instrument: Instrument, verdict: Verdict, with_lowest: bool = True) -> list[str]:
    """Return the reasons in a few words each, for a cell."""
    named_reasons = _once(reasons(instrument, verdict))
    phrases = [brief(instrument, verdict, reason, with_lowest) for reason in named_reasons]
    return [*phrases, *_not_both_briefly(instrument, verdict)]


def _not_both_briefly(instrument: Instrument, verdict: Verdict) -> list[str]:
    not_both, unknown = _not_from_both(instrument, verdict)
    phrases = [f"not yet done by both sides: {listed(not_both)}"] if not_both else []
    # If nothing is known about a condition, its key question need not be named as well.
    told = topics_of(instrument, _keys_of_unknown_conditions(instrument, verdict))
    unknown = [topic for topic in unknown if topic not in told]
    phrases += [f"not known yet: {listed(unknown)}"] if unknown else []
    return phrases


def _keys_of_unknown_conditions(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the key questions of the conditions in which nobody has scored any question."""
    conditions = [
        condition.id
        for condition in verdict.conditions
        if not any(each.scores for side in condition.sides.values() for each in side.items)
    ]
    criticals = [instrument.critical_of(each) for each in conditions]
    return [critical.id for critical in criticals if critical]


def _nothing_known(reason: Reason) -> bool:
    """Whether the reason is that nobody has scored any question of the condition."""
    return reason.kind == "score" and not any(each.scores for each in reason.side.items)


def _once(named_reasons: Sequence[Reason]) -> list[Reason]:
    """Return reasons without those on single questions of a condition that is not known at all."""
    unknown = {(r.condition, r.perspective) for r in named_reasons if _nothing_known(r)}
    return [
        each
        for each in named_reasons
        if each.kind != "undecided" or (each.condition, each.perspective) not in unknown
    ]


def _weakest_first(verdict: Verdict, named_reasons: Sequence[Reason]) -> list[Reason]:
    """Return reasons in the order of their conditions, the weakest first.

    The highest possible score of a condition counts first: an unanswered condition is not weak.
    """
    ranks = {each.id: (RANK[each.state_high], each.high, each.low) for each in verdict.conditions}
    return sorted(named_reasons, key=lambda reason: ranks[reason.condition])


def stops_in_short(
    instrument: Instrument, verdict: Verdict, only_open: bool = False, with_lowest: bool = True
) -> str:
    """Return the clauses of `first_reasons` in one line."""
    return "; ".join(first_reasons(instrument, verdict, only_open, with_lowest))


def first_reasons(
    instrument: Instrument, verdict: Verdict, only_open: bool = False, with_lowest: bool = True
) -> list[str]:
    """Return the first reasons, two at most, and the other conditions that have one.

    The reasons of the weakest condition come first, as it holds the vendor back most. The questions
    with the lowest answers are named `with_lowest`.

    With `only_open`, only conditions whose state is still open count, if any has a reason.
    """
    named_reasons = _once(_weakest_first(verdict, reasons(instrument, verdict)))
    clauses = [brief(instrument, verdict, reason, with_lowest) for reason in named_reasons]
    clauses += _not_both_briefly(instrument, verdict)
    unsettled = {c.id for c in verdict.conditions if c.state_low != c.state_high}
    if only_open and any(reason.condition in unsettled for reason in named_reasons):
        named_reasons = [reason for reason in named_reasons if reason.condition in unsettled]
        clauses = [brief(instrument, verdict, reason, with_lowest) for reason in named_reasons]
    first, others = named_reasons[:MOST_CLAUSES], named_reasons[MOST_CLAUSES:]
    named = {reason.condition for reason in first}
    rest = {reason.condition for reason in others} - named
    names = [c.name for c in instrument.conditions if c.id in rest]
    also = [f"also {listed(names)}"] if names else []
    return [*clauses[:MOST_CLAUSES], *also]


def sentence(instrument: Instrument, reason: Reason, with_support: bool = True) -> str:
    """Return a reason as a sentence of its own.

    Without `with_support`, the sentence does not say on how many people and how much evidence a
    view rests.
    """
    name = _condition_name(instrument, reason)
    seen = f" in {VIEWS[reason.perspective]}" if reason.two_sided else ""
    topics = listed([_topic(instrument, reading) for reading in reason.items])
    side = reason.side
    if reason.kind == "not-assessable":
        missing = f"{len(reason.items)} of {len(side.items)} questions had no occasion"
        why = missing if reason.items else "answers cannot be read"
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
    name = _condition_name(instrument, reason)
    seen = f" ({VIEWS[reason.perspective]})" if reason.two_sided else ""
    if reason.kind == "not-assessable":
        missing = f"{len(reason.items)} of {len(reason.side.items)} had no occasion"
        return f"{name}{seen}: {missing if reason.items else 'answers cannot be read'}"
    if _in_confidence(instrument, reason):
        if reason.kind == "undecided":
            return f"{name}{seen} depends on open questions"
        return f"{name} is {_counting_points(verdict, reason)}, but does not count as present{seen}"
    if reason.kind == "stopped":
        by_score = f"{_scored(instrument, reason.items)}"
        if reason.items == deciding_items(instrument, reason.side):
            return f"{name} is {_counting_points(verdict, reason)}, but {by_score}{seen}"
        return f"{by_score}{seen}"
    if reason.kind == "undecided":
        topics = [_topic(instrument, reading) for reading in reason.items]
        return f"{name}{seen} depends on {listed(topics)}"
    need = points(instrument.states.present)
    if _nothing_known(reason):
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


def _counting_points(verdict: Verdict, reason: Reason) -> str:
    """Return the score that counts for a condition; it may be the score of the other side."""
    condition = next(each for each in verdict.conditions if each.id == reason.condition)
    return span(condition.low, condition.high)


def _in_confidence(instrument: Instrument, reason: Reason) -> bool:
    """Return whether a reason rests on the vendor's confidential answers, which are not named."""
    named = {reading.item for reading in reason.items}
    naming = reason.kind in ("stopped", "undecided")
    return naming and bool(named & confidential_on(instrument, reason.perspective))


def _condition_name(instrument: Instrument, reason: Reason) -> str:
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
