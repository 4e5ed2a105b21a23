"""What the columns are called and hold is one promise: in CSV, in JSON, on a terminal, in docs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from tests.support.read_tables import COLUMNS, DOCUMENT, TABLES, csv_rows, json_rows
from tests.support.running import Run


def holds(kind: str, cell: object) -> bool:
    """Whether a cell of JSON is of the kind that its column promises."""
    if kind == "date":
        return isinstance(cell, str) and dt.date.fromisoformat(cell).isoformat() == cell
    if kind == "whole number":
        return isinstance(cell, int) and not isinstance(cell, bool)
    kinds = {"text": str, "number": float, "true or false": bool}
    return isinstance(cell, kinds[kind]) and cell != ""


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_what_its_column_says(table: str, samples: Path, run: Run) -> None:
    columns = COLUMNS[table]
    for row in json_rows(run, samples, table, "--all-rounds"):
        assert [*row] == [*columns]
        for name, cell in row.items():
            assert cell is None or holds(columns[name]["holds"], cell), (name, cell)


@pytest.mark.parametrize("table", TABLES)
def test_the_document_has_the_columns(table: str) -> None:
    section = DOCUMENT.split(f"\n### {table}\n")[1].split("\n#")[0]
    documented = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", section, re.MULTILINE)
    assert documented == [
        (name, column["holds"], column["means"]) for name, column in COLUMNS[table].items()
    ]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_a_terminal_is_told_the_columns(table: str, width: str, run: Run) -> None:
    ran = run("table", table, "--explain", environment={"COLUMNS": width})
    assert (ran.code, ran.err) == (0, "")
    told = "".join(ran.out.split())
    for name, column in COLUMNS[table].items():
        assert f"{name}{column['holds']}{column['means']}".replace(" ", "") in told
    assert width == "40" or max(map(len, ran.out.splitlines())) <= int(width)


@pytest.mark.parametrize("table", TABLES)
def test_csv_and_json_say_the_same(table: str, samples: Path, run: Run) -> None:
    described = samples / "vendors/acme-logistics/vendor.toml"
    described.write_text(described.read_text().replace('"Alice Moreau"', '"=HYPERLINK(1)"'))
    from_csv = csv_rows(run, samples, table, "--all-rounds")
    from_json = json_rows(run, samples, table, "--all-rounds")
    assert len(from_csv) == len(from_json) >= 20
    for row, other in zip(from_csv, from_json, strict=True):
        assert row == {name: as_in_csv(cell) for name, cell in other.items()}
    assert from_csv[0]["owner"] == "'=HYPERLINK(1)"
    assert from_json[0]["owner"] == "=HYPERLINK(1)"


def as_in_csv(cell: object) -> str:
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "true", False: "false"}[cell]
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text[0] in "=+-@" else text
