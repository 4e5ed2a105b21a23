"""The screen of people: the vendor's and ours, with their answers and those still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace

from partnercheck.app.people.form import PersonForm
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.list_page import ListPage
from partnercheck.app.shared.list_rows import NO_DAY, Heads, ListRow, list_keys
from partnercheck.app.shared.widgets.lines import PROBLEM
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part
from partnercheck.report.people import answered_words, owed_words, person_sign
from partnercheck.workspace.holdings import Holding, held_in_words, holdings
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.people import mark_left, read_people, remove_person
from partnercheck.workspace.people_files import PEOPLE_FILE
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor
from partnercheck.workspace.respondents import KnownPeople, KnownPerson

NOT_LISTED = "the name comes from an answer or a request"


def people_about(workspace: Workspace, files: VendorFiles) -> list[KnownPerson]:
    """Return a vendor's people, then ours: those on a list, and those who answer about it."""
    known = KnownPeople(workspace)
    known.add_vendor(files)
    everybody = [each for each in known.waited_for() if each.name or each.owes]
    return sorted(everybody, key=lambda person: person.side == "buyer")


def _name_or_side(person: KnownPerson, vendor: str) -> str:
    """Return a person's name; if the name is unknown, the person's side."""
    if person.name:
        return person.name
    return f"Anybody at {vendor}" if person.side == "vendor" else "Any of our people"


def _row(key: str, person: KnownPerson, vendor: str, today: dt.date) -> ListRow:
    side = "theirs" if person.side == "vendor" else "ours"
    days = [owed.due for owed in person.owes if owed.due is not None]
    day = f"{min(days)}" if days and not person.left else NO_DAY
    request_days = [owed.requested_on for owed in person.owes if owed.requested_on is not None]
    since = f", asked {max(request_days)}" if request_days and not person.left else ""
    title = f"{_name_or_side(person, vendor)}{since}"
    return ListRow(key, title, day, side, person_sign(person, today), bool(person.left))


def _parts(
    person: KnownPerson, vendor: str, today: dt.date, duties: Sequence[Holding]
) -> list[Part]:
    sign = person_sign(person, today)
    owes = [] if person.left else [owed_words(each, today) for each in person.owes]
    # From whoever has not been asked, nothing is to come yet.
    label = "Still to come" if any(each.is_asked for each in person.owes) else "To ask"
    state = f"Left on {person.left}" if person.left else sign.word.capitalize()
    side = f"theirs, {vendor}" if person.side == "vendor" else "ours"
    facts = [
        ("Side", side),
        ("Level", person.level or "not said"),
        ("E-mail", person.email or "not stated"),
        *((" " if n else label, text) for n, text in enumerate(owes)),
        *((" " if n else "Responsible", str(each)) for n, each in enumerate(duties)),
        ("Answered", answered_words(person.answered) or "nothing yet"),
        (
            "In the list",
            "yes" if person.is_listed else f"no: {NOT_LISTED}",
        ),
    ]
    if not person.name:
        facts = facts[:1] + [fact for fact in facts if fact[0].strip() in ("", label)]
    return [
        Part(_name_or_side(person, vendor), look="strong"),
        Part(state, look=sign.tone, sign=sign.glyph),
        BLANK,
        *(Part(text, label) for label, text in facts),
    ]


class PeopleScreen(ListPage):
    """The people who may answer about one vendor."""

    KEYS: ClassVar[Sequence[Key]] = list_keys(
        "people",
        "Change the level or the address",
        "Add a person or a role",
        Key(
            "people.drop", "minus", "left", "Mark the person as having left, or as back", "has left"
        ),
        Key("people.remove", "delete", "remove", "Remove the person from the list", "remove"),
    )
    HELP_TOPIC = "people"
    HEADS = Heads("Person", "Due", "Side")
    ROW_TERM = "respondent"
    UNDO = "people.undo"

    def __init__(self, workspace: Workspace, vendor_id: str) -> None:
        """Create the list for a vendor of a workspace."""
        super().__init__(workspace)
        self._vendor_id = vendor_id
        self._people: dict[str, KnownPerson] = {}
        self.read_again()

    @property
    def vendor_id(self) -> str:
        """The vendor that the list is about."""
        return self._vendor_id

    @property
    def person(self) -> KnownPerson | None:
        """The person under the cursor."""
        return self._people.get(self.sheet.key)

    def watched(self) -> Sequence[Path]:
        """Return the vendor's folder, and our own list."""
        root = self.workspace.root
        return (root / "vendors" / self._vendor_id, root / PEOPLE_FILE)

    def rows(self) -> Sequence[ListRow]:
        """Return the people."""
        today = self.partnercheck.today
        name = self._files.vendor.name
        return [_row(key, each, name, today) for key, each in self._people.items()]

    def parts(self, key: str) -> Sequence[Part]:
        """Return a person's details."""
        person = self._people.get(key)
        if person is None:
            return ()
        duties = [*holdings([self._files], person.vendor_id, person.name)] if person.name else []
        return _parts(person, self._files.vendor.name, self.partnercheck.today, duties)

    def pane_title(self, key: str) -> str:
        """Return the title of the pane."""
        return "Person"

    def header_parts(self) -> tuple[str, str]:
        """Return the vendor's name, and how many people have yet to answer."""
        owing = [each for each in self._people.values() if each.owes and each.left is None]
        to_come = sum(any(owed.is_asked for owed in each.owes) for each in owing)
        not_asked = len(owing) - to_come
        # In the words of the rows, so that they can be counted.
        counts = [f"{to_come} still to come"] if to_come else []
        counts += [f"{not_asked} not asked"] if not_asked else []
        return f"People   {self._files.vendor.name}", ", ".join(counts) or "nothing still to come"

    def read_again(self) -> None:
        """Read both lists and the answers again."""
        # Our own list may have changed since the workspace was opened.
        self.workspace = replace(self.workspace, people=read_people(self.workspace))
        self._files = read_vendor(self.workspace, self._vendor_id)
        people = people_about(self.workspace, self._files)
        self._people = {f"{each.vendor_id}/{each.name}": each for each in people}

    def _named_person(self) -> KnownPerson | None:
        """Return the person under the cursor; if the row has no name, show what to do."""
        person = self.person
        if person and not person.name:
            new = self.key_label("people.new")
            asks = f"{self.key_label('vendor.request')} on the vendor's screen writes a form"
            self.show_message(f"Nobody is named in this row. {new} adds a person; {asks}", "note")
            return None
        if not person:
            self.show_hint()
        return person

    async def action_edit(self) -> None:
        """Change the details of the person under the cursor."""
        if person := self._named_person():
            await self._edit(person)

    async def action_new(self) -> None:
        """Add a person or a role."""
        await self._edit(None)

    async def _edit(self, person: KnownPerson | None) -> None:
        form = PersonForm(self.workspace, self._files.vendor, person)
        before = {key for key, each in self._people.items() if each.is_listed}

        def words(key: str) -> tuple[str, str]:
            name = self._people[key].name
            if key in before:
                return f"Changed {name}", f"the changes to {name}"
            return f"Added {name}", f"{name} is no longer listed"

        await self.open_form(form, words)

    def action_left(self) -> None:
        """Mark the person under the cursor as having left or, if marked already, as being back."""
        if not (person := self._named_person()):
            return
        place, name = person.vendor_id, person.name
        day = None if person.left else self.partnercheck.today

        def save() -> tuple[str, str]:
            mark_left(self.workspace, place, name, day, person.level)
            left = "has left"
            done = f"{left}; no more answers are awaited" if day else "is back"
            undone = "is back" if day else left
            duties = held_in_words(holdings([self._files], place, name)) if day else ""
            if duties:
                done += f". Still responsible for {duties}: hand this over to somebody else"
            return f"{name} {done}", f"{name} {undone}"

        self.change(self.sheet.key, save)

    def action_remove(self) -> None:
        """Remove the person under the cursor from the list."""
        if not (person := self._named_person()):
            return
        if not person.is_listed:
            self.show_message(f"{person.name} is not in the list: {NOT_LISTED}", "note")
            return
        name = person.name

        def save() -> tuple[str, str]:
            remove_person(self.workspace, person.vendor_id, name)
            return f"Removed {name} from the list", f"{name} is listed again"

        self.change(self.sheet.key, save)

    def show_hint(self) -> None:
        """Show the first problem in a list, or how to add the first person."""
        listed = (*self._files.people.problems, *self.workspace.people.problems)
        if listed:
            self.show_message(str(listed[0]), PROBLEM)
        elif not any(each.name for each in self._people.values()):
            self.show_message(
                f"No people are known yet. Press {self.key_label('people.new')} to add somebody"
            )
        else:
            self.show_message("")
