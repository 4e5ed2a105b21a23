"""Archive vendors: their files are kept, but lists leave them out unless you name them.

If you name several vendors, the command lists them and asks you to confirm; --yes confirms in
advance.
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
    """Archive the vendors."""
    from partnercheck.base.english import plural
    from partnercheck.base.records import Vendor
    from partnercheck.workspace.editing import require_readable
    from partnercheck.workspace.vendors import archive_vendor

    workspace = workspace_of(arguments, context)
    workspace.require_settings("changed")
    selection = [require_readable(workspace, e) for e in many_chosen(workspace, arguments, context)]
    vendors: list[Vendor] = []
    for vendor in selection:
        if vendor.archived:
            context.say(f"{vendor.name} was already archived on {vendor.archived}")
        else:
            vendors.append(vendor)
    if arguments.dry_run or (
        vendors and (len(selection) > 1 or arguments.where or arguments.missing)
    ):
        context.stdout.write("".join(f"{vendor.name} ({vendor.id})\n" for vendor in vendors))
        question = f"Archive {plural(len(vendors), 'vendor')}?"
        if arguments.dry_run or not (arguments.yes or confirmed(context, question)):
            context.say("Nothing was changed")
            return 0
    archived: list[str] = []
    try:
        for vendor in until_interrupted(vendors):
            archive_vendor(workspace, vendor.id, context.today)
            archived.append(vendor.id)
            context.stdout.write(f"Archived {vendor.name}\n")
    finally:
        # Also after an error or Ctrl+C: what was done until then can be undone.
        if archived:
            context.say(f"To undo: partnercheck restore {' '.join(archived)}")
    return 0
