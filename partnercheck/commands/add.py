"""Add a vendor to the workspace, or many from a spreadsheet.

`--from FILE` reads a CSV or a spreadsheet (.xlsx, if the extra `xlsx` is installed) with a header:
`name`, and any other keys of vendor.toml. A title above the header is skipped. Other common column
names, such as "Supplier" or "Category", are recognised: the command shows how it understood them
and asks you to confirm. --yes confirms in advance; with --map "Supplier=name" you assign a column
yourself. --facts keeps other columns as facts of your own, under their own names or under new ones:
--facts "Criticality,Annual spend=spend". If two columns have the same name, --map and --facts take
a column's letter or number instead: --map B=name. Numbers and dates are recognised column by
column, and the type of each column is shown; --dates says how to read dates such as 03/04/2027,
whose day and month could be swapped.

The delimiter of a CSV can be a comma, a semicolon or a tab. Each row is added, or refused with its
line number; a refused row does not stop the others. A row is refused if it has more or fewer cells
than the header, an unknown value, a name or id that is in use, a formula in a column that is used,
or text that may belong to a quoted field that was never closed. A row that has only totals is
skipped. The exit status is 2 if no row was added.

--undo undoes the last addition from a file: its vendors are removed, and `restore` does not list
them. Vendors that have been changed or assessed since then are kept, and the command names them.
"""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Stage, Vendor
from partnercheck.commands import (
    STDIN,
    Context,
    add_encoding,
    input_name,
    read_input,
    workspace_of,
)
from partnercheck.commands.confirm import add_yes, confirmed, until_interrupted
from partnercheck.commands.names import add_new_name, known_or_new
from partnercheck.commands.vendor_options import add_field_options, with_options

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.vendor_list import VendorList


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor's name and description, and --from."""
    parser.add_argument("name", metavar="VENDOR", nargs="?", help="the vendor's name")
    _add_list_options(parser)
    add_yes(parser)
    add_encoding(parser)
    parser.add_argument(
        "--id", default="", help="the vendor's id, also its folder's name (default: from its name)"
    )
    parser.add_argument(
        "--candidate",
        action="store_true",
        help="add the vendor as a candidate: no contract has been signed yet",
    )
    add_field_options(parser)
    add_new_name(parser)


def _add_list_options(parser: argparse.ArgumentParser) -> None:
    """Declare --from, and how its columns are read."""
    parser.add_argument(
        "--from",
        dest="file",
        metavar="FILE",
        help="a CSV or .xlsx file that lists vendors; - for stdin",
    )
    parser.add_argument(
        "--facts",
        dest="fact_columns",
        type=_names,
        default=(),
        metavar="COLUMNS",
        help='with --from: columns to keep as facts, such as "Spend,Contract end"',
    )
    parser.add_argument(
        "--map",
        dest="decided",
        action="append",
        default=[],
        metavar="COLUMN=KEY",
        help='with --from: a column\'s key, as in "Vendor Name=name"; can be repeated',
    )
    parser.add_argument(
        "--undo", action="store_true", help="remove the vendors that the last --from added"
    )
    parser.add_argument(
        "--dates",
        choices=("day-first", "month-first"),
        default="",
        help="with --from: how to read dates such as 03/04/2027, if no date in the column shows "
        "whether the day or the month comes first",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Add the vendor, or the vendors of a file."""
    from partnercheck.workspace.checking import charter_problems
    from partnercheck.workspace.editing import known_fact_keys, tidy_vendor
    from partnercheck.workspace.vendors import add_vendor

    workspace = workspace_of(arguments, context)
    if arguments.undo:
        if arguments.file or arguments.name is not None:
            raise UserError("--undo undoes the last --from: use no other option with it")
        return _undo(workspace, context)
    if arguments.file:
        if arguments.name is not None:
            raise UserError("a vendor's name and --from cannot be used together: use one of them")
        return _add_all(workspace, arguments, context)
    if arguments.fact_columns or arguments.decided or arguments.dates:
        option = (
            "--facts" if arguments.fact_columns else "--map" if arguments.decided else "--dates"
        )
        raise UserError(f"{option} is about columns of a file: use it with --from FILE")
    if arguments.name is None:
        raise UserError("the vendor's name is missing: give a name, or --from FILE")
    stage: Stage = "candidate" if arguments.candidate else "active"
    arguments.owner = known_or_new(workspace, "buyer", "", arguments.owner, arguments, context)
    named = Vendor(name=arguments.name, id=arguments.id, stage=stage)
    known_facts = known_fact_keys(workspace) if arguments.facts else ()
    vendor = tidy_vendor(workspace, with_options(named, arguments, known_facts))
    added = add_vendor(workspace, vendor)
    context.stdout.write(f"Added {added.name} as {added.id}\n")
    for problem in charter_problems(workspace, added):
        context.say(str(problem))
    context.say(f"Next: partnercheck assess {added.id}")
    return 0


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def _say_columns(vendor_list: VendorList, arguments: argparse.Namespace, context: Context) -> None:
    """Say which columns are used, for which keys, and how the other columns can become facts."""
    for note in vendor_list.notes:
        context.say(note)
    names = {key: name for name, key in vendor_list.guessed_keys}
    used = [f'{key} (from "{names[key]}")' if key in names else key for key in vendor_list.used]
    context.say(f"Columns used: {', '.join(used)}")
    for guess in vendor_list.guessed:
        context.say(f"Fact {guess}")
    if unused := vendor_list.unused:
        context.say(f"Columns not used: {', '.join(unused)}")
        names_of_facts = ",".join((*arguments.fact_columns, *unused))
        context.say(f"To keep these columns as facts: --facts {shlex.quote(names_of_facts)}")


def _guess_accepted(
    vendor_list: VendorList, arguments: argparse.Namespace, context: Context
) -> bool:
    """Return whether the guessed columns may be used; ask about them on a terminal.

    Raises UserError if no terminal can be asked.
    """
    if arguments.yes or not vendor_list.guessed_keys:
        return True
    pairs = (f"{name}={key}" for name, key in vendor_list.guessed_keys)
    options = " ".join(f"--map {shlex.quote(pair)}" for pair in pairs)
    if arguments.file == STDIN or not context.stdin.isatty():
        raise UserError(
            f"some columns were guessed, so nothing was added. To use the guesses: {options} "
            "(or --yes, which takes every guess)"
        )
    if confirmed(context, "Are these the right columns?"):
        return True
    context.say(
        "Nothing was added. Correct the wrong columns; to leave a column out, put nothing "
        f"after its =: {options}"
    )
    return False


def _read_list(workspace: Workspace, arguments: argparse.Namespace, context: Context) -> VendorList:
    """Return the vendors of the file. Raises UserError if it cannot be read."""
    from partnercheck.workspace.vendor_list import MOST_BYTES, read_vendors

    file = input_name(arguments.file)
    try:
        data = read_input(context, arguments.file, MOST_BYTES)
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror or error})") from error
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    return read_vendors(
        data,
        file,
        classes,
        arguments.encoding,
        arguments.fact_columns,
        arguments.decided,
        arguments.dates,
    )


def _add_all(workspace: Workspace, arguments: argparse.Namespace, context: Context) -> int:
    """Add the vendors of a file, and report the rows that were refused."""
    from partnercheck.workspace.additions import record_addition
    from partnercheck.workspace.vendors import add_vendor, existing_names

    vendor_list = _read_list(workspace, arguments, context)
    file = input_name(arguments.file)
    _say_columns(vendor_list, arguments, context)
    if not _guess_accepted(vendor_list, arguments, context):
        return 2
    for problem in vendor_list.problems:
        context.say(str(problem))
    refused = {problem.line for problem in vendor_list.problems if problem.severity == "error"}
    names_in_use = existing_names(workspace)
    ids: list[str] = []
    try:
        for line, vendor in until_interrupted(vendor_list.vendors):
            try:
                added = add_vendor(workspace, vendor, names_in_use)
            except UserError as error:
                remedy = "Correct the row, or remove it"
                context.say(str(Problem(file, str(error).rstrip("."), remedy, line)))
                refused.add(line)
                continue
            ids.append(added.id)
            context.stdout.write(f"Added {added.name} as {added.id}\n")
    finally:
        # Also after Ctrl+C, so that the vendors added until then can be removed again.
        if ids:
            record_addition(workspace, ids)
    context.say(f"{plural(len(ids), 'vendor')} added, {plural(len(refused), 'row')} refused")
    if not ids:
        return 2
    context.say("To undo: partnercheck add --undo")
    return 0


def _undo(workspace: Workspace, context: Context) -> int:
    """Take back the last addition from a file, and say what stays."""
    from partnercheck.workspace.additions import undo_addition

    workspace.require_settings("changed")
    undone = undo_addition(workspace)
    for vendor_id in undone.removed:
        context.stdout.write(f"Removed {vendor_id}\n")
    for vendor_id, reason in undone.kept.items():
        context.say(f"{vendor_id} stays: {reason}. To remove it: partnercheck remove {vendor_id}")
    kept = f", {len(undone.kept)} kept" if undone.kept else ""
    context.say(f"Undone: {plural(len(undone.removed), 'vendor')} removed{kept}")
    return 0
