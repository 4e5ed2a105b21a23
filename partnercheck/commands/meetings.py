"""Show the meetings with a vendor, newest first; write one down; say how often to meet.

The first lines say by when to meet next, and what the next agenda starts from. How often is
`meetings` in partnercheck.toml, or for one vendor what --every says.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import CADENCES, Meeting
from partnercheck.commands import Context, vendor_named, workspace_of

if TYPE_CHECKING:
    from partnercheck.report.words.entry import Entry
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

FORMATS = ("text", "markdown", "csv", "json")
DETAILS = ("present", "decided", "we", "they", "next")
AS_USUAL = "as-usual"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, what is to be written down, and the format."""
    parser.add_argument("vendor", nargs="?", metavar="VENDOR", help="its id or name")
    parser.add_argument("--all", action="store_true", help="the meetings with every vendor")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument(
        "--add", nargs="?", const="", metavar="DATE", help="a meeting that was held (today's)"
    )
    wanted.add_argument(
        "--every", choices=(*CADENCES, AS_USUAL), help="how often to meet this vendor"
    )
    parser.add_argument("--present", metavar="NAMES", help="who was there, commas between them")
    parser.add_argument("--decided", metavar="TEXT", help="what was decided")
    parser.add_argument(
        "--we", action="append", metavar="TEXT", help="what we promised; repeatable"
    )
    parser.add_argument(
        "--they", action="append", metavar="TEXT", help="what the vendor promised; repeatable"
    )
    parser.add_argument("--next", metavar="DATE", help="the day agreed for the next one")
    parser.add_argument("--format", choices=FORMATS, default="text", help="(default: text)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write a meeting down, or the list to stdout."""
    _refuse_words(arguments)
    workspace = workspace_of(arguments, context)
    if arguments.all:
        return _show_all(workspace, arguments.format, context)
    from partnercheck.workspace.read_vendor import read_vendor

    about = read_vendor(workspace, vendor_named(workspace, arguments.vendor))
    if arguments.add is not None:
        return _add(workspace, about, arguments, context)
    if arguments.every is not None:
        return _every(workspace, about, arguments.every, context)
    return _show_one(workspace, about, arguments.format, context)


def _refuse_words(arguments: argparse.Namespace) -> None:
    """Raise UserError where the words do not go together."""
    if bool(arguments.vendor) == arguments.all:
        raise UserError("say one of: a VENDOR, or --all")
    for word in ("add", "every"):
        if arguments.all and getattr(arguments, word) is not None:
            raise UserError(f"--{word} is about one vendor: name it")
    told = [each for each in DETAILS if getattr(arguments, each) is not None]
    if told and arguments.add is None:
        raise UserError(f"--{told[0]} goes with --add")


def _add(
    workspace: Workspace, about: VendorFiles, arguments: argparse.Namespace, context: Context
) -> int:
    from partnercheck.workspace.goals import day_from
    from partnercheck.workspace.meetings import add_meeting, held

    on = day_from(arguments.add, "--add") if arguments.add else context.today
    meeting = Meeting(
        present=tuple((arguments.present or "").split(",")),
        decided=arguments.decided or "",
        we=tuple(arguments.we or ()),
        they=tuple(arguments.they or ()),
        next=day_from(arguments.next, "--next") if arguments.next is not None else None,
    )
    key = add_meeting(workspace, about.vendor, on, held(on, meeting, context.today))
    context.stdout.write(f"Written down: the meeting with {about.vendor.name} of {key}\n")
    return 0


def _every(workspace: Workspace, about: VendorFiles, named: str, context: Context) -> int:
    from partnercheck.workspace.meetings import EVERY, meet_every

    cadence = next((each for each in CADENCES if each == named), None)
    meet_every(workspace, about.vendor, cadence)
    often = EVERY[cadence or workspace.settings.meetings]
    context.stdout.write(f"To meet {about.vendor.name}: {often}\n")
    return 0


def _show_one(workspace: Workspace, about: VendorFiles, form: str, context: Context) -> int:
    """Write one vendor's meetings; status 2 where their file cannot be read at all."""
    from partnercheck.workspace.agreement_files import MEETINGS_FILE

    _say_problems(workspace, [about], context)
    _write([about], form, context)
    wrong = [problem for problem in about.problems if problem.severity == "error"]
    unread = any(problem.file.endswith(f"/{MEETINGS_FILE}") for problem in wrong)
    if not about.meetings and not unread:
        vendor = about.vendor
        context.say(
            f"No meeting with {vendor.name} is written down yet. "
            f"`partnercheck meetings {vendor.id} --add` does it"
        )
    return 2 if unread and not about.meetings else 0


def _show_all(workspace: Workspace, form: str, context: Context) -> int:
    """Write the meetings of every vendor that has any, or should have."""
    from partnercheck.commands.progress import counted
    from partnercheck.workspace.meetings import first_expected
    from partnercheck.workspace.read_vendor import read_vendor, vendor_ids

    ids = counted(vendor_ids(workspace), context.stderr)
    read = (read_vendor(workspace, vendor_id) for vendor_id in ids)
    every = [about for about in read if about.vendor.archived is None]
    found = [about for about in every if about.meetings or first_expected(about)]
    _say_problems(workspace, every, context)
    _write(every if form == "json" else found, form, context)
    if not found:
        context.say(
            "No meetings are written down yet. `partnercheck meetings VENDOR --add` does it"
        )
    return 0


def _say_problems(workspace: Workspace, found: Iterable[VendorFiles], context: Context) -> None:
    for problem in (*workspace.problems, *(p for about in found for p in about.problems)):
        context.say_problem(problem, workspace.root)


def _write(found: Sequence[VendorFiles], form: str, context: Context) -> None:
    written = {"text": _text, "markdown": _markdown, "csv": _csv, "json": _json}
    context.stdout.write(written[form](found, context.today))


def _text(found: Sequence[VendorFiles], today: dt.date) -> str:
    from partnercheck.base.terminal import terminal_width
    from partnercheck.report.entry_text import as_text

    width = terminal_width()
    return "\n".join(as_text(about.vendor.name, _entries(about, today), width) for about in found)


def _entries(about: VendorFiles, today: dt.date) -> Iterator[Entry]:
    from partnercheck.report.words.agreements import agenda_in_short, meeting_lines, next_meeting
    from partnercheck.report.words.entry import Entry
    from partnercheck.workspace.meetings import first_expected

    expected = first_expected(about)
    yield Entry("next", next_meeting(about.meetings, today, about.meets, expected))
    if starts := agenda_in_short(about.goals, about.meetings, today):
        yield Entry("", starts)
    for key, meeting in _ordered(about):
        yield Entry(key, "\n".join(meeting_lines(meeting)))


def _markdown(found: Sequence[VendorFiles], today: dt.date) -> str:
    from partnercheck.formats.tables import as_markdown

    head = ["Vendor", "Meeting", "Present", "Decided", "We promised", "They promised", "Next"]
    rows = [
        [
            about.vendor.name,
            key,
            ", ".join(meeting.present),
            meeting.decided,
            "; ".join(meeting.we),
            "; ".join(meeting.they),
            f"{meeting.next or ''}",
        ]
        for about in found
        for key, meeting in _ordered(about)
    ]
    return as_markdown(head, rows)


def _csv(found: Sequence[VendorFiles], today: dt.date) -> str:
    from partnercheck.formats.tables import as_csv

    rows = [
        [
            about.vendor.id,
            about.vendor.name,
            key,
            ", ".join(meeting.present),
            meeting.decided,
            "; ".join(meeting.we),
            "; ".join(meeting.they),
            meeting.next,
        ]
        for about in found
        for key, meeting in _ordered(about)
    ]
    return as_csv(["vendor", "name", "meeting", *DETAILS], rows)


def _json(found: Sequence[VendorFiles], today: dt.date) -> str:
    import json

    from partnercheck.report.json import FORMAT

    vendors = [_json_vendor(about, today) for about in found]
    return json.dumps({"format": FORMAT, "vendors": vendors}, ensure_ascii=False, indent=1) + "\n"


def _json_vendor(about: VendorFiles, today: dt.date) -> dict[str, object]:
    from partnercheck.report.json import wrong
    from partnercheck.workspace.meetings import held_on, meeting_missing, next_due

    due = next_due(about.meetings, about.meets)
    return {
        "vendor": about.vendor.id,
        "name": about.vendor.name,
        "every": about.meets,
        "next_by": f"{due}" if due else None,
        "overdue": meeting_missing(about, today),
        "meetings": [
            {
                "id": key,
                "on": f"{held_on(key)}",
                "present": list(meeting.present),
                "decided": meeting.decided,
                "we": list(meeting.we),
                "they": list(meeting.they),
                "next": f"{meeting.next}" if meeting.next else None,
            }
            for key, meeting in _ordered(about)
        ],
        **wrong(about.problems),
    }


def _ordered(about: VendorFiles) -> Iterable[tuple[str, Meeting]]:
    from partnercheck.workspace.meetings import newest_first

    return newest_first(about.meetings).items()
