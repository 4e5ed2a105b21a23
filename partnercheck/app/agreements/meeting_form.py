"""Meeting forms: what a meeting came to, and how often to meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.errors import UserError
from partnercheck.base.records import CADENCES, Meeting, Vendor
from partnercheck.base.text import one_line
from partnercheck.report.words.agreements import last_promises
from partnercheck.workspace.goals import day_from
from partnercheck.workspace.meetings import (
    EVERY,
    add_meeting,
    held,
    held_on,
    last_meeting,
    meet_every,
    save_meeting,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles

NAMES = ","
SEVERAL = ";"


class MeetingForm(FormPage[str]):
    """What a meeting came to; the result is its key, or None."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("save")
    ABOUT = "meeting"

    def __init__(self, workspace: Workspace, about: VendorFiles, key: str = "") -> None:
        """A form for a meeting that was held with a vendor, or for one that is there already."""
        super().__init__()
        self._workspace = workspace
        self._about = about
        self._key = key
        self._seen = about.meetings[key] if key else Meeting()

    def fields(self) -> Sequence[Field]:
        """When, who was there, what was decided, who promised what, and when to meet again."""
        seen = self._seen
        on = held_on(self._key) if self._key else self.partnercheck.today
        last = last_meeting(self._about.meetings)
        usual = (
            NAMES_HINT
            if last is None or self._key
            else f"last time: {_joined(last[1].present, NAMES)}"
        )
        return [
            Field("on", "Held on", f"{on}", hint="2026-11-24"),
            Field("present", "Present", _joined(seen.present, NAMES), hint=usual),
            Field("decided", "Decided", _joined(seen.decided.splitlines(), SEVERAL), hint=HINT),
            Field("we", "We promised", _joined(seen.we, SEVERAL), hint=HINT),
            Field("they", "They promised", _joined(seen.they, SEVERAL), hint=HINT),
            Field("next", "Next meeting", f"{seen.next or ''}", hint="2027-02-23, or nothing"),
        ]

    def on_mount(self) -> None:
        """Say with whom; for a new one, what was promised last time."""
        about = self._about
        self.head(f"{'Change a meeting' if self._key else 'A meeting'}   {about.vendor.name}")
        self.tell("" if self._key else last_promises(about.meetings))

    async def done(self, values: dict[str, str]) -> None:
        """Save the meeting, or say why not."""
        for field, what in (("on", "The day it was held"), ("next", "The next meeting")):
            try:
                if values[field] or field == "on":
                    day_from(values[field], what)
            except UserError as error:
                self.refuse(str(error), field)
                return
        try:
            key = self._save(values)
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        await self.finish(key)

    def _save(self, values: dict[str, str]) -> str:
        seen = self._seen
        on = day_from(values["on"], "The day it was held")
        told = Meeting(
            present=_parts(seen.present, values["present"], NAMES),
            decided="\n".join(_parts(seen.decided.splitlines(), values["decided"], SEVERAL)),
            we=_parts(seen.we, values["we"], SEVERAL),
            they=_parts(seen.they, values["they"], SEVERAL),
            next=day_from(values["next"], "The next meeting") if values["next"] else None,
        )
        meeting = held(on, told, self.partnercheck.today)
        if not self._key:
            return add_meeting(self._workspace, self._about.vendor, on, meeting)
        where = (self._workspace, self._about.vendor, self._key)
        return save_meeting(*where, seen, on, meeting)


NAMES_HINT = "names, with commas between them"
HINT = f"several with {SEVERAL} between them"


def _joined(texts: Iterable[str], between: str) -> str:
    return f"{between} ".join(text for each in texts if (text := one_line(each)))


def _parts(before: Sequence[str], now: str, between: str) -> tuple[str, ...]:
    """The texts in a field; as they were where it still holds them."""
    if _joined(before, between) == now:
        return tuple(before)
    return tuple(text.strip() for text in now.split(between) if text.strip())


class EveryForm(FormPage[str]):
    """How often to meet a vendor; the result is what to say about it, or None."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("save")
    ABOUT = "every"

    def __init__(self, workspace: Workspace, vendor: Vendor) -> None:
        """A form with what its description says now."""
        super().__init__()
        self._workspace = workspace
        self._vendor = vendor

    def fields(self) -> Sequence[Field]:
        """The one choice."""
        usual = f"as usual here, {EVERY[self._workspace.settings.meetings]}"
        choices = [("", usual), *((each, EVERY[each]) for each in CADENCES)]
        return [Field("meets", "How often", self._vendor.meets or "", choices)]

    def on_mount(self) -> None:
        """Say with whom."""
        self.head(f"How often to meet   {self._vendor.name}")
        self.tell("The portfolio marks a vendor whose meeting is overdue")

    async def done(self, values: dict[str, str]) -> None:
        """Write it into the vendor's description, or say why not."""
        cadence = next((each for each in CADENCES if each == values["meets"]), None)
        try:
            meet_every(self._workspace, self._vendor, cadence)
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        often = EVERY[cadence or self._workspace.settings.meetings]
        await self.finish(f"To meet {self._vendor.name}: {often}")
