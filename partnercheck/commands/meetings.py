"""Show the meetings with a vendor, newest first; write one down; say how often to meet.

The first lines say by when to meet next, and what the next agenda starts from. How often is
`meetings` in partnercheck.toml, or for one vendor what --every says.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import CADENCES, Meeting
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.agreements import (
    Listing,
    add_vendor_or_all,
    require_vendor_or_all,
    show_all,
    show_one,
)

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

DETAILS = Meeting.__struct_fields__
AS_USUAL = "as-usual"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, what is to be written down, and the format."""
    add_vendor_or_all(parser, "the meetings with every vendor")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument(
        "--add", nargs="?", const="", metavar="DATE", help="a meeting that was held (today's)"
    )
    wanted.add_argument(
        "--every", choices=(*CADENCES, AS_USUAL), help="how often to meet this vendor"
    )
    parser.add_argument("--present", metavar="NAMES", help="who was there, commas between them")
    parser.add_argument("--decided", metavar="TEXT", help="what was decided")
    parser.add_argument(
        "--we", action="append", metavar="TEXT", help="what we promised; repeatable"
    )
    parser.add_argument(
        "--they", action="append", metavar="TEXT", help="what the vendor promised; repeatable"
    )
    parser.add_argument("--next", metavar="DATE", help="the day agreed for the next one")
    add_format(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write a meeting down, or the list to stdout."""
    _refuse_words(arguments)
    workspace = workspace_of(arguments, context)
    if arguments.all:
        if show_all(_listing(), workspace, arguments.format, context):
            context.say(
                "No meetings are written down yet. `partnercheck meetings VENDOR --add` does it"
            )
        return 0
    from partnercheck.workspace.read_vendor import read_vendor

    about = read_vendor(workspace, vendor_named(workspace, arguments.vendor))
    if arguments.add is not None:
        return _add(workspace, about, arguments, context)
    if arguments.every is not None:
        return _every(workspace, about, arguments.every, context)
    return _show_one(workspace, about, arguments.format, context)


def _refuse_words(arguments: argparse.Namespace) -> None:
    """Raise UserError where the words do not go together."""
    actions = (each for each in ("add", "every") if getattr(arguments, each) is not None)
    require_vendor_or_all(arguments, next(actions, None))
    details = [each for each in DETAILS if getattr(arguments, each) is not None]
    if details and arguments.add is None:
        raise UserError(f"--{details[0]} goes with --add")


def _add(
    workspace: Workspace, about: VendorFiles, arguments: argparse.Namespace, context: Context
) -> int:
    from partnercheck.workspace.goals import day_from
    from partnercheck.workspace.meetings import add_meeting, held

    on = day_from(arguments.add, "--add") if arguments.add else context.today
    meeting = Meeting(
        present=tuple((arguments.present or "").split(",")),
        decided=arguments.decided or "",
        we=tuple(arguments.we or ()),
        they=tuple(arguments.they or ()),
        next=day_from(arguments.next, "--next") if arguments.next is not None else None,
    )
    key = add_meeting(workspace, about.vendor, on, held(on, meeting, context.today))
    context.stdout.write(f"Written down: the meeting with {about.vendor.name} of {key}\n")
    return 0


def _every(workspace: Workspace, about: VendorFiles, named: str, context: Context) -> int:
    from partnercheck.workspace.meetings import EVERY, meet_every

    cadence = next((each for each in CADENCES if each == named), None)
    meet_every(workspace, about.vendor, cadence)
    often = EVERY[cadence or workspace.settings.meetings]
    context.stdout.write(f"To meet {about.vendor.name}: {often}\n")
    return 0


def _listing() -> Listing:
    from partnercheck.report.meetings import WRITERS
    from partnercheck.workspace.agreement_files import MEETINGS_FILE
    from partnercheck.workspace.meetings import first_expected

    return Listing(
        WRITERS,
        MEETINGS_FILE,
        lambda about: bool(about.meetings),
        lambda about: bool(about.meetings) or first_expected(about),
    )


def _show_one(workspace: Workspace, about: VendorFiles, form: str, context: Context) -> int:
    """Write one vendor's meetings; status 2 if their file cannot be read at all."""
    none_yet, status = show_one(_listing(), workspace, about, form, context)
    if none_yet:
        vendor = about.vendor
        context.say(
            f"No meeting with {vendor.name} is written down yet. "
            f"`partnercheck meetings {vendor.id} --add` does it"
        )
    return status
