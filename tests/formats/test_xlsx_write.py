"""Spreadsheets as they are written, read back by openpyxl and as XML."""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from typing import Any

import openpyxl
import pytest

from partnercheck.base.errors import UserError
from partnercheck.formats.csv_write import Cell
from partnercheck.formats.xlsx_write import LONGEST_TEXT, spreadsheet

ACTING = ("=cmd|' /C calc'!A0", "=1+1", "+1", "-1", "@x", "＝1", "#N/A", "{=1}", "\t=1", "\n=1")


def sheet_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def read_back(*cells: Cell) -> list[Any]:
    data = spreadsheet("t", [f"c{n}" for n in range(len(cells))], [cells]).data
    return [cell.value for cell in list(sheet_of(data).rows)[1]]


def test_each_value_has_its_type() -> None:
    day = dt.date(2027, 3, 31)
    values = read_back("a", 7, 66.6, True, day, None, "", "007")
    assert values == ["a", 7, 66.6, True, dt.datetime(2027, 3, 31), None, None, "007"]


@pytest.mark.parametrize("text", ACTING)
def test_no_text_becomes_a_formula(text: str) -> None:
    data = spreadsheet(text[:1].strip("=\t\n") or "t", [text], [[text]]).data
    for row in sheet_of(data).rows:
        assert row[0].data_type in "sn"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "<f " not in xml
    assert 't="e"' not in xml


def test_what_begins_like_a_formula_is_marked_as_text() -> None:
    sheet = sheet_of(spreadsheet("t", ["a"], [["=1+1"], ["plain"]]).data)
    assert [cell.quotePrefix for cell in sheet["A"]] == [False, True, False]


def test_values_that_a_spreadsheet_would_change_are_texts() -> None:
    values = read_back(2**60, dt.date(1899, 12, 31), "a\x00b\x1b[1m", "a\r\nb")
    assert values == [str(2**60), "1899-12-31", "a␀b␛[1m", "a\nb"]


def test_a_text_that_is_too_long_is_cut_and_counted() -> None:
    made = spreadsheet("t", ["a"], [["x" * (LONGEST_TEXT + 1)], ["x" * LONGEST_TEXT]])
    assert made.cut_texts == 1
    lengths = [len(cell.value) for cell in sheet_of(made.data)["A"][1:]]
    assert lengths == [LONGEST_TEXT, LONGEST_TEXT]


def test_the_header_stays_in_view_and_the_columns_fit() -> None:
    sheet = sheet_of(spreadsheet("t", ["a", "b"], [["x" * 30, "y" * 500]]).data)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet["A1"].font.b
    widths = [sheet.column_dimensions[letter].width for letter in "AB"]
    assert widths == [31, 60]


def test_without_the_libraries_a_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(UserError, match=r"pip install 'partnercheck\[xlsx\]'"):
        spreadsheet("t", ["a"], [])
