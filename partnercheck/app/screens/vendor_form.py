"""Vendor form: adding a vendor on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual.widget import Widget

from partnercheck.app.keys import Key
from partnercheck.app.screens.ask import AskScreen
from partnercheck.app.screens.page import Page
from partnercheck.app.widgets.form import Field, Form
from partnercheck.model import UserError, Vendor
from partnercheck.workspace import Workspace, add_vendor


class VendorForm(Page[str]):
    """A vendor's name and what is known of it; its id, or None."""

    KEYS: ClassVar[Sequence[Key]] = AskScreen.KEYS
    ABOUT = "form"

    def __init__(self, workspace: Workspace) -> None:
        """A form for a new vendor of a workspace."""
        super().__init__()
        self._workspace = workspace

    def body(self) -> Sequence[Widget]:
        """The fields."""
        classes = [(each.id, each.name) for each in self._workspace.instrument.classes]
        return (
            Form(
                [
                    Field("name", "Name", hint="as people here call it"),
                    Field("supplies", "Supplies", hint="what you get from it"),
                    Field(
                        "value_chain", "Value chain", hint="inbound, production, distribution, …"
                    ),
                    Field("owner", "Owner", hint="who looks after it on your side"),
                    Field("tags", "Tags", hint="with commas between them"),
                    Field(
                        "stage",
                        "Stage",
                        "active",
                        (("active", "active"), ("candidate", "not signed yet")),
                    ),
                    Field("wanted", "Wanted", "", (("", "not said"), *classes)),
                    Field("why", "Why that", hint="why this class is wanted"),
                    Field("id", "Id", hint="folder's name; left empty, it is made of the name"),
                ]
            ),
        )

    def on_mount(self) -> None:
        """Say what is being done."""
        self.head("Add a vendor")
        self.tell("Only the name is needed. ^S adds it from any field")

    def on_form_filled(self) -> None:
        """Enter was pressed on the last field."""
        self.action_done()

    def action_done(self) -> None:
        """Add the vendor, or say why not."""
        values = self.query_one(Form).values()
        told = ("name", "id", "supplies", "value_chain", "owner", "wanted", "why")
        if not values["name"]:
            self.tell("The name is missing", "poor")
            self.query_one("#name").focus()
            return
        tags = [tag.strip() for tag in values["tags"].split(",")]
        vendor = msgspec.convert(
            {key: values[key] for key in told}
            | {"stage": values["stage"], "tags": [tag for tag in tags if tag]},
            Vendor,
        )
        try:
            added = add_vendor(self._workspace, vendor)
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        self.dismiss(added.id)
