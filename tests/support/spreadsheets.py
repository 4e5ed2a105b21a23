"""A right CSV of vendors, and what people, programs and transfers make of it.

A table is a list of rows, each the text of its lines; so it stays known which row is where.
Each mangle changes the row that it is given: two changes of one row can make another right row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

HEADER = ("name", "supplies", "owner", "tags", "since", "target_why")
Rows = list[str]


def cells(rng: Random, number: int) -> dict[str, str]:
    """A vendor's values; some have delimiters, quotes or lines in them."""
    name = rng.choice(("Kestrel", "Moor, Ltd", "Øst & Søn", 'The "Best" Co', "Łódź; Stal", "東京"))
    return {
        "name": f"{name} {number}",
        "supplies": rng.choice(("freight", "pallets, boxes", "ice;salt", 'pipes "wide"', "")),
        "owner": rng.choice(("Robin", "Sam", "Ana; Bo", "")),
        "tags": rng.choice(("", "cold", "cold,key")),
        "since": rng.choice(("2019", "2020-05-01", "")),
        "target_why": rng.choice(("", "It grows.", "Cheap,\nnear,\nand quick", "One\n\nTwo")),
    }


def quoted(cell: str, delimiter: str, always: bool = False) -> str:
    if always or re.search(rf'["\r\n{delimiter}]', cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def row(values: dict[str, str], delimiter: str, always: bool = False) -> str:
    return delimiter.join(quoted(values[key], delimiter, always) for key in HEADER)


def ends_of_cells(text: str, delimiter: str) -> list[int]:
    """Where the delimiters between cells are, those in quotes left out."""
    return [m.start() for m in re.finditer(rf'"[^"]*"|{delimiter}', text) if m[0] == delimiter]


def drop_quote(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    if places := [m.start() for m in re.finditer('"', rows[n])]:
        at = rng.choice(places)
        rows[n] = rows[n][:at] + rows[n][at + 1 :]


def add_quote(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    places = [0, *(at + 1 for at in ends_of_cells(rows[n], delimiter)), len(rows[n])]
    at = rng.choice(places)
    rows[n] = rows[n][:at] + '"' + rows[n][at:]


def drop_quotes_around(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    around = rf'(^|{delimiter})"([^"\n]*)"(?={delimiter}|$)'
    rows[n] = re.sub(around, r"\1\2", rows[n])


def extra_cell(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    at = rng.choice([0, *(at + 1 for at in ends_of_cells(rows[n], delimiter))])
    rows[n] = rows[n][:at] + rng.choice(("x", "")) + delimiter + rows[n][at:]


def trailing_delimiter(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    rows[n] += delimiter


def missing_cell(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    if places := ends_of_cells(rows[n], delimiter):
        at = rng.choice(places)
        rows[n] = rows[n][:at] + rows[n][at + 1 :]


def cut_row(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    if places := ends_of_cells(rows[n], delimiter):
        rows[n] = rows[n][: rng.choice(places)]


def blank_lines(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    for _ in range(rng.randint(1, 3)):
        rows.insert(rng.randint(0, len(rows)), rng.choice(("", "  ", "\t", delimiter * 5)))


def other_delimiter(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    rows[n] = rows[n].replace(delimiter, rng.choice([d for d in ",;\t|" if d != delimiter]))


def nul(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    at = rng.randint(0, len(rows[n]))
    rows[n] = rows[n][:at] + "\0" + rows[n][at:]


def bad_value(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    bad = rng.choice(("²", "soon", "20190", "-1", "２０１９", "2019-13-01", "1e3", "9" * 5000))
    rows[n] = re.sub(r"\b20(?:19|20-05-01)\b", bad, rows[n])


def spaces_around(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    rows[n] = re.sub(r'(?<=")' + delimiter + '(?=")', f" {delimiter} ", rows[n])


def doubled_row(rows: Rows, n: int, rng: Random, delimiter: str) -> None:
    rows.append(rows[n])


Mangle = Callable[[Rows, int, Random, str], None]
MANGLES: tuple[Mangle, ...] = (
    *(drop_quote, add_quote, drop_quotes_around, extra_cell, trailing_delimiter, missing_cell),
    *(cut_row, other_delimiter, nul, bad_value, spaces_around),
    # These put rows in, so they come last.
    *(doubled_row, blank_lines),
)
