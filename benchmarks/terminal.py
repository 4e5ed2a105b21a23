"""A program in a pty of its own, seen from the terminal's side: when it draws, and how much.

Output is stamped when it is read and drawn (by pyte) only afterwards, so that drawing takes no
time from what is measured. A wait for silence is never part of a figure: it is the last byte that
counts. Linux only.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, Self

from benchmarks.common import ROOT, family, memory_mib
from benchmarks.xterm import Size, Xterm


class Opened(NamedTuple):
    """A start: when what was waited for stood on the screen, and when nothing more came."""

    paint_ms: float
    paint_bytes: int
    settled_ms: float
    settled_bytes: int


class Pressed(NamedTuple):
    """A key: until the first and the last byte it made (None: it made none), and how many."""

    first_ms: float | None
    settled_ms: float | None
    sent: int


class Idle(NamedTuple):
    """What a program does while nobody touches it."""

    bytes_per_second: float
    cpu_percent: float


class Read(NamedTuple):
    """Some output, when it was read, and how many bytes there were with it."""

    at: float
    total: int
    data: bytes


class LostError(Exception):
    """What was waited for never stood on the screen."""


class Terminal:
    """One program, from its start until it is told to end."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], size: Size | None = None
    ) -> None:
        """Start the command in a new pty, with this environment and no other."""
        self.size = size or Size()
        self.received = 0
        self.ended = False
        self._xterm = Xterm(self.size)
        self._undrawn: list[Read] = []
        self._status: int | None = None
        self.started = time.perf_counter()
        self.pid, self._file = os.forkpty()
        if self.pid == 0:
            self._become(command, environment)
        self._clock = (~self.pid << 3) | 2  # Linux's name of the CPU clock of a process

    def _become(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        try:
            shape = struct.pack("HHHH", self.size.rows, self.size.columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, shape)
            os.chdir(ROOT)
            os.execvpe(command[0], list(command), dict(environment))
        finally:
            os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.end()

    # What it says

    def _read(self, seconds: float) -> float | None:
        """Wait so long for output; when it was read. Questions in it are answered at once."""
        if self.ended or not select.select([self._file], [], [], max(0.0, seconds))[0]:
            return None
        now = time.perf_counter()
        try:
            data = os.read(self._file, 1 << 16)
        except OSError:  # nobody holds the other side any more
            data = b""
        if not data:
            self.ended = True
            return None
        self.received += len(data)
        self._undrawn.append(Read(now, self.received, data))
        self._answer(data)
        return now

    def _answer(self, data: bytes) -> None:
        for answer in self._xterm.answers(data):
            if "{row}" in answer:
                self._draw()
            os.write(self._file, self._xterm.located(answer).encode())

    def _draw(self, until: re.Pattern[str] | None = None) -> Read | None:
        """Draw what was read, up to the read with which `until` stands on the screen."""
        for number, read in enumerate(self._undrawn):
            self._xterm.draw(read.data)
            if until and until.search(self._xterm.text()):
                del self._undrawn[: number + 1]
                return read
        self._undrawn.clear()
        return None

    def text(self) -> str:
        """What stands on the screen."""
        self._draw()
        return self._xterm.text()

    def _silence(self, quiet: float, within: float) -> float | None:
        """Read until nothing came for so long; when the last byte did."""
        last, end = None, time.perf_counter() + within
        while (now := self._read(quiet)) is not None:
            last = now
            if now > end:
                break
        return last

    # What is measured

    def open(self, until: str, quiet: float = 0.5, within: float = 60.0) -> Opened:
        """Wait until it has drawn what is looked for, and is silent."""
        wanted, end = re.compile(until), self.started + within
        seen: Read | None = None
        last = self.started
        while seen is None and time.perf_counter() < end and not self.ended:
            last = self._silence(quiet, within) or last
            seen = self._draw(wanted)
        if seen is None:
            raise LostError(f"{until!r} never stood on the screen:\n{self.text()}")
        paint_ms = (seen.at - self.started) * 1e3
        return Opened(paint_ms, seen.total, (last - self.started) * 1e3, self.received)

    def press(self, key: str, quiet: float = 0.03, within: float = 0.5) -> Pressed:
        """Press a key; `within` is how long its first byte may take."""
        self._silence(quiet, 1.0)
        before, sent = self.received, time.perf_counter()
        os.write(self._file, self._xterm.key(key))
        first = self._read(within)
        if first is None:
            return Pressed(None, None, 0)
        last = self._silence(quiet, 60.0) or first
        return Pressed((first - sent) * 1e3, (last - sent) * 1e3, self.received - before)

    def expect(self, until: str, key: str = "", within: float = 20.0) -> None:
        """Press a key, if any, and go on once something stands on a screen drawn to its end."""
        if key:
            os.write(self._file, self._xterm.key(key))
        wanted, end = re.compile(until), time.perf_counter() + within
        self._silence(0.03, within)
        while not wanted.search(self.text()):
            if self.ended or time.perf_counter() > end:
                raise LostError(f"{until!r} not there after {key or 'waiting'}:\n{self.text()}")
            self._silence(0.03, within)

    def idle(self, seconds: float) -> Idle:
        """Touch nothing for so long."""
        self._silence(0.5, 5.0)
        before, cpu, begun = self.received, self.cpu(), time.perf_counter()
        while (left := begun + seconds - time.perf_counter()) > 0 and not self.ended:
            self._read(left)
        sent, used = self.received - before, self.cpu() - cpu
        return Idle(sent / seconds, 100 * used / seconds)

    def rest(self, within: float = 300.0) -> None:
        """Wait until it neither writes nor computes: everything is loaded."""
        end = time.perf_counter() + within
        while time.perf_counter() < end and not self.ended:
            told = self.idle(1.0)
            if told.bytes_per_second == 0 and told.cpu_percent < 10:
                return

    def cpu(self) -> float:
        """CPU seconds so far, without those of its children."""
        return time.clock_gettime(self._clock)

    def peak_mib(self) -> float:
        """The most memory it and those of its children that live ever held."""
        return sum(memory_mib(pid, "VmHWM") for pid in family(self.pid))

    def memory_mib(self) -> float:
        """The memory it and its children hold now."""
        return sum(memory_mib(pid, "VmRSS") for pid in family(self.pid))

    def end(self, patience: float = 3.0) -> int | None:
        """Tell it to end where it has not; its exit status, or minus the signal."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.pid:
                os.kill(self.pid, number)  # not waited for yet, so the id is still its own
            if (status := self.leave(patience)) is not None:
                return status
        return None

    def leave(self, within: float = 10.0) -> int | None:
        """Wait until it ends by itself; its exit status, or None where it does not."""
        end = time.perf_counter() + within
        while self.pid and time.perf_counter() < end:
            if self._read(0.01) is None and self.ended:
                time.sleep(0.002)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self._read(0.0):
                    pass
                os.close(self._file)
                self.pid, self.ended, self._status = 0, True, os.waitstatus_to_exitcode(status)
        return self._status
