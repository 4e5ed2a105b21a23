"""The distance of a settled verdict from the next better class and the next worse one.

A step moves one item of one side one score higher or lower, counted at the low reading and never
beyond 0 or 4: from 2.5 to 3.5, and from 3.5 to 4. The fewest steps are found exactly:

1. For every side of a condition, the fewest steps for each value of its critical item and each
   state.
2. For every condition, the fewest steps of both sides together for each class tally: the states
   count by the lower, the critical items by their mean.
3. Over all conditions, the cheapest combination for each tally, and so for each class.

On the way up no step lowers an item and on the way down none raises one: rules only ask for *at
least*. Step 1 may name a state below the one reached, but then the one reached costs no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
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
from partnercheck.rules.conditions import RANK, below, lowest_state
from partnercheck.rules.records import ConditionVerdict, Side, Verdict

# Values are counted in half steps, so that they are whole numbers; a step is two of them.
HALVES = 2
MOST_HALVES = HALVES * BEST_SCORE


class Step(Record, frozen=True):
    """The points that one side of one condition gains or loses on the way.

    `critical` counts those of them that its critical item takes.
    """

    condition: str
    perspective: Perspective
    points: int
    critical: int = 0


class Distance(Record, frozen=True):
    """The class reached, the fewest points that reach it, and the steps of one such change."""

    to: str
    points: int
    steps: tuple[Step, ...] = ()


def path(instrument: Instrument, verdict: Verdict) -> Distance | None:
    """The fewest points that reach a better class; None at the top, or when open."""
    return _nearest(instrument, verdict, better=True)


def margin(instrument: Instrument, verdict: Verdict) -> Distance | None:
    """The fewest points whose loss leaves the class; None at the bottom, or when open."""
    return _nearest(instrument, verdict, better=False)


# One side in a state: the critical item's half steps (None if it has none), all points, and those
# of the critical item.
SideOption = tuple[State, int | None, int, int]
# The points and the critical points of each side of a condition, in the order of its sides.
SidePoints = tuple[tuple[int, int], ...]
# The points of a whole condition, and those of each side.
Option = tuple[int, SidePoints]
Options = Mapping[str, Mapping[ClassTally, Option]]
# The points of a combination of conditions, and those of every side of each. Of combinations that
# cost the same the first in this order is taken, so that the steps that a person is shown do not
# depend on how they were found.
Combination = tuple[int, tuple[SidePoints, ...]]


def _nearest(instrument: Instrument, verdict: Verdict, better: bool) -> Distance | None:
    if not verdict.settled:
        return None
    options = {c.id: _options(instrument, c, better) for c in verdict.conditions}
    nearest = _cheapest_change(instrument, options, verdict.low, better)
    if nearest is None:
        return None
    reached, (points, of_conditions) = nearest
    steps = tuple(
        Step(condition.id, perspective, of_side, critical)
        for condition, of_sides in zip(verdict.conditions, of_conditions, strict=True)
        for perspective, (of_side, critical) in zip(condition.sides, of_sides, strict=True)
        if of_side
    )
    return Distance(reached, points, steps)


def _cheapest_change(
    instrument: Instrument, options: Options, current: str, better: bool
) -> tuple[str, Combination] | None:
    """Return the cheapest change of class in one direction: the new class and its states.

    Most classes change with a few points, so small budgets are searched first. The cheapest
    change within a budget is the cheapest of all, because the search covers all that cost less.
    """
    order = {vendor_class.id: rank for rank, vendor_class in enumerate(instrument.classes)}
    dearest = sum(max(points for points, _ in of.values()) for of in options.values())
    budget = 1
    while True:
        best: tuple[int, int, tuple[SidePoints, ...], str] | None = None
        for tally, (points, of_sides) in _combinations(options, budget).items():
            reached = class_of_tally(instrument, tally)
            away = (order[current] - order[reached]) * (1 if better else -1)
            if away > 0 and (best is None or (points, -away, of_sides) < best[:3]):
                best = (points, -away, of_sides, reached)
        if best:
            return best[3], (best[0], best[2])
        if budget >= dearest:
            return None
        budget *= 2


def _combinations(options: Options, budget: int) -> Mapping[ClassTally, Combination]:
    """The cheapest combination for each tally, among those within a budget of points."""
    cheapest: dict[ClassTally, Combination] = {NO_CONDITIONS: (0, ())}
    for of_condition in options.values():
        affordable = [
            (tally, option) for tally, option in of_condition.items() if option[0] <= budget
        ]
        extended: dict[ClassTally, Combination] = {}
        for tally, (spent, of_sides) in cheapest.items():
            for added, (points, of_these) in affordable:
                if spent + points > budget:
                    continue
                total = add_tallies(tally, added)
                combination = (spent + points, (*of_sides, of_these))
                if total not in extended or combination < extended[total]:
                    extended[total] = combination
        cheapest = extended
    return cheapest


def _options(
    instrument: Instrument, condition: ConditionVerdict, better: bool
) -> Mapping[ClassTally, Option]:
    """The fewest points of both sides for each tally of a condition."""
    options: dict[ClassTally, Option] = {}
    of_sides = [list(_side_options(instrument, s, better)) for s in condition.sides.values()]
    for chosen in product(*of_sides):
        values = [critical for _, critical, _, _ in chosen if critical is not None]
        critical = None
        if condition.critical:
            critical = sum(values) / (HALVES * len(values)) if values else float(BEST_SCORE)
        state = lowest_state(state for state, _, _, _ in chosen)
        tally = state_tally(instrument, condition.id, state, critical)
        sides = tuple((points, of_critical) for _, _, points, of_critical in chosen)
        option = (sum(points for points, _ in sides), sides)
        if tally not in options or option < options[tally]:
            options[tally] = option
    return options


def _side_options(instrument: Instrument, side: Side, better: bool) -> Iterator[SideOption]:
    """The fewest points for each value of a side's critical item and each of its states."""
    others = [int(HALVES * r.low) for r in side.left if not r.critical]
    for critical, spent in _critical_values(side, better):
        if not side.assessable:
            yield side.state_low, critical, spent, spent
            continue
        points_to = _points_up if better else _points_down
        for state in STATES:
            points = points_to(instrument, others, critical, state)
            if points < inf:
                yield state, critical, spent + int(points), spent


def _critical_values(side: Side, better: bool) -> Iterator[tuple[int | None, int]]:
    """The half steps that a side's critical item can come to, and the points that it takes."""
    if side.critical is None:
        yield None, 0
        return
    value, points = int(HALVES * side.critical.low), 0
    while True:
        yield value, points
        moved = min(MOST_HALVES, value + HALVES) if better else max(0, value - HALVES)
        if moved == value:
            return
        value, points = moved, points + 1


def needed(instrument: Instrument, state: State, count: int) -> int:
    """The least sum, in half steps, of `count` items' values whose score reaches a state."""
    if state == "weak":
        return 0
    percent = instrument.states.present if state == "present" else instrument.states.partial
    return ceil(percent * MOST_HALVES * count / 100 - 1e-9)


def _held_below(instrument: Instrument, critical: int | None, state: State) -> bool:
    """Whether a critical item keeps its condition below a state."""
    if critical is None or state == "weak":
        return False
    limits = instrument.limits
    floor = limits.critical_present if state == "present" else limits.critical_partial
    return below(critical / HALVES, floor)


def _points_up(
    instrument: Instrument, others: Sequence[int], critical: int | None, state: State
) -> float:
    """The fewest points of the other items that bring a side to a state or above it."""
    if _held_below(instrument, critical, state):
        return inf
    owed = 0
    if state == "present":
        zeros = others.count(0) + (critical == 0)
        owed = max(0, zeros - instrument.limits.zeros + 1)
        if owed > others.count(0):
            return inf
    count = len(others) + (critical is not None)
    missing = needed(instrument, state, count) - sum(others) - (critical or 0)
    # Raising an item from 0 is a whole step, so that those owed are among the best for the sum.
    return max(owed, _points_for(missing, [MOST_HALVES - value for value in others]))


def _points_down(
    instrument: Instrument, others: Sequence[int], critical: int | None, state: State
) -> float:
    """The fewest points of the other items whose loss brings a side to a state or below it."""
    if state == "present":
        return 0
    above = STATES[RANK[state] + 1]
    if _held_below(instrument, critical, above):
        return 0
    count = len(others) + (critical is not None)
    surplus = sum(others) + (critical or 0) - needed(instrument, above, count) + 1
    fewest = _points_for(surplus, others)
    if above == "present":
        missing = instrument.limits.zeros - others.count(0) - (critical == 0)
        to_zero = sorted(ceil(value / HALVES) for value in others if value)
        if missing <= len(to_zero):
            fewest = min(fewest, sum(to_zero[: max(0, missing)]))
    return fewest


def _points_for(amount: int, rooms: Sequence[int]) -> float:
    """The fewest points that move items by an amount of half steps, each within its room."""
    if amount <= 0:
        return 0
    whole = sum(room // HALVES for room in rooms)
    if amount <= HALVES * whole:
        return ceil(amount / HALVES)
    missing = amount - HALVES * whole
    return whole + missing if missing <= sum(room % HALVES for room in rooms) else inf
