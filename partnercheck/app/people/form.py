"""Person form: add a person to a list, or change the details of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.email import EXPECTED, is_address
from partnercheck.base.records import LEVELS, Level, Person, Perspective, Vendor
from partnercheck.workspace.known_names import near_name
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.people import save_person
from partnercheck.workspace.respondents import KnownPerson

DETAILS = ("level", "email")


class PersonForm(FormPage[str]):
    """A form for a person on one side; the result is the key of its row, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("save")
    HELP_TOPIC = "person"

    def __init__(
        self, workspace: Workspace, vendor: Vendor, person: KnownPerson | None = None
    ) -> None:
        """Create a form for a person who is known, or for a new one."""
        super().__init__()
        self._workspace = workspace
        self._vendor = vendor
        self._person = person
        # The name that was asked about because it is like a known one.
        self._questioned_name = ""

    def fields(self) -> Sequence[Field]:
        """Return the level and the address; for a new person, also the side and the name."""
        person = self._person
        levels = [("", "not stated"), *((level, level) for level in LEVELS)]
        details = [
            Field("level", "Level", (person and person.level) or "", levels),
            Field("email", "E-mail", person.email if person else "", hint="one address"),
        ]
        if person:
            return details
        sides = [("vendor", "the vendor's"), ("buyer", "ours")]
        new = [
            Field("name", "Name", hint="a name or a role", required=True),
            Field("side", "Whose", "vendor", sides),
        ]
        return [*new, *details]

    def on_mount(self) -> None:
        """Show the title, which says whose list the person is on."""
        title = f"Change {self._person.name}" if self._person else "A new person"
        self.set_header(f"{title}   {self._vendor.name}")

    async def done(self, values: dict[str, str]) -> None:
        """Save the person, or show why it cannot be saved."""
        name = self._person.name if self._person else values["name"]
        if not name:
            self.refuse("The name is missing. Enter a name or a role", "name")
            return
        if values["email"] and not is_address(values["email"]):
            self.refuse(f"The e-mail address is not {EXPECTED}", "email")
            return
        side = cast("Perspective", self._person.side if self._person else values["side"])
        place = self._vendor.id if side == "vendor" else ""
        if self._person is None and (near := self._near(side, name)):
            save = self.key_label("form.done")
            self.refuse(
                f'"{near}" is already known. If {name} is somebody else, press {save} again', "name"
            )
            return
        level = cast("Level | None", values["level"] or None)
        person = Person(
            name=name,
            level=level,
            email=values["email"],
            left=self._person.left if self._person else None,
        )
        await self.finish_saved(lambda: self._save(place, person))

    def _save(self, place: str, person: Person) -> str:
        """Save the person as it was typed; an empty field clears the old value."""
        save_person(self._workspace, place, person, DETAILS)
        return f"{place}/{person.name}"

    def _near(self, side: Perspective, name: str) -> str:
        """Return the known name that resembles the new one; empty if the user was asked before."""
        if name == self._questioned_name:
            return ""
        self._questioned_name = name
        return near_name(self._workspace, side, self._vendor.id, name)
