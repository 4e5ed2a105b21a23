"""The positions of vendors on the map, and their labels.

The instrument defines two axes by conditions: the first is horizontal, the second vertical.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, product
from string import ascii_lowercase, ascii_uppercase

from partnercheck.base.english import listed
from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Axis, Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.map.field import Mark, Reading
from partnercheck.rules.records import Verdict
from partnercheck.verdicts.judged import JudgedVendor

LOWER = ascii_lowercase.replace("q", "")
AXES = 2
LETTERS = LOWER + ascii_uppercase
"""The one-letter labels; each is a key on the screen, so q, which goes back, is none of them."""


class Place(Record, frozen=True):
    """A vendor on the map, with its label and its reading on each axis."""

    judged: JudgedVendor
    mark: Mark

    @property
    def label(self) -> str:
        """The vendor's letter on the map; two letters after the 51st vendor."""
        return self.mark.label

    @property
    def name(self) -> str:
        """The vendor's name."""
        return self.judged.vendor.name

    @property
    def ranges(self) -> str:
        """The vendor's scores on both axes in words; an open score is a range."""
        readings = zip(self.judged.instrument.axes, (self.mark.across, self.mark.up), strict=True)
        return ", ".join(f"{_inside(axis.name)} {span(*reading)}" for axis, reading in readings)


def refusal(instrument: Instrument) -> str:
    """Return the reason why an instrument has no map; empty if it has a map."""
    known = {condition.id for condition in instrument.conditions}
    good = [
        axis for axis in instrument.axes if axis.conditions and known.issuperset(axis.conditions)
    ]
    if len(instrument.axes) == len(good) == AXES:
        return ""
    return (
        f"there is no map here: {instrument.name} does not say which of its conditions make the "
        "two axes. Name them under [[axes]] in the questionnaire"
    )


def places(vendors: Sequence[JudgedVendor]) -> list[Place]:
    """Return the assessed vendors in the given order, each with a label."""
    assessed = [each for each in vendors if each.verdict.assessed]
    return [
        Place(each, Mark(label, *(_reading(each.verdict, axis) for axis in each.instrument.axes)))
        for label, each in zip(_labels(), assessed, strict=False)
    ]


def _labels() -> Iterator[str]:
    yield from LETTERS
    for length in count(2):
        yield from map("".join, product(LOWER, repeat=length))


def _reading(verdict: Verdict, axis: Axis) -> Reading:
    made_of = [each for each in verdict.conditions if each.id in axis.conditions]
    return Reading(
        sum(each.low for each in made_of) / len(made_of),
        sum(each.high for each in made_of) / len(made_of),
    )


def title(instrument: Instrument, axis: Axis) -> str:
    """Return the name of an axis with its conditions."""
    names = {condition.id: condition.name for condition in instrument.conditions}
    return f"{axis.name}: {listed([_inside(names[each]) for each in axis.conditions])}"


def _inside(name: str) -> str:
    """Return a name in the form used inside a sentence."""
    return name[:1].lower() + name[1:]
