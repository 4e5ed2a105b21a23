"""Overdue promises and key goals of one person.

Texts for a vendor's people contain only what both sides know: key goals, and promises made in a
meeting. Our own people may read everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.records import PERSPECTIVES, Perspective, Record
from partnercheck.base.text import name_key, tidy_name
from partnercheck.workspace.goals import overdue as overdue_goals
from partnercheck.workspace.meetings import meeting_days
from partnercheck.workspace.promises import overdue_promises
from partnercheck.workspace.read_vendor import VendorFiles
from partnercheck.workspace.respondents import KnownPeople, KnownPerson


class OverdueAgreement(Record, frozen=True):
    """A promise or a key goal whose day has passed, with the vendor's name."""

    vendor: str
    owner: str
    text: str
    due: dt.date


def overdue_of(
    files: VendorFiles, side: Perspective, name: str, today: dt.date
) -> list[OverdueAgreement]:
    """Return a person's overdue agreements with a vendor, the earliest due first.

    `side` is the side to which the person belongs.
    """
    if files.vendor.archived is not None:
        return []
    overdue = [*_promises(files, side, name, today), *_goals(files, side, name, today)]
    return sorted(overdue, key=lambda agreement: agreement.due)


def _promises(
    files: VendorFiles, side: Perspective, name: str, today: dt.date
) -> Iterator[OverdueAgreement]:
    met = meeting_days(files.meetings)
    for promise in overdue_promises(files.promises, today).values():
        # If a promise of ours has no owner, the owner of the vendor is responsible.
        owner = promise.owner or (files.vendor.owner if side == "buyer" else "")
        is_known = side == "buyer" or promise.made in met
        if promise.by == side and is_known and name_key(owner) == name_key(name) and promise.due:
            yield OverdueAgreement(files.vendor.name, owner, promise.text, promise.due)


def _goals(
    files: VendorFiles, side: Perspective, name: str, today: dt.date
) -> Iterator[OverdueAgreement]:
    for goal in overdue_goals(files.goals, today).values():
        owner = goal.owner_vendor
        if side == "buyer":
            owner = goal.owner_buyer or files.vendor.owner
        if name_key(owner) == name_key(name):
            yield OverdueAgreement(files.vendor.name, owner, goal.title, goal.due)


class Owing(NamedTuple):
    """A person who owes answers (as the person's record says) or has overdue agreements."""

    person: KnownPerson
    overdue: tuple[OverdueAgreement, ...]


def owing(known: KnownPeople, vendor_id: str, name: str, today: dt.date) -> Owing:
    """Return the person with this name who owes something; owners of agreements count as known.

    If a vendor is given, only the vendor's people and ours are considered.

    Raises:
        UserError: The name is unknown, the person owes nothing, or several people have the name.

    """
    key = name_key(tidy_name(name))
    named = {
        each.vendor_id: each
        for each in known.everybody()
        if name_key(each.name) == key and (not vendor_id or each.vendor_id in ("", vendor_id))
    }
    overdue: dict[str, tuple[OverdueAgreement, ...]] = {}
    for files in known.vendors:
        for side in PERSPECTIVES:
            place = files.vendor.id if side == "vendor" else ""
            if agreements := overdue_of(files, side, name, today) if key else []:
                overdue[place] = (*overdue.get(place, ()), *agreements)
                # An owner need not have answered, nor be in a list of people.
                named.setdefault(place, KnownPerson(side, place, agreements[0].owner))
    if not named:
        raise UserError(f'nobody is known as "{name}". `partnercheck people` shows who is known')
    people = [
        Owing(each, () if each.left else overdue.get(place, ()))
        for place, each in named.items()
        if each.owes or (overdue.get(place) and not each.left)
    ]
    if not people:
        first = next(iter(named.values()))
        raise UserError(f"no answer is still to come from {first.name}, and nothing is overdue")
    if len(people) > 1:
        raise UserError(f'several people are called "{name}". Name the vendor too')
    return people[0]
