"""List the known people, what they have answered and what is still to come, or change the list.

Your own people are in people.toml, a vendor's people in the vendor's own people.toml; anybody who
has answered is also listed. --rename changes a person's name in the answers of all rounds.
--remove-answers moves a person's answers to .partnercheck/removed/. --left records that somebody
has left: the program no longer waits for answers from that person, but answers already given still
count; the command names what the person is still responsible for, and --to NAME hands over these
vendors, open goals and open promises. --write writes a message to send to somebody whose answers
are still to come, or whose promise or key goal is overdue; the message for one of a vendor's people
contains only what both sides know.
"""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import LEVELS
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.change_people import (
    known_people,
    run_add,
    run_left,
    run_remove,
    run_remove_answers,
    run_rename,
    side_of,
    vendor_argument,
)
from partnercheck.commands.confirm import add_yes
from partnercheck.commands.names import add_new_name, known_or_new
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description
    from partnercheck.workspace.respondents import KnownPeople

# The options that change people, so that nothing is listed.
CHANGES = ("add", "remove", "rename", "remove_answers", "left")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the change, the details of a person, and the format."""
    parser.add_argument(
        "vendor",
        nargs="?",
        metavar="VENDOR",
        help="only the people who answer about this vendor (default: all)",
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--add", metavar="NAME", help="add or change a person or a role")
    action.add_argument("--remove", metavar="NAME", help="remove a person from the list")
    action.add_argument(
        "--rename",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="change a person's name, in all answers too",
    )
    action.add_argument(
        "--remove-answers", metavar="NAME", help="remove a person's answers; they can be restored"
    )
    action.add_argument("--left", metavar="NAME", help="mark a person as having left, or as back")
    action.add_argument(
        "--write",
        metavar="NAME",
        help="write a message, for you to send, that lists what this person still has to answer",
    )
    parser.add_argument(
        "--level",
        choices=(*LEVELS, ""),
        help="with --add: the person's level, empty if not known",
    )
    parser.add_argument("--email", metavar="ADDRESS", help="with --add: one e-mail address")
    add_new_name(parser)
    parser.add_argument("--to", metavar="NAME", help="with --left: the person who takes over")
    parser.add_argument(
        "--on",
        metavar="DAY",
        help="with --left: the date on which the person left; empty if the person is back",
    )
    add_yes(parser)
    add_format(parser)
    add_output(parser, changes=CHANGES)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Change the list (of our own people, if no vendor is given), or write it to stdout."""
    if not arguments.add and (arguments.level is not None or arguments.email is not None):
        raise UserError("--level and --email can only be used with --add")
    if arguments.left is None and arguments.on is not None:
        raise UserError("--on can only be used with --left")
    if arguments.left is None and arguments.to is not None:
        raise UserError("--to can only be used with --left")
    workspace = workspace_of(arguments, context)
    described = vendor_named(workspace, arguments.vendor) if arguments.vendor else None
    vendor_id = described.vendor.id if described else ""
    if arguments.add is not None:
        return run_add(workspace, vendor_id, arguments, context)
    if arguments.remove is not None:
        return run_remove(workspace, vendor_id, arguments.remove, context)
    if arguments.left is not None:
        return run_left(workspace, vendor_id, arguments, context)
    if arguments.rename:
        old, new = arguments.rename
        side = side_of(vendor_id)
        named = known_or_new(workspace, side, vendor_id, new, arguments, context, besides=old)
        return run_rename(workspace, vendor_id, old, named or new, context)
    if arguments.remove_answers is not None:
        return run_remove_answers(workspace, vendor_id, arguments, context)
    return _list(workspace, described, arguments, context)


def _list(
    workspace: Workspace,
    described: Description | None,
    arguments: argparse.Namespace,
    context: Context,
) -> int:
    """Write the list, or a message to send to one person."""
    from partnercheck.report.people import WRITERS

    known, names = known_people(workspace, described, context)
    vendor_id = described.vendor.id if described else ""
    context.report_problems(workspace.root, workspace.problems, known.problems)
    if arguments.write is not None:
        return _write(workspace, known, vendor_id, arguments.write, context)
    people = [each for each in known.waited_for() if not vendor_id or each.concerns(vendor_id)]
    context.stdout.write(WRITERS[arguments.format](people, names, context.today))
    if not people:
        context.say("No people are known yet. `partnercheck people --add NAME` adds somebody")
    return 0


def _write(
    workspace: Workspace, known: KnownPeople, vendor_id: str, name: str, context: Context
) -> int:
    from partnercheck.report.people import reminder
    from partnercheck.workspace.nudges import owing

    person, overdue = owing(known, vendor_id, name, context.today)
    organisation = workspace.settings.organisation
    context.stdout.write(reminder(person, organisation, context.today, overdue))
    if not person.email:
        vendor = vendor_argument(person.vendor_id)
        hint = f"partnercheck people{vendor} --add {shlex.quote(person.name)} --email ADDRESS"
        context.say(f"No e-mail address is known. {hint} adds one")
    return 0
