"""Files that are written whole or not at all, in folders that no link leads out of.

The new content goes into a temporary file beside the old one and is flushed to the disk; then it
takes the old one's name in one step.

A temporary file is locked for as long as it is written. An unlocked one was left by a killed
program and is removed; two programs never remove each other's.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from partnercheck.base.regular_file import open_in, read_opened
from partnercheck.storage.folder import Folder, close, flush_names, folder_of, open_folder

TEMPORARY = ".partnercheck-"
# On a disk without locks only age shows that a file is no longer being written.
STALE_SECONDS = 3600
_LEFT_OVER = re.compile(rf"{re.escape(TEMPORARY)}\d+-[0-9a-f]+")
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# Attributes that say who may use the file, or are the user's own. The system sets the others.
_KEPT_ATTRIBUTES = ("system.posix_acl_access", "user.")


class _OldFile(NamedTuple):
    """The parts of a file that its replacement takes over; `data` is for putting it back."""

    data: bytes
    status: os.stat_result
    attributes: Mapping[str, bytes]


def write_file(folder: Folder, name: str, data: bytes) -> None:
    """Replace a file's content, or make the file, and flush its name too.

    Raises OSError, with the old content there, or no file if there was none.
    """
    sweep(folder)
    old = _old_file(folder.descriptor, name)
    _replace(folder.descriptor, name, data, old)
    try:
        flush_names(folder)
    except OSError:
        with suppress(OSError):
            if old is None:
                os.unlink(name, dir_fd=folder.descriptor)
            else:
                _replace(folder.descriptor, name, old.data, old)
        raise


def write_path(path: Path, data: bytes) -> None:
    """Replace a file's content wherever it is, through links; make the folders that are missing.

    Raises OSError, with the old content there.
    """
    real = Path(os.path.realpath(path))
    with folder_of(real) as folder:
        write_file(folder, real.name, data)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file that can be made again, such as a report; its owner and mode are kept.

    Raises OSError, with the old content there.
    """
    real = Path(os.path.realpath(path))
    with open_folder(real.parent) as folder:
        sweep(folder)
        old = _old_file(folder.descriptor, real.name, with_data=False)
        _replace(folder.descriptor, real.name, data, old)


def replace_private(path: Path, data: bytes) -> None:
    """Put a file that its owner alone may read in the place of whatever has this name.

    Raises OSError, with what was there before.
    """
    with folder_of(Path(os.path.realpath(path.parent)) / path.name) as folder:
        sweep(folder)
        with _temporary(folder.descriptor, data, mode=0o600) as temporary:
            _rename(folder.descriptor, temporary, path.name)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, and the folders that are missing.

    Raises FileExistsError if there is anything of that name, and OSError; nothing is left then.
    """
    with folder_of(Path(os.path.realpath(path.parent)) / path.name) as folder:
        sweep(folder)
        descriptor = folder.descriptor
        with _temporary(descriptor, data) as temporary:
            try:
                os.link(temporary, path.name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
                with suppress(OSError):
                    os.unlink(temporary, dir_fd=descriptor)
            except FileExistsError:
                raise
            except OSError:  # A disk without hard links: the name is taken first, then filled.
                os.close(os.open(path.name, _NEW, 0o666, dir_fd=descriptor))
                try:
                    os.replace(temporary, path.name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
                except BaseException:
                    os.unlink(path.name, dir_fd=descriptor)
                    raise
        with suppress(OSError):
            flush_names(folder)


def replace_unflushed(folder: Folder, name: str, data: bytes) -> None:
    """Replace whatever has this name, unless it is a folder, by a file that may be lost again."""
    sweep(folder)
    with _temporary(folder.descriptor, data, flush=False) as temporary:
        _rename(folder.descriptor, temporary, name)


def _replace(folder: int, name: str, data: bytes, old: _OldFile | None) -> None:
    with _temporary(folder, data, old) as temporary:
        _rename(folder, temporary, name)


def _rename(folder: int, temporary: str, name: str) -> None:
    os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)


@contextmanager
def _temporary(
    folder: int,
    data: bytes,
    old: _OldFile | None = None,
    mode: int = 0o666,
    flush: bool = True,
) -> Iterator[str]:
    """Yield the name of a temporary file with this content, locked and gone afterwards.

    Inside the context it is given another name.
    """
    name, descriptor = _new_temporary(folder, old.status.st_mode & 0o777 if old else mode)
    try:
        stream = os.fdopen(descriptor, "wb")
        try:
            if old:
                _keep_access(descriptor, old)
            stream.write(data)
            stream.flush()
            if flush:
                os.fsync(descriptor)
            yield name
        finally:
            with suppress(OSError):  # It is on the disk by now, or about to be removed.
                stream.close()
    except BaseException:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
        raise


def _new_temporary(folder: int, mode: int) -> tuple[str, int]:
    while True:
        name = f"{TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}"
        descriptor = os.open(name, _NEW, mode, dir_fd=folder)
        try:
            with suppress(OSError):  # A disk without locks.
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Before it was locked, another program may have taken it for one that was left.
            if os.fstat(descriptor).st_nlink:
                return name, descriptor
        except BaseException:
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)
            close(descriptor)
            raise
        close(descriptor)


def _old_file(folder: int, name: str, with_data: bool = True) -> _OldFile | None:
    """Read a file that is to be replaced; None if there is none."""
    try:
        descriptor = open_in(folder, name)
    except FileNotFoundError:
        return None
    try:
        status = os.fstat(descriptor)
        data = read_opened(descriptor, name, status.st_size) if with_data else b""
        return _OldFile(data, status, _attributes(descriptor))
    finally:
        close(descriptor)


def _attributes(descriptor: int) -> dict[str, bytes]:
    """Return the attributes of a file that are kept; none on a system or a disk without them."""
    try:
        names = os.listxattr(descriptor)
        return {
            name: os.getxattr(descriptor, name)
            for name in names
            if name.startswith(_KEPT_ATTRIBUTES)
        }
    except (OSError, AttributeError):
        return {}


def _keep_access(descriptor: int, old: _OldFile) -> None:
    """Give a new file the owner, group, mode and attributes of the old one, as far as permitted.

    If the group may not be kept, ours gets no more than everybody has: the old mode was not
    meant for it.
    """
    new, mode = os.fstat(descriptor), stat.S_IMODE(old.status.st_mode)
    if (new.st_uid, new.st_gid) != (old.status.st_uid, old.status.st_gid):
        try:
            os.fchown(descriptor, old.status.st_uid, old.status.st_gid)
        except OSError:
            with suppress(OSError):
                os.fchown(descriptor, -1, old.status.st_gid)
    for name, value in old.attributes.items():
        with suppress(OSError):
            os.setxattr(descriptor, name, value)
    new = os.fstat(descriptor)
    if new.st_gid != old.status.st_gid:
        mode &= ~stat.S_IRWXG | ((mode & stat.S_IRWXO) << 3)
    if stat.S_IMODE(new.st_mode) != mode:
        with suppress(OSError):
            os.fchmod(descriptor, mode)


def sweep(folder: Folder) -> None:
    """Remove the temporary files of programs that were killed; one that cannot be does no harm."""
    with suppress(OSError):
        for name in filter(_LEFT_OVER.fullmatch, os.listdir(folder.descriptor)):
            with suppress(OSError):
                _remove_left_over(folder.descriptor, name)


def _remove_left_over(folder: int, name: str) -> None:
    descriptor = open_in(folder, name)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        except OSError:
            if time.time() - os.fstat(descriptor).st_mtime < STALE_SECONDS:
                return
        os.unlink(name, dir_fd=folder)
    finally:
        close(descriptor)
