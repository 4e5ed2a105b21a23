"""The question who takes part in a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.widgets.form import Field
from partnercheck.workspace.open import Workspace


class WhoScreen(NameForm[str]):
    """A form for the names of those who score; the result is the names, or None."""

    KEYS: ClassVar[Sequence[Key]] = name_keys("begin")

    def __init__(self, workspace: Workspace) -> None:
        """Create the form for our own people."""
        super().__init__()
        self.workspace = workspace

    def fields(self) -> Sequence[Field]:
        """Return the only field."""
        return [Field("names", "Names, commas", hint="Alice Moreau, Daniel Brandt")]

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the only field."""
        return {"names": NameField("buyer", several=True)}

    def on_mount(self) -> None:
        """Show the title."""
        self.set_header("A session: who takes part?")

    async def done(self, values: dict[str, str]) -> None:
        """Close the form with the names as its result."""
        await self.finish(values["names"])
