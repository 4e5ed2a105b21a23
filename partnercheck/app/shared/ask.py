"""A screen with one text field."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.app.shared.form_page import FormPage
from partnercheck.app.shared.widgets.form import Field


class AskScreen(FormPage[str]):
    """A screen with one text field; the result is the text, or None if cancelled."""

    def __init__(self, title: str, label: str, value: str, note: str = "") -> None:
        """Create the screen; `value` is the initial text, and `note` is shown below the field."""
        super().__init__()
        self._title = title
        self._field = Field("answer", label, value, note=note)

    def fields(self) -> Sequence[Field]:
        """Return the only field."""
        return [self._field]

    def on_mount(self) -> None:
        """Show the title."""
        self.set_header(self._title)

    async def done(self, values: dict[str, str]) -> None:
        """Close the screen with the text as its result."""
        await self.finish(values["answer"])
