"""Changes to the list of people, and to the answers that name them, for the command `people`.

Every change ends with the command that undoes it.
"""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.commands import Context
from partnercheck.commands.confirm import confirmed
from partnercheck.commands.names import known_or_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnercheck.base.records import Perspective
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description
    from partnercheck.workspace.respondents import KnownPeople

MOST_MENTIONS = 20
DETAILS = ("level", "email")


def side_of(vendor_id: str) -> Perspective:
    """Return the side of a vendor's people, or if no vendor is given, of our own people."""
    return "vendor" if vendor_id else "buyer"


def _who(name: str, known: Sequence[str]) -> str:
    """Return the end of a message about an unknown name: a suggestion, or where to look."""
    return suggestion(name, known) or ". `partnercheck people` shows who is known"


def vendor_argument(vendor_id: str) -> str:
    """Return the vendor as an argument of a command, with a space before it."""
    return f" {vendor_id}" if vendor_id else ""


def run_add(
    workspace: Workspace, vendor_id: str, arguments: argparse.Namespace, context: Context
) -> int:
    """Add a person to the list, or change a listed person; return the exit status."""
    from partnercheck.base.records import Person
    from partnercheck.base.text import tidy_name
    from partnercheck.workspace.people import person_named, read_people, save_person

    side = side_of(vendor_id)
    name = tidy_name(arguments.add)
    name = known_or_new(workspace, side, vendor_id, name, arguments, context) or name
    person = Person(name=name or " ", level=arguments.level or None, email=arguments.email or "")
    listed, _ = read_people(workspace, vendor_id)
    before = listed.get(person_named(listed, name))
    cleared = [key for key in DETAILS if getattr(arguments, key) == ""]
    is_new = save_person(workspace, vendor_id, person, cleared)
    context.stdout.write(f"{'Added' if is_new else 'Changed'} {name}\n")
    people = f"partnercheck people{vendor_argument(vendor_id)}"
    if before is None:
        context.say(f"To undo: {people} --remove {shlex.quote(name)}")
        return 0
    changed_keys = [key for key in DETAILS if getattr(arguments, key) is not None]
    if changed_keys:
        options = [f"--{key}={getattr(before, key) or ''}" for key in changed_keys]
        context.say(f"To undo: {people} {shlex.join(['--add', before.name, *options])}")
    return 0


def run_remove(workspace: Workspace, vendor_id: str, name: str, context: Context) -> int:
    """Remove a person from the list; return the exit status."""
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
            f"&& partnercheck people{vendor_argument(vendor_id)} --left {shlex.quote(person.name)} "
            f"--on {person.left}"
        )
    undo = " ".join(
        [f"people{vendor_argument(vendor_id)} --add {shlex.quote(person.name)}", *options]
    )
    context.say(f"To undo: partnercheck {undo}")
    if person.left is None and _owes(workspace, vendor_id, person.name, context):
        leaving_command = f"people{vendor_argument(vendor_id)} --left {shlex.quote(person.name)}"
        context.say(
            f"Answers from {person.name} are still to come. "
            f"Once this person has left: partnercheck {leaving_command}"
        )
    _say_mentions(workspace, person.name, context)
    return 0


def _owes(workspace: Workspace, vendor_id: str, name: str, context: Context) -> bool:
    from partnercheck.base.text import name_key

    everybody = known_people(workspace, vendor_id, context)[0].everybody()
    return any(
        bool(each.owes)
        for each in everybody
        if each.vendor_id == vendor_id and name_key(each.name) == name_key(name)
    )


def run_left(
    workspace: Workspace, vendor_id: str, arguments: argparse.Namespace, context: Context
) -> int:
    """Mark a person who is listed, or who has answered or was asked, as having left."""
    from partnercheck.base.text import name_key, tidy_name
    from partnercheck.workspace.goals import day_from
    from partnercheck.workspace.people import mark_left

    typed = context.today.isoformat() if arguments.on is None else arguments.on
    day = day_from(typed, "--on") if typed else None
    if day and day > context.today:
        raise UserError(f"{day} is in the future. Record the departure once the person has left")
    key = name_key(tidy_name(arguments.left))
    known = [
        each
        for each in known_people(workspace, vendor_id, context)[0].everybody()
        if each.vendor_id == vendor_id and name_key(each.name) == key
    ]
    if not key or not known:
        name = tidy_name(arguments.left)
        everybody = known_people(workspace, vendor_id, context)[0].everybody()
        names = [each.name for each in everybody if each.vendor_id == vendor_id]
        raise UserError(f'nobody is known as "{name}"{_who(name, names)}')
    person = known[0]
    if arguments.to and (day or person.left):
        # A person may hand over later than the day of leaving, which is kept.
        day = person.left or day
    if person.left == day and not arguments.to:
        raise UserError(f"{person.name} has {'not left' if day is None else 'left already'}")
    if person.left == day:
        return _hand_over(workspace, vendor_id, person.name, arguments, context)
    mark_left(workspace, vendor_id, person.name, day, person.level)
    name, people = shlex.quote(person.name), f"partnercheck people{vendor_argument(vendor_id)}"
    context.stdout.write(
        f"{person.name} left on {day}; no more answers are awaited from this person\n"
        if day
        else f"{person.name} is back\n"
    )
    back = f" --on {person.left}" if person.left else " --on ''"
    if person.is_listed:
        context.say(f"To undo: {people} --left {name}{back}")
    else:
        context.say(f"To undo: {people} --remove {name}")
    return _hand_over(workspace, vendor_id, person.name, arguments, context) if day else 0


def _hand_over(
    workspace: Workspace,
    vendor_id: str,
    name: str,
    arguments: argparse.Namespace,
    context: Context,
) -> int:
    """Hand over the duties of a person who left, or list them and say how to hand them over."""
    from partnercheck.workspace.holdings import hand_over, held_in_words, holdings

    vendors = known_people(workspace, vendor_id, context)[0].vendors
    held = [*holdings(vendors, vendor_id, name)]
    if not held:
        if arguments.to:
            context.say(f"{name} is responsible for nothing, so nothing was handed over")
        return 0
    if not arguments.to:
        context.say(f"{name} is still responsible for {held_in_words(held)}:")
        for each in held:
            context.say(f"  {each}")
        people = f"partnercheck people{vendor_argument(vendor_id)} --left {shlex.quote(name)}"
        context.say(f"To hand it all over: {people} --to NAME")
        return 0
    new = known_or_new(workspace, side_of(vendor_id), vendor_id, arguments.to, arguments, context)
    if not new:
        raise UserError("--to is blank. Give the name of the person who takes over")
    for each in held:
        hand_over(workspace, vendor_id, each, new)
        context.stdout.write(f"Handed over to {new}: {each}\n")
    context.say("To undo:")
    for each in held:
        context.say(f"  {each.command(vendor_id, name)}")
    return 0


def run_rename(workspace: Workspace, vendor_id: str, old: str, new: str, context: Context) -> int:
    """Rename a person in the list and in all answers; return the exit status."""
    from partnercheck.base.text import tidy_name
    from partnercheck.workspace.people import person_named, read_people, rename_person
    from partnercheck.workspace.respondent_files import rename_respondent

    old, new = tidy_name(old), tidy_name(new)
    if not new:
        raise UserError("the new name is blank. Type a name or a role")
    is_listed = bool(person_named(read_people(workspace, vendor_id)[0], old))
    files = rename_respondent(workspace, side_of(vendor_id), old, new, vendor_id)
    if not files and not is_listed:
        everybody = known_people(workspace, vendor_id, context)[0].everybody()
        names = [each.name for each in everybody if each.vendor_id == vendor_id]
        raise UserError(f'nobody is known as "{old}"{_who(old, names)}')
    if is_listed:
        rename_person(workspace, vendor_id, old, new)
    context.stdout.write(f"Renamed {old} to {new}\n")
    context.stdout.write("".join(f"  {file}\n" for file in files))
    undo = f"people{vendor_argument(vendor_id)} --rename {shlex.quote(new)} {shlex.quote(old)}"
    context.say(f"To undo: partnercheck {undo}")
    _say_mentions(workspace, old, context)
    return 0


def run_remove_answers(
    workspace: Workspace, vendor_id: str, arguments: argparse.Namespace, context: Context
) -> int:
    """Move the answers of a person out of the way; return the exit status."""
    from partnercheck.base.english import plural
    from partnercheck.workspace.open import file_name
    from partnercheck.workspace.respondent_files import answer_files, remove_answers

    workspace.require_settings("changed")
    name = arguments.remove_answers
    files = answer_files(workspace, side_of(vendor_id), name, vendor_id)
    if not files:
        raise UserError(f'nobody has answered as "{name}". `partnercheck people` shows who has')
    context.stdout.write("".join(f"{file_name(workspace, each.path)}\n" for each in files))
    question = f"Remove {plural(len(files), 'file')} with answers?"
    if not (arguments.yes or confirmed(context, question)):
        context.say("Nothing was changed")
        return 0
    folder = remove_answers(workspace, files, context.today)
    context.stdout.write(f"Removed the files; they are in .partnercheck/removed/{folder}\n")
    context.say(f"To undo: partnercheck restore {folder}")
    _say_mentions(workspace, name, context)
    return 0


def _say_mentions(workspace: Workspace, name: str, context: Context) -> None:
    """Say which files still have a name, so that a person can decide on it."""
    from partnercheck.workspace.respondent_files import mentions

    if places := mentions(workspace, name):
        more = len(places) - MOST_MENTIONS
        context.say(f"{name} still appears in:")
        for place in places[:MOST_MENTIONS]:
            context.say(f"  {place}")
        if more > 0:
            context.say(f"  and in {more} more lines")


def known_people(
    workspace: Workspace, described: str | Description | None, context: Context
) -> tuple[KnownPeople, dict[str, str]]:
    """Return the people known for a vendor (for all, if none is given), and vendors' names."""
    from partnercheck.commands.progress import with_progress
    from partnercheck.workspace.read_vendor import read_vendor, vendor_ids
    from partnercheck.workspace.respondents import KnownPeople

    known = KnownPeople(workspace)
    names = {}
    vendors_to_read = [described] if described else vendor_ids(workspace)
    for vendor_or_id in with_progress(vendors_to_read, context.stderr):
        files = read_vendor(workspace, vendor_or_id)
        names[files.vendor.id] = files.vendor.name
        known.add_vendor(files)
    return known, names
