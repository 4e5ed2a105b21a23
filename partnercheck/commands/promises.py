"""Show the promises between you and a vendor, add or change a promise, or record what became of it.

A promise belongs to you or to the vendor, and may have an owner and a due date. `meetings --add`
records promises made in a meeting. Use --kept for a promise kept on time, --late for one kept after
its due date. After the due date, --kept also records the promise as kept late; used a second time,
it records that the promise was kept on time after all. --edit changes only the fields that you give
as options; an empty value removes an owner or a due date. --remove is for a promise that was
recorded by mistake.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from partnercheck.base.errors import UserError
from partnercheck.base.records import Perspective, Promise, PromiseState
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.agreement_list import add_vendor_or_all, refuse_options, show_agreements
from partnercheck.commands.at import add_at
from partnercheck.commands.names import add_new_name, known_or_new
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

ACTIONS = ("add", "edit", "kept", "late", "dropped", "reopen", "remove")
DETAILS = {
    "text": ("edit",),
    "by": ("add", "edit"),
    "owner": ("add", "edit"),
    "made": ("add", "edit"),
    "due": ("add", "edit"),
}
SIDES: Mapping[str, Perspective] = {"us": "buyer", "vendor": "vendor"}
STATES: Mapping[str, PromiseState] = {
    "kept": "kept",
    "late": "late",
    "dropped": "dropped",
    "reopen": "open",
}
OPTIONS = {state: f"--{option}" for option, state in STATES.items()}
OUTCOMES: Mapping[PromiseState, str] = {
    "kept": "Kept",
    "late": "Kept late",
    "dropped": "Dropped",
    "open": "Open again",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the change, the description of a new promise, and the format."""
    add_vendor_or_all(parser, "show the promises of all vendors")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--add", metavar="TEXT", help="add a promise")
    action.add_argument("--edit", metavar="PROMISE", help="change a promise, by its id or text")
    action.add_argument("--kept", metavar="PROMISE", help="mark a promise as kept on time")
    action.add_argument(
        "--late", metavar="PROMISE", help="mark a promise as kept after its due date"
    )
    action.add_argument(
        "--dropped", metavar="PROMISE", help="mark a promise as dropped: it no longer holds"
    )
    action.add_argument(
        "--reopen", metavar="PROMISE", help="reopen a promise that was kept or dropped"
    )
    action.add_argument("--remove", metavar="PROMISE", help="remove a promise recorded by mistake")
    parser.add_argument(
        "--text", metavar="TEXT", help="with --edit: a new text; the id stays the same"
    )
    parser.add_argument("--by", choices=tuple(SIDES), help="whose promise it is")
    parser.add_argument("--owner", metavar="NAME", help="the person responsible on that side")
    parser.add_argument("--made", metavar="DATE", help="when the promise was made (default: today)")
    parser.add_argument("--due", metavar="DATE", help="the due date; empty for no date")
    add_new_name(parser)
    add_at(parser)
    add_format(parser)
    add_output(parser, changes=ACTIONS)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Change a promise, or write the list to stdout."""
    refuse_options(arguments, ACTIONS, DETAILS)
    actions = [getattr(arguments, name) for name in ACTIONS]
    if "" in actions:
        raise UserError("the promise is missing: give its text or, for a saved promise, its id")
    if arguments.add and not arguments.by:
        raise UserError("say whose promise it is: --by us or --by vendor")
    workspace = workspace_of(arguments, context)
    from partnercheck.report.promises import LISTING
    from partnercheck.workspace.read_vendor import read_vendor

    if arguments.all:
        return show_agreements(workspace, None, arguments, context, LISTING)
    vendor_files = read_vendor(workspace, vendor_named(workspace, arguments.vendor))
    if any(actions):
        context.stdout.write(f"{_change(workspace, vendor_files, arguments, context)}\n")
        return 0
    return show_agreements(workspace, vendor_files, arguments, context, LISTING)


def _change(
    workspace: Workspace,
    vendor_files: VendorFiles,
    arguments: argparse.Namespace,
    context: Context,
) -> str:
    """Add or change a promise; return what was done, and how to undo it."""
    from partnercheck.workspace import promises

    vendor, today = vendor_files.vendor, context.today
    undo = f"To undo: partnercheck promises {vendor.id} {{}} {{}}"
    if arguments.add:
        side = SIDES[arguments.by]
        owner = known_or_new(workspace, side, vendor.id, arguments.owner, arguments, context)
        blank = Promise(by=side, text=arguments.add, made=today)
        promise = promises.checked_promise(_with_details(blank, arguments, owner))
        (key,) = promises.add_promises(workspace, vendor, [promise])
        due = f", due {promise.due}" if promise.due else ""
        return f"Added {promise.text} as {key}{due}. {undo.format('--remove', key)}"
    context.report_problems(workspace.root, vendor_files.problems)
    if arguments.edit:
        return _edit(workspace, vendor_files, arguments, context)
    if arguments.remove:
        return _remove(workspace, vendor_files, arguments.remove)
    option = next(name for name in STATES if getattr(arguments, name))
    key = _promise_id(vendor_files, getattr(arguments, option))
    seen = vendor_files.promises[key]
    state = STATES[option]
    if state == "kept" and promises.overdue(seen, today):
        state = "late"
    promise = promises.with_state(seen, state, today)
    promises.save_promise(workspace, vendor, key, seen, promise)
    back = undo.format(OPTIONS[seen.state], key)
    outcome = OUTCOMES[promise.state]
    if option == "kept" and state == "late":
        on_time = shlex.join(["partnercheck", "promises", vendor.id, "--kept", key])
        outcome += f", because its due date, {seen.due}, has passed"
        back = f"If it was kept on time, use `{on_time}` once more. {back}"
    return f"{outcome}: {promise.text}. {back}"


def _remove(workspace: Workspace, vendor_files: VendorFiles, named: str) -> str:
    """Remove a promise as if it had never been made; return what was done, and how to undo it."""
    from partnercheck.workspace.promises import remove_promise

    vendor, key = vendor_files.vendor, _promise_id(vendor_files, named)
    seen = vendor_files.promises[key]
    remove_promise(workspace, vendor, key, seen)
    sides = {side: name for name, side in SIDES.items()}
    back = [
        f"--add={seen.text}",
        f"--by={sides[seen.by]}",
        *([f"--owner={seen.owner}", "--new-name"] if seen.owner else []),
        f"--made={seen.made or ''}",
        *([f"--due={seen.due}"] if seen.due else []),
    ]
    words = shlex.join(["partnercheck", "promises", vendor.id, *back])
    settled = (
        f", then {OPTIONS[seen.state]} with the id that it is given" if seen.state != "open" else ""
    )
    return f"Removed {seen.text}. To undo: {words}{settled}"


def _with_details(promise: Promise, arguments: argparse.Namespace, owner: str | None) -> Promise:
    """Return a promise with the changes of the options. Raises UserError for an invalid date."""
    from msgspec.structs import replace

    from partnercheck.workspace.goals import day_from

    texts = {"text": arguments.text, "owner": owner}
    values: dict[str, Any] = {name: value for name, value in texts.items() if value is not None}
    if arguments.by:
        values["by"] = SIDES[arguments.by]
    for name in ("made", "due"):
        if (typed := getattr(arguments, name)) is not None:
            values[name] = day_from(typed, f"--{name}") if typed else None
    return replace(promise, **values)


def _edit(
    workspace: Workspace,
    vendor_files: VendorFiles,
    arguments: argparse.Namespace,
    context: Context,
) -> str:
    """Change a promise; return what was done, and how to undo it."""
    from partnercheck.workspace import promises

    if all(getattr(arguments, name) is None for name in DETAILS):
        raise UserError("nothing to change: give --text, --by, --owner, --made or --due")
    vendor, key = vendor_files.vendor, _promise_id(vendor_files, arguments.edit)
    seen = vendor_files.promises[key]
    side = SIDES[arguments.by] if arguments.by else seen.by
    owner = known_or_new(
        workspace, side, vendor.id, arguments.owner, arguments, context, besides=seen.owner
    )
    promise = promises.checked_promise(_with_details(seen, arguments, owner))
    if promise == seen:
        return f"{promise.text} already has these values. Nothing was changed"
    promises.save_promise(workspace, vendor, key, seen, promise)
    sides = {side: name for name, side in SIDES.items()}
    back = []
    for name in DETAILS:
        old, new = getattr(seen, name), getattr(promise, name)
        if old != new:
            back.append(f"--{name}={sides[old] if name == 'by' else old or ''}")
    words = shlex.join(["partnercheck", "promises", vendor.id, "--edit", key, *back])
    return f"Changed {promise.text}. To undo: {words}"


def _promise_id(vendor_files: VendorFiles, named: str) -> str:
    """Return the id of the promise with this id or text. Raises UserError if there is none."""
    from partnercheck.workspace.agreement_files import PROMISES_FILE, has_errors
    from partnercheck.workspace.promises import promise_named

    vendor = vendor_files.vendor
    try:
        return promise_named(vendor_files.promises, named, vendor)
    except UserError:
        if has_errors(vendor_files.problems, PROMISES_FILE):
            raise UserError(
                f"some promises between you and {vendor.name} cannot be read. Correct "
                f"{PROMISES_FILE} first"
            ) from None
        raise
