"""Faults without a tracer: Python's own functions fail in the process that is to be tried.

This is for machines on which no process may be traced. It sees only what Python code calls, so
it is the lesser way; the calls have the names of the system calls that stand behind them.
"""

from __future__ import annotations

import fcntl
import io
import os
import signal
from collections.abc import Callable
from typing import Any

CALLS = ("openat", "write", "fsync", "rename", "chmod", "mkdir", "flock")
hits = 0
_seen = 0


class _Stream:
    """An open file whose writes can fail."""

    def __init__(self, stream: Any, fail: Callable[[], None]) -> None:
        self._stream, self._fail = stream, fail

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, data: Any) -> int:
        self._fail()
        return int(self._stream.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def inject(order: dict[str, Any]) -> None:
    """Make the nth call of a kind fail, or kill the process; from the nth on where it is so."""
    call, nth = order["call"], order["nth"]

    def fail() -> None:
        global hits, _seen
        _seen += 1
        if _seen == nth or (_seen > nth and order["onwards"]):
            hits += 1
            if order["kill"]:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(order["errno"], os.strerror(order["errno"]))

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*words: Any, **named: Any) -> Any:
            fail()
            return real(*words, **named)

        return wrapper

    places: dict[str, list[tuple[Any, str]]] = {
        "openat": [(io, "open"), (os, "open")],
        "fsync": [(os, "fsync")],
        "rename": [(os, "replace"), (os, "rename")],
        "chmod": [(os, "chmod"), (os, "fchmod")],
        "mkdir": [(os, "mkdir")],
        "flock": [(fcntl, "flock")],
    }
    for module, name in places.get(call, []):
        setattr(module, name, failing(getattr(module, name)))
    if call == "write":
        really_open = io.open
        io.open = lambda *words, **named: _Stream(really_open(*words, **named), fail)  # type: ignore[assignment]
