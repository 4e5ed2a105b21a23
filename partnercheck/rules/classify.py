"""From answers to a class: the rules of classification.

The model is non-compensatory: a partner needs all four conditions, and they are never averaged
with each other. What is not known makes a range, not a guess. Thresholds and class rules are data
in the instrument; the numbers in it are conventions.

Each rule stands in a module of its own: who counts and what an item is worth in `readings`, scores
and states of conditions in `conditions`, and here the class and the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import Perspective, Response
from partnercheck.questionnaires.records import ClassRule, Instrument, State
from partnercheck.rules.conditions import RANK, both_sides, mean, side_of, state_of
from partnercheck.rules.readings import (
    Readings,
    answered_version,
    counting_responses,
    item_readings,
    pending,
)
from partnercheck.rules.records import (
    ConditionVerdict,
    ItemReading,
    LeftOut,
    Side,
    Verdict,
)


def judge(
    instrument: Instrument,
    responses: Iterable[Response],
    unread: Mapping[Perspective, int] | None = None,
) -> Verdict:
    """Return the verdict on one vendor in one round, from the responses to an instrument.

    Responses to other instruments do not count, and neither do responses without an answer.
    `unread` is the number of unreadable responses per perspective. They could say anything, so
    each counts as 0 for every item in the low reading, and as 4 in the high reading.
    """
    unread = unread or {}
    begun, by_side = counting_responses(instrument, responses, unread)
    readings = {
        side: item_readings(instrument, of_side, unread.get(side, 0))
        for side, of_side in by_side.items()
    }
    conditions = _conditions(instrument, readings, by_side, unread)
    low, high = class_range(instrument, conditions)
    sides = tuple(readings)
    every = [reading for of_side in readings.values() for reading in of_side.values()]
    without_occasion = sum(reading.left_out for reading in every)
    return Verdict(
        low=low,
        high=high,
        conditions=conditions,
        sides=sides,
        quick=any(len(of_side) < len(instrument.items) for of_side in readings.values()),
        answered=sum(not reading.open for reading in every),
        items=len(every),
        without_occasion=without_occasion,
        few_occasions=without_occasion > instrument.limits.no_occasion * len(every),
        pending=sum(pending(instrument, response) for response in begun),
        respondents=len(begun),
        versions=tuple(sorted({answered_version(instrument, each) for each in begun})),
        scored=sum(side.scored for c in conditions for side in c.sides.values()),
        evidenced=sum(side.evidenced for c in conditions for side in c.sides.values()),
        so_far=_class_so_far(instrument, conditions) if sides else None,
        left_out=_left_out(instrument, conditions) if without_occasion else None,
        opinion=tuple(c.id for c in conditions if _mostly_opinion(instrument, c)),
    )


def _conditions(
    instrument: Instrument,
    readings: Mapping[Perspective, Readings],
    responses: Mapping[Perspective, Sequence[Response]],
    unread: Mapping[Perspective, int],
) -> tuple[ConditionVerdict, ...]:
    verdicts = []
    for condition in instrument.conditions:
        sides = {
            side: side_of(instrument, condition, of_side, responses[side], bool(unread.get(side)))
            for side, of_side in readings.items()
        }
        verdicts.append(both_sides(instrument, condition.id, sides))
    return tuple(verdicts)


def class_of(
    instrument: Instrument, states: Mapping[str, State], criticals: Mapping[str, float]
) -> str:
    """The id of the first class of which a rule holds.

    Args:
        instrument: The questionnaire, whose last class asks for nothing.
        states: The state of each condition.
        criticals: The value (0-4) of each condition's critical item, the best for one that had no
            occasion.

    """
    ranks = [RANK[state] for state in states.values()]
    mutual = sum(value >= instrument.limits.mutual for value in criticals.values())
    for vendor_class in instrument.classes:
        for rule in vendor_class.rules:
            if rule.mutual <= mutual and _holds(rule, ranks, states, criticals):
                return vendor_class.id
    return instrument.classes[-1].id


def _holds(
    rule: ClassRule,
    ranks: Sequence[int],
    states: Mapping[str, State],
    criticals: Mapping[str, float],
) -> bool:
    for state, count in rule.at_least.items():
        if sum(map(RANK[state].__le__, ranks)) < count:
            return False
    for name, value in rule.critical_needs.items():
        if criticals[name] < value:
            return False
    return all(RANK[states[name]] >= RANK[state] for name, state in rule.needs.items())


def class_range(instrument: Instrument, conditions: Sequence[ConditionVerdict]) -> tuple[str, str]:
    """The classes of the low and of the high reading of all conditions."""
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


def seen_by(
    instrument: Instrument, verdict: Verdict, sides: Iterable[Perspective]
) -> tuple[ConditionVerdict, ...]:
    """The conditions of a verdict as some of its sides alone see them."""
    views = tuple(sides)
    return tuple(
        both_sides(instrument, c.id, {side: c.sides[side] for side in views})
        for c in verdict.conditions
    )


def _class_so_far(instrument: Instrument, conditions: Sequence[ConditionVerdict]) -> str | None:
    """The class on the answers given alone, with disputed items at the middle of their medians.

    None if a side has scored too little of a condition, or left its critical item open.
    """
    known = []
    for condition in conditions:
        sides = {}
        for perspective, side in condition.sides.items():
            scored = tuple(_settled(r) for r in side.items if r.scores)
            enough = len(scored) >= instrument.limits.so_far * len(side.left)
            critical_open = side.critical is not None and side.critical.open
            if not side.assessable or not scored or not enough or critical_open:
                return None
            left_out = tuple(reading for reading in side.items if reading.left_out)
            sides[perspective] = _from_items(instrument, side, (*scored, *left_out))
        known.append(both_sides(instrument, condition.id, sides))
    return class_range(instrument, known)[0]


def _settled(reading: ItemReading) -> ItemReading:
    return replace(reading, low=reading.middle, high=reading.middle)


def _from_items(
    instrument: Instrument, side: Side, items: tuple[ItemReading, ...], assessable: bool = True
) -> Side:
    """A side with other readings of its items."""
    left = [reading for reading in items if not reading.left_out]
    low, high = 0.0, 100.0
    if assessable:
        low, high = mean([r.low for r in left]), mean([r.high for r in left])
    return replace(
        side,
        items=items,
        assessable=assessable,
        low=low,
        high=high,
        state_low=state_of(instrument, low, [(r.low, r.critical) for r in left]),
        state_high=state_of(instrument, high, [(r.high, r.critical) for r in left]),
    )


def _left_out(instrument: Instrument, conditions: Sequence[ConditionVerdict]) -> LeftOut | None:
    """What the classes would be with every *no occasion* at 0; None if they stay."""
    with_zeros = []
    for condition in conditions:
        sides = {
            perspective: _from_items(
                instrument,
                side,
                tuple(replace(r, left_out=False) for r in side.items),
                side.assessable or len(side.items) >= instrument.limits.least_items,
            )
            for perspective, side in condition.sides.items()
        }
        with_zeros.append(both_sides(instrument, condition.id, sides))
    classes = class_range(instrument, with_zeros)
    if classes == class_range(instrument, conditions):
        return None
    count = sum(r.left_out for c in conditions for side in c.sides.values() for r in side.items)
    return LeftOut(*classes, count)


def _mostly_opinion(instrument: Instrument, condition: ConditionVerdict) -> bool:
    return any(
        side.scored and (side.evidenced < instrument.limits.evidence * side.scored or side.bare)
        for side in condition.sides.values()
    )
