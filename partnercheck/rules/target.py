"""Whether the class of a vendor is its target class; if it is, nothing needs to change.

Not every relationship should be a partnership (Lambert, Emmelhainz & Gardner 1996).
"""

from __future__ import annotations

from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.conditions import below
from partnercheck.rules.records import Verdict


class AsTargeted(Record, frozen=True):
    """A settled verdict whose class is the target, and the reservations about it."""

    only_side: Perspective | None  # the side that answered, if only one did
    # The critical items that a class needs by name and that a side scores 0. That side loses by
    # the relationship or will leave it, so the target class cannot last.
    critical_zeros: tuple[str, ...]


def as_targeted(instrument: Instrument, verdict: Verdict, target: str) -> AsTargeted | None:
    """Return the reservations about a verdict whose class is the target.

    None if the class is not the target, or if the verdict is open or provisional.
    """
    if not verdict.settled or verdict.provisional or verdict.worst_class != target:
        return None
    needed_by_name = {
        name
        for vendor_class in instrument.classes
        for rule in vendor_class.rules
        for name in rule.critical_needs
    }
    against = tuple(
        condition.critical.item
        for condition in verdict.conditions
        if condition.id in needed_by_name
        and condition.critical
        and any(
            side.critical is not None and below(side.critical.high, 1)
            for side in condition.sides.values()
        )
    )
    return AsTargeted(verdict.sides[0] if verdict.one_sided else None, against)


def target_missed(instrument: Instrument, verdict: Verdict, target: str) -> bool:
    """Whether a verdict excludes the target class; False if there is no target or no score."""
    if not target or not verdict.assessed:
        return False
    order = [vendor_class.id for vendor_class in instrument.classes]
    best, worst = order.index(verdict.best_class), order.index(verdict.worst_class)
    return not best <= order.index(target) <= worst
