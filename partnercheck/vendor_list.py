"""Vendors from a spreadsheet: a CSV file with a header, a row a vendor."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import msgspec

from partnercheck.files.convert import expected
from partnercheck.files.toml import read_bytes
from partnercheck.model import Problem, Record, UserError, Vendor
from partnercheck.text import clean, folded, is_blank, slug, tidy_name

COLUMNS = tuple(field for field in Vendor.__struct_fields__ if field not in ("archived",))
MOST_BYTES = 1 << 22


class VendorList(Record, frozen=True):
    """The vendors of a file with their lines, the columns it has, and what could not be read."""

    vendors: tuple[tuple[int, Vendor], ...]
    used: tuple[str, ...]
    unused: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def read_vendors(path: Path, file: str, classes: Sequence[str]) -> VendorList:
    """Read a CSV of vendors. Raises UserError where it is no such file.

    Columns are named as the keys of vendor.toml; others are reported and left out. A wrong row
    is a problem with its line, and the others still count.
    """
    rows = _rows(path, file)
    header = [_column(name) for name in rows[0]] if rows else []
    if "name" not in header:
        known = ", ".join(COLUMNS)
        raise UserError(f"{file} has no column called name. Columns that are known: {known}")
    used = tuple(name for name in header if name in COLUMNS)
    unused = tuple(
        clean(said) for said, name in zip(rows[0], header, strict=True) if name not in COLUMNS
    )
    vendors: list[tuple[int, Vendor]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        vendor, wrong = _vendor(dict(zip(header, row, strict=False)), file, number, classes)
        problems += wrong
        if vendor is None:
            continue
        first = seen.setdefault(folded(vendor.name), number)
        if first != number:
            what = f'"{vendor.name}" stands in line {first} already'
            problems.append(Problem(file, what, "Keep one of the two", number))
        else:
            vendors.append((number, vendor))
    return VendorList(tuple(vendors), used, unused, tuple(problems))


def _rows(path: Path, file: str) -> list[list[str]]:
    try:
        data = read_bytes(path, MOST_BYTES)
        if len(data) > MOST_BYTES:
            raise UserError(f"{file} is too large for a list of vendors")
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not UTF-8. Save it in that encoding") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UserError(f"{file} is no CSV: {clean(str(error))}") from error


def _column(name: str) -> str:
    return slug(name).replace("-", "_")


def _vendor(
    row: dict[str, str], file: str, line: int, classes: Sequence[str]
) -> tuple[Vendor | None, list[Problem]]:
    told: dict[str, object] = {
        key: tidy_name(value)
        for key, value in row.items()
        if key in COLUMNS and value and not is_blank(value)
    }
    blank = [key for key, value in row.items() if key in COLUMNS and value and is_blank(value)]
    if "tags" in told:
        tags = str(told["tags"]).replace(";", ",").split(",")
        told["tags"] = [tag.strip() for tag in tags if tag.strip()]
    if str(told.get("since", "")).isdigit():
        told["since"] = int(str(told["since"]))
    if "wanted" in told:
        told["wanted"] = slug(str(told["wanted"]))
    if "name" not in told:
        return None, [Problem(file, "the name is missing", "Write the vendor's name", line)]
    if told.get("wanted", "") not in ("", *classes):
        todo = f"Write {', '.join(classes)}, or nothing"
        return None, [Problem(file, f'"wanted" is "{told["wanted"]}"', todo, line)]
    spaces = [
        Problem(file, f'"{key}" is blank', "It is left out", line, "warning") for key in blank
    ]
    try:
        return msgspec.convert(told, Vendor, strict=False), spaces
    except msgspec.ValidationError:
        return None, _wrong(told, file, line)


def _wrong(told: dict[str, object], file: str, line: int) -> list[Problem]:
    problems = []
    for field in msgspec.structs.fields(Vendor):
        try:
            if field.name in told:
                msgspec.convert(told[field.name], field.type, strict=False)
        except msgspec.ValidationError:
            what = f'"{field.name}" is "{clean(str(told[field.name]))}"'
            problems.append(Problem(file, what, f"Write {expected(field.type)}", line))
    return problems
