"""Compare vendors side by side: classes, conditions, what stops each.

Without names, every vendor is compared, each in its latest round.
"""

from __future__ import annotations

import argparse
import shutil

from partnercheck.commands import Context, add_round, round_of, vendor_named, workspace_of
from partnercheck.report.text import NARROWEST

FORMATS = ("text", "markdown", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendors, the round and the format."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names (default: all)")
    add_round(parser)
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument(
        "--width", type=_width, metavar="CELLS", help="of the text (default: the terminal's)"
    )


def _width(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < NARROWEST:
        raise argparse.ArgumentTypeError(f"the width is a number of cells, at least {NARROWEST}")
    return int(text)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the comparison to stdout, and what was left out to stderr."""
    from partnercheck.portfolio import portfolio
    from partnercheck.workspace import vendor_ids

    round_of(arguments)
    workspace = workspace_of(arguments, context)
    named = [vendor_named(workspace, name) for name in arguments.vendors]
    ids = list(dict.fromkeys(named)) or vendor_ids(workspace)
    vendors = list(portfolio(workspace, ids, arguments.round))
    problems = [*workspace.problems, *(p for each in vendors for p in each.assessment.problems)]
    for problem in problems:
        context.say(str(problem))
    instrument = workspace.instrument
    if arguments.format == "json":
        from partnercheck.report import json

        result = json.compare(instrument, vendors, workspace.problems)
    elif arguments.format == "csv":
        from partnercheck.report import csv

        result = csv.compare(instrument, vendors)
    elif arguments.format == "markdown":
        from partnercheck.report import markdown

        result = markdown.compare(vendors)
    else:
        from partnercheck.report import text

        result = text.compare(vendors, arguments.width or shutil.get_terminal_size().columns)
    context.stdout.write(result)
    if arguments.round and not any(each.assessment.responses for each in vendors):
        context.say(f"Nobody has answered in {arguments.round}")
    if not vendors:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
    return 0
