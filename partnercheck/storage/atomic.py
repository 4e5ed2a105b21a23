"""Atomic writes: a file has its old content or the new content, never a part of either.

Invariant: whatever fails, and whenever a process is killed, the name refers to one complete file.
The steps, for `a.toml`:

1. write `.partnercheck-PID-RANDOM` in the same folder, and lock it with `flock`;
2. give it the owner, mode and attributes of the old file, and flush its content to the disk;
3. rename it to `a.toml`, which POSIX does in one step;
4. flush the folder, because a rename can be lost in a power failure. If the flush fails, the old
   content is put back and the error is raised: the caller reports the save as failed.

A crash before step 3 leaves a temporary file. The next write in the folder removes it if it is not
locked, so running programs never remove each other's files. All steps are relative to the opened
folder (see `folder.py`), so nothing is redirected if the folder is replaced by a link meanwhile.
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
# On a disk without locks, only a temporary file's age shows that it has been abandoned.
STALE_SECONDS = 3600
_LEFTOVER = re.compile(rf"{re.escape(TEMPORARY)}\d+-[0-9a-f]+")
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# Access lists and the user's own attributes. The system itself sets all others for the new file.
_KEPT_ATTRIBUTES = ("system.posix_acl_access", "user.")


class _OldFile(NamedTuple):
    """The parts of a file that its replacement inherits; `data` restores it after an error."""

    data: bytes
    status: os.stat_result
    attributes: Mapping[str, bytes]


def write_file(folder: Folder, name: str, data: bytes) -> None:
    """Replace a file's content, or create the file; flush both file and folder to the disk.

    Raises OSError; if it does, the file is unchanged, or still absent.
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
    """Replace a file's content, following links; create missing folders.

    Raises OSError; if it does, the file is unchanged.
    """
    real = Path(os.path.realpath(path))
    with folder_of(real) as folder:
        write_file(folder, real.name, data)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file that can be made again, such as a report; its owner and mode are kept.

    The folder is not flushed to the disk: that takes time, and a lost report can be made again.
    Raises OSError; if it does, the file is unchanged.
    """
    real = Path(os.path.realpath(path))
    with open_folder(real.parent) as folder:
        sweep(folder)
        old = _old_file(folder.descriptor, real.name, with_data=False)
        _replace(folder.descriptor, real.name, data, old)


def replace_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read; replace any file of this name.

    Raises OSError; if it does, nothing has changed.
    """
    with folder_of(Path(os.path.realpath(path.parent)) / path.name) as folder:
        sweep(folder)
        with _temporary(folder.descriptor, data, mode=0o600) as temporary:
            _rename(folder.descriptor, temporary, path.name)


def write_new(path: Path, data: bytes) -> None:
    """Write a new file, creating missing folders.

    Raises FileExistsError if the name is taken, or another OSError; in both cases nothing is
    written.
    """
    with folder_of(Path(os.path.realpath(path.parent)) / path.name) as folder:
        sweep(folder)
        descriptor = folder.descriptor
        with _temporary(descriptor, data) as temporary:
            try:
                # Unlike a rename, a hard link never replaces a file of that name.
                os.link(temporary, path.name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
                with suppress(OSError):
                    os.unlink(temporary, dir_fd=descriptor)
            except FileExistsError:
                raise
            except OSError:  # A disk without hard links: reserve the name, then replace it.
                os.close(os.open(path.name, _NEW, 0o666, dir_fd=descriptor))
                try:
                    os.replace(temporary, path.name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
                except BaseException:
                    os.unlink(path.name, dir_fd=descriptor)
                    raise
        with suppress(OSError):
            flush_names(folder)


def replace_unflushed(folder: Folder, name: str, data: bytes) -> None:
    """Write a file without flushing it, so a power failure may lose it.

    Replaces any file or link of this name, but not a folder.
    """
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
    """Yield the name of a temporary file with this content, locked, for the caller to rename.

    If the caller fails, the file is removed.
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
            with suppress(OSError):  # The content is flushed, or the file is about to be removed.
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
            # Before the file was locked, another program may have removed it as a leftover.
            if os.fstat(descriptor).st_nlink:
                return name, descriptor
        except BaseException:
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)
            close(descriptor)
            raise
        close(descriptor)


def _old_file(folder: int, name: str, with_data: bool = True) -> _OldFile | None:
    """Return the parts of a file that its replacement inherits; None if the file does not exist."""
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
    """Return the attributes to keep; empty if the system (macOS) or the disk has no attributes."""
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
    """Give a new file the owner, group, mode and attributes of the old one, if permitted.

    If the old group cannot be set, the file has the user's group, for which the old mode was not
    meant. So the group gets only the permissions for others: 0o664 becomes 0o644, and 0o660 becomes
    0o600.
    """
    new, mode = os.fstat(descriptor), stat.S_IMODE(old.status.st_mode)
    if (new.st_uid, new.st_gid) != (old.status.st_uid, old.status.st_gid):
        # Only root may give a file away, but anybody may use another group of their own.
        try:
            os.fchown(descriptor, old.status.st_uid, old.status.st_gid)
        except OSError:
            with suppress(OSError):
                os.fchown(descriptor, -1, old.status.st_gid)
    for name, value in old.attributes.items():
        with suppress(OSError):
            os.setxattr(descriptor, name, value)
    # Setting an access list changes the mode, so the mode is compared afterwards.
    new = os.fstat(descriptor)
    if new.st_gid != old.status.st_gid:
        mode &= ~stat.S_IRWXG | ((mode & stat.S_IRWXO) << 3)
    if stat.S_IMODE(new.st_mode) != mode:
        with suppress(OSError):
            os.fchmod(descriptor, mode)


def sweep(folder: Folder) -> None:
    """Remove the temporary files of programs that were killed.

    Files that cannot be removed do no harm, because the names are unique.
    """
    with suppress(OSError):
        for name in filter(_LEFTOVER.fullmatch, os.listdir(folder.descriptor)):
            with suppress(OSError):
                _remove_leftover(folder.descriptor, name)


def _remove_leftover(folder: int, name: str) -> None:
    descriptor = open_in(folder, name)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # Another program is writing the file.
            return
        except OSError:  # A disk without locks.
            if time.time() - os.fstat(descriptor).st_mtime < STALE_SECONDS:
                return
        os.unlink(name, dir_fd=folder)
    finally:
        close(descriptor)
