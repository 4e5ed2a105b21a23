"""The legend of the map: the vendor of each letter, its class with caveats, and its ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from partnercheck.base.cells import column_text, cut, fitted, padded, width_of, wrapped
from partnercheck.base.text import beginning
from partnercheck.report.map.field import MapLine, Piece
from partnercheck.report.map.places import Place
from partnercheck.report.words.caveat_phrases import short_caveats
from partnercheck.report.words.verdict import short_class
from partnercheck.verdicts.judged import JudgedVendor

CLASS_WIDTH = 19
NAME_WIDTH = 21
LEAST_NAME = 11


class Entry(NamedTuple):
    """Lines of the legend that stay together, with the vendor they belong to, if any."""

    place: Place | None
    lines: tuple[MapLine, ...]


def entries(places: Sequence[Place], width: int, ranges: bool) -> list[Entry]:
    """Return each vendor's letter, name and class; `ranges` adds a line for each open vendor."""
    label = max((len(place.label) for place in places), default=1)
    widest = max((width_of(classed(place.judged, width)) for place in places), default=0)
    longest = max(
        (width_of(cut(column_text(beginning(place.name, width)), width)) for place in places),
        default=0,
    )
    room = width - label - 3
    class_width = min(widest, max(CLASS_WIDTH, room - NAME_WIDTH))
    name = min(longest, max(LEAST_NAME, room - class_width))
    return [Entry(each, tuple(_lines(each, label, name, room - name, ranges))) for each in places]


def _lines(place: Place, label: int, name: int, rest: int, ranges: bool) -> Iterator[MapLine]:
    second = ranges and place.mark.open
    text = short_class(place.judged.instrument, place.judged.verdict)
    yield (
        Piece(" ", "marker", place.label),
        Piece(padded(place.label, label), "open" if place.mark.open else "label", place.label),
        Piece(" "),
        Piece(fitted(place.name, name), "name", place.label),
        Piece(" "),
        Piece(fitted(text if second else classed(place.judged, rest), rest), "class", place.label),
    )
    if second:
        indent = " " * (label + 2)
        more = with_as_many((place.ranges,), map_caveats(place.judged), name + 1 + rest)
        yield (Piece(f"{indent}{more}", "note"),)


def unassessed(vendors: Sequence[JudgedVendor], width: int) -> list[Entry]:
    """Return a blank line and a note that names the vendors without a score."""
    absent = [each.vendor for each in vendors if not each.verdict.assessed]
    names = [cut(vendor.name, width) for vendor in absent]
    if not names:
        return []
    text = f"Not on the map, because nobody has given a score yet: {', '.join(names)}"
    lines: list[MapLine] = [(Piece(" "), Piece(each, "note")) for each in wrapped(text, width - 1)]
    return [Entry(None, ((), lines[0])), *(Entry(None, (line,)) for line in lines[1:])]


def classed(judged: JudgedVendor, width: int) -> str:
    """Return the class, as many caveats as fit in `width` cells, and the number left out."""
    class_words = short_class(judged.instrument, judged.verdict)
    briefer = " ".join(class_words.split()[:2])
    return with_as_many((class_words, briefer), map_caveats(judged), width)


def map_caveats(judged: JudgedVendor) -> list[str]:
    """Return the caveats of a vendor's class, in one word each, *archived* first."""
    return [*(["archived"] if judged.vendor.archived else []), *short_caveats(judged)]


def with_as_many(texts: Sequence[str], more: Sequence[str], width: int) -> str:
    """Return one of `texts`, as many of `more` as fit in `width` cells, and the number left out.

    `texts` are versions of one text, longest first.
    """
    for count in range(len(more), -1, -1):
        for text in texts:
            line = ", ".join([text, *more[:count]]) + _count(len(more) - count)
            if width_of(line) <= width:
                return line
    hidden = _count(len(more))
    return f"{fitted(texts[-1], width - len(hidden))}{hidden}"


def _count(hidden: int) -> str:
    return f" +{hidden}" if hidden else ""
