"""Opened folders: reading and writing below a workspace without following links.

Invariant: no path is looked up twice. A folder is opened step by step with O_NOFOLLOW, and files
are opened, renamed and removed relative to its descriptor (`dir_fd`). For `vendors/acme`: open the
workspace, open `vendors` in it, open `acme` in that. If somebody replaces `vendors` by a link to
`/etc` meanwhile, the descriptor still refers to the old folder.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Errors of fsync on a folder that may be written but not listed, or on a disk that cannot flush
# folders.
_NO_FLUSHING = (errno.EACCES, errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOTSUP)


class Folder(NamedTuple):
    """An opened folder, and the folders created on the way to it."""

    descriptor: int
    created: tuple[tuple[int, str], ...] = ()  # the parent's descriptor, and the name in it


@contextmanager
def open_folder(base: Path, below: Iterable[str] = (), create: bool = False) -> Iterator[Folder]:
    """Open a folder below a base, following no link.

    If `create` is true, missing folders below the base are created; if anything fails, they are
    removed again.
    Raises OSError.
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
            # A folder is not removed if somebody else has put a file into it meanwhile.
            with suppress(OSError):
                for parent, name in reversed(created):
                    os.rmdir(name, dir_fd=parent)
            raise


def _open_folder(stack: ExitStack, name: str, parent: int | None = None) -> int:
    try:
        descriptor = os.open(name, _FOLDER, dir_fd=parent)
    except PermissionError:  # A folder may be writable but unreadable. Only Linux has O_PATH.
        descriptor = os.open(name, _FOLDER | getattr(os, "O_PATH", 0), dir_fd=parent)
    stack.callback(close, descriptor)
    return descriptor


def close(descriptor: int) -> None:
    """Close a descriptor, ignoring errors: its content has been flushed, or no longer matters."""
    with suppress(OSError):
        os.close(descriptor)


@contextmanager
def folder_of(path: Path) -> Iterator[Folder]:
    """Open the folder of a path that has no links in it; missing folders are created."""
    base = path.parent
    missing: list[str] = []
    while not os.path.lexists(base) and base != base.parent:
        missing.insert(0, base.name)
        base = base.parent
    with open_folder(base, missing, create=True) as folder:
        yield folder


def flush_names(folder: Folder) -> None:
    """Flush a folder's list of names to the disk, if the disk can flush folders.

    The folders above it are flushed too, if folders were created in them.
    """
    for descriptor in (folder.descriptor, *(parent for parent, _ in folder.created)):
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_FLUSHING:
                raise
