"""List the known people, what they have answered and what they still owe, or change the list.

Your own people are in people.toml, a vendor's people in the vendor's own people.toml; anybody who
has answered is also listed. --rename changes a person's name in the answers of all rounds.
--remove-answers moves a person's answers to .partnercheck/removed/. --left marks that somebody has
left: nobody waits for that person's answers any more, but answers already given still count.
--write writes a text to send to somebody who owes an answer, or whose promise or key goal is
overdue; the text for one of a vendor's people contains only what both sides know.
"""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.records import LEVELS
from partnercheck.commands import Context, add_format, vendor_named, workspace_of
from partnercheck.commands.confirm import add_yes, confirmed
from partnercheck.commands.names import add_new_name, known_or_new
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnercheck.base.records import Perspective
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description
    from partnercheck.workspace.respondents import KnownPeople

MOST_MENTIONS = 20
DETAILS = ("level", "email")
# The options with which nothing is listed.
CHANGES = ("add", "remove", "rename", "remove_answers", "left")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the change, what is known of a person, and the format."""
    parser.add_argument(
        "vendor",
        nargs="?",
        metavar="VENDOR",
        help="only the people who answer about this vendor (default: all)",
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--add", metavar="NAME", help="add or change a person or a role")
    action.add_argument("--remove", metavar="NAME", help="remove a person from the list")
    action.add_argument(
        "--rename",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="change a person's name, in all answers too",
    )
    action.add_argument(
        "--remove-answers", metavar="NAME", help="remove a person's answers; they can be restored"
    )
    action.add_argument("--left", metavar="NAME", help="mark that a person has left, or is back")
    action.add_argument(
        "--write", metavar="NAME", help="write a text to send that lists what this person owes"
    )
    parser.add_argument(
        "--level",
        choices=(*LEVELS, ""),
        help="with --add: the person's level, empty if not known",
    )
    parser.add_argument("--email", metavar="ADDRESS", help="with --add: one e-mail address")
    add_new_name(parser)
    parser.add_argument(
        "--on",
        metavar="DAY",
        help="with --left: the date on which the person left; empty if the person is back",
    )
    add_yes(parser)
    add_format(parser)
    add_output(parser, changes=CHANGES)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Change the list, or write it to stdout. Without a vendor, a change is to our own people."""
    if not arguments.add and (arguments.level is not None or arguments.email is not None):
        raise UserError("--level and --email can only be used with --add")
    if arguments.left is None and arguments.on is not None:
        raise UserError("--on can only be used with --left")
    workspace = workspace_of(arguments, context)
    described = vendor_named(workspace, arguments.vendor) if arguments.vendor else None
    vendor_id = described.vendor.id if described else ""
    if arguments.add is not None:
        return _add(workspace, vendor_id, arguments, context)
    if arguments.remove is not None:
        return _remove(workspace, vendor_id, arguments.remove, context)
    if arguments.left is not None:
        return _left(workspace, vendor_id, arguments, context)
    if arguments.rename:
        old, new = arguments.rename
        side = _side(vendor_id)
        named = known_or_new(workspace, side, vendor_id, new, arguments, context, besides=old)
        return _rename(workspace, vendor_id, old, named or new, context)
    if arguments.remove_answers is not None:
        return _remove_answers(workspace, vendor_id, arguments, context)
    return _list(workspace, described, arguments, context)


def _side(vendor_id: str) -> Perspective:
    return "vendor" if vendor_id else "buyer"


def _who(name: str, known: Sequence[str]) -> str:
    """Return the end of a message about a name that nobody has."""
    return suggestion(name, known) or ". `partnercheck people` shows who is known"


def _words(vendor_id: str) -> str:
    """Return the vendor as it stands in a command, with a space before it."""
    return f" {vendor_id}" if vendor_id else ""


def _add(
    workspace: Workspace, vendor_id: str, arguments: argparse.Namespace, context: Context
) -> int:
    from partnercheck.base.records import Person
    from partnercheck.base.text import tidy_name
    from partnercheck.workspace.people import person_named, read_people, save_person

    side = _side(vendor_id)
    name = tidy_name(arguments.add)
    name = known_or_new(workspace, side, vendor_id, name, arguments, context) or name
    person = Person(name=name or " ", level=arguments.level or None, email=arguments.email or "")
    listed, _ = read_people(workspace, vendor_id)
    before = listed.get(person_named(listed, name))
    cleared = [key for key in DETAILS if getattr(arguments, key) == ""]
    is_new = save_person(workspace, vendor_id, person, cleared)
    context.stdout.write(f"{'Added' if is_new else 'Changed'} {name}\n")
    people = f"partnercheck people{_words(vendor_id)}"
    if before is None:
        context.say(f"To undo: {people} --remove {shlex.quote(name)}")
        return 0
    given = [key for key in DETAILS if getattr(arguments, key) is not None]
    if given:
        options = [f"--{key}={getattr(before, key) or ''}" for key in given]
        context.say(f"To undo: {people} {shlex.join(['--add', before.name, *options])}")
    return 0


def _remove(workspace: Workspace, vendor_id: str, name: str, context: Context) -> int:
    from partnercheck.workspace.people import remove_person

    person = remove_person(workspace, vendor_id, name)
    if person is None:
        from partnercheck.workspace.people import read_people

        listed = [each.name for each in read_people(workspace, vendor_id)[0].values()]
        raise UserError(f'"{name}" is not in the list{_who(name, listed)}')
    context.stdout.write(f"Removed {person.name} from the list\n")
    options = [f"--level {person.level}"] if person.level else []
    options += [f"--email {shlex.quote(person.email)}"] if person.email else []
    if person.left:
        options.append(
            f"&& partnercheck people{_words(vendor_id)} --left {shlex.quote(person.name)} "
            f"--on {person.left}"
        )
    undo = " ".join([f"people{_words(vendor_id)} --add {shlex.quote(person.name)}", *options])
    context.say(f"To undo: partnercheck {undo}")
    if person.left is None and _owes(workspace, vendor_id, person.name, context):
        left = f"people{_words(vendor_id)} --left {shlex.quote(person.name)}"
        context.say(f"{person.name} still owes answers. After leaving: partnercheck {left}")
    _say_mentions(workspace, person.name, context)
    return 0


def _owes(workspace: Workspace, vendor_id: str, name: str, context: Context) -> bool:
    from partnercheck.base.text import name_key

    everybody = _known(workspace, vendor_id, context)[0].everybody()
    return any(
        bool(each.owes)
        for each in everybody
        if each.vendor_id == vendor_id and name_key(each.name) == name_key(name)
    )


def _left(
    workspace: Workspace, vendor_id: str, arguments: argparse.Namespace, context: Context
) -> int:
    """Mark a person who is listed, or who has answered or was asked, as having left."""
    from partnercheck.base.text import name_key, tidy_name
    from partnercheck.workspace.goals import day_from
    from partnercheck.workspace.people import mark_left

    typed = context.today.isoformat() if arguments.on is None else arguments.on
    day = day_from(typed, "--on") if typed else None
    if day and day > context.today:
        raise UserError(f"{day} is in the future. Mark it once the person has left")
    key = name_key(tidy_name(arguments.left))
    known = [
        each
        for each in _known(workspace, vendor_id, context)[0].everybody()
        if each.vendor_id == vendor_id and name_key(each.name) == key
    ]
    if not key or not known:
        name = tidy_name(arguments.left)
        everybody = _known(workspace, vendor_id, context)[0].everybody()
        names = [each.name for each in everybody if each.vendor_id == vendor_id]
        raise UserError(f'nobody is known as "{name}"{_who(name, names)}')
    person = known[0]
    if person.left == day:
        raise UserError(f"{person.name} has {'not left' if day is None else 'left already'}")
    mark_left(workspace, vendor_id, person.name, day, person.level)
    name, people = shlex.quote(person.name), f"partnercheck people{_words(vendor_id)}"
    context.stdout.write(
        f"{person.name} left on {day}; nobody waits for this person's answers any more\n"
        if day
        else f"{person.name} is back\n"
    )
    back = f" --on {person.left}" if person.left else " --on ''"
    if person.is_listed:
        context.say(f"To undo: {people} --left {name}{back}")
    else:
        context.say(f"To undo: {people} --remove {name}")
    return 0


def _rename(workspace: Workspace, vendor_id: str, old: str, new: str, context: Context) -> int:
    from partnercheck.base.text import tidy_name
    from partnercheck.workspace.people import person_named, read_people, rename_person
    from partnercheck.workspace.respondent_files import rename_respondent

    old, new = tidy_name(old), tidy_name(new)
    if not new:
        raise UserError("the new name is blank. Type a name or a role")
    is_listed = bool(person_named(read_people(workspace, vendor_id)[0], old))
    files = rename_respondent(workspace, _side(vendor_id), old, new, vendor_id)
    if not files and not is_listed:
        everybody = _known(workspace, vendor_id, context)[0].everybody()
        names = [each.name for each in everybody if each.vendor_id == vendor_id]
        raise UserError(f'nobody is known as "{old}"{_who(old, names)}')
    if is_listed:
        rename_person(workspace, vendor_id, old, new)
    context.stdout.write(f"Renamed {old} to {new}\n")
    context.stdout.write("".join(f"  {file}\n" for file in files))
    undo = f"people{_words(vendor_id)} --rename {shlex.quote(new)} {shlex.quote(old)}"
    context.say(f"To undo: partnercheck {undo}")
    _say_mentions(workspace, old, context)
    return 0


def _remove_answers(
    workspace: Workspace, vendor_id: str, arguments: argparse.Namespace, context: Context
) -> int:
    from partnercheck.base.english import plural
    from partnercheck.workspace.open import file_name
    from partnercheck.workspace.respondent_files import answer_files, remove_answers

    workspace.require_settings("changed")
    name = arguments.remove_answers
    files = answer_files(workspace, _side(vendor_id), name, vendor_id)
    if not files:
        raise UserError(f'nobody has answered as "{name}". `partnercheck people` shows who has')
    context.stdout.write("".join(f"{file_name(workspace, each.path)}\n" for each in files))
    question = f"Remove {plural(len(files), 'file')} with answers?"
    if not (arguments.yes or confirmed(context, question)):
        context.say("Nothing was changed")
        return 0
    folder = remove_answers(workspace, files, context.today)
    context.stdout.write(f"Removed them; they are in .partnercheck/removed/{folder}\n")
    context.say(f"To undo: partnercheck restore {folder}")
    _say_mentions(workspace, name, context)
    return 0


def _say_mentions(workspace: Workspace, name: str, context: Context) -> None:
    """Say where a name still appears in files, so that a person can decide on it."""
    from partnercheck.workspace.respondent_files import mentions

    if places := mentions(workspace, name):
        more = len(places) - MOST_MENTIONS
        context.say(f"{name} still appears in:")
        for place in places[:MOST_MENTIONS]:
            context.say(f"  {place}")
        if more > 0:
            context.say(f"  and in {more} more lines")


def _known(
    workspace: Workspace, described: str | Description | None, context: Context
) -> tuple[KnownPeople, dict[str, str]]:
    """Return who is known about a vendor (without one: about all), and the vendors' names."""
    from partnercheck.commands.progress import with_progress
    from partnercheck.workspace.read_vendor import read_vendor, vendor_ids
    from partnercheck.workspace.respondents import KnownPeople

    known = KnownPeople(workspace)
    names = {}
    chosen = [described] if described else vendor_ids(workspace)
    for each in with_progress(chosen, context.stderr):
        files = read_vendor(workspace, each)
        names[files.vendor.id] = files.vendor.name
        known.add_vendor(files)
    return known, names


def _list(
    workspace: Workspace,
    described: Description | None,
    arguments: argparse.Namespace,
    context: Context,
) -> int:
    """Write the list, or a text to send to one person."""
    from partnercheck.report.people import WRITERS

    known, names = _known(workspace, described, context)
    vendor_id = described.vendor.id if described else ""
    context.report_problems(workspace.root, workspace.problems, known.problems)
    if arguments.write is not None:
        return _write(workspace, known, vendor_id, arguments.write, context)
    people = [each for each in known.waited_for() if not vendor_id or each.concerns(vendor_id)]
    context.stdout.write(WRITERS[arguments.format](people, names, context.today))
    if not people:
        context.say("Nobody is known yet. `partnercheck people --add NAME` adds somebody")
    return 0


def _write(
    workspace: Workspace, known: KnownPeople, vendor_id: str, name: str, context: Context
) -> int:
    from partnercheck.report.people import reminder
    from partnercheck.workspace.nudges import owing

    person, overdue = owing(known, vendor_id, name, context.today)
    organisation = workspace.settings.organisation
    context.stdout.write(reminder(person, organisation, context.today, overdue))
    if not person.email:
        vendor = _words(person.vendor_id)
        hint = f"partnercheck people{vendor} --add {shlex.quote(person.name)} --email ADDRESS"
        context.say(f"No e-mail address is known. {hint} adds one")
    return 0
