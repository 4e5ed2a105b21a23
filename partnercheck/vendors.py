"""Changes to the vendors themselves: adding, renaming, putting away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from partnercheck.files.save import save_data, save_text
from partnercheck.files.toml import Table
from partnercheck.files.write import vendor_table, vendor_text
from partnercheck.model import UserError, Vendor
from partnercheck.text import clean, folded, is_slug, slug, tidy_name, tidy_text
from partnercheck.workspace import Workspace, file_name, load_vendor, vendor_ids, vendor_path

NAMES = ("name", "supplies", "value_chain", "owner")
TEXTS = ("why", "objective", "benefit_buyer", "benefit_vendor")


def add_vendor(workspace: Workspace, vendor: Vendor) -> Vendor:
    """Add a vendor, with an id from its name if it has none; the vendor as added.

    Raises UserError where no id can be made, or where it is taken.
    """
    vendor = _tidied(vendor)
    if not vendor.name:
        raise UserError("the vendor's name is missing. Choose one")
    vendor_id = vendor.id or slug(vendor.name)
    if not is_slug(vendor_id):
        wrong = f'"{clean(vendor.id)}" is no id' if vendor.id else f'"{vendor.name}" gives no id'
        raise UserError(f"{wrong}. Choose one: lower-case letters, digits, hyphens")
    _refuse_taken(workspace, vendor.name, vendor_id)
    path = vendor_path(workspace, vendor_id)
    save_text(workspace.root, path, vendor_text(vendor_table(vendor)), None)
    return load_vendor(workspace, vendor_id)[0]


def _tidied(vendor: Vendor) -> Vendor:
    """A vendor with its texts as they are stored. Raises UserError for a blank tag."""
    tags = tuple(map(tidy_name, vendor.tags))
    if not all(tags):
        raise UserError("a tag is blank. Write a word, or leave the tag out")
    names = {key: tidy_name(getattr(vendor, key)) for key in NAMES}
    texts = {key: tidy_text(getattr(vendor, key)) for key in TEXTS}
    return replace(vendor, tags=tags, **names, **texts)


def _refuse_taken(workspace: Workspace, name: str, vendor_id: str, itself: str = "") -> None:
    for other_id in vendor_ids(workspace, archived=True):
        other = load_vendor(workspace, other_id)[0]
        if other_id == itself:
            continue
        if folded(other.name) == folded(name):
            raise UserError(f'"{name}" is here already, as {other.id} ({other.name})')
        if other.id == vendor_id:
            raise UserError(
                f'"{name}" and "{other.name}" would both have the id {vendor_id}. '
                "Choose another id for the new one"
            )


def rename_vendor(workspace: Workspace, vendor_id: str, name: str) -> None:
    """Give a vendor another name; its id and its files stay.

    Raises UserError for an empty name, or one that another vendor has.
    """
    name = tidy_name(name)
    if not name:
        raise UserError("the new name is missing")
    _refuse_taken(workspace, name, vendor_id, itself=vendor_id)
    _change(workspace, vendor_id, {"name": name})


def archive_vendor(workspace: Workspace, vendor_id: str, on: dt.date | None) -> None:
    """Put a vendor away, or (with None) take it back; its files stay."""
    _change(workspace, vendor_id, {"archived": on})


def _change(workspace: Workspace, vendor_id: str, changes: Mapping[str, object]) -> None:
    path = vendor_path(workspace, vendor_id)
    if not path.exists():
        raise UserError(f"{file_name(workspace, path)} is gone")

    def changed(data: Table) -> Table:
        return {key: value for key, value in {**data, **changes}.items() if value is not None}

    save_data(workspace.root, path, vendor_text, changed)
