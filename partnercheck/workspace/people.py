"""Adding, changing and removing people who may answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from msgspec.structs import replace

from partnercheck.base.email import EXPECTED, is_address
from partnercheck.base.errors import UserError
from partnercheck.base.records import Level, Person
from partnercheck.base.text import clean, name_key, slug, tidy_name
from partnercheck.storage.parse import Table
from partnercheck.workspace.agreements import change_file
from partnercheck.workspace.canonical import record_table
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.people_files import PEOPLE, PEOPLE_FILE, Listed, listed_people


def people_path(workspace: Workspace, vendor_id: str = "") -> Path:
    """Return the path of a vendor's list of people, or of our own list if no vendor is given."""
    folder = workspace.root / "vendors" / vendor_id if vendor_id else workspace.root
    return folder / PEOPLE_FILE


def read_people(workspace: Workspace, vendor_id: str = "") -> Listed:
    """Return the people who are now in a vendor's file (in ours if no vendor is given).

    The fields `people` of `Workspace` and `VendorFiles` contain the people as they were read
    before.
    """
    return listed_people(workspace.root, people_path(workspace, vendor_id).parent)


def person_named(people: Mapping[str, Person], name: str) -> str:
    """Return the id of the person with this id or name; empty if there is none."""
    if name in people:
        return name
    key = name_key(name)
    return next((each for each, person in people.items() if name_key(person.name) == key), "")


def save_person(
    workspace: Workspace, vendor_id: str, person: Person, cleared: Collection[str] = ()
) -> bool:
    """Add a person, or change the person with this name.

    If the level or address is not set, the old value is kept, unless its key is in `cleared`.

    Returns:
        Whether the person is new.

    Raises:
        UserError: The name or the address cannot be used, or the file cannot be written.

    """
    person = replace(person, name=tidy_name(person.name), email=person.email.strip())
    if not person.name:
        raise UserError("the name is blank. Type a name or a role")
    if person.email and not is_address(person.email):
        raise UserError(f'"{clean(person.email)}" is not {EXPECTED}')
    if not (new_key := slug(person.name)):
        raise UserError(f'no id can be made from "{person.name}". Type a name in letters')
    is_new = []

    def saved(tables: Table) -> Table:
        key = _key_of(tables, person.name)
        is_new.append(not key)
        before = tables.get(key, {}) if key else {}
        before = {each: value for each, value in before.items() if each not in cleared}
        return {**tables, key or _free(new_key, tables): {**before, **record_table(person)}}

    _change(workspace, vendor_id, saved)
    return is_new[0]


def remove_person(workspace: Workspace, vendor_id: str, name: str) -> Person | None:
    """Remove a person from the list and return the person; None if not listed. Raises UserError."""
    people, _ = read_people(workspace, vendor_id)
    if not person_named(people, name):
        return None

    def removed(tables: Table) -> Table:
        key = _key_of(tables, name)
        return {each: table for each, table in tables.items() if each != key}

    _change(workspace, vendor_id, removed)
    return people[person_named(people, name)]


def mark_left(
    workspace: Workspace, vendor_id: str, name: str, day: dt.date | None, level: Level | None = None
) -> Person | None:
    """Save the day on which a person left; `day` is None if the person is back.

    A person who is not in the list is added, with the level given in the person's answers. Returns
    the person as listed before, or None if the person was not listed. Raises UserError.
    """
    listed, _ = read_people(workspace, vendor_id)
    key = person_named(listed, name)
    if not key:
        save_person(workspace, vendor_id, Person(name=name, level=level, left=day))
        return None

    def marked(tables: Table) -> Table:
        own = _key_of(tables, name)
        if not own:
            raise UserError(f"{name} was removed from {PEOPLE_FILE} after it was read")
        table = {each: value for each, value in tables[own].items() if each != "left"}
        return {**tables, own: table if day is None else {**table, "left": day}}

    _change(workspace, vendor_id, marked)
    return listed[key]


def rename_person(workspace: Workspace, vendor_id: str, old: str, new: str) -> None:
    """Give a person in the list another name, and the id made from it. Raises UserError."""

    def renamed(tables: Table) -> Table:
        key = _key_of(tables, old)
        if not key:
            return tables
        others = {each: table for each, table in tables.items() if each != key}
        # Somebody who already has the new name is the same person: the two entries are merged.
        other = _key_of(others, new)
        merged = {**tables[key], **others.pop(other, {}), "name": new}
        new_key = other or _free(slug(new) or key, others)
        return {**others, new_key: merged} if other else _in_place(tables, key, new_key, merged)

    _change(workspace, vendor_id, renamed)


def _in_place(tables: Table, key: str, new_key: str, table: Table) -> Table:
    return {new_key if e == key else e: table if e == key else tables[e] for e in tables}


def _change(workspace: Workspace, vendor_id: str, change: Callable[[Table], Table]) -> None:
    workspace.require_settings()
    path = people_path(workspace, vendor_id)
    if not path.parent.is_dir():
        raise UserError(f"{vendor_id} was removed from the workspace")
    change_file(workspace.root, path, PEOPLE, change)


def _key_of(tables: Table, name: str) -> str:
    """Return the key of the table with this name or key; empty if there is none."""
    for key, table in tables.items():
        named = table.get("name") if isinstance(table, dict) else None
        if key == name or (isinstance(named, str) and name_key(named) == name_key(name)):
            return key
    return ""


def _free(key: str, tables: Table) -> str:
    """Return the key, with a number if another person has it."""
    number, free = 1, key
    while free in tables:
        number += 1
        free = f"{key}-{number}"
    return free
