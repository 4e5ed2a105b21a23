"""Tables as the content of files: their rows, and the rows as CSV, JSON or a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from partnercheck.base.records import Problem
from partnercheck.formats.csv_write import Cell, csv_line
from partnercheck.formats.json_write import json_line, json_list
from partnercheck.formats.xlsx_write import LONGEST_TEXT, spreadsheet
from partnercheck.report.csv import column_names, key_cells
from partnercheck.report.tables.columns import columns
from partnercheck.report.tables.tidy_tables import Row, answer_rows, condition_rows, verdict_row
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.vendor_results import RoundContent
from partnercheck.workspace.decisions import Filed, load_decision
from partnercheck.workspace.open import Workspace

TABLES = ("answers", "conditions", "verdicts")
TABLE_FORMATS = ("csv", "json", "xlsx")


def table_names(table: str, more: Sequence[str] = ()) -> list[str]:
    """Return the names of a table's columns, and of further columns with fields of the vendor."""
    known = columns(table)
    return [*known, *column_names(known, more)]


def table_rows(
    workspace: Workspace,
    table: str,
    vendors: Iterable[JudgedVendor],
    problems: list[Problem],
    more: Sequence[str] = (),
) -> Iterator[Row]:
    """Yield the rows of a table; problems of decisions are added to `problems`."""
    names = column_names(columns(table), more)
    for judged in vendors:
        cells = dict(zip(names, key_cells(judged.vendor, more), strict=True))
        for row in _own_rows(workspace, table, judged, problems):
            yield {**cells, **row}


def _own_rows(
    workspace: Workspace, table: str, judged: JudgedVendor, problems: list[Problem]
) -> Iterator[Row]:
    """Yield a vendor's rows of a table."""
    if table == "answers":
        yield from answer_rows(workspace.instruments, judged)
    elif table == "conditions":
        yield from condition_rows(workspace.instruments, judged)
    else:
        vendor_id, round_id = judged.vendor.id, judged.round.id
        filed = load_decision(workspace, vendor_id, round_id) if round_id else Filed()
        problems += filed.problems
        yield verdict_row(judged, filed)


def table_part(
    table: str, table_format: str, more: Sequence[str], workspace: Workspace, judged: JudgedVendor
) -> RoundContent:
    """Return the rows of a round: as texts for CSV and JSON, unchanged for a spreadsheet."""
    problems: list[Problem] = []
    rows = [*table_rows(workspace, table, [judged], problems, more)]
    if table_format == "xlsx":
        return RoundContent(rows, tuple(problems))
    names = table_names(table, more)
    text = csv_row if table_format == "csv" else json_row
    return RoundContent([text(names, row) for row in rows], tuple(problems))


def csv_row(names: Sequence[str], row: Row) -> str:
    """Return a row as a line of CSV."""
    return csv_line(row[name] for name in names)


def json_row(names: Sequence[str], row: Row) -> str:
    """Return a row as a JSON object on one line."""
    return json_line({name: _json_value(row[name]) for name in names})


def joined_rows(table_format: str, names: Sequence[str], rows: Iterable[str]) -> Iterator[str]:
    """Yield a table of rows in CSV or JSON, each before the next is made."""
    return chain([csv_line(names)], rows) if table_format == "csv" else json_list(rows)


def table_lines(table_format: str, names: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    """Yield the lines of a table as CSV or JSON, each before the next row is read."""
    text = csv_row if table_format == "csv" else json_row
    return joined_rows(table_format, names, (text(names, row) for row in rows))


def _json_value(cell: Cell) -> object:
    """Return a cell's value for JSON: null for a cell that is empty in CSV."""
    return cell.isoformat() if isinstance(cell, dt.date) else None if cell == "" else cell


def table_spreadsheet(
    table: str, names: Sequence[str], rows: Iterable[Row]
) -> tuple[bytes, int, int]:
    """Return a table as a spreadsheet, how many texts had to be cut, and to what length.

    Cells with days have a date type in the spreadsheet, although the rows have texts.
    """
    days = {name for name, column in columns(table).items() if column.holds == "date"}

    def typed(row: Row, name: str) -> Cell:
        cell = row[name]
        is_day = name in days and isinstance(cell, str) and cell
        return dt.date.fromisoformat(str(cell)) if is_day else cell

    workbook = spreadsheet(table, names, ([typed(row, name) for name in names] for row in rows))
    return workbook.data, workbook.cut_texts, LONGEST_TEXT
