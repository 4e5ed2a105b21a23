"""Restore archived and removed vendors. Without names, list those that can be restored."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.commands import Context, error_text, vendor_named, workspace_of

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors."""
    parser.add_argument(
        "vendors",
        nargs="*",
        metavar="VENDOR",
        help="ids or names (default: list what can be restored)",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Bring the vendors back, or list what can be brought back."""
    workspace = workspace_of(arguments, context)
    if not arguments.vendors:
        return _list(workspace, context)
    workspace.require_settings("changed")
    status = 0
    for named in arguments.vendors:
        try:
            context.stdout.write(f"{_restore(workspace, named, context)}\n")
        except UserError as error:
            context.say(f"partnercheck: {error_text(error, context.folder)}")
            status = 2
    return status


def _restore(workspace: Workspace, named: str, context: Context) -> str:
    """Bring one vendor back, and return the message about it."""
    from partnercheck.workspace.editing import require_readable
    from partnercheck.workspace.removal import bring_back, removed_named
    from partnercheck.workspace.respondent_files import removed_answers, restore_answers
    from partnercheck.workspace.vendors import archive_vendor

    try:
        description = vendor_named(workspace, named)
    except UserError:
        if named in removed_answers(workspace):
            files = restore_answers(workspace, named)
            return "\n".join(["Restored", *(f"  {file}" for file in files)])
        removed = removed_named(workspace, named)
        if removed is None:
            raise
        bring_back(workspace, removed)
        context.say(f"To undo: partnercheck remove {removed.id}")
        return f"Restored {removed.name}, removed on {removed.on}"
    vendor = require_readable(workspace, description)
    if vendor.archived is None:
        return f"{vendor.name} is not archived"
    archive_vendor(workspace, vendor.id, None)
    context.say(f"To undo: partnercheck archive {vendor.id}")
    return f"Restored {vendor.name}, archived on {vendor.archived}"


def _list(workspace: Workspace, context: Context) -> int:
    from partnercheck.workspace.read_vendor import read_description, vendor_ids
    from partnercheck.workspace.removal import removed_vendors
    from partnercheck.workspace.respondent_files import removed_answers

    vendors = (read_description(workspace, each).vendor for each in vendor_ids(workspace))
    lines = [f"{v.name} ({v.id}), archived on {v.archived}" for v in vendors if v.archived]
    lines += [
        f"{each.name} ({each.id}), removed on {each.on}: {each.place}"
        for each in removed_vendors(workspace)
    ]
    lines += [f"{each}, removed answers" for each in removed_answers(workspace)]
    context.stdout.write("".join(f"{line}\n" for line in lines))
    if not lines:
        context.say("No vendor is archived or removed")
    return 0
