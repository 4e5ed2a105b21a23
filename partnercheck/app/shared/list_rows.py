"""The rows, the columns and the keys of the lists about one vendor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.app.shared.keys import BACK, HELP, TERM, Key
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow
from partnercheck.base.cells import width_of
from partnercheck.report.signs import Sign

# Cells.
DAY, STATE = 10, 11
LEAST_TITLE, LEAST_WHO, WIDTH_PER_WHO = 10, 7, 5


class ListRow(NamedTuple):
    """A row: a title, a day, the people, and a sign with a word for its state."""

    key: str
    title: str
    day: str
    who: str
    sign: Sign
    settled: bool = False  # whether nothing is left to do, so that the row is dimmed


class Heads(NamedTuple):
    """The titles of the four columns."""

    title: str
    day: str = "Due"
    who: str = "Owner"
    state: str = "State"


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


def list_columns(heads: Heads, rows: Sequence[ListRow], width: int) -> list[Column]:
    """Return the columns in a list of a width; the people get what they need, within bounds."""
    needed = max((width_of(row.who) for row in rows), default=0)
    most = max(LEAST_WHO, width // WIDTH_PER_WHO)
    who = max(width_of(heads.who), min(needed, most), LEAST_WHO)
    state = max([STATE, *(width_of(str(row.sign).strip()) for row in rows)])
    title = max(LEAST_TITLE, width - MARKER - DAY - who - state - 4)
    widths = (title, DAY, who, state)
    return [Column(*each) for each in zip(heads, widths, strict=True)]


def list_sheet_row(row: ListRow) -> SheetRow:
    """Return a row as the table shows it: its state in the tone of its sign, a settled one dim."""
    look = "dim" if row.settled else ""
    tone = row.sign.tone or look
    cells = (Span(row.title, look), Span(row.day, look), Span(row.who, look))
    return SheetRow(row.key, (*cells, Span(str(row.sign).strip(), tone)))
