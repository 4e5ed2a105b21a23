"""What a class depends on: counts over the conditions, and which needs are not met.

Class rules only count conditions and critical items, and name some of them. Combinations with the
same tally therefore have the same class, and a question about all combinations can be answered by
adding one condition after another and keeping one entry per tally. With n conditions there are
at most some n² / 2 tallies for each count of mutual items and each set of unmet needs, but 3ⁿ
combinations.
"""

from __future__ import annotations

from collections.abc import Iterable

from partnercheck.questionnaires.records import ClassRule, Instrument, State
from partnercheck.rules.conditions import RANK

# Conditions that are present, conditions that are partial or better, critical items that come
# from both sides, and a bit for each rule that names a condition which does not meet its need.
ClassTally = tuple[int, int, int, int]
NO_CONDITIONS: ClassTally = (0, 0, 0, 0)


def state_tally(
    instrument: Instrument, condition: str, state: State, critical: float | None
) -> ClassTally:
    """The tally of one condition in a state, with the value (0-4) of its critical item, if any."""
    unmet = 0
    for bit, rule in enumerate(_rules(instrument)):
        needed = rule.needs.get(condition)
        value = rule.critical_needs.get(condition)
        if (needed is not None and RANK[state] < RANK[needed]) or (
            value is not None and critical is not None and critical < value
        ):
            unmet |= 1 << bit
    mutual = critical is not None and critical >= instrument.limits.mutual
    return int(state == "present"), int(state != "weak"), int(mutual), unmet


def add_tallies(one: ClassTally, other: ClassTally) -> ClassTally:
    """The tally of the conditions of both."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] | other[3]


def all_tallies(choices: Iterable[Iterable[ClassTally]]) -> set[ClassTally]:
    """Return every possible sum of tallies, taking one tally from each of the `choices`."""
    sums = {NO_CONDITIONS}
    for tallies in choices:
        of_condition = set(tallies)
        sums = {add_tallies(one, other) for one in sums for other in of_condition}
    return sums


def class_of_tally(instrument: Instrument, tally: ClassTally) -> str:
    """The id of the class of all conditions that were tallied."""
    present, partial, mutual, unmet = tally
    counts = {"present": present, "partial": partial, "weak": len(instrument.conditions)}
    bit = 0
    for vendor_class in instrument.classes:
        for rule in vendor_class.rules:
            met = not unmet >> bit & 1 and mutual >= rule.mutual
            if met and all(counts[state] >= count for state, count in rule.at_least.items()):
                return vendor_class.id
            bit += 1
    return instrument.classes[-1].id


def _rules(instrument: Instrument) -> list[ClassRule]:
    return [rule for vendor_class in instrument.classes for rule in vendor_class.rules]
