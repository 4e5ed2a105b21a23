"""Undo the last change of the program from a screen, which says what came of it."""

from __future__ import annotations

from partnercheck.app.shared.history import Change
from partnercheck.app.shared.page import OtherT, Page
from partnercheck.base.errors import UserError


def undo_last_change(page: Page[OtherT]) -> Change | None:
    """Undo the program's last change, or say on a screen why that is not possible.

    Returns the change, of which the screen then says that it was undone.
    """
    last = page.partnercheck.changes.last
    try:
        change = page.partnercheck.changes.undo_last()
    except (UserError, OSError) as error:
        made = f"{last.message}: not undone. " if last else ""
        page.show_message(f"{made}{error}", "poor")
        return None
    if change is None:
        page.show_message("Nothing to undo")
    return change
