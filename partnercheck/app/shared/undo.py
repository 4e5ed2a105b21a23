"""Undo the last change of the program from a screen, which says what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from partnercheck.app.shared.history import Change
from partnercheck.app.shared.keys import TERM, Key
from partnercheck.app.shared.page import OtherT, Page
from partnercheck.base.errors import UserError


def with_undo(keys: Sequence[Key], undo: str, last: Change | None) -> list[Key]:
    """Return the keys with a label for the one that undoes, `undo`, if there is a change.

    At 80 columns it takes the place of the glossary's key, so that the footer keeps its one line.
    """
    if last is None:
        return [*keys]
    return [
        replace(key, label="undo")
        if key.id == undo
        else replace(key, optional=True)
        if key.id == TERM.id
        else key
        for key in keys
    ]


def undo_last_change(page: Page[OtherT]) -> Change | None:
    """Take back the program's last change, or say on a screen why that is not possible.

    Returns the change, of which the screen then says that it was undone.
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
