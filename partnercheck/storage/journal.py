"""The changes that saves have made to files, so that a person can undo them.

`save.py` notes each change while it holds the workspace's lock, so `before` is exactly the text
that the change replaced, even if another program saved a moment earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from partnercheck.base.records import Record


class FileChange(Record, frozen=True):
    """A file's text before and after a save; a text is None if the file did not exist then."""

    path: Path
    before: str | None
    after: str | None


_RECORDING: ContextVar[list[FileChange] | None] = ContextVar("recording", default=None)


@contextmanager
def recording() -> Iterator[list[FileChange]]:
    """Record the changes made to files inside the context, in order."""
    changes: list[FileChange] = []
    token = _RECORDING.set(changes)
    try:
        yield changes
    finally:
        _RECORDING.reset(token)


def note_change(path: Path, before: str | None, after: str | None) -> None:
    """Add a change to the recording, if changes are being recorded and the texts differ."""
    changes = _RECORDING.get()
    if changes is not None and before != after:
        changes.append(FileChange(path, before, after))
