"""The base of screens with a note: writing in it, and in the user's own editor."""

from __future__ import annotations

from typing import cast

from partnercheck.app.shared.editor import edited
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.note import Note
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.app.terminal.leaving import LeavingApp
from partnercheck.base.english import capitalised
from partnercheck.base.errors import UserError


def note_keys(screen: str) -> tuple[Key, ...]:
    """Return the keys of a note."""
    return (
        Key(f"{screen}.editor", "E", "editor", "Write what happened in your own editor"),
        Key(
            f"{screen}.note-editor",
            "ctrl+o",
            "note_editor",
            "In a note: go on in your own editor",
            typing=True,
            palette=False,
        ),
        Key(
            f"{screen}.newline",
            "ctrl+j",
            "newline",
            "In a note: new line",
            typing=True,
            palette=False,
        ),
    )


class NotePage(Page[None]):
    """A screen with a note; a subclass begins it and saves it."""

    @property
    def note(self) -> Note:
        """The note, shown while it is being written."""
        return self.query_one(Note)

    def action_evidence(self) -> None:
        """Begin to write what happened."""

    async def action_newline(self) -> None:
        """Begin a new line in the note being written."""
        if self.note.display:
            await wait_for_typed_keys(self.note)
            self.note.insert("\n")

    async def action_editor(self) -> None:
        """Write what happened in the person's own editor."""
        if not self.note.display:
            self.action_evidence()
        await self.action_note_editor()

    async def action_note_editor(self) -> None:
        """Go on with the note being written in the person's own editor."""
        if not self.note.display:
            return
        await wait_for_typed_keys(self.note)
        self.remember()
        try:
            self.note.show(
                edited(cast("LeavingApp", self.app), self.note.text, self.partnercheck.drafts)
            )
        except UserError as error:
            self.show_message(capitalised(str(error)), "poor")
        else:
            self.save_pending()
