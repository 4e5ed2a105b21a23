"""The portfolio's columns and rows, its orders, and what it can be narrowed to."""

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
    """The columns that fit: at 80 cells the scores and the verdict, from 110 more of each."""
    wide = width >= WIDE
    fixed = [
        *(Column(condition.short, 6) for condition in instrument.conditions),
        Column("By", 3),
        Column("Target", 6),
    ]
    name = 28 if wide else 17
    left = width - MARKER - name - 1 - sum(column.width + 1 for column in fixed) - 1
    if not wide:
        return [Column("Vendor", name), *fixed, Column("Verdict", max(10, left))]
    verdict = max(30, left // 2)
    waits = Column("Waits for", max(8, left - verdict - 10 - 1))
    return [Column("Vendor", name), *fixed, Column("Verdict", verdict), Column("Round", 8), waits]


def row(each: Listed, laid_out: Sequence[Column], marked: bool) -> SheetRow:
    """A vendor's row; where nothing of it could be read, what is wrong instead of scores."""
    called = f"{'*' if marked else ' '}{each.name}"
    name = Span(f"{fitted(called, laid_out[0].width - len(LATE))}{LATE}" if each.late else called)
    if each.problem and not each.sides:
        return SheetRow(each.id, (name, Span(each.problem, "poor")))
    room = laid_out[len(each.scores) + 3].width
    verdict = each.verdict(room - 2 if each.problem else room)
    cells = [
        name,
        *(Span(score.text, _look(score)) for score in each.scores),
        Span(each.sides),
        Span(each.target, "note" if each.mismatch else ""),
        Span(f"! {verdict}" if each.problem else verdict),
    ]
    if len(laid_out) > len(cells):
        cells += [Span(each.round), Span(each.waits_for, "dim")]
    return SheetRow(each.id, tuple(cells))


def _look(score: Score) -> str:
    if score.text == "·":
        return "dim"
    return STATE_LOOKS[score.low] if score.low == score.high else ""


def following(names: Sequence[str], current: str) -> str:
    """The name after the current one, in a circle."""
    return names[(names.index(current) + 1) % len(names)]
