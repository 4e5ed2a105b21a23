"""Forms: labelled fields, one below the other, with text or a few choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from partnercheck.app.shared.keys import Key, bindings
from partnercheck.app.shared.widgets.lines import Line, Lines, Span, line, line_width
from partnercheck.app.shared.widgets.text_field import TextField
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.base.text import clean, is_blank, tidy_name

LABEL_WIDTH = 16
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
HELP_SIGN = "?"
GAP = "  "
# The header, the message and at least one line of keys.
LINES_AROUND = 4


class Field(NamedTuple):
    """A field: its id, label and initial value.

    If it has choices, the user selects one of them; if not, the user types a text. A hint is shown
    in an empty field or, if it is too long for that, below the field, like a note.
    """

    id: str
    label: str
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""
    note: str = ""


def choice_lines(choices: Sequence[tuple[str, str]], width: int) -> list[list[int]]:
    """Return the numbers of the choices of a field, in lines of a width."""
    lines: list[list[int]] = [[]]
    used = 0
    for number, (_, name) in enumerate(choices):
        cells = line_width(line(f"(•) {name}{GAP}"))
        if lines[-1] and used + cells - len(GAP) > width:
            lines.append([])
            used = 0
        lines[-1].append(number)
        used += cells
    return lines


class Choice(Lines, can_focus=True):
    """A field with a few choices, changed with the arrow keys, the space bar or a click."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CHOICE_KEYS)
    DEFAULT_CSS = "Choice { height: 1; }"

    class Changed(Message):
        """A message: another value was selected."""

    def __init__(self, field: Field) -> None:
        """Create the widget with the field's initial value selected."""
        super().__init__(id=field.id)
        self._choices = field.choices
        values = [value for value, _ in field.choices]
        self._at = values.index(field.value) if field.value in values else 0
        self._width = 0

    @property
    def value(self) -> str:
        """The selected value."""
        return self._choices[self._at][0]

    def on_resize(self) -> None:
        """Lay the choices out for the new width."""
        self.lay_out(self.size.width)

    def lay_out(self, width: int) -> None:
        """Lay the choices out in as many lines as they need in this width."""
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


class Typed(TextField, Input):
    """A text field of one line; pasted text is cleaned, and its lines are joined.

    A question mark at its beginning asks for help, as on every screen: no value begins with one.
    """

    class HelpWanted(Message):
        """A message: somebody typed the key for help as the first character."""

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]
        # Textual calls the method of the same name in each base class too, unless prevented.
        whole = self.selection.start != self.selection.end and self.selected_text == self.value
        if event.character == HELP_SIGN and (whole or not self.value):
            event.stop()
            event.prevent_default()
            self.post_message(self.HelpWanted())

    def _on_paste(self, event: events.Paste) -> None:
        # Textual would take the first line, and drop the rest.
        event.text = " ".join(clean(event.text, lines=True).strip("\n").split("\n"))


class Form(VerticalScroll, can_focus=False):
    """Fields with labels and hints; a long form scrolls to the field with the focus."""

    DEFAULT_CSS = f"""
    Form {{
        padding: 1 1;
        height: 1fr;
        scrollbar-size: 0 0;
        & .field {{ height: auto; margin-bottom: 1; }}
        &.compact {{ padding: 0 1; }}
        &.compact .field {{ margin-bottom: 0; }}
        & .field.noted {{ margin-bottom: 0; }}
        & .below {{ margin: 0 0 1 {LABEL_WIDTH}; display: none; }}
        &.compact .below {{ margin: 0 0 0 {LABEL_WIDTH}; }}
        & .label {{ width: {LABEL_WIDTH}; height: 1; }}
        & Input {{ width: 1fr; }}
    }}
    """

    def __init__(self, fields: Sequence[Field], compact: bool = False) -> None:
        """Create a form with these fields.

        Blank lines are left out if `compact`, or if the form does not fit with them.
        """
        super().__init__(classes="compact" if compact else None)
        self._fields = fields
        self._always_compact = compact

    def compose(self) -> ComposeResult:
        """Return one row per field."""
        for field in self._fields:
            with Horizontal(classes="field", id=f"row-{field.id}"):
                yield Lines(classes="label", id=f"label-{field.id}")
                yield _widget(field)
            yield Lines(classes="below", id=f"below-{field.id}")

    def on_mount(self) -> None:
        """Show the labels, and focus the first field."""
        for field in self._fields:
            label = self.query_one(f"#label-{field.id}", Lines)
            label.paint([line(Span(fitted(field.label, LABEL_WIDTH), "dim"))])
        self.go_to(self._fields[0].id)
        self._arrange(self.app.size.width, self.app.size.height - LINES_AROUND)

    def on_resize(self) -> None:
        """Show the hints and blank lines that fit in the new size."""
        # A form that is as high as its fields has no height of its own to fill.
        own = not self.styles.is_auto_height
        self._arrange(
            self.size.width, self.size.height if own else self.app.size.height - LINES_AROUND
        )

    def _arrange(self, width: int, height: int) -> None:
        room = max(1, width - 2 - LABEL_WIDTH)
        used = 2
        for field in self._fields:
            typed = self.query_one(f"#{field.id}")
            fits = width_of(field.hint) <= room
            if isinstance(typed, Typed):
                typed.placeholder = clean(field.hint if fits else "")
            elif isinstance(typed, Choice):
                # Before the form is first drawn: it would be drawn without choices otherwise.
                typed.lay_out(room)
            texts = [*([] if fits else [field.hint]), *([field.note] if field.note else [])]
            lines = [line(Span(part, "dim")) for text in texts for part in wrapped(text, room)]
            below = self.query_one(f"#below-{field.id}", Lines)
            below.display = bool(lines)
            self.query_one(f"#row-{field.id}").set_class(bool(lines), "noted")
            used += len(choice_lines(field.choices, room)) + len(lines) + 1
            below.styles.height = max(1, len(lines))
            below.paint(lines)
        self.set_class(self._always_compact or used > height, "compact")

    def go_to(self, field: str) -> None:
        """Focus this field."""
        self.screen.set_focus(self.query_one(f"#{field}"))

    def move(self, by: int) -> bool:
        """Go to the next or the previous field; return False at the end of the form."""
        ids = [field.id for field in self._fields]
        focused = self.screen.focused.id if self.screen.focused else None
        at = ids.index(focused) + by if focused in ids else 0
        if not 0 <= at < len(ids):
            return False
        self.go_to(ids[at])
        return True

    def inputs(self) -> list[Input]:
        """Return the text fields."""
        return list(self.query(Input))

    def values(self) -> dict[str, str]:
        """Return the values by field id; every value is cleaned and joined into one line."""
        values = {}
        for field in self._fields:
            widget = self.query_one(f"#{field.id}")
            assert isinstance(widget, Input | Choice)
            values[field.id] = tidy_name(widget.value)
        return values

    def blank(self) -> Field | None:
        """Return the first field that has only spaces or invisible characters, or None."""
        typed = {widget.id: widget.value for widget in self.inputs()}
        return next((f for f in self._fields if typed.get(f.id) and is_blank(typed[f.id])), None)


def _widget(field: Field) -> Widget:
    if field.choices:
        return Choice(field)
    field_widget = Typed(
        clean(field.value),
        placeholder=field.hint,
        id=field.id,
        compact=True,
        select_on_focus=True,
    )
    field_widget.cursor_blink = False
    return field_widget
