"""Coordinates for pictures of verdicts, bars and the map, which templates draw as SVG.

A bar is filled up to its lowest possible score and hatched up to the highest. On the map a vendor
is a dot, or a ring if its scores are open.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from partnercheck.base.records import PERSPECTIVES, Perspective, Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import one_decimal, points, span
from partnercheck.report.map.field import BEST, Mark
from partnercheck.report.words.gap import shown_gap, signed
from partnercheck.report.words.verdict import VIEWS
from partnercheck.rules.records import ConditionVerdict, Side

Point = tuple[float, float]

# All lengths are in units of the picture: pixels, unless it is scaled.
# The thickness of a bar, and the distance from one bar to the next.
BAR, PITCH = 12, 20
THIN_BAR, THIN_PITCH = 7, 10
# The side of the map, and the margins for its scales.
SIZE, LEFT, RIGHT, TOP, BOTTOM = 460, 34, 12, 10, 26
# The radius of a dot.
DOT = 5
# The room for a character of a label, and for its line.
CHARACTER, LINE = 9, 14
# A label that is farther than this from its dot needs a line to the dot.
NEAR = 20


class Bar(Record, frozen=True):
    """One side's score in percent."""

    side: Perspective
    low: float  # the length of the filled part
    open: float  # the length of the hatched part, which follows
    y: int  # the vertical position


class Bars(Record, frozen=True):
    """The bars of a condition on one scale, with a title that says the same in words."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[int, ...]
    height: int
    thick: int


def bars_of(
    instrument: Instrument, name: str, verdict: ConditionVerdict, small: bool = False
) -> Bars:
    """Return a bar for each side's view of a condition; a side without answers has none."""
    thick, pitch = (THIN_BAR, THIN_PITCH) if small else (BAR, PITCH)
    above = (pitch - thick) // 2
    bars = tuple(
        Bar(perspective, one_decimal(side.low), _open(side), above + number * pitch)
        for number, perspective in enumerate(PERSPECTIVES)
        if (side := verdict.sides.get(perspective))
    )
    return Bars(_words(name, verdict), bars, limits(instrument), pitch * len(PERSPECTIVES), thick)


def limits(instrument: Instrument) -> tuple[int, int]:
    """Return the thresholds of *partial* and *present*, which are ticks on the scale."""
    return points(instrument.states.partial), points(instrument.states.present)


def _open(side: Side) -> float:
    return round(one_decimal(side.high) - one_decimal(side.low), 1)


def _words(name: str, verdict: ConditionVerdict) -> str:
    views = [
        f"{VIEWS[perspective]} {span(side.low, side.high)}"
        for perspective, side in verdict.sides.items()
    ]
    difference = shown_gap(verdict)
    gap = [f"gap {signed(difference)}"] if difference is not None else []
    return f"{name}: {', '.join([*views, *gap])}; of 100"


class Dot(Record, frozen=True):
    """A vendor on the map; `lead` means that a line connects it with its label."""

    label: str
    x: float
    y: float
    label_x: float
    label_y: float
    lead: bool
    open: bool = False


class Tick(Record, frozen=True):
    """A mark on both axes."""

    text: str
    x: float
    y: float
    limit: bool


class MapPicture(Record, frozen=True):
    """The map: a square of `size` units, with the edges of its field, the dots and the ticks."""

    size: int
    west: int
    east: int
    north: int
    south: int
    dot: int
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]


def map_picture(instrument: Instrument, marks: Sequence[Mark]) -> MapPicture:
    """Return the map of these vendors; no label covers another label or a dot."""
    places = [(_across(mark.across.middle), _upward(mark.up.middle)) for mark in marks]
    longest = max((len(mark.label) for mark in marks), default=1)
    dots = tuple(
        Dot(mark.label, *place, *spot, _needs_lead(place, spot, places), mark.open)
        for mark, place, spot in zip(marks, places, _label_spots(places, longest), strict=True)
    )
    ticks = tuple(
        Tick(f"{value}", _across(value), _upward(value), value in limits(instrument))
        for value in (0, *limits(instrument), BEST)
    )
    return MapPicture(SIZE, LEFT, SIZE - RIGHT, TOP, SIZE - BOTTOM, DOT, dots, ticks)


def _across(score: float) -> float:
    return round(LEFT + score / BEST * (SIZE - LEFT - RIGHT), 1)


def _upward(score: float) -> float:
    return round(SIZE - BOTTOM - score / BEST * (SIZE - TOP - BOTTOM), 1)


def _label_spots(places: Sequence[Point], characters: int) -> list[Point]:
    """Return the centre of the label for each dot.

    The field is divided into cells of one label, so that labels cannot overlap. Each dot gets the
    nearest cell that is free and touches no dot; if several are equally near, the cell to the
    right. If no cell is free, which takes thousands of vendors, the label covers its dot.
    """
    wide, high = characters * CHARACTER, LINE
    columns = [LEFT + wide / 2 + wide * n for n in range((SIZE - LEFT) // wide)]
    rows = [high / 2 + high * n for n in range((SIZE - BOTTOM) // high)]
    free = [
        (x, y)
        for x, y in product(columns, rows)
        if not any(
            abs(x - dot_x) < wide / 2 + DOT and abs(y - dot_y) < high / 2 + DOT
            for dot_x, dot_y in places
        )
    ]
    spots = []
    for place in places:
        spot = min(free, key=lambda cell: (_distance(cell, place), -cell[0]), default=place)
        free = [cell for cell in free if cell != spot]
        spots.append(spot)
    return spots


def _needs_lead(place: Point, spot: Point, places: Sequence[Point]) -> bool:
    """Return whether a label is far from its own dot, or nearer to another dot."""
    own = _distance(spot, place)
    return own > NEAR**2 or any(_distance(spot, other) < own for other in places)


def _distance(first: Point, second: Point) -> float:
    """Return the squared distance between two points."""
    return (first[0] - second[0]) ** 2 + (first[1] - second[1]) ** 2
