"""The outcomes that one side of a condition can have while some of its items are unsettled.

The state of a condition on one side depends only on the sum of its values, the number of zeros and
the value of its critical item. Far fewer such tallies than completions therefore have to be tried:
a side with seven open items has 9 to the power of 7 completions, but only 57 different sums.

For example, with a settled item at 3 and an open critical item, in half steps:

    values   6 and 0..8
    tallies  (6, 1, 0), (7, 0, 1), (8, 0, 2), ... (14, 0, 8): the sum, zeros, the critical item
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from partnercheck.base.records import BEST_SCORE
from partnercheck.questionnaires.records import Instrument, State
from partnercheck.rules.conditions import state_of
from partnercheck.rules.records import ItemReading, Side

# Values are counted in half steps (0-8), so that sums are exact whole numbers.
HALVES = 2
# The states of a condition on one side in the low and the high reading, and the value of its
# critical item in half steps; None if no critical item counts.
SideOutcome = tuple[State, State, int | None]
# The sum of a side's values, the number of zeros among them, and the value of the critical item.
# Zeros are counted only up to the limit, because further zeros make no difference.
Tally = tuple[int, int, int | None]
# Returns the outcome of a side from the number of its items and their tally.
OutcomeOf = Callable[[int, Tally], SideOutcome]


def side_outcomes(instrument: Instrument, side: Side, outcome_of: OutcomeOf) -> set[SideOutcome]:
    """Return every outcome that a side can have when all of its items are settled."""
    items = side.counted_items
    count = len(items) if side.assessable else 0
    return {outcome_of(count, tally) for tally in _tallies(instrument, items)}


def outcome_ends(
    instrument: Instrument, side: Side, item: ItemReading, outcome_of: OutcomeOf
) -> set[tuple[SideOutcome, SideOutcome]]:
    """Return a side's outcomes with an item at its lowest and highest value, if they differ.

    The values between need no check: the outcome can only rise with the value, and the class with
    the outcome. So two values can lead to different classes only if the lowest and the highest do.
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


def _in_halves(value: float) -> int:
    """Return a value (0-4) in half steps (0-8)."""
    return int(value * HALVES)


def _tallies(instrument: Instrument, readings: Iterable[ItemReading]) -> frozenset[Tally]:
    """Return every tally of some items, with each item at any value of its range."""
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
    # Sorted, so that equal items are equal keys of the cache.
    return frozenset(
        (total + more, min(zeros + more_zeros, most_zeros), value if critical is None else critical)
        for more, more_zeros, value in _tallies_of(tuple(sorted(unsettled)), most_zeros)
    )


@lru_cache(maxsize=256)
def _tallies_of(items: tuple[tuple[int, int, bool], ...], zeros: int) -> frozenset[Tally]:
    """Return the tallies of unsettled items, each given as (low, high, critical).

    Cached, because the search needs the tallies of the same items for every item of a condition,
    and most open items have the same range.
    """
    if not items:
        return frozenset({(0, 0, None)})
    # The tallies of all items but the last are more often in the cache than those of all items.
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


def side_outcome(instrument: Instrument, count: int, tally: Tally) -> SideOutcome:
    """Return the outcome of a side with a tally over `count` values.

    If `count` is 0, the side is not assessable and may have any score, so it keeps a range of
    states.
    """
    total, zeros, critical = tally
    # `state_of` looks only for zeros and the critical item, so no other values are passed. If the
    # critical item is 0, it is included in `zeros` and must not be passed twice.
    values = [] if critical is None else [(critical / HALVES, True)]
    values += [(0.0, False)] * (zeros - (critical == 0))
    if not count:
        low, high = (state_of(instrument, score, values) for score in (0.0, 100.0))
        return low, high, critical
    score = 100 * total / (HALVES * BEST_SCORE * count)
    state = state_of(instrument, score, values)
    return state, state, critical
