"""Write the agenda of the next meeting with a vendor, from its answers, goals and past meetings.

The shared objective and the strengths come first. `--for vendor` writes the version to send: it
leaves out your evidence, the names of your people, and your target for the vendor.
"""

from __future__ import annotations

import argparse
from functools import partial

from partnercheck.commands import (
    Context,
    add_format,
    add_round,
    round_of,
    vendor_named,
    workspace_of,
)
from partnercheck.commands.at import add_at
from partnercheck.commands.output import add_output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the reader, the round, the commit, and the format."""
    parser.add_argument("vendor", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument(
        "--for", dest="reader", choices=("us", "vendor"), default="us", help="who reads the agenda"
    )
    add_round(parser)
    add_at(parser)
    add_format(parser, ("text", "markdown", "json"))
    add_output(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the agenda to stdout."""
    from partnercheck.base.terminal import terminal_width
    from partnercheck.report import agenda as report
    from partnercheck.report.agenda_topics import agenda
    from partnercheck.report.words.lenses import warning_texts
    from partnercheck.verdicts.judged import earlier_verdicts, judge_vendor
    from partnercheck.verdicts.lenses import lenses
    from partnercheck.workspace.glossary import own_terms

    round_id = round_of(arguments)
    workspace = workspace_of(arguments, context)
    judged = judge_vendor(workspace, vendor_named(workspace, arguments.vendor), round_id)
    context.report_problems(workspace.root, workspace.problems, judged.problems)
    organisation = workspace.settings.organisation
    lens_verdicts = lenses(workspace, judged, earlier_verdicts(workspace, judged))
    warnings = warning_texts(lens_verdicts)
    topics = agenda(judged, organisation, context.today, own_terms(workspace), warnings)
    if arguments.reader == "vendor":
        topics = report.for_vendor(topics)
    writers = {"markdown": report.markdown, "json": report.as_json}
    write = writers.get(arguments.format, partial(report.text, width=terminal_width()))
    context.stdout.write(write(topics))
    return 0
