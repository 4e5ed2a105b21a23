"""A pane that shows one thing in full: texts with a label or a sign before them.

It lays out its parts for its own size. If they need more lines than it has, blank lines are left
out; if that is not enough, the last line says which key shows the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import BindingType

from partnercheck.app.shared.keys import bindings
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.app.shared.widgets.sheet import KEYS
from partnercheck.app.shared.widgets.sized_lines import SizedLines
from partnercheck.base.cells import fitted, width_of, wrapped

# Longer lines are hard to read, however wide the screen is.
WIDEST_TEXT = 100
LEAST_TEXT = 8
MOST_LABEL, NARROW_LABEL, LABEL_GAP = 16, 12, 2
FAR = 1_000_000


class Part(NamedTuple):
    """A text, which may have a label, a sign, or both before it.

    An empty part is a blank line.
    """

    text: str = ""
    label: str = ""
    look: str = ""
    sign: str = ""


BLANK = Part()


class ReadingPane(SizedLines, can_focus=True):
    """A pane with parts; while it has the focus, the keys of lists scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, rest: Callable[[], Line], id: str = "pane") -> None:
        """Create an empty pane; `rest` returns the last line of a page with more text after it."""
        super().__init__(id=id)
        self._rest = rest
        self._parts: Sequence[Part] = ()
        # Whether blank lines stay, even if the text does not fit then.
        self.keeps_blanks = False
        self._top = 0

    def show(self, parts: Sequence[Part]) -> None:
        """Show these parts from the first line on; the same parts keep their scroll position."""
        if parts != self._parts:
            self._top = 0
        self._parts = parts
        self.show_page()

    def action_move(self, by: int) -> None:
        """Scroll by lines."""
        self._scroll(by)

    def action_page(self, by: int) -> None:
        """Scroll by pages; one line of the old page remains visible."""
        self._scroll(by * max(1, self.size.height - 2))

    def on_mouse_scroll_down(self) -> None:
        """Scroll down by a line."""
        self._scroll(1)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up by a line."""
        self._scroll(-1)

    def _scroll(self, by: int) -> None:
        lines = part_lines(self._parts, self.size.width)
        self._top = max(0, min(self._top + by, len(lines) - self.size.height))
        self.show_page()

    def _page(self) -> list[Line]:
        width, height = self.size
        if not width or not height:
            return []
        lines = part_lines(self._parts, width)
        # With the focus the pane can be scrolled, so it keeps its blank lines.
        if len(lines) > height and not (self.has_focus or self.keeps_blanks):
            lines = part_lines([part for part in self._parts if part != BLANK], width)
        self._top = max(0, min(self._top, len(lines) - height))
        page = lines[self._top : self._top + height]
        if self._top + height < len(lines):
            page[-1] = self._rest()
        return page


def part_lines(parts: Sequence[Part], width: int) -> list[Line]:
    """Return the lines of parts in a pane of this width."""
    room = max(LEAST_TEXT, min(WIDEST_TEXT, width - 2))
    longest = max((width_of(part.label) for part in parts), default=0)
    label = min(longest, MOST_LABEL if room > 2 * MOST_LABEL else NARROW_LABEL) + LABEL_GAP
    return [each for part in parts for each in _lines(part, room, label)]


def _lines(part: Part, room: int, label: int) -> Iterator[Line]:
    sign = width_of(part.sign) + 1 if part.sign else 0
    indent = (label if part.label else 0) + sign
    for number, text in enumerate(wrapped(part.text, max(LEAST_TEXT, room - indent)) or [""]):
        before = [Span(fitted("" if number else part.label, label), "label")] if part.label else []
        if part.sign:
            # Beside a label, only the sign has the look: the text is one of several.
            before.append(Span(fitted("" if number else part.sign, sign), part.look))
        look = "" if part.label and part.sign else part.look
        yield line(" ", *before, Span(text, look)) if text or before else ()
