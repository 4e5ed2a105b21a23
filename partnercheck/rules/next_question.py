"""What to ask next: the open and disputed items that can still move the verdict.

An item matters if, for some values of everything else that is not settled, its own value changes
the class. That is found exactly, without trying every completion: the state of a condition on one
side depends only on the sum of its values, the number of zeros and its critical item; the class
only on a tally of the states and of the critical items, each the mean of the sides. So the
outcomes of everything else are few.

Rank: the critical items that a class needs by name, then critical, then core, then the
instrument's order. If a quick form had too few occasions to assess a condition, the other
questions of that condition come last, marked as beyond the form.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
from partnercheck.rules.conditions import lowest_state, state_of
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side, Verdict

# Values are counted in half steps, so that they are whole numbers.
HALVES = 2
# A side's states in both readings and its critical item in half steps; None if it has none.
SideOutcome = tuple[State, State, int | None]
# The same of a condition: the critical item is the mean of the sides, from 0 to 4.
Outcome = tuple[State, State, float | None]
Pair = tuple[Outcome, Outcome]
# A tally of a side's values: their sum, how many are 0 (up to the limit), the critical item.
Tally = tuple[int, int, int | None]


class Question(Record, frozen=True):
    """An item that can still move the verdict, and whose answer it lacks.

    `beyond_form` means that the quick form does not ask it.
    """

    item: str
    perspective: Perspective
    disputed: bool = False
    beyond_form: bool = False


def next_questions(instrument: Instrument, verdict: Verdict) -> tuple[Question, ...]:
    """The items worth asking, most important first; empty when none can matter."""
    ranked = _ranked(instrument)
    if not verdict.assessed:
        return tuple(Question(item.id, "buyer") for item in ranked)
    order = {item.id: rank for rank, item in enumerate(ranked)}
    questions = sorted(_that_matter(instrument, verdict), key=lambda each: order[each.item])
    if verdict.settled:
        return tuple(questions)
    beyond = sorted(_beyond_form(instrument, verdict), key=lambda each: order[each.item])
    return (*questions, *beyond)


def _ranked(instrument: Instrument) -> list[Item]:
    needed = {
        name
        for vendor_class in instrument.classes
        for rule in vendor_class.rules
        for name in rule.critical_needs
    }
    return sorted(
        instrument.items,
        key=lambda item: (
            not (item.critical and item.condition in needed),
            not item.critical,
            not item.core,
        ),
    )


def _that_matter(instrument: Instrument, verdict: Verdict) -> Iterator[Question]:
    outcomes = [_outcomes(instrument, condition) for condition in verdict.conditions]
    if all(len(each) == 1 for each in outcomes):
        return
    changes_class = _class_changes(instrument, verdict, outcomes)
    for index, condition in enumerate(verdict.conditions):
        for perspective, side in condition.sides.items():
            # Items of a side that are open alike matter alike: each kind is looked at once.
            kinds: dict[tuple[float, float, bool], bool] = {}
            for reading in side.left:
                kind = (reading.low, reading.high, reading.critical)
                if kind not in kinds:
                    pairs = _pairs(instrument, condition, perspective, reading)
                    kinds[kind] = changes_class(index, pairs)
                if kinds[kind]:
                    yield Question(reading.item, perspective, reading.disputed)


def _beyond_form(instrument: Instrument, verdict: Verdict) -> Iterator[Question]:
    """The questions of conditions that a quick form cannot assess, and that it does not ask."""
    for condition in verdict.conditions:
        for perspective, side in condition.sides.items():
            asked = {reading.item for reading in side.items}
            for item in instrument.items_of(condition.id):
                if not side.assessable and item.id not in asked:
                    yield Question(item.id, perspective, beyond_form=True)


def _class_changes(
    instrument: Instrument, verdict: Verdict, outcomes: Sequence[set[Outcome]]
) -> Callable[[int, Collection[Pair]], bool]:
    """Return a function that tells whether a change of one condition can change the class.

    Its arguments are the index of the condition and the changes. The low reading of the class
    depends only on the low states, and the high reading on the high ones, so each is checked alone.
    """
    ids = [condition.id for condition in verdict.conditions]

    def tally_of(index: int, reading: int, outcome: Outcome) -> ClassTally:
        state = outcome[0] if reading == 0 else outcome[1]
        return state_tally(instrument, ids[index], state, outcome[2])

    # For each reading and condition, the tallies of its outcomes.
    of_conditions = [
        [
            frozenset(tally_of(index, reading, outcome) for outcome in of_condition)
            for index, of_condition in enumerate(outcomes)
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
            ends = {
                (tally_of(index, reading, one), tally_of(index, reading, other))
                for one, other in pairs
            }
            for one, other in (each for each in ends if each[0] != each[1]):
                for tally in others_of(reading, index):
                    first = class_of_tally(instrument, add_tallies(tally, one))
                    if first != class_of_tally(instrument, add_tallies(tally, other)):
                        return True
        return False

    return changes_class


def _outcomes(instrument: Instrument, condition: ConditionVerdict) -> set[Outcome]:
    """Every outcome of a condition, once everything about it is settled."""
    of_sides = [_side_outcomes(instrument, side) for side in condition.sides.values()]
    return {_of_both(condition, chosen) for chosen in product(*of_sides)}


def _of_both(condition: ConditionVerdict, outcomes: Collection[SideOutcome]) -> Outcome:
    """The outcome of a condition from those of its sides; an untested critical item is the best."""
    lows, highs, criticals = zip(*outcomes, strict=True)
    values = [value for value in criticals if value is not None]
    critical = None
    if condition.critical:
        critical = sum(values) / (HALVES * len(values)) if values else float(BEST_SCORE)
    return lowest_state(lows), lowest_state(highs), critical


def _side_outcomes(instrument: Instrument, side: Side) -> set[SideOutcome]:
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
    low, high = _in_halves(item.low), _in_halves(item.high)
    ends = {
        (
            _outcome(instrument, side, _added(zeros, tally, low, item.critical)),
            _outcome(instrument, side, _added(zeros, tally, high, item.critical)),
        )
        for tally in _tallies(instrument, rest)
    }
    others = [
        _side_outcomes(instrument, other)
        for perspective, other in condition.sides.items()
        if perspective != whose
    ]
    pairs = set()
    for (at_low, at_high), chosen in product(ends, product(*others)):
        pair = (_of_both(condition, [at_low, *chosen]), _of_both(condition, [at_high, *chosen]))
        if pair[0] != pair[1]:
            pairs.add(pair)
    return pairs


def _in_halves(value: float) -> int:
    return int(value * HALVES)


def _tallies(instrument: Instrument, readings: Iterable[ItemReading]) -> frozenset[Tally]:
    # What is settled comes first, while there is one tally to add it to.
    items = sorted(
        (r.low < r.high, _in_halves(r.low), _in_halves(r.high), r.critical) for r in readings
    )
    return _tallies_of(tuple(items), instrument.limits.zeros)


@lru_cache(maxsize=256)
def _tallies_of(items: tuple[tuple[bool, int, int, bool], ...], zeros: int) -> frozenset[Tally]:
    """The tallies of items (open?, low, high, critical?); most conditions ask for the same ones."""
    tallies: set[Tally] = {(0, 0, None)}
    for _, low, high, critical in items:
        tallies = {
            _added(zeros, tally, value, critical)
            for tally in tallies
            for value in range(low, high + 1)
        }
    return frozenset(tallies)


def _added(most_zeros: int, tally: Tally, value: int, critical: bool) -> Tally:
    total, zeros, critical_value = tally
    zeros = min(zeros + (value == 0), most_zeros)
    return total + value, zeros, value if critical else critical_value


def _outcome(instrument: Instrument, side: Side, tally: Tally) -> SideOutcome:
    """The states of a side whose values come to a tally; both ends if it is not assessable."""
    total, zeros, critical = tally
    values = [] if critical is None else [(critical / HALVES, True)]
    values += [(0.0, False)] * (zeros - (critical == 0))
    if not side.assessable:
        low, high = (state_of(instrument, score, values) for score in (0.0, 100.0))
        return low, high, critical
    score = 100 * total / (HALVES * BEST_SCORE * len(side.left))
    state = state_of(instrument, score, values)
    return state, state, critical
