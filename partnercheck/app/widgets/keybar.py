"""The footer: what can be pressed, and a click on it presses it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from partnercheck.app.keys import Key, face
from partnercheck.app.widgets.lines import Lines, Span, line_width

GAP = "  "


class KeyBar(Lines):
    """One line of keys with their words, in the order of the screen's registry."""

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; }"

    class Pressed(Message):
        """A key was clicked."""

        def __init__(self, action: str) -> None:
            """The click on the key of this action."""
            super().__init__()
            self.action = action

    def __init__(self, keys: Sequence[Key]) -> None:
        """A footer of the keys that have a label."""
        super().__init__()
        self._keys = [key for key in keys if key.label]
        self._lines = [bar(self._keys)]

    def on_click(self, event: events.Click) -> None:
        """Do what the clicked key does."""
        x = 0
        for key in self._keys:
            x += line_width(bar([key])) + len(GAP)
            if event.x < x:
                self.post_message(self.Pressed(key.action))
                return


def bar(keys: Sequence[Key]) -> tuple[Span, ...]:
    """The keys as the spans of a line."""
    spans: list[Span] = []
    for number, key in enumerate(keys):
        if number:
            spans.append(Span(GAP))
        spans += [Span(face(key), "key"), Span(f" {key.label}")]
    return tuple(spans)
