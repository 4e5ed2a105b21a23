"""A table that turns pages: rows with a cursor, and cells cut to one line or wrapped.

Invariants: a part of the cursor's row is on the page, below the titles; `_starts` has the first
line of every row, and at its end the number of all lines (`paging.py`).

For example, with a line for the titles and 3 more, and three rows of 1, 3 and 1 lines:

    _starts           0, 1, 4, 5
    cursor in row 0   the page has row 0, and the first two lines of row 1
    down              row 1 fits on a page, so it gets one that begins with it: lines 1 to 3
    down              row 2, on the last page
    row of 5 lines    down and up turn the page inside the row first, then leave it
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from partnercheck.app.shared.keys import Key, bindings
from partnercheck.app.shared.widgets.lines import MARK, SIGN, Line, Lines, Span
from partnercheck.app.shared.widgets.paging import PageLines
from partnercheck.app.shared.widgets.sheet_rows import (
    MARKER,
    Cell,
    Column,
    Rows,
    SheetRow,
    columns_of,
    draw_row,
    draw_titles,
    marked_line,
    row_height,
    row_lines,
)

KEYS = (
    Key("list.down", "down,j", "move(1)", "Next row"),
    Key("list.up", "up,k", "move(-1)", "Previous row"),
    Key("list.page-down", "pagedown,ctrl+f", "page(1)", "Next page"),
    Key("list.page-up", "pageup,ctrl+b", "page(-1)", "Previous page"),
    Key("list.first", "home,g", "move(-1000000)", "First row"),
    Key("list.last", "end,G", "move(1000000)", "Last row"),
)
IN_LISTS = ("In every list", KEYS)


class Sheet(Lines, can_focus=True):
    """A table that shows one page at a time and does not scroll.

    The cursor highlights its row or, in a table of texts with titles, the first cell of the row.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    class RowClicked(Message):
        """A message: the row under the cursor was clicked."""

    def __init__(
        self,
        id: str | None = None,
        moved: Callable[[], None] = lambda: None,
        marks_row: bool = True,
    ) -> None:
        """Create an empty sheet; `moved` is called when the cursor moves to another row.

        With a call instead of a message, the cursor and changes elsewhere are painted together.
        `marks_row` says whether the cursor highlights the whole row, not only its first cell.
        """
        super().__init__(id=id)
        self._moved = moved
        self._marks_row = marks_row
        self.columns: Sequence[Column] = ()
        self.rows: Sequence[SheetRow] = ()
        self.cursor = 0
        self._top = 0
        self._starts: Sequence[int] = [0]
        self._wraps = False
        # The lines of the rows that were on a page, if cells wrap.
        self._wrapped: dict[int, list[list[Cell]]] = {}
        # The lines of the titles, and of the rows on the page, without the cursor: a move changes
        # two rows only.
        self._title_lines: Sequence[Line] | None = None
        self._drawn_rows: dict[int, list[Line]] = {}
        # The size that the page was last laid out for.
        self._laid_out: Size | None = None
        self.marked_cell = Offset(0, 0)
        # Of several sheets on a screen, only one shows its cursor.
        self._shows_cursor = True

    def fill(self, columns: Sequence[Column], rows: Sequence[SheetRow], key: str = "") -> None:
        """Show these rows, with the cursor on the row with this key.

        If no row has it, the cursor stays on the same row number, or moves to the last row.
        """
        self.columns, self.rows = columns, rows
        self._wrapped, self._drawn_rows, self._title_lines = {}, {}, None
        self._wraps = any(column.wrap for column in columns)
        keys = rows.keys if isinstance(rows, Rows) else [row.key for row in rows]
        # If the row is gone, the cursor stays in its place: there is the next row now.
        if key in keys:
            self.cursor = keys.index(key)
        elif rows:
            self.cursor = self._skip_heading(min(self.cursor, len(rows) - 1), 1)
        else:
            self.cursor = 0
        self._measure()
        self._place()

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty without rows."""
        rows = self.rows
        if not rows:
            return ""
        return rows.keys[self.cursor] if isinstance(rows, Rows) else rows[self.cursor].key

    @property
    def marked(self) -> Offset:
        """The first cell of the row under the cursor."""
        return self.marked_cell

    @property
    def page(self) -> tuple[int, int]:
        """The numbers of the first and last row on the page, from 1; 0, 0 without rows."""
        if not self.rows:
            return 0, 0
        page = self._page
        return page.row_at(page.top) + 1, page.row_at(page.end - 1) + 1

    @property
    def _page(self) -> PageLines:
        return PageLines(self._starts, max(1, self.size.height - len(self._titles())), self._top)

    def _measure(self) -> None:
        if self._wraps:
            heights = (row_height(row, self.columns) for row in self.rows)
            self._starts = [*accumulate(heights, initial=0)]
        else:
            # Every row has one line, so no row has to be made to measure it.
            self._starts = range(len(self.rows) + 1)

    def _row_lines(self, number: int) -> list[list[Cell]]:
        """Return the lines of a row; wrapped lines are cached for later moves of the cursor."""
        row = self.rows[number]
        if not self._wraps:
            return [list(row.cells)]
        if number not in self._wrapped:
            self._wrapped[number] = row_lines(row, self.columns)
        return self._wrapped[number]

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that are shown in the current size."""
        self._fit()
        return self._lines

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the strips of a region.

        If the size has changed, the rows are laid out first, so that they are painted only once.
        """
        self._fit()
        return super().render_lines(crop)

    def _fit(self) -> bool:
        """Lay out the rows if the size has changed; return whether it has."""
        if self._laid_out == self.size:
            return False
        # The heights of the rows depend on the columns alone, so only the page is chosen anew.
        self._laid_out = self.size
        self._top = 0
        self._place(paint=False)
        return True

    def on_resize(self) -> None:
        """Lay out the rows for the new size, unless that has already been done."""
        if self._fit():
            self.refresh()

    def _place(self, paint: bool = True) -> None:
        """Turn the page if the cursor's row is not on it, and paint."""
        # A hidden table has no size: it is laid out again once it is shown.
        self._laid_out = self.size
        if self.rows:
            self._top = self._page.top_showing(self.cursor)
        self._draw(paint)

    def _draw(self, paint: bool = True) -> None:
        lines = [*self._titles()]
        page = self._page
        before, self._drawn_rows = self._drawn_rows, {}
        for number in range(page.row_at(page.top), len(self.rows)):
            if self._starts[number] >= page.end:
                break
            if number == self.cursor:
                self.marked_cell = Offset(MARKER, len(lines))
            drawn = before[number] if number in before else self._draw_row(number)
            self._drawn_rows[number] = drawn
            lines += self._row_on_page(number, drawn, page)
        # `render_lines` is painting already: it needs the lines, but no second painting.
        if paint:
            self.paint(lines)
        else:
            self._lines = lines

    def _titles(self) -> Sequence[Line]:
        if self._title_lines is None:
            self._title_lines = draw_titles(self.columns, self._wraps)
        return self._title_lines

    def _draw_row(self, number: int) -> list[Line]:
        columns = columns_of(self.rows[number], self.columns)
        return draw_row(self._row_lines(number), columns)

    def _row_on_page(self, number: int, drawn: list[Line], page: PageLines) -> list[Line]:
        """Return the lines of a row that are on the page, with the cursor if it is in that row."""
        start = self._starts[number]
        lines = {n: each for n, each in enumerate(drawn) if page.shows(start + n)}
        if number == self.cursor and self._shows_cursor and lines:
            # A row that began on the page before has the marker on its first line on this page.
            first = next(iter(lines))
            if self._marks_row:
                lines = {n: marked_line(each) for n, each in lines.items()}
            elif not first:
                marker, blank, label, *rest = lines[first]
                lines[first] = (marker, blank, Span(label.text, MARK), *rest)
            lines[first] = (Span(SIGN, "key"), *lines[first][1:])
        return [*lines.values()]

    def action_move(self, by: int) -> None:
        """Move the cursor up or down by rows; in a row that is taller than the page, turn pages."""
        if not self.rows:
            return
        top = self._page.top_within(self.cursor, by)
        if top is None:
            self._go(self.cursor + by)
        else:
            self._top = top
            self._draw()

    def action_page(self, by: int) -> None:
        """Turn a page, even if the next page still shows the same row."""
        top, end = self._page.top_turned(by), self._page.end
        if not self.rows or (top - self._top) * by <= 0:
            self._go(self.cursor + by * len(self.rows))
            return
        self._top = top
        # The first row that begins on the page, or on a last page that repeats some of the page
        # before: below those. Within a row taller than the page, that row.
        line = max(top, end) if by > 0 else top
        first = bisect_left(self._starts, line)
        begins = first < len(self.rows) and self._page.shows(self._starts[first])
        self.cursor = self._skip_heading(first if begins else self._page.row_at(line), by)
        self._draw()
        self._moved()

    def _go(self, number: int) -> None:
        """Move the cursor to the row with this number, or to the nearest row if there is none.

        Going beyond the last row changes nothing; its first lines may be on the page before.
        """
        row = min(max(0, number), len(self.rows) - 1)
        row = self._skip_heading(row, -1 if number < self.cursor else 1)
        if row != self.cursor:
            self.cursor = row
            self._place()
            self._moved()
        elif number <= row and self._starts[row] < self._top:
            self._top = self._starts[row]
            self._draw()

    def _skip_heading(self, row: int, by: int) -> int:
        """Return this row; for a heading, the next row in the direction `by`, or else the other."""
        if isinstance(self.rows, Rows) or not self.rows[row].is_heading:
            return row
        below, above = range(row, len(self.rows)), range(row, -1, -1)
        numbers = [*below, *above] if by > 0 else [*above, *below]
        return next((n for n in numbers if not self.rows[n].is_heading), row)

    def show_below(self, count: int) -> None:
        """Turn the page so that it shows this many rows below the cursor, if they fit."""
        page = self._page
        wanted = self._starts[min(self.cursor + count + 1, len(self.rows))]
        if self.rows and wanted > page.top + page.room:
            self._top = min(self._starts[self.cursor], wanted - page.room)
            self._draw()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked row; a click on the cursor's row opens it."""
        number = self._page.row_at(self._top + event.y - len(self._titles()))
        # Below the last row, `row_at` returns the number of rows.
        if event.y < len(self._titles()) or number >= len(self.rows):
            return
        if number == self.cursor:
            self.post_message(self.RowClicked())
        else:
            self._go(number)

    def on_mouse_scroll_down(self) -> None:
        """Move the cursor down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move the cursor up."""
        self.action_move(-1)
