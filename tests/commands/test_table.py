"""`table --format xlsx`: the same rows as CSV, with their types, in a file."""

from __future__ import annotations

import datetime as dt
import resource
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.read_tables import COLUMNS, TABLES, csv_rows
from tests.support.running import ACME, Run

TYPES = {
    "number": (int, float),
    "whole number": (int,),
    "true or false": (bool,),
    "date": (dt.datetime,),
    "text": (str,),
}
# The processor's time, so that a busy machine does not matter; it takes about one second.
MOST_SECONDS = 3


def sheet_rows(path: Path) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def as_csv(value: Any) -> str:
    """A value as the CSV has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


@pytest.mark.parametrize("table", TABLES)
def test_the_cells_are_those_of_the_csv_with_their_types(
    table: str, samples: Path, run: Run
) -> None:
    ran = run("table", table, "--format", "xlsx", "-o", "t.xlsx", here=samples)
    assert (ran.code, ran.out, ran.err) == (0, "", f"Wrote {samples}/t.xlsx\n")
    rows = sheet_rows(samples / "t.xlsx")
    assert [{name: as_csv(cell) for name, cell in row.items()} for row in rows] == [
        {name: str(float(cell)).removesuffix(".0") if _is_number(table, name, cell) else cell
         for name, cell in row.items()}
        for row in csv_rows(run, samples, table)
    ]  # fmt: skip
    for row in rows:
        for name, cell in row.items():
            assert cell is None or isinstance(cell, TYPES[COLUMNS[table][name]["holds"]]), name


def _is_number(table: str, name: str, cell: str) -> bool:
    return bool(cell) and "number" in COLUMNS[table][name]["holds"]


def test_facts_keep_their_types(samples: Path, run: Run) -> None:
    words = ("verdicts", ACME, "--columns", "spend,contract_end,criticality")
    assert run("table", *words, "--format", "xlsx", "-o", "t.xlsx", here=samples).code == 0
    (row,) = sheet_rows(samples / "t.xlsx")
    day = dt.datetime(2027, 3, 31)
    assert (row["spend"], row["contract_end"], row["criticality"]) == (1240000, day, "high")
    assert csv_rows(run, samples, *words)[0]["contract_end"] == "2027-03-31"
    assert (
        '"contract_end": "2027-03-31"' in run("table", *words, "--format", "json", here=samples).out
    )


def test_a_name_that_looks_like_a_formula_stays_a_text(workspace: Path, run: Run) -> None:
    assert run("add", "=cmd|' /C calc'!A0", "--id", "calc", here=workspace).code == 0
    run("table", "verdicts", "--format", "xlsx", "-o", "t.xlsx", here=workspace)
    book = openpyxl.load_workbook(workspace / "t.xlsx")
    cells = {cell.value: cell.data_type for row in book.active.rows for cell in row}
    assert cells["=cmd|' /C calc'!A0"] == "s"
    assert "f" not in cells.values()


def test_a_spreadsheet_needs_a_file(samples: Path, run: Run) -> None:
    ran = run("table", "verdicts", "--format", "xlsx", here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert "-o table.xlsx" in ran.err


def test_every_format_can_go_to_a_file_or_a_folder(samples: Path, run: Run) -> None:
    for form in ("csv", "json"):
        words = ("table", "verdicts", "--format", form)
        assert run(*words, "-o", f"out.{form}", here=samples).code == 0
        assert (samples / f"out.{form}").read_text("utf-8") == run(*words, here=samples).out
    (samples / "out").mkdir()
    run("table", "verdicts", "--format", "xlsx", "-o", "out/", here=samples)
    assert len(sheet_rows(samples / "out/verdicts.xlsx")) == 12


def test_forty_vendors_with_28_answers_each_are_quickly_written(workspace: Path, run: Run) -> None:
    description, answers = (
        workspace / "vendors" / ACME / name
        for name in ("vendor.toml", "2026-q4/buyer.alice-moreau.partnership.toml")
    )
    for number in range(39):
        folder = workspace / "vendors" / f"vendor-{number}"
        (folder / "2026-q4").mkdir(parents=True)
        text = description.read_text().replace("Acme Logistics", f"Vendor {number}")
        (folder / "vendor.toml").write_text(text)
        text = answers.read_text().replace(ACME, folder.name)
        (folder / "2026-q4" / answers.name).write_text(text)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = run("table", "answers", "--format", "xlsx", "-o", "t.xlsx", here=workspace)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ran.code == 0
    assert len(sheet_rows(workspace / "t.xlsx")) == 40 * 28
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < MOST_SECONDS
