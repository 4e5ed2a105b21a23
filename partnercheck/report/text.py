"""Verdicts as plain text for a terminal, a pipe or a screen reader."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.cells import column_text, cut, padded, wrapped
from partnercheck.base.terminal import NARROWEST
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.columns_text import GUTTER, aligned
from partnercheck.report.comparison import Row, comparison
from partnercheck.report.listing import Listed
from partnercheck.report.words.entry import Entry
from partnercheck.verdicts.judged import JudgedVendor

LABEL_WIDTH = 20
COLUMN_WIDTH = 18
NAME_LINES = 6


def compare(vendors: Sequence[JudgedVendor], width: int, lens_rows: Sequence[Row] = ()) -> str:
    """Vendors side by side, as many at a time as `width` cells hold, with what stops each."""
    width = max(width, NARROWEST)
    fitting = max(1, (width - LABEL_WIDTH) // (COLUMN_WIDTH + len(GUTTER)))
    room = max(1, min(fitting, len(vendors)))
    column = (width - LABEL_WIDTH) // room - len(GUTTER)
    rows = comparison(vendors, lens_rows=lens_rows)
    blocks = []
    for start in range(0, len(vendors), room):
        shown = vendors[start : start + room]
        names = [cut(judged.vendor.name, column * NAME_LINES) for judged in shown]
        lines = _lines("", names, column)
        for row in rows:
            lines += _lines(row.label, row.cells[start : start + room], column)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def _lines(label: str, cells: Sequence[str], width: int) -> list[str]:
    columns = [
        wrapped(column_text(label), LABEL_WIDTH),
        *(wrapped(column_text(cell), width) for cell in cells),
    ]
    height = max(len(column) for column in columns)
    widths = [LABEL_WIDTH, *([width] * len(cells))]
    return [
        GUTTER.join(
            padded(column[line] if line < len(column) else "", cells_wide)
            for column, cells_wide in zip(columns, widths, strict=True)
        ).rstrip()
        for line in range(height)
    ]


def vendor(judged: JudgedVendor, entries: Sequence[Entry], width: int) -> str:
    """A vendor's dossier: labels at the left, their text beside them."""
    lines = [f"{judged.vendor.name}   {judged.round.id or 'no round yet'}", ""]
    for entry in entries:
        lines += _entry(entry, width)
    return "\n".join(lines) + "\n"


def _entry(entry: Entry, width: int) -> list[str]:
    room = max(20, width - LABEL_WIDTH - len(GUTTER))
    labels = wrapped(column_text(entry.label), LABEL_WIDTH) if entry.label.strip() else [""]
    if entry.label.startswith("  "):
        labels = [
            f"  {part}" for part in wrapped(column_text(entry.label.strip()), LABEL_WIDTH - 2)
        ]
    texts = [part for line in entry.text.split("\n") for part in wrapped(line, room)]
    return [
        f"{padded(labels[n] if n < len(labels) else '', LABEL_WIDTH)}{GUTTER}"
        f"{texts[n] if n < len(texts) else ''}".rstrip()
        for n in range(max(len(labels), len(texts)))
    ]


def table(instrument: Instrument, rows: Sequence[Listed]) -> str:
    """The portfolio as lines of words: every column as wide as its widest cell."""
    shorts = [condition.short for condition in instrument.conditions]
    cells = [["Vendor", *shorts, "By", "Target", "Verdict", "Round", "Waits for"]]
    cells += [
        [
            row.name,
            *(score.plain for score in row.scores),
            row.sides or "-",
            row.target or "-",
            row.verdict(10_000) if not row.problem else f"! {row.verdict(10_000)}",
            row.round or "-",
            row.waits_for or "-",
        ]
        for row in rows
    ]
    return "".join(f"{line}\n" for line in aligned(cells))
