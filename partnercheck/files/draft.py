"""Drafts: an answer in hand that is not in its file yet, kept where only its writer can read it.

A draft outlives a dropped connection, a killed program and a disk that refuses; the next start of
the same questionnaire offers it. It lives in the user's own state folder, never in the workspace.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

import msgspec
import tomli

from partnercheck.files.convert import cleaned
from partnercheck.files.toml import MAX_BYTES
from partnercheck.files.write import answer_table, dumps
from partnercheck.model import Answer, Record

STALE_SECONDS = 60


class Draft(Record, frozen=True):
    """An answer that is not saved: to which item, and what it says."""

    item: str
    answer: Answer


def draft_path(folder: Path, file: Path) -> Path:
    """Where the draft for a response file is: one a file, wherever the workspace is."""
    name = hashlib.sha256(os.fsencode(file.resolve())).hexdigest()[:32]
    return folder / "drafts" / f"{name}.toml"


def keep_draft(folder: Path, file: Path, draft: Draft) -> None:
    """Keep a draft, readable for its writer alone. Raises OSError where that fails."""
    path = draft_path(folder, file)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(path)
    data = {"file": str(file), "item": draft.item, "answer": answer_table(draft.answer)}
    temporary = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(dumps(data).encode("utf-8", "replace"))
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _sweep(path: Path) -> None:
    """Remove what killed programs have left half written; a minute is more than writing takes."""
    for left in path.parent.glob(f"{path.stem}.[0-9]*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                left.unlink()


def load_draft(folder: Path, file: Path) -> Draft | None:
    """The draft for a response file; None where there is none, or where it cannot be read."""
    try:
        text = draft_path(folder, file).read_bytes()[:MAX_BYTES].decode("utf-8")
        data = cleaned(tomli.loads(text))
        return msgspec.convert(
            {"item": data["item"], "answer": data["answer"]}, Draft, builtin_types=(dt.date,)
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def drop_draft(folder: Path, file: Path) -> None:
    """Remove the draft for a response file, if there is one."""
    with suppress(OSError):
        draft_path(folder, file).unlink(missing_ok=True)
