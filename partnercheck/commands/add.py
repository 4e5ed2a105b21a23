"""Add a vendor to the workspace, or many from a spreadsheet.

`--from FILE` reads a CSV with a header: `name`, and any other keys of vendor.toml. The delimiter
can be a comma, a semicolon or a tab. Each row is added, or refused with its line number; a refused
row does not stop the others. A row is refused if it has more or fewer cells than the header, an
unknown value, a name or id that is in use, or text that may belong to an unclosed quotation.
The exit status is 2 if no row was added.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import AIMS, Problem, Vendor
from partnercheck.base.text import slug
from partnercheck.commands import Context, add_encoding, input_name, read_input, workspace_of

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor's name and description, and --from."""
    parser.add_argument("name", metavar="VENDOR", nargs="?", help="the vendor's name")
    parser.add_argument("--from", dest="file", metavar="FILE", help="a CSV of vendors; - for stdin")
    add_encoding(parser)
    parser.add_argument("--id", default="", help="its folder's name (default: made of the name)")
    parser.add_argument("--supplies", default="", help="what the vendor supplies to you")
    parser.add_argument(
        "--line", default="", metavar="TEXT", help="the line of work to judge, such as transport"
    )
    parser.add_argument("--value-chain", default="", help="where in the chain, such as inbound")
    parser.add_argument("--owner", default="", help="the person on your side who is responsible")
    parser.add_argument("--tag", action="append", default=[], help="may be given several times")
    parser.add_argument("--candidate", action="store_true", help="no contract is signed yet")
    parser.add_argument(
        "--target", default="", metavar="CLASS", help="the class you want it to have"
    )
    parser.add_argument("--target-why", default="", metavar="TEXT", help="why that class")
    parser.add_argument(
        "--serves",
        action="append",
        choices=AIMS,
        default=[],
        help="which of your aims it advances; may be given several times",
    )
    parser.add_argument(
        "--charter", default="", metavar="TEXT", help="where the shared objectives are described"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Add the vendor, or the vendors of a file."""
    from partnercheck.workspace.vendors import add_vendor

    workspace = workspace_of(arguments, context)
    if arguments.file:
        if arguments.name is not None:
            raise UserError("a vendor's name and --from cannot go together: use one of them")
        return _add_all(workspace, arguments, context)
    if arguments.name is None:
        raise UserError("the vendor's name is missing: give a name, or --from FILE")
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    target = slug(arguments.target)
    if target and target not in classes:
        raise UserError(f"--target must be one of {', '.join(classes)}")
    vendor = Vendor(
        name=arguments.name,
        id=arguments.id,
        supplies=arguments.supplies,
        line=arguments.line,
        value_chain=arguments.value_chain,
        owner=arguments.owner,
        tags=tuple(arguments.tag),
        stage="candidate" if arguments.candidate else "active",
        target=target,
        target_why=arguments.target_why,
        serves=tuple(dict.fromkeys(arguments.serves)),
        charter=arguments.charter,
    )
    added = add_vendor(workspace, vendor)
    context.stdout.write(f"Added {added.name} as {added.id}\n")
    context.say(f"Next: partnercheck assess {added.id}")
    return 0


def _add_all(workspace: Workspace, arguments: argparse.Namespace, context: Context) -> int:
    """Add the vendors of a file, and report the rows that were refused."""
    from partnercheck.workspace.vendor_list import MOST_BYTES, read_vendors
    from partnercheck.workspace.vendors import add_vendor, existing_names

    file = input_name(arguments.file)
    try:
        data = read_input(context, arguments.file, MOST_BYTES)
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror or error})") from error
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    vendor_list = read_vendors(data, file, classes, arguments.encoding)
    context.say(f"Columns used: {', '.join(vendor_list.used)}")
    if vendor_list.unused:
        context.say(f"Columns not used: {', '.join(vendor_list.unused)}")
    for problem in vendor_list.problems:
        context.say(str(problem))
    refused = {problem.line for problem in vendor_list.problems if problem.severity == "error"}
    names_in_use = existing_names(workspace)
    count = 0
    for line, vendor in vendor_list.vendors:
        try:
            added = add_vendor(workspace, vendor, names_in_use)
            context.stdout.write(f"Added {added.name} as {added.id}\n")
            count += 1
        except UserError as error:
            remedy = "Correct the row, or remove it"
            context.say(str(Problem(file, str(error).rstrip("."), remedy, line)))
            refused.add(line)
    context.say(f"{plural(count, 'vendor')} added, {plural(len(refused), 'row')} refused")
    return 0 if count else 2
