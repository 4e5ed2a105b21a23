"""Change the fields and facts of a vendor, or of all vendors that meet conditions.

An empty value clears a field: --owner "". The id never changes. If you name several vendors, the
command lists them and asks you to confirm; --yes confirms in advance, and --dry-run only shows the
changes. The commands that undo the changes are written to stderr.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import STAGES
from partnercheck.commands import Context, workspace_of
from partnercheck.commands.confirm import add_yes, confirmed, until_interrupted
from partnercheck.commands.names import add_new_name, known_or_new
from partnercheck.commands.selection import add_where, many_chosen
from partnercheck.commands.vendor_options import add_field_options, options_between, with_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from partnercheck.base.records import Vendor
    from partnercheck.workspace.editing import Change
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description

NOT_CHANGES = {
    "new_name",
    "vendors",
    "where",
    "missing",
    "yes",
    "dry_run",
    "workspace",
    "debug",
    "run",
    "command",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors, the conditions, and an option for each field."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names")
    add_where(parser)
    parser.add_argument("--name", metavar="NAME", help="another name; the id stays the same")
    add_field_options(parser)
    parser.add_argument("--untag", action="append", default=[], metavar="WORD", help="remove a tag")
    parser.add_argument("--stage", choices=STAGES, help="make the vendor active, or a candidate")
    parser.add_argument("--unset", action="append", default=[], metavar="KEY", help="remove a fact")
    parser.add_argument("--dry-run", action="store_true", help="show the changes, but make none")
    add_new_name(parser)
    add_yes(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Show the changes, ask if there are several vendors, and save them."""
    from partnercheck.base.english import plural
    from partnercheck.workspace.editing import changes_between
    from partnercheck.workspace.fact_types import became_texts

    workspace = workspace_of(arguments, context)
    workspace.require_settings("changed")
    _require_options(arguments)
    descriptions = many_chosen(workspace, arguments, context)
    arguments.owner = known_or_new(workspace, "buyer", "", arguments.owner, arguments, context)
    if arguments.name is not None and len(descriptions) > 1:
        raise UserError("--name can only be used with one vendor")
    edits = _edits(workspace, descriptions, arguments)
    is_preview = arguments.dry_run or len(descriptions) > 1 or arguments.where or arguments.missing
    if is_preview:
        for seen, wanted in edits:
            context.stdout.write(_summary(seen, changes_between(seen, wanted)))
    unchanged = len(descriptions) - len(edits)
    if unchanged:
        kept = "was not changed: it" if unchanged == 1 else "were not changed: they"
        context.say(f"{plural(unchanged, 'vendor')} {kept} already had these values")
    if not edits or arguments.dry_run:
        for sentence in became_texts(edits, is_saved=False):
            context.say(sentence)
        context.say("Nothing was changed")
        return 0
    question = f"Change {plural(len(edits), 'vendor')}?"
    if is_preview and not arguments.yes and not confirmed(context, question):
        context.say("Nothing was changed")
        return 0
    return _save(workspace, edits, context, is_preview=bool(is_preview))


def _edits(
    workspace: Workspace, descriptions: Sequence[Description], arguments: argparse.Namespace
) -> list[tuple[Vendor, Vendor]]:
    """Return the vendors that the options would change, each before and after it."""
    from partnercheck.workspace.editing import (
        changes_between,
        known_fact_keys,
        require_readable,
        tidy_vendor,
    )

    known_facts = known_fact_keys(workspace) if arguments.facts else ()
    edits = []
    for description in descriptions:
        seen = require_readable(workspace, description)
        wanted = tidy_vendor(workspace, _wanted(seen, arguments, known_facts))
        if changes_between(seen, wanted):
            edits.append((seen, wanted))
    return edits


def _require_options(arguments: argparse.Namespace) -> None:
    """Raise UserError if no option says what to change."""
    options = {key: value for key, value in vars(arguments).items() if key not in NOT_CHANGES}
    if all(value is None or value == [] for value in options.values()):
        raise UserError("nothing to change: give a field, such as --owner NAME or --set spend=1000")


def _wanted(seen: Vendor, arguments: argparse.Namespace, known_facts: Iterable[str]) -> Vendor:
    """Return a vendor with the changes of the options."""
    from msgspec.structs import replace

    wanted = with_options(seen, arguments, known_facts)
    if arguments.name is not None:
        wanted = replace(wanted, name=arguments.name)
    return replace(wanted, stage=arguments.stage or wanted.stage)


def _save(
    workspace: Workspace, edits: list[tuple[Vendor, Vendor]], context: Context, is_preview: bool
) -> int:
    """Save the edits; an edit that fails does not stop the other edits. Return the exit status."""
    from partnercheck.base.english import plural
    from partnercheck.workspace.checking import charter_problems
    from partnercheck.workspace.editing import save_vendor

    saved: list[tuple[Vendor, Vendor]] = []
    try:
        for seen, wanted in until_interrupted(edits):
            try:
                changes = save_vendor(workspace, seen, wanted)
            except UserError as error:
                context.say(f"{seen.name} was not changed: {error}")
                continue
            saved.append((seen, wanted))
            if not is_preview:
                context.stdout.write(_summary(seen, changes))
            if wanted.charter != seen.charter:
                for problem in charter_problems(workspace, wanted):
                    context.say(str(problem))
    finally:
        # Also after Ctrl+C: what was changed until then can be undone.
        _say_how_to_undo(saved, context)
    if is_preview:
        context.say(f"Changed {plural(len(saved), 'vendor')}")
    return 0 if len(saved) == len(edits) else 2


def _say_how_to_undo(saved: list[tuple[Vendor, Vendor]], context: Context) -> None:
    """Say which facts have become texts, and print the commands that undo the edits."""
    from partnercheck.workspace.fact_types import became_texts

    for sentence in became_texts(saved):
        context.say(sentence)
    # The ids by the options that undo their change: often they are the same for all.
    ids: dict[str, list[str]] = {}
    for seen, wanted in saved:
        ids.setdefault(options_between(wanted, seen), []).append(seen.id)
    for back, of_these in ids.items():
        context.say(f"To undo: partnercheck edit {' '.join(of_these)} {back}")


def _summary(vendor: Vendor, changes: list[Change]) -> str:
    """Return a vendor and its changes, one per line."""
    lines = [f"  {each.label}: {' → '.join(each.values)}" for each in changes]
    return "\n".join([f"{vendor.name} ({vendor.id})", *lines]) + "\n"
