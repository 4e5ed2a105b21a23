"""A text of a few lines. The screen's keys end it; Ctrl+J begins a new line."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from partnercheck.app.widgets.text_field import TextField
from partnercheck.text import clean


class Note(TextField, TextArea):
    """A field for what happened; a paste is cleaned before it is shown."""

    DEFAULT_CSS = "Note { height: 5; border: none; padding: 0 1; display: none; }"

    def __init__(self) -> None:
        """An empty note, not shown."""
        super().__init__(
            id="note",
            compact=True,
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
        )
        self.cursor_blink = False

    def show(self, text: str) -> None:
        """Begin writing, with a text that is there already."""
        self.text = text
        self.move_cursor(self.document.end)
        self.display = True
        self.screen.set_focus(self)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text, lines=True)
