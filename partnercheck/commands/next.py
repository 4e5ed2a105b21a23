"""Show which vendor to assess, finish, remind or talk to next, and why, the most urgent first.

Each step combines all reasons for one action with one vendor, and gives the command for it. The
order of the reasons is in docs/rules.md. Archived vendors have no steps.
"""

from __future__ import annotations

import argparse

from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.text import clean, name_key
from partnercheck.commands import Context, add_format, workspace_of
from partnercheck.commands.output import add_output

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
        names = ", ".join(sorted(filter(None, owners.values()))) or "not stated"
        names += suggestion(arguments.owner, owners.values())
        raise UserError(
            f'no vendor has the owner "{clean(arguments.owner)}". The owners are {names}'
        )
    steps = next_steps(workspace, vendors, context.today)
    kept = select_steps(steps, arguments.owner, arguments.action, arguments.limit)
    context.stdout.write(WRITERS[arguments.format](workspace.instrument, kept))
    if not vendors:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
    elif not kept:
        context.say("There is nothing to do")
    return 0
