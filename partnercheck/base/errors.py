"""The base class of errors that are shown without a traceback, and the error of the screens."""

from __future__ import annotations

# The exit status after a signal is this plus the signal's number.
SIGNALLED = 128


class UserError(Exception):
    """A mistake in usage, or a decision that a person must make."""


class CrashError(Exception):
    """An error that closed the screens; its message names the file with the unsaved text."""
