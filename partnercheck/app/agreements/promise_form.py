"""Promise form: add a promise, or change one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar, cast

from msgspec.structs import replace

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.errors import UserError
from partnercheck.base.records import PROMISE_STATES, Perspective, Promise, PromiseState
from partnercheck.base.text import one_line
from partnercheck.workspace.goals import day_from
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import (
    add_promises,
    checked_promise,
    save_promise,
    with_state,
)
from partnercheck.workspace.read_vendor import VendorFiles

STATE_NAMES = {"late": "kept late"}
DAYS = {"made": "The date it was made", "due": "The due date"}


class PromiseForm(NameForm[str]):
    """A form for a promise of one side; the result is the promise's id, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = name_keys("save")
    HELP_TOPIC = "promise"

    def __init__(self, workspace: Workspace, vendor_files: VendorFiles, key: str = "") -> None:
        """Create a form for the promise with this id, or for a new promise."""
        super().__init__()
        self.workspace = workspace
        self._vendor = vendor_files.vendor
        self.vendor_id = self._vendor.id
        self._key = key
        self._original = vendor_files.promises[key] if key else None

    def fields(self) -> Sequence[Field]:
        """Return the promise, its side, its owner, its days and its state."""
        original = self._original
        sides = [("buyer", "us"), ("vendor", "the vendor")]
        made_on = original.made if original else self.partnercheck.today
        fields = [
            Field(
                "text",
                "Promise",
                one_line(original.text) if original else "",
                hint="what will be done",
                group="The promise",
                required=True,
            ),
            Field("by", "Promised by", original.by if original else "buyer", sides),
            Field(
                "owner",
                "Owner",
                original.owner if original else "",
                hint="the person responsible on that side",
            ),
            Field(
                "made",
                "Made on",
                f"{made_on or ''}",
                hint="2026-11-24, or empty",
                group="Dates and state" if original else "Dates",
            ),
            Field(
                "due", "Due", f"{(original and original.due) or ''}", hint="2026-12-15, or empty"
            ),
        ]
        if original:
            states = [(state, STATE_NAMES.get(state, state)) for state in PROMISE_STATES]
            fields.append(Field("state", "State", original.state, states))
        return fields

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the owner, who is one of the people of the side that promises."""
        return {"owner": NameField(cast("Perspective", values["by"]))}

    def on_mount(self) -> None:
        """Show the vendor's name."""
        title = "Change a promise" if self._original else "Add a promise"
        self.set_header(f"{title}   {self._vendor.name}")

    async def done(self, values: dict[str, str]) -> None:
        """Save the promise, or show why it cannot be saved."""
        if not values["text"]:
            self.refuse("The promise has no text. Enter what was promised", "text")
            return
        days: dict[str, dt.date | None] = {}
        for field, label in DAYS.items():
            try:
                days[field] = day_from(values[field], label) if values[field] else None
            except UserError as error:
                self.refuse(str(error), field)
                return
        await self.finish_saved(lambda: self._save(values, days["made"], days["due"]))

    def _save(self, values: dict[str, str], made_on: dt.date | None, due: dt.date | None) -> str:
        original = self._original
        by = cast("Perspective", values["by"])
        typed = Promise(by=by, owner=values["owner"], text=values["text"], made=made_on, due=due)
        promise = checked_promise(typed)
        if original is None:
            (key,) = add_promises(self.workspace, self._vendor, [promise])
            return key
        promise = replace(promise, state=original.state)
        if values["state"] != original.state:
            state = cast("PromiseState", values["state"])
            promise = with_state(promise, state, self.partnercheck.today)
        save_promise(self.workspace, self._vendor, self._key, original, promise)
        return self._key
