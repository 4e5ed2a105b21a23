"""The field of the map: a grid, a letter for each vendor, and the selected vendor's range.

A settled vendor's label fills the cell of its position. Otherwise a sign fills that cell, and the
labels follow in free cells next to it: `•ab` if several vendors share the position, and `?c` if a
vendor is open, since its position is only the middle of a range.

Invariant: every label is drawn, and no two labels are in one cell. For example, with grid lines at
66, `a` and `b` at the same position, `d` settled, and the range of `c`, from 40 to 80 on both axes,
selected:

                       ·
                ┏━━━━━━━━━━┓
    · · · · · · ┃ · ·?c·  ·┃· · ·
                ┗━━━━━━━━━━┛
          •ab          ·      d
                       ·
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import floor
from typing import Literal, NamedTuple

# The letter of a vendor is a "label", or "open" if its position is only the middle of a range.
Kind = Literal["text", "grid", "region", "box", "label", "open", "name", "class", "marker", "note"]
Cell = tuple[int, int]
Labels = dict[Cell, tuple[str, ...]]

BEST = 100
SHARED = "•"
OPEN = "?"
GRID = "·"
CELLS_PER_LABEL = 12


class Piece(NamedTuple):
    """A piece of text of one kind; `label` names the vendor it belongs to, if any."""

    text: str
    kind: Kind = "text"
    label: str = ""


MapLine = tuple[Piece, ...]
Canvas = list[list[Piece]]


class Reading(NamedTuple):
    """A score from 0 to 100: its lowest and its highest possible value."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2


class Mark(NamedTuple):
    """A vendor's label with its readings on the horizontal and the vertical axis."""

    label: str
    across: Reading
    up: Reading

    @property
    def open(self) -> bool:
        """Whether the position is only the middle of a range."""
        return self.across.low < self.across.high or self.up.low < self.up.high


class Texts(NamedTuple):
    """The texts on a field, each by the row and the column of its first character."""

    labels: Mapping[Cell, Piece]  # the letters and signs
    names: Sequence[Mapping[Cell, Piece]]  # the lines of each region's name


def plain(line: MapLine) -> str:
    """Return a line as text."""
    return "".join(piece.text for piece in line).rstrip()


class Field(NamedTuple):
    """The size of the field: `rows` of `columns` cells, each `cell` characters wide."""

    rows: int
    columns: int
    cell: int = 1

    def row(self, score: float) -> int:
        """Return the row of a score; the best is at the top."""
        return self.rows - 1 - _step(score, self.rows)

    def column(self, score: float) -> int:
        """Return the column of a score."""
        return _step(score, self.columns)

    def position(self, mark: Mark) -> Cell:
        """Return the row and column of a vendor's position."""
        return self.row(mark.up.middle), self.column(mark.across.middle)


def _step(score: float, steps: int) -> int:
    # Halves go up, although floating point may hold them a little too low.
    return floor(score / BEST * (steps - 1) + 0.5 + 1e-9)


def field_for(labels: Iterable[str], width: int, rows: int) -> Field:
    """Return a field of this size, with wider cells if a label has two letters."""
    longest = max((len(label) for label in labels), default=1)
    cell = 1 if longest == 1 else longest + 1
    return Field(rows, max(1, width // cell), cell)


def most_labels(width: int, rows: int) -> int:
    """Return the largest number of labels that are legible in a field of this size."""
    return max(1, width * rows // CELLS_PER_LABEL)


def field_lines(
    field: Field,
    marks: Sequence[Mark],
    ticks: Sequence[float],
    selected: str,
    texts: Texts,
) -> list[MapLine]:
    """Return the rows of the field, with the range of at most one vendor.

    Args:
        field: The size.
        marks: The vendors.
        ticks: The scores at which grid lines are drawn.
        selected: The label of the vendor whose range is drawn, or empty.
        texts: The texts on the field; the name of a region that the range would cut is left out.

    """
    # Drawn from back to front: the range covers the grid, and the labels cover the range.
    canvas = [[Piece(" ")] * field.columns * field.cell for _ in range(field.rows)]
    for row, column in _grid(field, ticks):
        canvas[row][column] = Piece(GRID, "grid")
    outline = _box(field, next((mark for mark in marks if mark.label == selected), None))
    for name in map(_characters, texts.names):
        if not name.keys() & outline.keys():
            _draw(canvas, name)
    _draw(canvas, outline)
    _open_box(canvas, texts.labels)
    _draw(canvas, _characters(texts.labels))
    return [_merged(row) for row in canvas]


def _draw(canvas: Canvas, characters: Mapping[Cell, Piece]) -> None:
    for (row, column), character in characters.items():
        canvas[row][column] = character


def _box(field: Field, mark: Mark | None) -> dict[Cell, Piece]:
    """Return the line around a vendor's range, if there is a vendor."""
    lines = _outline(field, mark) if mark else {}
    return {cell: Piece(text, "box", mark.label) for cell, text in lines.items() if mark}


def _open_box(canvas: Canvas, labels: Mapping[Cell, Piece]) -> None:
    """Remove the line of a box beside labels: a letter in it would be read as a part of it."""
    for (row, column), label in labels.items():
        for beside in {column - 1, column + len(label.text)} & set(range(len(canvas[row]))):
            if canvas[row][beside].kind == "box":
                canvas[row][beside] = Piece(" ")


def _characters(texts: Mapping[Cell, Piece]) -> dict[Cell, Piece]:
    """Return the characters of texts, each with its own cell."""
    return {
        (row, column + offset): piece._replace(text=character)
        for (row, column), piece in texts.items()
        for offset, character in enumerate(piece.text)
    }


def signed_labels(field: Field, marks: Sequence[Mark]) -> dict[Cell, Piece]:
    """Map cells to the labels and signs that a map without colours has there."""
    pieces: dict[Cell, Piece] = {}
    signs = position_signs(field, marks)
    for (row, column), labels in label_cells(field, marks).items():
        # The sign of a shared position belongs to no single vendor.
        owner = labels[0] if len(labels) == 1 else ""
        text = signs.get((row, column), owner)
        pieces[row, column * field.cell] = Piece(text, "label", owner)
    return pieces


def _grid(field: Field, ticks: Sequence[float]) -> Iterator[Cell]:
    """Yield the cells of the dotted grid lines at the ticks, on both axes."""
    upright = {field.column(tick) * field.cell for tick in ticks}
    for row in range(field.rows):
        yield from ((row, column) for column in upright)
    # A cell is about twice as high as it is wide, so a dot in every second column looks as dense as
    # a dot in every row. A dot right beside an upright line would blur the line.
    neighbours = {column + by for column in upright for by in (-1, 1)}
    for tick in ticks:
        for column in range(0, field.columns * field.cell, 2):
            if column not in neighbours:
                yield field.row(tick), column


def _merged(row: Sequence[Piece]) -> MapLine:
    """Merge neighbouring pieces of the same kind and vendor."""
    return tuple(
        Piece("".join(piece.text for piece in same), kind, label)
        for (kind, label), same in groupby(row, key=lambda piece: piece[1:])
    )


def sharing(field: Field, marks: Sequence[Mark]) -> dict[Cell, list[Mark]]:
    """Return the vendors at each position, row by row."""
    positions: dict[Cell, list[Mark]] = {}
    for mark in marks:
        positions.setdefault(field.position(mark), []).append(mark)
    return dict(sorted(positions.items()))


def position_signs(field: Field, marks: Sequence[Mark]) -> dict[Cell, str]:
    """Return the sign of each position without a label: `?` if a vendor there is open, or `•`."""
    return {
        cell: OPEN if any(mark.open for mark in there) else SHARED
        for cell, there in sharing(field, marks).items()
        if len(there) > 1 or there[0].open
    }


def label_cells(field: Field, marks: Sequence[Mark]) -> Labels:
    """Map cells to labels: those of a position's vendors, or the single label drawn there."""
    positions = sharing(field, marks)
    cells: Labels = {cell: tuple(mark.label for mark in there) for cell, there in positions.items()}
    for position in position_signs(field, marks):
        labels = cells[position]
        spots = next_to(field, position, len(labels), cells)
        # Recorded at once, so that the labels of later positions keep away from these labels.
        cells |= {spot: (label,) for spot, label in zip(spots, labels, strict=True)}
    return cells


def next_to(field: Field, position: Cell, count: int, occupied: Labels) -> list[Cell]:
    """Return free cells in a row next to a position, away from other labels if possible.

    If no row is free, return the nearest free cells.
    """
    row, column = position
    # The labels of two positions would read as one group if they touched, so free cells around them
    # are tried first.
    for apart_from_others in (True, False):
        for at, start in _starts(position, count):
            run = [(at, start + n) for n in range(count)]
            around = [(at, start - 1), (at, start + count), (row, column - 1), (row, column + 1)]
            inside = 0 <= at < field.rows and start >= 0 and start + count <= field.columns
            needed = {*run, *(around if apart_from_others else [])} - {position}
            if inside and not occupied.keys() & needed:
                return run
    free = [
        (at, start)
        for at in range(field.rows)
        for start in range(field.columns)
        if (at, start) not in occupied
    ]
    return sorted(free, key=lambda cell: _distance(cell, position))[:count]


def _starts(position: Cell, count: int) -> Iterator[Cell]:
    """Yield the cells where a row of labels may start: right, left, above or below a position."""
    row, column = position
    yield row, column + 1
    yield row, column - count
    for other in (row - 1, row + 1):
        for shift in range(count):
            yield other, column - shift


def _distance(first: Cell, second: Cell) -> int:
    """Return the visual distance of two cells; a cell is about twice as high as it is wide."""
    return abs(first[1] - second[1]) + 2 * abs(first[0] - second[0])


def _outline(field: Field, mark: Mark) -> Mapping[Cell, str]:
    """Return the line around a vendor's range: a box, or a bar with ends; empty within one cell."""
    top, bottom = field.row(mark.up.high), field.row(mark.up.low)
    first, last = (field.column(score) * field.cell for score in mark.across)
    level = {(row, column): "━" for row in (top, bottom) for column in range(first, last + 1)}
    upright = {(row, column): "┃" for row in range(top, bottom + 1) for column in (first, last)}
    if (top, first) == (bottom, last):
        return {}
    if top == bottom:
        return level | {(top, first): "┣", (top, last): "┫"}
    if first == last:
        return upright | {(top, first): "┳", (bottom, first): "┻"}
    # The lines cross in the corners, where the last part of the union takes precedence.
    corners = {(top, first): "┏", (top, last): "┓", (bottom, first): "┗", (bottom, last): "┛"}
    return level | upright | corners
