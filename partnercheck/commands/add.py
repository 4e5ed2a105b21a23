"""Add a vendor to the workspace."""

from __future__ import annotations

import argparse

from partnercheck.commands import Context, workspace_of
from partnercheck.model import UserError, Vendor
from partnercheck.text import slug


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor's name and what is known of it."""
    parser.add_argument("name", metavar="VENDOR", help="the vendor's name")
    parser.add_argument("--id", default="", help="its folder's name (default: made of the name)")
    parser.add_argument("--supplies", default="", help="what you get from it")
    parser.add_argument("--value-chain", default="", help="where in the chain, such as inbound")
    parser.add_argument("--owner", default="", help="who looks after it on your side")
    parser.add_argument("--tag", action="append", default=[], help="may be given several times")
    parser.add_argument("--candidate", action="store_true", help="you have not signed yet")
    parser.add_argument(
        "--wanted", default="", metavar="CLASS", help="the class you want it to have"
    )
    parser.add_argument("--why", default="", help="why that class")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Add the vendor."""
    from partnercheck.workspace import add_vendor

    workspace = workspace_of(arguments, context)
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    wanted = slug(arguments.wanted)
    if wanted and wanted not in classes:
        raise UserError(f"--wanted is one of {', '.join(classes)}")
    vendor = Vendor(
        name=arguments.name,
        id=arguments.id,
        supplies=arguments.supplies,
        value_chain=arguments.value_chain,
        owner=arguments.owner,
        tags=tuple(arguments.tag),
        stage="candidate" if arguments.candidate else "active",
        wanted=wanted,
        why=arguments.why,
    )
    added = add_vendor(workspace, vendor)
    context.stdout.write(f"Added {added.name} as {added.id}\n")
    context.say(f"Next: partnercheck assess {added.id}")
    return 0
