"""The form that adds a vendor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.english import listed
from partnercheck.base.errors import UserError
from partnercheck.base.records import AIMS, Vendor
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.vendors import add_vendor

SIMPLE_FIELDS = (
    "name",
    "id",
    "supplies",
    "line",
    "value_chain",
    "owner",
    "stage",
    "target",
    "target_why",
    "charter",
)
STAGES = (("active", "active"), ("candidate", "not signed yet"))


class VendorForm(FormPage[str]):
    """A form for a new vendor; the result is the vendor's id, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("add")

    def __init__(self, workspace: Workspace) -> None:
        """Create a form for a new vendor of a workspace."""
        super().__init__()
        self._workspace = workspace

    def fields(self) -> Sequence[Field]:
        """Return the fields of a vendor."""
        classes = [(each.id, each.name) for each in self._workspace.instrument.classes]
        return [
            Field("name", "Name", hint="the name used in your company"),
            Field("supplies", "Supplies", hint="what the vendor supplies to you"),
            Field("line", "Line of work", hint="what is judged, such as chilled transport"),
            Field("value_chain", "Value chain", hint="inbound, production, distribution, …"),
            Field("owner", "Owner", hint="the responsible person on your side"),
            Field("tags", "Tags", hint="separated by commas"),
            Field("stage", "Stage", "active", STAGES),
            Field("target", "Target", "", [("", "no target"), *classes]),
            Field("target_why", "Why that class", hint="why this class is the target"),
            Field("serves", "Serves", hint=f"which of our aims: {', '.join(AIMS)}"),
            Field(
                "charter", "Charter", hint="where the objectives are described, such as a contract"
            ),
            Field("id", "Id", hint="the folder's name; if empty, made from the name"),
        ]

    def on_mount(self) -> None:
        """Show the title and the key that adds the vendor."""
        self.set_header("Add a vendor")
        self.show_message(
            "Only the name is needed. "
            f"Press {self.key_label('form.done')} in any field to add the vendor"
        )

    async def done(self, values: dict[str, str]) -> None:
        """Add the vendor, or show why it cannot be added."""
        if not values["name"]:
            self.refuse("The name is missing. Enter one", "name")
            return
        serves = [aim.casefold() for aim in _words(values["serves"])]
        if unknown := [aim for aim in serves if aim not in AIMS]:
            self.refuse(f'"{unknown[0]}" is not an aim. The aims are {listed(AIMS)}', "serves")
            return
        vendor: dict[str, object] = {key: values[key] for key in SIMPLE_FIELDS}
        vendor["tags"] = _words(values["tags"])
        vendor["serves"] = list(dict.fromkeys(serves))
        try:
            added = add_vendor(self._workspace, msgspec.convert(vendor, Vendor))
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        await self.finish(added.id)


def _words(text: str) -> list[str]:
    """Return the parts of a text separated by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
