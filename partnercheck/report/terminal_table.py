"""Tables for a terminal: never wider than the terminal, and coloured by the cells' tones.

Columns that wrap give up room to the other columns, the widest column first. For example, in 40
cells:

    Round    Class                Decision
    2025-q4  Near partner; our    Partner,
             view only            Alice Moreau
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from partnercheck.base.cells import column_text, cut, padded, width_of, wrapped
from partnercheck.base.text import beginning, clean
from partnercheck.formats.columns import GUTTER
from partnercheck.report.signs import Tone

# The codes of "select graphic rendition" (ECMA-48). *Faint* is not used: terminals differ in it.
STYLES: Mapping[Tone | str, str] = {
    "good": "32",
    "fair": "33",
    "poor": "1;31",
    "note": "1;33",
    "strong": "1",
}
LEAST_WRAPPED = 12
MOST_LINES = 40
MOST_TEXT = 2000


class Cell(NamedTuple):
    """The text of a cell and its tone, or "strong" for a heading."""

    text: str
    tone: Tone | str = ""


class Head(NamedTuple):
    """The title of a column, and whether its cells wrap."""

    title: str
    wraps: bool = False


# Texts with their codes, which may be empty; line ends are texts too.
Styled = list[tuple[str, str]]


def table_width(heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> int:
    """Return the smallest number of cells that a table needs."""
    widths = _natural(heads, rows)
    least = (
        min(width, LEAST_WRAPPED) if head.wraps else width
        for head, width in zip(heads, widths, strict=True)
    )
    return sum(least) + len(GUTTER) * (len(heads) - 1)


def styled_table(heads: Sequence[Head], rows: Sequence[Sequence[Cell]], width: int) -> Styled:
    """Return a table in at most `width` cells, if its columns that do not wrap leave room."""
    widths = _natural(heads, rows)
    excess = sum(widths) + len(GUTTER) * (len(heads) - 1) - width
    while excess > 0:
        wide = [n for n, head in enumerate(heads) if head.wraps and widths[n] > LEAST_WRAPPED]
        if not wide:
            break
        widest = max(wide, key=lambda n: widths[n])
        widths[widest] -= 1
        excess -= 1
    styled: Styled = []
    for row in [[Cell(head.title, "strong") for head in heads], *rows]:
        styled += _row(heads, row, widths)
    return styled


def _natural(heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [
        max(width_of(head.title), *(width_of(_text(row[n])) for row in rows), 0)
        for n, head in enumerate(heads)
    ]


def _text(cell: Cell) -> str:
    return column_text(clean(beginning(cell.text, MOST_TEXT)))


def _row(heads: Sequence[Head], row: Sequence[Cell], widths: Sequence[int]) -> Styled:
    lines = [
        wrapped(_text(cell), width, MOST_LINES) if head.wraps else [cut(_text(cell), width)]
        for head, cell, width in zip(heads, row, widths, strict=True)
    ]
    styled: Styled = []
    for texts in zip_longest(*lines, fillvalue=""):
        last = max((n for n, text in enumerate(texts) if text), default=0)
        for n, text in enumerate(texts[: last + 1]):
            styled.append((text, STYLES.get(row[n].tone, "") if text else ""))
            if n < last:
                styled.append((padded("", widths[n] - width_of(text)) + GUTTER, ""))
        styled.append(("\n", ""))
    return styled


def paragraph(text: str, width: int, tone: Tone | str = "", indent: int = 0) -> Styled:
    """Return a text wrapped in `width` cells, with later lines indented."""
    lines = wrapped(column_text(clean(text)), max(1, width - indent))
    styled: Styled = []
    for n, line in enumerate(lines):
        styled += [(" " * indent if n else "", ""), (line, STYLES.get(tone, "")), ("\n", "")]
    return styled
