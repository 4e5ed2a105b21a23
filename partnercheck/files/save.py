"""Saving: one answer at a time, whole or not at all, and never over somebody else's words.

A save reads the file again under the workspace's lock, and refuses where it is not what this
session last saw. The new text replaces the old in one rename; it and the folder are flushed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tomli

from partnercheck.files.toml import Table, cleaned
from partnercheck.files.write import ANSWER_KEYS, answer_table, response_table, response_text
from partnercheck.model import Answer, Response, UserError

LOCK_SECONDS = 5.0
_TEMPORARY = ".partnercheck-"


class SaveError(UserError):
    """An answer that is not on disk, with the reason; the file is as it was."""


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the workspace's lock. Raises SaveError when another program keeps it."""
    from filelock import FileLock, Timeout

    folder = root / ".partnercheck"
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("*\n")
        with FileLock(folder / "lock", timeout=LOCK_SECONDS):
            yield
    except Timeout:
        raise SaveError("another program is saving in this workspace. Try again") from None
    except OSError as error:
        raise SaveError(f"cannot save: {error.strerror or error}") from error


def save_answer(
    root: Path,
    path: Path,
    response: Response,
    items: list[str],
    item: str,
    answer: Answer,
    seen: str | None,
) -> str:
    """Put one answer into a response file; the file's new text.

    `seen` is the text that this session last read or wrote, None where there was no file yet:
    the file is then made, with every item's table. Raises SaveError, with nothing changed, when
    the file is no longer that text, when a person gave it another layout, or when the disk fails.
    """
    path = inside(root, path)

    def changed(text: str | None) -> str:
        data = response_table(response) if text is None else _known(text, items, path)
        answers = dict(data.get("answers", {}))
        answers[item] = _changed_keys(answers.get(item, {}), answer_table(answer))
        header = {"form": response.form} | ({"level": response.level} if response.level else {})
        return response_text({**data, **header, "answers": answers}, items)

    return _replace(root, path, seen, changed)


def save_text(root: Path, path: Path, text: str, seen: str | None) -> str:
    """Put a file's whole text in place, if it is still what this session saw (None: not there)."""
    return _replace(root, inside(root, path), seen, lambda _: text)


def _changed_keys(before: Table, after: Table) -> Table:
    """An answer's table with what changed; unknown keys, and texts only cleaned, stay as typed."""
    unknown = {key: value for key, value in before.items() if key not in ANSWER_KEYS}
    return unknown | {
        key: before[key] if cleaned(before.get(key)) == value else value
        for key, value in after.items()
    }


def _known(text: str, items: list[str], path: Path) -> Table:
    try:
        data: dict[str, Any] = tomli.loads(text)
        canonical = response_text(data, items) == text
    except (ValueError, TypeError, AttributeError, RecursionError):
        canonical = False
    if not canonical:
        raise SaveError(
            f"{path.name} was laid out by hand; it is left as it is, and the answer is not saved"
        )
    return data


def _replace(root: Path, path: Path, seen: str | None, changed: Callable[[str | None], str]) -> str:
    with locked(root):
        now = current_text(path)
        if now != seen:
            raise SaveError(_difference(path, now, seen))
        text = changed(now)
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError:
            raise SaveError(f"{path.name}: the text has characters that no file can hold") from None
        if text != now:
            write_atomically(path, data)
        return text


def _difference(path: Path, now: str | None, seen: str | None) -> str:
    if now is None:
        return f"{path.name} is gone since it was read; open the vendor again"
    if seen is None:
        return f"{path.name} exists already; open the vendor again"
    return f"{path.name} has changed since it was read; open the vendor again"


def current_text(path: Path) -> str | None:
    """A file's text, byte for byte; None where there is no file."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise SaveError(f"{path.name} is not UTF-8; it is left as it is") from None


def inside(root: Path, path: Path) -> Path:
    """The file that a path means, through links. Raises SaveError where it leaves the workspace."""
    real = path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise SaveError(f"{path.name} leads out of the workspace; it is not written")
    return real


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content in one step, keeping its mode; raises OSError, old file intact."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    temporary = path.with_name(f"{_TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove temporary files of killed saves; safe under the lock, where no save is going on."""
    for stale in folder.glob(f"{_TEMPORARY}*"):
        stale.unlink(missing_ok=True)
