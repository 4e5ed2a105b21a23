"""The lines of a table that are on the current page; a table shows one page at a time.

A table is a stack of rows of one or more lines. `starts[n]` is the first line of row n, and the
last entry is the number of lines: rows of 1, 3 and 2 lines have the starts 0, 1, 4, 6. The page
shows the lines from `top` to before `top + room`.

Invariants, as the cursor moves from row to row: the page is kept while it shows the row of the
cursor; a new one begins or ends with that row; and it is full if the table has enough lines.

Example, ten rows of one line, 4 lines of room:

    cursor  top   page
    0–3     0     rows 0–3
    4       4     rows 4–7: down, the page begins with the row
    3       0     rows 0–3: up, it ends with the row
    8       6     rows 6–9: the last page is full, so it begins earlier
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class PageLines(NamedTuple):
    """The page of a table: the lines from `top` that fit in `room` lines."""

    starts: Sequence[int]
    room: int
    top: int

    @property
    def end(self) -> int:
        """The number of the line after the page."""
        return min(self.top + self.room, self.starts[-1])

    def row_at(self, line: int) -> int:
        """Return the row that a line belongs to."""
        return max(0, bisect_right(self.starts, line) - 1)

    def shows(self, line: int) -> bool:
        """Return whether a line is on the page."""
        return self.top <= line < self.top + self.room

    def top_showing(self, row: int) -> int:
        """Return the top line of a page that shows a row: the current top if the row is visible."""
        start, end = self.starts[row], self.starts[row + 1]
        fits = end - start <= self.room
        # Going up, the row ends its page; a row that is taller than a page begins it.
        if start < self.top:
            return self.starts[bisect_left(self.starts, end - self.room)] if fits else start
        # Going down, it begins a page, unless the last page can show it and be full.
        if end > self.top + self.room and (fits or not self.shows(start)):
            return min(start, self.starts[bisect_left(self.starts, self.starts[-1] - self.room)])
        return self.top

    def top_within(self, row: int, by: int) -> int | None:
        """Return the top line after moving forward or back within a row taller than the page.

        One line of the old page remains visible. Return None if the row has no more lines in that
        direction.
        """
        start, end = self.starts[row], self.starts[row + 1]
        if by == 1 and end > self.top + self.room and end - start > self.room:
            return min(self.top + self.room - 1, end - self.room)
        if by == -1 and start < self.top:
            return max(start, self.top - self.room + 1)
        return None

    def top_turned(self, by: int) -> int:
        """Return the top line after moving by pages, at most to the first or last page."""
        last = max(0, self.starts[-1] - self.room)
        return min(max(0, self.top + by * self.room), last)
