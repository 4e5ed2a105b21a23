"""How far a long piece of work has come, for whoever waits at a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar

from partnercheck.base.terminal import overwrite

T = TypeVar("T")
# Nothing is said of what takes no longer than a moment.
QUIET_SECONDS = 0.5
PAUSE_SECONDS = 0.1


def counted(each: Sequence[T], stderr: TextIO, what: str = "vendors") -> Iterator[T]:
    """These, one by one; a terminal sees how many are done, in a line that is gone at the end."""
    if not stderr.isatty():
        yield from each
        return
    due = time.monotonic() + QUIET_SECONDS
    shown = ""
    try:
        for number, one in enumerate(each):
            if time.monotonic() >= due:
                shown = f"{number} of {len(each)} {what}"
                overwrite(stderr, shown)
                due = time.monotonic() + PAUSE_SECONDS
            yield one
    finally:
        if shown:
            overwrite(stderr, " " * len(shown))
            overwrite(stderr, "")
