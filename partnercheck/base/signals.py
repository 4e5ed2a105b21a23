"""Signals that would end the program before text is saved or the terminal restored.

A handler runs between any two bytecodes: the interrupted code may hold the lock of the queue that
writes to the terminal. So a handler takes no lock; it only stores the signal, and the event loop
does the work.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType

Handler = Callable[[int, FrameType | None], object] | signal.Handlers

# Signals that do not ask a program to end: those that cannot be handled, are ignored by default,
# stop a job, report a fault of the program, or become an OSError in Python.
_OTHERS = (
    *("SIGKILL", "SIGSTOP", "SIGCHLD", "SIGCLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGINFO"),
    *("SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"),
    *("SIGPIPE", "SIGXFSZ"),
)
ENDING = frozenset(signal.valid_signals()) - {
    getattr(signal, name) for name in _OTHERS if hasattr(signal, name)
}
# Ctrl+C and Ctrl+\ send these to every program on the terminal, including an open editor.
FROM_KEYS = frozenset({signal.SIGINT, signal.SIGQUIT})


@contextmanager
def handled(handlers: Mapping[int, Handler]) -> Iterator[None]:
    """Handle these signals inside the context."""
    before = {}
    for number, handler in handlers.items():
        with suppress(OSError, ValueError):
            before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, signal.SIG_DFL if handler_before is None else handler_before)


# Long enough for a handler to run on a busy machine, too short for a person to notice.
_SECONDS_FOR_A_HANDLER = 0.1


@contextmanager
def surely_handled(
    handlers: Mapping[int, Callable[[int, FrameType | None], object]],
) -> Iterator[None]:
    """Handle these signals even while C code is waiting.

    The handlers have to end the program: only the first one interrupts a wait.

    Python runs a handler only between two bytecodes. A signal that arrives while GNU readline
    writes a prompt interrupts no system call: readline goes on to wait for a key, and the handler
    waits with it. Therefore a thread is notified of every signal, and sends SIGURG, whose only
    effect is to interrupt the wait. Handlers that are installed inside the context, such as
    readline's handler for SIGTSTP, then run too.
    """
    if not hasattr(signal, "pthread_kill"):
        with handled(handlers):
            yield
        return
    has_run = threading.Event()
    receiving, sending = os.pipe()
    os.set_blocking(sending, False)

    def noting(number: int, frame: FrameType | None) -> None:
        has_run.set()
        handlers[number](number, frame)

    watched = (receiving, threading.get_ident(), has_run, frozenset(handlers))
    thread = threading.Thread(target=_interrupt_waits, args=watched, daemon=True)
    thread.start()
    before = signal.set_wakeup_fd(sending, warn_on_full_buffer=False)
    try:
        with handled({**dict.fromkeys(handlers, noting), signal.SIGURG: _do_nothing}):
            yield
    finally:
        signal.set_wakeup_fd(before)
        has_run.set()
        os.close(sending)
        thread.join()
        os.close(receiving)


def _interrupt_waits(
    receiving: int, waiting: int, has_run: threading.Event, handled_numbers: Collection[int]
) -> None:
    """Interrupt the waits of a thread for each signal whose number comes through the pipe."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    while received := os.read(receiving, 1):
        while received[0] != signal.SIGURG and not has_run.wait(_SECONDS_FOR_A_HANDLER):
            signal.pthread_kill(waiting, signal.SIGURG)
            if received[0] not in handled_numbers:
                break


def _do_nothing(_: int, __: FrameType | None) -> None:
    pass


def alarm_after(seconds: float) -> None:
    """Send SIGALRM to this process after this many seconds; 0 cancels the alarm."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
