"""The class by each side's answers alone; a difference between the two is a finding in itself."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.records import Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import class_range, conditions_by_sides
from partnercheck.rules.records import Verdict


def side_classes(instrument: Instrument, verdict: Verdict) -> Mapping[Perspective, tuple[str, str]]:
    """Return the low and the high class by the answers of each side alone."""
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
