"""One table as a spreadsheet (.xlsx): typed cells, a frozen header, and no formula.

A text stays a text, whatever it begins with: `=1+1`, `+1` and `@x` are written as texts, and
marked so that a spreadsheet does not calculate them when somebody edits the cell. By itself,
openpyxl would turn `=1+1` into a formula, and a text such as `#N/A` into an error value.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from partnercheck.base.cells import width_of
from partnercheck.base.errors import UserError
from partnercheck.base.text import clean
from partnercheck.formats.csv_write import Cell, escape_formula
from partnercheck.formats.xlsx_extra import openpyxl_library, require_xlsx

# The limits of the format: the longest text in a cell, and the rows of a sheet with its header.
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
_CUT = "…"
# Spreadsheets hold numbers in 64 bits of floating point, and show 15 digits.
_LARGEST_NUMBER = 10**15
# Spreadsheets count 1900 as a leap year, so earlier days would be off by one.
_FIRST_DAY = dt.date(1900, 3, 1)
_NARROWEST, _WIDEST = 6, 60
# Room for the button of the filter beside a column's name, in characters.
_BUTTON = 3
# How many rows are measured for the column widths: measuring all of a large table takes too long.
_MEASURED_ROWS = 500


class Spreadsheet(NamedTuple):
    """The bytes of a file, and how many texts were too long for a cell and were cut."""

    data: bytes
    cut_texts: int


def spreadsheet(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Spreadsheet:
    """Return one sheet with a header and rows.

    Raises UserError if the libraries are missing or there are more rows than a sheet can have.
    """
    require_xlsx()
    library = openpyxl_library()
    lines = [list(row) for row in rows]
    if len(lines) >= MOST_ROWS:
        raise UserError(
            f"a sheet has at most {MOST_ROWS:,} rows, and this table has {len(lines) + 1:,}. "
            "Choose fewer vendors, or use --format csv"
        )
    book = library.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    last = library.utils.get_column_letter(len(header))
    sheet.auto_filter.ref = f"A1:{last}{len(lines) + 1}"
    for number, width in enumerate(_widths(header, lines[:_MEASURED_ROWS]), 1):
        sheet.column_dimensions[library.utils.get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    cut_texts = 0
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
        cut_texts += sum(isinstance(value, str) and len(value) > LONGEST_TEXT for value in line)
    stream = io.BytesIO()
    book.save(stream)
    return Spreadsheet(stream.getvalue(), cut_texts)


def _cell(sheet: Any, value: Cell, bold: bool = False) -> Any:
    """Return a cell of the type of its value; None for an empty cell."""
    value = _representable(value)
    if value is None or value == "":
        return None
    library = openpyxl_library()
    cell = library.cell.WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        if escape_formula(value) != value:
            cell.quotePrefix = True
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = library.styles.Font(bold=True)
    return cell


def write_text(cell: Any, text: str) -> None:
    """Put a text into a cell of a book in memory; it stays a text whatever it begins with."""
    if not text:
        return
    value = str(_representable(text))
    cell.value = value
    cell.data_type = "s"
    cell.quotePrefix = escape_formula(value) != value


def _representable(value: Cell) -> Cell:
    """Return a value that a cell can hold; a value that it cannot hold becomes a text."""
    if isinstance(value, str):
        text = clean(value, lines=True)
        return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + _CUT
    if isinstance(value, dt.date):
        return value if value >= _FIRST_DAY else value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if abs(value) < _LARGEST_NUMBER else str(value)
    return value


def _widths(header: Sequence[str], lines: Sequence[Sequence[Cell]]) -> list[int]:
    """Return each column's width in characters: the length of its longest line, within limits."""
    widths = [width_of(name) + _BUTTON for name in header]
    for line in lines:
        for number, value in enumerate(line):
            text = str(value if value is not None else "")[: 10 * _WIDEST]
            longest = max(map(width_of, clean(text, lines=True).split("\n")))
            widths[number] = max(widths[number], longest + 1)
    return [min(max(width, _NARROWEST), _WIDEST) for width in widths]
