"""The distance of a settled verdict from the next better class and the next worse one.

A point is one step of one item's value on one side, counted at the low reading. Conditions and
sides are independent, so the fewest points are computed exactly: first the cost of every state of
every condition, then the cheapest combination of states for each tally that decides the class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, inf

from partnercheck.base.records import BEST_SCORE, Perspective, Record
from partnercheck.questionnaires.records import STATES, Instrument, State
from partnercheck.rules.class_tally import (
    NO_CONDITIONS,
    ClassTally,
    add_tallies,
    class_of_tally,
    state_tally,
)
from partnercheck.rules.classify import RANK
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side, Verdict


class Step(Record, frozen=True):
    """The points that one side of one condition must gain or lose."""

    condition: str
    perspective: Perspective
    points: int


class Distance(Record, frozen=True):
    """The class reached, the fewest points that reach it, and the steps of one such change."""

    to: str
    points: int
    steps: tuple[Step, ...] = ()


def path(instrument: Instrument, verdict: Verdict) -> Distance | None:
    """Return the fewest points that reach a better class; None if none exists or it is open."""
    return _nearest(instrument, verdict, _raising, better=True)


def margin(instrument: Instrument, verdict: Verdict) -> Distance | None:
    """Return the fewest points whose loss lowers the class; None in the lowest, or if open."""
    return _nearest(instrument, verdict, _losing, better=False)


Cost = Callable[[Instrument, Side, State], float]
Costs = Mapping[str, Mapping[State, float]]
# The points of a combination of states, and the place of each state among its condition's costs.
# Of combinations that cost the same the first in this order is taken, so that the steps that a
# person is shown do not depend on how they were found.
Combination = tuple[int, tuple[int, ...]]


def _nearest(instrument: Instrument, verdict: Verdict, cost: Cost, better: bool) -> Distance | None:
    if not verdict.settled:
        return None
    costs = {c.id: _costs(instrument, c, cost, better) for c in verdict.conditions}
    nearest = _cheapest_change(instrument, costs, verdict.low, better)
    if nearest is None:
        return None
    reached, (points, places) = nearest
    steps = tuple(
        step
        for condition, place in zip(verdict.conditions, places, strict=True)
        for step in _steps(instrument, condition, [*costs[condition.id]][place], cost, better)
    )
    return Distance(reached, points, steps)


def _cheapest_change(
    instrument: Instrument, costs: Costs, current: str, better: bool
) -> tuple[str, Combination] | None:
    """Return the cheapest change of class in one direction: the new class and its states.

    Most classes change with a few points, so small budgets are searched first. The cheapest
    change within a budget is the cheapest of all, because the search covers all that cost less.
    """
    order = {vendor_class.id: rank for rank, vendor_class in enumerate(instrument.classes)}
    dearest = sum(max((p for p in of.values() if p < inf), default=0) for of in costs.values())
    budget = 1
    while True:
        best: tuple[int, int, tuple[int, ...], str] | None = None
        for tally, (points, places) in _combinations(instrument, costs, budget).items():
            reached = class_of_tally(instrument, tally)
            away = (order[current] - order[reached]) * (1 if better else -1)
            if away > 0 and (best is None or (points, -away, places) < best[:3]):
                best = (points, -away, places, reached)
        if best:
            return best[3], (best[0], best[2])
        if budget >= dearest:
            return None
        budget *= 2


def _combinations(
    instrument: Instrument, costs: Costs, budget: int
) -> Mapping[ClassTally, Combination]:
    """Return the cheapest combination of states for each tally within a budget of points."""
    cheapest: dict[ClassTally, Combination] = {NO_CONDITIONS: (0, ())}
    for condition, of_states in costs.items():
        options = [
            (place, int(points), state_tally(instrument, condition, state))
            for place, (state, points) in enumerate(of_states.items())
            if points <= budget
        ]
        extended: dict[ClassTally, Combination] = {}
        for tally, (spent, places) in cheapest.items():
            for place, points, added in options:
                if spent + points > budget:
                    continue
                total = add_tallies(tally, added)
                combination = (spent + points, (*places, place))
                if total not in extended or combination < extended[total]:
                    extended[total] = combination
        cheapest = extended
    return cheapest


def _steps(
    instrument: Instrument, condition: ConditionVerdict, state: State, cost: Cost, better: bool
) -> list[Step]:
    """Return the points each side must gain to reach a state; to fall, the cheaper side's."""
    if state == condition.state_low:
        return []
    steps = [
        Step(condition.id, perspective, int(cost(instrument, side, state)))
        for perspective, side in condition.sides.items()
    ]
    if better:
        return [step for step in steps if step.points > 0]
    return [min(steps, key=lambda step: step.points)]


def _costs(
    instrument: Instrument, condition: ConditionVerdict, cost: Cost, better: bool
) -> Mapping[State, float]:
    """Return the cost of each state: to rise, both sides must; to fall, one side is enough."""
    now = RANK[condition.state_low]
    costs: dict[State, float] = {condition.state_low: 0}
    for state in STATES:
        if (RANK[state] > now) if better else (RANK[state] < now):
            each = [cost(instrument, side, state) for side in condition.sides.values()]
            costs[state] = sum(each) if better else min(each)
    return costs


def needed(instrument: Instrument, state: State, count: int) -> int:
    """Return the least sum of the values of `count` items whose score reaches a state."""
    if state == "weak":
        return 0
    percent = instrument.states.present if state == "present" else instrument.states.partial
    return ceil(percent * BEST_SCORE * count / 100 - 1e-9)


def _critical_floor(instrument: Instrument, state: State) -> int:
    limits = instrument.limits
    return limits.critical_present if state == "present" else limits.critical_partial


def _raising(instrument: Instrument, side: Side, state: State) -> float:
    """Return the fewest points that raise a side to a state or above it."""
    if not side.assessable:
        return inf
    values = [reading.low for reading in side.left]
    floor = _critical_floor(instrument, state)
    owed = sum(max(0, floor - r.low) for r in side.left if r.critical)
    if state == "present":
        zeros = sum(not r.low and not (r.critical and floor > 0) for r in side.left)
        owed += max(0, zeros - instrument.limits.zeros + 1)
    return max(owed, needed(instrument, state, len(values)) - sum(values))


def _losing(instrument: Instrument, side: Side, state: State) -> float:
    """Return the fewest points whose loss lowers a side to a state or below it."""
    if not side.assessable or RANK[side.state_low] <= RANK[state]:
        return 0
    above = STATES[RANK[state] + 1]
    left: Sequence[ItemReading] = side.left
    total = sum(reading.low for reading in left)
    ways: list[float] = [total - needed(instrument, above, len(left)) + 1]
    floor = _critical_floor(instrument, above)
    ways += [r.low - floor + 1 for r in left if r.critical and floor > 0]
    if above == "present":
        positive = sorted(reading.low for reading in left if reading.low)
        missing = instrument.limits.zeros - (len(left) - len(positive))
        if missing <= len(positive):
            ways.append(sum(positive[:missing]))
    return min(ways)
