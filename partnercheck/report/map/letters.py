"""The letters on the map of a screen: each vendor at its own position, and nothing else.

On paper an open vendor has a sign at its position and its letter beside it (`field.py`). A screen
has other means: the letter of an open vendor is not bold, and the range of the selected vendor is
drawn. Of several vendors at one position one letter is shown, with a `+` next to it: the selected
vendor's, or the first one's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partnercheck.report.map.field import Cell, Field, Kind, Mark, Piece, next_to, sharing

MORE = "+"


def shown_mark(marks: Sequence[Mark], selected: str) -> Mark:
    """Return which of the vendors at one position is shown there."""
    return next((mark for mark in marks if mark.label == selected), marks[0])


def letters(field: Field, marks: Sequence[Mark], selected: str) -> Mapping[Cell, Piece]:
    """Map the position of each letter to the letter; the kind says whether the vendor is open.

    The columns are in characters. A `+` belongs to the next vendor at the same position.
    """
    positions = sharing(field, marks)
    occupied = {cell: tuple(mark.label for mark in there) for cell, there in positions.items()}
    pieces: dict[Cell, Piece] = {}
    for (row, column), there in positions.items():
        mark = shown_mark(there, selected)
        kind: Kind = "open" if mark.open else "label"
        start = column * field.cell
        pieces[row, start] = Piece(mark.label, kind, mark.label)
        if len(there) == 1:
            continue
        following = there[(there.index(mark) + 1) % len(there)].label
        if field.cell > 1:
            # A cell has room for one character after the longest label.
            spot = row, start + len(mark.label)
        else:
            spot = next_to(field, (row, column), 1, occupied)[0]
            occupied[spot] = (MORE,)
        pieces[spot] = Piece(MORE, "open", following)
    return pieces
