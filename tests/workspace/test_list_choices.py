"""What a spreadsheet leaves open: sums, dates with two readings, and columns of the same name."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from tests.support.running import Run


def facts(root: Path, vendor: str) -> dict[str, object]:
    text = (root / "vendors" / vendor / "vendor.toml").read_text()
    found: dict[str, object] = tomllib.loads(text)["facts"]
    return found


@pytest.mark.parametrize(
    "last", ["Total;;130.000", "Grand total:;;99", "Alles;;130.000", ";;130.000", "Total;;"]
)
def test_a_row_of_sums_is_skipped_with_a_message(workspace: Path, run: Run, last: str) -> None:
    rows = f"Name;Category;Spend\nKestrel;in;70.000\nMoor;;40.000\nNorth;;20.000\n{last}\n"
    (workspace / "list.csv").write_text(rows)
    ran = run("add", "--from", "list.csv", "--yes", "--facts", "Spend=spend", here=workspace)
    assert ran.out == "Added Kestrel as kestrel\nAdded Moor as moor\nAdded North as north\n"
    assert "list.csv:5:" in ran.err
    assert "The row was skipped" in ran.err
    assert "3 vendors added, 0 rows refused" in ran.err


def test_a_firm_that_is_called_total_is_a_vendor(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text("Name;Supplies;Spend\nKestrel;paper;90\nTotal;fuel;90\n")
    ran = run("add", "--from", "list.csv", "--yes", "--facts", "Spend", here=workspace)
    assert ran.out == "Added Kestrel as kestrel\nAdded Total as total\n"


@pytest.mark.parametrize(
    ("order", "day"), [("day-first", dt.date(2027, 4, 3)), ("month-first", dt.date(2027, 3, 4))]
)
def test_a_person_decides_on_days_that_can_be_read_in_two_ways(
    workspace: Path, run: Run, order: str, day: dt.date
) -> None:
    (workspace / "list.csv").write_text("Name,Since,End\nKestrel,03/04/2027,03/04/2027\n")
    words = ("add", "--from", "list.csv", "--yes", "--facts", "End=contract_end")
    assert "--dates day-first or --dates month-first" in run(*words, here=workspace).err
    ran = run(*words, "--dates", order, here=workspace)
    assert ran.code == 0
    assert facts(workspace, "kestrel") == {"contract_end": day}


@pytest.mark.parametrize("column", ["C", "c", "3"])
def test_one_of_two_columns_of_the_same_name_is_named_by_its_place(
    workspace: Path, run: Run, column: str
) -> None:
    rows = "Supplier,Spend,Supplier,Spend\n4711,5,Kestrel,7\n"
    (workspace / "list.csv").write_text(rows)
    ran = run("add", "--from", "list.csv", "--map", "Supplier=name", here=workspace)
    assert ran.code == 2
    assert 'A and C are both called "Supplier"' in ran.err
    assert "as in A=name" in ran.err
    words = ("add", "--from", "list.csv", "--map", f"{column}=name", "--facts", "D=spend")
    assert run(*words, here=workspace).out == "Added Kestrel as kestrel\n"
    assert facts(workspace, "kestrel") == {"spend": 7}
