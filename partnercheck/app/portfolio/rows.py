"""The columns and rows of the portfolio."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import MARKER, Column, SheetRow
from partnercheck.base.cells import fitted
from partnercheck.questionnaires.records import Instrument, State
from partnercheck.report.listing import Listed, Score

WIDE = 110
LATE = " ⚑"
STATE_LOOKS: dict[State, str] = {"present": "good", "partial": "fair", "weak": "poor"}


def columns(instrument: Instrument, width: int) -> list[Column]:
    """Return the columns that fit in `width` cells.

    From 110 cells, they include the round and the pending answers.
    """
    wide = width >= WIDE
    fixed = [
        *(Column(condition.short, 6) for condition in instrument.conditions),
        Column("By", 3),
        Column("Target", 6),
    ]
    name = 28 if wide else 17
    rest = width - MARKER - name - 1 - sum(column.width + 1 for column in fixed) - 1
    if not wide:
        return [Column("Vendor", name), *fixed, Column("Verdict", max(10, rest))]
    verdict = max(30, rest // 2)
    waits = Column("Waits for", max(8, rest - verdict - 10 - 1))
    return [Column("Vendor", name), *fixed, Column("Verdict", verdict), Column("Round", 8), waits]


def row(vendor: Listed, laid_out: Sequence[Column], marked: bool) -> SheetRow:
    """Return the row of a vendor or, if the vendor cannot be read, a row with the problem."""
    marked_name = f"{'*' if marked else ' '}{vendor.name}"
    if vendor.late:
        marked_name = f"{fitted(marked_name, laid_out[0].width - len(LATE))}{LATE}"
    name = Span(marked_name)
    if vendor.problem and not vendor.sides:
        return SheetRow(vendor.id, (name, Span(vendor.problem, "poor")))
    room = laid_out[len(vendor.scores) + 3].width
    verdict = vendor.verdict(room - 2 if vendor.problem else room)
    cells = [
        name,
        *(Span(score.text, _look(score)) for score in vendor.scores),
        Span(vendor.sides),
        Span(vendor.target, "note" if vendor.mismatch else ""),
        Span(f"! {verdict}" if vendor.problem else verdict),
    ]
    if len(laid_out) > len(cells):
        cells += [Span(vendor.round), Span(vendor.waits_for, "dim")]
    return SheetRow(vendor.id, tuple(cells))


def _look(score: Score) -> str:
    if score.text == "·":
        return "dim"
    return STATE_LOOKS[score.low] if score.low == score.high else ""
