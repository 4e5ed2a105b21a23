"""List the vendors, a line each: scores, sides, what is wanted, the verdict, what it waits for."""

from __future__ import annotations

import argparse

from partnercheck.commands import Context, add_round, round_of, workspace_of

FORMATS = ("text", "markdown", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The round and the format."""
    add_round(parser)
    parser.add_argument("--archived", action="store_true", help="with archived vendors")
    parser.add_argument("--format", choices=FORMATS, default="text", help="(default: text)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the list to stdout."""
    from partnercheck.commands.progress import counted
    from partnercheck.report.listing import listed
    from partnercheck.verdicts.history import last_change, reported
    from partnercheck.verdicts.judged import portfolio
    from partnercheck.workspace.read_vendor import vendor_ids

    round_id = round_of(arguments)
    workspace = workspace_of(arguments, context)
    instrument = workspace.instrument
    ids = vendor_ids(workspace, arguments.archived)
    vendors = list(portfolio(workspace, counted(ids, context.stderr), round_id))
    for problem in (*workspace.problems, *(p for v in vendors for p in v.assessment.problems)):
        context.say_problem(problem, workspace.root)
    rows = [listed(each, context.today, last_change(workspace, each)) for each in vendors]
    if arguments.format == "json":
        from partnercheck.report import json

        written = [reported(workspace, each) for each in vendors]
        result = json.compare(instrument, written, workspace.problems)
    elif arguments.format == "csv":
        from partnercheck.report import csv

        result = csv.compare(instrument, (reported(workspace, each) for each in vendors))
    elif arguments.format == "markdown":
        from partnercheck.report import markdown

        result = markdown.table(instrument, rows)
    else:
        from partnercheck.report import text

        result = text.table(instrument, rows)
    context.stdout.write(result)
    if not vendors:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
    return 0
