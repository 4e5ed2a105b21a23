"""Calendar files: lines of 75 bytes, escaped texts, and no text that adds a property."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from partnercheck.formats.ics import Event, calendar_text

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 15)
HOSTILE = (
    "a\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY",
    "a\nATTACH:file:///etc/passwd",
    "\x0bURL:http://example.org\x0c\x1c\x85\u2028ORGANIZER:x",
    "\\nX:1\\, \\; \\\\n",
    "a" * 73 + "\r\n X:1",
    "\ud800\x00\x1b]0;x\x07",
)


def events_of(text: str) -> list[Calendar]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_property_or_an_event(text: str) -> None:
    written = calendar_text(text, [Event(text, DAY, text, text, text)], NOW)
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(written)]
    assert names == [
        *("BEGIN", "VERSION", "PRODID", "CALSCALE", "X-WR-CALNAME", "BEGIN", "UID", "DTSTAMP"),
        *("DTSTART", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS", "TRANSP", "END", "END", ""),
    ]
    assert len(events_of(written)) == 1


@given(st.text(max_size=300))
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    written = calendar_text("c", [Event("u", DAY, text)], NOW)
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert "\n" not in written.replace("\r\n", "")
    (event,) = events_of(written)
    from partnercheck.base.text import clean

    assert str(event["SUMMARY"]) == clean(text, lines=True)


def test_an_event_takes_a_whole_day_and_no_time_of_it() -> None:
    written = calendar_text("c", [Event("u", DAY, "s", cancelled=True)], NOW)
    (event,) = events_of(written)
    assert event.decoded("DTSTART") == DAY
    assert (str(event["STATUS"]), str(event["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert event.decoded("DTSTAMP") == NOW


def test_the_same_events_make_the_same_bytes_but_for_the_moment() -> None:
    event = Event("u", DAY, "s")
    later = calendar_text("c", [event], NOW + dt.timedelta(hours=1))
    assert calendar_text("c", [event], NOW).replace("T093000Z", "T103000Z") == later
