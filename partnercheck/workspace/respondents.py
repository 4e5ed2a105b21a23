"""Who is known: people in `people.toml`, and everybody who has answered or was asked to."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from partnercheck.base.records import Awaited, Level, Person, Perspective, Problem, Response
from partnercheck.base.text import name_key
from partnercheck.rules.readings import asked_items, pending_count
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.people import read_people
from partnercheck.workspace.read_vendor import Round, VendorFiles, read_round


class Answered(NamedTuple):
    """A person's answers about one vendor in one round."""

    vendor_id: str
    vendor: str
    round: str
    instrument: str
    answers: int
    items: int


class Owed(NamedTuple):
    """Answers about one vendor that a person was asked for, or began and has not finished."""

    vendor_id: str
    vendor: str
    round: str
    due: dt.date | None
    missing: int | None  # None if nothing has been answered yet


class KnownPerson:
    """A person, with the answers that are given and owed."""

    def __init__(self, side: Perspective, vendor_id: str, name: str) -> None:
        """Create a person of whom only the name is known; an empty name is anybody on that side."""
        self.side: Perspective = side
        self.vendor_id = vendor_id  # empty for our own people
        self.name = name
        self.level: Level | None = None
        self.email = ""
        self.left: dt.date | None = None  # the day the person left
        self.is_listed = False  # in `people.toml`
        self.answered: list[Answered] = []
        self.owes: list[Owed] = []

    def concerns(self, vendor_id: str) -> bool:
        """Whether the person belongs to a vendor, or has answered or owes answers about it."""
        about = {each.vendor_id for each in self.answered} | {each.vendor_id for each in self.owes}
        return vendor_id == self.vendor_id or vendor_id in about


class KnownPeople:
    """The people of a workspace, ours first, then each vendor's."""

    def __init__(self, workspace: Workspace) -> None:
        """Create the list with our own people."""
        self._workspace = workspace
        self._people: dict[tuple[str, str], KnownPerson] = {}
        self.problems: list[Problem] = []
        self._add_listed("buyer", "")

    def everybody(self) -> list[KnownPerson]:
        """Return everybody, ours first, each group by name."""
        return sorted(self._people.values(), key=lambda p: (p.vendor_id, name_key(p.name)))

    def _at(self, side: Perspective, vendor_id: str, name: str) -> KnownPerson:
        place = vendor_id if side == "vendor" else ""
        return self._people.setdefault((place, name_key(name)), KnownPerson(side, place, name))

    def _add_listed(self, side: Perspective, vendor_id: str) -> None:
        people, problems = read_people(self._workspace, vendor_id)
        self.problems += problems
        for each in people.values():
            self._add_person(side, vendor_id, each)

    def _add_person(self, side: Perspective, vendor_id: str, person: Person) -> None:
        known = self._at(side, vendor_id, person.name)
        known.level, known.email, known.is_listed = person.level, person.email, True
        known.left = person.left

    def add_vendor(self, files: VendorFiles) -> None:
        """Add the people of a vendor, and what ours have answered about it, in all rounds."""
        vendor = files.vendor
        self.problems += files.problems
        self._add_listed("vendor", vendor.id)
        latest = read_round(self._workspace, files)
        for round_id in files.rounds:
            is_latest = round_id == latest.id
            round_ = latest if is_latest else read_round(self._workspace, files, round_id)
            self.problems += round_.problems
            for response in round_.responses:
                self._add_response(files, response, is_latest and vendor.archived is None)
        if vendor.archived is None:
            self._add_awaited(files, latest)

    def _add_response(self, files: VendorFiles, response: Response, is_latest: bool) -> None:
        vendor = files.vendor
        known = self._at(response.perspective, vendor.id, response.respondent)
        known.level = known.level or response.level
        instrument = self._workspace.instruments[response.instrument]
        count = sum(answer.is_answered for answer in response.answers.values())
        items = len(asked_items(instrument, response))
        known.answered.append(
            Answered(vendor.id, vendor.name, response.round, instrument.id, count, items)
        )
        counts = is_latest and response.begun and known.left is None
        missing = pending_count(instrument, response) if counts else 0
        if missing and instrument.id == self._workspace.instrument.id:
            known.owes.append(Owed(vendor.id, vendor.name, response.round, None, missing))

    def _add_awaited(self, files: VendorFiles, latest: Round) -> None:
        vendor = files.vendor
        for request in latest.awaited:
            known = self._at(request.perspective, vendor.id, request.respondent)
            if not known.name and request.perspective == "vendor":
                known.email = known.email or vendor.contact
            self._note_request(known, Owed(vendor.id, vendor.name, latest.id, None, None), request)

    def _note_request(self, known: KnownPerson, owed: Owed, request: Awaited) -> None:
        """Add what was asked for; begun answers to the same request get its due day."""
        for number, each in enumerate(known.owes):
            if (each.vendor_id, each.round) == (owed.vendor_id, owed.round):
                known.owes[number] = each._replace(due=request.due)
                return
        known.owes.append(owed._replace(due=request.due))
