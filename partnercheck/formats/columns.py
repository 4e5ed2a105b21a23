"""Text in columns that line up on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from partnercheck.base.cells import column_text, cut, padded, width_of, wrapped
from partnercheck.base.text import beginning, clean

GUTTER = "  "
# Tables on a terminal cut texts at this many cells; CSV and JSON contain the whole texts.
WIDEST_CELL = 200


def align_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines, every column as wide as its widest cell."""
    cells = [
        [cut(column_text(clean(beginning(cell, WIDEST_CELL))), WIDEST_CELL) for cell in row]
        for row in rows
    ]
    widths = [max(width_of(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [_line(row, widths) for row in cells]


def side_by_side(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Return the lines of several columns next to each other; shorter columns end in blanks."""
    return [_line(cells, widths) for cells in zip_longest(*columns, fillvalue="")]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    filled = (padded(cell, width) for cell, width in zip(cells, widths, strict=True))
    return GUTTER.join(filled).rstrip()


def labelled_lines(
    label: str, text: str, label_width: int, width: int, indent: int = 0
) -> list[str]:
    """Return a label and, to its right, a text of one or more lines, both wrapped.

    Args:
        label: The label; empty if the text belongs to the label above.
        text: The text, of one or more lines.
        label_width: The width of the label with its indentation, in cells.
        width: The width of label and text together, in cells.
        indent: The indentation of the label, in cells.

    """
    labels = wrapped(column_text(label), label_width - indent) if label else [""]
    room = width - label_width - len(GUTTER)
    texts = [part for line in text.split("\n") for part in wrapped(line, room)]
    return side_by_side([[f"{' ' * indent}{part}" for part in labels], texts], [label_width, room])
