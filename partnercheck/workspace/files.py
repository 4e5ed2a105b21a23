"""The files below a folder of a workspace, and the problems with folders that cannot be listed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from partnercheck.base.records import Problem
from partnercheck.base.text import clean

OUTSIDE = ("is linked to a place outside the workspace", "Put the file itself into the workspace")
_AS_EFFECTIVE_USER = os.access in os.supports_effective_ids


def is_inside(root: Path, path: Path) -> bool:
    """Whether a file is in a workspace after its links have been followed."""
    # Resolving a path is slow, and only necessary if a part of the path is a link or `..`.
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
    """Yield the TOML files below a folder of a workspace, sorted, including linked folders.

    For a link out of the workspace, or a folder that cannot be listed, a problem is yielded. A link
    to a folder above the link is ignored.
    """
    yield from _below(root, folder, frozenset())


def folder_problem(root: Path, folder: Path) -> Problem | None:
    """Return a problem if a folder cannot be listed; None if it can or does not exist."""
    if os.path.islink(folder) and not is_inside(root, folder):
        return Problem(relative_name(root, folder), *OUTSIDE)
    if os.access(folder, os.R_OK | os.X_OK, effective_ids=_AS_EFFECTIVE_USER):
        return None
    try:
        with os.scandir(folder):
            # Fails if the folder can be listed, but not entered.
            os.stat(os.path.join(folder, os.curdir))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _unlisted(root, folder, error)
    return None


def _below(root: Path, folder: Path, above: frozenset[str]) -> Iterator[Path | Problem]:
    if not is_inside(root, folder):
        yield Problem(relative_name(root, folder), *OUTSIDE)
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
    """Whether an entry is a folder, or a link to one; False for a dangling link."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _unlisted(root: Path, folder: Path, error: OSError) -> Problem:
    message = f"cannot be read ({error.strerror or error})"
    remedy = "Check that the folder exists and that you may read it"
    return Problem(relative_name(root, folder), message, remedy)


def relative_name(root: Path, path: Path) -> str:
    """Return the name of a file of the workspace for messages."""
    return clean(path.relative_to(root).as_posix())
