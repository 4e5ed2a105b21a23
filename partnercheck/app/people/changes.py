"""Changes of the lists of people on screen, each with the way to take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from partnercheck.base.records import Person
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.people import (
    mark_left,
    person_named,
    read_people,
    remove_person,
    save_person,
)
from partnercheck.workspace.respondents import KnownPerson

DETAILS = ("level", "email")


class Change(NamedTuple):
    """A change that was made: what to say about it, and how to take it back."""

    message: str
    place: str  # the vendor's id; empty for our own people
    name: str
    take_back: Callable[[], None]
    taken_back: str  # what to say then


def listed_person(workspace: Workspace, place: str, name: str) -> Person | None:
    """Return the person of a name in a list; None if it is not listed."""
    people, _ = read_people(workspace, place)
    return people.get(person_named(people, name))


def saved(workspace: Workspace, place: str, person: Person) -> Change:
    """Save a person as it was typed; an empty field clears what was known. Raises UserError."""
    before = listed_person(workspace, place, person.name)
    save_person(workspace, place, person, DETAILS)

    def take_back() -> None:
        if before is None:
            remove_person(workspace, place, person.name)
        else:
            save_person(workspace, place, before, DETAILS)

    done, undone = (
        ("Added", "is no longer listed") if before is None else ("Changed", "is as before")
    )
    return Change(f"{done} {person.name}", place, person.name, take_back, f"{person.name} {undone}")


def left_or_back(workspace: Workspace, person: KnownPerson, today: dt.date) -> Change:
    """Mark that a person has left today, or that one who had left is back. Raises UserError."""
    place, name = person.vendor_id, person.name
    day = None if person.left else today
    was_listed = mark_left(workspace, place, name, day, person.level) is not None

    def take_back() -> None:
        if was_listed:
            mark_left(workspace, place, name, person.left)
        else:
            remove_person(workspace, place, name)

    done = "left; nobody waits for answers of this person" if day else "is back"
    return Change(f"{name} {done}", place, name, take_back, f"{name} is as before")


def removed(workspace: Workspace, place: str, name: str) -> Change | None:
    """Remove a person from a list; None if it is not listed. Raises UserError."""
    before = remove_person(workspace, place, name)
    if before is None:
        return None

    def take_back() -> None:
        save_person(workspace, place, before)

    return Change(
        f"Removed {name} from the list", place, name, take_back, f"{name} is listed again"
    )
