"""Reading regular files only, and resolving paths that people type.

Reading a pipe waits for a writer, and a device may have no end. Another program can replace a file
at any moment, so the file is checked again after it has been opened.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.text import clean

MAX_BYTES = 1 << 20
# O_NONBLOCK: if the file has just been replaced by a pipe, opening the pipe waits for no writer.
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link",
}


class NotAFileError(OSError):
    """A folder, a pipe or a device where a file should be."""

    def __init__(self, status: os.stat_result, name: str) -> None:
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
        super().__init__(errno.EINVAL, f"it is {kind}, not a file", name)

    def __str__(self) -> str:
        return f"{self.filename}: {self.strerror}"


def typed_path(text: str) -> Path:
    """Return a typed path, with `~` and `~name` replaced by home folders.

    Raises:
        UserError: The user does not exist. (`Path.expanduser` would raise a RuntimeError.)

    """
    path = os.path.expanduser(text)
    if path.startswith("~"):
        name = clean(path.partition("/")[0])
        raise UserError(
            f'"{name}" is not the home folder of any user. '
            f"For a file whose name begins with ~, write ./{name}"
        )
    return Path(path)


def real_path(path: Path) -> Path:
    """Return a path with its symbolic links resolved, except circular links.

    (`Path.resolve` would raise an error for a circular link.)
    """
    return Path(os.path.realpath(path))


def read_bytes(path: str | os.PathLike[str], most: int = MAX_BYTES) -> bytes:
    """Return the content of a regular file, at most one byte more than `most`.

    Raises NotAFileError for anything else, and OSError if the file cannot be read.
    """
    # Opening a device can act on it (a tape rewinds, a modem hangs up), so the type of the file is
    # checked before it is opened.
    require_file(os.stat(path), path)
    descriptor = os.open(path, _FLAGS)
    try:
        return read_opened(descriptor, path, most)
    finally:
        os.close(descriptor)


def open_in(folder: int, name: str) -> int:
    """Open a regular file for reading by its name in an opened folder, following no link.

    Raises NotAFileError for anything else, and OSError if the file cannot be opened.
    """
    require_file(os.stat(name, dir_fd=folder, follow_symlinks=False), name)
    return os.open(name, _FLAGS | os.O_NOFOLLOW, dir_fd=folder)


def read_opened(descriptor: int, name: str | os.PathLike[str], most: int = MAX_BYTES) -> bytes:
    """Return the content of an opened regular file, at most one byte more than `most`."""
    status = os.fstat(descriptor)
    require_file(status, name)
    # Asks for one byte more than the file's size: if no more than the size is read, this is all.
    data = os.read(descriptor, min(most, status.st_size) + 1)
    if len(data) == status.st_size:
        return data
    parts, size = [data], len(data)
    while data and size <= most:
        data = os.read(descriptor, most + 1 - size)
        parts.append(data)
        size += len(data)
    return b"".join(parts)


def require_file(status: os.stat_result, name: str | os.PathLike[str]) -> None:
    """Raise NotAFileError unless this is the status of a regular file."""
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(status, os.fspath(name))
