"""The lock of a workspace: one save at a time, whatever programs and hosts share the folder.

The system's own lock on the file `lock` ends with the program that holds it, however that ends. A
disk without such locks gets a second file, `saving`, that names its holder: it can outlive a killed
program, so it has another name than the file which always stays.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import read_bytes, require_file
from partnercheck.base.text import clean, one_line
from partnercheck.storage.atomic import replace_unflushed
from partnercheck.storage.folder import Folder, open_folder

FOLDER = ".partnercheck"
LOCK_FILE = "lock"
MARKER_FILE = "saving"
POLL_SECONDS = 0.02
_FLAGS = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
# A kernel or a disk that knows no such locks. ENOLCK is none of these: it can pass.
_NO_LOCKS = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP)


class LockHeldError(UserError):
    """The lock is another program's."""


@contextmanager
def workspace_lock(root: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of the workspace in a folder, waiting for it so many seconds at most.

    Raises LockHeldError, with a way on, and OSError.
    """
    with _lock_folder(root.resolve()) as folder:
        _hide_from_git(folder)
        descriptor = _open_lock(folder.descriptor)
        try:
            try:
                _wait_for(folder.descriptor, descriptor, seconds)
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
                with _marked(root / FOLDER / MARKER_FILE, seconds):
                    yield
            else:
                yield
        finally:
            with suppress(OSError):  # By now the answer is in its file, or something else is told.
                os.close(descriptor)


@contextmanager
def _lock_folder(root: Path) -> Iterator[Folder]:
    """Open the lock's folder, or make it; a link there could lead out of the workspace."""
    with suppress(FileNotFoundError):
        status = os.lstat(root / FOLDER)
        if not stat.S_ISDIR(status.st_mode):
            raise LockHeldError(f"{FOLDER} is not a folder. Move it away")
    with open_folder(root, (FOLDER,), create=True) as folder:
        yield folder


def _hide_from_git(folder: Folder) -> None:
    """Keep the folder out of git. Anything but a file in the place of its list is replaced."""
    with suppress(FileNotFoundError):
        status = os.stat(".gitignore", dir_fd=folder.descriptor, follow_symlinks=False)
        if stat.S_ISREG(status.st_mode) and status.st_size:
            return
    replace_unflushed(folder, ".gitignore", b"*\n")


def _open_lock(folder: int) -> int:
    """Open the lock's file. One that a colleague made may not be ours to write, but locks too."""
    try:
        descriptor = os.open(LOCK_FILE, _FLAGS | os.O_RDWR | os.O_CREAT, 0o666, dir_fd=folder)
    except PermissionError:
        descriptor = os.open(LOCK_FILE, _FLAGS | os.O_RDONLY, dir_fd=folder)
    try:
        require_file(os.fstat(descriptor), LOCK_FILE)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _wait_for(folder: int, descriptor: int, seconds: float) -> None:
    """Lock the file; if it was made anew meanwhile, the descriptor becomes that of the new one."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                message = "another program is saving in this workspace. Try again"
                raise LockHeldError(message) from None
            time.sleep(POLL_SECONDS)
            continue
        # A lock on a file that was removed meanwhile keeps nobody out.
        if os.fstat(descriptor).st_nlink:
            return
        anew = _open_lock(folder)
        os.dup2(anew, descriptor, inheritable=False)
        os.close(anew)


@contextmanager
def _marked(path: Path, seconds: float) -> Iterator[None]:
    """Hold a file that names its holder; a dead holder on this host is ignored."""
    from filelock import SoftFileLock, Timeout

    lock = SoftFileLock(path, timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise LockHeldError(
            f"this disk has no locks, so the file {FOLDER}/{MARKER_FILE} stands for one. It says "
            f"that {_holder(path)} is saving. If that is over, remove the file and try again"
        ) from None
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()


def _holder(path: Path) -> str:
    """Who holds the marker, as it says itself: its first lines are a process and a host."""
    try:
        words = one_line(clean(read_bytes(path, 200).decode("utf-8", "replace"), lines=True))
    except OSError:
        words = ""
    process, _, rest = words.partition(" ")
    host = rest.partition(" ")[0]
    return f"process {process[:20]} on {host[:80]}" if process.isdigit() and host else "a program"
