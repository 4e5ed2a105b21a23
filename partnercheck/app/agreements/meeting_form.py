"""The form for the results of a meeting, and the form for the interval between meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.errors import UserError
from partnercheck.base.records import CADENCES, Meeting, Perspective, Vendor
from partnercheck.base.text import one_line
from partnercheck.report.words.promises import still_open
from partnercheck.workspace.goals import day_from
from partnercheck.workspace.meetings import (
    EVERY,
    add_meeting,
    held_on,
    last_meeting,
    meet_every,
    meeting_and_promises,
    save_meeting,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles

COMMA = ","
SEMICOLON = ";"
NAMES_HINT = "names, separated by commas"
LIST_HINT = f"separate several with {SEMICOLON}"
MORE_HINT = f"more promises to add; {LIST_HINT}"
DAYS = {
    "on": "The date of the meeting",
    "next": "The date of the next meeting",
    "due": "Promises due",
}


class MeetingForm(NameForm[str]):
    """A form to record a meeting; the result is the meeting's key, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = name_keys("save")
    HELP_TOPIC = "meeting"

    def __init__(self, workspace: Workspace, vendor_files: VendorFiles, key: str = "") -> None:
        """Create a form for the meeting with this key, or for a new one."""
        super().__init__()
        self.workspace = workspace
        self._vendor = vendor_files.vendor
        self.vendor_id = self._vendor.id
        self._meetings = vendor_files.meetings
        self._promises = vendor_files.promises
        self._key = key
        self._original = vendor_files.meetings[key] if key else Meeting()

    def fields(self) -> Sequence[Field]:
        """Return the fields: date, participants, decisions, promises and next meeting."""
        original = self._original
        on = held_on(self._key) if self._key else self.partnercheck.today
        last = last_meeting(self._meetings)
        present = (
            NAMES_HINT
            if last is None or self._key
            else f"last time: {_in_one_line(last[1].present, COMMA)}"
        )
        decisions = _in_one_line(original.decided.splitlines(), SEMICOLON)
        return [
            Field("on", "Held on", f"{on}", hint="2026-11-24", group="The meeting", required=True),
            Field("present", "Present", _in_one_line(original.present, COMMA), hint=present),
            Field("decided", "Decided", decisions, hint=LIST_HINT, group="Results"),
            self._promised("we", "We promised", "buyer"),
            self._promised("they", "They promised", "vendor"),
            Field(
                "next",
                "Next meeting",
                f"{original.next or ''}",
                hint="2027-02-23, or empty",
                group="What comes next",
            ),
            Field("due", "Promises due", hint="if empty, the next meeting"),
        ]

    def _promised(self, name: str, label: str, side: Perspective) -> Field:
        """Return the field for a side's promises; below it are those that are still open."""
        hint = MORE_HINT if self._key else LIST_HINT
        return Field(name, label, hint=hint, note=still_open(self._promises, side))

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return those present, from both sides."""
        return {"present": NameField(None, several=True)}

    def on_mount(self) -> None:
        """Show the vendor's name."""
        self.set_header(f"{'Change a meeting' if self._key else 'A meeting'}   {self._vendor.name}")

    async def done(self, values: dict[str, str]) -> None:
        """Save the meeting, or show why it cannot be saved."""
        for field, label in DAYS.items():
            try:
                if values[field] or field == "on":
                    day_from(values[field], label)
            except UserError as error:
                self.refuse(str(error), field)
                return
        await self.finish_saved(lambda: self._save(values))

    def _save(self, values: dict[str, str]) -> str:
        original = self._original
        on = day_from(values["on"], DAYS["on"])
        typed = Meeting(
            present=_parts(original.present, values["present"], COMMA),
            decided="\n".join(_parts(original.decided.splitlines(), values["decided"], SEMICOLON)),
            next=day_from(values["next"], DAYS["next"]) if values["next"] else None,
        )
        texts: dict[Perspective, tuple[str, ...]] = {
            "buyer": _parts((), values["we"], SEMICOLON),
            "vendor": _parts((), values["they"], SEMICOLON),
        }
        due = day_from(values["due"], DAYS["due"]) if values["due"] else None
        today = self.partnercheck.today
        meeting, promises = meeting_and_promises(on, typed, today, texts, due)
        workspace, vendor = self.workspace, self._vendor
        if not self._key:
            return add_meeting(workspace, vendor, on, meeting, promises)
        return save_meeting(workspace, vendor, self._key, original, on, meeting, promises)


def _in_one_line(texts: Iterable[str], separator: str) -> str:
    return f"{separator} ".join(line for text in texts if (line := one_line(text)))


def _parts(saved: Sequence[str], typed: str, separator: str) -> tuple[str, ...]:
    """Return the texts typed in a field; if they are unchanged, the saved texts."""
    if _in_one_line(saved, separator) == typed:
        return tuple(saved)
    return tuple(text.strip() for text in typed.split(separator) if text.strip())


class CadenceForm(FormPage[str]):
    """A form to set how often to meet a vendor; the result is a message, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("save")
    HELP_TOPIC = "every"

    def __init__(self, workspace: Workspace, vendor: Vendor) -> None:
        """Create a form for a vendor of a workspace."""
        super().__init__()
        self._workspace = workspace
        self._vendor = vendor

    def fields(self) -> Sequence[Field]:
        """Return the only field: the interval between meetings."""
        usual = f"default, {EVERY[self._workspace.settings.meetings]}"
        choices = [("", usual), *((cadence, EVERY[cadence]) for cadence in CADENCES)]
        note = "The portfolio marks a vendor whose meeting is overdue"
        return [Field("meets", "How often", self._vendor.meets or "", choices, note=note)]

    def on_mount(self) -> None:
        """Show the vendor's name."""
        self.set_header(f"How often to meet   {self._vendor.name}")

    async def done(self, values: dict[str, str]) -> None:
        """Save the choice in the vendor's file, or show why it cannot be saved."""
        await self.finish_saved(lambda: self._save(values["meets"]))

    def _save(self, choice: str) -> str:
        cadence = next((each for each in CADENCES if each == choice), None)
        meet_every(self._workspace, self._vendor, cadence)
        often = EVERY[cadence or self._workspace.settings.meetings]
        return f"Meetings with {self._vendor.name}: {often}"
