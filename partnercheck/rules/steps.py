"""The distance of a settled verdict from the next better class and from the next worse class.

A step moves one item of one side up or down by one score, never beyond 0 or 4, starting from the
low reading: from 2.5 to 3.5, and from 3.5 to 4.

Invariant: the distance is the fewest steps that change the class. On the way up no step lowers an
item, and on the way down no step raises an item, because the rules contain only minimums.

An example (one side, the critical item first, all other conditions at 3):

    Cultural alignment  3332222   17 of 28 points; present from 66% of 28 = 18.48 points

    steps up:    1.48 points are missing, so two steps are needed, on any of the items; then all
                 four conditions are present, and the near partner becomes a partner
    steps down:  two steps on "would sign again", from 3 to 1: reciprocity is held below present,
                 and a critical item of 1 is too low for a steady supplier, so the near partner
                 becomes a supplier

The search is exact and has three stages:

1. For every side of a condition: the fewest steps for each value of its critical item and each
   state.
2. For every condition: the fewest steps of both sides together for each class tally, in which the
   lower state and the mean of the critical items count.
3. Over all conditions: the cheapest combination for each class tally, and so for each class.

Stage 1 may list steps for one state although they reach a better state (on the way up) or a worse
state (on the way down). The option for the state that is actually reached costs no more, so the
distance is the same.
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

# Values are counted in half steps (0-8), so that sums are exact whole numbers; a step is two.
HALVES = 2
MOST_HALVES = HALVES * BEST_SCORE


class SideSteps(Record, frozen=True):
    """The steps that one side makes in one condition, on the way to the new class."""

    condition: str
    perspective: Perspective
    step_count: int  # the number of all steps of this side in this condition
    critical_step_count: int = 0  # the number of steps that move the critical item


class Distance(Record, frozen=True):
    """The nearest other class in one direction, and how to reach it."""

    new_class: str  # the id of the class that is reached
    step_count: int  # the fewest steps that reach it
    steps: tuple[SideSteps, ...] = ()  # one way to make the steps, in the order of the conditions


def steps_up(instrument: Instrument, verdict: Verdict) -> Distance | None:
    """Return the fewest steps to a better class; None for the best class or an open verdict."""
    return _nearest(instrument, verdict, better=True)


def steps_down(instrument: Instrument, verdict: Verdict) -> Distance | None:
    """Return the fewest steps to a worse class; None for the worst class or an open verdict."""
    return _nearest(instrument, verdict, better=False)


# A state that one side can reach: the state, the critical item's value in half steps (None if no
# critical item counts), the number of all steps, and the number of the critical item's steps.
SideOption = tuple[State, int | None, int, int]
# For each side of a condition, in order: the numbers of all steps and of the critical item's steps.
SideCounts = tuple[tuple[int, int], ...]
# The number of steps of a whole condition, and the counts of each of its sides.
Option = tuple[int, SideCounts]
Options = Mapping[str, Mapping[ClassTally, Option]]
# The number of steps of a combination of conditions, and the counts of every side of each
# condition. If combinations are equally cheap, the first in tuple order wins, so that the steps
# shown to a person depend only on the answers, not on the order of the search.
Combination = tuple[int, tuple[SideCounts, ...]]


def _nearest(instrument: Instrument, verdict: Verdict, better: bool) -> Distance | None:
    """Return the distance to the nearest better class, or to the nearest worse class."""
    if not verdict.settled:
        return None
    options = {c.id: _options(instrument, c, better) for c in verdict.conditions}
    nearest = _cheapest_change(instrument, options, verdict.worst_class, better)
    if nearest is None:
        return None
    new_class, (step_count, counts_of_conditions) = nearest
    steps = tuple(
        SideSteps(condition.id, perspective, of_side, critical)
        for condition, of_sides in zip(verdict.conditions, counts_of_conditions, strict=True)
        for perspective, (of_side, critical) in zip(condition.sides, of_sides, strict=True)
        if of_side
    )
    return Distance(new_class, step_count, steps)


def _cheapest_change(
    instrument: Instrument, options: Options, current: str, better: bool
) -> tuple[str, Combination] | None:
    """Return the new class and the combination of the cheapest change of class in one direction.

    None if no combination changes the class. Among equally cheap changes, the one that goes
    furthest is taken.

    Most classes change with a few steps, so small budgets are searched first. The cheapest change
    within a budget is the cheapest of all, because the search covers all changes that cost less.
    """
    rank_of = {vendor_class.id: rank for rank, vendor_class in enumerate(instrument.classes)}
    # No change can cost more than the dearest options of all conditions together.
    highest_budget = sum(
        max(step_count for step_count, _ in of.values()) for of in options.values()
    )
    budget = 1
    while True:
        best: tuple[int, int, tuple[SideCounts, ...], str] | None = None
        for tally, (step_count, of_sides) in _combinations(options, budget).items():
            new_class = class_of_tally(instrument, tally)
            # Ranks start at 0 for the best class.
            classes_away = (rank_of[current] - rank_of[new_class]) * (1 if better else -1)
            if classes_away > 0 and (
                best is None or (step_count, -classes_away, of_sides) < best[:3]
            ):
                best = (step_count, -classes_away, of_sides, new_class)
        if best:
            return best[3], (best[0], best[2])
        if budget >= highest_budget:
            return None
        budget *= 2


def _combinations(options: Options, budget: int) -> Mapping[ClassTally, Combination]:
    """Return the cheapest combination for each tally, among those within a budget of steps."""
    cheapest: dict[ClassTally, Combination] = {NO_CONDITIONS: (0, ())}
    for of_condition in options.values():
        affordable = [
            (tally, option) for tally, option in of_condition.items() if option[0] <= budget
        ]
        extended: dict[ClassTally, Combination] = {}
        for tally, (spent, of_sides) in cheapest.items():
            for option_tally, (step_count, side_counts) in affordable:
                if spent + step_count > budget:
                    continue
                total = add_tallies(tally, option_tally)
                combination = (spent + step_count, (*of_sides, side_counts))
                if total not in extended or combination < extended[total]:
                    extended[total] = combination
        cheapest = extended
    return cheapest


def _options(
    instrument: Instrument, condition: ConditionVerdict, better: bool
) -> Mapping[ClassTally, Option]:
    """Return the fewest steps of both sides together for each tally of a condition."""
    options: dict[ClassTally, Option] = {}
    of_sides = [list(_side_options(instrument, s, better)) for s in condition.sides.values()]
    for combination in product(*of_sides):
        values = [critical for _, critical, _, _ in combination if critical is not None]
        # If no side had an occasion, the critical item counts as 4, so that it excludes no class.
        critical = None
        if condition.critical:
            critical = sum(values) / (HALVES * len(values)) if values else float(BEST_SCORE)
        state = lowest_state(state for state, _, _, _ in combination)
        tally = state_tally(instrument, condition.id, state, critical)
        sides = tuple((step_count, of_critical) for _, _, step_count, of_critical in combination)
        option = (sum(step_count for step_count, _ in sides), sides)
        if tally not in options or option < options[tally]:
            options[tally] = option
    return options


def _side_options(instrument: Instrument, side: Side, better: bool) -> Iterator[SideOption]:
    """Yield the fewest steps for each value of a side's critical item and each of its states."""
    others = [int(HALVES * r.low) for r in side.counted_items if not r.critical]
    for critical, spent in _critical_values(side, better):
        # Steps cannot make a side assessable; in this case only its critical item can move the
        # class.
        if not side.assessable:
            yield side.state_low, critical, spent, spent
            continue
        fewest_steps = _fewest_steps_up if better else _fewest_steps_down
        for state in STATES:
            step_count = fewest_steps(instrument, others, critical, state)
            if step_count < inf:
                yield state, critical, spent + int(step_count), spent


def _critical_values(side: Side, better: bool) -> Iterator[tuple[int | None, int]]:
    """Yield each value (in half steps) that a side's critical item can reach, with the steps."""
    if side.critical is None:
        yield None, 0
        return
    value, step_count = int(HALVES * side.critical.low), 0
    while True:
        yield value, step_count
        moved = min(MOST_HALVES, value + HALVES) if better else max(0, value - HALVES)
        if moved == value:
            return
        value, step_count = moved, step_count + 1


def least_sum(instrument: Instrument, state: State, count: int) -> int:
    """Return the smallest sum of `count` values, in half steps, that is enough for a state."""
    if state == "weak":
        return 0
    percent = instrument.states.present if state == "present" else instrument.states.partial
    # The subtrahend allows for rounding errors: a product just above 56 must not give 57.
    return ceil(percent * MOST_HALVES * count / 100 - 1e-9)


def _held_below(instrument: Instrument, critical: int | None, state: State) -> bool:
    """Whether a critical item, in half steps, keeps its condition below a state."""
    if critical is None or state == "weak":
        return False
    limits = instrument.limits
    least_value = limits.critical_present if state == "present" else limits.critical_partial
    return below(critical / HALVES, least_value)


def _fewest_steps_up(
    instrument: Instrument, others: Sequence[int], critical: int | None, state: State
) -> float:
    """Return the fewest steps of noncritical items that bring a side to at least a state.

    Infinite if no number of such steps is enough.
    """
    if _held_below(instrument, critical, state):
        return inf
    zeros_to_raise = 0
    if state == "present":
        zeros = others.count(0) + (critical == 0)
        zeros_to_raise = max(0, zeros - instrument.limits.zeros + 1)
        if zeros_to_raise > others.count(0):
            return inf
    count = len(others) + (critical is not None)
    missing = least_sum(instrument, state, count) - sum(others) - (critical or 0)
    # An item raised from 0 gains a whole step, which is the most that any step can add to the sum.
    # The steps that remove zeros therefore count in full towards the sum too.
    return max(
        zeros_to_raise, _fewest_steps_for(missing, [MOST_HALVES - value for value in others])
    )


def _fewest_steps_down(
    instrument: Instrument, others: Sequence[int], critical: int | None, state: State
) -> float:
    """Return the fewest steps of noncritical items that bring a side down to at most a state.

    Infinite if no number of such steps is enough.
    """
    if state == "present":
        return 0
    above = STATES[RANK[state] + 1]
    if _held_below(instrument, critical, above):
        return 0
    count = len(others) + (critical is not None)
    surplus = sum(others) + (critical or 0) - least_sum(instrument, above, count) + 1
    fewest = _fewest_steps_for(surplus, others)
    # A side can also lose *present* by zeros alone, although its score stays high.
    if above == "present":
        missing = instrument.limits.zeros - others.count(0) - (critical == 0)
        to_zero = sorted(ceil(value / HALVES) for value in others if value)
        if missing <= len(to_zero):
            fewest = min(fewest, sum(to_zero[: max(0, missing)]))
    return fewest


def _fewest_steps_for(amount: int, rooms: Sequence[int]) -> float:
    """Return the fewest steps that move items by an amount of half steps in total.

    `rooms` are the half steps that each item can still move. Infinite if the rooms are too small.
    """
    if amount <= 0:
        return 0
    # The last step of an item at a half moves it only by a half; such steps are used last.
    whole = sum(room // HALVES for room in rooms)
    if amount <= HALVES * whole:
        return ceil(amount / HALVES)
    missing = amount - HALVES * whole
    return whole + missing if missing <= sum(room % HALVES for room in rooms) else inf
