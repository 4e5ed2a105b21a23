"""The rows of a spreadsheet of vendors: the vendor in each, or the error that it has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from partnercheck.base.cells import excerpt
from partnercheck.base.records import Problem, Vendor
from partnercheck.base.text import is_blank, name_key, slug, tidy_name, tidy_text
from partnercheck.formats.guess_types import UNDECIDED, Value, guess_column
from partnercheck.storage.wording import expected_values
from partnercheck.workspace.column_names import KEYS
from partnercheck.workspace.column_places import column_letter
from partnercheck.workspace.list_rows import ListRow
from partnercheck.workspace.vendors import TEXTS

LONGEST_CELL = 20_000
DAYS_REMEDY = "To read them as dates, use --dates day-first or --dates month-first"
EITHER = UNDECIDED.partition(": ")[2]


def read_rows(
    rows: Sequence[ListRow],
    keys: Sequence[str],
    file: str,
    classes: Sequence[str],
    fact_columns: Sequence[int],
) -> tuple[list[tuple[int, Vendor]], list[Problem], dict[int, list[Value]]]:
    """Return the vendors with their lines, the problems, and a mapping of lines to facts' cells."""
    cells: dict[int, list[Value]] = {}
    vendors: list[tuple[int, Vendor]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    used = [*(n for n, key in enumerate(keys) if key in KEYS), *fact_columns]
    for row in rows:
        vendor, row_problems = _read_row(row, keys, file, classes, used)
        problems += row_problems
        if vendor is None:
            continue
        first = seen.setdefault(name_key(vendor.name), row.line)
        if first != row.line:
            message = f'"{vendor.name}" is already on line {first}'
            problems.append(Problem(file, message, "Remove one of the two rows", row.line))
        else:
            vendors.append((row.line, vendor))
            cells[row.line] = [row.cells[number] for number in fact_columns]
    return vendors, problems, cells


def _read_row(
    row: ListRow, columns: Sequence[str], file: str, classes: Sequence[str], used: Sequence[int]
) -> tuple[Vendor | None, list[Problem]]:
    """Return a row's vendor (None if it has an error) and its problems."""
    if row.message:
        return None, [Problem(file, row.message, row.remedy, row.line)]
    for number in used:
        if fault := row.faults.get(number):
            message = f'has {fault}, in the column "{columns[number]}"'
            remedy = "Copy the column, and paste it as values only"
            return None, [Problem(file, message, remedy, row.line)]
    values: dict[str, str] = {}
    texts = [*map(str, row.cells)]
    for number, (key, cell) in enumerate(zip(columns, texts, strict=True), 1):
        value = tidy_text(cell) if key in TEXTS else tidy_name(cell)
        if not key and value:
            message = f'has "{excerpt(value)}" in column {number}, which has no name'
            return None, [Problem(file, message, "Name the column, or empty the cell", row.line)]
        if values.setdefault(key, value) != value and key in KEYS:
            message = f'has two values for "{key}": "{excerpt(values[key])}" and "{excerpt(value)}"'
            letters = [column_letter(n) for n, each in enumerate(columns) if each == key]
            remedy = f"Say which column to use by its letter, as in --map {letters[0]}={key}"
            return None, [Problem(file, message, remedy, row.line)]
        if len(value) > LONGEST_CELL:
            message = f'"{key}" is longer than {LONGEST_CELL} characters'
            return None, [Problem(file, message, "Shorten the text", row.line)]
    blank = [
        Problem(file, f'"{key}" is blank', "It is ignored", row.line, "warning")
        for key, cell in zip(columns, texts, strict=True)
        if key in KEYS and key != "name" and cell and is_blank(cell)
    ]
    vendor, problems = _vendor(values, file, row.line, classes)
    return vendor, [*blank, *problems]


def _vendor(
    row: Mapping[str, str], file: str, line: int, classes: Sequence[str]
) -> tuple[Vendor | None, list[Problem]]:
    fields: dict[str, object] = {key: value for key, value in row.items() if key in KEYS and value}
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
            text = str(fields[field.name])
            remedy = f"Write {expected_values(field.type)}"
            if guess_column([text]).kind == UNDECIDED:
                message, remedy = f'"{field.name}" is {excerpt(text)}: {EITHER}', DAYS_REMEDY
            problems.append(Problem(file, message, remedy, line))
    return problems
