"""Verdicts as CSV, one row per vendor."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from partnercheck.base.records import Vendor
from partnercheck.formats.csv_write import Cell, csv_line
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import one_decimal, share
from partnercheck.report.words.caveat_phrases import judged_caveats, straight_line_names
from partnercheck.report.words.reasons import briefly_why
from partnercheck.report.words.target import met_target
from partnercheck.verdicts.history import Reported
from partnercheck.workspace.vendor_filter import value_of

BEFORE = (
    *("vendor", "name", "round", "target", "low", "high", "settled", "assessed"),
    *("sides", "caveats", "so_far", "as_targeted"),
)
AFTER = (
    *("answered", "items", "pending", "evidence", "reasons", "untested", "left_out"),
    *("straight_lines", "errors"),
)


def compare(
    instrument: Instrument, vendors: Iterable[Reported], columns: Sequence[str] = ()
) -> str:
    """Return a header and one row per vendor, each read and written before the next.

    `columns` are the keys of fields and facts for further columns.
    """
    return "".join([header_line(instrument, columns), *(vendor_line(v, columns) for v in vendors)])


def header_line(instrument: Instrument, columns: Sequence[str] = ()) -> str:
    """Return the names of the columns as CSV."""
    header = _header(instrument)
    return csv_line([*header, *column_names(header, columns)])


def vendor_line(vendor: Reported, columns: Sequence[str] = ()) -> str:
    """Return the row of a vendor as CSV."""
    return csv_line([*_row(vendor), *key_cells(vendor.judged.vendor, columns)])


def column_names(existing: Container[str], columns: Sequence[str]) -> list[str]:
    """Return the names of further columns, changed if a column of the same name exists."""
    return [f"{key}_of_vendor" if key in existing else key for key in columns]


def key_cells(vendor: Vendor, columns: Sequence[str]) -> list[Cell]:
    """Return the cells of fields and facts; numbers and days keep their types."""
    return [_key_cell(value_of(vendor, key)) for key in columns]


def _key_cell(value: Any) -> Cell:
    cell: Cell = "; ".join(value) if isinstance(value, tuple) else value
    return cell


def _header(instrument: Instrument) -> list[str]:
    ends = ("low", "high", "state_low", "state_high", "gap")
    scores = [f"{condition.id}_{end}" for condition in instrument.conditions for end in ends]
    return [*BEFORE, *scores, *AFTER]


def _row(of: Reported) -> list[Cell]:
    judged = of.judged
    verdict, vendor = judged.verdict, judged.vendor
    scores: list[Cell] = []
    for condition in verdict.conditions:
        gap = None if condition.gap is None else one_decimal(condition.gap)
        scores += [one_decimal(condition.low), one_decimal(condition.high)]
        scores += [condition.state_low, condition.state_high, gap]
    return [
        vendor.id, vendor.name, judged.round.id, vendor.target,
        verdict.worst_class, verdict.best_class, verdict.settled, verdict.assessed,
        " ".join(verdict.sides),
        "; ".join(judged_caveats(judged)), verdict.class_so_far,
        met_target(judged) is not None if vendor.target and verdict.assessed else None, *scores,
        verdict.answered_count, verdict.item_count, verdict.pending_count,
        share(verdict.evidenced_count, verdict.score_count),
        "; ".join(briefly_why(judged.instrument, verdict)), " ".join(verdict.untested_items),
        verdict.without_occasion, straight_line_names(judged),
        " ".join(map(str, of.errors)),
    ]  # fmt: skip
