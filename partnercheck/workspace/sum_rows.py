"""Rows of a spreadsheet that contain sums and no vendor.

    Name      | Spend
    Kestrel   |  90,000
    Moor      |  40,000
    Total     | 130,000     by its name
    All       | 130,000     in the last row, by its number, which is the sum of the numbers above
              | 130,000     a row that has only numbers

A row with any other text is a vendor's row: there are firms that are called Total.
"""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.cells import excerpt
from partnercheck.base.records import Problem
from partnercheck.base.text import name_key, tidy_name
from partnercheck.formats.guess_types import Value, guess_column
from partnercheck.workspace.list_rows import ListRow

_TOTALS = frozenset(
    [
        "total",
        "totals",
        "sum",
        "sums",
        "subtotal",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "insgesamt",
        "somme",
        "totale",
        "totaal",
        "suma",
        "razem",
        "summa",
    ]
)
_BEFORE_TOTAL = frozenset(("grand", "sub", "overall"))
# With fewer rows than this above it, a number may be their sum by chance.
_LEAST_ROWS = 3


def without_sums(
    rows: Sequence[ListRow], keys: Sequence[str], file: str
) -> tuple[list[ListRow], list[Problem]]:
    """Return the rows of vendors, and a warning for each row that has only totals."""
    if "name" not in keys:
        return list(rows), []
    name_at = keys.index("name")
    numbers = _numbers(rows, len(keys))
    vendors: list[ListRow] = []
    problems = []
    above: list[int] = []
    for place, row in enumerate(rows):
        terms = [numbers[each] for each in above] if place == len(rows) - 1 else []
        if _is_sum(row, name_at, terms, numbers[place]):
            name = tidy_name(str(row.cells[name_at]))
            what = f'"{excerpt(name)}" has only totals' if name else "has only numbers"
            remedy = "The row was skipped; `partnercheck add` adds it if it is a vendor"
            problems.append(Problem(file, what, remedy, row.line, "warning"))
        else:
            vendors.append(row)
            above.append(place)
    return vendors, problems


def _numbers(rows: Sequence[ListRow], count: int) -> list[dict[int, float]]:
    """Map columns to numbers for each row; a number is read as its whole column requires."""
    numbers: list[dict[int, float]] = [{} for _ in rows]
    for column in range(count):
        cells: list[Value] = [row.cells[column] if row.cells else "" for row in rows]
        for found, value in zip(numbers, guess_column(cells).values, strict=True):
            if isinstance(value, int | float):
                found[column] = value
    return numbers


def _is_sum(
    row: ListRow,
    name_at: int,
    above: Sequence[dict[int, float]],
    numbers: dict[int, float],
) -> bool:
    """Whether a row has only totals; `above` is empty if its numbers may be sums by chance."""
    if row.message:
        return False
    name = name_key(str(row.cells[name_at]))
    filled = {n for n, cell in enumerate(row.cells) if n != name_at and str(cell).strip()}
    if not filled <= set(numbers):
        return False
    words = name.strip(" :.").split()
    if words and words[-1] in _TOTALS and set(words[:-1]) <= _BEFORE_TOTAL:
        return True
    if not name:
        return bool(filled)
    sums = {column: sum(each.get(column, 0) for each in above) for column in filled}
    return (
        len(above) >= _LEAST_ROWS
        and any(numbers[column] for column in filled)
        and all(abs(sums[column] - numbers[column]) < 0.01 for column in filled)
    )
