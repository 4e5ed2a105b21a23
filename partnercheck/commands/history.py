"""Show a vendor's rounds, oldest first: scores, class, direction, decision and promises.

Every round is judged by today's rules. An exclamation mark shows a decision that the verdict of its
round no longer supports, and a sentence below the table explains it. Another sentence says how many
promises were made in, before or after each round, and what became of these promises: kept, kept
late, missed (not kept by their due date), dropped, or still open. With `--commits`, the table shows
the vendor after each commit that touched its folder, and any uncommitted changes.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.at import add_at
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from partnercheck.base.records import Vendor
    from partnercheck.workspace.open import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, --commits, the commit and the format."""
    parser.add_argument("vendor", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument("--commits", action="store_true", help="one line per commit, not per round")
    add_at(parser)
    add_format(parser)
    add_output(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the history to stdout."""
    from partnercheck.base.terminal import terminal_width, write_styled
    from partnercheck.report.rounds import WRITERS, terminal
    from partnercheck.verdicts.history import history
    from partnercheck.verdicts.judged import judge_vendor

    if arguments.commits and arguments.at:
        raise UserError("--commits shows every commit, so it cannot be used with --at")
    workspace = workspace_of(arguments, context)
    description = vendor_named(workspace, arguments.vendor)
    if arguments.commits:
        return _commits(workspace, description.vendor, arguments.format, context)
    judged = judge_vendor(workspace, description)
    vendor, past = judged.vendor, history(workspace, judged)
    problems = (judged.files.problems, *(each.problems for each in past))
    context.report_problems(workspace.root, workspace.problems, *problems)
    if arguments.format == "text" and context.stdout.isatty():
        table = terminal(workspace.instrument, vendor, past, context.today, terminal_width())
        write_styled(context.stdout, table, context.environment)
    else:
        write = WRITERS[arguments.format]
        context.stdout.write(write(workspace.instrument, vendor, past, context.today))
    if not past:
        context.say(f"{vendor.name} has no rounds yet")
    return 0


def _commits(workspace: Workspace, vendor: Vendor, format_: str, context: Context) -> int:
    """Write the verdict on the vendor after each commit."""
    from partnercheck.base import git
    from partnercheck.base.terminal import terminal_width, write_styled
    from partnercheck.report import commits
    from partnercheck.versions.revisions import committed

    states = committed(workspace, vendor.id)
    context.report_problems(workspace.root, workspace.problems)
    if format_ == "text" and context.stdout.isatty():
        table = commits.terminal(workspace.instrument, vendor, states, terminal_width())
        write_styled(context.stdout, table, context.environment)
    else:
        write = commits.WRITERS[format_]
        context.stdout.write(write(workspace.instrument, vendor, states))
    if not any(each.commit for each in states):
        context.say(f"Nothing about {vendor.name} has been committed yet")
    if git.shallow(workspace.root):
        context.say("This clone lacks the earlier commits. `git fetch --unshallow` fetches them")
    return 0
