"""The class that each side's answers alone would give; a difference of the two is a finding."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import class_range, conditions_by_sides
from partnercheck.rules.conditions import condition_verdict
from partnercheck.rules.records import ItemReading, Side, Verdict


def side_classes(instrument: Instrument, verdict: Verdict) -> Mapping[Perspective, tuple[str, str]]:
    """Return each side's worst and best possible class, judged by its answers alone."""
    conditions = {side: conditions_by_sides(instrument, verdict, [side]) for side in verdict.sides}
    return {side: class_range(instrument, by_side) for side, by_side in conditions.items()}


def differing_classes(instrument: Instrument, verdict: Verdict) -> tuple[str, str] | None:
    """Return the buyer's and the vendor's class if both are settled and differ, else None."""
    if len(verdict.sides) < 2:
        return None
    classes = side_classes(instrument, verdict)
    buyer, vendor = classes["buyer"], classes["vendor"]
    settled = buyer[0] == buyer[1] and vendor[0] == vendor[1]
    return (buyer[0], vendor[0]) if settled and buyer != vendor else None


def with_other_side(instrument: Instrument, verdict: Verdict) -> tuple[str, str]:
    """Return the worst and the best class of a one-sided verdict once both sides have answered.

    The side that has not answered could give any score. Its scores can only lower a condition, but
    its scores of critical items can also raise the mean over both sides.
    """
    other = next(side for side in PERSPECTIVES if side not in verdict.sides)
    conditions = []
    for condition in verdict.conditions:
        unknown = Side(
            low=0,
            high=100,
            state_low="weak",
            state_high="present",
            assessable=True,
            items=tuple(
                ItemReading(item.id, 0, BEST_SCORE, critical=item.critical)
                for item in instrument.items_of(condition.id)
            ),
        )
        sides = {**condition.sides, other: unknown}
        conditions.append(condition_verdict(instrument, condition.id, sides))
    return class_range(instrument, conditions)
