r"""Calendar files (RFC 5545): all-day events, which a calendar updates by their UID.

Every event has the moment of writing as DTSTAMP, and none has a SEQUENCE. Without a METHOD,
DTSTAMP is also the time of the last change (RFC 5545, 3.8.7.2). If two versions of an event have
the same UID and SEQUENCE, the version with the later DTSTAMP counts (RFC 5546, 2.1.5). So a
calendar replaces the older version, although no file keeps a count of changes. Two files with the
same events differ only in DTSTAMP.

A text cannot end a line: its line ends are written as `\n`, and other control characters are
replaced before the line is folded. So a text cannot add a property or an event.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from partnercheck.base.text import clean

LINE_END = "\r\n"
# The longest line in bytes, without its line end.
_LINE_BYTES = 75
_ESCAPED = re.compile(r"[\\;,]")


class Event(NamedTuple):
    """An event that takes one whole day."""

    uid: str
    day: dt.date
    summary: str
    description: str = ""
    category: str = ""
    cancelled: bool = False  # calendars strike a cancelled event out, or remove it


def calendar_text(name: str, events: Iterable[Event], written: dt.datetime) -> str:
    """Return a calendar file with these events in their order.

    Args:
        name: The calendar's name.
        events: At least one event: a calendar without any is not valid.
        written: The moment of writing, with its time zone.

    """
    stamp = written.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//partnercheck//partnercheck//EN",
        "CALSCALE:GREGORIAN",
        # Not a standard property, but the property from which calendars read their name.
        f"X-WR-CALNAME:{_escape(name)}",
        *(line for event in events for line in _event_lines(event, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold(line)}{LINE_END}" for line in lines)


def _event_lines(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escape(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    # An event with a date and without an end takes the whole day.
    yield f"DTSTART;VALUE=DATE:{event.day.year:04}{event.day:%m%d}"
    yield f"SUMMARY:{_escape(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escape(event.description)}"
    if event.category:
        yield f"CATEGORIES:{_escape(event.category)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    # Transparent, because nobody is busy all day just because something is due.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escape(text: str) -> str:
    """Return a text escaped as the value of a property."""
    return _ESCAPED.sub(r"\\\g<0>", clean(text, lines=True)).replace("\n", "\\n")


def _fold(line: str) -> str:
    """Fold a line into lines of at most 75 bytes, each but the first beginning with a space.

    No character is split.
    """
    pieces, piece, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LINE_BYTES:
            pieces.append(piece)
            # The space before the next piece counts towards the bytes of its line.
            piece, size = "", 1
        piece += char
        size += width
    return f"{LINE_END} ".join([*pieces, piece])
