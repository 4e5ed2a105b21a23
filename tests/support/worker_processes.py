"""The processes that share the work of another one."""

from __future__ import annotations

import time
from pathlib import Path


def workers_of(pid: int, count: int = 2) -> list[int]:
    """Return the workers that a process has started, once there are so many."""
    for _ in range(6_000):
        if len(workers := started_workers(pid)) == count:
            return workers
        time.sleep(0.01)
    raise AssertionError(f"{len(workers)} workers in place of {count}")


def started_workers(pid: int) -> list[int]:
    """Return the workers that a process has started so far."""
    return [each for each in _children(pid) if b"serve()" in _command_line(each)]


def _children(pid: int) -> list[int]:
    # A process that a thread has started is a child of that thread.
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def has_ended(pid: int) -> bool:
    """Return whether a process ends within a minute."""
    for _ in range(6_000):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.01)
    return False
