"""The base of all forms: fields, moving between them, and submitting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from msgspec.structs import replace
from textual.widget import Widget
from textual.widgets import Input

from partnercheck.app.shared.keys import EXPLAIN, Key, footer_label, remapped
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.choice import CHOICE_KEYS, CHOOSE, Choice
from partnercheck.app.shared.widgets.form import Field, Form
from partnercheck.app.shared.widgets.lines import Line
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.base.errors import UserError
from partnercheck.report.signs import REQUIRED
from partnercheck.storage.journal import FileChange, recording

ResultT = TypeVar("ResultT")
LEGEND = str(REQUIRED)

EMPTY = Key("form.empty", "ctrl+u", "empty", "Empty the field", "empty", typing=True)


def form_keys(done: str) -> tuple[Key, ...]:
    """Return the keys of a form; `done` is the label of the key that submits it."""
    return (
        Key(
            "form.next",
            "enter",
            "move(1)",
            "Next field; in the last field: done",
            "next",
            typing=True,
        ),
        Key("form.forward", "down,tab", "forward", "Next field", typing=True),
        Key(
            "form.previous",
            "up,shift+tab",
            "move(-1)",
            "Previous field",
            typing=True,
        ),
        Key("form.done", "ctrl+s", "done", "Done, from any field", done, typing=True),
        Key(
            "form.back",
            "escape",
            "back",
            "Go back without saving",
            "back",
            typing=True,
        ),
        EMPTY,
        replace(EXPLAIN, label="help"),
    )


class FormPage(Page[ResultT]):
    """A screen with fields; subclasses define the fields and use their values."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("done")
    WIDGET_KEYS = ("In a choice", CHOICE_KEYS)
    HELP_TOPIC = "form"
    TAKES_TIME = True
    # What the form has saved, for taking it back.
    file_changes: Sequence[FileChange] = ()

    def fields(self) -> Sequence[Field]:
        """Return the fields."""
        return ()

    async def done(self, values: dict[str, str]) -> None:
        """Use the values, or show why they cannot be used."""

    def body(self) -> Sequence[Widget]:
        """Return the form."""
        return (Form(self.fields()),)

    def set_header(
        self, title: str, right: str = "", below: str = "", last: Line | None = None
    ) -> None:
        """Show the title line; if a field has to be filled in, explain the sign for that."""
        marked = [each for each in self.query(".label") if each.has_class("required")]
        legend = LEGEND if marked else ""
        super().set_header(title, "   ".join(filter(None, (legend, right))), below, last)
        # Without the legend, to which the next call adds it again.
        self.header = (title, right, below, last)

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys, with the one that changes the field with the focus."""
        # Before the first field has the focus, the keys are those of most forms' first field.
        if self.focused is None or isinstance(self.focused, Input):
            return self.keys
        keys = [key for key in self.keys if key.id != EMPTY.id]
        if isinstance(self.focused, Choice):
            keys[-1:-1] = remapped([CHOOSE], self.partnercheck.keymap)
        return keys

    def on_descendant_focus(self) -> None:
        """Show the keys for the field that has the focus now."""
        self.offer_keys()

    async def on_typed_help_wanted(self) -> None:
        """Open the help for the form; the typed text stays."""
        await self.action_explain()

    def refuse(self, text: str, field: str) -> None:
        """Show an error, and go to its field."""
        self.show_message(text, "poor")
        self.query_one(Form).go_to(field)

    async def finish_saved(self, save: Callable[[], ResultT]) -> None:
        """Leave with the result of `save`, or stay and show why saving failed."""
        try:
            with recording() as changes:
                result = save()
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        self.file_changes = changes
        await self.finish(result)

    async def press(self, action: str) -> None:
        """Run an action that was clicked or chosen by name; the focus stays in its field."""
        if self.focused is not None:
            await wait_for_typed_keys(self.focused)
        if action == CHOOSE.action and isinstance(self.focused, Choice):
            self.focused.action_turn(1)
            return
        await self.run_action(action)

    async def action_empty(self) -> None:
        """Empty the field, once every typed key has reached it."""
        if isinstance(self.focused, Input):
            field = self.focused
            await wait_for_typed_keys(field)
            field.clear()

    async def action_move(self, by: int) -> None:
        """Go to the next or previous field; after the last field, submit the form."""
        if not self.query_one(Form).move(by) and by > 0:
            await self.action_done()

    def action_forward(self) -> None:
        """Go to the next field; at the last one, show which key submits the form."""
        if not self.query_one(Form).move(1):
            done = next(key for key in self.keys if key.id == "form.done")
            self.show_message(f"This is the last field. {footer_label(done)}: {done.label}")

    async def action_done(self) -> None:
        """Submit the form, once every typed key has reached its field."""
        form = self.query_one(Form)
        for field in form.inputs():
            await wait_for_typed_keys(field)
        if blank := form.blank():
            self.refuse(
                f'"{blank.label}" has only spaces. Enter some text, or leave the field empty',
                blank.id,
            )
            return
        await self.done(form.values())
