"""Ask: one question with a typed answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.keys import HELP, Key
from partnercheck.app.screens.page import Page
from partnercheck.app.widgets.form import Field, Form


class AskScreen(Page[str]):
    """A title and one field; the answer is what was typed, or None."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("ask.back", "escape", "back", "Go back without a change", "back", palette=False),
        Key("ask.done", "ctrl+s", "done", "Done", "done", "⏎", palette=False),
        Key(HELP.id, "f1", HELP.action, HELP.about, "help", "F1", palette=False),
    )
    ABOUT = "form"

    def __init__(self, title: str, label: str, value: str) -> None:
        """A question with a first value."""
        super().__init__()
        self._asked = (title, Field("answer", label, value))

    def body(self) -> Sequence[Widget]:
        """The field."""
        return (Form([self._asked[1]]),)

    def on_mount(self) -> None:
        """Say what is asked."""
        self.head(self._asked[0])

    def on_form_filled(self) -> None:
        """Enter was pressed."""
        self.action_done()

    def action_done(self) -> None:
        """Give the answer back."""
        self.dismiss(self.query_one(Form).values()["answer"])
