"""Forms: labelled fields one below the other; Enter goes on, and at the end it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from partnercheck.app.keys import Key, bindings
from partnercheck.app.widgets.lines import Lines, Span, fitted, line, line_width
from partnercheck.text import clean, one_line

LABEL_WIDTH = 16


class Field(NamedTuple):
    """A field: its id, label, first value; with choices it is chosen, not typed."""

    id: str
    label: str
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""


class Choice(Lines, can_focus=True):
    """One of a few choices, changed with the arrows, space or a click."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (
            Key("choice.next", "right,l,space", "turn(1)", "Next choice", palette=False),
            Key("choice.previous", "left,h", "turn(-1)", "Previous choice", palette=False),
            Key("choice.done", "enter", "done", "Next field", palette=False),
        )
    )
    DEFAULT_CSS = "Choice { height: 1; }"

    class Done(Message):
        """Enter was pressed on it."""

    def __init__(self, field: Field) -> None:
        """A choice with the field's value chosen."""
        super().__init__(id=field.id)
        self._choices = field.choices
        values = [value for value, _ in field.choices]
        self._at = values.index(field.value) if field.value in values else 0

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return self._choices[self._at][0]

    def on_mount(self) -> None:
        """Show the choices."""
        self._draw()

    def on_focus(self) -> None:
        """Mark the choice as the field being filled."""
        self._draw()

    def on_blur(self) -> None:
        """It is no longer the field being filled."""
        self._draw()

    def _draw(self) -> None:
        spans: list[Span] = []
        for number, (_, name) in enumerate(self._choices):
            chosen = number == self._at
            look = ("mark" if self.has_focus else "strong") if chosen else ""
            spans += [Span(f"({'•' if chosen else ' '}) {name}", look), Span("  ")]
        self.paint([tuple(spans)])

    def action_turn(self, by: int) -> None:
        """Choose the next or the previous."""
        self._at = (self._at + by) % len(self._choices)
        self._draw()

    def action_done(self) -> None:
        """Go on to the next field."""
        self.post_message(self.Done())

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        x = 0
        for number, (_, name) in enumerate(self._choices):
            x += line_width(line(f"(•) {name}  "))
            if event.x < x:
                self._at = number
                self._draw()
                return


class Form(Vertical):
    """Fields with labels and hints."""

    DEFAULT_CSS = f"""
    Form {{
        padding: 1 1;
        height: 1fr;
        & .field {{ height: 1; margin-bottom: 1; }}
        & .label {{ width: {LABEL_WIDTH}; height: 1; }}
        & Input {{ width: 1fr; }}
    }}
    """

    class Filled(Message):
        """Enter was pressed on the last field."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """A form of these fields."""
        super().__init__()
        self._fields = fields

    def compose(self) -> ComposeResult:
        """A row a field."""
        for field in self._fields:
            with Horizontal(classes="field"):
                yield Lines(classes="label", id=f"label-{field.id}")
                yield _widget(field)

    def on_mount(self) -> None:
        """Write the labels, and begin at the first empty field."""
        for field in self._fields:
            label = self.query_one(f"#label-{field.id}", Lines)
            label.paint([line(fitted(field.label, LABEL_WIDTH))])
        empty = [field.id for field in self._fields if not field.value and not field.choices]
        self.query_one(f"#{(empty or [self._fields[0].id])[0]}").focus()

    def values(self) -> dict[str, str]:
        """What every field holds now, cleaned and on one line."""
        found = {}
        for field in self._fields:
            widget = self.query_one(f"#{field.id}")
            assert isinstance(widget, Input | Choice)
            found[field.id] = one_line(clean(widget.value))
        return found

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on from a typed field."""
        event.stop()
        self._go_on(event.input)

    def on_choice_done(self, event: Choice.Done) -> None:
        """Go on from a choice."""
        event.stop()
        if self.screen.focused:
            self._go_on(self.screen.focused)

    def _go_on(self, widget: Widget) -> None:
        ids = [field.id for field in self._fields]
        at = ids.index(str(widget.id)) + 1
        if at < len(ids):
            self.query_one(f"#{ids[at]}").focus()
        else:
            self.post_message(self.Filled())

    def on_key(self, event: events.Key) -> None:
        """Up and down go between fields."""
        if event.key in ("down", "up"):
            event.stop()
            if event.key == "down":
                self.screen.focus_next()
            else:
                self.screen.focus_previous()


def _widget(field: Field) -> Widget:
    if field.choices:
        return Choice(field)
    return Input(clean(field.value), placeholder=field.hint, id=field.id, compact=True)
