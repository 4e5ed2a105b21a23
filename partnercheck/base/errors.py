"""The base class of errors that are shown without a traceback."""

from __future__ import annotations


class UserError(Exception):
    """A mistake in usage, or a decision that a person must make."""
