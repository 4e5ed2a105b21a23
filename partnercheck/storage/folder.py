"""Folders that are opened before anything in them is read or written.

A folder is opened step by step, none of the steps a link, and all that follows is done relative to
the opened folder. Swapping a folder for a link meanwhile redirects nothing.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# What a folder answers that may be written but not listed, and a disk that cannot flush folders.
_NO_FLUSHING = (errno.EACCES, errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOTSUP)


class Folder(NamedTuple):
    """An opened folder, and the folders made on the way to it: parent's descriptor and name."""

    descriptor: int
    created: tuple[tuple[int, str], ...] = ()


@contextmanager
def open_folder(base: Path, below: Iterable[str] = (), create: bool = False) -> Iterator[Folder]:
    """Open a folder below a base, following no link.

    With `create`, the folders that are missing below the base are made, and removed again if
    anything fails. Raises OSError.
    """
    created: list[tuple[int, str]] = []
    with ExitStack() as stack:
        try:
            descriptor = _open_folder(stack, os.fspath(base))
            for name in below:
                try:
                    descriptor = _open_folder(stack, name, descriptor)
                except FileNotFoundError:
                    if not create:
                        raise
                    with suppress(FileExistsError):
                        os.mkdir(name, dir_fd=descriptor)
                        created.append((descriptor, name))
                    descriptor = _open_folder(stack, name, descriptor)
            yield Folder(descriptor, tuple(created))
        except BaseException:
            with suppress(OSError):
                for parent, name in reversed(created):
                    os.rmdir(name, dir_fd=parent)
            raise


def _open_folder(stack: ExitStack, name: str, parent: int | None = None) -> int:
    try:
        descriptor = os.open(name, _FOLDER, dir_fd=parent)
    except PermissionError:  # It may still be written to, though not listed.
        descriptor = os.open(name, _FOLDER | getattr(os, "O_PATH", 0), dir_fd=parent)
    stack.callback(close, descriptor)
    return descriptor


def close(descriptor: int) -> None:
    """Close a file whose content is flushed, or no longer matters: an error would mean nothing."""
    with suppress(OSError):
        os.close(descriptor)


@contextmanager
def folder_of(path: Path) -> Iterator[Folder]:
    """Open the folder of a path without links in it; folders that are missing are made."""
    base = path.parent
    missing: list[str] = []
    while not os.path.lexists(base) and base != base.parent:
        missing.insert(0, base.name)
        base = base.parent
    with open_folder(base, missing, create=True) as folder:
        yield folder


def flush_names(folder: Folder) -> None:
    """Flush the names in a folder and in those it was made in, on a disk that can."""
    for descriptor in (folder.descriptor, *(parent for parent, _ in folder.created)):
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_FLUSHING:
                raise
