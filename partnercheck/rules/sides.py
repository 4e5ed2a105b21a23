"""What each side alone would call the vendor: where both have answered, a finding of its own."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.records import Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import class_range, seen_by
from partnercheck.rules.records import Verdict


def side_classes(instrument: Instrument, verdict: Verdict) -> Mapping[Perspective, tuple[str, str]]:
    """The low and the high class by each perspective's own answers."""
    return {
        perspective: class_range(instrument, seen_by(instrument, verdict, [perspective]))
        for perspective in verdict.sides
    }


def views_differ(instrument: Instrument, verdict: Verdict) -> tuple[str, str] | None:
    """The classes that buyer and vendor see, where both are settled and not the same."""
    if len(verdict.sides) < 2:
        return None
    found = side_classes(instrument, verdict)
    buyer, vendor = found["buyer"], found["vendor"]
    settled = buyer[0] == buyer[1] and vendor[0] == vendor[1]
    return (buyer[0], vendor[0]) if settled and buyer != vendor else None
