"""Spreadsheets (.xlsx) from outside: reading their cells, within limits, and running nothing.

A file is checked before openpyxl reads it: its size, its unpacked size, and all of its XML parts,
which must not declare entities. So no file can unpack or expand to gigabytes, or read another file.
Formulas are never evaluated, and their stored results are not used either: a cell with a formula is
reported.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.formats.guess_types import Value
from partnercheck.formats.xlsx_extra import defusedxml_library, openpyxl_library, require_xlsx

MOST_BYTES = 1 << 20
MOST_UNPACKED = 20 << 20
MOST_ROWS = 1_000
MOST_COLUMNS = 200
_MOST_PARTS = 500
_MOST_SHEETS = 50
_ZIP = b"PK\x03\x04"
# The container of .xls files, and of .xlsx files with a password.
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENDINGS = (".xlsx", ".xlsm", ".xls")
_CELL = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_NO_SPREADSHEET = "is damaged, or not a spreadsheet (.xlsx). Save it again as .xlsx, or as CSV"


class SheetRow(NamedTuple):
    """A row of a sheet; all rows of a sheet have as many cells as its longest row."""

    line: int
    cells: tuple[Value, ...]  # an empty cell is an empty text
    faults: Mapping[int, str] = {}  # maps the index of a cell to the reason not to use its value


class Sheet(NamedTuple):
    """A visible sheet, without its empty rows."""

    name: str
    rows: tuple[SheetRow, ...]


class _Part(NamedTuple):
    """Facts in a sheet's own XML that openpyxl leaves out when it only reads."""

    rows: int  # the last row with a value
    columns: int
    merged: tuple[str, ...]  # such as A2:A4


def is_spreadsheet(file: str, data: bytes) -> bool:
    """Return whether a file is meant as a spreadsheet, by its name or its first bytes."""
    return file.lower().endswith(_ENDINGS) or data.startswith((_ZIP, _OLE))


def read_sheets(data: bytes, file: str) -> list[Sheet]:
    """Return the visible sheets of a file in their order.

    Raises UserError if the libraries are missing, or the file is too large, broken or hostile.
    """
    require_xlsx()
    if data.startswith(_OLE):
        raise UserError(
            f"{file} is an old spreadsheet (.xls), or has a password. "
            "Save it as .xlsx without a password, or as CSV"
        )
    if len(data) > MOST_BYTES:
        raise UserError(f"{file} is larger than 1 MiB. Save it as CSV, or split it")
    try:
        parts = _checked_parts(data, file)
        return _sheets(data, parts)
    except UserError:
        raise
    except Exception as error:
        # openpyxl raises errors of any kind for a file that breaks the rules of the format.
        raise UserError(f"{file} {_NO_SPREADSHEET}") from error


def _checked_parts(data: bytes, file: str) -> dict[str, _Part]:
    """Map the name of each sheet's part to its facts. Raises UserError for a hostile file."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if len(infos) > _MOST_PARTS or sum(each.file_size for each in infos) > MOST_UNPACKED:
            raise UserError(f"{file} unpacks to more than 20 MiB. Save it as CSV")
        if len({each.filename for each in infos}) < len(infos):
            raise UserError(f"{file} {_NO_SPREADSHEET}")
        for info in infos:
            # Reads no more than the size checked above: zipfile stops there, and then fails.
            content = archive.read(info)
            if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            try:
                part = _read_part(content)
            except defusedxml_library().DefusedXmlException:
                raise UserError(
                    f"{file} declares XML entities, which no spreadsheet needs. Save it as CSV"
                ) from None
            if part.rows > MOST_ROWS or part.columns > MOST_COLUMNS:
                raise UserError(
                    f"{file} has a sheet with more than {MOST_ROWS:,} rows or {MOST_COLUMNS} "
                    "columns. Save it as CSV, or split it"
                )
            parts[info.filename] = part
    return parts


def _read_part(content: bytes) -> _Part:
    """Parse a part of XML. Raises DefusedXmlException if it declares a type or entities."""
    iterparse = defusedxml_library().ElementTree.iterparse
    rows = columns = row = column = 0
    merged = []
    for event, element in iterparse(io.BytesIO(content), ("start", "end"), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "row":
                row, column = int(element.get("r", row + 1)), 0
            continue
        if tag == "c":
            match = _CELL.fullmatch(element.get("r", ""))
            column = _column_number(match[1]) if match else column + 1
            if len(element):
                rows = max(rows, int(match[2]) if match else 0, row)
                columns = max(columns, column)
        elif tag == "mergeCell":
            merged.append(element.get("ref", ""))
        if tag in ("c", "row"):
            element.clear()
    return _Part(rows, columns, tuple(merged))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _sheets(data: bytes, parts: Mapping[str, _Part]) -> list[Sheet]:
    book = openpyxl_library().load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        visible = [each for each in book.worksheets if each.sheet_state == "visible"]
        return [_sheet(each, parts) for each in visible[:_MOST_SHEETS]]
    finally:
        book.close()


def _sheet(sheet: Any, parts: Mapping[str, _Part]) -> Sheet:
    # In read-only mode, a sheet does not say which cells are merged, only where its XML is.
    part = parts.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), _Part(0, 0, ()))
    most = {"max_row": max(part.rows, 1), "max_col": max(part.columns, 1)}
    rows = [_row(line, cells) for line, cells in enumerate(sheet.iter_rows(**most), 1)]
    for first, last, column in _merged_columns(part):
        if last <= len(rows):
            top = rows[first - 1]
            for line in range(first + 1, last + 1):
                rows[line - 1] = _with_cell_of(rows[line - 1], top, column)
    return Sheet(str(sheet.title), tuple(row for row in rows if any(c != "" for c in row.cells)))


def _row(line: int, cells: tuple[Any, ...]) -> SheetRow:
    faults = {}
    values = []
    for number, cell in enumerate(cells):
        value = _value(cell.value)
        if cell.data_type == "f":
            faults[number], value = "a formula", "="
        elif cell.data_type == "e":
            faults[number] = f"an error, {value}"
        values.append(value)
    return SheetRow(line, tuple(values), faults)


def _value(value: object) -> Value:
    """Return the value of a cell: a number, a day, or a text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, float):
        # Spreadsheets show 15 digits, so that 0.1 + 0.2 is 0.3.
        rounded = float(f"{value:.15g}")
        return int(rounded) if rounded.is_integer() else rounded
    if isinstance(value, int | dt.date):
        return value
    return "" if value is None else str(value)


def _merged_columns(part: _Part) -> Iterator[tuple[int, int, int]]:
    """Yield the first and the last row and the column of each merged range that spans rows.

    All cells of the range in its first column get the value of the first cell. The range's other
    columns do not repeat the value: a title over several columns is one title.
    """
    for ref in part.merged:
        first, _, last = ref.partition(":")
        start, end = _CELL.fullmatch(first), _CELL.fullmatch(last)
        if start and end and int(start[2]) < int(end[2]) <= part.rows:
            yield int(start[2]), int(end[2]), _column_number(start[1]) - 1


def _with_cell_of(row: SheetRow, top: SheetRow, column: int) -> SheetRow:
    """Return a row with one cell from another row."""
    if column >= len(row.cells) or row.cells[column] != "":
        return row
    cells = (*row.cells[:column], top.cells[column], *row.cells[column + 1 :])
    faults = {**row.faults, **({column: top.faults[column]} if column in top.faults else {})}
    return SheetRow(row.line, cells, faults)
