"""Show the key goals with a vendor, add one, or say what became of one.

Each is for a week, a month or a quarter, and says what both sides gain by it. Three may be open
at a time (`key_goals` in partnercheck.toml); one more is refused. A goal that is not done by its
day is offered again with --again: it is then due a period from today, and how often is counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import PERIODS, Goal, Period
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.agreements import (
    Listing,
    add_vendor_or_all,
    is_unreadable,
    require_vendor_or_all,
    show_all,
    show_one,
)

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

DETAILS = ("due", "period", "gain_us", "gain_them", "owner_us", "owner_them", "note")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, what is to be done about which goal, and the format."""
    add_vendor_or_all(parser, "the key goals with every vendor")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--add", metavar="TITLE", help="a new key goal")
    wanted.add_argument("--done", metavar="GOAL", help="it is done; GOAL is its id or title")
    wanted.add_argument("--drop", metavar="GOAL", help="it is no longer pursued")
    wanted.add_argument("--again", metavar="GOAL", help="offer it again, with a later day")
    parser.add_argument("--due", metavar="DATE", help="by when (default: a period from today)")
    parser.add_argument("--period", choices=PERIODS, help="(default: quarter)")
    parser.add_argument("--gain-us", metavar="TEXT", help="what we gain by it")
    parser.add_argument("--gain-them", metavar="TEXT", help="what the vendor gains by it")
    parser.add_argument("--owner-us", metavar="NAME", help="who sees to it on our side")
    parser.add_argument("--owner-them", metavar="NAME", help="who sees to it on the vendor's side")
    parser.add_argument("--note", metavar="TEXT", help="anything else worth knowing")
    add_format(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Do what was asked about a goal, or write the list to stdout."""
    _refuse_words(arguments)
    workspace = workspace_of(arguments, context)
    if arguments.all:
        if show_all(_listing(), workspace, arguments.format, context):
            context.say(
                "There are no key goals yet. `partnercheck goals VENDOR --add TITLE` adds one"
            )
        return 0
    from partnercheck.workspace.read_vendor import read_vendor

    about = read_vendor(workspace, vendor_named(workspace, arguments.vendor))
    if _action(arguments) is not None:
        context.stdout.write(f"{_act(workspace, about, arguments, context)}\n")
        return 0
    return _show_one(workspace, about, arguments.format, context)


def _action(arguments: argparse.Namespace) -> str | None:
    return next((a for a in ("add", "done", "drop", "again") if getattr(arguments, a)), None)


def _refuse_words(arguments: argparse.Namespace) -> None:
    """Raise UserError where the words do not go together."""
    action = _action(arguments)
    require_vendor_or_all(arguments, action)
    if any(getattr(arguments, each) == "" for each in ("add", "done", "drop", "again")):
        raise UserError("which goal? It has a title, and an id made of it")
    allowed = {"add": DETAILS, "again": ("due",)}.get(action or "", ())
    for each in DETAILS:
        if getattr(arguments, each) is not None and each not in allowed:
            goes_with = "--add or --again" if each == "due" else "--add"
            raise UserError(f"--{each.replace('_', '-')} goes with {goes_with}")


def _act(
    workspace: Workspace, about: VendorFiles, arguments: argparse.Namespace, context: Context
) -> str:
    """Add a goal or change one; what to tell about it."""
    from partnercheck.workspace import goals
    from partnercheck.workspace.agreement_files import GOALS_FILE

    vendor, today = about.vendor, context.today
    due = goals.day_from(arguments.due, "--due") if arguments.due is not None else None
    if arguments.add:
        goal = goals.new_goal(_described(arguments, due, today), today)
        key = goals.add_goal(workspace, vendor, goal)
        return f"Added {goal.title} as {key}, due {goal.due}"
    context.report_problems(workspace.root, about.problems)
    named = arguments.done or arguments.drop or arguments.again
    try:
        key = goals.goal_named(about.goals, named, vendor)
    except UserError:
        if is_unreadable(about, GOALS_FILE):
            raise UserError(
                f"the key goals with {vendor.name} cannot all be read. Correct the file first"
            ) from None
        raise
    seen = about.goals[key]
    if arguments.again:
        goal = goals.offered_again(seen, today, due)
        said = f"Offered again: {goal.title}, due {goal.due}"
    else:
        goal = goals.ended(seen, "done" if arguments.done else "dropped", today)
        said = f"{goal.state.capitalize()}: {goal.title}"
    goals.save_goal(workspace, vendor, key, seen, goal)
    return said


def _described(arguments: argparse.Namespace, due: dt.date | None, today: dt.date) -> Goal:
    """The goal that the words describe."""
    from partnercheck.workspace.goals import later

    period: Period = arguments.period or "quarter"
    return Goal(
        title=arguments.add,
        period=period,
        due=due or later(today, period),
        gain_buyer=arguments.gain_us or "",
        gain_vendor=arguments.gain_them or "",
        owner_buyer=arguments.owner_us or "",
        owner_vendor=arguments.owner_them or "",
        note=arguments.note or "",
    )


def _listing() -> Listing:
    from partnercheck.report.goals import WRITERS
    from partnercheck.workspace.agreement_files import GOALS_FILE

    return Listing(WRITERS, GOALS_FILE, _has_goals, _has_goals)


def _has_goals(about: VendorFiles) -> bool:
    return bool(about.goals)


def _show_one(workspace: Workspace, about: VendorFiles, form: str, context: Context) -> int:
    """Write one vendor's goals; status 2 if its file cannot be read at all."""
    from partnercheck.base.english import plural
    from partnercheck.workspace.goals import overdue

    none_yet, status = show_one(_listing(), workspace, about, form, context)
    if undone := len(overdue(about.goals, context.today)):
        what = plural(undone, "key goal")
        context.say(f"{what} overdue: --done or --drop it, or --again offers it with a later day")
    elif none_yet:
        vendor = about.vendor
        context.say(
            f"{vendor.name} has no key goals yet. "
            f"`partnercheck goals {vendor.id} --add TITLE` adds one"
        )
    return status
