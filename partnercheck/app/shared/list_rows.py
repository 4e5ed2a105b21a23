"""The rows, the columns and the keys of the lists about one vendor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.app.shared.keys import BACK, HELP, TERM, Key
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow, row_height
from partnercheck.base.cells import width_of
from partnercheck.report.signs import LATE, Sign

# Cells.
DAY, STATE = 10, 11
LEAST_TITLE, ENOUGH_TITLE, LEAST_WHO = 10, 24, 7
# The people's part of what they share with the titles.
WHO_SHARE, WRAPPING_WHO_SHARE = 1 / 3, 2 / 5
# The width from which on columns are two blanks apart.
WIDE_GAPS_FROM = 66
# A text longer than this is in the pane.
MOST_ROW_LINES = 3
# In place of the day, for a row without one.
NO_DAY = "–"


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


NAMES = ("title", "day", "who", "state")


class ListColumns(NamedTuple):
    """The columns that are shown, and the names of what is in them."""

    columns: Sequence[Column]
    names: Sequence[str] = NAMES


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
) -> tuple[ListColumns, int]:
    """Return the columns of a list of a width, and the lines that its rows take.

    Titles and people wrap if all rows then fit in `most` lines; else each row has one line, and the
    people get what they need, within bounds. A narrow list leaves the people out unless they fit.
    The days are left out if no row has one.
    """
    shown = _list_columns(heads, rows, width, bool(most))
    # To be measured, rows have to be made.
    if len(rows) <= most:
        lines = sum(row_height(list_sheet_row(row, shown), shown.columns) for row in rows)
        if lines <= most:
            return shown, lines
    unwrapped = [column._replace(wrap=False) for column in shown.columns]
    return shown._replace(columns=unwrapped), len(rows)


def _list_columns(heads: Heads, rows: Sequence[ListRow], width: int, may_wrap: bool) -> ListColumns:
    needed = max((width_of(row.who) for row in rows), default=0)
    state = max([STATE, *(width_of(str(row.sign).strip()) for row in rows)])
    gap = "  " if width >= WIDE_GAPS_FROM else " "
    has_days = not rows or any(row.day != NO_DAY for row in rows)
    day = DAY + len(gap) if has_days else 0
    rest = max(LEAST_TITLE + LEAST_WHO, width - MARKER - day - state - 2 * len(gap) - 1)
    # Titles that may wrap leave more to the people.
    share = WRAPPING_WHO_SHARE if may_wrap else WHO_SHARE
    who = max(width_of(heads.who), min(needed, int(rest * share)), LEAST_WHO)
    has_who = who >= needed or rest - who >= ENOUGH_TITLE
    title = rest - who if has_who else rest + len(gap)
    columns = {
        "title": Column(heads.title, title, wrap=True, gap=gap),
        "day": Column(heads.day, DAY, gap=gap),
        "who": Column(heads.who, who, wrap=True, gap=gap),
        "state": Column(heads.state, state),
    }
    left_out = [name for name, has in (("day", has_days), ("who", has_who)) if not has]
    names = [name for name in NAMES if name not in left_out]
    return ListColumns([columns[name] for name in names], names)


def list_sheet_row(row: ListRow, shown: ListColumns) -> SheetRow:
    """Return a row as the table shows it: its state in the tone of its sign, a settled one dim."""
    look = "dim" if row.settled else ""
    cells = {
        "title": Span(row.title, "strong" if row.has_parts else look),
        "day": Span(row.day, row.sign.tone if row.sign == LATE else look),
        "who": Span(row.who, look),
        "state": Span(str(row.sign).strip(), row.sign.tone or look),
    }
    return SheetRow(row.key, tuple(cells[name] for name in shown.names), MOST_ROW_LINES)
