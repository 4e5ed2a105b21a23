"""A progress line on a terminal, for work that takes a long time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO, TypeVar

from partnercheck.base.terminal import overwrite

T = TypeVar("T")
# Work that takes less time shows no progress.
QUIET_SECONDS = 0.5
PAUSE_SECONDS = 0.1


def with_progress(items: Sequence[T], stderr: TextIO, noun: str = "vendors") -> Iterator[T]:
    """Yield the items; on a terminal, show a line that counts them, and erase it at the end."""
    return counting(items, len(items), stderr, noun)


def counting(items: Iterable[T], total: int, stderr: TextIO, noun: str = "vendors") -> Iterator[T]:
    """Yield `total` items; on a terminal, show a line that counts them."""
    if not stderr.isatty():
        yield from items
        return
    due = time.monotonic() + QUIET_SECONDS
    line = ""
    try:
        for number, item in enumerate(items):
            if time.monotonic() >= due:
                line = f"{number} of {total} {noun}"
                overwrite(stderr, line)
                due = time.monotonic() + PAUSE_SECONDS
            yield item
    finally:
        if line:
            overwrite(stderr, " " * len(line))
            overwrite(stderr, "")
