"""Show how vendors see the relationship with you, from their own answers.

Each condition and each question has the median across vendors, the spread from the lowest to the
highest, and how many vendors answered; the lowest medians come first. Each vendor counts once, in
the latest round in which it answered. The questions are about the relationship. A topic is listed
as yours to act on only if a vendor says that it alone acted, or gives a 0 or 1 to a question about
its own side. A summary needs answers from at least two vendors. Candidates and archived vendors are
left out.
"""

from __future__ import annotations

import argparse

from partnercheck.commands import Context, add_format, add_round, round_of, workspace_of
from partnercheck.commands.at import add_at
from partnercheck.commands.output import add_output
from partnercheck.commands.selection import add_where, chosen_by, names_archived


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors, the round, and the format."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names (default: all)")
    add_round(parser)
    add_at(parser)
    add_where(parser)
    add_format(parser)
    add_output(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the summary to stdout, and problems of files to stderr."""
    from partnercheck.commands.progress import with_progress
    from partnercheck.report.customer import WRITERS
    from partnercheck.verdicts.customer import as_customer, opinions_of
    from partnercheck.verdicts.judged import judge_vendors

    round_id = round_of(arguments)
    workspace = workspace_of(arguments, context)
    selection = chosen_by(workspace, arguments.vendors, arguments, context)
    described = with_progress(selection, context.stderr)
    archived = bool(arguments.vendors) or names_archived(arguments)
    vendors = list(judge_vendors(workspace, described, round_id, archived))
    context.report_problems(workspace.root, workspace.problems, *(e.problems for e in vendors))
    customer = as_customer(workspace.instrument, opinions_of(workspace, vendors, round_id))
    context.stdout.write(WRITERS[arguments.format](customer))
    if not customer.view.is_summary:
        context.say("Next: partnercheck request VENDOR writes the form that asks a vendor")
    return 0
