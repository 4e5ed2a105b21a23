"""Looking for changes that other programs make to the files shown on a screen.

Invariant: examining files never delays a key. It runs in a thread, and in a task of its own: a
screen handles no key while a callback of its timer waits. On a network drive that takes seconds,
and among 50,000 files half a second.

All files are examined again and again, but with at most 1/WATCH_SHARE of the time, so with
thousands of vendors only every few minutes. In between, the files in view are examined:

    100 vendors       all files every 2 seconds
    10,000 vendors    all files every 3 minutes, those of the vendors on the page every 4 seconds
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from partnercheck.storage.fingerprint import fingerprint

if TYPE_CHECKING:
    from textual.timer import Timer

WATCH_SECONDS = 1.0
WATCH_SHARE = 400
# The longest time until a change of a file in view is noticed.
IN_VIEW_SECONDS = 4.0
IN_VIEW_SHARE = 400
# A timer may be early.
EARLY_SECONDS = 0.1


class PollingScreen(Protocol):
    """What a screen has to offer so that its files can be polled."""

    @property
    def is_on_top(self) -> bool:
        """Whether the screen is on top."""

    def watched(self) -> Sequence[Path]:
        """Return the files and folders shown."""

    def read_in_view(self) -> Mapping[Path, int]:
        """Return the folders in view with their fingerprints when they were read, if there are."""

    async def disk_changed(self) -> None:
        """Show the changed files."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call a function once, later."""

    def call_later(
        self, callback: Callable[..., Awaitable[None]], *args: object, **kwargs: object
    ) -> bool:
        """Call a function when the messages before it have been handled."""


class FilePoll:
    """Examines the files of a screen from time to time."""

    def __init__(self, screen: PollingScreen) -> None:
        """Create a poll that has not started."""
        self.screen = screen
        # The fingerprint of all files; None reads them again at the first poll.
        self.fingerprint: int | None = None
        self._timer: Timer | None = None
        self._all_due = 0.0
        # Kept, because asyncio itself does not keep a task from being collected.
        self._examining: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Poll soon; a poll that was planned is replaced."""
        self._after(WATCH_SECONDS)

    def stop(self) -> None:
        """Stop polling until the next start."""
        if self._timer:
            self._timer.stop()

    def _after(self, seconds: float) -> None:
        # One timer at a time; and none if another screen was opened while the files were examined.
        self.stop()
        if self.screen.is_on_top:
            self._timer = self.screen.set_timer(seconds, self.poll)

    def poll(self) -> None:
        """Examine all files if it is their turn, else those in view."""
        screen = self.screen
        if not screen.is_on_top:
            return
        if time.monotonic() + EARLY_SECONDS < self._all_due:
            self._examining = asyncio.create_task(self._examine_view(screen.read_in_view()))
        elif paths := screen.watched():
            self._examining = asyncio.create_task(self._examine(paths))
        else:
            self._after(WATCH_SECONDS)

    async def _examine(self, paths: Sequence[Path]) -> None:
        began, before = time.monotonic(), self.fingerprint
        current = await asyncio.to_thread(fingerprint, paths)
        self.screen.call_later(self._all_examined, before, current, time.monotonic() - began)

    async def _all_examined(self, before: int | None, current: int, seconds: float) -> None:
        if self.fingerprint != before:
            # The screen has saved and read something meanwhile: what was examined is out of date.
            self._after(WATCH_SECONDS)
            return
        wait = max(WATCH_SECONDS, WATCH_SHARE * seconds)
        self._all_due = time.monotonic() + wait
        if self.screen.is_on_top and current != self.fingerprint:
            self.fingerprint = current
            await self.screen.disk_changed()
        self._after(min(wait, IN_VIEW_SECONDS) if self.screen.read_in_view() else wait)

    async def _examine_view(self, known: Mapping[Path, int]) -> None:
        began = time.monotonic()
        changed = await asyncio.to_thread(_any_changed, known)
        self.screen.call_later(self._view_examined, changed, time.monotonic() - began)

    async def _view_examined(self, changed: bool, seconds: float) -> None:
        if changed and self.screen.is_on_top:
            await self.screen.disk_changed()
        self._after(max(IN_VIEW_SECONDS, IN_VIEW_SHARE * seconds))


def _any_changed(known: Mapping[Path, int]) -> bool:
    """Whether a folder of a vendor has changed since it was read."""
    return any(fingerprint([folder], levels=2) != read for folder, read in known.items())
