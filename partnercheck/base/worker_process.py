"""A worker process, which does shares of another process's work: the code of both ends.

The modules for starting processes take time to load, so only `Workers` loads this one.

Invariant: after the work itself, each pickled value that goes in is a share, and one pickled value
comes out for it, so both sides always know what comes next:

    in    the function, then the shares [a, b], [c, d]
    out   the results [A, B], then None: the work on c or d raised an error
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any

# A worker finds modules where the process that starts it finds them: never in the current folder.
CODE = f"import sys; sys.path[:] = sys.argv[1:]; from {__name__} import serve; serve()"
SECONDS_TO_END = 1


class WorkerProcess:
    """A process that does one share at a time."""

    def __init__(self) -> None:
        """Start the process. Raises OSError if the system refuses."""
        self.process = subprocess.Popen(
            [sys.executable, "-I" if sys.flags.isolated else "-P", "-c", CODE, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # A screen of the program may be on the terminal.
            stderr=subprocess.DEVNULL,
            # Ctrl+C must reach only this process, which then ends the workers.
            process_group=0,
        )
        self.share = -1  # the number of the share that it is working on; -1 if there is none

    def send(self, *values: object) -> None:
        """Send values to the process. A process that has died is noticed when it is read."""
        with suppress(OSError):
            for value in values:
                pickle.dump(value, self._stdin, pickle.HIGHEST_PROTOCOL)
            self._stdin.flush()

    def receive(self) -> list[Any] | None:
        """Return the results of the share; None if the work raised an error.

        Raises EOFError if the process has died.
        """
        try:
            results: list[Any] | None = pickle.load(self.stdout)
        except (pickle.UnpicklingError, OSError) as error:
            raise EOFError from error
        return results

    @property
    def stdout(self) -> IO[bytes]:
        """The pipe with the results."""
        assert self.process.stdout
        return self.process.stdout

    @property
    def _stdin(self) -> IO[bytes]:
        assert self.process.stdin
        return self.process.stdin

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        for pipe in (self._stdin, self.stdout):
            with suppress(OSError):
                pipe.close()
        self.process.wait()

    def status(self) -> int:
        """Return the exit status of a process that has died, negative for a signal."""
        with suppress(subprocess.TimeoutExpired):
            # The process has closed its pipe, but may not have ended yet.
            self.process.wait(SECONDS_TO_END)
        self.end()
        return self.process.returncode


def serve() -> None:
    """Do the work that comes through standard input, a share at a time, as a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever is printed by mistake must not get between the results.
    with os.fdopen(os.dup(1), "wb") as results, os.fdopen(os.dup(0), "rb") as shares:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        # As in the process that started this one: see `main` in cli.py.
        gc.disable()
        parent = os.getppid()
        # If the process that shares the work dies, its end of the pipes is closed.
        with suppress(EOFError, BrokenPipeError):
            work = pickle.load(shares)
            while True:
                results.write(_done(work, pickle.load(shares), parent))
                results.flush()


def _done(work: Callable[[Any], Any], share: Sequence[Any], parent: int) -> bytes:
    """Return the pickled results of a share; a pickled None if the work raises an error.

    Exits if the parent process, which shared the work, has died.
    """
    try:
        results = [work(item) for item in _wanted(share, parent)]
        return pickle.dumps(results, pickle.HIGHEST_PROTOCOL)
    except Exception:  # Raised again by the process that shared the work: it does the share itself.
        return pickle.dumps(None)


def _wanted(share: Sequence[Any], parent: int) -> Iterator[Any]:
    # A share may take seconds, and nobody wants its results once the parent has died.
    for item in share:
        if os.getppid() != parent:
            raise SystemExit
        yield item
