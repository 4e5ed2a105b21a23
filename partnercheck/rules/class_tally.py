"""Tallies of conditions: the counts that a class depends on, and the rules that are not met.

Class rules only count conditions and critical items, and name some of them. Combinations of states
with the same tally therefore have the same class, so a question about all combinations can be
answered by adding one condition after another and keeping one entry per tally. With n conditions
there are 3ⁿ combinations, but at most about n² / 2 tallies for each count of mutual items and each
set of unmet needs.
"""

from __future__ import annotations

from collections.abc import Iterable

from partnercheck.questionnaires.records import ClassRule, Instrument, State
from partnercheck.rules.conditions import RANK

# The number of conditions that are present, of conditions that are partial or better, and of
# critical items that are mutual; then a bit mask: one bit for each rule that has an unmet need.
ClassTally = tuple[int, int, int, int]
NO_CONDITIONS: ClassTally = (0, 0, 0, 0)


def state_tally(
    instrument: Instrument, condition: str, state: State, critical: float | None
) -> ClassTally:
    """Return the tally of one condition in a state.

    `critical` is the value (0-4) of the condition's critical item, None if it has no such item.
    """
    unmet = 0
    for bit, rule in enumerate(_rules(instrument)):
        needed_state = rule.needs.get(condition)
        needed_value = rule.critical_needs.get(condition)
        if (needed_state is not None and RANK[state] < RANK[needed_state]) or (
            needed_value is not None and critical is not None and critical < needed_value
        ):
            unmet |= 1 << bit
    mutual = critical is not None and critical >= instrument.limits.mutual
    return int(state == "present"), int(state != "weak"), int(mutual), unmet


def add_tallies(first: ClassTally, second: ClassTally) -> ClassTally:
    """Return the sum of two tallies, which covers the conditions of both tallies."""
    return first[0] + second[0], first[1] + second[1], first[2] + second[2], first[3] | second[3]


def all_tallies(choices: Iterable[Iterable[ClassTally]]) -> set[ClassTally]:
    """Return every sum that results from taking one tally from each of the `choices`."""
    sums = {NO_CONDITIONS}
    for tallies in choices:
        of_condition = set(tallies)
        sums = {add_tallies(total, tally) for total in sums for tally in of_condition}
    return sums


def class_of_tally(instrument: Instrument, tally: ClassTally) -> str:
    """Return the id of the class for a tally that covers all conditions."""
    present, partial, mutual, unmet = tally
    counts = {"present": present, "partial": partial, "weak": len(instrument.conditions)}
    # The bits are numbered over the rules of all classes, in the order of `_rules`.
    bit = 0
    for vendor_class in instrument.classes:
        for rule in vendor_class.rules:
            met = not unmet >> bit & 1 and mutual >= rule.mutual
            if met and all(counts[state] >= count for state, count in rule.at_least.items()):
                return vendor_class.id
            bit += 1
    return instrument.classes[-1].id


def _rules(instrument: Instrument) -> list[ClassRule]:
    """Return the rules of all classes, best class first."""
    return [rule for vendor_class in instrument.classes for rule in vendor_class.rules]
