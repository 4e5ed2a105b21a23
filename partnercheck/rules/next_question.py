"""What to ask next: the open and disputed items that can still move the verdict.

An item matters if its own value changes the class for some values of all other unsettled items.
This is computed exactly, without trying every combination of answers: a condition's state depends
only on the sum of its values, the number of zeros and its worst critical item, and the class
depends only on a tally of the states, so there are few outcomes to try.
Rank: critical, then core, then the instrument's order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
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
from partnercheck.rules.classify import RANK, state_of
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side, Verdict

Outcome = tuple[State, State]
Pair = tuple[Outcome, Outcome]
# A tally of a side's values: their sum, how many are 0 (up to the limit), the worst critical.
Tally = tuple[int, int, int]


class Question(Record, frozen=True):
    """An item that can still change the verdict, and the side whose answer is missing."""

    item: str
    perspective: Perspective
    disputed: bool = False


def next_questions(instrument: Instrument, verdict: Verdict) -> tuple[Question, ...]:
    """Return the items worth asking, the most important first; empty if none can matter."""
    if not verdict.assessed:
        return tuple(Question(item.id, "buyer") for item in _ranked(instrument))
    order = {item.id: rank for rank, item in enumerate(_ranked(instrument))}
    outcomes = [_outcomes(instrument, condition) for condition in verdict.conditions]
    if all(len(each) == 1 for each in outcomes):
        return ()
    changes_class = _class_changes(instrument, verdict, outcomes)
    questions = []
    for index, condition in enumerate(verdict.conditions):
        for perspective, side in condition.sides.items():
            # Items of a side that are open alike matter alike: each kind is looked at once.
            kinds: dict[tuple[int, int, bool], bool] = {}
            for reading in side.left:
                kind = (reading.low, reading.high, reading.critical)
                if kind not in kinds:
                    pairs = _pairs(instrument, condition, perspective, reading)
                    kinds[kind] = changes_class(index, pairs)
                if kinds[kind]:
                    questions.append(Question(reading.item, perspective, reading.disputed))
    return tuple(sorted(questions, key=lambda question: order[question.item]))


def _ranked(instrument: Instrument) -> list[Item]:
    return sorted(instrument.items, key=lambda item: (not item.critical, not item.core))


def _class_changes(
    instrument: Instrument, verdict: Verdict, outcomes: Sequence[set[Outcome]]
) -> Callable[[int, Collection[Pair]], bool]:
    """Return a function that tells whether a change of one condition can change the class.

    Its arguments are the index of the condition and the changes. The low reading of the class
    depends only on the low states, and the high reading on the high ones, so each is checked alone.
    """
    ids = [condition.id for condition in verdict.conditions]
    # For each reading and condition, the tallies of its states.
    of_conditions = [
        [
            frozenset(state_tally(instrument, name, outcome[reading]) for outcome in of_condition)
            for name, of_condition in zip(ids, outcomes, strict=True)
        ]
        for reading in (0, 1)
    ]
    # The others come to the same tallies beside every condition that can come to the same.
    of_others: dict[tuple[int, frozenset[ClassTally]], set[ClassTally]] = {}

    def others_of(reading: int, index: int) -> set[ClassTally]:
        every = of_conditions[reading]
        key = (reading, every[index])
        if key not in of_others:
            of_others[key] = all_tallies([*every[:index], *every[index + 1 :]])
        return of_others[key]

    def changes_class(index: int, pairs: Collection[Pair]) -> bool:
        for reading in (0, 1):
            ends = {(one[reading], other[reading]) for one, other in pairs}
            for states in (each for each in ends if each[0] != each[1]):
                one, other = (state_tally(instrument, ids[index], state) for state in states)
                for tally in others_of(reading, index):
                    first = class_of_tally(instrument, add_tallies(tally, one))
                    if first != class_of_tally(instrument, add_tallies(tally, other)):
                        return True
        return False

    return changes_class


def _outcomes(instrument: Instrument, condition: ConditionVerdict) -> set[Outcome]:
    """Return every outcome that a condition can have once all its items are settled."""
    each = [_side_outcomes(instrument, side) for side in condition.sides.values()]
    return {_worse(chosen) for chosen in product(*each)}


def _worse(outcomes: Iterable[Outcome]) -> Outcome:
    lows, highs = zip(*outcomes, strict=True)
    return min(lows, key=RANK.__getitem__), min(highs, key=RANK.__getitem__)


def _side_outcomes(instrument: Instrument, side: Side) -> set[Outcome]:
    return {_outcome(instrument, side, tally) for tally in _tallies(instrument, side.left)}


def _pairs(
    instrument: Instrument, condition: ConditionVerdict, whose: Perspective, item: ItemReading
) -> set[Pair]:
    """Return the outcomes with the item at its lowest and its highest, if these differ."""
    if item.low == item.high:
        return set()
    zeros = instrument.limits.zeros
    side = condition.sides[whose]
    rest = [reading for reading in side.left if reading.item != item.item]
    ends = {
        (
            _outcome(instrument, side, _added(zeros, tally, item.low, item.critical)),
            _outcome(instrument, side, _added(zeros, tally, item.high, item.critical)),
        )
        for tally in _tallies(instrument, rest)
    }
    others = [
        _side_outcomes(instrument, other)
        for perspective, other in condition.sides.items()
        if perspective != whose
    ]
    found = set()
    for (low, high), chosen in product(ends, product(*others)):
        pair = (_worse([low, *chosen]), _worse([high, *chosen]))
        if pair[0] != pair[1]:
            found.add(pair)
    return found


def _tallies(instrument: Instrument, readings: Iterable[ItemReading]) -> frozenset[Tally]:
    # What is settled comes first, while there is one tally to add it to.
    items = sorted((r.low < r.high, r.low, r.high, r.critical) for r in readings)
    return _tallies_of(tuple(items), instrument.limits.zeros)


@lru_cache(maxsize=256)
def _tallies_of(items: tuple[tuple[bool, int, int, bool], ...], zeros: int) -> frozenset[Tally]:
    """Return the possible tallies of items (open?, low, high, critical?), cached for reuse."""
    tallies: set[Tally] = {(0, 0, BEST_SCORE)}
    for _, low, high, critical in items:
        tallies = {
            _added(zeros, tally, value, critical)
            for tally in tallies
            for value in range(low, high + 1)
        }
    return frozenset(tallies)


def _added(most_zeros: int, tally: Tally, value: int, critical: bool) -> Tally:
    total, zeros, worst = tally
    zeros = min(zeros + (value == 0), most_zeros)
    return total + value, zeros, min(worst, value) if critical else worst


def _outcome(instrument: Instrument, side: Side, tally: Tally) -> Outcome:
    """Return a side's low and high state for a tally; they differ if it is not assessable."""
    total, zeros, worst = tally
    values = [(float(worst), True), *([(0.0, False)] * (zeros - (worst == 0)))]
    if not side.assessable:
        return state_of(instrument, 0.0, values), state_of(instrument, 100.0, values)
    state = state_of(instrument, 100 * total / (BEST_SCORE * len(side.left)), values)
    return state, state
