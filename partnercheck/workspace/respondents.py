"""Known people: people in `people.toml`, and everyone who has answered or was asked to answer."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from partnercheck.base.records import (
    PERSPECTIVES,
    Awaited,
    Level,
    Perspective,
    Problem,
    Record,
    Response,
    Vendor,
)
from partnercheck.base.text import name_key, sort_key
from partnercheck.rules.readings import asked_items, pending_count
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.people_files import Listed
from partnercheck.workspace.read_round import Round, read_round
from partnercheck.workspace.read_vendor import VendorFiles


class Answered(Record, frozen=True):
    """A person's answers about one vendor in one round."""

    vendor_id: str
    vendor: str
    round: str
    instrument: str
    answers: int
    items: int
    lens: str = ""  # the name of the lens, if the questionnaire is one

    @property
    def is_complete(self) -> bool:
        """Whether every question has been answered."""
        return self.answers >= self.items


class Owed(Record, frozen=True):
    """Answers about one vendor that a person was asked for, or has begun but not finished."""

    vendor_id: str
    vendor: str
    round: str
    due: dt.date | None = None
    missing: int | None = None  # None if nothing has been answered yet
    requested_on: dt.date | None = None  # the day of the request, if it is known
    is_asked: bool = True  # False if nobody on this side was asked or has answered
    lens: str = ""  # the name of the lens, if the answers are to a lens


class KnownPerson(Record, frozen=True):
    """A person, with the answers given and owed; an empty name means anybody on that side."""

    side: Perspective
    vendor_id: str  # empty for our own people
    name: str
    level: Level | None = None
    email: str = ""
    left: dt.date | None = None  # the day the person left
    is_listed: bool = False  # whether the person is in `people.toml`
    answered: tuple[Answered, ...] = ()
    owes: tuple[Owed, ...] = ()

    def concerns(self, vendor_id: str) -> bool:
        """Whether the person belongs to a vendor, or has answered or owes answers about it."""
        vendors = {each.vendor_id for each in self.answered} | {
            each.vendor_id for each in self.owes
        }
        return vendor_id == self.vendor_id or vendor_id in vendors


class KnownPeople:
    """The people of a workspace: ours, and the people of the vendors that have been added."""

    def __init__(self, workspace: Workspace) -> None:
        """Create the list with our own people."""
        self._workspace = workspace
        # The index is the vendor's id (empty for our people) and the `name_key` of the name.
        self._people: dict[tuple[str, str], KnownPerson] = {}
        self.problems: list[Problem] = []
        # The vendors that have been added.
        self.vendors: list[VendorFiles] = []
        # A person without a name for each side of which nobody has answered or was asked.
        self._not_asked: dict[str, KnownPerson] = {}
        self._add_listed("buyer", "", workspace.people)

    def everybody(self) -> list[KnownPerson]:
        """Return everyone: our people first, then each vendor's; each group sorted by name."""
        return sorted(self._people.values(), key=lambda p: (p.vendor_id, sort_key(p.name)))

    def waited_for(self) -> list[KnownPerson]:
        """Return everyone, and a row without a name for each side that was not asked yet."""
        people = self.everybody()
        return sorted([*people, *self._not_asked.values()], key=lambda p: (p.vendor_id, not p.name))

    def add_vendor(self, files: VendorFiles) -> None:
        """Add the people of a vendor, and our people's answers about the vendor, in all rounds."""
        vendor = files.vendor
        self.vendors.append(files)
        self.problems += files.problems
        self._add_listed("vendor", vendor.id, files.people)
        latest = read_round(self._workspace, files)
        for round_id in files.rounds:
            is_latest = round_id == latest.id
            round_ = latest if is_latest else read_round(self._workspace, files, round_id)
            self.problems += round_.problems
            for response in round_.responses:
                self._add_response(vendor, response, is_latest and vendor.archived is None)
        if vendor.archived is None:
            for asked in latest.asked:
                for request in asked.awaited:
                    self._add_request(vendor, asked.id, request)
            self._add_not_asked(vendor, latest)

    def _at(self, side: Perspective, vendor_id: str, name: str) -> KnownPerson:
        """Return the person of this name, or a new one if the name is unknown."""
        place = vendor_id if side == "vendor" else ""
        return self._people.get((place, name_key(name)), KnownPerson(side, place, name))

    def _keep(self, person: KnownPerson) -> None:
        self._people[person.vendor_id, name_key(person.name)] = person

    def _add_listed(self, side: Perspective, vendor_id: str, listed: Listed) -> None:
        self.problems += listed.problems
        for person in listed.people.values():
            known = self._at(side, vendor_id, person.name)
            facts = {"level": person.level, "email": person.email, "left": person.left}
            self._keep(replace(known, is_listed=True, **facts))

    def _add_response(self, vendor: Vendor, response: Response, is_latest: bool) -> None:
        known = self._at(response.perspective, vendor.id, response.respondent)
        instrument = self._workspace.instruments[response.instrument]
        lens = "" if instrument.id == self._workspace.instrument.id else instrument.name
        count = sum(answer.is_answered for answer in response.answers.values())
        answered = Answered(
            vendor.id,
            vendor.name,
            response.round,
            instrument.id,
            count,
            len(asked_items(instrument, response)),
            lens,
        )
        owes = known.owes
        counts = is_latest and response.begun and known.left is None
        missing = pending_count(instrument, response) if counts else 0
        if missing:
            owes += (Owed(vendor.id, vendor.name, response.round, missing=missing, lens=lens),)
        level = known.level or response.level
        self._keep(replace(known, level=level, answered=(*known.answered, answered), owes=owes))

    def _add_request(self, vendor: Vendor, round_id: str, request: Awaited) -> None:
        """Add the answers that were asked for; answers already begun get the day of the request."""
        known = self._at(request.perspective, vendor.id, request.respondent)
        if not known.name and request.perspective == "vendor":
            known = replace(known, email=known.email or vendor.contact)
        owed = Owed(vendor.id, vendor.name, round_id, request.due, requested_on=request.on)
        # A request is for the main questionnaire, not for a lens.
        begun = [each for each in known.owes if each.vendor_id == vendor.id and not each.lens]
        others = [each for each in known.owes if each not in begun]
        if begun:
            owed = replace(begun[0], due=request.due, requested_on=request.on)
        self._keep(replace(known, owes=(*others, owed)))

    def _add_not_asked(self, vendor: Vendor, latest: Round) -> None:
        """Add the sides that have not answered and were not asked."""
        main = self._workspace.instrument.id
        begun = [each for each in latest.responses if each.instrument == main and each.begun]
        known = {each.perspective for each in begun}
        known |= {each.perspective for asked in latest.asked for each in asked.awaited}
        for side in PERSPECTIVES:
            if side not in known:
                place = vendor.id if side == "vendor" else ""
                row = self._not_asked.get(place, KnownPerson(side, place, ""))
                owed = Owed(vendor.id, vendor.name, latest.id, is_asked=False)
                self._not_asked[place] = replace(row, owes=(*row.owes, owed))
