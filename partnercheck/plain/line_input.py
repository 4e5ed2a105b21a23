"""Lines that are typed at a prompt, or come through a pipe: whole, or refused.

A terminal that edits lines itself passes on at most some 4,095 bytes of one, and drops the rest
without a word; an arrow key becomes part of the text. So lines are edited by readline, as in a
shell, with the terminal's own editing off for the whole time: it would cut what is typed ahead,
too. A dumb terminal draws nothing in the place of something else; there its own editing stays, and
a line as long as it can pass on is refused, since its end may be missing.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TextIO

from partnercheck.base.errors import UserError

try:
    import readline
    import termios
except ImportError:  # Windows has neither
    readline = termios = None  # type: ignore[assignment]

# Linux: N_TTY_BUF_SIZE less the line end. macOS: MAX_CANON.
LONGEST_TERMINAL_LINE = 1023 if sys.platform == "darwin" else 4095
ESC = "\x1b"
BYTE_ORDER_MARK = "\ufeff"


class LineInput:
    """Where lines come from.

    `edited`: readline reads them from the terminal.
    """

    def __init__(self, stdin: TextIO, edited: bool) -> None:
        self._stdin = stdin
        self._edited = edited
        self._read = 0
        if isinstance(stdin, io.TextIOWrapper):
            # What is no character is dropped where it is typed, and named where it is piped.
            stdin.reconfigure(errors="ignore" if stdin.isatty() else "surrogateescape")

    def isatty(self) -> bool:
        """Whether the lines are typed at a terminal."""
        return self._stdin.isatty()

    def ask(self, stdout: TextIO, prompt: str) -> str:
        """Write the prompt, and read the next line, without its end.

        Raises:
            EOFError: The input has ended.
            UserError: A line from a pipe is no text.

        """
        while True:
            line = self._edited_line(prompt) if self._edited else self._line(stdout, prompt)
            self._read += 1
            if not self.isatty():
                return self._text(line)
            if self._edited:
                return line
            if not (refused := _refused(line)):
                return line
            stdout.write(f"Not taken: {refused}\n")

    def _edited_line(self, prompt: str) -> str:
        try:
            return input(prompt)
        except EOFError:
            _raise_if_gone()
            raise

    def _line(self, stdout: TextIO, prompt: str) -> str:
        stdout.write(prompt)
        stdout.flush()
        try:
            line = self._stdin.readline()
        except OSError as error:
            if error.errno == errno.EIO:
                _raise_if_gone()
            raise
        if not line:
            raise EOFError
        return line.removesuffix("\n")

    def _text(self, line: str) -> str:
        try:
            line.encode()
        except UnicodeEncodeError:
            raise UserError(
                f"line {self._read} of the input is not UTF-8; it was not read, nor what comes "
                "after it. Convert the input to UTF-8"
            ) from None
        return line.removeprefix(BYTE_ORDER_MARK) if self._read == 1 else line


def _refused(line: str) -> str:
    """Why a line that a terminal edited itself may not be what was meant; empty if it may."""
    if len(line.encode(errors="surrogateescape")) >= LONGEST_TERMINAL_LINE:
        return (
            f"this terminal passes on at most {LONGEST_TERMINAL_LINE:,} bytes of a line, and the "
            "rest may be missing. Type it again in shorter lines."
        )
    if ESC in line:
        return "the arrow keys move nothing on this terminal. Type the line again without them."
    return ""


def _raise_if_gone() -> None:
    """Let the signal come now if the terminal is gone; it may come in the middle of a save."""
    with suppress(AttributeError):
        try:
            termios.tcgetattr(0)
        except termios.error as error:
            if error.args[0] == errno.EIO:
                signal.raise_signal(signal.SIGHUP)


@contextmanager
def line_input(stdin: TextIO, environment: Mapping[str, str]) -> Iterator[LineInput]:
    """Lines of the standard input; while they are read, its terminal is set for readline."""
    plain_terminal = environment.get("TERM", "dumb") in ("dumb", "")
    at_terminal = stdin.isatty() and sys.stdout.isatty() and stdin is sys.stdin
    if readline is None or plain_terminal or not at_terminal:
        yield LineInput(stdin, edited=False)
        return
    # What happened with a vendor is nothing for a history.
    readline.set_auto_history(False)
    with _terminal_for_readline(stdin.fileno()):
        yield LineInput(stdin, edited=True)


@contextmanager
def _terminal_for_readline(number: int) -> Iterator[None]:
    """Leave the editing of lines to readline; give it back to the terminal when it is over.

    Also while the program is stopped: readline knows nothing of Ctrl+Z as Python runs it.
    """
    before = termios.tcgetattr(number)

    def stop(_: int, __: FrameType | None) -> None:
        reading = termios.tcgetattr(number)
        termios.tcsetattr(number, termios.TCSADRAIN, before)
        os.kill(os.getpid(), signal.SIGSTOP)
        termios.tcsetattr(number, termios.TCSADRAIN, reading)
        readline.redisplay()

    during = termios.tcgetattr(number)
    # Not the echo: where that is off, readline shows nothing of what is typed.
    during[3] &= ~termios.ICANON
    handler = signal.signal(signal.SIGTSTP, stop)
    termios.tcsetattr(number, termios.TCSADRAIN, during)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, handler)
        with suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, before)
