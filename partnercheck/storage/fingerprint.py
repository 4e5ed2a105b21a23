"""Fingerprints of folders: numbers that change with any save, edit or switch of branch.

Invariant: two processes compute the same number from the same files. Python's own hash of a text
differs between processes, so a mark contains no text.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

# The program reads no files below `vendors` that are deeper than VENDOR/ROUND/FILE.
LEVELS = 3
Mark = tuple[int, int, int, int, int]
_Identity = tuple[int, int]


def fingerprint(paths: Iterable[Path], levels: int = LEVELS) -> int:
    """Return a number computed from the names, sizes and modification times of files.

    Folders are searched down to `levels` below each path; hidden files and folders are left out. A
    file that cannot be examined counts as absent.
    """
    seen: set[_Identity] = set()
    marks = (mark for path in paths for mark in _marks(os.fspath(path), False, levels, seen))
    return hash(frozenset(marks))


def _marks(path: str, linked: bool, levels: int, seen: set[_Identity]) -> Iterator[Mark]:
    """Yield the marks of a file or folder, and of the files and folders in it.

    A link to a folder that was `seen` is not followed, because a few circular links would make the
    number of paths explode.
    """
    try:
        status = os.stat(path)
    except OSError:
        return
    # Programs can restore mtime (`cp -p`, `touch`), but not ctime.
    name = zlib.crc32(os.fsencode(path))
    yield name, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
    if not levels or not stat.S_ISDIR(status.st_mode):
        return
    identity = (status.st_dev, status.st_ino)
    if linked and identity in seen:
        return
    seen.add(identity)
    try:
        with os.scandir(path) as entries:
            below = [
                (entry.path, entry.is_symlink())
                for entry in entries
                if not entry.name.startswith(".")
            ]
    except OSError:
        return
    for entry_path, is_link in below:
        yield from _marks(entry_path, is_link, levels - 1, seen)
