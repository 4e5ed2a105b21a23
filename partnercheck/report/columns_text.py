"""Text in columns that line up on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.cells import column_text, cut, padded, width_of
from partnercheck.base.text import beginning, clean

GUTTER = "  "


# In tables as text a cell is cut after so many; what reads CSV or JSON has all of it.
WIDEST_CELL = 200


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, every column as wide as its widest cell."""
    cells = [
        [cut(column_text(clean(beginning(cell, WIDEST_CELL))), WIDEST_CELL) for cell in row]
        for row in rows
    ]
    widths = [max(width_of(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        GUTTER.join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
