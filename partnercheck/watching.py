"""Whether files have changed: a stamp of folders that differs after any save, edit or switch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def stamp(paths: Iterable[Path]) -> int:
    """A number for the files and folders below these paths: names, sizes and times of change.

    Folders whose names begin with a dot are left out. What cannot be looked at counts as absent.
    """
    return hash(frozenset(_marks(os.fspath(path) for path in paths)))


def _marks(paths: Iterable[str]) -> Iterator[tuple[str, int, int, int]]:
    for path in paths:
        try:
            status = os.stat(path)
            yield path, status.st_mtime_ns, status.st_size, status.st_ino
            if os.path.isdir(path):
                with os.scandir(path) as entries:
                    names = [entry.path for entry in entries if not entry.name.startswith(".")]
                yield from _marks(names)
        except OSError:
            continue
