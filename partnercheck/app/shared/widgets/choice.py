"""A field that shows all of its few choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.binding import BindingType
from textual.message import Message

from partnercheck.app.shared.keys import Key, bindings
from partnercheck.app.shared.widgets.form_layout import GAP, choice_lines
from partnercheck.app.shared.widgets.lines import Line, Lines, Span, line, line_width

CHOICE_KEYS = (
    Key("choice.next", "right,l", "turn(1)", "Next choice", palette=False),
    Key("choice.mark", "space", "turn(1)", "Next choice", palette=False),
    Key("choice.previous", "left,h", "turn(-1)", "Previous choice", palette=False),
)
# What the footer says while a choice has the focus.
CHOOSE = replace(
    CHOICE_KEYS[0],
    label="choose",
    footer_keys="←→",
    stands_for=("choice.previous", "choice.next"),
)


class Choice(Lines, can_focus=True):
    """A field with a few choices; the arrow keys, the space bar or a click select one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CHOICE_KEYS)
    DEFAULT_CSS = "Choice { height: 1; }"

    class Changed(Message):
        """A message: another value was selected."""

    def __init__(self, id: str, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Create the widget with this value selected; each choice has a value and a name."""
        super().__init__(id=id)
        self._choices = choices
        values = [each for each, _ in choices]
        self._at = values.index(value) if value in values else 0
        self._width = 0

    @property
    def value(self) -> str:
        """The selected value."""
        return self._choices[self._at][0]

    def on_resize(self) -> None:
        """Lay the choices out for the new width."""
        self.lay_out(self.size.width)

    def lay_out(self, width: int) -> None:
        """Lay the choices out in this width, in as many lines as they need."""
        self._width = width
        self._draw()

    def on_focus(self) -> None:
        """Show the selected choice as focused."""
        self._draw()

    def on_blur(self) -> None:
        """Show the selected choice without focus."""
        self._draw()

    def _draw(self) -> None:
        drawn: list[Line] = []
        for numbers in choice_lines(self._choices, self._width):
            spans: list[Span] = []
            for number in numbers:
                is_chosen = number == self._at
                look = ("mark" if self.has_focus else "strong") if is_chosen else ""
                mark = "•" if is_chosen else " "
                spans += [Span(f"({mark}) {self._choices[number][1]}", look), Span(GAP)]
            drawn.append(tuple(spans))
        self.styles.height = len(drawn)
        self.paint(drawn)

    def action_turn(self, by: int) -> None:
        """Select the next or the previous value."""
        self._select((self._at + by) % len(self._choices))

    def _select(self, number: int) -> None:
        self._at = number
        self._draw()
        self.post_message(self.Changed())

    def on_click(self, event: events.Click) -> None:
        """Select the clicked value."""
        lines = choice_lines(self._choices, self.size.width)
        x = 0
        for number in lines[min(event.y, len(lines) - 1)]:
            x += line_width(line(f"(•) {self._choices[number][1]}{GAP}"))
            if event.x < x:
                self._select(number)
                return
