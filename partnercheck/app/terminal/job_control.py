"""Textual's driver with job control, for a shell that stops and continues the program.

Textual's own handlers stop and start the drawing inside the signal handler, and can wait there for
ever for a lock that the interrupted code holds. They start the drawing twice if the program was
stopped by SIGSTOP, and they stop the program with SIGSTOP, after which nothing continues it if no
shell started it.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual.drivers.linux_driver import LinuxDriver

from partnercheck.base.signals import handled

if TYPE_CHECKING:
    from partnercheck.app.shared.host import Host

# How long a background job that could not be stopped waits before it checks again whether it has
# the terminal.
BACKGROUND_SECONDS = 0.1
# The sequences that turn off what Textual's driver turns on. They are written directly if the
# program cannot wait for the writer thread.
RESTORE = "".join(
    [
        *("\x1b[?1000l", "\x1b[?1003l", "\x1b[?1015l", "\x1b[?1006l", "\x1b[?1016l"),  # mouse
        *("\x1b[?2004l", "\x1b[?1004l", "\x1b[?2048l"),  # paste, focus and size reports
        *(
            "\x1b[?7h",
            "\x1b[<u",
            "\x1b[?1049l",
            "\x1b[?25h",
            "\x1b[0m",
        ),  # wrap, keys, screen, cursor
    ]
)


class JobControlDriver(LinuxDriver):
    """Textual's driver, which draws on standard output and supports job control."""

    def __init__(self, *words: Any, **more: Any) -> None:
        """Create the driver for the terminal on standard output."""
        super().__init__(*words, **more)
        # Textual draws on standard error, which users redirect to files. The copied descriptor
        # leaves standard output open when the driver closes its file.
        out = sys.__stdout__
        assert out is not None
        self._file = open(  # noqa: SIM115  (open until the process ends)
            os.dup(out.fileno()), "w", encoding=out.encoding, errors="replace", newline=""
        )
        # Whether the shell has the terminal. While it has, the driver must not write to the
        # terminal or change its settings.
        self._away = False
        # The work that the last signal asks for. The event loop does this work, not the signal
        # handler, which may have interrupted code that holds the lock needed for drawing.
        self._wanted: Callable[[], None] | None = None

    @property
    def _leaving(self) -> bool:
        app = cast("Host", self._app)
        return app.leaving or bool(app.ended_by)

    def _sigtstp_application(self, *_: object) -> None:
        self._wanted = self._stop
        self._soon(self._do_wanted)

    def _sigcont_application(self, *_: object) -> None:
        # After a stop by this driver, `_stop` goes on by itself.
        if not self._away:
            self._wanted = self._continue
            self._soon(self._do_wanted)

    def _do_wanted(self) -> None:
        """Obey the last signal; earlier signals came too fast to be handled separately."""
        work, self._wanted = self._wanted, None
        if work and not self._leaving and not self._away:
            work()

    def _soon(self, work: Callable[[], None]) -> None:
        # Once the loop has ended, the terminal has been given back.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(work)

    def suspend_job(self) -> None:
        """Stop all processes that the shell started for this command, as Ctrl+Z does."""
        os.killpg(os.getpgrp(), signal.SIGTSTP)

    def _stop(self) -> None:
        """Give the terminal back and stop; continue when the shell resumes the job."""
        self.suspend_application_mode()
        self._away = True
        _stop_by(signal.SIGTSTP)
        self._come_back()

    def _come_back(self) -> None:
        """Take the terminal back once the shell has given it to us, which `bg` does not do."""
        if self._leaving:
            return
        if not self._in_foreground():
            _stop_by(signal.SIGTTIN)
            self._loop.call_later(BACKGROUND_SECONDS, self._come_back)
            return
        self._away = False
        self._start_again()

    def _continue(self) -> None:
        """Set up the terminal again after SIGSTOP, during which the shell has used it."""
        if self._in_foreground():
            self.suspend_application_mode()
            self._start_again()
        else:
            _stop_by(signal.SIGTTIN)

    def _start_again(self) -> None:
        self.resume_application_mode()
        self._app.refresh(layout=True)

    def _in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True  # The terminal is gone, which the application notices by itself.

    def write(self, data: str) -> None:
        """Write only while the writer thread is running.

        Once it has ended, its queue would fill up and block the caller.
        """
        if self._writer_thread and self._writer_thread.is_alive():
            super().write(data)

    def disable_input(self) -> None:
        """Stop reading keys."""
        if not self._away:
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back, unless the shell already has it."""
        if not self._away:
            super().stop_application_mode()

    def restore_at_once(self) -> None:
        """Give the terminal back without waiting for anything, just before the process ends."""
        if self._away:
            return
        with suppress(OSError):
            # The shell shares this setting, and its reads would fail if it stayed non-blocking.
            os.set_blocking(1, False)
            try:
                os.write(1, RESTORE.encode())
            finally:
                os.set_blocking(1, True)
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)


def _stop_by(number: signal.Signals) -> None:
    """Stop this process until the shell continues it.

    Without a shell that could continue the process, the system ignores these signals.
    """
    with handled({number: signal.SIG_DFL}):
        os.kill(os.getpid(), number)
