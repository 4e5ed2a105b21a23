"""Vendors from a spreadsheet: a CSV file with a header, and one row per vendor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from partnercheck.base.cells import excerpt
from partnercheck.base.errors import UserError
from partnercheck.base.records import Fact, Problem, Record, Vendor
from partnercheck.base.text import is_blank, name_key, slug, tidy_name, tidy_text
from partnercheck.formats.csv_read import DELIMITERS, Row, read_rows, split_separator
from partnercheck.formats.decoding import decode_text
from partnercheck.formats.guess_types import guess_column
from partnercheck.storage.wording import expected_values
from partnercheck.workspace.facts import fact_text, require_key
from partnercheck.workspace.vendors import TEXTS

COLUMNS = tuple(field for field in Vendor.__struct_fields__ if field not in ("archived", "facts"))
MOST_BYTES = 1 << 22
LONGEST_CELL = 20_000


class VendorList(Record, frozen=True):
    """The content of a spreadsheet of vendors."""

    vendors: tuple[tuple[int, Vendor], ...]  # each with its line
    used: tuple[str, ...]  # the columns that were read
    unused: tuple[str, ...]  # the columns that were ignored
    guessed: tuple[str, ...] = ()  # what the columns of facts were taken for, in words
    problems: tuple[Problem, ...] = ()  # those found in the rows


def read_vendors(
    data: bytes,
    file: str,
    classes: Sequence[str],
    encoding: str = "",
    facts: Sequence[str] = (),
) -> VendorList:
    """Read a CSV of vendors. Raises UserError if the file is not a CSV with a column `name`.

    Columns are named like the keys of vendor.toml; those named in `facts` become facts, and others
    are reported and ignored. A row with an error is reported as a problem with its line number; the
    other rows are still read.
    """
    rows = _rows(data, file, encoding)
    header = _header(rows, file)
    columns = [_column(name) for name in header.cells]
    fact_columns = _fact_columns(header.cells, columns, facts, file)
    unused = tuple(
        tidy_name(cell)
        for number, (cell, name) in enumerate(zip(header.cells, columns, strict=True))
        if name not in COLUMNS and name and number not in fact_columns
    )
    cells: dict[int, list[str]] = {}  # those of facts, by the row's line
    vendors: list[tuple[int, Vendor]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in rows:
        vendor, row_problems = _read_row(row, columns, file, classes)
        problems += row_problems
        if vendor is None:
            continue
        first = seen.setdefault(name_key(vendor.name), row.line)
        if first != row.line:
            message = f'"{vendor.name}" is already in line {first}'
            problems.append(Problem(file, message, "Remove one of the two rows", row.line))
        else:
            vendors.append((row.line, vendor))
            cells[row.line] = [row.cells[number] for number in fact_columns]
    vendors, guessed = _with_facts(vendors, cells, list(fact_columns.values()))
    used = tuple(dict.fromkeys(name for name in columns if name in COLUMNS))
    return VendorList(tuple(vendors), used, unused, guessed, tuple(problems))


def _header(rows: Iterator[Row], file: str) -> Row:
    """Return the first row. Raises UserError if it cannot be read, or has no column `name`."""
    header = next(rows, Row(1, ()))
    message, remedy = header.message, header.remedy
    if not message and "name" not in map(_column, header.cells):
        message = "has no column called name"
        remedy = f"The known columns are {', '.join(COLUMNS)}"
    if message:
        raise UserError(str(Problem(file, message, remedy, header.line)))
    return header


def _fact_columns(
    header: Sequence[str], columns: Sequence[str], facts: Sequence[str], file: str
) -> dict[int, str]:
    """Return the numbers of the columns that are facts, with the facts' keys.

    Raises UserError for a name that is not in the header, or cannot be a fact.
    """
    found: dict[int, str] = {}
    for fact in facts:
        numbers = [n for n, cell in enumerate(header) if name_key(cell) == name_key(fact)]
        if len(numbers) != 1:
            which = "no column" if not numbers else "several columns"
            names = ", ".join(tidy_name(cell) for cell in header)
            raise UserError(f'{file} has {which} called "{excerpt(fact)}". Its columns are {names}')
        key = columns[numbers[0]]
        require_key(key)
        if key in found.values():
            raise UserError(f'two columns of {file} would be the fact "{key}". Rename one')
        found[numbers[0]] = key
    return found


def _with_facts(
    vendors: list[tuple[int, Vendor]], cells: Mapping[int, Sequence[str]], keys: Sequence[str]
) -> tuple[list[tuple[int, Vendor]], tuple[str, ...]]:
    """Return vendors with their facts, and what each column was taken for, in words."""
    facts: dict[int, dict[str, Fact]] = {line: {} for line, _ in vendors}
    guessed = []
    for number, key in enumerate(keys):
        guess = guess_column([tidy_name(cells[line][number]) for line, _ in vendors])
        filled = [value for value in guess.values if value is not None]
        example = f", such as {fact_text(filled[0])}" if filled else ""
        guessed.append(f"{key}: {guess.kind}{example}")
        for (line, _), value in zip(vendors, guess.values, strict=True):
            if value is not None:
                facts[line][key] = value
    return [(line, replace(vendor, facts=facts[line])) for line, vendor in vendors], tuple(guessed)


def _rows(data: bytes, file: str, encoding: str) -> Iterator[Row]:
    """Return the rows of a file, its header first. Raises UserError if the file is not text."""
    if len(data) > MOST_BYTES:
        raise UserError(f"{file} is too large for a list of vendors")
    text, refused = decode_text(data, file, encoding)
    if refused:
        raise UserError(str(refused))
    delimiter, text, first = split_separator(text)
    return read_rows(text, delimiter or _delimiter(text), first)


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the header the most known columns, then the most columns."""

    def columns(delimiter: str) -> tuple[bool, int, int]:
        header = next(read_rows(text, delimiter), Row(1, ())).cells
        names = [_column(cell) for cell in header]
        return "name" in names, sum(name in COLUMNS for name in names), len(names)

    return max(DELIMITERS, key=columns)


def _column(name: str) -> str:
    return slug(name).replace("-", "_")


def _read_row(
    row: Row, columns: Sequence[str], file: str, classes: Sequence[str]
) -> tuple[Vendor | None, list[Problem]]:
    """Return a row's vendor (None if it has an error) and its problems."""
    if row.message:
        return None, [Problem(file, row.message, row.remedy, row.line)]
    values: dict[str, str] = {}
    for number, (key, cell) in enumerate(zip(columns, row.cells, strict=True), 1):
        value = tidy_text(cell) if key in TEXTS else tidy_name(cell)
        if not key and value:
            message = f'has "{excerpt(value)}" in column {number}, which has no name'
            return None, [Problem(file, message, "Name the column, or empty the cell", row.line)]
        if values.setdefault(key, value) != value and key in COLUMNS:
            message = f'has two values for "{key}": "{excerpt(values[key])}" and "{excerpt(value)}"'
            return None, [Problem(file, message, "Keep one column of that name", row.line)]
        if len(value) > LONGEST_CELL:
            message = f'"{key}" is longer than {LONGEST_CELL} characters'
            return None, [Problem(file, message, "Shorten it", row.line)]
    blank = [
        Problem(file, f'"{key}" is blank', "It is ignored", row.line, "warning")
        for key, cell in zip(columns, row.cells, strict=True)
        if key in COLUMNS and key != "name" and cell and is_blank(cell)
    ]
    vendor, problems = _vendor(values, file, row.line, classes)
    return vendor, [*blank, *problems]


def _vendor(
    row: Mapping[str, str], file: str, line: int, classes: Sequence[str]
) -> tuple[Vendor | None, list[Problem]]:
    fields: dict[str, object] = {
        key: value for key, value in row.items() if key in COLUMNS and value
    }
    if "tags" in fields:
        tags = str(fields["tags"]).replace(";", ",").split(",")
        fields["tags"] = [tag.strip() for tag in tags if tag.strip()]
    if re.fullmatch("[0-9]{1,4}", str(fields.get("since", ""))):
        fields["since"] = int(str(fields["since"]))
    if "target" in fields:
        fields["target"] = slug(str(fields["target"])) or "?"
    if "name" not in fields:
        return None, [Problem(file, "the name is missing", "Write the vendor's name", line)]
    problems = _wrong_values(fields, file, line)
    if fields.get("target", "") not in ("", *classes):
        message = f'"{excerpt(row["target"])}" is not a class'
        remedy = f"Use one of {', '.join(classes)}, or leave the target empty"
        problems.append(Problem(file, message, remedy, line))
    return (None if problems else msgspec.convert(fields, Vendor)), problems


def _wrong_values(fields: dict[str, object], file: str, line: int) -> list[Problem]:
    problems = []
    for field in msgspec.structs.fields(Vendor):
        try:
            if field.name in fields:
                msgspec.convert(fields[field.name], field.type)
        except msgspec.ValidationError:
            message = f'"{field.name}" cannot be "{excerpt(str(fields[field.name]))}"'
            problems.append(Problem(file, message, f"Write {expected_values(field.type)}", line))
    return problems
