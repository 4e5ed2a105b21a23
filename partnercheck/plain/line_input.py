"""Lines typed at a prompt or read from a pipe; a line that may be incomplete is refused.

A terminal that edits lines itself passes on at most some 4,095 bytes of a line, and silently drops
the rest; an arrow key becomes part of the text. So lines are edited by GNU readline, as in a shell,
and the terminal's own editing is off the whole time: it would also cut text that is typed ahead. A
dumb terminal cannot overwrite what it shows, so there the terminal's own editing stays; a line of
the greatest length that the terminal passes on is refused, since the end of the line may be
missing.

A key that readline does not know sends several characters, and readline would take all but the
first two for text: an answer that was never typed. So readline is set to read every such sequence
to its end and to drop it. libedit, which replaces readline on some systems, cannot do that. With
libedit, the terminal's own editing stays; it passes on the escape character of such a key, and a
line that contains an escape character is refused.
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
from partnercheck.plain.typed_bytes import TypedBytes, watch

try:
    import readline
    import termios
except ImportError:  # Windows has neither module
    readline = termios = None  # type: ignore[assignment]

# Linux: N_TTY_BUF_SIZE less the line end. macOS: MAX_CANON.
LONGEST_TERMINAL_LINE = 1023 if sys.platform == "darwin" else 4095
ESC = "\x1b"
BYTE_ORDER_MARK = "\ufeff"
# What a key sends begins with one of these; a character from @ to ~ ends it (ECMA-48, 5.4). Some
# terminals send an extra Esc for Alt; the Linux console sends an extra [ for F1 to F5.
KEY_BEGINNINGS = (r"\e[", r"\eO", r"\e\e[", r"\e\eO", r"\e[[", r"\e\e[[")
# For these keys, rxvt sends a last character that in other sequences stands in the middle: Shift
# with Insert, Delete, Home, End, the page keys, and F11 and F12.
RXVT_KEYS = tuple(rf"\e[{number}$" for number in (2, 3, 5, 6, 7, 8, 23, 24))
# In the Emacs keymap, readline would switch to vi's editing at these keys.
ESC_ENTER = (r"\e\C-m", r"\e\C-j")


class LineInput:
    """The source of lines.

    If `edited` is true, readline reads the lines from the terminal. `typed` holds the bytes that
    readline has read, if they are known.
    """

    def __init__(self, stdin: TextIO, edited: bool, typed: TypedBytes | None = None) -> None:
        self._stdin = stdin
        self._edited = edited
        self._typed = typed
        self._read = 0
        if isinstance(stdin, io.TextIOWrapper):
            # Bytes that are not valid text stay in the line, so that they can be reported.
            stdin.reconfigure(errors="surrogateescape")

    def isatty(self) -> bool:
        """Whether the lines are typed at a terminal."""
        return self._stdin.isatty()

    def ask(self, stdout: TextIO, prompt: str) -> str:
        """Write the prompt, and return the next line without its line break.

        Raises:
            EOFError: The input has ended.
            UserError: A line from a pipe is not UTF-8.

        """
        while True:
            line = self._edited_line(prompt) if self._edited else self._line(stdout, prompt)
            self._read += 1
            if not self.isatty():
                return self._text(line)
            if not (refused := self._refused(line)):
                return line
            stdout.write(f"Line not accepted: {refused}\n")

    def _edited_line(self, prompt: str) -> str:
        if self._typed:
            self._typed.clear()
        try:
            return input(prompt)
        except EOFError:
            _raise_if_gone()
            raise
        finally:
            if self._typed and self._typed.error:
                raise self._typed.error

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

    def _refused(self, line: str) -> str:
        """Return why a typed line is refused; empty if it is accepted.

        A line that readline edited is complete, and any escape character in it was pasted.
        """
        if not _is_text(line) or (self._typed and not self._typed.are_text(self._stdin.encoding)):
            return (
                "some of its bytes are not valid text. Set the terminal to the encoding of the "
                "locale (usually UTF-8), and type the line again."
            )
        return "" if self._edited else _refused(line)

    def _text(self, line: str) -> str:
        if not _is_text(line):
            raise UserError(
                f"line {self._read} of the input is not UTF-8, so it and the lines after it "
                "were not read. Convert the input to UTF-8"
            )
        return line.removeprefix(BYTE_ORDER_MARK) if self._read == 1 else line


def _is_text(line: str) -> bool:
    """Whether every byte of a line was valid text."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refused(line: str) -> str:
    """Return why a line that the terminal edited itself is refused; empty if it is accepted."""
    if len(line.encode(errors="surrogateescape")) >= LONGEST_TERMINAL_LINE:
        return (
            f"this terminal passes on at most {LONGEST_TERMINAL_LINE:,} bytes of a line, and the "
            "rest may be missing. Type it again in shorter lines."
        )
    if ESC in line:
        return "the arrow keys do not work on this terminal. Type the line again without them."
    return ""


def _raise_if_gone() -> None:
    """If the terminal is gone, raise SIGHUP now: it could interrupt a save later."""
    with suppress(AttributeError):
        try:
            termios.tcgetattr(0)
        except termios.error as error:
            if error.args[0] == errno.EIO:
                signal.raise_signal(signal.SIGHUP)


@contextmanager
def line_input(stdin: TextIO, environment: Mapping[str, str]) -> Iterator[LineInput]:
    """Yield the source of lines for standard input, with the terminal set up for readline."""
    plain_terminal = environment.get("TERM", "dumb") in ("dumb", "")
    at_terminal = stdin.isatty() and sys.stdout.isatty() and stdin is sys.stdin
    if plain_terminal or not at_terminal or not _has_gnu_readline():
        yield LineInput(stdin, edited=False)
        return
    # Notes about a vendor must not end up in a history of typed lines.
    readline.set_auto_history(False)
    _ignore_unknown_keys()
    typed = watch(readline.__file__) if getattr(readline, "__file__", None) else None
    with _terminal_for_readline(stdin.fileno()):
        yield LineInput(stdin, edited=True, typed=typed)


def _has_gnu_readline() -> bool:
    # Python 3.13 has `readline.backend`; for older versions, the documentation names this test.
    return readline is not None and "libedit" not in (readline.__doc__ or "")


def _ignore_unknown_keys() -> None:
    """Make readline read the whole sequence of a key that has no binding, and ignore that key.

    Bindings of whole keys still work: a longer sequence takes precedence. The keymap set last is
    Emacs's, but readline still uses vi's keymap for each line if an inputrc says so.
    """
    for keymap in ("vi-command", "vi-insert", "emacs"):
        readline.parse_and_bind(f"set keymap {keymap}")
        for beginning in KEY_BEGINNINGS:
            readline.parse_and_bind(f'"{beginning}": skip-csi-sequence')
        for key in RXVT_KEYS:
            readline.parse_and_bind(f'"{key}": ""')
    for key in ESC_ENTER:
        readline.parse_and_bind(f'"{key}": accept-line')


@contextmanager
def _terminal_for_readline(number: int) -> Iterator[None]:
    """Turn off the terminal's own line editing inside the context.

    It is restored afterwards, and also while the program is stopped by Ctrl+Z, which readline does
    not handle when Python runs it.
    """
    before = termios.tcgetattr(number)

    def stop(_: int, __: FrameType | None) -> None:
        reading = termios.tcgetattr(number)
        termios.tcsetattr(number, termios.TCSADRAIN, before)
        os.kill(os.getpid(), signal.SIGSTOP)
        termios.tcsetattr(number, termios.TCSADRAIN, reading)
        readline.redisplay()

    during = termios.tcgetattr(number)
    # The echo stays on: without it, readline shows nothing of what is typed.
    during[3] &= ~termios.ICANON
    handler = signal.signal(signal.SIGTSTP, stop)
    termios.tcsetattr(number, termios.TCSADRAIN, during)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, handler)
        with suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, before)
