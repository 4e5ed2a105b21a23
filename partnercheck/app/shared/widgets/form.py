"""Forms: labelled fields, one below the other, with text or a few choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from partnercheck.app.shared.widgets.choice import Choice
from partnercheck.app.shared.widgets.form_layout import (
    FieldRows,
    FormLayout,
    choice_lines,
    form_layout,
)
from partnercheck.app.shared.widgets.lines import Lines, Span, group_line, line
from partnercheck.app.shared.widgets.text_field import TextField
from partnercheck.app.shared.widgets.wrapped_input import WrappedInput
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.base.text import clean, is_blank, tidy_name
from partnercheck.report.signs import REQUIRED

# The longest label, and two blanks.
LABEL_WIDTH = 17
LABEL_GAP = 2
HELP_SIGN = "?"
# Right after the label of a field that has to be filled in; caveats have the same sign before them.
# The header, the message and at least one line of keys.
LINES_AROUND = 4


class Field(NamedTuple):
    """A field: its id, label and initial value.

    If it has choices, the user selects one of them; if not, the user types a text. A hint is shown
    in an empty field or, if it is too long for that, below the field, like a note. A field with a
    group is the first of that group, and the form shows the group's name above it if there is room.
    """

    id: str
    label: str
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""
    note: str = ""
    group: str = ""
    required: bool = False


class Typed(TextField, WrappedInput):
    """A text field for one line; pasted text is cleaned, and its lines are joined.

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
    """Fields with labels and hints; a long form scrolls to the field with the focus.

    If there is room, long texts are in several rows, groups have headings, and a form without
    groups has blank lines between its fields.
    """

    DEFAULT_CSS = f"""
    Form {{
        padding: 0 1;
        height: 1fr;
        scrollbar-size: 0 0;
        & .field {{ height: auto; }}
        & .below {{ margin: 0 0 0 {LABEL_WIDTH}; display: none; }}
        & .heading {{ height: 1; display: none; }}
        & .label {{ width: {LABEL_WIDTH}; height: 1; }}
        & Input {{ width: 1fr; }}
        &.spaced {{ padding: 1 1; }}
        &.spaced .field {{ margin-bottom: 1; }}
        &.spaced .field.noted {{ margin-bottom: 0; }}
        &.spaced .below {{ margin: 0 0 1 {LABEL_WIDTH}; }}
        &.headed .heading {{ margin-top: 1; display: block; }}
    }}
    """

    def __init__(self, fields: Sequence[Field], compact: bool = False) -> None:
        """Create a form with these fields.

        If `compact`, it has one row for each field unless it has a height of its own to fill.
        """
        super().__init__()
        self._fields = fields
        self._is_compact = compact

    def compose(self) -> ComposeResult:
        """Return one row per field, and a heading above the first field of a group."""
        for field in self._fields:
            if field.group:
                yield Lines(classes="heading", id=f"heading-{field.id}")
            with Horizontal(classes="field", id=f"row-{field.id}"):
                classes = "label required" if field.required else "label"
                yield Lines(classes=classes, id=f"label-{field.id}")
                yield _widget(field)
            yield Lines(classes="below", id=f"below-{field.id}")

    def on_mount(self) -> None:
        """Show the labels, and focus the first field."""
        for field in self._fields:
            self._show_label(field)
        self.go_to(self._fields[0].id)
        self._arrange(self.app.size.width, self.app.size.height - LINES_AROUND)

    def _show_label(self, field: Field, has_focus: bool = False) -> None:
        sign = f" {REQUIRED.glyph}" if field.required else ""
        text = fitted(field.label, LABEL_WIDTH - LABEL_GAP - len(sign)).rstrip()
        label = self.query_one(f"#label-{field.id}", Lines)
        label.paint([line(Span(f"{text}{sign}", "strong" if has_focus else ""))])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show which field has the focus."""
        self._show_labels_of(event.widget, has_focus=True)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Show the label without focus."""
        self._show_labels_of(event.widget, has_focus=False)

    def _show_labels_of(self, widget: Widget, has_focus: bool) -> None:
        for field in self._fields:
            if field.id == widget.id:
                self._show_label(field, has_focus)

    def on_resize(self) -> None:
        """Show the hints, headings and blank lines that fit in the new size."""
        # A form that is as high as its fields has no height of its own to fill.
        own = not self.styles.is_auto_height
        width, height = self.outer_size
        self._arrange(width, height if own else self.app.size.height - LINES_AROUND)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Resize the field to fit its text after the text has grown or shrunk."""
        typed = event.input
        if isinstance(typed, Typed) and typed.rows_needed(typed.size.width) != typed.size.height:
            self.on_resize()

    def _arrange(self, width: int, height: int) -> None:
        room = max(1, width - 2 - LABEL_WIDTH)
        rows = [self._lay_out(field, room) for field in self._fields]
        groups = sum(bool(field.group) for field in self._fields)
        crowded = self._is_compact and self.styles.is_auto_height
        layout = FormLayout() if crowded else form_layout(rows, groups, height)
        self.set_class(layout.headings, "headed")
        self.set_class(layout.spaced, "spaced")
        for field in self._fields:
            if field.group:
                heading = self.query_one(f"#heading-{field.id}", Lines)
                heading.paint([group_line(field.group, max(0, width - 2))])
        for typed in self.query(Typed):
            typed.styles.height = typed.rows_needed(room) if layout.wraps else 1

    def _lay_out(self, field: Field, room: int) -> FieldRows:
        """Lay out a field with its note in this width; return how many rows it needs."""
        typed = self.query_one(f"#{field.id}")
        fits = width_of(field.hint) <= room
        texts = [*([] if fits else [field.hint]), *([field.note] if field.note else [])]
        lines = [line(Span(part, "dim")) for text in texts for part in wrapped(text, room)]
        below = self.query_one(f"#below-{field.id}", Lines)
        below.display = bool(lines)
        below.styles.height = max(1, len(lines))
        below.paint(lines)
        self.query_one(f"#row-{field.id}").set_class(bool(lines), "noted")
        if isinstance(typed, Typed):
            typed.placeholder = clean(field.hint if fits else "")
            return FieldRows(1 + len(lines), typed.rows_needed(room) + len(lines))
        if isinstance(typed, Choice):
            # Before the form is first drawn: it would be drawn without choices otherwise.
            typed.lay_out(room)
        rows = len(choice_lines(field.choices, room)) + len(lines)
        return FieldRows(rows, rows)

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
        return Choice(field.id, field.choices, field.value)
    return Typed(
        clean(field.value),
        placeholder=field.hint,
        id=field.id,
        compact=True,
        select_on_focus=True,
    )
