"""Compare vendors side by side: classes, conditions, what stops each.

Without names, every vendor is compared, each in its latest round. With --map, each is a letter at
its exchange (mutual gains and reciprocity) and its bond (cultural alignment and learning), or where
the instrument's own axes put it; ? marks one that is open, and the legend has its range.
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
    vendor_named,
    workspace_of,
)

if TYPE_CHECKING:
    from partnercheck.questionnaires.records import Instrument
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.workspace.open import Workspace

MAP_FORMATS = ("text", "markdown")
MAP_WIDTH = 80
LOWEST_MAP = 22
PROMPT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendors, the round, the format, and whether they come as a map."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names (default: all)")
    add_round(parser)
    add_format(parser)
    parser.add_argument(
        "--width", type=_width, metavar="CELLS", help="of the text (default: the terminal's)"
    )
    parser.add_argument("--map", action="store_true", help="as a map, in text or Markdown")


def _width(text: str) -> int:
    from partnercheck.base.terminal import NARROWEST, WIDEST

    digits = text.lstrip("0")
    wrong = not text.isascii() or not text.isdigit() or len(digits) > len(str(WIDEST))
    if wrong or not NARROWEST <= int(text) <= WIDEST:
        what = f"the width is a number of cells, from {NARROWEST} to {WIDEST}"
        raise argparse.ArgumentTypeError(what)
    return int(digits)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the comparison to stdout, and what was left out to stderr."""
    from partnercheck.commands.notes import Notes
    from partnercheck.commands.progress import with_progress
    from partnercheck.verdicts.judged import judge_vendors
    from partnercheck.workspace.read_vendor import vendor_ids

    round_of(arguments)
    if arguments.map and arguments.format not in MAP_FORMATS:
        raise UserError(f"--map is for {' and '.join(MAP_FORMATS)}, not for {arguments.format}")
    workspace = workspace_of(arguments, context)
    named = [vendor_named(workspace, name) for name in arguments.vendors]
    ids = with_progress(list(dict.fromkeys(named)) or vendor_ids(workspace), context.stderr)
    notes = Notes([*workspace.problems])
    # Archived ones only if they are asked for by name.
    read = notes.recording(judge_vendors(workspace, ids, arguments.round, archived=bool(named)))
    if arguments.format in ("csv", "json"):
        from partnercheck.report.export import export

        # A row of CSV needs no other vendor: thousands of them are not kept.
        result = export(arguments.format, workspace, read)
    else:
        result = _side_by_side(workspace, list(read), arguments)
    context.report_problems(workspace.root, notes.problems)
    context.stdout.write(result)
    notes.tell_missing(context, arguments.round)
    return 0


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
        return markdown.compare(vendors, rows)
    return text.compare(vendors, arguments.width or terminal_width(), rows)


def _map(
    instrument: Instrument, vendors: Sequence[JudgedVendor], arguments: argparse.Namespace
) -> str:
    """The map of the vendors. Raises UserError where the instrument has none."""
    from partnercheck.base.terminal import terminal_size
    from partnercheck.report.map.places import refusal
    from partnercheck.report.map.text import Size, fenced, printed

    if why_not := refusal(instrument):
        raise UserError(why_not)
    columns, lines = terminal_size()
    if arguments.format == "markdown":
        return fenced(vendors, Size(arguments.width or MAP_WIDTH, LOWEST_MAP))
    size = Size(arguments.width or columns, max(lines - PROMPT, LOWEST_MAP))
    return printed(vendors, size)
