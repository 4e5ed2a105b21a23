"""Spend by class: what each class of vendors costs, from the fact `spend`."""

from __future__ import annotations

import math
from collections.abc import Sequence

from partnercheck.base.english import listed, plural
from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.facts import amount_text

SPEND = "spend"
MOST_NAMED = 8


class SpendLine(Record, frozen=True):
    """The spend on the vendors of one class, ready to display."""

    named: str
    vendors: int
    sum: str
    share: str


class Spend(Record, frozen=True):
    """The spend by class, the total, and a note on the vendors that are not included."""

    lines: tuple[SpendLine, ...]
    total: SpendLine
    note: str  # empty if every vendor has the fact


def spend_by_class(instrument: Instrument, vendors: Sequence[JudgedVendor]) -> Spend | None:
    """Return the spend of each class; None if no vendor has a number as the fact `spend`.

    A vendor is in a class if no other class is possible; open and unassessed vendors have lines of
    their own. Vendors without the fact are in no line, and are named in the note.
    """
    known = [each for each in vendors if spend_of(each) is not None]
    if not known:
        return None
    total = _sum(known)
    groups = [
        (f"{grade.glyph} {grade.name}", [each for each in known if _is_in(each, grade.id)])
        for grade in instrument.classes
    ]
    is_open = [each for each in known if each.verdict.assessed and not each.verdict.settled]
    groups.append(("◊ Class still open", is_open))
    groups.append(("· Not assessed", [each for each in known if not each.verdict.assessed]))
    return Spend(
        lines=tuple(_line(named, group, total) for named, group in groups),
        total=_line("Together", known, total),
        note=_note([each for each in vendors if spend_of(each) is None], len(vendors)),
    )


def spend_of(judged: JudgedVendor) -> float | None:
    """Return a vendor's spend; None if it is missing or is not a number."""
    value = judged.vendor.facts.get(SPEND)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None


def _is_in(judged: JudgedVendor, class_id: str) -> bool:
    return (
        judged.verdict.assessed
        and judged.verdict.worst_class == judged.verdict.best_class == class_id
    )


def _sum(vendors: Sequence[JudgedVendor]) -> float:
    """Return the sum of known spends, exact for whole numbers."""
    spends = [spend for each in vendors if (spend := spend_of(each)) is not None]
    return sum(spends) if all(isinstance(each, int) for each in spends) else math.fsum(spends)


def _line(named: str, vendors: Sequence[JudgedVendor], total: float) -> SpendLine:
    amount = _sum(vendors)
    # Credits may make the total 0 or less; a share of such a total would say nothing.
    share = f"{round(100 * amount / total)} %" if total > 0 else ""
    return SpendLine(named, len(vendors), amount_text(amount), share)


def _note(without: Sequence[JudgedVendor], count: int) -> str:
    if not without:
        return ""
    names = [each.vendor.name for each in without]
    if len(names) > MOST_NAMED:
        names = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    verb = "has" if len(without) == 1 else "have"
    vendors = plural(count, "vendor")
    return f"{len(without)} of {vendors} {verb} no numeric spend: {listed(names)}."
