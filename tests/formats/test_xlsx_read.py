"""Spreadsheets that people bring: read within limits, and nothing in them acts."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from partnercheck.base.errors import UserError
from partnercheck.formats.xlsx_read import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, read_sheets
from partnercheck.formats.xlsx_write import spreadsheet
from tests.support.running import Run

SHEET = "xl/worksheets/sheet1.xml"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
)


def book(*rows: list[Any]) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    return saved(made)


def saved(made: Any) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one of its parts replaced, or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return stream.getvalue()


def test_values_are_numbers_days_and_texts() -> None:
    day = dt.datetime(2027, 3, 31)
    noon = dt.datetime(2027, 3, 31, 12, 30)
    (sheet,) = read_sheets(book(["a", 7, 1.5, 2.0, True, day, noon, None, "x"]), "f")
    expected = ("a", 7, 1.5, 2, "true", day.date(), "2027-03-31 12:30", "", "x")
    assert sheet.rows[0].cells == expected


def test_what_is_written_is_read_again() -> None:
    row = ["=1+1", 3, 66.6, dt.date(2026, 12, 1), "@x", "Łódź"]
    (sheet,) = read_sheets(spreadsheet("t", list("abcdef"), [row]).data, "f")
    assert sheet.rows[1].cells == tuple(row)
    assert sheet.rows[1].faults == {}


def test_a_formula_is_named_and_its_result_is_not_used() -> None:
    made = book(["name", "spend"], ["Kestrel", "=1+1"])
    (sheet,) = read_sheets(made, "f")
    assert sheet.rows[1].faults == {1: "a formula"}


def test_merged_cells_have_their_value_in_every_row_and_a_title_only_once() -> None:
    made = Workbook()
    for row in (["Title", None], ["name", "Category"], ["A", "in"], ["B", None], ["C", None]):
        made.active.append(row)
    made.active.merge_cells("A1:B1")
    made.active.merge_cells("B3:B5")
    (sheet,) = read_sheets(saved(made), "f")
    assert sheet.rows[0].cells == ("Title", "")
    assert [row.cells[1] for row in sheet.rows[2:]] == ["in", "in", "in"]


def test_formats_far_below_the_last_value_are_no_rows() -> None:
    made = Workbook()
    made.active.append(["name"])
    made.active["C900000"].number_format = "0.00"
    assert len(read_sheets(saved(made), "f")[0].rows) == 1


GOOD = book(["name"], ["Kestrel"])
WIDE = BOMB.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")
SPACES = b"<a>" + b" " * (30 << 20) + b"</a>"
HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "bomb": lambda: with_part(GOOD, "xl/media/zeros.xml", SPACES),
    "entities": lambda: with_part(GOOD, SHEET, BOMB.encode()),
    "entities in UTF-16": lambda: with_part(GOOD, SHEET, WIDE),
    "entities elsewhere": lambda: with_part(GOOD, "xl/styles.xml", BOMB.encode()),
    "damaged": lambda: GOOD[: len(GOOD) // 2],
    "another zip": lambda: with_part(GOOD, "[Content_Types].xml", b"<a/>"),
    "no zip": lambda: b"PK\x03\x04" + b"\0" * 10,
    "row number": lambda: with_part(GOOD, SHEET, b'<worksheet><row r="x"/></worksheet>'),
    "rows": lambda: book(["name"], *([f"V{n}"] for n in range(MOST_ROWS))),
    "columns": lambda: book(["name"] * (MOST_COLUMNS + 1)),
    "password": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "size": lambda: b"PK\x03\x04" + b"\0" * MOST_BYTES,
}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("bomb", "unpacks to more than 20 MiB"),
        ("entities", "declares XML entities"),
        ("entities in UTF-16", "declares XML entities"),
        ("entities elsewhere", "declares XML entities"),
        ("damaged", "is damaged, or not a spreadsheet"),
        ("another zip", "is damaged, or not a spreadsheet"),
        ("no zip", "is damaged, or not a spreadsheet"),
        ("row number", "is damaged, or not a spreadsheet"),
        ("rows", "more than 1,000 rows"),
        ("columns", "or 200 columns"),
        ("password", "has a password"),
        ("size", "is larger than 1 MiB"),
    ],
)
def test_a_file_that_is_broken_or_hostile_is_refused_in_a_sentence(kind: str, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        read_sheets(HOSTILE[kind](), "list.xlsx")
    assert "\n" not in str(refused.value)


def test_vendors_are_added_from_a_spreadsheet(workspace: Path, run: Run) -> None:
    made = load_workbook(
        io.BytesIO(
            book(
                ["Vendors"],
                [],
                [None, "Supplier ", "Spend", "Contract end", "Ratio"],
                [None, "Kestrel", 1240000, dt.date(2027, 3, 31), 9.125],
                [None, "Moor", "980,000", dt.date(2027, 4, 30), 2],
                [],
                [None, "Lune", "=1+1", None, None],
            )
        )
    )
    made.create_sheet("Notes").append(["hello"])
    (workspace / "list.xlsx").write_bytes(saved(made))
    facts = ("--facts", "Spend,Contract end,Ratio")
    ran = run("add", "--from", "list.xlsx", "--map", "Supplier=name", *facts, here=workspace)
    assert (ran.code, ran.out) == (0, "Added Kestrel as kestrel\nAdded Moor as moor\n")
    assert 'list.xlsx:7: has a formula, in the column "spend"' in ran.err
    assert "The sheet used is Sheet; not read: Notes" in ran.err
    written = (workspace / "vendors/kestrel/vendor.toml").read_text()
    assert "spend = 1240000\ncontract_end = 2027-03-31\nratio = 9.125\n" in written
    assert "spend = 980000\n" in (workspace / "vendors/moor/vendor.toml").read_text()


def test_a_folder_in_place_of_a_spreadsheet_is_refused(workspace: Path, run: Run) -> None:
    (workspace / "list.xlsx").mkdir()
    ran = run("add", "--from", "list.xlsx", here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
