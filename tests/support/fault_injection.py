"""Putting one fault into one save: by strace, or, where that cannot be, by patched functions.

strace attaches to a process that has loaded everything and waits, so its counts begin with the
save itself: no path has to be named, and a temporary file of random name is met like any other.
"""

from __future__ import annotations

import errno
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from tests.support import one_save
from tests.support import patched_calls as patching

Means = Literal["strace", "patched"]
SECONDS = 30

# What a save may call, by the kind of thing it does: the system calls on any machine (a `?` is for
# those that some lack), and the errors that a disk, its system or its owner can answer with.
CALLS: dict[str, tuple[str, tuple[str, ...]]] = {
    "openat": (
        "openat,?open,?creat,?openat2",
        ("ENOSPC", "EACCES", "EIO", "EROFS", "EDQUOT", "EMFILE"),
    ),
    "write": ("write,?pwrite64,?writev", ("ENOSPC", "EIO", "EDQUOT", "EFBIG")),
    "fsync": ("fsync,?fdatasync,?syncfs", ("EIO", "ENOSPC", "EDQUOT")),
    "rename": (
        "?rename,?renameat,?renameat2,?link,?linkat",
        ("EIO", "ENOSPC", "EROFS", "EACCES", "EDQUOT"),
    ),
    "chmod": ("?chmod,?fchmod,?fchmodat,?fchmodat2", ("EPERM", "EIO", "EROFS")),
    "chown": ("?chown,?fchown,?fchownat", ("EPERM", "EIO", "EROFS")),
    "attributes": ("?flistxattr,?fgetxattr,?fsetxattr", ("EOPNOTSUPP", "EPERM", "EIO")),
    "mkdir": ("?mkdir,?mkdirat", ("ENOSPC", "EACCES", "EIO", "EROFS", "EDQUOT")),
    "unlink": ("?unlink,?unlinkat,?rmdir", ("EIO", "EACCES", "EROFS")),
    "flock": ("flock,?fcntl", ("ENOLCK", "EIO")),
    "read": ("read,?pread64,?readv", ("EIO",)),
    "close": ("close", ("EIO", "ENOSPC", "EDQUOT")),
    "stat": ("?newfstatat,?stat,?lstat,?fstat,?statx,?fstatat64", ("EIO", "EACCES")),
    "list": ("?getdents,?getdents64", ("EIO",)),
}
# What is called besides, and changes nothing on a disk.
HARMLESS = {
    *("brk", "madvise", "mmap", "mprotect", "mremap", "munmap", "futex", "restart_syscall"),
    *("getcwd", "geteuid", "getpid", "getrandom", "gettid", "getuid", "ioctl", "lseek"),
    *("clock_gettime", "clock_nanosleep", "readlink", "readlinkat", "recvfrom", "sendto"),
    *("rt_sigaction", "rt_sigprocmask", "set_robust_list", "sigaltstack", "exit_group"),
    *("prctl", "prlimit64", "rseq", "membarrier", "rt_sigreturn", "sched_yield", "uname"),
    *("poll", "ppoll", "pselect6", "select", "getrusage", "sysinfo", "clock_getres"),
}


class Fault(NamedTuple):
    """The nth call of a kind answers with an error, or kills; all from there on with `onwards`."""

    call: str
    nth: int
    error: str = ""
    onwards: bool = False

    def __str__(self) -> str:
        what = self.error or "SIGKILL"
        return f"{what} at {self.call} {self.nth}{' and after' if self.onwards else ''}"


@cache
def no_strace() -> str:
    """Why strace cannot be used here; empty where it can."""
    if os.environ.get("PARTNERCHECK_NO_STRACE"):
        return "PARTNERCHECK_NO_STRACE is set"
    if not shutil.which("strace"):
        return "strace is not installed"
    with subprocess.Popen(["sleep", "30"]) as process:
        time.sleep(0.1)
        command = ["strace", "-p", str(process.pid), "-o", os.devnull]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr
            said = tracer.stderr.readline()
            tracer.terminate()
        process.kill()
    return "" if "attached" in said else f"strace may not trace here ({said.strip()})"


class Run:
    """One fork of the process, with a fault in it; `said` is what it says of each answer."""

    def __init__(self, saver: Saver, fault: Fault | None, fresh: bool, every_call: bool) -> None:
        self._saver = saver
        self.killed = False
        self._ended = False
        self._code = 0
        self._trace = saver.folder / "trace"
        order: dict[str, object] = {"fresh": fresh}
        if fault and saver.means == "patched":
            order |= {"patched": True, "call": fault.call, "nth": fault.nth}
            number = getattr(errno, fault.error) if fault.error else 0
            order |= {"onwards": fault.onwards, "kill": not fault.error, "errno": number}
        saver.control.send(json.dumps(order).encode())
        self._pid = saver.number()
        self._tracer: subprocess.Popen[str] | None = None
        if saver.means == "strace" and (fault or every_call):
            self._attach(fault, every_call)

    def _attach(self, fault: Fault | None, every_call: bool) -> None:
        words = ["strace", "-f", "-p", str(self._pid), "-o", str(self._trace)]
        if fault:
            names = CALLS[fault.call][0]
            what = f"error={fault.error}" if fault.error else "signal=KILL"
            when = f"when={fault.nth}{'+' if fault.onwards else ''}"
            words += ["-e", f"trace={'all' if every_call else names}"]
            words += ["-e", f"inject={names}:{what}:{when}"]
        self._tracer = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        assert self._tracer.stderr
        said = self._tracer.stderr.readline()
        assert "attached" in said, said

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happened, the next run begins with nobody in its way."""
        if not self._ended:
            os.kill(self._pid, signal.SIGKILL)
            self._saver.number()
        if self._tracer:
            self._tracer.communicate(timeout=SECONDS)

    def answer(self) -> str:
        """What it says of giving the answer now; empty where it was killed at it."""
        talk, control = self._saver.talk, self._saver.control
        talk.send(b"g")
        ready, _, _ = select.select([talk, control], [], [], SECONDS)
        assert ready, "it neither answers nor ends"
        if talk in ready:
            return talk.recv(10_000).decode()
        self._wait()
        self.killed = self._code == -signal.SIGKILL
        assert self.killed, f"it ended with {self._code}"
        return ""

    def end(self) -> bool:
        """Let it end; whether the fault was met."""
        if not self.killed:
            self._saver.talk.send(b"e")
            self._wait()
            assert 0 <= self._code <= 100, f"it ended with {self._code}"
        if self._tracer:
            self._tracer.communicate(timeout=SECONDS)
        if self._saver.means == "patched":
            return self.killed or self._code > 0
        return self.killed or "(INJECTED)" in self.trace

    def _wait(self) -> None:
        self._code = self._saver.number()
        self._ended = True

    @property
    def trace(self) -> str:
        """What strace wrote: a system call a line."""
        return self._trace.read_text() if self._tracer else ""


class Saver(NamedTuple):
    """The process that answers, and how faults get into it."""

    means: Means
    folder: Path
    control: socket.socket
    talk: socket.socket

    def run(self, fault: Fault | None = None, fresh: bool = False, every_call: bool = False) -> Run:
        """A fork with a fault in it; `fresh` opens the questionnaire anew."""
        return Run(self, fault, fresh, every_call)

    def number(self) -> int:
        """The next number that the process says: a fork's, or how that ended."""
        return int(self.control.recv(one_save.NUMBER, socket.MSG_WAITALL))

    def kinds(self) -> list[str]:
        """The kinds of calls that faults can be put into."""
        return list(CALLS if self.means == "strace" else patching.CALLS)


@contextmanager
def saver(means: Means, root: Path, warm: Path, folder: Path) -> Iterator[Saver]:
    """The process, ready to answer in the workspace `root`; `warm` is one to try it in first."""
    control, its_control = socket.socketpair()
    talk, its_talk = socket.socketpair()
    fds = (its_control.fileno(), its_talk.fileno())
    # The interpreter itself: what stands in the path may be a script that starts another.
    words = [sys.executable, "-m", "tests.support.one_save", str(root), str(warm), *map(str, fds)]
    process = subprocess.Popen(words, pass_fds=fds, cwd=Path(__file__).parents[2])
    its_control.close()
    its_talk.close()
    control.settimeout(SECONDS)
    talk.settimeout(SECONDS)
    try:
        assert control.recv(5) == b"ready"
        yield Saver(means, folder, control, talk)
    finally:
        control.close()
        talk.close()
        process.wait(SECONDS)
