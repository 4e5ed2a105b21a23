"""A text of a few lines. The screen's keys end it; Ctrl+J begins a new line."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from partnercheck.app.shared.widgets.text_field import TextField
from partnercheck.base.text import clean


class Note(TextField, TextArea):
    """A field for evidence; a paste is cleaned before it is shown."""

    # A note is left by the screen's keys only; Tab would otherwise move the focus off it.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab,shift+tab", "stay", show=False)]
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

    def get_cursor_line_start_location(self, smart_home: bool = False) -> tuple[int, int]:
        """The start of the line, also if it begins with spaces: Home is the same in every field."""
        return super().get_cursor_line_start_location()

    def action_stay(self) -> None:
        """Do nothing."""

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual's own handler focuses the field later, by then perhaps after it was left.
        event.prevent_default()
        start, end = sorted(self.selection)
        self.move_cursor(self.replace(clean(event.text, lines=True), start, end).end_location)
