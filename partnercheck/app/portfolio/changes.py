"""Changes of vendors on the portfolio, each with the way to take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.records import Vendor
from partnercheck.storage.journal import FileChange
from partnercheck.storage.take_back import take_back
from partnercheck.workspace.editing import require_readable, save_vendor
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_description
from partnercheck.workspace.removal import bring_back, remove_vendor, removed_vendors
from partnercheck.workspace.vendors import archive_vendor


class Change(NamedTuple):
    """A change that was made: what to say about it, and how to take it back."""

    message: str
    vendor_id: str
    take_back: Callable[[], None]
    taken_back: str  # what to say then


def readable_vendor(workspace: Workspace, vendor_id: str) -> Vendor:
    """Return a vendor's description. Raises UnreadableError if it has an error."""
    return require_readable(workspace, read_description(workspace, vendor_id))


def added(workspace: Workspace, vendor_id: str, files: Sequence[FileChange], assess: str) -> Change:
    """Return the change of a vendor that was added; `assess` is the key that assesses it."""
    name = read_description(workspace, vendor_id).vendor.name

    def undo() -> None:
        take_back(workspace.root, files)
        # If somebody has put other files there meanwhile, they stay.
        with suppress(OSError):
            (workspace.root / "vendors" / vendor_id).rmdir()

    message = f"Added {name}. {assess} assesses it"
    return Change(message, vendor_id, undo, f"{name} is no longer listed")


def edited(workspace: Workspace, before: Vendor) -> Change | None:
    """Return the change of a vendor that was edited since it was read; None if there is none."""
    after = readable_vendor(workspace, before.id)
    if after == before:
        return None

    def undo() -> None:
        save_vendor(workspace, after, before)

    renamed = f", now {after.name}" if after.name != before.name else ""
    message = f"Changed {before.name}{renamed}"
    return Change(message, before.id, undo, f"{before.name} is as it was before")


def archived(workspace: Workspace, vendor_id: str, today: dt.date) -> Change:
    """Archive a vendor, or restore an archived one. Raises UserError."""
    vendor = readable_vendor(workspace, vendor_id)
    day = None if vendor.archived else today
    archive_vendor(workspace, vendor_id, day)
    done, undone = ("Archived", "no longer archived") if day else ("Restored", "archived again")
    return Change(
        f"{done} {vendor.name}",
        vendor_id,
        lambda: archive_vendor(workspace, vendor_id, vendor.archived),
        f"{vendor.name} is {undone}",
    )


def removed(workspace: Workspace, vendor_id: str, today: dt.date) -> Change:
    """Move a vendor's files out of the workspace's way. Raises UserError."""
    name = read_description(workspace, vendor_id).vendor.name
    place = remove_vendor(workspace, vendor_id, today)

    def undo() -> None:
        found = [each for each in removed_vendors(workspace) if each.place == place]
        if not found:
            raise UserError(f"{place} is gone, so {name} cannot be brought back")
        bring_back(workspace, found[0])

    return Change(f"Removed {name}", vendor_id, undo, f"Brought back {name}")
