"""Show a vendor: its verdict, why, what would change it, what to ask next.

`--all` opens every condition and every question, with who answered what.
"""

from __future__ import annotations

import argparse
import shutil

from partnercheck.commands import Context, add_round, round_of, vendor_named, workspace_of
from partnercheck.report.text import NARROWEST

FORMATS = ("text", "markdown", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, the round, how much of it, and the format."""
    parser.add_argument("vendor", metavar="VENDOR", help="its id or name")
    parser.add_argument("--all", action="store_true", help="with every question and answer")
    parser.add_argument("--lines", action="store_true", help="only five lines to paste")
    add_round(parser)
    parser.add_argument("--format", choices=FORMATS, default="text")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the vendor to stdout."""
    from partnercheck.history import history
    from partnercheck.portfolio import judged
    from partnercheck.report.dossier import dossier
    from partnercheck.report.five_lines import five_lines
    from partnercheck.workspace import load

    round_id = round_of(arguments)
    workspace = workspace_of(arguments, context)
    instrument = workspace.instrument
    vendor_id = vendor_named(workspace, arguments.vendor)
    found = judged(instrument, load(workspace, vendor_id, round_id))
    for problem in (*workspace.problems, *found.assessment.problems):
        context.say(str(problem))
    if arguments.lines:
        result = "\n".join(five_lines(found)) + "\n"
    elif arguments.format == "json":
        from partnercheck.report import json

        result = json.compare(instrument, [found], workspace.problems)
    elif arguments.format == "csv":
        from partnercheck.report import csv

        result = csv.compare(instrument, [found])
    else:
        sides = [f"{side}:{item.id}" for side in found.verdict.sides for item in instrument.items]
        every = [*(condition.id for condition in instrument.conditions), *sides]
        opened = frozenset(every if arguments.all else ())
        entries = dossier(found, opened, past=history(workspace, vendor_id))
        if arguments.format == "markdown":
            from partnercheck.report import markdown

            result = markdown.vendor(found, entries)
        else:
            from partnercheck.report import text

            width = max(NARROWEST, shutil.get_terminal_size().columns)
            result = text.vendor(found, entries, width)
    context.stdout.write(result)
    return 0
