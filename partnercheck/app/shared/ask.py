"""Asking one question with a typed answer."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.app.shared.form_page import FormPage
from partnercheck.app.shared.widgets.form import Field


class AskScreen(FormPage[str]):
    """A title and one field; the result is what was typed, or None."""

    def __init__(self, title: str, label: str, value: str) -> None:
        """Create a question with an initial value."""
        super().__init__()
        self._title = title
        self._field = Field("answer", label, value)

    def fields(self) -> Sequence[Field]:
        """Return the one field."""
        return [self._field]

    def on_mount(self) -> None:
        """Show the title."""
        self.set_header(self._title)

    async def done(self, values: dict[str, str]) -> None:
        """Close the screen with the answer as its result."""
        await self.finish(values["answer"])
