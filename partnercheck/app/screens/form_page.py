"""What all forms share: fields, going between them, and being done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.widget import Widget

from partnercheck.app.keys import HELP, Key
from partnercheck.app.screens.page import Page, drained
from partnercheck.app.widgets.form import Field, Form

ResultT = TypeVar("ResultT")


def form_keys(done: str) -> tuple[Key, ...]:
    """The keys of a form; `done` is the word for what it does at the end."""
    return (
        Key(
            "form.next",
            "enter,down,tab",
            "move(1)",
            "Next field; at the last: done",
            "next",
            "⏎",
            palette=False,
            typing=True,
        ),
        Key(
            "form.previous",
            "up,shift+tab",
            "move(-1)",
            "Previous field",
            palette=False,
            typing=True,
        ),
        Key(
            "form.done", "ctrl+s", "done", "Done, from any field", done, palette=False, typing=True
        ),
        Key(
            "form.back",
            "escape",
            "back",
            "Go back without a change",
            "back",
            palette=False,
            typing=True,
        ),
        Key(HELP.id, "f1", HELP.action, HELP.about, "help", "F1", palette=False, typing=True),
    )


class FormPage(Page[ResultT]):
    """A screen of fields; a subclass says which, and what is done with the values."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("done")
    ABOUT = "form"

    def fields(self) -> Sequence[Field]:
        """The fields."""
        return ()

    async def done(self, values: dict[str, str]) -> None:
        """Use the values, or refuse them."""

    def body(self) -> Sequence[Widget]:
        """The form."""
        return (Form(self.fields()),)

    def refuse(self, text: str, field: str) -> None:
        """Say what is wrong, and go to its field."""
        self.tell(text, "poor")
        self.query_one(Form).go_to(field)

    async def action_move(self, by: int) -> None:
        """Go between fields; past the last, be done."""
        if not self.query_one(Form).move(by) and by > 0:
            await self.action_done()

    async def action_done(self) -> None:
        """Be done, once every key that was typed is in its field."""
        form = self.query_one(Form)
        for field in form.inputs():
            await drained(field)
        await self.done(form.values())
