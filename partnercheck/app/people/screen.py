"""People on screen: the vendor's and ours, what they have answered, and what they owe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from textual.widget import Widget

from partnercheck.app.people.changes import Change, left_or_back, removed
from partnercheck.app.people.form import PersonForm
from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.base.errors import UserError
from partnercheck.report.people import answered_words, owed_words
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.people import read_people
from partnercheck.workspace.people_files import PEOPLE_FILE
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor
from partnercheck.workspace.respondents import KnownPeople, KnownPerson

SIDE_WIDTH = 8
LEAST_WIDTH = 10


def people_about(workspace: Workspace, files: VendorFiles) -> list[KnownPerson]:
    """Return the people of a vendor, then ours: those listed, and those who answer about it."""
    known = KnownPeople(workspace)
    known.add_vendor(files)
    named = [each for each in known.everybody() if each.name]
    return sorted(named, key=lambda each: each.side == "buyer")


def _sentences(person: KnownPerson, today: dt.date) -> str:
    details = ", ".join(filter(None, (person.name, person.level or "", person.email)))
    parts = [details]
    if person.left:
        parts.append(f"Left on {person.left}")
    if answered := answered_words(person.answered):
        parts.append(f"Answered: {answered}")
    if person.owes and not person.left:
        parts.append(f"Owes: {'; '.join(owed_words(each, today) for each in person.owes)}")
    return ". ".join(parts)


class PeopleScreen(Page[None]):
    """The people who may answer about one vendor."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("people.edit", "enter,R", "edit", "Change the level or the address", "edit"),
        Key("people.new", "plus", "new", "Add a person or a role", "new"),
        Key("people.drop", "minus", "left", "The person has left, or is back", "left"),
        Key("people.remove", "delete", "remove", "Remove the person from the list", "remove"),
        Key("people.undo", "ctrl+z", "undo", "Undo the last change", "undo"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "people"

    def __init__(self, workspace: Workspace, vendor_id: str) -> None:
        """Create the list for a vendor of a workspace."""
        super().__init__()
        self.workspace = workspace
        self._vendor_id = vendor_id
        self._people: dict[str, KnownPerson] = {}
        self._last: Change | None = None
        self._read()

    def body(self) -> Sequence[Widget]:
        """Return the list."""
        return (Sheet(id="people"),)

    @property
    def sheet(self) -> Sheet:
        """The list."""
        return self.query_one(Sheet)

    @property
    def person(self) -> KnownPerson | None:
        """The person under the cursor."""
        return self._people.get(self.sheet.key)

    def watched(self) -> Sequence[Path]:
        """Return the vendor's folder, and our own list."""
        root = self.workspace.root
        return (root / "vendors" / self._vendor_id, root / PEOPLE_FILE)

    def on_mount(self) -> None:
        """Show the list."""
        self.set_focus(self.sheet)
        self._paint()
        self._show_hint()

    def on_resize(self) -> None:
        """Lay out the list for the new size."""
        self._paint()
        super().on_resize()

    async def disk_changed(self) -> None:
        """Show changes made by others."""
        self._reload()
        self._show_hint()

    async def action_edit(self) -> None:
        """Change what is known of the person under the cursor."""
        if self.person:
            await self._open_form(self.person)
        else:
            self._show_hint()

    async def action_new(self) -> None:
        """Add a person or a role."""
        await self._open_form(None)

    async def on_sheet_row_clicked(self) -> None:
        """Open the person when the row under the cursor is clicked."""
        await self.action_edit()

    def action_left(self) -> None:
        """Mark that the person under the cursor has left, or is back."""
        if person := self.person:
            self._change(lambda: left_or_back(self.workspace, person, self.partnercheck.today))

    def action_remove(self) -> None:
        """Remove the person under the cursor from the list."""
        if person := self.person:
            self._change(lambda: removed(self.workspace, person.vendor_id, person.name))

    def action_undo(self) -> None:
        """Take back the last change made on this screen."""
        if self._last is None:
            self.show_message("Nothing to undo")
            return
        last = self._last
        try:
            last.take_back()
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        self._last = None
        self._reload()
        self.show_message(f"Taken back: {last.taken_back}")

    async def _open_form(self, person: KnownPerson | None) -> None:
        def saved(change: Change | None) -> None:
            if change:
                self._show(change)

        await self.open(PersonForm(self.workspace, self._files.vendor, person), saved)

    def _change(self, change: Callable[[], Change | None]) -> None:
        """Make a change, and say how to take it back."""
        try:
            made = change()
        except (UserError, OSError) as error:
            self._reload()
            self.show_message(str(error), "poor")
            return
        if made is None:
            self.show_message("Not in the list: known from answers or requests only", "note")
            return
        self._show(made)

    def _show(self, change: Change) -> None:
        self._last = change
        self._reload(change)
        undo = self.key_label("people.undo")
        self.show_message(f"{change.message}. {undo} takes it back")

    def _read(self) -> None:
        # Our own list may have changed since the workspace was opened.
        self.workspace = replace(self.workspace, people=read_people(self.workspace))
        self._files = read_vendor(self.workspace, self._vendor_id)
        people = people_about(self.workspace, self._files)
        self._people = {f"{each.vendor_id}/{each.name}": each for each in people}

    def _reload(self, change: Change | None = None) -> None:
        # The next poll must not report these changes again: it would clear the message.
        self.fingerprint = self.initial_fingerprint()
        self._read()
        self._paint(f"{change.place}/{change.name}" if change else "")

    def _paint(self, key: str = "") -> None:
        if not self.size.width:
            return
        width = max(LEAST_WIDTH, self.size.width - 4 - SIDE_WIDTH)
        columns = [Column("", SIDE_WIDTH, wrap=True), Column("", width, wrap=True)]
        rows = [self._row(key, each) for key, each in self._people.items()]
        self.sheet.fill(columns, rows, key if key in self._people else self.sheet.key)
        owing = sum(bool(each.owes) and each.left is None for each in self._people.values())
        count = {0: "", 1: "1 owes answers"}.get(owing, f"{owing} owe answers")
        self.set_header(f"People   {self._files.vendor.name}", count)

    def _row(self, key: str, person: KnownPerson) -> SheetRow:
        look = "dim" if person.left else ""
        side = "theirs" if person.side == "vendor" else "ours"
        text = _sentences(person, self.partnercheck.today)
        return SheetRow(key, (Span(side, look), Span(text, look)))

    def _show_hint(self) -> None:
        """Show the first problem in a list, or how to add the first person."""
        listed = (*self._files.people.problems, *self.workspace.people.problems)
        if listed:
            self.show_message(str(listed[0]), "note")
        elif not self._people:
            self.show_message(
                f"Nobody is known yet. Press {self.key_label('people.new')} to add somebody"
            )
        else:
            self.show_message("")
