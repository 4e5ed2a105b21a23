"""Write a table for a spreadsheet or a notebook: one row per answer, condition or verdict.

The tables are long ("tidy"), ready for a pivot table or a query. Without names they cover every
vendor, each in its latest round. JSON is a list with one object per row. A spreadsheet (xlsx) has
typed cells for numbers, dates and text, and no formulas; it needs -o FILE and the extra `xlsx`.
--columns adds fields and facts of the vendor at the end of each row; --explain says what the
table's own columns mean. The table `answers` has the texts of both sides: do not send it to a
vendor.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from partnercheck.base.english import plural
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
from partnercheck.commands.sharing import add_jobs, shared_results

if TYPE_CHECKING:
    from partnercheck.report.tables.tidy_tables import Row

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
    add_jobs(parser)
    add_where(parser)
    add_sort(parser)
    add_columns(parser)
    parser.add_argument(
        "--explain", action="store_true", help="explain the columns; write no table"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the table to stdout, row by row, or to a file, and messages to stderr."""
    from partnercheck.commands.notes import Notes
    from partnercheck.report.tables.written import table_part
    from partnercheck.verdicts.vendor_results import Selection

    if arguments.explain:
        context.stdout.write(_columns(arguments.table))
        return 0
    if round_of(arguments) and arguments.all_rounds:
        raise UserError("--round and --all-rounds cannot be used together: use one of them")
    if arguments.format == "xlsx":
        from partnercheck.formats.xlsx_extra import require_xlsx

        require_xlsx()
        refuse_binary_on_terminal(arguments.output, context, "A spreadsheet", "table.xlsx")
    workspace = workspace_of(arguments, context)
    descriptions = chosen_by(workspace, arguments.vendors, arguments, context)
    archived = bool(arguments.vendors) or names_archived(arguments)
    selection = Selection(workspace, arguments.round, archived, arguments.all_rounds)
    notes = Notes([*workspace.problems])
    make = partial(table_part, arguments.table, arguments.format, arguments.columns)
    streamed = arguments.format != "xlsx"
    with shared_results(
        arguments.jobs, context, streamed, selection, make, descriptions
    ) as results:
        _write(arguments, context, chain.from_iterable(notes.recording(results)))
    context.report_problems(workspace.root, notes.problems)
    notes.tell_missing(context, arguments.round)
    return 0


def _write(arguments: argparse.Namespace, context: Context, rows: Iterable[Any]) -> None:
    """Write the rows in the chosen format: as text one by one, as a spreadsheet all at once."""
    from partnercheck.report.tables.written import joined_rows, table_names, table_spreadsheet

    names = table_names(arguments.table, arguments.columns)
    if arguments.format == "xlsx":
        spreadsheet_rows: Iterable[Row] = rows
        data, cut, longest = table_spreadsheet(arguments.table, names, spreadsheet_rows)
        if cut:
            texts = plural(cut, "text")
            context.say(f"A cell holds at most {longest:,} characters, so {texts} had to be cut")
        write_stdout(context, data)
        return
    for text in joined_rows(arguments.format, names, rows):
        context.stdout.write(text)


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
