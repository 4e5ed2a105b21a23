"""The program on a day of one's choice: the day is given to it, and nothing else is changed.

In a test, `Desk` runs it in this process, which takes a tenth of the time of a process of its own.
As a script, it is the program for a shell, which reads the day from the variable DAY.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from partnercheck.cli import main
from partnercheck.commands import Context, current_context, running
from tests.support.clones import committed, git
from tests.support.running import Ran


@contextlib.contextmanager
def on_day(day: dt.date) -> Iterator[None]:
    """Let every command that begins here begin on a day."""

    def _context_of_day() -> Context:
        return current_context()._replace(today=day, clock=lambda: day)

    with patch.object(running, "current_context", _context_of_day):
        yield


def pipe() -> io.TextIOWrapper:
    """Return a stream like that of a pipe: some commands write bytes."""
    return io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True)


def text_of(stream: io.TextIOWrapper) -> str:
    """Return what was written to a stream, and close it."""
    written = stream.detach()
    written.seek(0)
    return written.read().decode("utf-8")


class Desk:
    """Somebody's clone of a workspace, and the day on which they sit at it."""

    def __init__(self, root: Path, day: dt.date) -> None:
        self.root, self.day = root, day

    def __call__(self, *words: str, status: int = 0) -> Ran:
        """Run the program, which must end with a status."""
        out, err = pipe(), pipe()
        streams = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
        with contextlib.chdir(self.root), on_day(self.day), streams[0], streams[1]:
            code = main(words)
        ran = Ran(code, *(text_of(stream) for stream in (out, err)))
        assert code == status, (words, ran)
        return ran

    def commit(self, about: str) -> None:
        """Commit everything, if anything has changed."""
        if self.git("status", "--porcelain").out:
            committed(self.root, about)

    def git(self, *words: str, status: int = 0) -> Ran:
        """Run git, which must end with a status."""
        ran = git(self.root, *words)
        assert ran.code == status, (words, ran)
        return ran


if __name__ == "__main__":
    with on_day(dt.date.fromisoformat(os.environ["DAY"])):
        sys.exit(main())
