"""Undoing the last addition of vendors from a spreadsheet.

`.partnercheck/added.toml` names the vendors that the last `add --from` added, with the hash of each
description as it was written. A vendor is removed only if its description is still that text and
nothing else is in its folder. So nothing that a person wrote is lost, and no copy has to be kept to
bring the vendor back, because the spreadsheet has all of its data.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.text import is_slug
from partnercheck.storage.canonical import dumps
from partnercheck.storage.lock import FOLDER
from partnercheck.storage.parse import read
from partnercheck.storage.save import current_text, remove_text, replace_text
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VENDOR_FILE, vendor_path

ADDED = f"{FOLDER}/added.toml"


class UndoneAddition(NamedTuple):
    """The ids of the vendors that an undo removed, and the ids that it kept, with the reasons."""

    removed: Sequence[str]
    kept: Mapping[str, str]


def record_addition(workspace: Workspace, vendor_ids: Sequence[str]) -> None:
    """Record the vendors that were just added; an earlier recorded addition is forgotten."""
    hashes = {each: _hash(current_text(vendor_path(workspace, each))) for each in vendor_ids}
    text = dumps({"vendors": hashes})
    replace_text(workspace.root, workspace.root / ADDED, lambda _: text)


def undo_addition(workspace: Workspace) -> UndoneAddition:
    """Remove the vendors of the last addition that have not been changed since.

    Raises UserError if there is no addition to undo.
    """
    path = workspace.root / ADDED
    source = read(path, ADDED)
    hashes = (source.data or {}).get("vendors")
    if not isinstance(hashes, dict):
        raise UserError("nothing that was added from a file can be undone on this computer")
    removed: list[str] = []
    kept: dict[str, str] = {}
    for vendor_id, recorded in hashes.items():
        if not is_slug(vendor_id) or not vendor_path(workspace, vendor_id).parent.is_dir():
            continue
        if reason := _reason_to_keep(workspace, vendor_id, str(recorded)):
            kept[vendor_id] = reason
            continue
        description = vendor_path(workspace, vendor_id)
        remove_text(workspace.root, description, current_text(description))
        removed.append(vendor_id)
    remove_text(workspace.root, path, current_text(path))
    return UndoneAddition(removed, kept)


def _reason_to_keep(workspace: Workspace, vendor_id: str, recorded: str) -> str:
    """Return why a vendor is not removed; empty if nothing was changed since it was added."""
    path = vendor_path(workspace, vendor_id)
    if set(os.listdir(path.parent)) != {VENDOR_FILE}:
        return "it has other files, such as answers"
    return "" if _hash(current_text(path)) == recorded else "its description was changed"


def _hash(text: str | None) -> str:
    return sha256((text or "").encode()).hexdigest()
