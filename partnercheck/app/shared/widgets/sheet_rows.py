"""The columns and rows of a table, and drawing them as lines, without the cursor.

Every drawn line begins with `MARKER` blanks, the first of which becomes the marker in the cursor's
row, and each column ends with its gap, usually a blank. Example, columns of 5 and 7 cells of which
the second wraps, with "·" for these blanks:

    ··Name ·Reason ·
    ··Acme ·learns ·
    ··     ·slowly ·
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, overload

from partnercheck.app.shared.widgets.lines import MARK, Line, Span, line_width, visible
from partnercheck.base.cells import column_text, fitted, wrapped
from partnercheck.base.text import beginning

MARKER = 2
MOST_TITLE_LINES = 3
# About thirty pages, more than a person reads in one cell; longer text ends with an ellipsis.
MOST_CELL_LINES = 500


class Column(NamedTuple):
    """A column: its title, its width in cells, whether cells wrap, and the gap after each cell."""

    title: str
    width: int
    wrap: bool = False
    gap: str = " "
    title_look: str = "title"


# A line is a cell of several styles: it is cut at the width of its column, and never wrapped.
Cell = Span | Line


class SheetRow(NamedTuple):
    """A row: its key, and a cell for each column; the first cell is a span.

    If there are fewer cells than columns, the last one fills the remaining columns. Wrapped text
    takes at most `most_lines`, and then ends with an ellipsis. The cursor passes over a heading.
    """

    key: str
    cells: tuple[Cell, ...]
    most_lines: int = MOST_CELL_LINES
    is_heading: bool = False


class Rows(Sequence[SheetRow]):
    """A sequence that creates each row only when it is shown, so that long lists open quickly."""

    def __init__(self, keys: Sequence[str], make_row: Callable[[str], SheetRow]) -> None:
        """Create the sequence of rows with these keys; `make_row` creates a row from its key."""
        self.keys = keys
        self._make_row = make_row

    @overload
    def __getitem__(self, at: int) -> SheetRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[SheetRow]: ...
    def __getitem__(self, at: int | slice) -> SheetRow | Sequence[SheetRow]:
        """Return the row at a position."""
        if isinstance(at, slice):
            return [self._make_row(key) for key in self.keys[at]]
        return self._make_row(self.keys[at])

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.keys)


def draw_titles(columns: Sequence[Column], wraps: bool) -> Sequence[Line]:
    """Return the titles of the columns; if cells wrap, long titles wrap too."""
    if not any(each.title for each in columns):
        return []
    titles = [
        wrapped(_column_text(each.title, each.width), each.width, MOST_TITLE_LINES)
        if wraps
        else [each.title]
        for each in columns
    ]
    return [
        (
            Span(" " * MARKER),
            *(
                span
                for parts, each in zip(titles, columns, strict=True)
                for span in _title_spans(parts[n] if n < len(parts) else "", each)
            ),
        )
        for n in range(max(map(len, titles), default=1))
    ]


def _title_spans(text: str, column: Column) -> Line:
    """Return a line of a column's title, and the gap after it."""
    fitting = fitted(text, column.width)
    if not column.gap.strip():
        # Blanks in the same style need no codes of their own.
        return (Span(f"{fitting}{column.gap}", column.title_look),)
    return (Span(fitting, column.title_look), Span(column.gap, "label"))


def draw_row(lines_of_cells: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> list[Line]:
    """Return the lines of a row from the cells of each line; `columns` has one for each cell."""
    lines: list[Line] = []
    for cells in lines_of_cells:
        # The blanks of the marker have no style, so that none is sent for them.
        spans = [Span(" "), Span(" ")]
        for column, cell in zip(columns, cells, strict=True):
            gap = Span(column.gap, "label" if column.gap.strip() else "")
            spans += [*_fitted_cell(cell, column.width), gap]
        lines.append(tuple(spans))
    return lines


def marked_line(of: Line) -> Line:
    """Return a line of the cursor's row: one style from the first cell to the end of the last."""
    marker, blank, *cells, _gap = of
    return (marker, blank, Span("".join(span.text for span in cells), MARK))


def columns_of(row: SheetRow, columns: Sequence[Column]) -> Sequence[Column]:
    """Return a column for each cell of a row; the last may span several of `columns`."""
    last = len(row.cells) - 1
    if last == len(columns) - 1:
        return columns
    # A cell that spans some columns covers the gaps between them too.
    width = sum(column.width + len(column.gap) for column in columns[last:]) - len(columns[-1].gap)
    return [*columns[:last], Column("", width, wrap=any(column.wrap for column in columns))]


def row_lines(row: SheetRow, columns: Sequence[Column]) -> list[list[Cell]]:
    """Return the cells of a row, line by line, with the texts of spans wrapped."""
    parts = [_cell_lines(row, n, each) for n, each in enumerate(columns_of(row, columns))]
    return [
        [
            of[n] if n < len(of) else Span("", cell.look if isinstance(cell, Span) else "")
            for of, cell in zip(parts, row.cells, strict=True)
        ]
        for n in range(max(map(len, parts)))
    ]


def row_height(row: SheetRow, columns: Sequence[Column]) -> int:
    """Return the number of lines that a row takes."""
    return max(len(_cell_lines(row, n, each)) for n, each in enumerate(columns_of(row, columns)))


def _cell_lines(row: SheetRow, number: int, column: Column) -> Sequence[Cell]:
    cell = row.cells[number]
    if not isinstance(cell, Span) or not column.wrap:
        return [cell]
    most = min(row.most_lines, MOST_CELL_LINES)
    text = _column_text(cell.text, column.width)
    # Every line of an indented text is indented.
    indent = min(len(text) - len(text.lstrip(" ")), column.width // 2)
    texts = wrapped(text[indent:], column.width - indent, most)
    return [Span(" " * indent + text, cell.look) for text in texts]


def _fitted_cell(cell: Cell, width: int) -> Line:
    if isinstance(cell, Span):
        return (Span(fitted(cell.text, width), cell.look),)
    spans = visible(cell, width)
    return (*spans, Span(" " * (width - line_width(spans))))


def _column_text(text: str, width: int) -> str:
    """Return as much text as a cell shows, in characters whose width is the same everywhere."""
    return column_text(beginning(text, width * MOST_CELL_LINES))
