"""Work for several processes that notes where it was done, or fails."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def double(number: int) -> tuple[int, int]:
    """Return twice the number, and the process that says so."""
    return 2 * number, os.getpid()


def slow_start(number: int) -> int:
    """Return the number; the first ones take longer than all others."""
    time.sleep(0.3 if number < 2 else 0)
    return number


def refuse_seven(number: int) -> int:
    """Return the number. Raises ValueError for 7."""
    if number == 7:
        raise ValueError("seven")
    return number


def die_elsewhere(parent: int, number: int) -> int:
    """Return the number; kill any process but the first one if it is 7."""
    if number == 7 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def large(number: int) -> str:
    """Return more than a pipe holds."""
    return str(number) * 300_000


def leave_mark(folder: Path, number: int) -> int:
    """Leave a file for each process that works."""
    (folder / str(os.getpid())).touch()
    time.sleep(0.02)
    return number
