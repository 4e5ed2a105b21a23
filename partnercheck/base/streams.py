"""The standard streams: always open, in UTF-8 outside terminals, without control characters.

Output and messages fail differently. If the output cannot be written, the command has failed, so
`OutputStream` raises. Messages only accompany a result: if stderr is closed or full, the result
still counts, so `MessageStream` keeps the text that it could not write, for the caller to decide.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import Any, TextIO, cast

from partnercheck.base.text import strip_controls


class OutputError(OSError):
    """The output cannot be written: stdout is closed or full, or its reader has gone."""


class SafeStream:
    """A text stream that writes no control characters, so quoted text cannot act on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text without its control characters."""
        return self._try_write(strip_controls(text))

    def overwrite(self, text: str) -> None:
        """Overwrite the line that the cursor is on."""
        self._try_write(f"\r{strip_controls(text)}")
        self.flush()

    def write_styled(self, parts: Iterable[tuple[str, str]]) -> None:
        """Write pairs of a text and the code of its style; control characters are removed.

        A code is a "select graphic rendition" code (ECMA-48), such as `1;31`; empty for no style.
        """
        texts = ((strip_controls(text), code) for text, code in parts)
        self._try_write(
            "".join(f"\x1b[{code}m{text}\x1b[0m" if code else text for text, code in texts)
        )

    def flush(self) -> None:
        """Write what is buffered."""
        self._try_write("", flush=True)

    def _try_write(self, text: str, flush: bool = False) -> int:
        try:
            # Even an empty text would be passed on to the system, and fail on a full disk.
            written = self._stream.write(text) if text else 0
            if flush:
                self._stream.flush()
        except OSError as error:
            discard(self._stream)
            return self._failed(text, error)
        return written

    def _failed(self, text: str, error: OSError) -> int:
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class OutputStream(SafeStream):
    """Standard output; raises OutputError if a write fails, and at every later flush.

    argparse ignores errors when it writes its help, so a later flush must raise them again.
    """

    error: OutputError | None = None
    postpones_errors: bool = False  # whether only a flush after the context raises

    def flush(self) -> None:
        """Write what is buffered."""
        if self.error:
            if self.postpones_errors:
                return
            raise self.error
        super().flush()

    def _failed(self, text: str, error: OSError) -> int:
        self.error = OutputError(*error.args)
        if self.postpones_errors:
            return len(text)
        raise self.error from error


class MessageStream(SafeStream):
    """Standard error; text that cannot be written is kept in `unwritten`."""

    unwritten: str = ""

    def write(self, text: str) -> int:
        """Write a text without its control characters, and flush it."""
        if self.unwritten:
            return self._failed(strip_controls(text))
        return self._try_write(strip_controls(text), flush=True)

    def _failed(self, text: str, error: OSError | None = None) -> int:
        self.unwritten += text
        return len(text)


@contextmanager
def errors_postponed(stream: TextIO) -> Iterator[None]:
    """Let a change of many files finish although its output cannot be written.

    The stream's next flush after the context raises the error. Without this, `add … | head` would
    leave half of the vendors added.
    """
    if not isinstance(stream, OutputStream):
        yield
        return
    stream.postpones_errors = True
    try:
        yield
    finally:
        stream.postpones_errors = False


def discard(stream: TextIO) -> None:
    """Send buffered and later output to the null device.

    Python flushes the standard streams once more when it ends, and exits with 120 if that fails.
    """
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


@contextmanager
def standard_streams() -> Iterator[tuple[TextIO, MessageStream]]:
    """Set up the standard streams; yield stdout, for results, and stderr, for messages."""
    _open_missing_descriptors()
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115  (open until the process ends)
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _use_utf8_outside_terminals(stream)
    out, err = cast("TextIO", OutputStream(sys.stdout)), MessageStream(sys.stderr)
    with redirect_stdout(out), redirect_stderr(cast("TextIO", err)):
        yield out, err


def _open_missing_descriptors() -> None:
    """Open the null device in place of each standard stream that was closed.

    Otherwise the next file to be opened would get the stream's number, and output would be written
    into that file. The null device is opened for reading only, so that writing fails as on a
    closed stream.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The system gives out the lowest free number, which is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)


def _use_utf8_outside_terminals(stream: TextIO) -> None:
    """Use UTF-8 for files and pipes, whatever the locale and PYTHONIOENCODING say."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
