"""From answers to a class: the seven rules of classification.

The model is non-compensatory: a partner needs all four conditions, so they are never
averaged. Missing answers give a range, not a guess. The lower of the two sides governs, as
in Lambert, Emmelhainz & Gardner 1996. Thresholds and class rules are data in the instrument;
the numbers in it are conventions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Perspective, Response
from partnercheck.questionnaires.records import (
    STATES,
    ClassRule,
    Condition,
    Instrument,
    Item,
    State,
)
from partnercheck.rules.records import ConditionVerdict, ItemReading, LeftOut, Side, Verdict

RANK: Mapping[State, int] = {state: rank for rank, state in enumerate(STATES)}
# From this score on, a critical item has to be more than an opinion.
HIGH = 3
Readings = Mapping[str, ItemReading]


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
    begun, by_side = heard(instrument, responses, unread)
    readings = {
        side: item_readings(instrument, of_side, unread.get(side, 0))
        for side, of_side in by_side.items()
    }
    conditions = conditions_of(instrument, readings, by_side, unread)
    sides = tuple(readings)
    every = [reading for of_side in readings.values() for reading in of_side.values()]
    return Verdict(
        low=class_of(instrument, {c.id: c.state_low for c in conditions}),
        high=class_of(instrument, {c.id: c.state_high for c in conditions}),
        conditions=conditions,
        sides=sides,
        quick=any(len(of_side) < len(instrument.items) for of_side in readings.values()),
        answered=sum(not reading.open for reading in every),
        items=len(every),
        pending=sum(pending(instrument, response) for response in begun),
        respondents=len(begun),
        scored=sum(side.scored for c in conditions for side in c.sides.values()),
        evidenced=sum(side.evidenced for c in conditions for side in c.sides.values()),
        so_far=_class_so_far(instrument, conditions) if sides else None,
        left_out=_left_out(instrument, readings, conditions) if sides else None,
        opinion=tuple(c.id for c in conditions if _mostly_opinion(instrument, c)),
    )


def heard(
    instrument: Instrument, responses: Iterable[Response], unread: Mapping[Perspective, int]
) -> tuple[list[Response], dict[Perspective, list[Response]]]:
    """Return the responses that count: all of them, and those of each perspective with any."""
    asked = [_as_asked(instrument, r) for r in responses if r.instrument == instrument.id]
    begun = [response for response in asked if response.begun]
    return begun, {
        side: [r for r in begun if r.perspective == side]
        for side in PERSPECTIVES
        if unread.get(side) or any(r.scored for r in begun if r.perspective == side)
    }


def _as_asked(instrument: Instrument, response: Response) -> Response:
    """Return a response without its answers to items that its form does not ask."""
    items = instrument.asks(response.form)
    if response.answers.keys() <= items:
        return response
    answers = {item: answer for item, answer in response.answers.items() if item in items}
    return replace(response, answers=answers)


def class_of(instrument: Instrument, states: Mapping[str, State]) -> str:
    """Return the id of the first class with a rule that these states of the conditions meet."""
    ranks = [RANK[state] for state in states.values()]
    for vendor_class in instrument.classes:
        for rule in vendor_class.rules:
            if _holds(rule, ranks, states):
                return vendor_class.id
    return instrument.classes[-1].id


def _holds(rule: ClassRule, ranks: Sequence[int], states: Mapping[str, State]) -> bool:
    for state, count in rule.at_least.items():
        if sum(map(RANK[state].__le__, ranks)) < count:
            return False
    return all(RANK[states[name]] >= RANK[state] for name, state in rule.needs.items())


def state_of(instrument: Instrument, score: float, values: Sequence[tuple[float, bool]]) -> State:
    """Return a condition's state from its score (0-100) and its items' values (0-4, critical?).

    Zeros and low critical items cap the state, so that high values elsewhere cannot hide them.
    """
    limits = instrument.limits
    critical, zeros = float(BEST_SCORE), 0
    for value, is_critical in values:
        zeros += value == 0
        if is_critical and value < critical:
            critical = value
    if score < instrument.states.partial or critical < limits.critical_partial:
        return "weak"
    if (
        score < instrument.states.present
        or critical < limits.critical_present
        or zeros >= limits.zeros
    ):
        return "partial"
    return "present"


def pending(instrument: Instrument, response: Response) -> int:
    """Return the number of unanswered items in the form of a response that has been started."""
    given = {item for item, answer in response.answers.items() if answer.is_answered}
    return len(instrument.asks(response.form) - given)


def item_readings(
    instrument: Instrument, responses: Sequence[Response], unread: int = 0
) -> Readings:
    """Return the low and the high reading of every item in one perspective's forms.

    The *lower* median of the scores is the low reading, the *upper* the high one, so that
    disagreement widens the range. Only the forms of respondents who gave a score are counted: a
    response without scores cannot turn a quick look into a full assessment.
    """
    full = unread or any(response.form == "full" for response in responses if response.scored)
    items = instrument.form_items("full" if full else "quick")
    return {item.id: _item_reading(item, responses, unread) for item in items}


def _item_reading(item: Item, responses: Sequence[Response], unread: int) -> ItemReading:
    answers = [answer for r in responses if (answer := r.answers.get(item.id))]
    scores = sorted([answer.score for answer in answers if answer.score is not None])
    if scores:
        worst, best = [0] * unread + scores, scores + [BEST_SCORE] * unread
        low, high = worst[(len(worst) - 1) // 2], best[len(best) // 2]
        return ItemReading(item.id, low, high, tuple(scores), False, item.critical)
    if (
        not unread
        and not item.critical
        and any(answer.skip == "not-applicable" for answer in answers)
    ):
        return ItemReading(item.id, 0, 0, left_out=True)
    return ItemReading(item.id, 0, BEST_SCORE, (), False, item.critical)


def conditions_of(
    instrument: Instrument,
    readings: Mapping[Perspective, Readings],
    responses: Mapping[Perspective, Sequence[Response]],
    unread: Mapping[Perspective, int],
) -> tuple[ConditionVerdict, ...]:
    """Return the verdict on every condition (or facet), from the readings of its items."""
    made = []
    for condition in instrument.conditions:
        sides = {
            side: side_of(instrument, condition, of_side, responses[side], bool(unread.get(side)))
            for side, of_side in readings.items()
        }
        made.append(both_sides(condition.id, sides))
    return tuple(made)


def side_of(
    instrument: Instrument,
    condition: Condition,
    readings: Readings,
    responses: Sequence[Response],
    unread: bool,
) -> Side:
    """Return the readings of one condition from one perspective."""
    items = instrument.items_of(condition.id)
    combined = lowest if condition.combine == "lowest" else mean
    asked = tuple(readings[item.id] for item in items if item.id in readings)
    left = [reading for reading in asked if not reading.left_out]
    # What could not be read may have left out every item that nobody else has scored.
    sure = [reading for reading in left if reading.scores] if unread else left
    assessable = bool(sure) and len(sure) >= instrument.limits.assessable * len(asked)
    low = combined([reading.low for reading in left]) if assessable else 0.0
    high = combined([reading.high for reading in left]) if assessable else 100.0
    given = [
        (reading, answer)
        for reading in left
        if reading.scores
        for response in responses
        if (answer := response.answers.get(reading.item)) and answer.score is not None
    ]
    evidenced = [(reading, answer) for reading, answer in given if answer.evidenced]
    shown = {r.item for r, answer in evidenced if answer.score is not None and answer.score >= HIGH}
    return Side(
        low=low,
        high=high,
        state_low=state_of(instrument, low, [(r.low, r.critical) for r in left]),
        state_high=state_of(instrument, high, [(r.high, r.critical) for r in left]),
        assessable=assessable,
        items=asked,
        scored=len(given),
        evidenced=len(evidenced),
        bare=tuple(
            r.item
            for r in left
            if r.critical and r.scores and r.medians[1] >= HIGH and r.item not in shown
        ),
    )


def mean(values: Sequence[float]) -> float:
    """Return the mean of the items' values (0-4) as a condition's score (0-100)."""
    return 100 * sum(values) / (BEST_SCORE * len(values))


def lowest(values: Sequence[float]) -> float:
    """Return the lowest of the items' values (0-4) as a facet's score (0-100)."""
    return mean([min(values)])


def both_sides(condition: str, sides: Mapping[Perspective, Side]) -> ConditionVerdict:
    """Return the verdict on a condition: that of the lower side. Without sides all is possible."""
    if not sides:
        return ConditionVerdict(condition, 0.0, 100.0, "weak", "present")
    each = tuple(sides.values())
    return ConditionVerdict(
        id=condition,
        low=min(side.low for side in each),
        high=min(side.high for side in each),
        state_low=min((side.state_low for side in each), key=RANK.__getitem__),
        state_high=min((side.state_high for side in each), key=RANK.__getitem__),
        sides=sides,
        gap=_gap(sides),
    )


def _gap(sides: Mapping[Perspective, Side]) -> float | None:
    """Return buyer minus vendor in points, over the items both scored (Ambrose et al. 2010)."""
    if len(sides) < 2:
        return None
    buyer, vendor = (
        {r.item: r.middle for r in sides[side].items if r.scores} for side in PERSPECTIVES
    )
    both = [item for item in buyer if item in vendor]
    return mean([buyer[item] - vendor[item] for item in both]) if both else None


def _class_so_far(instrument: Instrument, conditions: Sequence[ConditionVerdict]) -> str | None:
    """Return the class by the given answers alone; a disputed item counts as its middle."""
    states: dict[str, State] = {}
    for condition in conditions:
        of_sides = []
        for side in condition.sides.values():
            scored = [r for r in side.items if r.scores]
            enough = len(scored) >= instrument.limits.so_far * len(side.left)
            if not side.assessable or not scored or not enough:
                return None
            values = [(r.middle, r.critical) for r in scored]
            score = mean([value for value, _ in values])
            of_sides.append(state_of(instrument, score, values))
        states[condition.id] = min(of_sides, key=RANK.__getitem__)
    return class_of(instrument, states)


def _left_out(
    instrument: Instrument,
    readings: Mapping[Perspective, Readings],
    conditions: Sequence[ConditionVerdict],
) -> LeftOut | None:
    """Return the classes with every *not applicable* counted as 0; None if nothing changes."""
    count = sum(r.left_out for of_side in readings.values() for r in of_side.values())
    if not count:
        return None
    lows: dict[str, State] = {}
    highs: dict[str, State] = {}
    for condition in conditions:
        of_sides = [_states_with_all(instrument, side.items) for side in condition.sides.values()]
        lows[condition.id] = min((low for low, _ in of_sides), key=RANK.__getitem__)
        highs[condition.id] = min((high for _, high in of_sides), key=RANK.__getitem__)
    low, high = class_of(instrument, lows), class_of(instrument, highs)
    before = tuple(
        class_of(instrument, states)
        for states in (
            {c.id: c.state_low for c in conditions},
            {c.id: c.state_high for c in conditions},
        )
    )
    return LeftOut(low, high, count) if (low, high) != before else None


def _states_with_all(instrument: Instrument, items: Sequence[ItemReading]) -> tuple[State, State]:
    low = [(r.low, r.critical) for r in items]
    high = [(r.high, r.critical) for r in items]
    return (
        state_of(instrument, mean([value for value, _ in low]), low),
        state_of(instrument, mean([value for value, _ in high]), high),
    )


def _mostly_opinion(instrument: Instrument, condition: ConditionVerdict) -> bool:
    return any(
        side.scored and (side.evidenced < instrument.limits.evidence * side.scored or side.bare)
        for side in condition.sides.values()
    )
