"""CSV for a spreadsheet: every field quoted, no cell a formula; verdicts with one row a vendor."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from partnercheck.base.text import csv_cell
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.json import decimal, share
from partnercheck.report.words.verdict import brief, judged_caveats
from partnercheck.rules.reasons import reasons
from partnercheck.verdicts.history import Reported

BEFORE = (
    *("vendor", "name", "round", "target", "low", "high", "settled", "assessed"),
    *("sides", "caveats", "so_far"),
)
AFTER = ("answered", "items", "pending", "evidence", "reasons", "errors")
# A number, a text, true or false, or nothing.
Cell = str | float | None


class _Line:
    """What the writer of CSV writes its row to, so that it can be had as a line."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """The rows as lines, one by one; a text can have line ends of its own."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL, lineterminator="\n")
    for row in rows:
        yield writer.writerow([_written(cell) for cell in row])


def _written(cell: Cell) -> str | float | None:
    if isinstance(cell, str):
        return csv_cell(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell


def compare(instrument: Instrument, vendors: Iterable[Reported]) -> str:
    """A header and a row a vendor. Scores run from 0 to 100, rounded down to one decimal."""
    return "".join(lines(chain([_header(instrument)], map(_row, vendors))))


def _header(instrument: Instrument) -> list[Cell]:
    ends = ("low", "high", "state_low", "state_high", "gap")
    scores = [f"{condition.id}_{end}" for condition in instrument.conditions for end in ends]
    return [*BEFORE, *scores, *AFTER]


def _row(of: Reported) -> list[Cell]:
    judged = of.judged
    verdict, about = judged.verdict, judged.vendor
    scores: list[Cell] = []
    for condition in verdict.conditions:
        gap = None if condition.gap is None else decimal(condition.gap)
        scores += [decimal(condition.low), decimal(condition.high)]
        scores += [condition.state_low, condition.state_high, gap]
    return [
        about.id, about.name, judged.round.id, about.target, verdict.low, verdict.high,
        verdict.settled, verdict.assessed, " ".join(verdict.sides),
        "; ".join(judged_caveats(judged)), verdict.so_far, *scores,
        verdict.answered, verdict.items, verdict.pending, share(verdict),
        "; ".join(brief(judged.instrument, each) for each in reasons(judged.instrument, verdict)),
        " ".join(map(str, of.errors)),
    ]  # fmt: skip
