"""Compare vendors side by side: their classes, their conditions, and the reasons for the class.

Without names, every vendor is compared, each in its latest round. With --map, each vendor is a
letter on a map of its exchange (mutual gains and reciprocity) and its bond (cultural alignment and
learning), or on the axes of the questionnaire; ? marks an open class, whose range is in the legend.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
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
from partnercheck.commands.output import add_output
from partnercheck.commands.selection import (
    add_columns,
    add_sort,
    add_where,
    chosen_by,
    names_archived,
)
from partnercheck.commands.sharing import add_jobs, shared_results

if TYPE_CHECKING:
    from partnercheck.questionnaires.records import Instrument
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.verdicts.vendor_results import RoundContent
    from partnercheck.workspace.open import Workspace

MAP_FORMATS = ("text", "markdown")
MAP_WIDTH = 80
LOWEST_MAP = 22
PROMPT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors, the round, the format, the width, and --map."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names (default: all)")
    add_round(parser)
    add_at(parser)
    add_where(parser)
    add_sort(parser)
    add_columns(parser)
    add_format(parser)
    add_output(parser)
    add_jobs(parser)
    parser.add_argument(
        "--width",
        type=_width,
        metavar="CHARACTERS",
        help="width of the text (default: the terminal's)",
    )
    parser.add_argument("--map", action="store_true", help="show a map, in text or Markdown")


def _width(text: str) -> int:
    from partnercheck.base.terminal import NARROWEST, WIDEST

    digits = text.lstrip("0")
    readable = text.isascii() and text.isdigit() and len(digits) <= len(str(WIDEST))
    if not readable or not NARROWEST <= int(text) <= WIDEST:
        message = f"the width must be a number of characters from {NARROWEST} to {WIDEST}"
        raise argparse.ArgumentTypeError(message)
    return int(digits)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the comparison to stdout, and messages to stderr."""
    from partnercheck.commands.notes import Notes
    from partnercheck.verdicts.vendor_results import Selection

    round_of(arguments)
    if arguments.map and arguments.format not in MAP_FORMATS:
        raise UserError(
            f"--map works with {' and '.join(MAP_FORMATS)}, not with {arguments.format}"
        )
    workspace = workspace_of(arguments, context)
    descriptions = chosen_by(workspace, arguments.vendors, arguments, context)
    notes = Notes([*workspace.problems])
    # Archived vendors are compared only if they are named.
    selection = Selection(
        workspace, arguments.round, bool(arguments.vendors) or names_archived(arguments)
    )
    form, columns = arguments.format, arguments.columns
    if form in ("csv", "json"):
        from partnercheck.report.export import exported_part, joined_parts

        make = exported_part(form, columns)
        with shared_results(
            arguments.jobs, context, form == "csv", selection, make, descriptions
        ) as results:
            # A row of CSV needs no other vendor, so thousands of vendors are not kept in memory.
            for text in joined_parts(form, workspace, notes.recording(results), columns):
                context.stdout.write(text)
        context.report_problems(workspace.root, notes.problems)
    else:
        # A comparison side by side needs whole vendors; another process would have to send them
        # all.
        with shared_results(1, context, False, selection, _whole, descriptions) as results:
            vendors = list(notes.recording(results))
        context.report_problems(workspace.root, notes.problems)
        context.stdout.write(_side_by_side(workspace, vendors, arguments))
    notes.tell_missing(context, arguments.round)
    return 0


def _whole(_: Workspace, judged: JudgedVendor) -> RoundContent:
    from partnercheck.verdicts.vendor_results import RoundContent

    return RoundContent(judged)


def _side_by_side(
    workspace: Workspace, vendors: Sequence[JudgedVendor], arguments: argparse.Namespace
) -> str:
    from partnercheck.base.terminal import terminal_width
    from partnercheck.report import markdown, text
    from partnercheck.report.words.lenses import lens_rows
    from partnercheck.verdicts.lenses import lenses_of

    if arguments.map:
        return _map(workspace.instrument, vendors, arguments)
    rows = lens_rows(vendors, lenses_of(workspace, vendors), frozenset())
    if arguments.format == "markdown":
        return markdown.compare(vendors, rows, arguments.columns)
    return text.compare(vendors, arguments.width or terminal_width(), rows, arguments.columns)


def _map(
    instrument: Instrument, vendors: Sequence[JudgedVendor], arguments: argparse.Namespace
) -> str:
    """Return the map of the vendors. Raises UserError if the instrument has no map."""
    from partnercheck.base.terminal import terminal_size
    from partnercheck.report.map.pages import Size
    from partnercheck.report.map.places import refusal
    from partnercheck.report.map.text import fenced, printed

    if reason := refusal(instrument):
        raise UserError(reason)
    columns, lines = terminal_size()
    if arguments.format == "markdown":
        return fenced(vendors, Size(arguments.width or MAP_WIDTH, LOWEST_MAP))
    size = Size(arguments.width or columns, max(lines - PROMPT, LOWEST_MAP))
    return printed(vendors, size)
