"""Remove vendors from the workspace. `restore` brings them back.

The vendors' files are moved to `.partnercheck/removed/`, which git ignores. The next commit
therefore removes the files from the repository, but they stay in git's history. The command always
asks you to confirm; --yes confirms in advance. To keep a vendor's past in the workspace, archive it
instead.
"""

from __future__ import annotations

import argparse

from partnercheck.commands import Context, workspace_of
from partnercheck.commands.confirm import add_yes, confirmed, until_interrupted
from partnercheck.commands.selection import add_where, many_chosen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors, the conditions, and the answer in advance."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names")
    add_where(parser)
    parser.add_argument("--dry-run", action="store_true", help="show the vendors, change none")
    add_yes(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Ask, and move the vendors' files."""
    from partnercheck.base.english import plural
    from partnercheck.workspace.read_vendor import read_vendor
    from partnercheck.workspace.removal import remove_vendor

    workspace = workspace_of(arguments, context)
    workspace.require_settings("changed")
    vendors = [each.vendor for each in many_chosen(workspace, arguments, context)]
    for vendor in vendors:
        rounds = plural(len(read_vendor(workspace, vendor.id).rounds), "round")
        context.stdout.write(f"{vendor.name} ({vendor.id}), {rounds}\n")
    question = f"Remove {plural(len(vendors), 'vendor')}?"
    if arguments.dry_run or not (arguments.yes or confirmed(context, question)):
        context.say("Nothing was changed")
        return 0
    removed: list[str] = []
    try:
        for vendor in until_interrupted(vendors):
            place = remove_vendor(workspace, vendor.id, context.today)
            removed.append(vendor.id)
            context.stdout.write(f"Removed {vendor.name}; its files are in {place}\n")
    finally:
        # Also after an error or Ctrl+C: what was done until then can be undone.
        if removed:
            context.say(f"To undo: partnercheck restore {' '.join(removed)}")
    return 0
