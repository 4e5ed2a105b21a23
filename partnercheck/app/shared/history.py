"""The changes made in this run of the program, with functions that undo them.

There is one history for all screens, so that Ctrl+Z undoes the last change, wherever it was made.
A change is undone only if its files have not been changed since; otherwise nothing is written, and
an error names the file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from partnercheck.base.errors import UserError


class Change(NamedTuple):
    """A change, with the messages about it and the function that undoes it."""

    message: str
    vendor_id: str
    undo: Callable[[], None]
    undone: str  # the message after undoing it
    where: str = ""  # the screen of a list on which it was made, such as "Goals, Acme Logistics"
    key: str = ""  # the row of that list


class ChangeHistory:
    """The changes that can be undone, the last one at the end."""

    def __init__(self) -> None:
        """Create an empty history."""
        self._changes: list[Change] = []
        # The change that the last attempt could not undo.
        self._failed: Change | None = None

    @property
    def last(self) -> Change | None:
        """The last change; None if there is none."""
        return self._changes[-1] if self._changes else None

    def add(self, change: Change) -> None:
        """Add a change, which can then be undone."""
        self._changes.append(change)

    def undo_last(self) -> Change | None:
        """Undo the last change, and return it; None if there is none.

        Raises UserError or OSError if it cannot be undone. If that fails twice, the change is
        dropped, so that the changes before it can be undone.
        """
        if not self._changes:
            return None
        change = self._changes[-1]
        try:
            change.undo()
        except (UserError, OSError):
            # The first failure may pass, such as a file that is locked.
            if change is self._failed:
                self._changes.pop()
            self._failed = change
            raise
        return self._changes.pop()


def undone_words(change: Change, where: str = "") -> str:
    """Return the message about an undone change, which may have been made on another screen."""
    place = f" ({change.where})" if change.where and change.where != where else ""
    return f"{change.undone}{place}"


def elsewhere_words(change: Change | None, undo: str) -> str:
    """Return the message for a screen that cannot undo changes; `undo` is the key's label."""
    if change is None:
        return "Nothing to undo"
    place = f" ({change.where})" if change.where else ""
    return f"On the portfolio, {undo} undoes this change: {change.message}{place}"
