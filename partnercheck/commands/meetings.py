"""Show the meetings with a vendor, newest first; record one; set how often to meet.

The first lines show when the next meeting is due, and the start of its agenda. `meetings` in
partnercheck.toml says how often to meet; --every changes it for one vendor. What --we and --they
record is kept among the promises, see `promises`.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.english import plural
from partnercheck.base.records import CADENCES, Meeting, Perspective
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.agreement_list import add_vendor_or_all, refuse_options, show_agreements
from partnercheck.commands.names import add_new_name, known_or_new_names

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

ACTIONS = ("add", "every")
DETAILS = ("present", "decided", "we", "they", "due", "next")
AS_USUAL = "as-usual"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the change, the description of a meeting, and the format."""
    add_vendor_or_all(parser, "the meetings with every vendor")
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--add", nargs="?", const="", metavar="DATE", help="a meeting that was held (today's)"
    )
    action.add_argument(
        "--every", choices=(*CADENCES, AS_USUAL), help="how often to meet this vendor"
    )
    parser.add_argument("--present", metavar="NAMES", help="those present, separated by commas")
    parser.add_argument("--decided", metavar="TEXT", help="what was decided")
    parser.add_argument(
        "--we", action="append", metavar="TEXT", help="what we promised; repeatable"
    )
    parser.add_argument(
        "--they", action="append", metavar="TEXT", help="what the vendor promised; repeatable"
    )
    parser.add_argument(
        "--due", metavar="DATE", help="by when all of that was promised (default: the next meeting)"
    )
    parser.add_argument("--next", metavar="DATE", help="the day agreed for the next one")
    add_new_name(parser)
    add_format(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Record a meeting, set how often to meet, or write the list to stdout."""
    refuse_options(arguments, ACTIONS, dict.fromkeys(DETAILS, ("add",)))
    workspace = workspace_of(arguments, context)
    from partnercheck.report.meetings import LISTING
    from partnercheck.workspace.read_vendor import read_vendor

    if arguments.all:
        return show_agreements(workspace, None, arguments, context, LISTING)
    vendor_files = read_vendor(workspace, vendor_named(workspace, arguments.vendor))
    if arguments.add is not None:
        context.stdout.write(f"{_add(workspace, vendor_files, arguments, context)}\n")
        return 0
    if arguments.every is not None:
        context.stdout.write(f"{_set_cadence(workspace, vendor_files, arguments.every)}\n")
        return 0
    return show_agreements(workspace, vendor_files, arguments, context, LISTING)


def _add(
    workspace: Workspace, vendor_files: VendorFiles, arguments: argparse.Namespace, context: Context
) -> str:
    """Record a meeting, and return the message about it."""
    from partnercheck.workspace.goals import day_from
    from partnercheck.workspace.meetings import add_meeting, meeting_and_promises

    vendor, today = vendor_files.vendor, context.today
    on = day_from(arguments.add, "--add") if arguments.add else today
    names = arguments.present or ""
    present = known_or_new_names(workspace, None, vendor.id, names, arguments, context)
    meeting = Meeting(
        present=tuple(present),
        decided=arguments.decided or "",
        next=day_from(arguments.next, "--next") if arguments.next is not None else None,
    )
    due = day_from(arguments.due, "--due") if arguments.due is not None else None
    texts: dict[Perspective, list[str]] = {
        "buyer": arguments.we or [],
        "vendor": arguments.they or [],
    }
    checked, promises = meeting_and_promises(on, meeting, today, texts, due)
    key = add_meeting(workspace, vendor, on, checked, promises)
    count = f", with {plural(len(promises), 'promise')}" if promises else ""
    return f"Recorded the meeting with {vendor.name} on {key}{count}"


def _set_cadence(workspace: Workspace, vendor_files: VendorFiles, choice: str) -> str:
    """Set how often to meet, and return the message about it."""
    from partnercheck.workspace.meetings import EVERY, meet_every

    cadence = next((each for each in CADENCES if each == choice), None)
    meet_every(workspace, vendor_files.vendor, cadence)
    often = EVERY[cadence or workspace.settings.meetings]
    return f"To meet {vendor_files.vendor.name}: {often}"
