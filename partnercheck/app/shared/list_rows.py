"""The rows, the columns and the keys of the lists about one vendor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.app.shared.keys import BACK, HELP, TERM, Key
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow, row_height
from partnercheck.base.cells import width_of
from partnercheck.report.signs import Sign

# Cells.
DAY, STATE = 10, 11
LEAST_TITLE, ENOUGH_TITLE, LEAST_WHO = 10, 24, 7
# The people's part of what they share with the titles.
WHO_SHARE, WRAPPING_WHO_SHARE = 1 / 3, 2 / 5
# The width from which on columns are two blanks apart.
WIDE_GAPS_FROM = 66
# A text longer than this is in the pane.
MOST_ROW_LINES = 3


class ListRow(NamedTuple):
    """A row: a title, a day, the people, and a sign with a word for its state."""

    key: str
    title: str
    day: str
    who: str
    sign: Sign
    settled: bool = False  # whether nothing is left to do, so that the row is dimmed
    has_parts: bool = False  # whether the rows below are parts of this one


class Heads(NamedTuple):
    """The titles of the four columns."""

    title: str
    day: str = "Due"
    who: str = "Owner"
    state: str = "State"


# Of the four columns, the person's is left out if there is little room.
COLUMNS_WITH_WHO = 4


WHOLE = Key("list.whole", "tab", "whole", "Show the row's full text, or go back to the list")
DETAIL = Key("list.detail", "D", "detail", "Show or hide the pane about the row")


def list_keys(screen: str, edit: str, new: str, *own: Key) -> tuple[Key, ...]:
    """Return the keys of a list whose rows are edited in a form.

    Args:
        screen: The first part of the ids.
        edit: The description of editing a row, for the help.
        new: The description of adding a row, for the help.
        own: The keys that only this list has.

    """
    return (
        Key(f"{screen}.edit", "enter,R", "edit", edit, "edit", "⏎"),
        Key(f"{screen}.new", "plus", "new", new, "new"),
        *own,
        Key(f"{screen}.undo", "ctrl+z", "undo", "Undo the last change", "undo"),
        DETAIL,
        WHOLE,
        TERM,
        HELP,
        BACK,
    )


def list_layout(
    heads: Heads, rows: Sequence[ListRow], width: int, most: int
) -> tuple[list[Column], int]:
    """Return the columns of a list of a width, and the lines that its rows take.

    Titles and people wrap if all rows then fit in `most` lines; else each row has one line, and the
    people get what they need, within bounds. A narrow list leaves the people out unless they fit.
    """
    needed = max((width_of(row.who) for row in rows), default=0)
    state = max([STATE, *(width_of(str(row.sign).strip()) for row in rows)])
    gap = "  " if width >= WIDE_GAPS_FROM else " "
    rest = max(LEAST_TITLE + LEAST_WHO, width - MARKER - DAY - state - 3 * len(gap) - 1)
    # Titles that may wrap leave more to the people.
    share = WRAPPING_WHO_SHARE if most else WHO_SHARE
    who = max(width_of(heads.who), min(needed, int(rest * share)), LEAST_WHO)
    columns = [
        Column(heads.title, rest - who, wrap=True, gap=gap),
        Column(heads.day, DAY, gap=gap),
        Column(heads.who, who, wrap=True, gap=gap),
        Column(heads.state, state),
    ]
    if who < needed and rest - who < ENOUGH_TITLE:
        columns = [columns[0]._replace(width=rest + len(gap)), columns[1], columns[3]]
    # To be measured, rows have to be made.
    if len(rows) <= most:
        lines = sum(row_height(list_sheet_row(row, columns), columns) for row in rows)
        if lines <= most:
            return columns, lines
    return [column._replace(wrap=False) for column in columns], len(rows)


def list_sheet_row(row: ListRow, columns: Sequence[Column]) -> SheetRow:
    """Return a row as the table shows it: its state in the tone of its sign, a settled one dim."""
    look = "dim" if row.settled else ""
    tone = row.sign.tone or look
    title = Span(row.title, "strong" if row.has_parts else look)
    who = (Span(row.who, look),) if len(columns) == COLUMNS_WITH_WHO else ()
    cells = (title, Span(row.day, look), *who, Span(str(row.sign).strip(), tone))
    return SheetRow(row.key, cells, MOST_ROW_LINES)
