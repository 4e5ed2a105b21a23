"""Verdicts as CSV for a spreadsheet: one row a vendor, every field quoted, no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from partnercheck.instruments.records import Instrument
from partnercheck.portfolio import Judged
from partnercheck.report.json import decimal, share
from partnercheck.rules.reasons import reasons
from partnercheck.rules.why import brief
from partnercheck.text import csv_cell

BEFORE = (
    *("vendor", "name", "round", "wanted", "low", "high", "settled", "assessed"),
    *("sides", "rests_on", "so_far"),
)
AFTER = ("answered", "items", "pending", "evidence", "stopped_by", "errors")


def compare(instrument: Instrument, vendors: Iterable[Judged]) -> str:
    """A header and a row a vendor. Scores run from 0 to 100, rounded down to one decimal."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(_header(instrument))
    for judged in vendors:
        writer.writerow(
            csv_cell(value) if isinstance(value, str) else value for value in _row(judged)
        )
    return out.getvalue()


def _header(instrument: Instrument) -> list[str]:
    ends = ("low", "high", "state_low", "state_high", "gap")
    scores = [f"{condition.id}_{end}" for condition in instrument.conditions for end in ends]
    return [*BEFORE, *scores, *AFTER]


def _row(judged: Judged) -> list[str | int | float | None]:
    verdict, about = judged.verdict, judged.assessment.vendor
    scores: list[str | int | float | None] = []
    for condition in verdict.conditions:
        gap = None if condition.gap is None else decimal(condition.gap)
        scores += [decimal(condition.low), decimal(condition.high)]
        scores += [condition.state_low, condition.state_high, gap]
    return [
        about.id, about.name, judged.assessment.round, about.wanted, verdict.low, verdict.high,
        _yes(verdict.settled), _yes(verdict.assessed), " ".join(verdict.sides),
        "; ".join(judged.rests_on), verdict.so_far, *scores,
        verdict.answered, verdict.items, verdict.pending, share(verdict),
        "; ".join(brief(judged.instrument, each) for each in reasons(judged.instrument, verdict)),
        " ".join(str(problem) for problem in judged.assessment.errors),
    ]  # fmt: skip


def _yes(value: bool) -> str:
    return "true" if value else "false"
