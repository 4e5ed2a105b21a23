"""Whether a vendor is what it is meant to be; then there is nothing to change."""

from __future__ import annotations

from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.conditions import below
from partnercheck.rules.records import Verdict


class AsTargeted(Record, frozen=True):
    """A verdict that is the target, as far as is known.

    `view` is the only side that was heard, None with both; `against` are the critical items, of
    those that a class needs by name, that a side scores 0: it loses by the relationship, or leaves.
    """

    view: Perspective | None
    against: tuple[str, ...]


def as_targeted(instrument: Instrument, verdict: Verdict, target: str) -> AsTargeted | None:
    """How a verdict is the target; None if it is another class, open or provisional."""
    if not verdict.settled or verdict.provisional or verdict.low != target:
        return None
    needed = {
        name
        for vendor_class in instrument.classes
        for rule in vendor_class.rules
        for name in rule.critical_needs
    }
    against = tuple(
        condition.critical.item
        for condition in verdict.conditions
        if condition.id in needed
        and condition.critical
        and any(
            side.critical is not None and below(side.critical.high, 1)
            for side in condition.sides.values()
        )
    )
    return AsTargeted(verdict.sides[0] if verdict.one_sided else None, against)
