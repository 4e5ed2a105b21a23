"""Vendors from a spreadsheet: a CSV or .xlsx file with a header, and one row per vendor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.cells import excerpt
from partnercheck.base.errors import UserError
from partnercheck.base.records import Fact, Problem, Record, Vendor
from partnercheck.base.text import name_key, tidy_name
from partnercheck.formats.guess_types import UNDECIDED, Value, guess_column
from partnercheck.workspace.column_names import KEYS, Columns, columns_of, decisions, own_key
from partnercheck.workspace.column_places import column_error, column_numbers
from partnercheck.workspace.facts import fact_text, require_key
from partnercheck.workspace.list_rows import MOST_BYTES, ListRow, rows_of
from partnercheck.workspace.sum_rows import without_sums
from partnercheck.workspace.vendor_rows import DAYS_REMEDY, read_rows

__all__ = ["MOST_BYTES", "VendorList", "read_vendors"]
_YEAR = re.compile("[0-9]{1,4}", re.ASCII)


class VendorList(Record, frozen=True):
    """The content of a spreadsheet of vendors."""

    vendors: tuple[tuple[int, Vendor], ...]  # each with its line
    used: tuple[str, ...]  # the columns that were read
    unused: tuple[str, ...]  # the columns that were ignored
    guessed: tuple[str, ...] = ()  # the guessed types of the columns of facts, in words
    problems: tuple[Problem, ...] = ()  # the problems found in the rows
    # The columns whose key was guessed from their name, each with the key.
    guessed_keys: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()  # other notes for a person on how the file was read


def read_vendors(
    data: bytes,
    file: str,
    classes: Sequence[str],
    encoding: str = "",
    facts: Sequence[str] = (),
    decided: Sequence[str] = (),
    day_order: str = "",
) -> VendorList:
    """Read a list of vendors. Raises UserError if no column of the file has the vendors' names.

    Columns have the names of keys of vendor.toml, or get a key by a decision such as `Vendor
    Name=name`; the keys of other columns are guessed from their names. Columns named in `facts`
    become facts, and all other columns are reported and ignored. A row with an error is reported as
    a problem with its line number, and so is a row that has only totals; the other rows are still
    read. `day_order` is "day-first" or "month-first", for dates that could be either.
    """
    by_name = decisions(decided)
    header, rows, notes = rows_of(data, file, encoding, by_name)
    if header.message:
        raise UserError(str(Problem(file, header.message, header.remedy, header.line)))
    names = [tidy_name(str(cell)) for cell in header.cells]
    columns = columns_of(names, by_name, [_fact_and_key(names, fact)[0] for fact in facts])
    _require_name(columns, file, header.line)
    fact_columns = _fact_columns(names, facts, file)
    rows, sums = without_sums(list(rows), columns.keys, file)
    rows = _with_days(rows, columns.keys, day_order)
    vendors, problems, cells = read_rows(rows, columns.keys, file, classes, list(fact_columns))
    vendors, guessed, odd = _with_facts(
        vendors, cells, list(fact_columns.values()), file, day_order
    )
    problems += [*sums, *odd]
    used = tuple(dict.fromkeys(key for key in columns.keys if key in KEYS))
    return VendorList(
        tuple(vendors),
        used,
        _unused_columns(names, columns, fact_columns),
        guessed,
        tuple(problems),
        columns.guesses,
        (*notes, *columns.doubt_sentences),
    )


def _unused_columns(
    names: Sequence[str], columns: Columns, fact_columns: Mapping[int, str]
) -> tuple[str, ...]:
    """Return the names of the columns that are neither a field nor a fact."""
    return tuple(
        name
        for number, (name, key) in enumerate(zip(names, columns.keys, strict=True))
        if key not in KEYS and name and number not in fact_columns
    )


def _require_name(columns: Columns, file: str, line: int) -> None:
    """Raise UserError if no column has the vendors' names."""
    if "name" in columns.keys:
        return
    doubtful = dict(columns.doubts).get("name")
    example = doubtful[0] if doubtful else "Firm"
    message = "; ".join(["has no column called name", *columns.doubt_sentences])
    remedy = (
        f'Say which column it is, as in --map "{example}=name". '
        f"The known columns are {', '.join(KEYS)}"
    )
    raise UserError(str(Problem(file, message, remedy, line)))


def _with_days(rows: Sequence[ListRow], keys: Sequence[str], day_order: str) -> list[ListRow]:
    """Return rows whose days in the columns `since` are written as 2019-03-31.

    Years are not changed, nor is a column whose days could be read in two ways: each of these days
    is reported later.
    """
    rows = list(rows)
    for number, key in enumerate(keys):
        if key != "since":
            continue
        cells = ["" if row.message else row.cells[number] for row in rows]
        days = ["" if _YEAR.fullmatch(str(cell).strip()) else cell for cell in cells]
        guess = guess_column(days, day_order)
        if guess.kind.startswith("dates"):
            rows = [
                row if day is None else _with_cell(row, number, str(day))
                for row, day in zip(rows, guess.values, strict=True)
            ]
    return rows


def _with_cell(row: ListRow, number: int, text: str) -> ListRow:
    return row._replace(cells=(*row.cells[:number], text, *row.cells[number + 1 :]))


def _fact_columns(header: Sequence[str], facts: Sequence[str], file: str) -> dict[int, str]:
    """Map the indexes of the columns that are facts to the facts' keys.

    A fact such as `Annual spend=spend` includes the key; otherwise the key is the column's name.
    Raises UserError for a name that is not in the header, or cannot be a fact.
    """
    columns: dict[int, str] = {}
    for fact in facts:
        name, key = _fact_and_key(header, fact)
        numbers = column_numbers(header, name)
        if len(numbers) != 1:
            raise UserError(f"{file}: {column_error(header, name, 'fact')}")
        require_key(key)
        if key in columns.values():
            raise UserError(
                f'two columns of {file} would both become the fact "{key}". Rename one of them'
            )
        columns[numbers[0]] = key
    return columns


def _fact_and_key(header: Sequence[str], fact: str) -> tuple[str, str]:
    """Return the column's name and the fact's key; a column may have an equals sign in its name."""
    name, equals, key = fact.rpartition("=")
    if not equals or name_key(fact) in map(name_key, header):
        return fact, own_key(fact)
    return name, own_key(key)


def _with_facts(
    vendors: list[tuple[int, Vendor]],
    cells: Mapping[int, Sequence[Value]],
    keys: Sequence[str],
    file: str,
    day_order: str,
) -> tuple[list[tuple[int, Vendor]], tuple[str, ...], list[Problem]]:
    """Return vendors with their facts, the type guessed for each column, and the odd cells."""
    facts: dict[int, dict[str, Fact]] = {line: {} for line, _ in vendors}
    guessed = []
    problems = []
    for number, key in enumerate(keys):
        guess = guess_column([_tidy(cells[line][number]) for line, _ in vendors], day_order)
        filled = [
            value
            for place, value in enumerate(guess.values)
            if value is not None and place not in guess.odd
        ]
        example = f", such as {fact_text(filled[0])}" if filled else ""
        remedy = f". {DAYS_REMEDY}" if guess.kind == UNDECIDED else ""
        guessed.append(f"{key}: {guess.kind}{example}{remedy}")
        for place, ((line, _), value) in enumerate(zip(vendors, guess.values, strict=True)):
            if value is not None:
                facts[line][key] = value
            if place in guess.odd:
                problems.append(_odd_cell(key, str(value), guess.kind, file, line))
    with_facts = [(line, replace(vendor, facts=facts[line])) for line, vendor in vendors]
    return with_facts, tuple(guessed), problems


def _odd_cell(key: str, text: str, kind: str, file: str, line: int) -> Problem:
    wanted = "a number" if kind == "numbers" else "a date"
    message = f'"{excerpt(text)}" in the column "{key}" is not {wanted}, although other cells are'
    remedy = "It stays text, which < and > cannot compare; correct it here or with edit --set"
    return Problem(file, message, remedy, line, "warning")


def _tidy(cell: Value) -> Value:
    return tidy_name(cell) if isinstance(cell, str) else cell
