"""Removing a vendor from the workspace, and bringing it back.

A removed vendor's folder is moved to `.partnercheck/removed/DATE-ID/`. Git ignores that folder on
purpose: in git, the next commit removes the vendor, its past stays in the history, and no clone
gets the files again. The folder allows a vendor to be restored on this computer only, and can be
deleted at any time.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.text import is_slug, name_key
from partnercheck.storage.lock import FOLDER
from partnercheck.storage.move import move
from partnercheck.storage.parse import read
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VENDOR_FILE
from partnercheck.workspace.readers import vendor_of
from partnercheck.workspace.vendors import existing_names, refuse_taken

REMOVED = PurePosixPath(FOLDER, "removed")
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+?)(?:\.(\d+))?", re.ASCII)


class Removed(NamedTuple):
    """A removed vendor: where its files are, and the day on which it was removed."""

    folder: str  # the name of its folder in `.partnercheck/removed`
    on: dt.date
    id: str
    name: str
    number: int  # 2 for the second vendor with this id that was removed on this day

    @property
    def place(self) -> PurePosixPath:
        """The folder of the files, relative to the workspace."""
        return REMOVED / self.folder


def remove_vendor(workspace: Workspace, vendor_id: str, today: dt.date) -> PurePosixPath:
    """Move a vendor's files out of the way, and return the files' new folder.

    Raises UserError, with nothing moved, if the vendor's folder is missing or a link.
    """
    used = {each.folder for each in removed_vendors(workspace)}
    names = (f"{today}-{vendor_id}" + (f".{number}" if number > 1 else "") for number in count(1))
    place = REMOVED / next(name for name in names if name not in used)
    move(workspace.root, PurePosixPath("vendors", vendor_id), place)
    return place


def removed_vendors(workspace: Workspace) -> list[Removed]:
    """Return the removed vendors whose files still exist, the most recently removed first."""
    folder = workspace.root / REMOVED
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    removed = [vendor for name in names if (vendor := _removed(folder / name))]
    return sorted(removed, key=lambda vendor: (vendor.on, vendor.number, vendor.id), reverse=True)


def _removed(folder: Path) -> Removed | None:
    match = _PLACE.fullmatch(folder.name)
    if match is None or not is_slug(match[2]) or folder.is_symlink() or not folder.is_dir():
        return None
    try:
        on = dt.date.fromisoformat(match[1])
    except ValueError:
        return None
    source = read(folder / VENDOR_FILE, VENDOR_FILE)
    # Only the name is needed, so no known class is passed.
    target = (source.data or {}).get("target", "")
    vendor, _ = vendor_of(source, match[2], [str(target)])
    return Removed(folder.name, on, match[2], vendor.name, int(match[3] or 1))


def removed_named(workspace: Workspace, named: str) -> Removed | None:
    """Return the last removed vendor with this id, name or folder; None if there is none."""
    key = name_key(named)
    for vendor in removed_vendors(workspace):
        if named in (vendor.id, vendor.folder) or name_key(vendor.name) == key:
            return vendor
    return None


def bring_back(workspace: Workspace, removed: Removed) -> None:
    """Move a removed vendor's files back to their place.

    Raises UserError, with nothing moved, if a vendor with the same id or name was added meanwhile.
    """
    try:
        refuse_taken(existing_names(workspace), removed.name, removed.id)
    except UserError as error:
        raise UserError(
            f"{removed.name} was not restored: {error}. Its files are in {removed.place}"
        ) from None
    move(workspace.root, removed.place, PurePosixPath("vendors", removed.id))
