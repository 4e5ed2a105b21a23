"""A session: several people score the same items about several vendors, together.

Each person's scores for each vendor are in a separate response file, and are saved one by one. The
scores of an item are hidden until everyone has answered, so that the first person does not sway
the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.assessing.response_file import Clock
from partnercheck.assessing.sitting import Sitting
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Form, Perspective
from partnercheck.base.text import name_key, slug, tidy_name
from partnercheck.questionnaires.records import Item
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_description

FAR_APART = 2  # points; scores that differ by this much or more are worth discussing


class Seat(NamedTuple):
    """One cell of the grid: the name of a person who scores, and the id of a vendor."""

    person: str
    vendor: str


class Session:
    """A group session: its people, its vendors, and a sitting for each person and vendor."""

    def __init__(
        self,
        workspace: Workspace,
        vendors: Sequence[str],
        people: Sequence[str],
        today: dt.date,
        perspective: Perspective = "buyer",
        round_id: str | None = None,
        form: Form | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Begin or resume a session. Raises UserError for equal names or an unreadable file."""
        self.people = tuple(filter(None, map(tidy_name, people)))
        if not self.people or not vendors:
            raise UserError("a session needs at least one person and one vendor")
        _refuse_one_file(self.people)
        self.vendors = tuple(vendors)
        self.descriptions = {each: read_description(workspace, each)[0] for each in vendors}
        self.sittings: dict[Seat, Sitting] = {
            Seat(person, vendor): start_sitting(
                workspace,
                Start(vendor, perspective, person, None, round_id, form),
                today,
                clock,
            )
            for person in self.people
            for vendor in vendors
        }

    @property
    def items(self) -> tuple[Item, ...]:
        """The items on every form, and the reserve items on at least one form."""
        forms = [{item.id for item in sitting.items} for sitting in self.sittings.values()]
        everybody, anybody = set.intersection(*forms), set.union(*forms)
        instrument = next(iter(self.sittings.values())).instrument
        return tuple(
            item
            for item in instrument.items
            if item.id in everybody or (item.reserve and item.id in anybody)
        )

    def is_asked(self, seat: Seat, item: str) -> bool:
        """Whether an item is on the form that a person fills in about a vendor.

        A quick form gets a reserve item only after *no occasion* for a core item of its condition.
        """
        return any(each.id == item for each in self.sittings[seat].items)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Every pair of a person and a vendor, person by person."""
        return tuple(self.sittings)

    def answer(self, seat: Seat, item: str) -> Answer:
        """Return the answer that a person saved for an item about a vendor."""
        return self.sittings[seat].answer_to(item)

    def all_in(self, item: str) -> bool:
        """Whether everyone has answered an item on every form that contains the item."""
        return not self.missing(item)

    def missing(self, item: str) -> list[Seat]:
        """Return the pairs of person and vendor for whose form the answer to an item is missing."""
        return [
            seat
            for seat in self.seats
            if not self.answer(seat, item).is_answered and self.is_asked(seat, item)
        ]

    def far_apart(self, vendor: str, item: str) -> bool:
        """Whether two people's scores for a vendor's item differ by `FAR_APART` or more."""
        answers = [self.answer(Seat(person, vendor), item) for person in self.people]
        scores = [answer.score for answer in answers if answer.score is not None]
        return bool(scores) and max(scores) - min(scores) >= FAR_APART

    def next_empty(self, item: str, after: Seat) -> Seat | None:
        """Return the next person and vendor without an answer to an item; None if none is missing.

        The search starts after the pair `after` and wraps around.
        """
        start = self.seats.index(after) + 1
        missing = self.missing(item)
        order = [*self.seats[start:], *self.seats[:start]]
        return next((seat for seat in order if seat in missing), None)

    def first_open(self) -> int:
        """Return the index of the first item with a missing answer; 0 if no answer is missing."""
        missing = (n for n, item in enumerate(self.items) if not self.all_in(item.id))
        return next(missing, 0)

    @property
    def done(self) -> int:
        """The number of items that everyone has answered."""
        return sum(self.all_in(item.id) for item in self.items)


def _refuse_one_file(people: Sequence[str]) -> None:
    """Raise UserError if the answers of two people would be in one file."""
    by_file: dict[str, str] = {}
    for person in people:
        other = by_file.setdefault(slug(person), person)
        if other is person:
            continue
        if name_key(other) == name_key(person):
            raise UserError(f'two people in the session have the same name: "{person}"')
        raise UserError(
            f'"{other}" and "{person}" would share a file, because both names become '
            f'"{slug(person)}" in the file name. Enter one of the two names in full'
        )
