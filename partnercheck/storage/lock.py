"""The lock of a workspace: one save at a time among all programs and hosts that share the folder.

Invariant: two programs never change the same workspace at once. The lock is an flock on the file
`lock`. The system releases it when the holder ends, even if it is killed, so the file itself is
never removed. On a disk without such locks a second file, `saving`, is the lock. It can outlive a
killed program, so it names its holder, and people can see whether to remove it. For example:

    A locks `lock`, and B waits
    A is killed                  the system releases the lock, and B gets it
    `lock` was replaced          B has locked a file without a name: B locks the new file instead
    flock fails with ENOTSUP     B creates `saving` with its process id and host, and then saves;
                                 if `saving` exists, B waits, and then reports its holder
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
# Polling, because flock itself has no timeout. A save takes milliseconds.
POLL_SECONDS = 0.02
# O_NONBLOCK: if the file was replaced by a pipe, opening it would wait for the pipe's other end.
_FLAGS = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
# Errors of a kernel or disk that has no such locks. ENOLCK is not included: it can be temporary.
_NO_LOCKS = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP)


class LockHeldError(UserError):
    """Another program holds the lock."""


@contextmanager
def workspace_lock(root: Path, seconds: float) -> Iterator[None]:
    """Hold a workspace's lock, waiting for it at most this many seconds.

    Raises LockHeldError, with a remedy, or OSError.
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
            with suppress(OSError):  # The text is saved, or another error is being raised.
                os.close(descriptor)


@contextmanager
def _lock_folder(root: Path) -> Iterator[Folder]:
    """Open or create the lock's folder; refuse a link, which could lead out of the workspace."""
    with suppress(FileNotFoundError):
        status = os.lstat(root / FOLDER)
        if not stat.S_ISDIR(status.st_mode):
            raise LockHeldError(f"{FOLDER} is not a folder. Move it away")
    with open_folder(root, (FOLDER,), create=True) as folder:
        yield folder


def _hide_from_git(folder: Folder) -> None:
    """Make git ignore the folder. Replace a `.gitignore` that is empty or not a file."""
    with suppress(FileNotFoundError):
        status = os.stat(".gitignore", dir_fd=folder.descriptor, follow_symlinks=False)
        if stat.S_ISREG(status.st_mode) and status.st_size:
            return
    replace_unflushed(folder, ".gitignore", b"*\n")


def _open_lock(folder: int) -> int:
    """Open the lock file: read-only if it belongs to a colleague, which is enough for flock."""
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
    """Lock the file; if somebody replaced it, make the descriptor refer to the new file."""
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
        # A lock on a removed file excludes no other program: they lock the new file.
        if os.fstat(descriptor).st_nlink:
            return
        new_descriptor = _open_lock(folder)
        os.dup2(new_descriptor, descriptor, inheritable=False)
        os.close(new_descriptor)


@contextmanager
def _marked(path: Path, seconds: float) -> Iterator[None]:
    """Hold the marker file, which names its holder.

    A marker file left by a program that has ended on this host is ignored.
    """
    # Few disks need filelock, and it takes time to load.
    from filelock import SoftFileLock, Timeout

    lock = SoftFileLock(path, timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise LockHeldError(
            f"{_holder(path)} is saving, according to the lock file {FOLDER}/{MARKER_FILE} on "
            "this disk. If that program has ended, remove the lock file and try again"
        ) from None
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()


def _holder(path: Path) -> str:
    """Return the holder named in the marker file, whose first lines are a process id and a host."""
    try:
        words = one_line(clean(read_bytes(path, 200).decode("utf-8", "replace"), lines=True))
    except OSError:
        words = ""
    process, _, rest = words.partition(" ")
    host = rest.partition(" ")[0]
    return f"process {process[:20]} on {host[:80]}" if process.isdigit() and host else "a program"
