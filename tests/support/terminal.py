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
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyte

STATE = tempfile.mkdtemp(prefix="partnercheck-state-")
atexit.register(shutil.rmtree, STATE, ignore_errors=True)
COMMAND = (sys.executable, "-m", "partnercheck")
NOT_FOR_PYTE = re.compile(
    rb"\x1b[PX^_][^\x1b]*\x1b\\|\x1b\[[<>=][0-9;:]*[a-zA-Z]|\x1b\[\?[0-9;]*(?:\$p|[mnu])"
)


def slowness() -> float:
    """How many times longer than its computing time a computation takes now; 1 if undisturbed."""
    began, computed = time.monotonic(), time.process_time()
    while time.process_time() - computed < 0.05:
        pass
    return max(1.0, (time.monotonic() - began) / 0.05)


# Every terminal whose program has not been waited for.
running: list["Terminal"] = []


class Terminal:
    """One run of the program in a pty of its own; `received` is every byte it sent."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
        here: Path | None = None,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self.received = b""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        inherited = {k: v for k, v in os.environ.items() if k not in ("COLORTERM", "NO_COLOR")}
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
        self.pid, self.fd = pty.fork()
        running.append(self)
        if self.pid == 0:
            try:
                # As in a person's terminal, whatever started the tests.
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
                if here:
                    os.chdir(here)
                os.execvpe(command[0], [*command, *arguments], env)
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
        data = NOT_FOR_PYTE.sub(b"", self.received)
        self._stream.feed(data[self._fed :])
        self._fed = len(data)
        return "\n".join(self._screen.display)

    @property
    def cursor(self) -> pyte.screens.Cursor:
        """Where the terminal's own cursor is."""
        assert self.shown
        return self._screen.cursor

    def until(self, text: str, seconds: float = 60) -> str:
        """Wait until the screen shows a text."""
        return self.until_any(text, seconds=seconds)

    def until_any(self, *texts: str, seconds: float = 60) -> str:
        """Wait until the screen shows one of these texts."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read()
            if any(text in self.shown for text in texts):
                return self.shown
        named = " or ".join(map(repr, texts))
        raise AssertionError(f"{named} never showed; the screen:\n{self.shown}")

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

    def resize(self, columns: int, lines: int) -> None:
        """Take another size, and show what comes from now on in it, on an empty screen."""
        self.wipe()
        self._screen.resize(lines, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

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
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                running.remove(self)
                return os.waitstatus_to_exitcode(status)
        if kill:
            self.kill()
        raise AssertionError("it did not end")

    def kill(self) -> None:
        """Kill the program, if it still runs, and close the terminal."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
        running.remove(self)
