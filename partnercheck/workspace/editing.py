"""Changing a vendor's description, from a command or a form, without losing others' changes.

Command and form pass the description that was read and the wanted description. Only the keys in
which these two differ are changed. So an edit writes the same bytes wherever it comes from, and
other people's changes to other keys are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from partnercheck.base.email import EXPECTED, is_address
from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, UnreadableError, Vendor, has_error
from partnercheck.base.text import clean, one_line, slug
from partnercheck.storage.parse import Source, Table, same
from partnercheck.storage.save import SaveError, save_data
from partnercheck.workspace.canonical import vendor_table, vendor_text
from partnercheck.workspace.facts import FACTS, fact_label, fact_text
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.read_vendor import (
    Description,
    read_description,
    vendor_check,
    vendor_ids,
    vendor_path,
)
from partnercheck.workspace.readers import vendor_of
from partnercheck.workspace.vendor_filter import fact_keys
from partnercheck.workspace.vendors import existing_names, refuse_charter, refuse_taken, tidied

# The labels of keys whose name cannot be used as a label.
LABELS = {
    "line": "Line of work",
    "value_chain": "Value chain",
    "target_why": "Why that target",
    "benefit_buyer": "Benefit to us",
    "benefit_vendor": "Benefit to them",
    "charter": "Objectives described in",
    "meets": "Meeting every",
}
UNSET = {"stage": "active"}


def known_fact_keys(workspace: Workspace) -> list[str]:
    """Return the keys of all vendors' facts. Raises UserError if the vendors cannot be listed."""
    vendors = (read_description(workspace, each).vendor for each in vendor_ids(workspace))
    return fact_keys(vendors)


class Change(NamedTuple):
    """One changed key of a description; None if the key is not set."""

    key: str
    before: Any
    after: Any
    is_fact: bool = False

    @property
    def label(self) -> str:
        """The name of the key for people."""
        if self.is_fact:
            return fact_label(self.key)
        return LABELS.get(self.key, self.key.capitalize())

    @property
    def values(self) -> tuple[str, str]:
        """The values before and after the change, each on one line."""
        return _value_in_words(self.key, self.before), _value_in_words(self.key, self.after)


def _value_in_words(key: str, value: object) -> str:
    """Return a key's value on one line; for a key that is not set, the text for its default."""
    if value is None:
        return UNSET.get(key, "none")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, str | int | float | dt.date):
        return one_line(fact_text(value))
    return one_line(str(value))


def changes_between(before: Vendor, after: Vendor) -> list[Change]:
    """Return the keys and facts in which two descriptions differ."""
    return list(_changes(before, after))


def _changes(before: Vendor, after: Vendor) -> Iterator[Change]:
    old, new = vendor_table(before), vendor_table(after)
    for key in Vendor.__struct_fields__:
        if key != FACTS and not same(old.get(key), new.get(key)):
            yield Change(key, old.get(key), new.get(key))
    for key in dict.fromkeys((*before.facts, *after.facts)):
        if not same(before.facts.get(key), after.facts.get(key)):
            yield Change(key, before.facts.get(key), after.facts.get(key), is_fact=True)


def require_readable(workspace: Workspace, description: Description) -> Vendor:
    """Return a description's vendor. Raises UnreadableError if its file has an error."""
    errors = [each for each in description.problems if each.severity == "error"]
    if errors:
        raise UnreadableError(errors, str(workspace.root), "nothing was changed: ")
    return description.vendor


def tidy_vendor(workspace: Workspace, vendor: Vendor) -> Vendor:
    """Return a description as it is stored.

    Raises UserError if the target is unknown, the name is missing, or the contact is not an
    address.
    """
    vendor = tidied(vendor)
    if not vendor.name:
        raise UserError("the vendor has no name. Give it one")
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    if (target := slug(vendor.target)) not in ("", *classes):
        hint = suggestion(target, classes)
        raise UserError(f"the target must be one of {', '.join(classes)}{hint}")
    if vendor.contact and not is_address(vendor.contact):
        raise UserError(f'"{clean(vendor.contact)}" is not {EXPECTED}')
    return replace(vendor, target=target)


def save_vendor(workspace: Workspace, seen: Vendor, wanted: Vendor) -> list[Change]:
    """Change a vendor's description from the one that was read (`seen`) to the wanted one.

    Returns:
        The changes. If the two descriptions are the same, there are none, and nothing is written.

    Raises:
        UserError: The wanted description is not valid, another vendor has its name, the same key
            was changed in the file, or the file cannot be written. The file is unchanged.

    """
    # An unchanged text stays as typed: tidying it would be a change that nobody asked for.
    unchanged = {
        key: value
        for key in Vendor.__struct_fields__
        if same(value := getattr(seen, key), getattr(wanted, key))
    }
    wanted = replace(tidy_vendor(workspace, wanted), **unchanged)
    changes = changes_between(seen, wanted)
    if wanted.charter != seen.charter:
        refuse_charter(workspace, wanted.charter)
    if not changes:
        return []
    if any(change.key == "name" for change in changes):
        refuse_taken(existing_names(workspace, but=seen.id), wanted.name, seen.id)
    path = vendor_path(workspace, seen.id)
    if not path.exists():
        raise UserError(f"{file_name(workspace, path)} no longer exists")

    def changed(data: Table) -> Table:
        _refuse_changed(workspace, data, seen, changes)
        return _with_changes(data, changes)

    save_data(workspace.root, path, vendor_text, changed, vendor_check(workspace, seen.id))
    return changes


def _with_changes(data: Table, changes: list[Change]) -> Table:
    facts: Table = dict(data.get(FACTS, {}))
    table = {key: value for key, value in data.items() if key != FACTS}
    for change in changes:
        part = facts if change.is_fact else table
        if change.after is None:
            part.pop(change.key, None)
        else:
            part[change.key] = change.after
    return {**table, **({FACTS: facts} if facts else {})}


def _refuse_changed(workspace: Workspace, data: Table, seen: Vendor, changes: list[Change]) -> None:
    """Raise UserError if a key to change has a value in the file that differs from `seen`."""
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    current, problems = vendor_of(Source("vendor.toml", "", data, ()), seen.id, classes)
    if has_error(problems):
        raise SaveError(f"vendor.toml has an error now: {_first_error(problems)}")
    table = vendor_table(current)
    for change in changes:
        value = (current.facts if change.is_fact else table).get(change.key)
        if not same(value, change.before) and not same(value, change.after):
            raise SaveError(f"{change.label} was changed by somebody else. Look at the new value")


def _first_error(problems: tuple[Problem, ...]) -> Problem:
    return next(problem for problem in problems if problem.severity == "error")
