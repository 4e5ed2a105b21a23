"""List the vendors, one per line: scores, sides, target, verdict, pending answers.

--where chooses vendors by their fields and facts, --sort orders them, and --columns shows more of
them. A condition is a key, one of = != < > and a value: tags=chilled, 'contract_end<2027-06'. In
`<` and `>` vendors without the key are left out; KEY= finds them.
"""

from __future__ import annotations

import argparse
from itertools import tee

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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the round, which vendors, their order and columns, and the format."""
    add_round(parser)
    add_at(parser)
    add_where(parser)
    add_sort(parser)
    add_columns(parser)
    parser.add_argument("--archived", action="store_true", help="include archived vendors")
    add_format(parser)
    add_output(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the list to stdout."""
    from partnercheck.base.terminal import terminal_width, write_styled
    from partnercheck.commands.progress import with_progress
    from partnercheck.report import markdown, text
    from partnercheck.report.listing import listed
    from partnercheck.report.terminal_list import terminal_list
    from partnercheck.report.words.lenses import pending_phrases
    from partnercheck.verdicts.history import last_change
    from partnercheck.verdicts.judged import earlier_verdicts, judge_vendors
    from partnercheck.verdicts.lenses import lenses

    round_id = round_of(arguments)
    workspace = workspace_of(arguments, context)
    chosen = chosen_by(workspace, (), arguments, context)
    described = with_progress(chosen, context.stderr)
    archived = arguments.archived or names_archived(arguments)
    vendors = list(judge_vendors(workspace, described, round_id, archived))
    problems = (each.problems for each in vendors)
    context.report_problems(workspace.root, workspace.problems, *problems)
    if arguments.format in ("csv", "json"):
        from partnercheck.report.export import export

        result = export(arguments.format, workspace, vendors, arguments.columns)
    else:
        rows = []
        for judged in vendors:
            # The change and the lenses both need earlier rounds, which are read only once.
            of_change, of_lenses = tee(earlier_verdicts(workspace, judged))
            results = lenses(workspace, judged, of_lenses)
            warnings = [warning for lens in results for warning in lens.warnings]
            change = last_change(judged, of_change)
            more = pending_phrases(results)
            rows.append(listed(judged, context.today, change, warnings, more, arguments.columns))
        if rows and arguments.format == "text" and context.stdout.isatty():
            table = terminal_list(workspace.instrument, rows, terminal_width(), arguments.columns)
            write_styled(context.stdout, table, context.environment)
            return 0
        # In a pipe every line is a vendor: there is no key, so no signs that need one.
        table_of = markdown.table if arguments.format == "markdown" else text.table
        result = table_of(workspace.instrument, rows, arguments.columns)
    context.stdout.write(result)
    if not vendors and arguments.where:
        context.say("No vendor meets these conditions")
    elif not vendors:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
    return 0
