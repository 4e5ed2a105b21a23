"""What a class depends on: how many conditions are in each state, and which needs are not met.

Class rules only count conditions and name some of them. Combinations of states with the same
tally therefore have the same class, and a question about all combinations can be answered by
adding one condition after another and keeping one entry per tally. With n conditions there are
at most some n² / 2 tallies for each set of unmet needs, but 3ⁿ combinations.
"""

from __future__ import annotations

from collections.abc import Iterable

from partnercheck.questionnaires.records import ClassRule, Instrument, State
from partnercheck.rules.classify import RANK

# Conditions that are present, conditions that are partial or better, and a bit for each rule
# that names a condition which is in a worse state than the rule needs.
ClassTally = tuple[int, int, int]
NO_CONDITIONS: ClassTally = (0, 0, 0)


def state_tally(instrument: Instrument, condition: str, state: State) -> ClassTally:
    """Return the tally of one condition in a state."""
    unmet = 0
    for bit, rule in enumerate(_rules(instrument)):
        needed = rule.needs.get(condition)
        if needed is not None and RANK[state] < RANK[needed]:
            unmet |= 1 << bit
    return int(state == "present"), int(state != "weak"), unmet


def add_tallies(one: ClassTally, other: ClassTally) -> ClassTally:
    """Return the tally of all the conditions counted in either tally."""
    return one[0] + other[0], one[1] + other[1], one[2] | other[2]


def all_tallies(choices: Iterable[Iterable[ClassTally]]) -> set[ClassTally]:
    """Return every possible sum of tallies, taking one tally from each of the `choices`."""
    sums = {NO_CONDITIONS}
    for tallies in choices:
        of_condition = set(tallies)
        sums = {add_tallies(one, other) for one in sums for other in of_condition}
    return sums


def class_of_tally(instrument: Instrument, tally: ClassTally) -> str:
    """Return the id of the class that a tally of all the conditions leads to."""
    counts = {"present": tally[0], "partial": tally[1], "weak": len(instrument.conditions)}
    bit = 0
    for vendor_class in instrument.classes:
        for rule in vendor_class.rules:
            met = not tally[2] >> bit & 1
            if met and all(counts[state] >= count for state, count in rule.at_least.items()):
                return vendor_class.id
            bit += 1
    return instrument.classes[-1].id


def _rules(instrument: Instrument) -> list[ClassRule]:
    return [rule for vendor_class in instrument.classes for rule in vendor_class.rules]
