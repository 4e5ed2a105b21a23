"""What each side sees on an item, in the words of its anchors, for texts that both may read.

Nothing is stated as a fact of both that one side denies: if the sides differ, each is quoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from partnercheck.base.english import capitalised
from partnercheck.base.records import ONE_SIDE_SCORE, PERSPECTIVES, Perspective
from partnercheck.questionnaires.records import Item
from partnercheck.rules.records import ItemReading
from partnercheck.verdicts.judged import JudgedVendor

# The least difference of two sides' scores that is a topic of its own.
WIDE_GAP = 2
WHO_SEES: Mapping[Perspective, str] = {"buyer": "We see", "vendor": "You see"}
WHO_DID: Mapping[Perspective, str] = {"buyer": "we did", "vendor": "you did"}


class ItemViews(NamedTuple):
    """An item as each side that has scored it sees it.

    `anchors` are what each side sees, without a capital or a full stop; a 2 names the side that
    did it, if that is known.
    """

    item: Item
    sides: Mapping[Perspective, ItemReading]
    anchors: Mapping[Perspective, str]

    @property
    def lowest(self) -> int:
        """The lowest of the sides' lower medians, 0-4."""
        return min(reading.medians[0] for reading in self.sides.values())

    @property
    def agreed(self) -> bool:
        """Whether both sides see the same."""
        return len(self.sides) > 1 and len(set(self.anchors.values())) == 1

    @property
    def distance(self) -> float:
        """How far apart the two sides' middle scores are; 0 if only one side has scored it."""
        if len(self.sides) < len(PERSPECTIVES):
            return 0.0
        return abs(self.sides["buyer"].middle - self.sides["vendor"].middle)

    def disputed_by(self, side: Perspective) -> bool:
        """Whether the people of a side are far apart."""
        return side in self.sides and self.sides[side].disputed

    def fact(self) -> str:
        """Return what both see, or what the only side that scored it sees; empty if they differ."""
        if self.agreed:
            return f"{capitalised(next(iter(self.anchors.values())))}."
        if len(self.sides) > 1:
            return ""
        [(side, anchor)] = self.anchors.items()
        return f"{WHO_SEES[side]}: {anchor}."

    def both(self) -> tuple[str, ...]:
        """Return what each side sees, one sentence each; empty unless the sides differ."""
        if len(self.sides) < len(PERSPECTIVES) or self.agreed:
            return ()
        return tuple(f"{WHO_SEES[side]}: {self.anchors[side]}." for side in PERSPECTIVES)


def item_views(judged: JudgedVendor) -> list[ItemViews]:
    """Return the items with a score, in the order of the questionnaire."""
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
            {
                side: _seen(item, reading, _done_by(judged, item, side))
                for side, reading in readings[item.id].items()
            },
        )
        for item in judged.instrument.items
        if item.id in readings
    ]


def widest_apart(views: list[ItemViews]) -> list[ItemViews]:
    """Return the items that the two sides score two or more apart, the widest first."""
    return sorted(
        (view for view in views if view.distance >= WIDE_GAP), key=lambda view: -view.distance
    )


def _seen(item: Item, reading: ItemReading, done_by: Perspective | None) -> str:
    """Return the anchor of a side's middle score, the lower of two that are one apart.

    If the side's people are far apart, both are quoted.
    """
    low, high = reading.medians
    scores = [low, high] if reading.disputed else [low]
    return "; or else: ".join(
        f"{_anchor(item, score)}"
        + (f" ({WHO_DID[done_by]})" if done_by and score == ONE_SIDE_SCORE else "")
        for score in scores
    )


def _anchor(item: Item, score: int) -> str:
    anchor = item.anchors[score].rstrip(".")
    return f"{anchor[:1].lower()}{anchor[1:]}"


def _done_by(judged: JudgedVendor, item: Item, side: Perspective) -> Perspective | None:
    """Return the side that did it by the people of one side; None unless they name one alone."""
    named = {
        response.answers[item.id].done_by
        for response in judged.round.responses
        if response.instrument == judged.instrument.id
        and response.perspective == side
        and item.id in response.answers
        and response.answers[item.id].score == ONE_SIDE_SCORE
    } - {None}
    return named.pop() if len(named) == 1 else None
