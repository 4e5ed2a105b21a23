"""The field of the map: a grid, a label for each vendor, and a box for what is open.

A label stands in the cell of its vendor's position. Where several share a cell, a bullet marks it
and their labels stand beside it: none is ever hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby
from math import floor
from operator import or_
from typing import Literal, NamedTuple

Kind = Literal["text", "grid", "box", "label", "name", "marker", "note"]
Cell = tuple[int, int]
Taken = dict[Cell, tuple[str, ...]]

BEST = 100
MOST_BOXES = 6
BULLET = "•"
GRID = "·"
NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8
LIGHT = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"
HEAVY = " ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋"
ROOM_A_LABEL = 12


class Piece(NamedTuple):
    """A text of one kind; `label` is that of the vendor it belongs to."""

    text: str
    kind: Kind = "text"
    label: str = ""


MapLine = tuple[Piece, ...]


class Reading(NamedTuple):
    """A score from 0 to 100 as it turns out at worst and at best."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Halfway between the two."""
        return (self.low + self.high) / 2


class Mark(NamedTuple):
    """A vendor's label with its readings across the map and up."""

    label: str
    across: Reading
    up: Reading

    @property
    def open(self) -> bool:
        """Whether it can still turn out in another place: it then has a box."""
        return self.across.low < self.across.high or self.up.low < self.up.high


class Field(NamedTuple):
    """The size of the field: `rows` of `columns` cells, each `cell` characters wide."""

    rows: int
    columns: int
    cell: int = 1

    def row(self, score: float) -> int:
        """The row of a score; the best is at the top."""
        return self.rows - 1 - _step(score, self.rows)

    def column(self, score: float) -> int:
        """The column of a score."""
        return _step(score, self.columns)

    def place(self, mark: Mark) -> Cell:
        """The row and column of a vendor's position."""
        return self.row(mark.up.middle), self.column(mark.across.middle)


def _step(score: float, steps: int) -> int:
    return floor(score / BEST * (steps - 1) + 0.5 + 1e-9)


def field_for(labels: Iterable[str], width: int, rows: int) -> Field:
    """A field of this size; labels of two letters get wider cells, so that none runs together."""
    longest = max((len(label) for label in labels), default=1)
    cell = 1 if longest == 1 else longest + 1
    return Field(rows, max(1, width // cell), cell)


def most_labels(width: int, rows: int) -> int:
    """How many labels a field of this size holds and stays legible."""
    return max(1, width * rows // ROOM_A_LABEL)


def field_lines(
    field: Field, marks: Sequence[Mark], ticks: Sequence[float], here: str = ""
) -> list[MapLine]:
    """The rows of the field; the box of the vendor `here` is drawn heavy."""
    width = field.columns * field.cell
    canvas = [[Piece(" ")] * width for _ in range(field.rows)]
    for row, column in _grid(field, ticks):
        canvas[row][column] = Piece(GRID, "grid")
    taken = placed(field, marks)
    for (row, column), piece in _boxes(field, marks, taken, here):
        canvas[row][column] = piece
    for (row, column), labels in taken.items():
        text = labels[0] if len(labels) == 1 else BULLET
        for offset, char in enumerate(text):
            owner = labels[0] if len(labels) == 1 else ""
            canvas[row][column * field.cell + offset] = Piece(char, "label", owner)
    return [_joined(row) for row in canvas]


def _grid(field: Field, ticks: Sequence[float]) -> Iterator[Cell]:
    """Dotted lines at the ticks, across and up."""
    upright = {field.column(tick) * field.cell for tick in ticks}
    for row in range(field.rows):
        yield from ((row, column) for column in upright)
    beside = {column + by for column in upright for by in (-1, 1)}
    for tick in ticks:
        for column in range(0, field.columns * field.cell, 2):
            if column not in beside:
                yield field.row(tick), column


def _joined(row: Sequence[Piece]) -> MapLine:
    """Neighbours of one kind and owner as one piece."""
    return tuple(
        Piece("".join(piece.text for piece in same), kind, label)
        for (kind, label), same in groupby(row, key=lambda piece: piece[1:])
    )


def placed(field: Field, marks: Sequence[Mark]) -> Taken:
    """The cells with a label, or with the labels that share it and stand beside it."""
    sharing: dict[Cell, list[str]] = {}
    for mark in marks:
        sharing.setdefault(field.place(mark), []).append(mark.label)
    taken: Taken = {cell: tuple(labels) for cell, labels in sorted(sharing.items())}
    for cell, labels in sorted(sharing.items()):
        if len(labels) > 1:
            cells = _beside(field, cell, len(labels), taken)
            taken |= {each: (label,) for each, label in zip(cells, labels, strict=True)}
    return taken


def _beside(field: Field, cell: Cell, count: int, taken: Taken) -> list[Cell]:
    """Free cells in a row beside a shared cell, apart from other labels where there is room.

    Where no row is free, the nearest cells that are.
    """
    row, column = cell
    for apart in (True, False):
        for at, start in _starts(cell, count):
            run = [(at, start + n) for n in range(count)]
            around = [(at, start - 1), (at, start + count), (row, column - 1), (row, column + 1)]
            inside = 0 <= at < field.rows and start >= 0 and start + count <= field.columns
            if inside and not taken.keys() & {*run, *(around if apart else [])} - {cell}:
                return run
    every = [(at, start) for at in range(field.rows) for start in range(field.columns)]
    return sorted(set(every) - taken.keys(), key=lambda each: _distance(each, cell))[:count]


def _starts(cell: Cell, count: int) -> Iterator[Cell]:
    """Where a row of labels may start: right of the cell, left, above it, below."""
    row, column = cell
    yield row, column + 1
    yield row, column - count
    for other in (row - 1, row + 1):
        for shift in range(count):
            yield other, column - shift


def _distance(one: Cell, other: Cell) -> int:
    """How far apart two cells look; a cell is about twice as high as it is wide."""
    return abs(one[1] - other[1]) + 2 * abs(one[0] - other[0])


def _boxes(
    field: Field, marks: Sequence[Mark], taken: Taken, here: str
) -> Iterator[tuple[Cell, Piece]]:
    """The characters of the boxes; where they are too many, only of that of `here`, drawn heavy."""
    outlines = {mark.label: _outline(field, mark) for mark in marks if mark.open}
    marked = outlines.pop(here, {})
    if too_many_boxes(marks):
        outlines = {}
    lines: dict[Cell, list[int]] = {}
    for outline in outlines.values():
        for cell, sides in outline.items():
            lines.setdefault(cell, []).append(sides)
    yield from ((cell, Piece(LIGHT[reduce(or_, each)], "box")) for cell, each in lines.items())
    yield from ((cell, Piece(HEAVY[sides], "box", here)) for cell, sides in marked.items())
    level = {cell: len(each) for cell, each in lines.items() if set(each) == {EAST | WEST}}
    for needed in (*_characters(field, taken), *marked):
        level.pop(needed, None)
    for label, outline in outlines.items():
        for cell, piece in _tag(label, outline, level):
            level.pop(cell)
            yield cell, piece


def too_many_boxes(marks: Sequence[Mark]) -> bool:
    """Whether all boxes together would hide the labels rather than tell anything."""
    return sum(mark.open for mark in marks) > MOST_BOXES


def _outline(field: Field, mark: Mark) -> Mapping[Cell, int]:
    """The cells of a box's line, each with the sides it leads to; empty within one cell."""
    top, bottom = field.row(mark.up.high), field.row(mark.up.low)
    left, right = (field.column(score) * field.cell for score in mark.across)
    if (top, left) == (bottom, right):
        return {}
    cells: dict[Cell, int] = {}
    for row in range(top, bottom + 1):
        for column in (left, right):
            leads = (row > top) * NORTH | (row < bottom) * SOUTH
            cells[row, column] = cells.get((row, column), 0) | leads
    for column in range(left, right + 1):
        for row in (top, bottom):
            leads = (column > left) * WEST | (column < right) * EAST
            cells[row, column] = cells.get((row, column), 0) | leads
    ends = EAST | WEST if left == right else NORTH | SOUTH if top == bottom else 0
    for cell in ((top, left), (bottom, right)):
        cells[cell] |= ends
    return cells


def _characters(field: Field, taken: Taken) -> set[Cell]:
    """The characters of the field that labels need, with those beside them."""
    return {
        (row, column * field.cell + offset)
        for row, column in taken
        for offset in range(-1, field.cell + 1)
    }


def _tag(
    label: str, outline: Mapping[Cell, int], level: Mapping[Cell, int]
) -> list[tuple[Cell, Piece]]:
    """The label in a level line of its box, rather one that no other box has; or nothing."""
    text = f"╴{label}╶"
    stretches = [[(row, column + n) for n in range(len(text))] for row, column in sorted(outline)]
    free = [cells for cells in stretches if all(c in level and c in outline for c in cells)]
    best = min(free, key=lambda cells: max(level[cell] for cell in cells), default=[])
    return [(c, Piece(sign, "box", label)) for c, sign in zip(best, text, strict=False)]
