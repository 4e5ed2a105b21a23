"""Text in cells: wrapped, filled up, and in columns that line up on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len, chop_cells

from partnercheck.text import clean, steady

GUTTER = "  "
NARROWEST = 40


def wrapped(text: str, width: int) -> list[str]:
    """Text in lines of at most `width` cells, words kept whole where they fit."""
    width = max(1, width)
    lines: list[str] = []
    text = steady(text)
    for line in textwrap.wrap(text, width, break_long_words=False, drop_whitespace=True) or [""]:
        lines += chop_cells(line, width) if cell_len(line) > width else [line]
    return lines


def padded(text: str, width: int) -> str:
    """Text filled up to `width` cells."""
    return text + " " * max(0, width - cell_len(text))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, every column as wide as its widest cell."""
    cells = [[steady(clean(cell)) for cell in row] for row in rows]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        GUTTER.join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
