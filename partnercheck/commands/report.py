"""Write a report: portfolio, comparison, map, and everything about each vendor, on one page.

The page is one file without scripts or network access. Without names it covers every vendor, each
in its latest round. `--for vendor` is the version to send to one vendor: it leaves out our
evidence, the names of our people, other vendors, our target for the vendor, what would change the
class, and rounds that only one side answered.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem
from partnercheck.commands import (
    Context,
    add_format,
    add_round,
    round_of,
    workspace_of,
)
from partnercheck.commands.output import add_open, add_output
from partnercheck.commands.selection import (
    add_columns,
    add_sort,
    add_where,
    chosen_by,
    names_archived,
)

if TYPE_CHECKING:
    from partnercheck.report.page.vendor import VendorReportData
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.workspace.open import Workspace

MAP_SIZE = (80, 22)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors, the reader, the round, the format, and the file."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names (default: all)")
    parser.add_argument(
        "--for", dest="reader", choices=("us", "vendor"), default="us", help="who will read it"
    )
    add_round(parser)
    add_where(parser)
    add_sort(parser)
    add_columns(parser)
    add_format(parser, ("html", "markdown"))
    add_output(parser, default="outbox/report.html on a terminal, else stdout")
    add_open(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the report to stdout or a file, and messages to stderr."""
    from partnercheck.commands.progress import with_progress
    from partnercheck.verdicts.judged import judge_vendors

    round_of(arguments)
    workspace = workspace_of(arguments, context)
    selection = chosen_by(workspace, arguments.vendors, arguments, context)
    named = bool(arguments.vendors)
    if arguments.reader == "vendor" and (not named or len(selection) != 1):
        raise UserError(
            "--for vendor needs exactly one VENDOR, because a vendor must not read about others"
        )
    described = with_progress(selection, context.stderr)
    archived = named or names_archived(arguments)
    judged = judge_vendors(workspace, described, arguments.round, archived)
    vendors, problems = _gather(workspace, judged, context.today)
    context.report_problems(workspace.root, problems)
    if arguments.reader == "vendor":
        _refuse_before_the_vendor_answers(vendors)
    report = _report(workspace, vendors, problems, arguments, context)
    context.stdout.write(_for_stream(report, arguments, context))
    _say_what_is_missing(vendors, arguments, context)
    return 0


def _gather(
    workspace: Workspace, vendors: Iterable[JudgedVendor], today: dt.date
) -> tuple[list[VendorReportData], list[Problem]]:
    """Return the report's data about each vendor, and the problems in all files."""
    from partnercheck.report.agenda_topics import agenda
    from partnercheck.report.page.vendor import VendorReportData
    from partnercheck.report.words.lenses import warning_texts
    from partnercheck.verdicts.history import before_round, history
    from partnercheck.verdicts.lenses import lenses
    from partnercheck.workspace.glossary import own_terms

    terms = own_terms(workspace)
    organisation = workspace.settings.organisation
    gathered, problems = [], list(workspace.problems)
    for judged in vendors:
        past = history(workspace, judged)
        lens_verdicts = lenses(workspace, judged, before_round(past, judged))
        warnings = warning_texts(lens_verdicts)
        topics = agenda(judged, organisation, today, terms, warnings)
        gathered.append(VendorReportData(judged, past, lens_verdicts, topics))
        problems += [*judged.files.problems, *(p for earlier in past for p in earlier.problems)]
    return gathered, problems


def _report(
    workspace: Workspace,
    vendors: Sequence[VendorReportData],
    problems: Sequence[Problem],
    arguments: argparse.Namespace,
    context: Context,
) -> str:
    from partnercheck.report.map.places import refusal
    from partnercheck.report.map.text import Size, fenced
    from partnercheck.report.page import rendering
    from partnercheck.report.page.records import Request, page

    organisation, instrument = workspace.settings.organisation, workspace.instrument
    columns = arguments.columns
    request = Request(organisation, instrument, arguments.reader, context.today, columns)
    report = page(request, vendors, problems)
    if arguments.format == "html":
        return rendering.html(report)
    vendor_map = ""
    if report.overview and not refusal(instrument):
        vendor_map = fenced([each.judged for each in vendors], Size(*MAP_SIZE))
    return rendering.markdown(report, vendor_map)


def _say_what_is_missing(
    vendors: Sequence[VendorReportData], arguments: argparse.Namespace, context: Context
) -> None:
    """Say that there are no vendors, or no answers in the round that was asked for."""
    if not vendors:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
        return
    if arguments.round and not any(each.judged.round.responses for each in vendors):
        from partnercheck.commands.notes import nobody_answered

        rounds = {each for vendor in vendors for each in vendor.judged.files.rounds}
        context.say(nobody_answered(arguments.round, rounds))


def _refuse_before_the_vendor_answers(vendors: Sequence[VendorReportData]) -> None:
    """Raise UserError if only our side has scores to show: they would lead the vendor's."""
    for judged in (each.judged for each in vendors):
        # A side whose only file cannot be read is in the verdict, without a score.
        scored = {
            side
            for condition in judged.verdict.conditions
            for side, answers in condition.sides.items()
            if any(reading.scores for reading in answers.items)
        }
        if scored == {"buyer"}:
            vendor = judged.vendor
            raise UserError(
                f"no score by {vendor.name} can be read in {judged.round.id}, and this report "
                f"would show our scores first. `partnercheck request {vendor.id}` makes a form. "
                "Nothing was written"
            )


def _for_stream(text: str, arguments: argparse.Namespace, context: Context) -> str:
    """Return the text, with HTML references for characters that stdout cannot encode."""
    encoding = (context.stdout.encoding or "utf-8").lower().replace("-", "")
    if arguments.format != "html" or encoding == "utf8":
        return text
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
