"""Add a vendor to the workspace, or many from a spreadsheet.

`--from FILE` reads a CSV with a header: name, and whatever else of vendor.toml is known. A name
that is here already, or twice in the file, is refused with its line; the others are added.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.commands import Context, workspace_of
from partnercheck.model import UserError, Vendor
from partnercheck.text import clean, slug

if TYPE_CHECKING:
    from partnercheck.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor's name and what is known of it."""
    parser.add_argument("name", metavar="VENDOR", nargs="?", help="the vendor's name")
    parser.add_argument("--from", dest="file", metavar="FILE", help="a CSV of vendors")
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
    """Add the vendor, or those of a file."""
    from partnercheck.vendors import add_vendor

    workspace = workspace_of(arguments, context)
    if arguments.file:
        return _add_all(workspace, arguments.file, context)
    if arguments.name is None:
        raise UserError("say the vendor's name, or --from FILE")
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


def _add_all(workspace: Workspace, file: str, context: Context) -> int:
    from partnercheck.vendor_list import read_vendors
    from partnercheck.vendors import add_vendor

    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    found = read_vendors(context.here / file, clean(file), classes)
    context.say(f"Columns used: {', '.join(found.used)}")
    if found.unused:
        context.say(f"Columns not used: {', '.join(found.unused)}")
    for problem in found.problems:
        context.say(str(problem))
    added = 0
    for line, vendor in found.vendors:
        try:
            context.stdout.write(f"Added {vendor.name} as {add_vendor(workspace, vendor).id}\n")
            added += 1
        except UserError as error:
            context.say(f"{clean(file)}, line {line}: {error}")
    wrong = [problem for problem in found.problems if problem.severity == "error"]
    context.say(f"{added} added, {len(wrong) + len(found.vendors) - added} refused")
    return 0 if added or not (wrong or found.vendors) else 2
