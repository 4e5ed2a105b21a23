"""Adding, renaming and archiving vendors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Stage, Vendor
from partnercheck.base.text import clean, is_slug, name_key, slug, tidy_name, tidy_text
from partnercheck.storage.parse import Table
from partnercheck.storage.save import save_data, save_text
from partnercheck.workspace.canonical import vendor_table, vendor_text
from partnercheck.workspace.facts import tidy_facts
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.places import refused_source
from partnercheck.workspace.read_vendor import (
    read_description,
    vendor_check,
    vendor_ids,
    vendor_path,
)

NAMES = ("name", "supplies", "line", "value_chain", "owner", "charter")
TEXTS = ("target_why", "objective", "benefit_buyer", "benefit_vendor")


class VendorNames(NamedTuple):
    """The ids and names of existing vendors, to read them only once if many vendors are added."""

    names: dict[str, str]  # by id
    by_name: dict[str, str]  # ids by `name_key` of the name

    def note(self, vendor: Vendor) -> None:
        """Add a vendor to these names."""
        self.names[vendor.id] = vendor.name
        self.by_name[name_key(vendor.name)] = vendor.id


def existing_names(workspace: Workspace, but: str = "") -> VendorNames:
    """Return the ids and names of all vendors, including archived vendors.

    The vendor with the id `but` is left out.
    """
    existing = VendorNames({}, {})
    for vendor_id in (name for name in vendor_ids(workspace) if name != but):
        existing.note(read_description(workspace, vendor_id)[0])
    return existing


def add_vendor(workspace: Workspace, vendor: Vendor, existing: VendorNames | None = None) -> Vendor:
    """Add a vendor and return it as stored, with an id made from its name if it has none.

    Pass `existing` to avoid reading all vendors again; the new vendor is added to it. Raises
    UserError if no id can be made from the name, or if another vendor has the name or the id.
    """
    vendor = tidied(vendor)
    if not vendor.name:
        raise UserError("the vendor has no name. Give it one")
    vendor_id = vendor.id or slug(vendor.name)
    if not is_slug(vendor_id):
        reason = f'"{clean(vendor.id)}" is not an id'
        if not vendor.id:
            reason = f'no id can be made from "{vendor.name}"'
        raise UserError(f"{reason}. Choose an id of lower-case letters, digits and hyphens")
    refuse_charter(workspace, vendor.charter)
    existing = existing_names(workspace) if existing is None else existing
    refuse_taken(existing, vendor.name, vendor_id)
    path = vendor_path(workspace, vendor_id)
    text = vendor_text(vendor_table(vendor))
    save_text(workspace.root, path, text, None, vendor_check(workspace, vendor_id))
    added = read_description(workspace, vendor_id)[0]
    existing.note(added)
    return added


def tidied(vendor: Vendor) -> Vendor:
    """Return a copy of the vendor with its text fields cleaned up for storage.

    Raises UserError for a blank tag.
    """
    tags = tuple(map(tidy_name, vendor.tags))
    if not all(tags):
        raise UserError("a tag is blank. Write a word, or leave the tag out")
    names = {key: tidy_name(getattr(vendor, key)) for key in NAMES}
    texts = {key: tidy_text(getattr(vendor, key)) for key in TEXTS}
    contact = vendor.contact.strip()
    # msgspec leaves a default out only if it is the same object.
    stage: Stage = "active" if vendor.stage == "active" else vendor.stage
    return replace(
        vendor,
        tags=tags,
        stage=stage,
        contact=contact,
        facts=tidy_facts(vendor.facts),
        **names,
        **texts,
    )


def refuse_charter(workspace: Workspace, charter: str) -> None:
    """Raise UserError if `charter` names a place that would never be opened."""
    if refusal := refused_source(workspace.root, charter):
        raise UserError(
            f'"{charter}" cannot be used as the place where the objectives are described: '
            f"{refusal}. Give the path of a file in the workspace, an http or https address, or a "
            "name"
        )


def refuse_taken(existing: VendorNames, name: str, vendor_id: str) -> None:
    """Raise UserError if another vendor has the name or the id."""
    if other := existing.by_name.get(name_key(name)):
        raise UserError(
            f'a vendor called "{name}" already exists: {other} ({existing.names[other]}). '
            "Choose another name"
        )
    if other_name := existing.names.get(vendor_id):
        raise UserError(
            f'"{name}" and "{other_name}" would both have the id {vendor_id}. '
            "Choose another id for the new vendor"
        )


def since_from(text: str) -> int | dt.date | None:
    """Return the year or day that a person typed; None if it is empty, UserError if neither."""
    text = tidy_name(text)
    if not text:
        return None
    if re.fullmatch("[0-9]{4}", text, re.ASCII):
        return int(text)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UserError(
            f'"{text}" is neither a year nor a date. Write 2019, or 2019-05-01'
        ) from None


def rename_vendor(workspace: Workspace, vendor_id: str, name: str) -> None:
    """Give a vendor another name; its id and its files do not change.

    Raises UserError if the name is empty, or if another vendor has it.
    """
    name = tidy_name(name)
    if not name:
        raise UserError("the new name is blank. Type a name")
    refuse_taken(existing_names(workspace, but=vendor_id), name, vendor_id)
    change_description(workspace, vendor_id, {"name": name})


def archive_vendor(workspace: Workspace, vendor_id: str, on: dt.date | None) -> None:
    """Archive a vendor on a day, or restore it if `on` is None; the vendor's files are kept."""
    change_description(workspace, vendor_id, {"archived": on})


def change_description(workspace: Workspace, vendor_id: str, changes: Mapping[str, object]) -> None:
    """Change keys of a vendor's description; None removes a key.

    Raises UserError if the file no longer exists, or cannot be read or written.
    """
    path = vendor_path(workspace, vendor_id)
    if not path.exists():
        raise UserError(f"{file_name(workspace, path)} no longer exists")

    def changed(data: Table) -> Table:
        return {key: value for key, value in {**data, **changes}.items() if value is not None}

    save_data(workspace.root, path, vendor_text, changed, vendor_check(workspace, vendor_id))
