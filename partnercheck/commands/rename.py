"""Give a vendor another name. Its id, folder and answers stay the same."""

from __future__ import annotations

import argparse
import shlex

from partnercheck.commands import Context, vendor_named, workspace_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor and its new name."""
    parser.add_argument("vendor", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument("name", metavar="NAME", help="the new name")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Rename the vendor."""
    from msgspec.structs import replace

    from partnercheck.workspace.editing import require_readable, save_vendor

    workspace = workspace_of(arguments, context)
    workspace.require_settings("changed")
    seen = require_readable(workspace, vendor_named(workspace, arguments.vendor))
    if not save_vendor(workspace, seen, replace(seen, name=arguments.name)):
        context.say(f"{seen.name} already has that name")
        return 0
    renamed = vendor_named(workspace, seen.id).vendor
    context.stdout.write(f"Renamed {seen.name} to {renamed.name}; the id is still {seen.id}\n")
    context.say(f"To undo: partnercheck rename {seen.id} {shlex.quote(seen.name)}")
    return 0
