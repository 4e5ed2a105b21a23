"""The rows of a list of vendors, CSV or .xlsx, from its header on.

The header is the first row, near the top, in which a cell may be the heading of the vendors' names.
Rows above the header, such as a title, are skipped only if each has fewer filled cells: a vendor's
row has as many as the header, so it is not mistaken for a title. If the next row is also a header,
with more columns or more known columns, the upper row only names groups of columns:

    Supplier     |               | Money       |                 a title over groups
    Vendor name  | Category      | Spend       | Contract end    the header
    Acme Ltd     | Inbound       | 1,240,000   | 2027-03-31
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.text import clean
from partnercheck.formats.csv_read import DELIMITERS, Row, read_rows, split_separator
from partnercheck.formats.decoding import LINE_END, decode_text
from partnercheck.formats.guess_types import Value
from partnercheck.formats.xlsx_read import Sheet, SheetRow, is_spreadsheet, read_sheets
from partnercheck.workspace.column_names import could_be_name, known_count

MOST_BYTES = 1 << 22
# The header is searched in this many rows.
_HEADER_ROWS = 20
Decided = Mapping[str, str]


class ListRow(NamedTuple):
    """A row of a list, or a line that could not be read."""

    line: int
    cells: tuple[Value, ...]  # empty if the line could not be read; `message` says why
    message: str = ""
    remedy: str = ""
    faults: Mapping[int, str] = {}  # maps the index of a cell to the reason not to use its value


class ListRows(NamedTuple):
    """The header and the rows below it, with notes on how they were found, to show to a person."""

    header: ListRow
    rows: Iterable[ListRow]
    notes: tuple[str, ...] = ()


def rows_of(data: bytes, file: str, encoding: str, decided: Decided) -> ListRows:
    """Return the rows of a file. Raises UserError if it cannot be read."""
    if is_spreadsheet(file, data):
        return _spreadsheet_rows(read_sheets(data, file), decided)
    if len(data) > MOST_BYTES:
        raise UserError(f"{file} is larger than {MOST_BYTES // 2**20} MiB. Split it")
    text, refused = decode_text(data, file, encoding)
    if refused:
        raise UserError(str(refused))
    delimiter, text, first = split_separator(text)
    delimiter, start, skipped = _header_place(text, delimiter, decided)
    rows = (
        ListRow(row.line, row.cells, row.message, row.remedy)
        for row in read_rows(text[start:], delimiter, first + skipped)
    )
    header = next(rows, ListRow(1, ()))
    return ListRows(header, rows, _skipped_note(header.line, skipped))


def _skipped_note(line: int, skipped: int) -> tuple[str, ...]:
    return (f"The header is on line {line}; the lines above it were not read",) if skipped else ()


def _spreadsheet_rows(sheets: Sequence[Sheet], decided: Decided) -> ListRows:
    """Return the rows of the first sheet with a header; if no sheet has one, of the first sheet."""
    places = [(sheet, _header_row(sheet, decided)) for sheet in sheets if sheet.rows]
    sheet, at = next(
        ((sheet, at) for sheet, at in places if at is not None),
        (places[0][0], 0) if places else (Sheet("", ()), 0),
    )
    rows = [ListRow(row.line, row.cells, faults=row.faults) for row in sheet.rows[at:]]
    others = [clean(other.name) for other, _ in places if other is not sheet]
    notes = _skipped_note(rows[0].line, at) if rows else ()
    if others:
        note = f"The sheet used is {clean(sheet.name)}; not read: {', '.join(others)}"
        notes = (note, *notes)
    return ListRows(rows[0] if rows else ListRow(1, ()), rows[1:], notes)


def _header_row(sheet: Sheet, decided: Decided) -> int | None:
    """Return the index of the row that is the header; None if there is none."""
    most = 0
    for at, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        filled = [str(cell) for cell in row.cells if str(cell).strip()]
        if could_be_name(filled, decided) and len(filled) > most:
            return at + _is_group_row(filled, sheet.rows[at + 1 : at + 2], decided)
        most = max(most, len(filled))
    return None


def _is_group_row(cells: Sequence[str], below: Sequence[Row | SheetRow], decided: Decided) -> bool:
    """Return whether a row that may be the header only names groups of the header below it."""
    filled = [str(cell) for row in below for cell in row.cells if str(cell).strip()]
    counts = len(cells), known_count(cells, decided)
    counts_below = len(filled), known_count(filled, decided)
    return (
        could_be_name(filled, decided)
        and counts_below != counts
        and all(count >= above for count, above in zip(counts_below, counts, strict=True))
    )


def _header_place(text: str, delimiter: str, decided: Decided) -> tuple[str, int, int]:
    """Return a CSV's delimiter, the offset of its header, and the number of lines above it.

    If several delimiters are possible, the one is chosen with which the header has the most known
    columns, and among equals the most columns.
    """
    delimiters = delimiter or DELIMITERS

    def score(start: int, delimiter: str) -> tuple[bool, int, int, int]:
        header = next(read_rows(text[start:], delimiter), Row(1, ())).cells
        filled = sum(bool(cell.strip()) for cell in header)
        return could_be_name(header, decided), known_count(header, decided), len(header), filled

    start = 0
    above: list[str] = []
    while len(above) < _HEADER_ROWS:
        best = max(delimiters, key=lambda delimiter: score(start, delimiter))
        is_name, _, _, filled = score(start, best)
        end = LINE_END.search(text, start)
        if is_name and all(_filled(line, best) < filled for line in above):
            header, *below = islice(read_rows(text[start:], best), 2)
            cells = [cell for cell in header.cells if cell.strip()]
            if end and _is_group_row(cells, below, decided):
                return best, end.end(), len(above) + 1
            return best, start, len(above)
        line = text[start : end.start() if end else len(text)]
        # The lines of an open quotation belong together, so no line inside it can be a title.
        if end is None or line.count('"') % 2:
            break
        above.append(line)
        start = end.end()
    return max(delimiters, key=lambda delimiter: score(0, delimiter)), 0, 0


def _filled(line: str, delimiter: str) -> int:
    """Return how many cells of a line have a text."""
    return sum(bool(cell.strip()) for cell in line.split(delimiter))
