"""Show a vendor's rounds, oldest first: scores, class, which way it went, what was decided.

Every round is judged under today's rules. A decision that its round's verdict no longer
contains is marked with an exclamation mark, and told in full. `--commits` shows instead how the
vendor stood after each commit that touched its folder, and what is not committed yet.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.commands import Context, add_format, vendor_named, workspace_of

if TYPE_CHECKING:
    from partnercheck.base.records import Vendor
    from partnercheck.workspace.open import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, what a line is, and the format."""
    parser.add_argument("vendor", metavar="VENDOR", help="its id or name")
    parser.add_argument("--commits", action="store_true", help="a line a commit, not a round")
    add_format(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the history to stdout."""
    from partnercheck.report.rounds import WRITERS
    from partnercheck.verdicts.history import history
    from partnercheck.verdicts.judged import judge_vendor
    from partnercheck.workspace.read_vendor import read_description

    workspace = workspace_of(arguments, context)
    vendor_id = vendor_named(workspace, arguments.vendor)
    if arguments.commits:
        vendor, _ = read_description(workspace, vendor_id)
        return _commits(workspace, vendor, arguments.format, context)
    judged = judge_vendor(workspace, vendor_id)
    vendor, past = judged.vendor, history(workspace, judged)
    of_rounds = (then.problems for then in past)
    context.report_problems(workspace.root, workspace.problems, judged.files.problems, *of_rounds)
    write = WRITERS[arguments.format]
    context.stdout.write(write(workspace.instrument, vendor, past))
    if not past:
        context.say(f"There are no rounds of {vendor.name} yet")
    return 0


def _commits(workspace: Workspace, vendor: Vendor, format_: str, context: Context) -> int:
    """Write how the vendor stood after each commit."""
    from partnercheck.base import git
    from partnercheck.report import commits
    from partnercheck.versions.revisions import committed

    found = committed(workspace, vendor.id)
    context.report_problems(workspace.root, workspace.problems)
    write = commits.WRITERS[format_]
    context.stdout.write(write(workspace.instrument, vendor, found))
    if not any(each.commit for each in found):
        context.say(f"Nothing about {vendor.name} has been committed yet")
    if git.shallow(workspace.root):
        context.say("This clone is shallow: `git fetch --unshallow` brings the earlier commits")
    return 0
