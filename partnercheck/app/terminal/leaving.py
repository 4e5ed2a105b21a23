"""Ending the program, because of a key, a signal, or an internal error."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import termios
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from textual.app import App
from textual.css.query import NoMatches
from textual.worker import WorkerFailed
from typing_extensions import override

from partnercheck.app.shared.page import Page
from partnercheck.app.terminal.crash import keep_typed_text
from partnercheck.app.terminal.job_control import JobControlDriver
from partnercheck.app.terminal.textual_private import open_screens
from partnercheck.base.signals import alarm_after

TERMINAL_CHECK_SECONDS = 1.0
# How long leaving may take after a signal, including the wait for a file's lock.
LEAVE_SECONDS = 5.0


class LeavingApp(App[None]):
    """An application that keeps the text being typed and restores the terminal, however it ends.

    `error` is the internal error that ended the application, `kept` lists the files with the text
    that was being typed, and `ended_by` is the signal that ends the application.
    """

    drafts: Path | None = None

    def __init__(self, *words: Any, **more: Any) -> None:
        """Create an application that is not ending."""
        super().__init__(*words, **more)
        self.leaving = False
        self.ended_by = 0
        self.error: Exception | None = None
        self.kept: list[Path] = []
        self._event_loop: asyncio.AbstractEventLoop | None = None

    def watch_for_the_end(self) -> None:
        """Watch for signals, errors and the loss of the terminal, and exit when one occurs.

        Must be called in the event loop. Exits immediately if a signal has already arrived.
        """
        self._event_loop = asyncio.get_running_loop()
        self._event_loop.set_exception_handler(self._handle_loop_exception)
        self.set_interval(TERMINAL_CHECK_SECONDS, self._leave_if_alone)
        if self.ended_by:
            self.leave(self.ended_by)

    @override
    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        # Set first, since keys that are handled during the exit would open screens without widgets.
        self.leaving = True
        super().exit(result, return_code, message)

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self.leaving and super().check_action(action, parameters)

    def end_by_signal(self, number: int, _: object = None) -> None:
        """Handle a signal that ends the program.

        The event loop saves the text being typed and exits. If that takes longer than
        LEAVE_SECONDS, an alarm ends the program without waiting for the loop.
        """
        if not self.ended_by:
            self.ended_by = number
            alarm_after(LEAVE_SECONDS)
            if self._event_loop:
                # After the loop has ended, the program is ending already.
                with suppress(RuntimeError):
                    self._event_loop.call_soon_threadsafe(self.leave, number)
        elif number == signal.SIGALRM:
            self._leave_at_once()

    def _leave_at_once(self) -> None:
        keep_typed_text(self._pages(), self.drafts)
        if driver := self._terminal_driver():
            driver.restore_at_once()
        # Not `sys.exit`: the interrupted code may catch its exception, and it waits for threads.
        os._exit(128 + self.ended_by)

    def leave(self, number: int) -> None:
        """Save the text being typed, at least as a draft, and exit because of a signal."""
        try:
            for screen in self._pages():
                if not screen.save_pending():
                    screen.remember()
        except Exception as error:
            # The signal ends the program all the same; `crash` keeps the text being typed.
            self.crash(error)
        self.exit(return_code=128 + number)

    def _leave_if_alone(self) -> None:
        """Exit if the terminal is gone and only a parent process received the signal about it."""
        if not self.leaving and _terminal_is_gone():
            self.leave(signal.SIGHUP)

    @override
    def _handle_exception(self, error: Exception) -> None:
        if not (self.leaving and _is_of_a_screen_without_widgets(error)):
            self.crash(error)

    @override
    def panic(self, *renderables: RenderableType) -> None:
        self.crash(RuntimeError(" ".join(map(str, renderables))))

    def _handle_loop_exception(self, _: object, context: Mapping[str, Any]) -> None:
        """End because of an error in a task that is never awaited.

        Without this, asyncio would print the error over the screen.
        """
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)

    def crash(self, error: Exception) -> None:
        """End because of an internal error, keeping the text being typed.

        Textual would print a traceback. Instead, the caller reports the error in one sentence.
        """
        if self.error is None:
            self.error = error
            self.kept = keep_typed_text(self._pages(), self.drafts)
            self.leaving = True
            # In tests, Textual's pilot raises this error.
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _pages(self) -> list[Page[object]]:
        """Return the open screens, the topmost first."""
        return [screen for screen in reversed(open_screens(self)) if isinstance(screen, Page)]

    def action_repaint(self) -> None:
        """Redraw everything, because another program may have written on the terminal."""
        self.refresh(layout=True)

    @override
    def action_suspend_process(self) -> None:
        if driver := self._terminal_driver():
            driver.suspend_job()

    def _terminal_driver(self) -> JobControlDriver | None:
        return self._driver if isinstance(self._driver, JobControlDriver) else None


def _is_of_a_screen_without_widgets(error: BaseException) -> bool:
    """Return whether an error comes from a screen that was opening while the program ended.

    Such a screen never gets its widgets, so looking them up fails. The screen's background tasks
    fail in the same way, but Textual wraps their errors.
    """
    while isinstance(error, WorkerFailed):
        error = error.error
    return isinstance(error, NoMatches)


def _terminal_is_gone() -> bool:
    try:
        termios.tcgetattr(0)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False
