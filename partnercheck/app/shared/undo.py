"""Undoing the program's last change from any screen, with a message about the result."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from partnercheck.app.shared.history import Change
from partnercheck.app.shared.keys import TERM, Key
from partnercheck.app.shared.page import OtherT, Page
from partnercheck.base.errors import UserError


def with_undo(
    keys: Sequence[Key], undo: str, last: Change | None, gives_way: str = TERM.id
) -> list[Key]:
    """Return the keys; if there is a change, the key with the id `undo` has a label.

    At 80 columns, the footer then shows it in place of the key `gives_way`, to stay in one line.
    """
    if last is None:
        return [*keys]
    return [
        replace(key, label="undo")
        if key.id == undo
        else replace(key, optional=True)
        if key.id == gives_way
        else key
        for key in keys
    ]


def undo_last_change(page: Page[OtherT]) -> Change | None:
    """Undo the program's last change, or show on a screen why that is not possible.

    Returns the change, for the screen's message; None if nothing was undone.
    """
    last = page.partnercheck.changes.last
    try:
        change = page.partnercheck.changes.undo_last()
    except (UserError, OSError) as error:
        outcome = f"{last.message}: not undone. " if last else ""
        page.show_message(f"{outcome}{error}", "poor")
        return None
    if change is None:
        page.show_message("Nothing to undo")
    return change
