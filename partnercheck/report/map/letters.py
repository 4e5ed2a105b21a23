"""The letters on the map of a screen: each vendor at its own position, and nothing else.

On paper an open vendor has a sign at its position, next to its letter (`field.py`). On a screen the
letter of an open vendor is not bold, and the range of the selected vendor is drawn. If several
vendors share a position, it has one letter with a `+`: the selected vendor's, or the first one's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partnercheck.report.map.field import Cell, Field, Kind, Mark, Piece, next_to, sharing

MORE = "+"


def shown_mark(marks: Sequence[Mark], selected: str) -> Mark:
    """Return the one of several vendors at a position whose letter is shown."""
    return next((mark for mark in marks if mark.label == selected), marks[0])


def letters(field: Field, marks: Sequence[Mark], selected: str) -> Mapping[Cell, Piece]:
    """Map the position of each letter to the letter; the kind says whether the vendor is open.

    The columns are in characters. A `+` belongs to the next vendor at the same position.
    """
    positions = sharing(field, marks)
    occupied = {cell: tuple(mark.label for mark in marks) for cell, marks in positions.items()}
    pieces: dict[Cell, Piece] = {}
    for (row, column), marks_there in positions.items():
        mark = shown_mark(marks_there, selected)
        kind: Kind = "open" if mark.open else "label"
        start = column * field.cell
        pieces[row, start] = Piece(mark.label, kind, mark.label)
        if len(marks_there) == 1:
            continue
        following = marks_there[(marks_there.index(mark) + 1) % len(marks_there)].label
        if field.cell > 1:
            # A cell has room for one character after the longest label.
            spot = row, start + len(mark.label)
        else:
            spot = next_to(field, (row, column), 1, occupied)[0]
            occupied[spot] = (MORE,)
        pieces[spot] = Piece(MORE, "open", following)
    return pieces
