"""Show the key goals with a vendor, add or change a goal, or record its outcome.

A goal runs for a week, a month or a quarter, and says what each side gains. At most three can be
open at a time (`key_goals` in partnercheck.toml). --again extends an overdue goal by its period,
counted from today; the program counts the extensions. --edit changes only the fields that you give
as options; an empty value clears a field. --reopen reopens a goal that was done or dropped.
--remove is for a goal that was recorded by mistake.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import PERIODS, Goal, Period, Perspective
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.agreement_list import add_vendor_or_all, refuse_options, show_agreements
from partnercheck.commands.at import add_at
from partnercheck.commands.names import add_new_name, known_or_new
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

SIDES: Mapping[str, Perspective] = {"owner_us": "buyer", "owner_them": "vendor"}
ACTIONS = ("add", "edit", "done", "drop", "again", "reopen", "remove")
DETAILS = {
    "title": ("edit",),
    "due": ("add", "edit", "again"),
    "period": ("add", "edit"),
    "gain_us": ("add", "edit"),
    "gain_them": ("add", "edit"),
    "owner_us": ("add", "edit"),
    "owner_them": ("add", "edit"),
    "note": ("add", "edit"),
}
# Maps the options that describe a goal to the goal's fields.
FIELDS = {
    "title": "title",
    "period": "period",
    "gain_us": "gain_buyer",
    "gain_them": "gain_vendor",
    "owner_us": "owner_buyer",
    "owner_them": "owner_vendor",
    "note": "note",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the change, the description of a new goal, and the format."""
    add_vendor_or_all(parser, "show the key goals of all vendors")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--add", metavar="TITLE", help="add a key goal")
    action.add_argument("--edit", metavar="GOAL", help="change a goal, by its id or title")
    action.add_argument("--done", metavar="GOAL", help="mark a goal as done, by its id or title")
    action.add_argument("--drop", metavar="GOAL", help="drop a goal that is no longer pursued")
    action.add_argument("--again", metavar="GOAL", help="extend a goal: give it a later due date")
    action.add_argument("--reopen", metavar="GOAL", help="reopen a goal that was done or dropped")
    action.add_argument("--remove", metavar="GOAL", help="remove a goal recorded by mistake")
    parser.add_argument(
        "--title", metavar="TEXT", help="with --edit: a new title; the id stays the same"
    )
    parser.add_argument(
        "--due", metavar="DATE", help="the due date (default: one --period from today)"
    )
    parser.add_argument("--period", choices=PERIODS, help="how long it runs (default: quarter)")
    parser.add_argument("--gain-us", metavar="TEXT", help="what we gain from the goal")
    parser.add_argument("--gain-them", metavar="TEXT", help="what the vendor gains from the goal")
    parser.add_argument("--owner-us", metavar="NAME", help="the person responsible on our side")
    parser.add_argument(
        "--owner-them", metavar="NAME", help="the person responsible on the vendor's side"
    )
    parser.add_argument("--note", metavar="TEXT", help="anything else worth knowing")
    add_new_name(parser)
    add_at(parser)
    add_format(parser)
    add_output(parser, changes=ACTIONS)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Change a goal, or write the list to stdout."""
    refuse_options(arguments, ACTIONS, DETAILS)
    actions = [getattr(arguments, name) for name in ACTIONS]
    if "" in actions:
        raise UserError("the goal is missing: give its title or, for an existing goal, its id")
    workspace = workspace_of(arguments, context)
    from partnercheck.report.goals import LISTING
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
    """Add or change a goal; return the message about it."""
    from partnercheck.workspace import goals

    vendor, today = vendor_files.vendor, context.today
    due = goals.day_from(arguments.due, "--due") if arguments.due is not None else None
    for name, side in SIDES.items():
        typed = getattr(arguments, name)
        known = known_or_new(workspace, side, vendor.id, typed, arguments, context)
        setattr(arguments, name, known)
    if arguments.add:
        goal = goals.new_goal(_goal_from(arguments, due, today), today)
        key = goals.add_goal(workspace, vendor, goal)
        undo = shlex.join(["partnercheck", "goals", vendor.id, "--remove", key])
        return f"Added {goal.title} as {key}, due {goal.due}. To undo: {undo}"
    context.report_problems(workspace.root, vendor_files.problems)
    named = next(filter(None, (getattr(arguments, action) for action in ACTIONS)))
    key = _goal_id(vendor_files, named)
    seen = vendor_files.goals[key]
    if arguments.remove:
        goals.remove_goal(workspace, vendor, key, seen)
        return f"Removed {seen.title}. {_way_to_add_again(vendor.id, seen, today)}"
    if arguments.edit:
        goal = goals.changed_goal(seen, _edited(seen, arguments, due), today)
        message = f"Changed {goal.title}. {_way_back(vendor.id, key, seen, goal, today)}".strip()
        if goal == seen:
            return f"{goal.title} already has these values. Nothing was changed"
    elif arguments.again:
        goal = goals.extended(seen, today, due)
        message = f"Extended: {goal.title}, now due {goal.due}"
    elif arguments.reopen:
        goal = goals.reopened(seen)
        message = f"Open again: {goal.title}, due {goal.due}"
    else:
        goal = goals.closed(seen, "done" if arguments.done else "dropped", today)
        back = shlex.join(["partnercheck", "goals", vendor.id, "--reopen", key])
        message = f"{goal.state.capitalize()}: {goal.title}. To undo: {back}"
    goals.save_goal(workspace, vendor, key, seen, goal)
    return message


def _edited(seen: Goal, arguments: argparse.Namespace, due: dt.date | None) -> Goal:
    """Return a goal with the changes of the options. Raises UserError if no option changes it."""
    from msgspec.structs import replace

    changes = {
        field: value
        for option, field in FIELDS.items()
        if (value := getattr(arguments, option)) is not None
    }
    if not changes and due is None:
        raise UserError("nothing to change: give a detail, such as --title TEXT or --due DATE")
    return replace(seen, **changes, due=due or seen.due)


def _way_back(vendor_id: str, key: str, seen: Goal, goal: Goal, today: dt.date) -> str:
    """Return the command that undoes a change, in words; empty if the old due date has passed."""
    if goal.due != seen.due and seen.due < today:
        return ""
    back = [
        f"--{option.replace('_', '-')}={getattr(seen, field)}"
        for option, field in (*FIELDS.items(), ("due", "due"))
        if getattr(seen, field) != getattr(goal, field)
    ]
    words = shlex.join(["partnercheck", "goals", vendor_id, "--edit", key, *back])
    return f"To undo: {words}"


def _way_to_add_again(vendor_id: str, seen: Goal, today: dt.date) -> str:
    """Return in words how to undo the removal of a goal."""
    if seen.due < today:
        return f"No command adds it again, because its due date, {seen.due}, has passed"
    fields = ((option, field) for option, field in FIELDS.items() if option != "title")
    back = [
        f"--{option.replace('_', '-')}={value}"
        for option, field in (*fields, ("due", "due"))
        if (value := getattr(seen, field))
    ]
    new_name = ["--new-name"] if seen.owner_buyer or seen.owner_vendor else []
    words = ["partnercheck", "goals", vendor_id, f"--add={seen.title}", *back, *new_name]
    options = {"done": "--done", "dropped": "--drop"}
    closed = (
        f", then {options[seen.state]} with the id that it is given" if seen.state != "open" else ""
    )
    return f"To undo: {shlex.join(words)}{closed}"


def _goal_id(vendor_files: VendorFiles, named: str) -> str:
    """Return the id of the goal with this id or title. Raises UserError if no goal has it."""
    from partnercheck.workspace.agreement_files import GOALS_FILE, has_errors
    from partnercheck.workspace.goals import goal_named

    vendor = vendor_files.vendor
    try:
        return goal_named(vendor_files.goals, named, vendor)
    except UserError:
        if has_errors(vendor_files.problems, GOALS_FILE):
            raise UserError(
                f"some key goals with {vendor.name} cannot be read. Correct {GOALS_FILE} first"
            ) from None
        raise


def _goal_from(arguments: argparse.Namespace, due: dt.date | None, today: dt.date) -> Goal:
    """Return the goal that the options describe."""
    from partnercheck.workspace.goals import add_period

    period: Period = arguments.period or "quarter"
    return Goal(
        title=arguments.add,
        period=period,
        due=due or add_period(today, period),
        gain_buyer=arguments.gain_us or "",
        gain_vendor=arguments.gain_them or "",
        owner_buyer=arguments.owner_us or "",
        owner_vendor=arguments.owner_them or "",
        note=arguments.note or "",
    )
