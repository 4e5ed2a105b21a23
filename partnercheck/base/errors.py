"""The errors that are shown to a person without a traceback."""

from __future__ import annotations


class UserError(Exception):
    """Wrong use, or something that a person must decide; shown without a traceback."""
