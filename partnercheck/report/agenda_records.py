"""The records of an agenda: its sections and their points."""

from __future__ import annotations

import datetime as dt

from partnercheck.base.records import Record

# The name of a lens's warning, and its text.
WarningText = tuple[str, str]


class Point(Record, frozen=True):
    """A point of the agenda."""

    text: str
    below: tuple[str, ...] = ()  # the lines below the text
    ours: tuple[str, ...] = ()  # more lines, for our own people only
    private: bool = False  # whether the whole point is for our own people only


class Section(Record, frozen=True):
    """A part of an agenda."""

    title: str
    points: tuple[Point, ...]


class Agenda(Record, frozen=True):
    """An agenda: who meets, the day it was made, and its sections in the order of the meeting."""

    organisation: str
    vendor_id: str
    vendor: str
    on: dt.date
    sections: tuple[Section, ...]

    @property
    def has_private(self) -> bool:
        """Whether a part of the agenda is for our own people only."""
        return any(p.private or p.ours for section in self.sections for p in section.points)
