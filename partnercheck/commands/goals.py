"""Show the key goals with a vendor, add one, or say what became of one.

Each is for a week, a month or a quarter, and says what both sides gain by it. Three may be open
at a time (`key_goals` in partnercheck.toml); one more is refused. A goal that is not done by its
day is offered again with --again: it is then due a period from today, and how often is counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import PERIODS, Goal, Period
from partnercheck.commands import Context, vendor_named, workspace_of

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

FORMATS = ("text", "markdown", "csv", "json")
DETAILS = ("due", "period", "gain_us", "gain_them", "owner_us", "owner_them", "note")
FIELDS = Goal.__struct_fields__


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, what is to be done about which goal, and the format."""
    parser.add_argument("vendor", nargs="?", metavar="VENDOR", help="its id or name")
    parser.add_argument("--all", action="store_true", help="the key goals with every vendor")
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
    parser.add_argument("--format", choices=FORMATS, default="text", help="(default: text)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Do what was asked about a goal, or write the list to stdout."""
    _refuse_words(arguments)
    workspace = workspace_of(arguments, context)
    if arguments.all:
        return _show_all(workspace, arguments.format, context)
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
    if bool(arguments.vendor) == arguments.all:
        raise UserError("say one of: a VENDOR, or --all")
    action = _action(arguments)
    if action and arguments.all:
        raise UserError(f"--{action} is about one vendor: name it")
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

    vendor, today = about.vendor, context.today
    due = goals.day_from(arguments.due, "--due") if arguments.due is not None else None
    if arguments.add:
        goal = goals.new_goal(_described(arguments, due, today), today)
        key = goals.add_goal(workspace, vendor, goal)
        return f"Added {goal.title} as {key}, due {goal.due}"
    for problem in about.problems:
        context.say_problem(problem, workspace.root)
    named = arguments.done or arguments.drop or arguments.again
    try:
        key = goals.goal_named(about.goals, named, vendor)
    except UserError:
        if _unread(about):
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


def _show_one(workspace: Workspace, about: VendorFiles, form: str, context: Context) -> int:
    """Write one vendor's goals; status 2 where its file cannot be read at all."""
    from partnercheck.base.english import plural
    from partnercheck.workspace.goals import overdue

    _say_problems(workspace, [about], context)
    _write(workspace, [about], form, context)
    unread = _unread(about)
    if undone := len(overdue(about.goals, context.today)):
        what = plural(undone, "key goal")
        context.say(f"{what} overdue: --done or --drop it, or --again offers it with a later day")
    elif not about.goals and not unread:
        vendor = about.vendor
        context.say(
            f"{vendor.name} has no key goals yet. "
            f"`partnercheck goals {vendor.id} --add TITLE` adds one"
        )
    return 2 if unread and not about.goals else 0


def _unread(about: VendorFiles) -> bool:
    """Whether there are goals that could not be read."""
    from partnercheck.workspace.agreement_files import GOALS_FILE

    wrong = [problem for problem in about.problems if problem.severity == "error"]
    return any(problem.file.endswith(f"/{GOALS_FILE}") for problem in wrong)


def _show_all(workspace: Workspace, form: str, context: Context) -> int:
    """Write the goals of every vendor that has any."""
    from partnercheck.commands.progress import counted
    from partnercheck.workspace.read_vendor import read_vendor, vendor_ids

    ids = counted(vendor_ids(workspace), context.stderr)
    read = (read_vendor(workspace, vendor_id) for vendor_id in ids)
    every = [about for about in read if about.vendor.archived is None]
    found = [about for about in every if about.goals]
    _say_problems(workspace, every, context)
    _write(workspace, every if form == "json" else found, form, context)
    if not found:
        context.say("There are no key goals yet. `partnercheck goals VENDOR --add TITLE` adds one")
    return 0


def _say_problems(workspace: Workspace, found: Iterable[VendorFiles], context: Context) -> None:
    for problem in (*workspace.problems, *(p for about in found for p in about.problems)):
        context.say_problem(problem, workspace.root)


def _write(workspace: Workspace, found: Sequence[VendorFiles], form: str, context: Context) -> None:
    written = {"text": _text, "markdown": _markdown, "csv": _csv, "json": _json}
    context.stdout.write(written[form](workspace, found, context.today))


def _text(workspace: Workspace, found: Sequence[VendorFiles], today: dt.date) -> str:
    from partnercheck.base.terminal import terminal_width
    from partnercheck.report.entry_text import as_text
    from partnercheck.report.words.agreements import goal_sentence, open_of, state_word
    from partnercheck.report.words.entry import Entry

    width = terminal_width()
    blocks = []
    for about in found:
        entries = [
            Entry(state_word(goal, today), f"{goal_sentence(goal, today)}\nid: {key}")
            for key, goal in _ordered(about)
        ]
        title = f"{about.vendor.name}   {open_of(about.goals, workspace.settings.key_goals)}"
        blocks.append(as_text(title, entries, width))
    return "\n".join(blocks)


def _markdown(workspace: Workspace, found: Sequence[VendorFiles], today: dt.date) -> str:
    from partnercheck.formats.tables import as_markdown
    from partnercheck.report.words.agreements import state_word

    head = ["Vendor", "State", "Key goal", "Due", "For", "We gain", "They gain", "Owners", "Id"]
    rows = [
        [
            about.vendor.name,
            state_word(goal, today),
            goal.title,
            f"{goal.due}",
            f"a {goal.period}",
            goal.gain_buyer,
            goal.gain_vendor,
            ", ".join(filter(None, [goal.owner_buyer, goal.owner_vendor])),
            key,
        ]
        for about in found
        for key, goal in _ordered(about)
    ]
    return as_markdown(head, rows)


def _csv(workspace: Workspace, found: Sequence[VendorFiles], today: dt.date) -> str:
    from partnercheck.formats.tables import as_csv
    from partnercheck.workspace.goals import late

    rows = [
        [
            about.vendor.id,
            about.vendor.name,
            key,
            *(getattr(goal, each) for each in FIELDS),
            "true" if late(goal, today) else "false",
        ]
        for about in found
        for key, goal in _ordered(about)
    ]
    return as_csv(["vendor", "name", "id", *FIELDS, "overdue"], rows)


def _json(workspace: Workspace, found: Sequence[VendorFiles], today: dt.date) -> str:
    import json

    from partnercheck.report.json import FORMAT, wrong

    document = {
        "format": FORMAT,
        "key_goals": workspace.settings.key_goals,
        "vendors": [
            {
                "vendor": about.vendor.id,
                "name": about.vendor.name,
                "goals": [_json_goal(key, goal, today) for key, goal in _ordered(about)],
                **wrong(about.problems),
            }
            for about in found
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_goal(key: str, goal: Goal, today: dt.date) -> dict[str, object]:
    from partnercheck.workspace.goals import late

    told = {each: getattr(goal, each) for each in FIELDS}
    dates = {each: told[each] and f"{told[each]}" for each in ("due", "begun", "ended")}
    return {"id": key, **told, **dates, "overdue": late(goal, today)}


def _ordered(about: VendorFiles) -> Iterable[tuple[str, Goal]]:
    from partnercheck.workspace.goals import in_order

    return in_order(about.goals).items()
