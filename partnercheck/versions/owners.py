"""The owner of a file: files of different people or vendors are never merged.

Git treats a removed file and an added file as one renamed file if they are similar, as files of the
same kind are. The owners named in the data of the versions are therefore compared.
"""

from __future__ import annotations

from typing import Any

from partnercheck.base.text import name_key, slug
from partnercheck.storage.parse import Table, same
from partnercheck.versions.merge import Conflict, Kind


def owner_conflict(
    kind: Kind, ours: Table, theirs: Table, base: Table | None = None, vendor_id: str = ""
) -> Conflict | None:
    """Return the conflict between versions with different owners; None if they have the same."""
    differing = _differing_keys(kind, ours, theirs)
    if not differing or _renamed_in_place(kind, base, vendor_id):
        return None
    sides = ({key: data.get(key, "") for key in differing} for data in (ours, theirs))
    return Conflict((), {}, *sides)


def is_earlier_version(kind: Kind, base: Table, ours: Table, vendor_id: str = "") -> bool:
    """Return whether a base belongs to the owner of our version; an empty base always does.

    Git may take another person's or vendor's file for an earlier version of this file.
    """
    if not base or not _differing_keys(kind, base, ours):
        return True
    return _renamed_in_place(kind, base, vendor_id)


def _renamed_in_place(kind: Kind, base: Table | None, vendor_id: str) -> bool:
    """Return whether the base describes the vendor of this folder under its original name.

    A folder is named after its vendor's original name, and keeps its name when the vendor's name
    changes. A base with any other name counts as another vendor.
    """
    name = base.get("name") if base and kind.renamable else None
    return isinstance(name, str) and slug(name) == vendor_id != ""


def _differing_keys(kind: Kind, first: Table, second: Table) -> list[str]:
    return [
        key
        for key in kind.identity
        if not same(_comparable(first.get(key, "")), _comparable(second.get(key, "")))
    ]


def _comparable(value: Any) -> Any:
    """Return the key for comparing names.

    Ids are not used, because the names Zoe and Zoë have the same id.
    """
    return name_key(value) if isinstance(value, str) else value
