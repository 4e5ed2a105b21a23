"""A table as other programs read it: with Python's own csv and json, from what was written."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import partnercheck
from tests.support.running import Run

CsvRow = Mapping[str, str]
JsonRow = Mapping[str, object]
TABLES = ("answers", "conditions", "verdicts")
COLUMNS: Mapping[str, Mapping[str, Mapping[str, str]]] = tomllib.loads(
    (Path(partnercheck.__file__).parent / "report" / "tables" / "columns.toml").read_text("utf-8")
)


def csv_rows(run: Run, here: Path, *words: str) -> list[CsvRow]:
    """The rows of `table` with these words, without anything told beside them."""
    ran = run("table", *words, here=here)
    assert (ran.code, ran.err) == (0, "")
    return parsed(ran.out)


def parsed(text: str) -> list[CsvRow]:
    """The rows of a table in CSV; every one has a cell for every name."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return [dict(zip(head, row, strict=True)) for row in rows]


def json_rows(run: Run, here: Path, *words: str) -> list[JsonRow]:
    """The same as JSON."""
    ran = run("table", *words, "--format", "json", here=here)
    assert (ran.code, ran.err) == (0, "")
    rows: list[JsonRow] = json.loads(ran.out)
    return rows


def picked(rows: list[CsvRow], **cells: str) -> list[CsvRow]:
    """The rows in which these columns hold this."""
    return [row for row in rows if all(row[name] == cell for name, cell in cells.items())]


DOCUMENT = (Path(__file__).parents[2] / "docs" / "tables.md").read_text("utf-8")
