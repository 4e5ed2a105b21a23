"""Write a report: portfolio, comparison, map, and everything about each vendor, on one page.

The page is one file without scripts or network access. Without names it covers every vendor, each
in its latest round. `--for vendor` writes the version to send to one vendor: it leaves out your
evidence, the names of your people, other vendors, your target for the vendor, what would change the
class, and rounds that only one side answered.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
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
from partnercheck.commands.output import add_open, add_output
from partnercheck.commands.selection import (
    add_columns,
    add_sort,
    add_where,
    chosen_by,
    names_archived,
)
from partnercheck.commands.sharing import add_jobs, shared_results

if TYPE_CHECKING:
    from partnercheck.report.page.vendor_part import VendorReportData
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors, the reader, the round, the commit, the format, and the file."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names (default: all)")
    parser.add_argument(
        "--for", dest="reader", choices=("us", "vendor"), default="us", help="who reads the report"
    )
    add_round(parser)
    add_at(parser)
    add_where(parser)
    add_sort(parser)
    add_columns(parser)
    add_format(parser, ("html", "markdown"))
    add_output(parser, default="outbox/report.html on a terminal, else stdout")
    add_open(parser)
    add_jobs(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the report to stdout or a file, and messages to stderr."""
    from partnercheck.report.page.gathering import problems_of
    from partnercheck.report.page.records import Request
    from partnercheck.report.page.whole import refuse_before_the_vendor_answers, report_text

    round_of(arguments)
    workspace = workspace_of(arguments, context)
    described = chosen_by(workspace, arguments.vendors, arguments, context)
    named = bool(arguments.vendors)
    if arguments.reader == "vendor" and (not named or len(described) != 1):
        raise UserError(
            "--for vendor needs exactly one VENDOR, because a vendor must not read about others"
        )
    archived = named or names_archived(arguments)
    vendors = _gathered(arguments, context, workspace, described, archived)
    problems = problems_of(workspace, vendors)
    context.report_problems(workspace.root, problems)
    if arguments.reader == "vendor":
        refuse_before_the_vendor_answers(vendors)
    instrument, columns = workspace.instrument, arguments.columns
    organisation = workspace.settings.organisation
    request = Request(
        organisation, instrument, arguments.reader, context.today, columns, context.as_of
    )
    report = report_text(request, vendors, problems, arguments.format)
    context.stdout.write(_for_stream(report, arguments, context))
    _say_what_is_missing(vendors, arguments, context)
    return 0


def _gathered(
    arguments: argparse.Namespace,
    context: Context,
    workspace: Workspace,
    described: Sequence[str | Description],
    archived: bool,
) -> list[VendorReportData]:
    """Return the report's data about each vendor."""
    from partnercheck.report.page.gathering import report_content
    from partnercheck.verdicts.vendor_results import Selection
    from partnercheck.workspace.glossary import own_terms

    make = partial(report_content, arguments.reader, own_terms(workspace), context.today)
    selection = Selection(workspace, arguments.round, archived)
    with shared_results(arguments.jobs, context, False, selection, make, described) as results:
        return [content for each in results if each for content in each.contents]


def _say_what_is_missing(
    vendors: Sequence[VendorReportData], arguments: argparse.Namespace, context: Context
) -> None:
    """Say that the report lacks vendors, or answers in the chosen round."""
    if not vendors:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
        return
    if arguments.round and not any(each.judged.round.responses for each in vendors):
        from partnercheck.commands.notes import nobody_answered

        rounds = {each for vendor in vendors for each in vendor.judged.files.rounds}
        context.say(nobody_answered(arguments.round, rounds))


def _for_stream(text: str, arguments: argparse.Namespace, context: Context) -> str:
    """Return the text, with HTML references for characters that stdout cannot encode."""
    encoding = (context.stdout.encoding or "utf-8").lower().replace("-", "")
    if arguments.format != "html" or encoding == "utf8":
        return text
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
