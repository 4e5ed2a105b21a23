"""The next questions: the open and disputed items that can still change the verdict.

Invariant: an item is asked if and only if there are two completions of all unsettled items that
differ only in this item, and have different classes in the low or in the high reading.

An example (one side, the critical item first, ? for an open item, all other conditions at 3):

    Cultural alignment  333222?   53 to 67: partial or present   asked: it decides near partner
    Mutual gains        144444?   75 to 89, but the critical 1   not asked: the condition is
                                  allows *partial* at most       partial whatever the answer is

Trying every completion would take too long, with up to 9 values for each of 28 items per side. The
search is exact nevertheless, because only little of a completion matters:

1. The state of a condition on one side depends only on the sum of its values, the number of zeros
   and the value of its critical item (`Tally`).
2. A condition depends only on the states of its sides and on the mean of their critical items
   (`Outcome`).
3. The class depends only on counts over the conditions (`ClassTally`).

For each unsettled item, the outcomes of its condition with the item at its lowest and at its
highest value are therefore combined with every tally that the other conditions can come to.

The questions are ranked: critical items that a class needs by name, other critical items, core
items, other items; each group in the instrument's order. If a quick form has too few items left to
assess a condition, the remaining questions about it come last, marked as beyond the form.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
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
from partnercheck.rules.conditions import lowest_state
from partnercheck.rules.records import Side, Verdict
from partnercheck.rules.side_tallies import (
    HALVES,
    SideOutcome,
    outcome_ends,
    side_outcome,
    side_outcomes,
)

# The low and the high reading, as indexes.
READINGS = (0, 1)
# The states of a condition in both readings, and the mean (0-4) of the sides' critical items.
Outcome = tuple[State, State, float | None]
# The outcomes of a condition with one item at its lowest and at its highest value.
Pair = tuple[Outcome, Outcome]


class SearchedCondition(Record, frozen=True):
    """What the search needs to know about a condition; unlike a verdict, it can be hashed."""

    id: str
    has_critical: bool  # whether the condition has a critical item
    sides: tuple[tuple[Perspective, Side], ...]


class SearchedInstrument:
    """An instrument as a key of a cache: equal if it is the same object."""

    def __init__(self, instrument: Instrument) -> None:
        # Kept, so that no other object can get its identity.
        self.instrument = instrument

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SearchedInstrument) and self.instrument is other.instrument

    def __hash__(self) -> int:
        return id(self.instrument)


class Question(Record, frozen=True):
    """An item whose answer, by one side, can still change the verdict."""

    item: str
    perspective: Perspective
    disputed: bool = False  # whether it was scored, but its middle scores are far apart
    beyond_form: bool = False  # whether it is not on the quick form, which the side has used


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


def _decisive_questions(instrument: Instrument, verdict: Verdict) -> tuple[Question, ...]:
    """Return the questions of the forms that can still change the class."""
    conditions = tuple(
        SearchedCondition(each.id, each.critical is not None, tuple(each.sides.items()))
        for each in verdict.conditions
    )
    return _find_decisive_questions(SearchedInstrument(instrument), conditions)


# A headline, its reasons and its caveats each ask for the questions of the same verdict.
@lru_cache(maxsize=128)
def _find_decisive_questions(
    searched: SearchedInstrument, conditions: tuple[SearchedCondition, ...]
) -> tuple[Question, ...]:
    """Return the questions about these conditions that can still change the class."""
    return tuple(_search(searched.instrument, conditions))


def _search(instrument: Instrument, conditions: Sequence[SearchedCondition]) -> Iterator[Question]:
    """Yield the questions about these conditions that can still change the class."""
    # Cached: most tallies occur again and again, for other items and on the other side.
    outcome_of = cache(partial(side_outcome, instrument))
    outcomes_of_sides = [
        {
            perspective: side_outcomes(instrument, side, outcome_of)
            for perspective, side in each.sides
        }
        for each in conditions
    ]
    outcomes = [
        {_condition_outcome(condition, combination) for combination in product(*of_sides.values())}
        for condition, of_sides in zip(conditions, outcomes_of_sides, strict=True)
    ]
    if all(len(of_condition) == 1 for of_condition in outcomes):
        return
    changes_class = _class_changes(instrument, [each.id for each in conditions], outcomes)
    for index, condition in enumerate(conditions):
        for perspective, side in condition.sides:
            others = [each for of, each in outcomes_of_sides[index].items() if of != perspective]
            # Items with the same range are interchangeable in a tally, so only one of them is
            # checked: most open items of a side have the range 0 to 4.
            decisive: dict[tuple[float, float, bool], bool] = {}
            for reading in side.counted_items:
                kind = (reading.low, reading.high, reading.critical)
                if reading.low == reading.high:
                    continue
                if kind not in decisive:
                    ends = outcome_ends(instrument, side, reading, outcome_of)
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
    instrument: Instrument, ids: Sequence[str], outcomes: Sequence[set[Outcome]]
) -> Callable[[int, Collection[Pair]], bool]:
    """Return a function that says whether changes of one condition can change the class.

    `ids` are those of the conditions. The function takes the index of the condition and the
    outcomes before and after each change. The low class depends only on the low states, and the
    high class on the high ones, so each reading is checked on its own.
    """
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
    # Conditions with equal tallies have equal sums over all other conditions, so the key contains
    # the tallies, not the condition.
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
            # In most pairs, both outcomes have the same tally, so no further search is needed.
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
    """Whether a change of one condition changes the class for any tally of the other conditions."""
    return any(
        class_of(add_tallies(others, before)) != class_of(add_tallies(others, after))
        for before, after in changes
        for others in other_conditions
    )


def _condition_outcome(condition: SearchedCondition, outcomes: Collection[SideOutcome]) -> Outcome:
    """Return the outcome of a condition from the outcomes of its sides.

    A critical item that had no occasion on any side counts as 4, so that it excludes no class.
    """
    lows, highs, criticals = zip(*outcomes, strict=True)
    values = [value for value in criticals if value is not None]
    critical = None
    if condition.has_critical:
        critical = sum(values) / (HALVES * len(values)) if values else float(BEST_SCORE)
    return lowest_state(lows), lowest_state(highs), critical


def _outcome_pairs(
    condition: SearchedCondition,
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
