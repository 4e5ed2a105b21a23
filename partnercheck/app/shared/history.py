"""The changes that were made in this run of the program, and the way to undo the last one.

There is one history for all screens, so that Ctrl+Z undoes the last change, wherever it was
made. A change is undone only if its files are still as it left them; otherwise it says so, and
nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from partnercheck.base.errors import UserError


class Change(NamedTuple):
    """A change that was made: what to say about it, and how to undo it."""

    message: str
    vendor_id: str
    undo: Callable[[], None]
    undone: str  # what to say then
    where: str = ""  # the screen of a list on which it was made, such as "Goals, Acme Logistics"
    key: str = ""  # the row of that list


class ChangeHistory:
    """The changes that can be undone, the last one at the end."""

    def __init__(self) -> None:
        """Create an empty history."""
        self._changes: list[Change] = []
        # The change that could not be undone: a full disk passes, other files do not.
        self._failed: Change | None = None

    @property
    def last(self) -> Change | None:
        """The change that was made last."""
        return self._changes[-1] if self._changes else None

    def add(self, change: Change) -> None:
        """Keep a change for undoing it."""
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
    """Return what to say about a change that was undone, perhaps on another screen."""
    place = f" ({change.where})" if change.where and change.where != where else ""
    return f"{change.undone}{place}"


def elsewhere_words(change: Change | None, undo: str) -> str:
    """Return the message for a screen that cannot take changes back; `undo` is the key's label."""
    if change is None:
        return "Nothing to undo"
    place = f" ({change.where})" if change.where else ""
    return f"On the portfolio, {undo} undoes this change: {change.message}{place}"
