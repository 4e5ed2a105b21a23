"""Textual's driver, for a terminal that may vanish at any moment and may send any bytes.

Textual writes to the terminal in a thread of its own, which ends at the first error. Any later
write waits for that thread forever, so a program whose connection was dropped would hang. Textual
reads keys in another thread, which ends the program at the first byte that is not UTF-8.

Invariant: after the terminal is gone, no write blocks or raises, and the application ends as after
SIGHUP. Example: the connection drops while a key is handled. The reader gets EIO and raises SIGHUP;
everything that is drawn until the answer is saved goes to `_Unbroken`, which drops it.
"""

from __future__ import annotations

import errno
import os
import select
import signal
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual.drivers.linux_driver import LinuxDriver

from partnercheck.app.terminal.input import TerminalInput
from partnercheck.app.terminal.job_control import JobControlDriver
from partnercheck.app.terminal.textual_private import require_parts

if TYPE_CHECKING:
    from partnercheck.app.shared.host import Host

SHOW_CURSOR = "\x1b[?25h"
READ_BYTES = 4096
# The time between checks for messages that are due and for the end of the program.
WAIT_SECONDS = 0.1


class _Unbroken:
    """A file that discards what is written to it after the terminal is gone."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> None:
        # OSError: the terminal is gone. ValueError: the file has been closed since.
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._file.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


class UnbrokenDriver(JobControlDriver):
    """Textual's driver, which keeps working without its terminal until the program has ended."""

    def __init__(self, *words: Any, **more: Any) -> None:
        """Create the driver with a file whose writes never raise."""
        require_parts(LinuxDriver)
        super().__init__(*words, **more)
        self._file = cast("Any", _Unbroken(self._file))

    def _run_input_thread(self) -> None:
        """Read keys; an error while reading ends the application like any other error."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._app.call_later(cast("Host", self._app).crash, error)

    def run_input_thread(self) -> None:
        """Read keys until the terminal is gone; then end the application as SIGHUP would.

        Reading fails with EIO once the terminal is gone. If that error were raised, Textual would
        end the program with status 1.
        """
        terminal = TerminalInput(lambda: os.get_terminal_size(self.fileno))
        # Invalid bytes become surrogates, which the parser drops. If a read ends within a
        # character, the decoder keeps that character's first bytes.
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        try:
            while not self.exit_event.is_set():
                if select.select([self.fileno], [], [], WAIT_SECONDS)[0]:
                    data = os.read(self.fileno, READ_BYTES)
                    # The end of the input: `select` would report it again and again.
                    if not data:
                        return
                    for message in terminal.feed(decode(data)):
                        self.process_message(message)
                for message in terminal.tick():
                    self.process_message(message)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            # The signal interrupts even a busy application, which would notice the loss only later.
            if not cast("Host", self._app).leaving:
                signal.raise_signal(signal.SIGHUP)

    def start_application_mode(self) -> None:
        """Take over the terminal, with a visible cursor if the user's settings ask for it."""
        # Textual hides the cursor here, so it is shown afterwards.
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if cast("Host", self._app).settings.cursor:
            self.write(SHOW_CURSOR)
            self.flush()
