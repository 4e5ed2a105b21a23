"""The pages of the map: the vendors and the legend of each, and the key to its signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from partnercheck.base.cells import wrapped
from partnercheck.base.english import listed
from partnercheck.questionnaires.scores import points
from partnercheck.report.map.field import (
    GRID,
    OPEN,
    Field,
    MapLine,
    Piece,
    field_for,
    most_labels,
    plain,
    position_signs,
    sharing,
)
from partnercheck.report.map.legend import Entry, entries, unassessed
from partnercheck.report.map.letters import MORE
from partnercheck.report.map.places import Place, places
from partnercheck.verdicts.judged import JudgedVendor

LEGEND_BESIDE_FROM = 60
LEGEND_SHARE = 0.5
LEGEND_WIDTHS = (30, 50)
GUTTER = 1
SCALE = 4
AXIS_LINES = 4
LEAST_ROWS = 5
MOST_PRINTED = 26
NO_LIMIT = 1_000_000
OPEN_KEY = f"{OPEN} open: the middle of its range"
SCREEN_OPEN_KEY = "bold: exact place   plain: mid-range"
COUNT_KEY = "+2 two more caveats: in the line below"
RANGE_KEY = "┏━━┓ where the selected vendor may be"


class Size(NamedTuple):
    """A map's size in cells and lines, divided between the field and the legend."""

    width: int
    height: int

    @property
    def beside(self) -> bool:
        """Whether the legend is beside the field; on a narrow terminal it is below."""
        return self.width >= LEGEND_BESIDE_FROM

    @property
    def legend(self) -> int:
        """The width of the legend."""
        least, most = LEGEND_WIDTHS
        share = int(self.width * LEGEND_SHARE)
        return max(least, min(most, share)) if self.beside else self.width

    @property
    def plot(self) -> int:
        """The width of the plot, including the scale at its left."""
        return self.width - self.legend - GUTTER if self.beside else self.width

    @property
    def rows(self) -> int:
        """The number of rows of the field."""
        room = self.height if self.beside else self.height * 2 // 3
        return max(LEAST_ROWS, min(room - AXIS_LINES, self.plot * 2 // 3))

    @property
    def lines(self) -> int:
        """The number of lines available for the legend."""
        return max(1, self.height if self.beside else self.height - self.rows - AXIS_LINES)


class MapPage(NamedTuple):
    """One page of the map: the vendors on the field, and the lines of the legend."""

    places: tuple[Place, ...] = ()
    legend: tuple[MapLine, ...] = ()

    @property
    def labels(self) -> list[str]:
        """The labels of the page's vendors."""
        return [place.label for place in self.places]


def pages(vendors: Sequence[JudgedVendor], size: Size) -> list[MapPage]:
    """Return the map for a screen, on as few pages as the legend needs.

    The legend includes the ranges of open vendors if the whole legend still fits on one page.
    """
    most = most_labels(size.plot - SCALE, size.rows)
    for ranges in (True, False):
        filled = _filled(_entries(vendors, size, ranges), size.lines, most)
        if len(filled) == 1:
            break
    return [_with_screen_keys(page, size) for page in filled]


def printed_pages(vendors: Sequence[JudgedVendor], size: Size) -> list[MapPage]:
    """Return the map for printing, on pages with the key to their signs.

    A page has more lines than `size` allows if the legend needs them.
    """
    most = min(MOST_PRINTED, most_labels(size.plot - SCALE, size.rows))
    filled = _filled(_entries(vendors, size, True), NO_LIMIT, most)
    return [_with_keys(page, size, NO_LIMIT, marked=len(vendors) == 1) for page in filled]


def _entries(vendors: Sequence[JudgedVendor], size: Size, ranges: bool) -> list[Entry]:
    return [*entries(places(vendors), size.legend, ranges), *unassessed(vendors, size.legend)]


def _filled(legend_entries: Sequence[Entry], lines: int, most: int) -> list[MapPage]:
    """Return pages with at most `lines` lines of legend and `most` vendors."""
    filled = [MapPage()]
    for place, more in legend_entries:
        on_map, legend = filled[-1]
        full = len(legend) + len(more) > lines or (place is not None and len(on_map) >= most)
        if legend and full:
            filled.append(MapPage())
            on_map, legend = filled[-1]
        filled[-1] = MapPage((*on_map, place) if place else on_map, (*legend, *more))
    return filled


def _with_keys(page: MapPage, size: Size, lines: int, marked: bool) -> MapPage:
    """Return the page with the key to its signs if there is room; `marked` adds the range."""
    return _with_lines(page, _that_fit(_keys(page, size, marked), size, lines - len(page.legend)))


def _with_screen_keys(page: MapPage, size: Size) -> MapPage:
    """Return the page with the key to the signs of a screen; if needed, without blank lines."""
    keys = [*_screen_keys(page, size)]
    key_lines = _that_fit(keys, size, size.lines - len(page.legend))
    if len(key_lines) == len(_that_fit(keys, size, NO_LIMIT)):
        return _with_lines(page, key_lines)
    tight = MapPage(page.places, tuple(each for each in page.legend if each))
    return _with_lines(tight, _that_fit(keys, size, size.lines - len(tight.legend), blank=0)[1:])


def _that_fit(keys: Sequence[str], size: Size, room: int, blank: int = 1) -> list[MapLine]:
    """Return a blank line and the keys that fit in the lines; empty if none fits."""
    lines: list[MapLine] = [()]
    for key in keys:
        wrapped_key = wrapped(key, size.legend - 1)
        if len(lines) - 1 + blank + len(wrapped_key) > room:
            break
        lines += [(Piece(" "), Piece(text, "note")) for text in wrapped_key]
    return lines if len(lines) > 1 else []


def _with_lines(page: MapPage, lines: Sequence[MapLine]) -> MapPage:
    return MapPage(page.places, (*page.legend, *lines))


def _keys(page: MapPage, size: Size, marked: bool) -> list[str]:
    """Return the meaning of each sign on the printed map."""
    marks = [place.mark for place in page.places]
    field = field_of(page, size)
    signs = position_signs(field, marks)
    shared = [
        f"{signs[cell]} where {listed([mark.label for mark in there])} stand"
        for cell, there in sharing(field, marks).items()
        if len(there) > 1
    ]
    is_open = any(mark.open for mark in marks)
    return [
        *([OPEN_KEY] if is_open else []),
        *shared,
        *([RANGE_KEY] if is_open and marked else []),
    ]


def _screen_keys(page: MapPage, size: Size) -> Iterator[str]:
    """Yield the meaning of each sign on the map of a screen, the most needed first."""
    if not page.places:
        return
    marks = [place.mark for place in page.places]
    is_open = any(mark.open for mark in marks)
    if is_open:
        yield SCREEN_OPEN_KEY
    for together in same_position(page, size):
        yield f"{MORE} {listed(together)} share one place"
    if any(re.search(r" \+\d+$", plain(each)) for each in page.legend):
        yield COUNT_KEY
    if is_open:
        yield RANGE_KEY
    states = page.places[0].judged.instrument.states
    partial, present = points(states.partial), points(states.present)
    yield f"{GRID}{GRID} {partial} and {present}: where partial and present begin"


def same_position(page: MapPage, size: Size) -> list[list[str]]:
    """Return the labels of the vendors that share a position on a page, for each such position."""
    positions = sharing(field_of(page, size), [place.mark for place in page.places])
    return [[mark.label for mark in there] for there in positions.values() if len(there) > 1]


def field_of(page: MapPage, size: Size) -> Field:
    """Return the field of a page, with room for its labels."""
    return field_for(page.labels, size.plot - SCALE, size.rows)
