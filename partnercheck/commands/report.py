"""Write a report: portfolio, comparison, map, and everything about each vendor, on one page.

The page needs nothing beside it: no script, no network. Without names it is about every vendor,
each in its latest round. `--for vendor` is the version to send to one vendor: it has none of our
evidence, none of our people's names, nothing of other vendors, and not our target for it.
"""

from __future__ import annotations

import argparse
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem
from partnercheck.base.regular_file import real_path
from partnercheck.commands import (
    Context,
    add_format,
    add_round,
    round_of,
    vendor_named,
    workspace_of,
)

if TYPE_CHECKING:
    from partnercheck.report.page.vendor import VendorReportData
    from partnercheck.workspace.open import Workspace

STDOUT = "-"
MAP_SIZE = (80, 22)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendors, whom it is for, the round, the format, and where to."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names (default: all)")
    parser.add_argument(
        "--for", dest="reader", choices=("us", "vendor"), default="us", help="whom it is for"
    )
    add_round(parser)
    add_format(parser, ("html", "markdown"))
    parser.add_argument("--output", metavar="FILE", help="where to (default: stdout)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the report, and to stderr what was left out."""
    round_of(arguments)
    workspace = workspace_of(arguments, context)
    named = list(dict.fromkeys(vendor_named(workspace, each) for each in arguments.vendors))
    if arguments.reader == "vendor" and len(named) != 1:
        raise UserError("--for vendor needs one VENDOR: nobody else's may be in it")
    found, problems = _gathered(workspace, named, arguments.round, context)
    context.report_problems(workspace.root, problems)
    _put(workspace, _made(workspace, found, problems, arguments, context), arguments, context)
    _notes(found, arguments, context)
    return 0


def _gathered(
    workspace: Workspace, named: Sequence[str], round_id: str, context: Context
) -> tuple[list[VendorReportData], list[Problem]]:
    """Everything about the vendors named, or all but archived ones; and the files' problems."""
    from partnercheck.commands.progress import with_progress
    from partnercheck.report.agenda_topics import agenda
    from partnercheck.report.page.vendor import VendorReportData
    from partnercheck.verdicts.history import before_round, history
    from partnercheck.verdicts.judged import judge_vendors
    from partnercheck.verdicts.lenses import lenses
    from partnercheck.workspace.glossary import own_terms
    from partnercheck.workspace.read_vendor import vendor_ids

    terms = own_terms(workspace)
    organisation = workspace.settings.organisation
    found, problems = [], list(workspace.problems)
    ids = with_progress(named or vendor_ids(workspace), context.stderr)
    for judged in judge_vendors(workspace, ids, round_id, archived=bool(named)):
        past = history(workspace, judged)
        seen = lenses(workspace, judged, before_round(past, judged))
        warned = [warning for lens in seen for warning in lens.warnings]
        made = agenda(judged, organisation, context.today, terms, warned)
        found.append(VendorReportData(judged, past, seen, made))
        problems += [*judged.files.problems, *(each for then in past for each in then.problems)]
    return found, problems


def _made(
    workspace: Workspace,
    found: Sequence[VendorReportData],
    problems: Sequence[Problem],
    arguments: argparse.Namespace,
    context: Context,
) -> str:
    from partnercheck.report.map.places import refusal
    from partnercheck.report.map.text import Size, fenced
    from partnercheck.report.page import rendering
    from partnercheck.report.page.records import Request, page

    organisation, instrument = workspace.settings.organisation, workspace.instrument
    made = page(Request(organisation, instrument, arguments.reader, context.today), found, problems)
    if arguments.format == "html":
        return rendering.html(made)
    drawn = ""
    if made.overview and not refusal(instrument):
        drawn = fenced([each.judged for each in found], Size(*MAP_SIZE))
    return rendering.markdown(made, drawn)


def _notes(
    found: Sequence[VendorReportData], arguments: argparse.Namespace, context: Context
) -> None:
    """What a person should know who asked for the report."""
    if not found:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
        return
    if arguments.round and not any(each.judged.round.responses for each in found):
        context.say(f"Nobody has answered in {arguments.round}")
    verdict = found[0].judged.verdict
    if arguments.reader == "vendor" and "vendor" not in verdict.sides:
        name = found[0].judged.vendor.name
        context.say(f"{name} has not answered yet, and would read our scores before it does")


def _put(workspace: Workspace, text: str, arguments: argparse.Namespace, context: Context) -> None:
    """Write the report where it was asked for. Raises UserError where that cannot be done."""
    from partnercheck.base.text import clean, strip_controls

    if arguments.output in (None, STDOUT):
        context.stdout.write(_for_stream(text, arguments, context))
        return
    named = clean(arguments.output)
    try:
        path = context.here / arguments.output
        real = real_path(path)
        if real.suffix == ".toml" and real.is_relative_to(real_path(workspace.root)):
            raise UserError(f"{named} is a file of the workspace, and stays. Choose another name")
        _write(path, strip_controls(text).encode("utf-8"))
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or error
        raise UserError(f"{named} cannot be written: {why}") from error
    context.say(f"Wrote {named}")


def _for_stream(text: str, arguments: argparse.Namespace, context: Context) -> str:
    """The text as a stream of any encoding takes it: the page says of itself that it is UTF-8."""
    encoding = (context.stdout.encoding or "utf-8").lower().replace("-", "")
    if arguments.format != "html" or encoding == "utf8":
        return text
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _write(path: Path, data: bytes) -> None:
    """Replace a file's content in one step; what is no file, such as a pipe, is written to."""
    from partnercheck.storage.atomic import replace_file

    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        path.write_bytes(data)
        return
    replace_file(path, data)
