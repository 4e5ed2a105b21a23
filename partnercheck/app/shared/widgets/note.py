"""A field for a few lines of text. The screen's keys close it; Ctrl+J starts a new line."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from partnercheck.app.shared.widgets.text_field import TextField
from partnercheck.base.text import clean

NOTE_LINES = 5


class Note(TextField, TextArea):
    """A field for evidence; pasted text is cleaned."""

    # Only the screen's keys close a note; without this, Tab would move the focus away.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab,shift+tab", "stay", show=False)]
    DEFAULT_CSS = f"""
    Note {{ height: {NOTE_LINES}; border: none; padding: 0 1; display: none; }}
    """

    def __init__(self) -> None:
        """Create an empty, hidden note."""
        super().__init__(
            id="note",
            compact=True,
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
        )
        self.cursor_blink = False

    def show(self, text: str) -> None:
        """Show the field with this text, for the user to continue."""
        self.text = text
        self.move_cursor(self.document.end)
        self.display = True
        self.screen.set_focus(self)

    def get_cursor_line_start_location(self, smart_home: bool = False) -> tuple[int, int]:
        """Return the start of the line, before any spaces: Home works as in one-line fields."""
        return super().get_cursor_line_start_location()

    def action_stay(self) -> None:
        """Do nothing."""

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual's own handler focuses the field later, perhaps after the user has left it.
        event.prevent_default()
        start, end = sorted(self.selection)
        self.move_cursor(self.replace(clean(event.text, lines=True), start, end).end_location)
