"""Pictures of verdicts in numbers: bars on a scale, and the map; a template draws them as SVG.

A bar is full up to what is sure and hatched up to what is possible, as a box of the map is where a
vendor may still end up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from partnercheck.base.records import PERSPECTIVES, Perspective, Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import one_decimal, points, span
from partnercheck.report.map.field import BEST, Cell, Mark, too_many_boxes
from partnercheck.report.words.verdict import VIEWS
from partnercheck.rules.records import ConditionVerdict

BAR, PITCH = 12, 20
THIN_BAR, THIN_PITCH = 7, 10
SIZE, LEFT, RIGHT, TOP, BOTTOM = 460, 34, 12, 10, 26
DOT = 5
CHARACTER, LINE = 9, 14
# Where a label may stand around its dot: the nearest place first, beside it before above and below.
STEP, FAR = 13, 30
AROUND = sorted(
    ((right * STEP, down * STEP) for right, down in product(range(-FAR, FAR + 1), repeat=2)),
    key=lambda at: (at[0] ** 2 + at[1] ** 2, abs(at[1]), -at[0]),
)[1:]
BESIDE = 20
GRAIN = 3


class Bar(Record, frozen=True):
    """One side's score: full to `low`, hatched for `open` more, in percent; at a height `y`."""

    side: Perspective
    low: float
    open: float
    y: int


class Bars(Record, frozen=True):
    """The bars of a condition on one scale, and what the picture says in words."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[int, ...]
    height: int
    thick: int


def bars_of(
    instrument: Instrument, name: str, found: ConditionVerdict, small: bool = False
) -> Bars:
    """A condition as both sides see it; a side that was not heard has no bar."""
    thick, pitch = (THIN_BAR, THIN_PITCH) if small else (BAR, PITCH)
    above = (pitch - thick) // 2
    drawn = tuple(
        Bar(side, one_decimal(found.sides[side].low), _open(found, side), above + number * pitch)
        for number, side in enumerate(PERSPECTIVES)
        if side in found.sides
    )
    return Bars(_words(name, found), drawn, limits(instrument), pitch * len(PERSPECTIVES), thick)


def limits(instrument: Instrument) -> tuple[int, int]:
    """From where a condition is partial, and from where it is present: the marks on the scale."""
    return points(instrument.states.partial), points(instrument.states.present)


def _open(found: ConditionVerdict, side: Perspective) -> float:
    seen = found.sides[side]
    return round(one_decimal(seen.high) - one_decimal(seen.low), 1)


def _words(name: str, found: ConditionVerdict) -> str:
    seen = [f"{VIEWS[side]} {span(each.low, each.high)}" for side, each in found.sides.items()]
    gap = [f"gap {int(found.gap):+d}"] if found.gap is not None else []
    return f"{name}: {', '.join([*seen, *gap])}; of 100"


class Box(Record, frozen=True):
    """Where a vendor may still end up, in the picture's units; `tag` is where its label repeats."""

    x: float
    y: float
    width: float
    height: float
    tag: tuple[float, float] | None = None


class Dot(Record, frozen=True):
    """A vendor on the map; its label may stand apart, at the end of a line."""

    label: str
    x: float
    y: float
    label_x: float
    label_y: float
    apart: bool
    box: Box | None = None
    open: bool = False


class Tick(Record, frozen=True):
    """A mark on both axes."""

    text: str
    x: float
    y: float
    limit: bool


class Field(Record, frozen=True):
    """The map: a square of `size` units, its dots, its marks, and whether boxes are left out."""

    size: int
    left: int
    right: int
    top: int
    bottom: int
    dot: int
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    unboxed: int = 0


class _Rectangle(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def field_of(instrument: Instrument, marks: Sequence[Mark]) -> Field:
    """The map of these vendors; no label stands on another, or on a dot, while there is room."""
    crowded = too_many_boxes(marks)
    taken = {cell for mark in marks for cell in _cells(_around(*_point(mark), DOT, DOT))}
    labels = [_label(mark, taken) for mark in marks]
    boxes = [_box(mark, taken) if mark.open and not crowded else None for mark in marks]
    dots = tuple(
        Dot(mark.label, *_point(mark), *place, apart, box, mark.open)
        for mark, (place, apart), box in zip(marks, labels, boxes, strict=True)
    )
    ticks = tuple(
        Tick(f"{value}", _across(value), _upward(value), value in limits(instrument))
        for value in (0, *limits(instrument), BEST)
    )
    unboxed = sum(mark.open for mark in marks) if crowded else 0
    edges = (LEFT, SIZE - RIGHT, TOP, SIZE - BOTTOM)
    return Field(SIZE, *edges, DOT, dots, ticks, unboxed)


def _across(score: float) -> float:
    return round(LEFT + score / BEST * (SIZE - LEFT - RIGHT), 1)


def _upward(score: float) -> float:
    return round(SIZE - BOTTOM - score / BEST * (SIZE - TOP - BOTTOM), 1)


def _point(mark: Mark) -> tuple[float, float]:
    return _across(mark.across.middle), _upward(mark.up.middle)


def _around(x: float, y: float, wide: float, high: float) -> _Rectangle:
    """The rectangle that reaches so far from its middle."""
    return _Rectangle(x - wide, y - high, x + wide, y + high)


def _box(mark: Mark, taken: set[Cell]) -> Box:
    """A box, with its label in a corner where that is free and there is room for it."""
    left, right = (_across(score) for score in mark.across)
    bottom, top = (_upward(score) for score in mark.up)
    wide, high = len(mark.label) * CHARACTER / 2 + 2, LINE / 2
    found = None
    if right - left >= 2 * wide and bottom - top >= 2 * high:
        corners = product((top + high, bottom - high), (left + wide, right - wide))
        spots = (((x, y), {*_cells(_around(x, y, wide, high))}) for y, x in corners)
        (x, y), cells = next((spot for spot in spots if not taken & spot[1]), ((0, 0), set()))
        taken |= cells
        found = (round(x, 1), round(y, 1)) if cells else None
    return Box(left, top, round(right - left, 1), round(bottom - top, 1), found)


def _label(mark: Mark, taken: set[Cell]) -> tuple[tuple[float, float], bool]:
    """Where the middle of a label is, and whether a line must lead to it; what it covers is taken.

    Without a free place in the whole picture it stands on its dot.
    """
    x, y = _point(mark)
    none: tuple[float, float, set[Cell]] = (x, y, set())
    at_x, at_y, cells = next((spot for spot in _spots(mark) if not taken & spot[2]), none)
    taken |= cells
    away = max(abs(at_x - x) - len(mark.label) * CHARACTER / 2, abs(at_y - y))
    return (round(at_x, 1), round(at_y, 1)), away > BESIDE


def _spots(mark: Mark) -> Iterator[tuple[float, float, set[Cell]]]:
    """The places for a label inside the picture, the nearest first, each with what it covers."""
    x, y = _point(mark)
    half = len(mark.label) * CHARACTER / 2
    wider = half - CHARACTER / 2
    for right, down in AROUND:
        at_x = x + right + (wider if right > 0 else -wider if right < 0 else 0)
        covers = _around(at_x, y + down, half, LINE / 2)
        across = covers.left >= LEFT and covers.right <= SIZE
        if across and covers.top >= 0 and covers.bottom <= SIZE - BOTTOM:
            yield at_x, y + down, {*_cells(covers)}


def _cells(covers: _Rectangle) -> Iterator[Cell]:
    """The grains of the picture that a rectangle touches."""
    columns = range(int(covers.left // GRAIN), int(covers.right // GRAIN) + 1)
    rows = range(int(covers.top // GRAIN), int(covers.bottom // GRAIN) + 1)
    return product(columns, rows)
