"""CSV for spreadsheets and notebooks: every field quoted, and no text that acts as a formula."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

# The value of a cell: a number, a text, true or false, a day, or None for an empty cell.
Cell = str | float | dt.date | None
# Some spreadsheets also take a text that begins with a full-width sign for a formula.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def csv_line(row: Iterable[Cell]) -> str:
    """Return one row as CSV. A cell may contain line breaks."""
    # The stubs know only files whose `write` returns a number.
    return str(_WRITER.writerow([_csv_value(cell) for cell in row]))


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Yield each row as CSV as soon as it comes from `rows`."""
    return map(csv_line, rows)


def csv_text(header: Sequence[str], rows: Iterable[Iterable[Cell]]) -> str:
    """Return a header and rows as one text."""
    return "".join(csv_lines(chain([header], rows)))


class _Line:
    """A file whose `write` returns the line, which `csv.writer.writerow` returns in turn."""

    def write(self, line: str) -> str:
        return line


# Shared, because the writer keeps nothing between two rows.
_WRITER = csv.writer(_Line(), quoting=csv.QUOTE_ALL, lineterminator="\n")


def _csv_value(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return escape_formula(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell


def escape_formula(text: str) -> str:
    """Return a text, escaped if a spreadsheet would evaluate it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
