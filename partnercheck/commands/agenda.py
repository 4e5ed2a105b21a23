"""Write the agenda of the next talk with a vendor, from all that is known of it.

It opens with what both pursue and what works. `--for vendor` is the version to send: it has none
of our evidence, none of our people's names, and not our target for them.
"""

from __future__ import annotations

import argparse

from partnercheck.commands import (
    Context,
    add_format,
    add_round,
    round_of,
    vendor_named,
    workspace_of,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, whom it is for, the round, the format."""
    parser.add_argument("vendor", metavar="VENDOR", help="its id or name")
    parser.add_argument(
        "--for", dest="reader", choices=("us", "vendor"), default="us", help="whom it is for"
    )
    add_round(parser)
    add_format(parser, ("text", "markdown", "json"))


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the agenda to stdout."""
    from partnercheck.base.terminal import terminal_width
    from partnercheck.report import agenda as report
    from partnercheck.report.agenda_topics import agenda
    from partnercheck.verdicts.judged import earlier_verdicts, judge_vendor
    from partnercheck.verdicts.lenses import lenses
    from partnercheck.workspace.glossary import own_terms

    round_id = round_of(arguments)
    workspace = workspace_of(arguments, context)
    found = judge_vendor(workspace, vendor_named(workspace, arguments.vendor), round_id)
    context.report_problems(workspace.root, workspace.problems, found.problems)
    organisation = workspace.settings.organisation
    seen = lenses(workspace, found, earlier_verdicts(workspace, found))
    warned = [warning for lens in seen for warning in lens.warnings]
    made = agenda(found, organisation, context.today, own_terms(workspace), warned)
    if arguments.reader == "vendor":
        made = report.for_vendor(made)
    if arguments.format == "markdown":
        result = report.markdown(made)
    elif arguments.format == "json":
        result = report.as_json(made)
    else:
        result = report.text(made, terminal_width())
    context.stdout.write(result)
    return 0
