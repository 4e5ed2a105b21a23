"""Signals that end the program, where something has to be kept or restored first.

A handler runs between any two bytecodes: the code that it interrupts may hold the lock of the very
queue that writes to the terminal. So a handler takes no lock; it only notes what came, and the
event loop does the work.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType

Handler = Callable[[int, FrameType | None], object] | signal.Handlers

# What does not ask a program to end: what cannot be handled; what is ignored unless handled; what
# stops a job; faults of the program itself; and what Python turns into an OSError.
_OTHERS = (
    *("SIGKILL", "SIGSTOP", "SIGCHLD", "SIGCLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGINFO"),
    *("SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"),
    *("SIGPIPE", "SIGXFSZ"),
)
ENDING = frozenset(signal.valid_signals()) - {
    getattr(signal, name) for name in _OTHERS if hasattr(signal, name)
}
# What Ctrl+C and Ctrl+\ send to every program on the terminal, an editor of the person's too.
FROM_KEYS = frozenset({signal.SIGINT, signal.SIGQUIT})


@contextmanager
def handled(handlers: Mapping[int, Handler]) -> Iterator[None]:
    """Handle these signals in this way, and as before afterwards."""
    before = {}
    for number, handler in handlers.items():
        with suppress(OSError, ValueError):
            before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, signal.SIG_DFL if handler_before is None else handler_before)


def alarm_after(seconds: float) -> None:
    """Send SIGALRM to this process after so many seconds; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
