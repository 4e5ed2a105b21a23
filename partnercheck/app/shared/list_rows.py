"""The rows, the columns and the keys of the lists about one vendor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.app.shared.keys import BACK, HELP, TERM, Key
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow, row_height
from partnercheck.base.cells import width_of
from partnercheck.report.signs import LATE, Sign

# The cells of the columns.
DAY, STATE = 10, 11
LEAST_TITLE, ENOUGH_TITLE, LEAST_WHO = 10, 24, 7
# The share of the people in the cells for titles and people: in one line, and if both may wrap.
WHO_SHARE, WRAPPING_WHO_SHARE = 7 / 20, 2 / 5
# From this width on, the columns are two blanks apart.
WIDE_GAPS_FROM = 66
# The most blanks that a column gets in addition if the titles are short.
MOST_APART = 8
# The lines of a row; only the pane shows longer texts in full.
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
    """The columns that are shown, and the fields of `ListRow` in them."""

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
    """Return the columns for a list of this width, and the number of lines of its rows.

    Titles and people wrap if all rows then fit in `most` lines; otherwise each row has one line,
    and the column of the people is as wide as they need, within bounds. A narrow list has no column
    for people unless they fit, and no list has a column for days if no row has a day.
    """
    layout = _list_columns(heads, rows, width, bool(most))
    # Measuring the rows takes time, so it is done only if they may fit.
    if len(rows) <= most:
        lines = sum(row_height(list_sheet_row(row, layout), layout.columns) for row in rows)
        if lines <= most:
            return layout, lines
    unwrapped = [column._replace(wrap=False) for column in layout.columns]
    return layout._replace(columns=unwrapped), len(rows)


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
    needed_title = max([width_of(heads.title), *(width_of(row.title) for row in rows)])
    # Short titles leave a gap, in which the eye loses the row: it is divided among the columns.
    spare = max(0, title - needed_title) if rows else 0
    apart = min(MOST_APART, spare // len(NAMES))
    title -= spare - apart if spare else 0
    columns = {
        "title": Column(heads.title, title, wrap=True, gap=gap),
        "day": Column(heads.day, DAY + apart, gap=gap),
        "who": Column(heads.who, who + apart, wrap=True, gap=gap),
        "state": Column(heads.state, state + spare - apart * (1 + has_days + has_who)),
    }
    left_out = [name for name, has in (("day", has_days), ("who", has_who)) if not has]
    names = [name for name in NAMES if name not in left_out]
    return ListColumns([columns[name] for name in names], names)


def list_sheet_row(row: ListRow, layout: ListColumns) -> SheetRow:
    """Return the table's row: the state has the tone of its sign, and a settled row is dim."""
    look = "dim" if row.settled else ""
    cells = {
        "title": Span(row.title, "strong" if row.has_parts else look),
        "day": Span(row.day, row.sign.tone if row.sign == LATE else look),
        "who": Span(row.who, look),
        "state": Span(str(row.sign).strip(), row.sign.tone or look),
    }
    return SheetRow(row.key, tuple(cells[name] for name in layout.names), MOST_ROW_LINES)
