"""The program in a real pty, seen as a terminal sees it."""

import atexit
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyte

from tests.support.warm_start import COMMAND, WarmRun, can_be_warm, start

STATE = tempfile.mkdtemp(prefix="partnercheck-state-")
atexit.register(shutil.rmtree, STATE, ignore_errors=True)
NOT_FOR_PYTE = re.compile(
    rb"\x1b[PX^_][^\x1b]*\x1b\\|\x1b\[[<>=][0-9;:]*[a-zA-Z]|\x1b\[\?[0-9;]*(?:\$p|[mnu])"
)
# The rest of it comes with the next bytes.
BEGUN_SEQUENCE = re.compile(rb"\x1b(?:[PX^_][^\x1b]*\x1b?|\[[<>=?]?[0-9;:]*\$?)?\Z")


def slowness() -> float:
    """How many times longer than its computing time a computation takes now; 1 if undisturbed."""
    began, computed = time.monotonic(), time.process_time()
    while time.process_time() - computed < 0.05:
        pass
    return max(1.0, (time.monotonic() - began) / 0.05)


def set_size(terminal: int, columns: int, lines: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


# Every terminal whose program has not been waited for.
running: list["Terminal"] = []


class Terminal:
    """One run of the program in a pty of its own; `received` is every byte it sent.

    It is forked from a process that has the modules loaded, unless it has a command of its own, an
    environment that changes the start, or a test that is about the start: see warm_start.py.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
        here: Path | None = None,
        command: Sequence[str] = COMMAND,
        new_process: bool = False,
    ) -> None:
        self.received = b""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        # How many of the bytes received pyte has been given, and what it showed then.
        self._fed = 0
        self._shown: str | None = None
        # The size is this terminal's: what runs tests side by side sets that of its own.
        own = ("COLORTERM", "NO_COLOR", "COLUMNS", "LINES")
        inherited = {k: v for k, v in os.environ.items() if k not in own}
        env = (
            inherited
            | {
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "XDG_STATE_HOME": STATE,
                "XDG_CONFIG_HOME": STATE,
            }
            | dict(environment or {})
        )
        here = here or Path.cwd()
        self._forked: WarmRun | None = None
        if command is COMMAND and not new_process and can_be_warm(env, here):
            self._fork(arguments, env, size, here)
        else:
            self._start([*command, *arguments], env, size, here)
        running.append(self)

    def _fork(
        self, arguments: Sequence[str], env: Mapping[str, str], size: tuple[int, int], here: Path
    ) -> None:
        self.fd, terminal = pty.openpty()
        try:
            set_size(terminal, *size)
            self._forked = start(arguments, env, here, [terminal] * 3, own_terminal=True)
            self.pid = self._forked.pid
        finally:
            os.close(terminal)

    def _start(
        self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int], here: Path
    ) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                # As in a person's terminal, whatever started the tests.
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                set_size(0, *size)
                os.chdir(here)
                os.execvpe(command[0], command, env)
            finally:
                os._exit(127)

    def read(self, seconds: float = 0.05) -> bool:
        """Take what comes within this time; False once nothing does."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.received += data
        return bool(data)

    @property
    def shown(self) -> str:
        """The screen as a person sees it."""
        if self._fed < len(self.received) or self._shown is None:
            data = BEGUN_SEQUENCE.sub(b"", self.received[self._fed :])
            self._fed += len(data)
            self._stream.feed(NOT_FOR_PYTE.sub(b"", data))
            self._shown = "\n".join(self._screen.display)
        return self._shown

    @property
    def cursor(self) -> pyte.screens.Cursor:
        """Where the terminal's own cursor is."""
        assert self.shown
        return self._screen.cursor

    def until(self, text: str, seconds: float = 60, wrapped: bool = False) -> str:
        """Wait until the screen shows a text; a `wrapped` one may have line ends anywhere."""
        return self.until_any(text, seconds=seconds, wrapped=wrapped)

    def until_any(self, *texts: str, seconds: float = 60, wrapped: bool = False) -> str:
        """Wait until the screen shows one of these texts."""
        sought = ["".join(text.split()) if wrapped else text for text in texts]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read()
            found = "".join(self.shown.split()) if wrapped else self.shown
            if any(text in found for text in sought):
                return self.shown
        named = " or ".join(map(repr, texts))
        raise AssertionError(f"{named} never showed; the screen:\n{self.shown}")

    def until_all(self, *texts: str, seconds: float = 60) -> str:
        """Wait until the screen shows all of these texts.

        A frame may arrive in parts, so what stands after one text may come a moment later.
        """
        for text in texts:
            self.until(text, seconds)
        missing = [text for text in texts if text not in self.shown]
        return self.until_all(*missing, seconds=seconds) if missing else self.shown

    def until_key_shows(self, label: str, seconds: float = 60) -> int:
        """Wait until the last line has the label of a key; its column, from 1."""
        deadline = time.monotonic() + seconds
        while label not in self.shown.splitlines()[-1]:
            assert time.monotonic() < deadline, f"no key {label!r}; the screen:\n{self.shown}"
            self.read()
        return self.shown.splitlines()[-1].index(label) + 1

    def until_without(self, text: str, seconds: float = 60) -> str:
        """Wait until the screen shows a text no longer."""
        deadline = time.monotonic() + seconds
        while text in self.shown:
            assert time.monotonic() < deadline, f"{text!r} stayed; the screen:\n{self.shown}"
            self.read()
        return self.shown

    def settle(self) -> str:
        """Wait until nothing more comes."""
        while self.read(0.3):
            pass
        return self.shown

    def press(self, keys: str) -> None:
        """Send keys as a terminal does."""
        os.write(self.fd, keys.encode())

    def wipe(self) -> None:
        """Lose what is shown, as when something else has written over it."""
        assert self.shown
        self._screen.reset()
        self._shown = None

    def resize(self, columns: int, lines: int) -> None:
        """Take another size, and show what comes from now on in it, on an empty screen."""
        self.wipe()
        self._screen.resize(lines, columns)
        self._shown = None
        set_size(self.fd, columns, lines)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped connection does."""
        os.close(self.fd)
        self.fd = -1

    def ended(self, seconds: float = 60, kill: bool = True) -> int:
        """Wait for the end; the exit status. If it does not come, kill the program, or leave it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.fd >= 0:
                self.read(0.02)
            else:
                time.sleep(0.02)
            status = self._status(wait=False)
            if status is not None:
                running.remove(self)
                return status
        if kill:
            self.kill()
        raise AssertionError("it did not end")

    def _status(self, wait: bool) -> int | None:
        """The exit status, once it has ended."""
        if self._forked:
            return self._forked.status(None if wait else 0)
        pid, status = os.waitpid(self.pid, 0 if wait else os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def kill(self) -> None:
        """Kill the program, if it still runs, and close the terminal."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            self._status(wait=True)
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
        running.remove(self)
