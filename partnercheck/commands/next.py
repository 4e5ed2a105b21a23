"""Show what to do next, with which vendor, and why, the most urgent first.

Each step combines all reasons for one action with one vendor, and gives the command for it. The
order of the reasons is in docs/rules.md. Archived vendors have no steps.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from partnercheck.base.english import joined, suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.text import clean, name_key, sort_key
from partnercheck.commands import Context, add_format, workspace_of
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.workspace.open import Workspace

ACTIONS = ("assess", "finish", "remind", "talk")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whose vendors, which action, how many steps, and the format."""
    parser.add_argument(
        "--owner", default="", metavar="NAME", help="only the vendors of this owner"
    )
    parser.add_argument("--action", choices=ACTIONS, help="only this action")
    parser.add_argument("--limit", type=_limit, default=0, metavar="N", help="at most N steps")
    add_format(parser)
    add_output(parser)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number of 1 or more')
    return int(text)


def _say_left(
    workspace: Workspace, owner: str, vendors: Sequence[JudgedVendor], context: Context
) -> None:
    """Say if the owner has left, and how to hand over what that person is responsible for."""
    from partnercheck.workspace.holdings import held_in_words, holdings
    from partnercheck.workspace.people import person_named

    listed = workspace.people.people
    person = listed.get(person_named(listed, owner)) if owner else None
    if person is None or person.left is None:
        return
    held = held_in_words(holdings([each.files for each in vendors], "", person.name))
    command = f"partnercheck people --left {shlex.quote(person.name)} --to NAME"
    if held:
        left = f"{person.name} left on {person.left}, and is still responsible for {held}"
        context.say(f"{left}. To hand over: {command}")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the steps to stdout."""
    from partnercheck.commands.progress import with_progress
    from partnercheck.report.next import WRITERS
    from partnercheck.verdicts.judged import judge_vendors
    from partnercheck.verdicts.next import next_steps, select_steps
    from partnercheck.workspace.read_vendor import vendor_ids

    workspace = workspace_of(arguments, context)
    described = with_progress(vendor_ids(workspace), context.stderr)
    vendors = list(judge_vendors(workspace, described, archived=False))
    context.report_problems(workspace.root, workspace.problems, *(e.problems for e in vendors))
    owners = {name_key(each.vendor.owner): each.vendor.owner for each in vendors}
    if arguments.owner and name_key(arguments.owner) not in owners:
        names = joined(sorted(filter(None, owners.values()), key=sort_key)) or "not stated"
        names += suggestion(arguments.owner, owners.values())
        raise UserError(
            f'no vendor has the owner "{clean(arguments.owner)}". The owners are {names}'
        )
    _say_left(workspace, arguments.owner, vendors, context)
    steps = next_steps(workspace, vendors, context.today)
    kept = select_steps(steps, arguments.owner, arguments.action, arguments.limit)
    context.stdout.write(WRITERS[arguments.format](workspace.instrument, kept))
    if not vendors:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
    elif not kept:
        context.say("There is nothing to do")
    return 0
