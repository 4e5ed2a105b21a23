"""The footer with the keys of a screen, which can also be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from partnercheck.app.shared.keys import Key, footer_label
from partnercheck.app.shared.widgets.lines import Lines, Span, line_width

# The keys begin in the column of the text above them.
START, GAP = " ", "  "


class KeyBar(Lines):
    """The keys of a screen with their labels; no key is ever cut off.

    The keys fit on one line of 80 cells; on a narrower terminal, or if the user's own keys have
    longer names, they may need more lines.
    """

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; }"

    class Pressed(Message):
        """Posted when a key is clicked."""

        def __init__(self, action: str) -> None:
            """Create the message for the key with this action."""
            super().__init__()
            self.action = action

    class LaidOut(Message):
        """Posted when the number of lines has changed, and with it the height left for the body."""

    def __init__(self, keys: Sequence[Key], width: int) -> None:
        """Create a footer with the keys that have a label; `width` is in cells."""
        super().__init__()
        self._keys = [key for key in keys if key.label]
        self._lay_out(width)

    def _lay_out(self, width: int) -> None:
        self._rows = rows(self._keys, width)
        self.styles.height = len(self._rows)
        self.paint([(Span(START), *bar(row)) for row in self._rows])

    @property
    def line_count(self) -> int:
        """The number of lines."""
        return len(self._rows)

    def offer(self, keys: Sequence[Key]) -> None:
        """Show these keys, which are the ones that can be pressed now."""
        labelled = [key for key in keys if key.label]
        if labelled != self._keys:
            self._keys = labelled
            self.on_resize()

    def on_resize(self) -> None:
        """Lay out the keys for the new width."""
        before = len(self._rows)
        # Before the first layout, the widget has no width yet.
        self._lay_out(self.size.width or self.app.size.width)
        if len(self._rows) != before:
            self.post_message(self.LaidOut())

    def on_click(self, event: events.Click) -> None:
        """Run the clicked key's action."""
        x = len(START)
        for key in self._rows[min(event.y, len(self._rows) - 1)]:
            # The gap after a key belongs to it, so that a click just beside the label counts.
            x += line_width(bar([key])) + len(GAP)
            if event.x < x:
                self.post_message(self.Pressed(key.action))
                return


def rows(keys: Sequence[Key], width: int) -> list[list[Key]]:
    """Return the keys, divided into as many lines as they need.

    The optional keys, the last one first, are left out if one line is not enough for all.
    """
    keys = [*keys]
    width -= len(START)
    while line_width(bar(keys)) > width and any(key.optional for key in keys):
        del keys[max(number for number, key in enumerate(keys) if key.optional)]
    laid_out: list[list[Key]] = [[]]
    for key in keys:
        if laid_out[-1] and line_width(bar([*laid_out[-1], key])) > width:
            laid_out.append([])
        laid_out[-1].append(key)
    return laid_out


def bar(keys: Sequence[Key]) -> tuple[Span, ...]:
    """Return the keys as the spans of one line."""
    spans: list[Span] = []
    for number, key in enumerate(keys):
        if number:
            spans.append(Span(GAP))
        spans += [Span(footer_label(key), "key"), Span(f" {key.label}")]
    return tuple(spans)
