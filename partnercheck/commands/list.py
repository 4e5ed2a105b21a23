"""List the vendors, one per line: scores, sides, target, verdict, answers still to come.

--where chooses vendors by their fields and facts, --sort orders the vendors, and --columns shows
more fields and facts. A condition is a key, one of = != < > and a value: tags=chilled,
'contract_end<2027-06'. With `<` and `>`, vendors without the key are left out; `KEY=` selects them.
--missing owner,spend selects the vendors that have no owner or no spend, and shows both fields.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import tee
from typing import TYPE_CHECKING, Any

from partnercheck.commands import Context, add_format, add_round, round_of, workspace_of
from partnercheck.commands.at import add_at
from partnercheck.commands.output import add_output
from partnercheck.commands.selection import (
    add_columns,
    add_sort,
    add_where,
    chosen_by,
    names_archived,
)
from partnercheck.commands.sharing import add_jobs, shared_results

if TYPE_CHECKING:
    from partnercheck.report.listing import Listed
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.verdicts.vendor_results import MakeContent, RoundContent
    from partnercheck.workspace.open import Workspace


EMPTY_CELLS = {"text": "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments for the round, the vendors, their order, the columns and the format."""
    add_round(parser)
    add_at(parser)
    add_where(parser)
    add_sort(parser)
    add_columns(parser)
    parser.add_argument("--archived", action="store_true", help="include archived vendors")
    add_format(parser)
    add_output(parser)
    add_jobs(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the list to stdout."""
    from partnercheck.commands.notes import Notes
    from partnercheck.verdicts.vendor_results import Selection

    round_id, form = round_of(arguments), arguments.format
    # The columns show which of several keys a vendor lacks.
    arguments.columns = arguments.columns or arguments.missing
    workspace = workspace_of(arguments, context)
    descriptions = chosen_by(workspace, (), arguments, context)
    archived = arguments.archived or names_archived(arguments)
    selection = Selection(workspace, round_id, archived)
    notes = Notes([*workspace.problems])
    if form in ("csv", "json"):
        from partnercheck.report.export import exported_part, joined_parts

        make, streamed = exported_part(form, arguments.columns), form == "csv"
        with shared_results(
            arguments.jobs, context, streamed, selection, make, descriptions
        ) as results:
            parts = notes.recording(results)
            for text in joined_parts(form, workspace, parts, arguments.columns):
                context.stdout.write(text)
        context.report_problems(workspace.root, notes.problems)
    else:
        make = _row_maker(arguments, context)
        with shared_results(
            arguments.jobs, context, False, selection, make, descriptions
        ) as results:
            rows = list(notes.recording(results))
        context.report_problems(workspace.root, notes.problems)
        _write(workspace, rows, arguments, context)
    if not notes.count and (arguments.where or arguments.missing):
        context.say("No vendor meets these conditions")
    elif not notes.count:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
    return 0


def _styled(arguments: argparse.Namespace, context: Context) -> bool:
    return arguments.format == "text" and context.stdout.isatty()


def _row_maker(arguments: argparse.Namespace, context: Context) -> MakeContent:
    """Return a function that makes a vendor's row for a terminal, or else the row's cells."""
    if _styled(arguments, context):
        return partial(_row, context.today, arguments.columns)
    return partial(_cells, context.today, arguments.columns, arguments.format)


def _row(
    today: dt.date, columns: Sequence[str], workspace: Workspace, judged: JudgedVendor
) -> RoundContent:
    from partnercheck.verdicts.vendor_results import RoundContent

    return RoundContent(_listed(today, columns, workspace, judged))


def _cells(
    today: dt.date, columns: Sequence[str], form: str, workspace: Workspace, judged: JudgedVendor
) -> RoundContent:
    """Return the cells of a vendor's row, which take a tenth of the row's memory."""
    from partnercheck.report.listing import portfolio_cells
    from partnercheck.verdicts.vendor_results import RoundContent

    row = _listed(today, columns, workspace, judged)
    return RoundContent(portfolio_cells(row, EMPTY_CELLS.get(form, "")))


def _listed(
    today: dt.date, columns: Sequence[str], workspace: Workspace, judged: JudgedVendor
) -> Listed:
    from partnercheck.report.listing import listed
    from partnercheck.report.words.lenses import pending_phrases
    from partnercheck.verdicts.history import last_change
    from partnercheck.verdicts.judged import earlier_verdicts
    from partnercheck.verdicts.lenses import lenses

    # The change and the lenses both need earlier rounds, which are read only once.
    of_change, of_lenses = tee(earlier_verdicts(workspace, judged))
    results = lenses(workspace, judged, of_lenses)
    warnings = [warning for lens in results for warning in lens.warnings]
    change = last_change(judged, of_change)
    return listed(judged, today, change, warnings, pending_phrases(results), columns)


def _write(
    workspace: Workspace, rows: Sequence[Any], arguments: argparse.Namespace, context: Context
) -> None:
    """Write the rows as a table."""
    from partnercheck.report import markdown, text

    if rows and _styled(arguments, context):
        from partnercheck.base.terminal import terminal_width, write_styled
        from partnercheck.report.terminal_list import terminal_list

        table = terminal_list(workspace.instrument, rows, terminal_width(), arguments.columns)
        write_styled(context.stdout, table, context.environment)
        return
    # In a pipe, every line is a vendor: there is no legend, so no signs that need a legend.
    table_of = markdown.table if arguments.format == "markdown" else text.table
    context.stdout.write(table_of(workspace.instrument, rows, arguments.columns))
