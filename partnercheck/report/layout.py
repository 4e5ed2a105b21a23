"""Text in cells: wrapped, filled up, and in columns that line up on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len, chop_cells, set_cell_size

from partnercheck.text import beginning, clean, steady

GUTTER = "  "


# In tables as text a cell is cut after so many; what reads CSV or JSON has all of it.
WIDEST_CELL = 200


def fitted(text: str, width: int) -> str:
    """Text in exactly `width` cells: filled up, or cut with an ellipsis to say so."""
    if width <= 0:
        return ""
    seen = beginning(text, width)
    cleaned = steady(clean(seen))
    if len(seen) == len(text) and cell_len(cleaned) <= width:
        return set_cell_size(cleaned, width)
    return f"{set_cell_size(cleaned, width - 1)}…"


def cut(text: str, width: int) -> str:
    """Text in at most `width` cells, cut with an ellipsis where it has more."""
    return fitted(text, width).rstrip()


def wrapped(text: str, width: int, most: int | None = None) -> list[str]:
    """Text in lines of at most `width` cells, words kept whole where they fit.

    With `most`, in at most so many lines, the last of which says with an ellipsis that it is cut.
    """
    if most is not None:
        return _first_lines(text, max(1, width), most)
    width = max(1, width)
    lines: list[str] = []
    text = steady(text)
    for line in textwrap.wrap(text, width, break_long_words=False, drop_whitespace=True) or [""]:
        lines += chop_cells(line, width) if cell_len(line) > width else [line]
    return lines


def _first_lines(text: str, width: int, most: int) -> list[str]:
    longest = beginning(text, width * most)
    # Most text has a cell for every character, and needs but one try.
    length = width * most
    lines = wrapped(longest[:length], width)
    while len(lines) <= most and length < len(longest):
        length *= 2
        lines = wrapped(longest[:length], width)
    if len(lines) <= most and len(longest) == len(text):
        return lines
    first = lines[:most]
    last = first.pop()
    return [*first, cut(f"{last}…" if cell_len(last) < width else f"{last} …", width)]


def padded(text: str, width: int) -> str:
    """Text filled up to `width` cells."""
    return text + " " * max(0, width - cell_len(text))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, every column as wide as its widest cell."""
    cells = [[cut(cell, WIDEST_CELL) for cell in row] for row in rows]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        GUTTER.join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
