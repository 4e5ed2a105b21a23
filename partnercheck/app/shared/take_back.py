"""Take back the last change of the program from a screen, which says what came of it."""

from __future__ import annotations

from partnercheck.app.shared.history import Change
from partnercheck.app.shared.page import OtherT, Page
from partnercheck.base.errors import UserError


def take_back_last(page: Page[OtherT]) -> Change | None:
    """Take back the program's last change, or say on a screen why that is not possible.

    Returns the change, of which the screen then says that it was taken back.
    """
    last = page.partnercheck.changes.last
    try:
        change = page.partnercheck.changes.take_back_last()
    except (UserError, OSError) as error:
        outcome = f"{last.message}: not taken back. " if last else ""
        page.show_message(f"{outcome}{error}", "poor")
        return None
    if change is None:
        page.show_message("Nothing to take back")
    return change
