"""The files below a folder of a workspace: those that are in it, and can be listed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from partnercheck.base.records import Problem
from partnercheck.base.text import clean

OUTSIDE = ("leads out of the workspace", "Put the file itself here")
_AS_EFFECTIVE_USER = os.access in os.supports_effective_ids


def is_inside(root: Path, path: Path) -> bool:
    """Whether a file is in a workspace; without a link on the way to it, it can only be there."""
    base, current = os.fspath(root), os.fspath(path)
    while len(current) > len(base) and not os.path.islink(current) and os.pardir not in current:
        current = os.path.dirname(current)
    if current == base:
        return True
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def toml_files_below(root: Path, folder: Path) -> Iterator[Path | Problem]:
    """The TOML files below a folder of a workspace in order, also in folders that are links.

    A link that leads out of the workspace is a problem, and is not followed; so is a folder that
    cannot be listed. A link to a folder above it ends there.
    """
    yield from _below(root, folder, frozenset())


def folder_problem(root: Path, folder: Path) -> Problem | None:
    """Why it is not known what is in a folder of a workspace; None if it is, or is not there."""
    if os.path.islink(folder) and not is_inside(root, folder):
        return Problem(_name(root, folder), *OUTSIDE)
    if os.access(folder, os.R_OK | os.X_OK, effective_ids=_AS_EFFECTIVE_USER):
        return None
    try:
        with os.scandir(folder):
            # It can be listed, but not entered.
            os.stat(os.path.join(folder, os.curdir))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _unlisted(root, folder, error)
    return None


def _below(root: Path, folder: Path, above: frozenset[str]) -> Iterator[Path | Problem]:
    if not is_inside(root, folder):
        yield Problem(_name(root, folder), *OUTSIDE)
        return
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        yield _unlisted(root, folder, error)
        return
    for entry in entries:
        if _is_folder(entry):
            yield from _below(root, Path(entry.path), above | {real})
        elif entry.name.endswith(".toml"):
            yield Path(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, or a link to one; a link that leads nowhere is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _unlisted(root: Path, folder: Path, error: OSError) -> Problem:
    message = f"cannot be read ({error.strerror or error})"
    return Problem(_name(root, folder), message, "Check that it is there and yours")


def _name(root: Path, path: Path) -> str:
    """How messages name a file of the workspace."""
    return clean(path.relative_to(root).as_posix())
