"""The names of the map's four corners, in words, where no letter is in the way.

                 ·        ·
Bond only        ·        · every
                 ·        · Partner
· · · · · · · · ··· · · · ·· · · · ·
                 ·        ·
Neither          ·        · Exchange
                 ·        · only
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from partnercheck.base.cells import width_of, wrapped
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.map.field import Cell, Field, Piece

MOST_LINES = 3


class Corner(NamedTuple):
    """The rows of a corner, in the order in which its name is tried, and its columns."""

    text: str
    rows: Sequence[int]
    first: int
    width: int


def region_names(
    instrument: Instrument, field: Field, labels: Mapping[Cell, Piece]
) -> list[Mapping[Cell, Piece]]:
    """Return the name of each corner that has room for it, as the pieces of its lines.

    The columns are in characters. A name is at least a blank away from every letter and sign.

    Args:
        instrument: The questionnaire, whose axes name the corners.
        field: The size of the map.
        labels: The letters and signs, by the row and the column of their first character.

    """
    taken = {
        (row, column + offset)
        for (row, column), label in labels.items()
        for offset in range(-1, len(label.text) + 1)
    }
    names = (_name(corner, taken) for corner in _corners(instrument, field))
    return [name for name in names if name]


def _corners(instrument: Instrument, field: Field) -> list[Corner]:
    states = instrument.states
    across, upward = (axis.name for axis in instrument.axes)
    left_width = field.column(states.partial) * field.cell - 2
    right = field.column(states.present) * field.cell + 2
    right_width = field.columns * field.cell - right
    top = range(field.row(states.present))
    bottom = range(field.row(states.partial) + 1, field.rows)[::-1]
    best = instrument.classes[0]
    # A class that needs less than every condition may be anywhere.
    needs_all = all(
        rule.at_least.get("present", 0) == len(instrument.conditions) for rule in best.rules
    )
    return [
        Corner(f"every {best.name}" if needs_all else "both", top, right, right_width),
        Corner(f"{upward} only", top, 1, left_width),
        Corner(f"{across} only", bottom, right, right_width),
        Corner("Neither", bottom, 1, left_width),
    ]


def _name(corner: Corner, taken: set[Cell]) -> Mapping[Cell, Piece]:
    """Return the lines of a corner's name in the first rows that are free; empty if none are."""
    lines = wrapped(corner.text, max(1, corner.width))
    # The map is a field of characters, in which a wide or an invisible one would move the others.
    if len(corner.text) != width_of(corner.text) or len(lines) > MOST_LINES:
        return {}
    if any(len(word) > corner.width for word in corner.text.split()):
        return {}
    for row in corner.rows:
        rows = range(row, row + len(lines))
        needed = {
            (at, corner.first + offset)
            for at, text in zip(rows, lines, strict=True)
            for offset in range(width_of(text))
        }
        if {*rows} <= {*corner.rows} and not needed & taken:
            pieces = (Piece(text, "region") for text in lines)
            return {(at, corner.first): piece for at, piece in zip(rows, pieces, strict=True)}
    return {}
