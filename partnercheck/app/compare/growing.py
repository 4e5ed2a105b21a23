"""Dividing the lines of a comparison among its rows, which show as much of their texts as fits.

Example, with room for 12 lines, titles included:

    at first                  9 lines: every row is brief, "What is missing" in 3 lines
    reasons and steps grow   11 lines: all of "What is missing"
    blank lines               3 are needed, so there are none
    other rows grow          12 lines: a lens shows its second line
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from partnercheck.app.compare.rows import (
    BRIEF,
    FULL,
    SHORT,
    blank_row,
    comparison_row,
    scale_row,
    section,
)
from partnercheck.app.shared.widgets.sheet_rows import Column, SheetRow, row_height
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.compared import AFTER, ComparedRow

# The least lines of a table that has a line with the thresholds.
ROOM_FOR_SCALE = 13


class Table:
    """The rows of a table, and how much of its text each one shows."""

    def __init__(
        self,
        rows: Mapping[str, ComparedRow],
        visible: slice,
        columns: Sequence[Column],
        instrument: Instrument,
        expanded: frozenset[str],
    ) -> None:
        """Start with brief rows; those in `expanded` always show their full text."""
        self._rows = rows
        self._visible = visible
        self._columns = columns
        self._instrument = instrument
        self._expanded = expanded
        self._drawn = {key: self._row(key, FULL if key in expanded else BRIEF) for key in rows}
        titles = 1 + max(len(column.title) // column.width for column in columns)
        self._used = titles + sum(row_height(each, columns) for each in self._drawn.values())

    def rows_in(self, room: int) -> tuple[Sequence[SheetRow], int]:
        """Return the rows and the number of their lines, including the titles.

        Each vendor's reasons and steps grow first. The remaining lines are used for the thresholds
        above the conditions and for blank lines between the other groups of rows, and then for the
        texts of the other rows.
        """
        first = [key for key in AFTER if key in self._rows]
        order = [*first, *(key for key in self._rows if key not in first)]
        # A line is left for the thresholds.
        self._grow(first, SHORT, room - 1)
        begins = self._first_of_sections()
        if self._used + len(begins) > room:
            # The line above the conditions has the thresholds, so it comes before the blank lines.
            # It costs a row at the end, which is on the next page anyway if the table is long.
            begins = [key for key in begins if self._has_bars(key) and room >= ROOM_FOR_SCALE]
        self._used += len(begins)
        self._grow(order, SHORT, room)
        self._grow(order, FULL, room)
        rows: list[SheetRow] = []
        for key, row in self._drawn.items():
            if key in begins:
                rows.append(self._line_above(key))
            rows.append(row)
        return rows, self._used

    def _has_bars(self, key: str) -> bool:
        return self._rows[key].kind == "condition"

    def _line_above(self, key: str) -> SheetRow:
        if self._has_bars(key):
            return scale_row(self._rows[key], self._columns, self._instrument)
        return blank_row(key, self._columns)

    def _grow(self, keys: Sequence[str], level: int, room: int) -> None:
        """Show more of the texts of some rows, as long as there are free lines."""
        for key in keys:
            if key in self._expanded:
                continue
            height = row_height(self._drawn[key], self._columns)
            taller = self._row(key, level)
            most = height + max(0, room - self._used)
            if row_height(taller, self._columns) > most:
                # A few more lines of a short text are useful; a full text is shown as a whole.
                if level == FULL:
                    continue
                taller = taller._replace(most_lines=most)
            self._drawn[key] = taller
            self._used += row_height(taller, self._columns) - height

    def _row(self, key: str, level: int) -> SheetRow:
        row = self._rows[key]
        is_open = key in self._expanded
        # The pane shows the sentence of a verdict; the table does so only in an expanded row.
        if row.kind == "head" and not is_open:
            level = min(level, SHORT)
        return comparison_row(row, self._visible, self._columns, self._instrument, is_open, level)

    def _first_of_sections(self) -> Sequence[str]:
        """Return the rows that begin a new group of rows."""
        pairs = pairwise(self._rows.values())
        return [row.id for before, row in pairs if section(row) != section(before)]
