"""What to ask next: the open and disputed items that can still move the verdict.

An item matters if, for some values of everything else that is not settled, its own value changes
the class. That is found exactly, without trying every completion: a condition's state depends
only on the sum of its values, the number of zeros and its worst critical item, so the outcomes
of its other items are few. Rank: critical, then core, then the instrument's order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product

from partnercheck.instruments.records import Instrument, Item, State
from partnercheck.model import BEST_SCORE, Perspective, Record
from partnercheck.rules.classify import RANK, class_of, state_of
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side, Verdict

Outcome = tuple[State, State]
Pair = tuple[Outcome, Outcome]
# A tally of a side's values: their sum, how many are 0 (up to the limit), the worst critical.
Tally = tuple[int, int, int]


class Question(Record, frozen=True):
    """An item that can still move the verdict, and whose answer it lacks."""

    item: str
    perspective: Perspective
    disputed: bool = False


def next_questions(instrument: Instrument, verdict: Verdict) -> tuple[Question, ...]:
    """The items worth asking, most important first; empty when none can matter."""
    if not verdict.assessed:
        return tuple(Question(item.id, "buyer") for item in _ranked(instrument))
    order = {item.id: rank for rank, item in enumerate(_ranked(instrument))}
    outcomes = [_outcomes(instrument, condition) for condition in verdict.conditions]
    if all(len(each) == 1 for each in outcomes):
        return ()
    found = []
    for index, condition in enumerate(verdict.conditions):
        for perspective, side in condition.sides.items():
            # Items of a side that are open alike matter alike: each kind is looked at once.
            kinds: dict[tuple[int, int, bool], bool] = {}
            for reading in side.left:
                kind = (reading.low, reading.high, reading.critical)
                if kind not in kinds:
                    pairs = _pairs(instrument, condition, perspective, reading)
                    kinds[kind] = _matters(instrument, verdict, index, outcomes, pairs)
                if kinds[kind]:
                    found.append(Question(reading.item, perspective, reading.disputed))
    return tuple(sorted(found, key=lambda question: order[question.item]))


def _ranked(instrument: Instrument) -> list[Item]:
    return sorted(instrument.items, key=lambda item: (not item.critical, not item.core))


def _matters(
    instrument: Instrument,
    verdict: Verdict,
    index: int,
    outcomes: Sequence[set[Outcome]],
    changes: Collection[Pair],
) -> bool:
    """Whether one of these changes of a condition changes the class, whatever the others are."""
    if not changes:
        return False
    ids = [condition.id for condition in verdict.conditions]
    others = [each for place, each in enumerate(outcomes) if place != index]
    for chosen in product(*others):
        for change in changes:
            ends = []
            for outcome in change:
                whole = [*chosen[:index], outcome, *chosen[index:]]
                ends.append(_classes(instrument, dict(zip(ids, whole, strict=True))))
            if ends[0] != ends[1]:
                return True
    return False


def _classes(instrument: Instrument, outcomes: Mapping[str, Outcome]) -> tuple[str, str]:
    return (
        class_of(instrument, {name: low for name, (low, _) in outcomes.items()}),
        class_of(instrument, {name: high for name, (_, high) in outcomes.items()}),
    )


def _outcomes(instrument: Instrument, condition: ConditionVerdict) -> set[Outcome]:
    """Every outcome of a condition, once everything about it is settled."""
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
    """The condition's outcomes with the item at its lowest and at its highest, if they differ."""
    if item.low == item.high:
        return set()
    side = condition.sides[whose]
    rest = [reading for reading in side.left if reading.item != item.item]
    ends = {
        (
            _outcome(instrument, side, _added(instrument, tally, item.low, item.critical)),
            _outcome(instrument, side, _added(instrument, tally, item.high, item.critical)),
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


def _tallies(instrument: Instrument, readings: Iterable[ItemReading]) -> set[Tally]:
    tallies: set[Tally] = {(0, 0, BEST_SCORE)}
    # What is settled comes first, while there is one tally to add it to.
    for reading in sorted(readings, key=lambda each: each.low < each.high):
        tallies = {
            _added(instrument, tally, value, reading.critical)
            for tally in tallies
            for value in range(reading.low, reading.high + 1)
        }
    return tallies


def _added(instrument: Instrument, tally: Tally, value: int, critical: bool) -> Tally:
    total, zeros, worst = tally
    zeros = min(zeros + (value == 0), instrument.limits.zeros)
    return total + value, zeros, min(worst, value) if critical else worst


def _outcome(instrument: Instrument, side: Side, tally: Tally) -> Outcome:
    """The states of a side whose values come to a tally; both ends where it is not assessable."""
    total, zeros, worst = tally
    values = [(float(worst), True), *([(0.0, False)] * (zeros - (worst == 0)))]
    if not side.assessable:
        return state_of(instrument, 0.0, values), state_of(instrument, 100.0, values)
    state = state_of(instrument, 100 * total / (BEST_SCORE * len(side.left)), values)
    return state, state
