"""The line that each side chose for an item, quoted, for texts that both sides may read.

Lines are quoted in full and never rephrased as facts: many lines say only "one side", or name two
things of which the person may have meant one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from partnercheck.base.records import ONE_SIDE_SCORE, PERSPECTIVES, Perspective
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.movers import side_that_did
from partnercheck.rules.records import ItemReading
from partnercheck.verdicts.judged import JudgedVendor

# The least difference between the two sides' scores that is a topic of its own.
WIDE_GAP = 2
WHO_CHOSE: Mapping[Perspective, str] = {"buyer": "We chose", "vendor": "You chose"}
BY_WHOSE_ANSWERS: Mapping[Perspective, str] = {
    "buyer": "By our answers",
    "vendor": "By the vendor's answers",
}
FROM_REFERENCE = "about their work with a reference customer, as that customer told us"
REFERENCE_CUSTOMER = "the reference customer"


class ItemViews(NamedTuple):
    """An item, as seen by each side that has scored it.

    `quotes` are the lines that each side chose, in quotation marks. A side in `referred` chose its
    line from what a reference customer told us, so "both" in that line means the vendor and that
    customer. `doers` are the sentences that name the side that did it, beside a score of 2; they
    are for our own people, since a name reads as a reproach to the other side.
    """

    item: Item
    sides: Mapping[Perspective, ItemReading]
    quotes: Mapping[Perspective, str]
    referred: frozenset[Perspective] = frozenset()
    doers: Mapping[Perspective, str] = {}

    @property
    def lowest(self) -> int:
        """The lowest of the sides' lower medians, 0-4."""
        return min(reading.medians[0] for reading in self.sides.values())

    @property
    def is_same_line(self) -> bool:
        """Whether both sides chose the same line, about the same two companies."""
        same = len(self.sides) > 1 and len(set(self.quotes.values())) == 1
        return same and not self.referred

    @property
    def distance(self) -> float:
        """The difference between the two sides' middle scores; 0 if only one side has a score."""
        if len(self.sides) < len(PERSPECTIVES):
            return 0.0
        return abs(self.sides["buyer"].middle - self.sides["vendor"].middle)

    @property
    def of_reference(self) -> bool:
        """Whether only a reference customer's account is known, and nothing of the two of us."""
        return self.referred >= self.sides.keys()

    def disputed_by(self, side: Perspective) -> bool:
        """Whether the scores of one side's people are far apart."""
        return side in self.sides and self.sides[side].disputed

    def fact(self) -> str:
        """Return the line that both sides chose, or the only side that answered; else empty."""
        if self.is_same_line:
            return f"Both chose: {next(iter(self.quotes.values()))}"
        if len(self.sides) > 1:
            return ""
        [side] = self.quotes
        return self._choice(side)

    def both(self) -> tuple[str, ...]:
        """Return our line and the vendor's line; empty unless both sides answered and differ."""
        if len(self.sides) < len(PERSPECTIVES) or self.is_same_line:
            return ()
        return tuple(self._choice(side) for side in PERSPECTIVES)

    def named_doers(self) -> tuple[str, ...]:
        """Return sentences that name the side that did it, and say whose answers name that side."""
        if len(self.doers) > 1 and len(set(self.doers.values())) == 1:
            return (next(iter(self.doers.values())),)
        return tuple(
            f"{BY_WHOSE_ANSWERS[side]}, {named[:1].lower()}{named[1:]}"
            for side, named in self.doers.items()
        )

    def _choice(self, side: Perspective) -> str:
        """Return the line that one side chose, marked if it is about a reference customer."""
        of = f", {FROM_REFERENCE}" if side in self.referred else ""
        return f"{WHO_CHOSE[side]}{of}: {self.quotes[side]}"


def item_views(judged: JudgedVendor, organisation: str) -> list[ItemViews]:
    """Return the items with a score, in the order of the questionnaire.

    `organisation` is our own name, which a line names if our side alone did it.
    """
    names: dict[Perspective, str] = {"buyer": organisation, "vendor": judged.vendor.name}
    referred = _referred(judged)
    readings: dict[str, dict[Perspective, ItemReading]] = {}
    for condition in judged.verdict.conditions:
        for side in PERSPECTIVES:
            for reading in condition.sides[side].items if side in condition.sides else ():
                if reading.scores:
                    readings.setdefault(reading.item, {})[side] = reading
    return [
        ItemViews(
            item,
            readings[item.id],
            {side: _quoted(item, reading) for side, reading in readings[item.id].items()},
            frozenset(side for side in readings[item.id] if (item.id, side) in referred),
            {
                side: _named_doer(item.which_side, doer)
                for side, reading in readings[item.id].items()
                if not reading.disputed
                and reading.medians[0] == ONE_SIDE_SCORE
                and (
                    doer := _doer(
                        names, side_that_did(judged, item.id, side), (item.id, side) in referred
                    )
                )
            },
        )
        for item in judged.instrument.items
        if item.id in readings
    ]


def widest_apart(views: list[ItemViews]) -> list[ItemViews]:
    """Return the items on which the two sides' scores differ by two or more, widest gap first."""
    return sorted(
        (view for view in views if view.distance >= WIDE_GAP), key=lambda view: -view.distance
    )


def _quoted(item: Item, reading: ItemReading) -> str:
    """Return the line of a side's middle score; of two middle scores, the lower counts.

    If the scores of the side's people are far apart, both lines are quoted.
    """
    low, high = (f"“{item.anchors[score]}”" for score in reading.medians)
    return f"some {low}, others {high}" if reading.disputed else low


def _named_doer(which_side: str, doer: str) -> str:
    """Return a statement of which side did it; a question would seem to ask for a discussion.

    "Which side did the work?" and "Who did the work?" become "The side that did the work: Acme
    Logistics."; "Which side's people did it?" becomes "The side whose people did it: …".
    """
    stem = which_side.strip().removesuffix("?").rstrip()
    if question := re.match(r"(?:Which side|Who)(?P<whose>'s)? ", stem):
        rest = stem[question.end() :]
        return f"The side {'whose' if question['whose'] else 'that'} {rest}: {doer}."
    return f"{stem}: {doer}." if stem else f"The side that did it: {doer}."


def _doer(names: Mapping[Perspective, str], side: Perspective | None, referred: bool) -> str:
    """Return the name of the side that did it, which may be the reference customer."""
    if side == "buyer" and referred:
        return REFERENCE_CUSTOMER
    return names[side] if side else ""


def _referred(judged: JudgedVendor) -> frozenset[tuple[str, Perspective]]:
    """Return the (item, side) pairs that were scored from what a reference customer told us."""
    return frozenset(
        (item, response.perspective)
        for response in judged.round.responses
        if response.instrument == judged.instrument.id
        for item, answer in response.answers.items()
        if answer.basis == "reference" and answer.score is not None
    )
