"""Text in columns that line up on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.cells import column_text, padded, width_of, wrapped
from partnercheck.text import clean

__all__ = ["GUTTER", "NARROWEST", "aligned", "padded", "wrapped"]

GUTTER = "  "
NARROWEST = 40


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, every column as wide as its widest cell."""
    cells = [[column_text(clean(cell)) for cell in row] for row in rows]
    widths = [max(width_of(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        GUTTER.join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
