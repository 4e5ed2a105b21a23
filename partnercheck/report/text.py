"""Verdicts as plain text for a terminal, a pipe or a screen reader."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len, chop_cells

from partnercheck.portfolio import Judged
from partnercheck.report.comparison import comparison

LABEL_WIDTH = 20
COLUMN_WIDTH = 18
GUTTER = "  "
NARROWEST = 40


def compare(vendors: Sequence[Judged], width: int) -> str:
    """Vendors side by side, as many at a time as `width` cells hold, with what stops each."""
    width = max(width, NARROWEST)
    fitting = max(1, (width - LABEL_WIDTH) // (COLUMN_WIDTH + len(GUTTER)))
    room = max(1, min(fitting, len(vendors)))
    column = (width - LABEL_WIDTH) // room - len(GUTTER)
    rows = comparison(vendors)
    blocks = []
    for start in range(0, len(vendors), room):
        shown = vendors[start : start + room]
        lines = _lines("", [judged.assessment.vendor.name for judged in shown], column)
        for row in rows:
            lines += _lines(row.label, row.cells[start : start + room], column)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def _lines(label: str, cells: Sequence[str], width: int) -> list[str]:
    columns = [wrapped(label, LABEL_WIDTH), *(wrapped(cell, width) for cell in cells)]
    height = max(len(column) for column in columns)
    widths = [LABEL_WIDTH, *([width] * len(cells))]
    return [
        GUTTER.join(
            padded(column[line] if line < len(column) else "", cells_wide)
            for column, cells_wide in zip(columns, widths, strict=True)
        ).rstrip()
        for line in range(height)
    ]


def wrapped(text: str, width: int) -> list[str]:
    """Text in lines of at most `width` cells, words kept whole where they fit."""
    width = max(1, width)
    lines: list[str] = []
    for line in textwrap.wrap(text, width, break_long_words=False, drop_whitespace=True) or [""]:
        lines += chop_cells(line, width) if cell_len(line) > width else [line]
    return lines


def padded(text: str, width: int) -> str:
    """Text filled up to `width` cells."""
    return text + " " * max(0, width - cell_len(text))
