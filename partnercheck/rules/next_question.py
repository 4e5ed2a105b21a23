"""The next questions: the open and disputed items that can still change the verdict.

Invariant: an item is asked if and only if two completions of everything unsettled, which differ in
that item alone, have different classes in the low or in the high reading.

An example (one side, the critical item first, ? for an open item, all other conditions at 3):

    Cultural alignment  333222?   53 to 67: partial or present   asked: it decides near partner
    Mutual gains        144444?   75 to 89, but the critical 1   not asked: the condition is
                                  allows *partial* at most       partial whatever the answer is

Trying every completion would take too long, with up to 9 values for each of 28 items per side. The
search is exact all the same, because little of a completion matters:

1. The state of a condition on one side depends only on the sum of its values, the number of zeros
   and the value of its critical item (`Tally`).
2. A condition depends only on the states of its sides and on the mean of their critical items
   (`Outcome`).
3. The class depends only on counts over the conditions (`ClassTally`).

For each unsettled item, the outcomes of its condition with the item at its lowest and at its
highest value are therefore combined with every tally that the other conditions can come to.

The questions are ranked: critical items that a class needs by name, other critical items, core
items, the rest; each group in the instrument's order. If a quick form has too few items left to
assess a condition, the remaining questions about it come last, marked as beyond the form.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import product

from partnercheck.base.records import BEST_SCORE, Perspective, Record
from partnercheck.questionnaires.records import Instrument, Item, State
from partnercheck.rules.class_tally import (
    ClassTally,
    add_tallies,
    all_tallies,
    class_of_tally,
    state_tally,
)
from partnercheck.rules.conditions import lowest_state, state_of
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side, Verdict

# Values are counted in half steps (0-8), so that sums are exact whole numbers.
HALVES = 2
# The low and the high reading, as indexes.
READINGS = (0, 1)
# The states of a condition on one side in the low and the high reading, and its critical item in
# half steps; None if it has none that counts.
SideOutcome = tuple[State, State, int | None]
# The states of a condition in both readings, and the mean (0-4) of the sides' critical items.
Outcome = tuple[State, State, float | None]
# The outcomes of a condition with one item at its lowest and at its highest value.
Pair = tuple[Outcome, Outcome]
# The sum of a side's values, the number of zeros among them, and the critical item. Zeros are
# counted up to the limit, because more of them make no difference.
Tally = tuple[int, int, int | None]
# Returns the outcome of a side from the number of its items and their tally.
OutcomeOf = Callable[[int, Tally], SideOutcome]


class Question(Record, frozen=True):
    """An item whose answer, by one side, can still change the verdict."""

    item: str
    perspective: Perspective
    disputed: bool = False  # whether it was scored, but its middle scores are far apart
    beyond_form: bool = False  # whether only the full form asks it, and the side used the quick one


def next_questions(instrument: Instrument, verdict: Verdict) -> tuple[Question, ...]:
    """Return the questions that can still change the verdict, the most important first.

    If nothing is scored yet, every item is returned, as a question to the buyer.
    """
    ranked = _rank_items(instrument)
    if not verdict.assessed:
        return tuple(Question(item.id, "buyer") for item in ranked)
    rank_of = {item.id: rank for rank, item in enumerate(ranked)}
    of_form = sorted(
        _decisive_questions(instrument, verdict), key=lambda question: rank_of[question.item]
    )
    if verdict.settled:
        return tuple(of_form)
    beyond_form = sorted(
        _questions_beyond_form(instrument, verdict), key=lambda question: rank_of[question.item]
    )
    return (*of_form, *beyond_form)


def _rank_items(instrument: Instrument) -> list[Item]:
    """Return all items, the most important first."""
    needed_by_name = {
        name
        for vendor_class in instrument.classes
        for rule in vendor_class.rules
        for name in rule.critical_needs
    }
    return sorted(
        instrument.items,
        key=lambda item: (
            not (item.critical and item.condition in needed_by_name),
            not item.critical,
            not item.core,
        ),
    )


def _decisive_questions(instrument: Instrument, verdict: Verdict) -> Iterator[Question]:
    """Yield the questions of the forms that can still change the class."""
    # Most tallies come up again and again, for other items and on the other side.
    outcome_of = cache(partial(_side_outcome, instrument))
    side_outcomes = [
        {
            perspective: _side_outcomes(instrument, side, outcome_of)
            for perspective, side in each.sides.items()
        }
        for each in verdict.conditions
    ]
    outcomes = [
        {_condition_outcome(condition, combination) for combination in product(*of_sides.values())}
        for condition, of_sides in zip(verdict.conditions, side_outcomes, strict=True)
    ]
    if all(len(of_condition) == 1 for of_condition in outcomes):
        return
    changes_class = _class_changes(instrument, verdict, outcomes)
    for index, condition in enumerate(verdict.conditions):
        for perspective, side in condition.sides.items():
            others = [each for of, each in side_outcomes[index].items() if of != perspective]
            # Items with the same range are interchangeable in a tally, so one of them is checked
            # for all: most open items of a side have the range 0 to 4.
            decisive: dict[tuple[float, float, bool], bool] = {}
            for reading in side.counted_items:
                kind = (reading.low, reading.high, reading.critical)
                if reading.low == reading.high:
                    continue
                if kind not in decisive:
                    ends = _outcome_ends(instrument, side, reading, outcome_of)
                    pairs = _outcome_pairs(condition, ends, others)
                    decisive[kind] = changes_class(index, pairs)
                if decisive[kind]:
                    yield Question(reading.item, perspective, reading.disputed)


def _questions_beyond_form(instrument: Instrument, verdict: Verdict) -> Iterator[Question]:
    """Yield the items that the quick form does not ask, of conditions that it cannot assess."""
    for condition in verdict.conditions:
        for perspective, side in condition.sides.items():
            on_form = {reading.item for reading in side.items}
            for item in instrument.items_of(condition.id):
                if not side.assessable and item.id not in on_form:
                    yield Question(item.id, perspective, beyond_form=True)


def _class_changes(
    instrument: Instrument, verdict: Verdict, outcomes: Sequence[set[Outcome]]
) -> Callable[[int, Collection[Pair]], bool]:
    """Return a function that says whether changes of one condition can change the class.

    Its arguments are the index of the condition and the outcomes before and after each change. The
    low class depends only on the low states, and the high class on the high ones, so each reading
    is checked on its own.
    """
    ids = [condition.id for condition in verdict.conditions]
    tally_of = cache(partial(_class_tally, instrument))
    class_of = cache(partial(class_of_tally, instrument))
    # The possible tallies of each condition, for the low and then for the high reading.
    tallies_of = [
        [
            frozenset(tally_of(name, reading, outcome) for outcome in of_condition)
            for name, of_condition in zip(ids, outcomes, strict=True)
        ]
        for reading in READINGS
    ]
    # Conditions with equal tallies have equal sums of all others, so the tallies are the key.
    sums_of_others: dict[tuple[int, frozenset[ClassTally]], set[ClassTally]] = {}

    def other_conditions(reading: int, index: int) -> set[ClassTally]:
        tallies = tallies_of[reading]
        key = (reading, tallies[index])
        if key not in sums_of_others:
            sums_of_others[key] = all_tallies([*tallies[:index], *tallies[index + 1 :]])
        return sums_of_others[key]

    def changes_class(index: int, pairs: Collection[Pair]) -> bool:
        for reading in READINGS:
            changes = {
                (tally_of(ids[index], reading, at_low), tally_of(ids[index], reading, at_high))
                for at_low, at_high in pairs
            }
            # Most pairs of outcomes have the same tally and need no further search.
            changes = {(before, after) for before, after in changes if before != after}
            if changes and _class_differs(class_of, changes, other_conditions(reading, index)):
                return True
        return False

    return changes_class


def _class_tally(
    instrument: Instrument, condition: str, reading: int, outcome: Outcome
) -> ClassTally:
    """Return the tally of a condition with an outcome, in one of the two readings."""
    state_low, state_high, critical = outcome
    return state_tally(instrument, condition, state_high if reading else state_low, critical)


def _class_differs(
    class_of: Callable[[ClassTally], str],
    changes: Collection[tuple[ClassTally, ClassTally]],
    other_conditions: Collection[ClassTally],
) -> bool:
    """Whether a change of one condition changes the class, with any tally of the others."""
    return any(
        class_of(add_tallies(others, before)) != class_of(add_tallies(others, after))
        for before, after in changes
        for others in other_conditions
    )


def _condition_outcome(condition: ConditionVerdict, outcomes: Collection[SideOutcome]) -> Outcome:
    """Return the outcome of a condition from those of its sides.

    A critical item that had no occasion on any side counts as 4: it holds no class back.
    """
    lows, highs, criticals = zip(*outcomes, strict=True)
    values = [value for value in criticals if value is not None]
    critical = None
    if condition.critical:
        critical = sum(values) / (HALVES * len(values)) if values else float(BEST_SCORE)
    return lowest_state(lows), lowest_state(highs), critical


def _side_outcomes(instrument: Instrument, side: Side, outcome_of: OutcomeOf) -> set[SideOutcome]:
    """Return every outcome that a side can have when all of its items are settled."""
    items = side.counted_items
    count = len(items) if side.assessable else 0
    return {outcome_of(count, tally) for tally in _tallies(instrument, items)}


def _outcome_ends(
    instrument: Instrument, side: Side, item: ItemReading, outcome_of: OutcomeOf
) -> set[tuple[SideOutcome, SideOutcome]]:
    """Return a side's outcomes with an item at its lowest and highest value, if they differ.

    The values between need no check: an outcome only rises with a value, and a class with an
    outcome, so two values can only differ in class if the lowest and the highest do.
    """
    most_zeros = instrument.limits.zeros
    items = side.counted_items
    count = len(items) if side.assessable else 0
    rest = [reading for reading in items if reading.item != item.item]
    low, high = _in_halves(item.low), _in_halves(item.high)
    ends = (
        (
            outcome_of(count, _add_item(most_zeros, tally, low, item.critical)),
            outcome_of(count, _add_item(most_zeros, tally, high, item.critical)),
        )
        for tally in _tallies(instrument, rest)
    )
    return {(at_low, at_high) for at_low, at_high in ends if at_low != at_high}


def _outcome_pairs(
    condition: ConditionVerdict,
    ends: Collection[tuple[SideOutcome, SideOutcome]],
    other_sides: Sequence[Collection[SideOutcome]],
) -> set[Pair]:
    """Return the outcomes of a condition before and after changes of one side, if they differ."""
    if not ends:
        return set()
    combined = cache(partial(_condition_outcome, condition))
    pairs = set()
    for others in product(*other_sides):
        for at_low, at_high in ends:
            before, after = combined((at_low, *others)), combined((at_high, *others))
            if before != after:
                pairs.add((before, after))
    return pairs


def _in_halves(value: float) -> int:
    """Return a value (0-4) in half steps (0-8)."""
    return int(value * HALVES)


def _tallies(instrument: Instrument, readings: Iterable[ItemReading]) -> frozenset[Tally]:
    """Return every tally of some items, with each at any value of its range."""
    most_zeros = instrument.limits.zeros
    settled: Tally = (0, 0, None)
    unsettled = []
    for reading in readings:
        low, high = _in_halves(reading.low), _in_halves(reading.high)
        if low < high:
            unsettled.append((low, high, reading.critical))
        else:
            settled = _add_item(most_zeros, settled, low, reading.critical)
    total, zeros, critical = settled
    # In order, so that equal items are equal keys of the cache.
    return frozenset(
        (total + more, min(zeros + more_zeros, most_zeros), value if critical is None else critical)
        for more, more_zeros, value in _tallies_of(tuple(sorted(unsettled)), most_zeros)
    )


@lru_cache(maxsize=256)
def _tallies_of(items: tuple[tuple[int, int, bool], ...], zeros: int) -> frozenset[Tally]:
    """Return the tallies of unsettled items, each given as (low, high, critical).

    Cached, because the search asks for the same items again for every item of their condition, and
    most open items have the same range.
    """
    if not items:
        return frozenset({(0, 0, None)})
    # All items but the last are in the cache more often than all of them.
    *before, (low, high, critical) = items
    return frozenset(
        _add_item(zeros, tally, value, critical)
        for tally in _tallies_of(tuple(before), zeros)
        for value in range(low, high + 1)
    )


def _add_item(most_zeros: int, tally: Tally, value: int, critical: bool) -> Tally:
    """Return a tally with one more item at a value (0-8)."""
    total, zeros, critical_value = tally
    zeros = min(zeros + (value == 0), most_zeros)
    return total + value, zeros, value if critical else critical_value


def _side_outcome(instrument: Instrument, count: int, tally: Tally) -> SideOutcome:
    """Return the outcome of a side whose values, `count` of them, come to a tally.

    A side that is not assessable, with a count of 0, may have any score, so it keeps a range of
    states.
    """
    total, zeros, critical = tally
    # `state_of` only looks for zeros and the critical item, so no other values are passed. A zero
    # of the critical item is part of `zeros` and must not be passed twice.
    values = [] if critical is None else [(critical / HALVES, True)]
    values += [(0.0, False)] * (zeros - (critical == 0))
    if not count:
        low, high = (state_of(instrument, score, values) for score in (0.0, 100.0))
        return low, high, critical
    score = 100 * total / (HALVES * BEST_SCORE * count)
    state = state_of(instrument, score, values)
    return state, state, critical
