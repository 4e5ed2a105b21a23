"""Drafts: answers that are not in their file yet, saved where only their writer can read them.

A draft survives a lost connection, a killed program and a full disk; it is offered when the same
questionnaire is opened again. Drafts are in the user's own state folder, never in the workspace.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from contextlib import suppress
from pathlib import Path

import msgspec

from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Record
from partnercheck.base.regular_file import read_bytes, real_path
from partnercheck.storage.atomic import replace_private
from partnercheck.storage.canonical import dumps
from partnercheck.storage.convert import cleaned
from partnercheck.storage.parse import load_toml
from partnercheck.workspace.canonical import record_table

# A draft may be longer than a response file can be: the writer shortens the text before it is
# saved.
MAX_DRAFT_BYTES = 1 << 24


class Draft(Record, frozen=True):
    """An answer that has not been saved, and the id of its item."""

    item: str
    answer: Answer


def draft_path(folder: Path, file: Path) -> Path:
    """Return the path of the draft for a response file.

    Every response file has its own path, even across workspaces.
    """
    name = hashlib.sha256(os.fsencode(real_path(file))).hexdigest()[:32]
    return folder / "drafts" / f"{name}.toml"


def keep_draft(folder: Path, file: Path, draft: Draft) -> None:
    """Write a draft that only its writer can read. Raises OSError."""
    path = draft_path(folder, file)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    data = {"file": str(file), "item": draft.item, "answer": record_table(draft.answer)}
    replace_private(path, dumps(data).encode("utf-8", "replace"))


def load_draft(folder: Path, file: Path) -> Draft | None:
    """Return the draft for a response file, or None. Raises UserError if it cannot be read."""
    path = draft_path(folder, file)
    try:
        text = read_bytes(path, MAX_DRAFT_BYTES).decode("utf-8")
        data = cleaned(load_toml(text))
        return msgspec.convert(
            {"item": data["item"], "answer": data["answer"]}, Draft, builtin_types=(dt.date,)
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"a draft cannot be read: {error.strerror or error} ({path})") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UserError(f"a draft cannot be read: it is damaged ({path})") from None


def drop_draft(folder: Path, file: Path) -> None:
    """Remove the draft for a response file, if there is one."""
    with suppress(OSError):
        draft_path(folder, file).unlink(missing_ok=True)
