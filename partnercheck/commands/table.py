"""Write a table for a spreadsheet or a notebook: one row per answer, condition or verdict.

The tables are long ("tidy"), ready for a pivot table or a query. Without names they cover every
vendor, each in its latest round. JSON is a list with one object per row. A spreadsheet (xlsx) has
numbers, days and texts as such, and no formulas; it needs -o FILE and the extra `xlsx`. --columns
adds fields and facts of the vendor at the end of each row; --explain says what the other columns
mean. The table `answers` has the texts of both sides: do not send it to a vendor.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.commands import (
    Context,
    add_format,
    add_round,
    round_of,
    workspace_of,
)
from partnercheck.commands.at import add_at
from partnercheck.commands.output import (
    add_output,
    refuse_binary_on_terminal,
    write_stdout,
)
from partnercheck.commands.selection import (
    add_columns,
    add_sort,
    add_where,
    chosen_by,
    names_archived,
)

if TYPE_CHECKING:
    from partnercheck.commands.notes import Notes
    from partnercheck.formats.csv_write import Cell
    from partnercheck.report.tables.tidy_tables import Row
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description

TABLES = ("answers", "conditions", "verdicts")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the table, the vendors, the rounds, and the format."""
    parser.add_argument("table", choices=TABLES, help="the subject of a row")
    parser.add_argument(
        "vendors", nargs="*", default=[], metavar="VENDOR", help="ids or names (default: all)"
    )
    add_round(parser)
    add_at(parser)
    parser.add_argument("--all-rounds", action="store_true", help="every round, oldest first")
    add_format(parser, ("csv", "json", "xlsx"))
    add_output(parser)
    add_where(parser)
    add_sort(parser)
    add_columns(parser)
    parser.add_argument(
        "--explain", action="store_true", help="explain the columns; write no table"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the table to stdout, row by row, or to a file, and messages to stderr."""
    from partnercheck.commands.notes import Notes
    from partnercheck.commands.progress import with_progress

    if arguments.explain:
        context.stdout.write(_columns(arguments.table))
        return 0
    if round_of(arguments) and arguments.all_rounds:
        raise UserError("--round and --all-rounds cannot go together: use one of them")
    if arguments.format == "xlsx":
        from partnercheck.formats.xlsx_extra import require_xlsx

        require_xlsx()
        refuse_binary_on_terminal(arguments.output, context, "A spreadsheet", "table.xlsx")
    workspace = workspace_of(arguments, context)
    selection = chosen_by(workspace, arguments.vendors, arguments, context)
    # Rows are written one by one: on the same terminal, a count would be among them.
    on_terminal = context.stdout.isatty()
    vendors = selection if on_terminal else with_progress(selection, context.stderr)
    notes = Notes([*workspace.problems])
    judged = notes.recording(_judged(workspace, vendors, arguments))
    _write(arguments, context, _rows(workspace, arguments, judged, notes))
    context.report_problems(workspace.root, notes.problems)
    notes.tell_missing(context, arguments.round)
    return 0


def _judged(
    workspace: Workspace, vendors: Iterable[str | Description], arguments: argparse.Namespace
) -> Iterator[JudgedVendor]:
    """Yield the vendors in the chosen rounds, one at a time, so that memory use stays small."""
    from partnercheck.verdicts.judged import judge_round, judge_vendors
    from partnercheck.workspace.read_vendor import read_round

    archived = bool(arguments.vendors) or names_archived(arguments)
    for latest in judge_vendors(workspace, vendors, arguments.round, archived):
        rounds = latest.files.rounds if arguments.all_rounds else ()
        for round_id in rounds or [latest.round.id]:
            if round_id == latest.round.id:
                yield latest
            else:
                round_ = read_round(workspace, latest.files, round_id)
                yield judge_round(workspace.instrument, latest.files, round_)


def _rows(
    workspace: Workspace,
    arguments: argparse.Namespace,
    vendors: Iterator[JudgedVendor],
    notes: Notes,
) -> Iterator[Row]:
    """Yield the rows of the table, each with the columns that were asked for."""
    from partnercheck.report.csv import key_cells

    names = _more_columns(arguments)
    for judged in vendors:
        more = dict(zip(names, key_cells(judged.vendor, arguments.columns), strict=True))
        for row in _own_rows(workspace, arguments.table, judged, notes):
            yield {**more, **row}


def _more_columns(arguments: argparse.Namespace) -> list[str]:
    """Return the names of the columns that were asked for."""
    from partnercheck.report.csv import column_names
    from partnercheck.report.tables.columns import columns

    return column_names(columns(arguments.table), arguments.columns)


def _own_rows(
    workspace: Workspace, table: str, judged: JudgedVendor, notes: Notes
) -> Iterator[Row]:
    """Yield a vendor's rows of a table."""
    from partnercheck.report.tables.tidy_tables import answer_rows, condition_rows, verdict_row
    from partnercheck.workspace.decisions import Filed, load_decision

    if table == "answers":
        yield from answer_rows(workspace.instruments, judged)
    elif table == "conditions":
        yield from condition_rows(workspace.instruments, judged)
    else:
        vendor_id, round_id = judged.vendor.id, judged.round.id
        filed = load_decision(workspace, vendor_id, round_id) if round_id else Filed()
        notes.problems += filed.problems
        yield verdict_row(judged, filed)


def _write(arguments: argparse.Namespace, context: Context, rows: Iterator[Row]) -> None:
    """Write the rows in the chosen format: text as they come, a spreadsheet at once."""
    if arguments.format == "xlsx":
        write_stdout(context, _spreadsheet(arguments, context, rows))
        return
    for line in _lines(arguments, rows):
        context.stdout.write(line)


def _names(arguments: argparse.Namespace) -> list[str]:
    """Return the names of all columns."""
    from partnercheck.report.tables.columns import columns

    return [*columns(arguments.table), *_more_columns(arguments)]


def _lines(arguments: argparse.Namespace, rows: Iterator[Row]) -> Iterator[str]:
    from itertools import chain

    from partnercheck.formats.csv_write import csv_lines
    from partnercheck.formats.json_write import json_rows

    names = _names(arguments)
    if arguments.format == "csv":
        return csv_lines(chain([names], ([row[name] for name in names] for row in rows)))
    return json_rows({name: _json_value(row[name]) for name in names} for row in rows)


def _json_value(cell: Cell) -> object:
    """Return a cell for JSON, where what is empty in CSV is null."""
    return cell.isoformat() if isinstance(cell, dt.date) else None if cell == "" else cell


def _spreadsheet(arguments: argparse.Namespace, context: Context, rows: Iterator[Row]) -> bytes:
    """Return the rows as a spreadsheet; days are days, although the rows have them as texts."""
    from partnercheck.base.english import plural
    from partnercheck.formats.xlsx_write import LONGEST_TEXT, spreadsheet
    from partnercheck.report.tables.columns import columns

    days = {name for name, column in columns(arguments.table).items() if column.holds == "day"}

    def typed(row: Row, name: str) -> Cell:
        cell = row[name]
        is_day = name in days and isinstance(cell, str) and cell
        return dt.date.fromisoformat(str(cell)) if is_day else cell

    names = _names(arguments)
    lines = ([typed(row, name) for name in names] for row in rows)
    made = spreadsheet(arguments.table, names, lines)
    if made.cut_texts:
        texts = plural(made.cut_texts, "text")
        context.say(f"A cell holds at most {LONGEST_TEXT:,} characters, so {texts} had to be cut")
    return made.data


def _columns(table: str) -> str:
    """Return the name, the type and the meaning of each column."""
    from partnercheck.base.cells import wrapped
    from partnercheck.base.terminal import NARROWEST, terminal_width
    from partnercheck.formats.columns import GUTTER, side_by_side
    from partnercheck.report.tables.columns import columns

    known = columns(table)
    name_width = max(map(len, known))
    holds_width = max(len(column.holds) for column in known.values())
    before = name_width + holds_width + 2 * len(GUTTER)
    room = max(NARROWEST, terminal_width() - before)
    widths = [name_width, holds_width, room]
    lines = []
    for name, column in known.items():
        lines += side_by_side([[name], [column.holds], wrapped(column.means, room)], widths)
    return "\n".join(lines) + "\n"
