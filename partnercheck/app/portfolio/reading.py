"""Reading a portfolio in slices, so that keys still work while thousands of vendors are read.

Invariant: while vendors are left to read, exactly one timer is pending. It is set after every
slice, and a new call of `read` replaces it. The timer is a repeating one, which the first call
stops: if another process or thread runs while Textual sets a timer, so that it is late before it
waits, a repeating timer waits for its next time, but one that fires only once never fires.

Example, 70 vendors and a page of 20. `read(20)` reads twenty, which the caller then shows, and
sets the timer. A slice of 20 ms reads thirty more, but they are shown only 0.3 s after the last
painting, or with the last vendor: painting costs more than reading. If the files change meanwhile,
`read(0)` starts over, but it only examines the files of unchanged vendors.

With thousands of vendors, other processes read, from the first timer on: they would delay the first
page. A slice then ends where the next row is not there yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from partnercheck.app.portfolio.cache import PortfolioCache

if TYPE_CHECKING:
    from textual.timer import Timer

SLICE_SECONDS = 0.02
SLICE_PAUSE = 0.001
# With this pause, asking whether rows have come takes a fiftieth of a core.
WAITING_PAUSE = 0.02
# The first page is painted before more is read.
FIRST_PAUSE = 0.05
SHOW_SECONDS = 0.3

SetInterval = Callable[[float, Callable[[], None]], "Timer"]


class SlicedReader:
    """Reads all vendors of a cache, a slice at a time, and calls `show` after changes."""

    def __init__(
        self, cache: PortfolioCache, show: Callable[[], None], set_interval: SetInterval
    ) -> None:
        """Create a reader that has not started; `set_interval` sets a repeating timer."""
        self._cache = cache
        self._show = show
        self._set_interval = set_interval
        self._timer: Timer | None = None
        self._unshown = False
        self._shown_at = 0.0

    def read(self, at_once: int) -> None:
        """Read the first `at_once` vendors now, and the others later, a slice at a time.

        If `at_once` is 0, read one slice now. The caller then shows the rows read so far.
        """
        # The timer belongs to an earlier call, whose queue the cache has replaced.
        self._stop()
        if at_once:
            self._cache.read(lambda count: count >= at_once)
        else:
            self._read_slice()
        self._mark_shown()
        self._continue(FIRST_PAUSE if at_once else SLICE_PAUSE)

    def _stop(self) -> None:
        if self._timer:
            self._timer.stop()
        self._timer = None

    def _go_on(self) -> None:
        self._stop()
        self._cache.share()
        self._unshown |= self._read_slice()
        due = not self._cache.unread or time.monotonic() - self._shown_at > SHOW_SECONDS
        if self._unshown and due:
            self._show()
            self._mark_shown()
        self._continue(WAITING_PAUSE if self._cache.is_waiting else SLICE_PAUSE)

    def _read_slice(self) -> bool:
        end = time.monotonic() + SLICE_SECONDS
        return self._cache.read(lambda _: time.monotonic() > end, wait=False)

    def _mark_shown(self) -> None:
        self._shown_at, self._unshown = time.monotonic(), False

    def _continue(self, pause: float) -> None:
        if self._cache.unread:
            self._timer = self._set_interval(pause, self._go_on)
