"""Textual's driver, for a terminal that may be gone at any moment.

Textual writes to the terminal in a thread of its own, which ends at the first error; whoever
writes after that waits for it forever, and so would the program whose connection was dropped.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from textual.drivers.linux_driver import LinuxDriver


class _Unbroken:
    """A file whose writes to a terminal that is gone go nowhere."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._file.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


class UnbrokenDriver(LinuxDriver):
    """The driver of terminals, which outlives its terminal for as long as leaving takes."""

    def __init__(self, *words: Any, **more: Any) -> None:
        """Textual's driver with a file that never raises."""
        super().__init__(*words, **more)
        self._file = cast("Any", _Unbroken(self._file))
