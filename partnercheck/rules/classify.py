"""The class of a vendor, from the answers about it.

Invariant: raising a score never lowers the class, at either end of its range. The readings of items
can only rise with a score, the states with the readings, and the class with the states, because
the rules contain only minimums.

The model is non-compensatory: a partner needs all four conditions ("On dialoguing relationships"),
and the four are never averaged. Unknown answers widen the range of classes and are never guessed.
Thresholds and class rules are data of the instrument, and its numbers are conventions.

An example from one side, with the critical item first and all items scored:

    Cultural alignment     3332222   17 of 28, so a score of 60    partial (from 40)
    the other conditions   3333333   21 of 28, so a score of 75    present (from 66)

Three conditions are present, none is weak, and all critical items are mutual (from 2.5): a near
partner. If one of the 2s were open, cultural alignment would score between 53 and 67, and the
verdict would be the range from near partner to partner.

The steps are in separate modules: `readings` says which responses count and gives each item a
value, `conditions` gives each condition a score and a state, and this module gives the class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import Perspective, Response
from partnercheck.questionnaires.records import ClassRule, Instrument, State
from partnercheck.rules.conditions import (
    RANK,
    condition_verdict,
    mean_score,
    side_verdict,
    state_of,
)
from partnercheck.rules.readings import (
    Readings,
    answered_version,
    counting_responses,
    item_readings,
    pending_count,
    unknown_items,
)
from partnercheck.rules.records import (
    ClassesWithZeros,
    ConditionVerdict,
    ItemReading,
    Side,
    Verdict,
)


def judge(
    instrument: Instrument,
    responses: Iterable[Response],
    unread: Mapping[Perspective, int] | None = None,
) -> Verdict:
    """Return the verdict on one vendor in one round, from the responses to an instrument.

    Responses to other instruments do not count, nor do responses without an answer. `unread` is
    the number of unreadable responses per perspective. An unreadable response could say anything,
    so it counts as 0 for every item in the low reading, and as 4 in the high reading.
    """
    unread = unread or {}
    begun, by_side = counting_responses(instrument, responses, unread)
    # Each side is read on its own: one side's score never fills a gap in the other side's answers.
    readings = {s: item_readings(instrument, of, unread.get(s, 0)) for s, of in by_side.items()}
    conditions = _conditions(instrument, readings, by_side, unread)
    worst_class, best_class = class_range(instrument, conditions)
    sides = tuple(readings)
    all_readings = [reading for of_side in readings.values() for reading in of_side.values()]
    without_occasion = sum(reading.left_out for reading in all_readings)
    unknown_count = sum(
        unknown_items(instrument, of_side, by_side[side]) for side, of_side in readings.items()
    )
    all_sides = [side for condition in conditions for side in condition.sides.values()]
    return Verdict(
        worst_class=worst_class,
        best_class=best_class,
        conditions=conditions,
        sides=sides,
        quick=any(len(of_side) < len(instrument.items) for of_side in readings.values()),
        answered_count=sum(not reading.open for reading in all_readings) + unknown_count,
        unknown_count=unknown_count,
        item_count=len(all_readings),
        without_occasion=without_occasion,
        few_occasions=without_occasion > instrument.limits.no_occasion * len(all_readings),
        pending_count=sum(pending_count(instrument, response) for response in begun),
        respondent_count=len(begun),
        versions=tuple(sorted({answered_version(instrument, each) for each in begun})),
        score_count=sum(side.score_count for side in all_sides),
        evidenced_count=sum(side.evidenced_count for side in all_sides),
        # If no side has answered, all conditions are unknown, and a worst class would mean nothing.
        class_so_far=_class_so_far(instrument, conditions) if sides else None,
        with_zeros=_classes_with_zeros(instrument, conditions) if without_occasion else None,
        opinion_conditions=_opinion_conditions(instrument, conditions),
    )


def _conditions(
    instrument: Instrument,
    readings: Mapping[Perspective, Readings],
    responses: Mapping[Perspective, Sequence[Response]],
    unread: Mapping[Perspective, int],
) -> tuple[ConditionVerdict, ...]:
    """Return the verdict on each condition, from the readings of every side."""
    verdicts = []
    for condition in instrument.conditions:
        sides = {
            side: side_verdict(
                instrument, condition, of_side, responses[side], bool(unread.get(side))
            )
            for side, of_side in readings.items()
        }
        verdicts.append(condition_verdict(instrument, condition.id, sides))
    return tuple(verdicts)


def class_of(
    instrument: Instrument, states: Mapping[str, State], criticals: Mapping[str, float]
) -> str:
    """Return the id of the best class that has a rule which holds.

    Args:
        instrument: The questionnaire; its last class is the result if no rule holds.
        states: The state of each condition.
        criticals: The value (0-4) of the critical item of each condition that has one; 4 if the
            item had no occasion.

    """
    ranks = [RANK[state] for state in states.values()]
    mutual = sum(value >= instrument.limits.mutual for value in criticals.values())
    for vendor_class in instrument.classes:
        for rule in vendor_class.rules:
            if rule.mutual <= mutual and _rule_holds(rule, ranks, states, criticals):
                return vendor_class.id
    return instrument.classes[-1].id


def _rule_holds(
    rule: ClassRule,
    ranks: Sequence[int],
    states: Mapping[str, State],
    criticals: Mapping[str, float],
) -> bool:
    """Whether the states and critical items meet a rule, except for its count of mutual items."""
    # A state that is better than the required state also counts.
    for state, count in rule.at_least.items():
        if sum(map(RANK[state].__le__, ranks)) < count:
            return False
    for name, value in rule.critical_needs.items():
        if criticals[name] < value:
            return False
    return all(RANK[states[name]] >= RANK[state] for name, state in rule.needs.items())


def class_range(instrument: Instrument, conditions: Sequence[ConditionVerdict]) -> tuple[str, str]:
    """Return the class by the low readings of all conditions, and the one by the high readings."""
    # A condition without a critical item has no entry, so it cannot count as mutual.
    criticals = {c.id: c.critical for c in conditions if c.critical}
    return (
        class_of(
            instrument,
            {c.id: c.state_low for c in conditions},
            {name: critical.low for name, critical in criticals.items()},
        ),
        class_of(
            instrument,
            {c.id: c.state_high for c in conditions},
            {name: critical.high for name, critical in criticals.items()},
        ),
    )


def conditions_by_sides(
    instrument: Instrument, verdict: Verdict, sides: Iterable[Perspective]
) -> tuple[ConditionVerdict, ...]:
    """Return the conditions of a verdict as judged by only some of its sides."""
    views = tuple(sides)
    return tuple(
        condition_verdict(instrument, c.id, {side: c.sides[side] for side in views})
        for c in verdict.conditions
    )


def _class_so_far(instrument: Instrument, conditions: Sequence[ConditionVerdict]) -> str | None:
    """Return the class that the scored items alone give, with disputed items at their middle.

    None if a side has scored too few items of a condition, or if a critical item is open.
    """
    conditions_so_far = []
    for condition in conditions:
        sides = {}
        for perspective, side in condition.sides.items():
            scored = tuple(_at_middle(r) for r in side.items if r.scores)
            enough = len(scored) >= instrument.limits.so_far * len(side.counted_items)
            critical_open = side.critical is not None and side.critical.open
            if not side.assessable or not scored or not enough or critical_open:
                return None
            # Left-out items stay, so that an untested critical item is not taken for an open item.
            left_out = tuple(reading for reading in side.items if reading.left_out)
            sides[perspective] = _with_items(instrument, side, (*scored, *left_out))
        conditions_so_far.append(condition_verdict(instrument, condition.id, sides))
    # Every item now has a single value, so the low and the high reading are the same.
    return class_range(instrument, conditions_so_far)[0]


def _at_middle(reading: ItemReading) -> ItemReading:
    """Return a reading with both ends halfway between the medians of its scores."""
    if reading.low == reading.high == reading.middle:
        return reading
    return replace(reading, low=reading.middle, high=reading.middle)


def _with_items(
    instrument: Instrument, side: Side, items: tuple[ItemReading, ...], assessable: bool = True
) -> Side:
    """Return a side with its readings replaced, and its scores and states computed from them."""
    counting_items = [reading for reading in items if not reading.left_out]
    low, high = 0.0, 100.0
    if assessable:
        low, high = (
            mean_score([r.low for r in counting_items]),
            mean_score([r.high for r in counting_items]),
        )
    return replace(
        side,
        items=items,
        assessable=assessable,
        low=low,
        high=high,
        state_low=state_of(instrument, low, [(r.low, r.critical) for r in counting_items]),
        state_high=state_of(instrument, high, [(r.high, r.critical) for r in counting_items]),
    )


def _classes_with_zeros(
    instrument: Instrument, conditions: Sequence[ConditionVerdict]
) -> ClassesWithZeros | None:
    """Return the classes if every *no occasion* counted as 0; None if they stay the same."""
    with_zeros = []
    for condition in conditions:
        sides = {
            perspective: _with_items(
                instrument,
                side,
                # A left-out reading has the value 0 at both ends, so it only has to be counted.
                tuple(replace(r, left_out=False) for r in side.items),
                # With the left-out items, a side may have enough items to be assessable.
                side.assessable or len(side.items) >= instrument.limits.least_items,
            )
            for perspective, side in condition.sides.items()
        }
        with_zeros.append(condition_verdict(instrument, condition.id, sides))
    classes = class_range(instrument, with_zeros)
    if classes == class_range(instrument, conditions):
        return None
    count = sum(r.left_out for c in conditions for side in c.sides.values() for r in side.items)
    return ClassesWithZeros(*classes, count)


def _opinion_conditions(
    instrument: Instrument, conditions: Sequence[ConditionVerdict]
) -> tuple[str, ...]:
    """Return the conditions for which at least one side's scores rest mostly on opinion."""
    # By side, because one side's evidence does not support the other side's scores.
    return tuple(
        c.id
        for c in conditions
        if any(mostly_opinion(instrument, side) for side in c.sides.values())
    )


def mostly_opinion(instrument: Instrument, side: Side) -> bool:
    """Whether a side lacks evidence for too many scores, or for a high score of a critical item."""
    return bool(
        side.score_count and (few_with_evidence(instrument, side) or side.critical_without_evidence)
    )


def few_with_evidence(instrument: Instrument, side: Side) -> bool:
    """Whether a side has evidence for too few of its scores."""
    return side.evidenced_count < instrument.limits.evidence * side.score_count
