"""Show the meetings with a vendor, newest first; record or change a meeting; set how often to meet.

The first lines show when the next meeting is due, and the start of its agenda. `meetings` in
partnercheck.toml says how often to meet; --every changes it for one vendor. Promises given with
--we and --they are stored with the other promises; see `promises`. --edit changes only the fields
that you give as options; --on moves the meeting and its promises to another date. --remove
removes a meeting that was recorded by mistake.
"""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from partnercheck.base.cells import excerpt
from partnercheck.base.english import listed, plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import CADENCES, Meeting, Perspective, Promise, Vendor
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.agreement_list import add_vendor_or_all, refuse_options, show_agreements
from partnercheck.commands.at import add_at
from partnercheck.commands.names import add_new_name, known_or_new_names
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

ACTIONS = ("add", "edit", "remove", "every")
DETAILS = {
    **dict.fromkeys(("present", "decided", "we", "they", "due", "next"), ("add", "edit")),
    "on": ("edit",),
}
AS_USUAL = "as-usual"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the change, the description of a meeting, and the format."""
    add_vendor_or_all(parser, "show the meetings with all vendors")
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--add",
        nargs="?",
        const="",
        metavar="DATE",
        help="record a meeting held on DATE (default: today)",
    )
    action.add_argument("--edit", metavar="DATE", help="change the meeting recorded for this date")
    action.add_argument("--remove", metavar="DATE", help="remove a meeting recorded by mistake")
    action.add_argument(
        "--every", choices=(*CADENCES, AS_USUAL), help="how often to meet this vendor"
    )
    parser.add_argument("--present", metavar="NAMES", help="those present, separated by commas")
    parser.add_argument("--decided", metavar="TEXT", help="what was decided")
    parser.add_argument(
        "--we", action="append", metavar="TEXT", help="what we promised; can be repeated"
    )
    parser.add_argument(
        "--they", action="append", metavar="TEXT", help="what the vendor promised; can be repeated"
    )
    parser.add_argument(
        "--due", metavar="DATE", help="the due date of these promises (default: the next meeting)"
    )
    parser.add_argument(
        "--next", metavar="DATE", help="the date agreed for the next meeting; empty for no date"
    )
    parser.add_argument("--on", metavar="DATE", help="with --edit: the date on which it was held")
    add_new_name(parser)
    add_at(parser)
    add_format(parser)
    add_output(parser, changes=ACTIONS)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Record or change a meeting, set how often to meet, or write the list to stdout."""
    refuse_options(arguments, ACTIONS, DETAILS)
    workspace = workspace_of(arguments, context)
    from partnercheck.report.meetings import LISTING
    from partnercheck.workspace.read_vendor import read_vendor

    if arguments.all:
        return show_agreements(workspace, None, arguments, context, LISTING)
    vendor_files = read_vendor(workspace, vendor_named(workspace, arguments.vendor))
    if arguments.add is not None:
        context.stdout.write(f"{_add(workspace, vendor_files, arguments, context)}\n")
        return 0
    if arguments.edit is not None:
        context.stdout.write(f"{_edit(workspace, vendor_files, arguments, context)}\n")
        return 0
    if arguments.remove is not None:
        context.stdout.write(f"{_remove(workspace, vendor_files, arguments.remove, context)}\n")
        return 0
    if arguments.every is not None:
        context.stdout.write(f"{_set_cadence(workspace, vendor_files, arguments.every)}\n")
        return 0
    return show_agreements(workspace, vendor_files, arguments, context, LISTING)


def _add(
    workspace: Workspace, vendor_files: VendorFiles, arguments: argparse.Namespace, context: Context
) -> str:
    """Record a meeting, and return the message about it."""
    from partnercheck.workspace.goals import day_from
    from partnercheck.workspace.meetings import add_meeting, meeting_and_promises

    vendor, today = vendor_files.vendor, context.today
    on = day_from(arguments.add, "--add") if arguments.add else today
    meeting = _with_options(workspace, vendor, Meeting(), arguments, context)
    checked, promises = meeting_and_promises(on, meeting, today, *_promised_texts(arguments))
    key = add_meeting(workspace, vendor, on, checked, promises)
    recorded = f"Recorded the meeting with {vendor.name} on {key}{_promise_count(promises)}"
    undo = shlex.join(["partnercheck", "meetings", vendor.id, "--remove", key])
    return f"{recorded}. To undo: {undo}"


def _remove(workspace: Workspace, vendor_files: VendorFiles, key: str, context: Context) -> str:
    """Remove a meeting, and return the message about it with the command that undoes this."""
    from partnercheck.workspace.meetings import (
        held_on,
        promises_by_meeting,
        remove_meeting,
        removed_with,
    )

    vendor = vendor_files.vendor
    context.report_problems(workspace.root, vendor_files.problems)
    seen = _meeting_of(vendor_files, key)
    promises = removed_with(vendor_files, key)
    stay = len(promises_by_meeting(vendor_files)[key]) - len(promises)
    remove_meeting(workspace, vendor_files, key)
    due = next((each.due for each in promises.values()), None)
    options = {"buyer": "--we", "vendor": "--they"}
    back = [
        *([f"--present={', '.join(seen.present)}", "--new-name"] if seen.present else []),
        *([f"--decided={seen.decided}"] if seen.decided else []),
        *(f"{options[each.by]}={each.text}" for each in promises.values()),
        *([f"--due={due}"] if due else []),
        *([f"--next={seen.next}"] if seen.next else []),
    ]
    words = ["partnercheck", "meetings", vendor.id, "--add", f"{held_on(key)}", *back]
    staying = f"; still listed: {plural(stay, 'promise')} made in it" if stay else ""
    removed = f"Removed the meeting with {vendor.name} on {key}"
    counted = _promise_count([*promises.values()])
    return f"{removed}{counted}{staying}. To undo: {shlex.join(words)}"


def _edit(
    workspace: Workspace, vendor_files: VendorFiles, arguments: argparse.Namespace, context: Context
) -> str:
    """Change a meeting, and return the message about it with the command that undoes it."""
    from partnercheck.workspace.goals import day_from
    from partnercheck.workspace.meetings import (
        held_on,
        meeting_and_promises,
        meeting_days,
        save_meeting,
    )

    vendor, today = vendor_files.vendor, context.today
    context.report_problems(workspace.root, vendor_files.problems)
    seen = _meeting_of(vendor_files, arguments.edit)
    before = held_on(arguments.edit)
    on = day_from(arguments.on, "--on") if arguments.on is not None else before
    meeting = _with_options(workspace, vendor, seen, arguments, context)
    checked, promises = meeting_and_promises(on, meeting, today, *_promised_texts(arguments))
    if checked == seen and not promises and on == before:
        meeting_named = f"The meeting with {vendor.name} on {arguments.edit}"
        return f"{meeting_named} already has these values. Nothing was changed"
    key = save_meeting(workspace, vendor, arguments.edit, seen, on, checked, promises)
    changed = f"Changed the meeting with {vendor.name} on {key}{_promise_count(promises)}"
    # No command could undo this: promises that are new, or that belong to another meeting on the
    # new day, could not be told apart again.
    others = meeting_days({each: m for each, m in vendor_files.meetings.items() if each != key})
    if promises or (on != before and on in others):
        return changed
    back = [
        *([f"--on={before}"] if on != before else []),
        # A name that only these minutes contain may resemble a known name.
        *(
            [f"--present={', '.join(seen.present)}", "--new-name"]
            if checked.present != seen.present
            else []
        ),
        *([f"--decided={seen.decided}"] if checked.decided != seen.decided else []),
        *([f"--next={seen.next or ''}"] if checked.next != seen.next else []),
    ]
    words = shlex.join(["partnercheck", "meetings", vendor.id, "--edit", key, *back])
    return f"{changed}. To undo: {words}"


def _meeting_of(vendor_files: VendorFiles, key: str) -> Meeting:
    """Return the meeting with this key. Raises UserError if there is none."""
    from partnercheck.workspace.agreement_files import MEETINGS_FILE, has_errors

    if key in vendor_files.meetings:
        return vendor_files.meetings[key]
    name = vendor_files.vendor.name
    if has_errors(vendor_files.problems, MEETINGS_FILE):
        message = f"some meetings with {name} cannot be read. Correct {MEETINGS_FILE} first"
        raise UserError(message)
    days = listed([*vendor_files.meetings])
    known = f"There are records of meetings on {days}" if days else "There is no record of any"
    raise UserError(f'there is no record of a meeting with {name} on "{excerpt(key)}". {known}')


def _with_options(
    workspace: Workspace,
    vendor: Vendor,
    meeting: Meeting,
    arguments: argparse.Namespace,
    context: Context,
) -> Meeting:
    """Return a meeting with the changes that the options name."""
    from msgspec.structs import replace

    from partnercheck.workspace.goals import day_from

    if arguments.present is not None:
        names = arguments.present
        present = known_or_new_names(workspace, None, vendor.id, names, arguments, context)
        meeting = replace(meeting, present=tuple(present))
    if arguments.decided is not None:
        meeting = replace(meeting, decided=arguments.decided)
    if arguments.next is not None:
        next_day = day_from(arguments.next, "--next") if arguments.next else None
        meeting = replace(meeting, next=next_day)
    return meeting


def _promised_texts(
    arguments: argparse.Namespace,
) -> tuple[dict[Perspective, list[str]], dt.date | None]:
    """Return what each side promised, and by when."""
    from partnercheck.workspace.goals import day_from

    due = day_from(arguments.due, "--due") if arguments.due is not None else None
    return {"buyer": arguments.we or [], "vendor": arguments.they or []}, due


def _promise_count(promises: Sequence[Promise]) -> str:
    return f", with {plural(len(promises), 'promise')}" if promises else ""


def _set_cadence(workspace: Workspace, vendor_files: VendorFiles, choice: str) -> str:
    """Set how often to meet, and return the message about it."""
    from partnercheck.workspace.meetings import EVERY, meet_every

    cadence = next((each for each in CADENCES if each == choice), None)
    meet_every(workspace, vendor_files.vendor, cadence)
    often = EVERY[cadence or workspace.settings.meetings]
    return f"Meetings with {vendor_files.vendor.name}: {often}"
