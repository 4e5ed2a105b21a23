"""Rounds: the four forms of their names, their days, and their order."""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnercheck.base.records import CADENCES, Cadence
from partnercheck.base.rounds import current, is_round, period

many = settings(max_examples=300, deadline=None, derandomize=True)
days = st.dates(dt.date(1, 1, 8), dt.date(9999, 12, 24))
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-q1", "2026-01-01", "2026-03-31"),
        ("2026-q2", "2026-04-01", "2026-06-30"),
        ("2026-q3", "2026-07-01", "2026-09-30"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-w48", "2026-11-23", "2026-11-29"),
        ("2026-w01", "2025-12-29", "2026-01-04"),
        ("2026-w53", "2026-12-28", "2027-01-03"),
    ],
)
def test_a_round_covers_these_days(name: str, start: str, end: str) -> None:
    assert period(name) == (dt.date.fromisoformat(end), dt.date.fromisoformat(start))
    assert is_round(name)


@many
@given(days, st.sampled_from(CADENCES))
def test_every_day_is_in_the_round_that_is_current_on_it(day: dt.date, cadence: Cadence) -> None:
    name = current(cadence, day)
    assert is_round(name)
    assert period(name).start <= day <= period(name).end


@many
@given(days, st.sampled_from(CADENCES))
def test_the_day_after_a_round_begins_another(day: dt.date, cadence: Cadence) -> None:
    end = period(current(cadence, day)).end
    if end < dt.date(9999, 12, 20):
        following = period(current(cadence, end + DAY))
        assert following.start == end + DAY
        assert following > period(current(cadence, day))


@many
@given(days)
def test_weeks_are_those_of_the_calendar(day: dt.date) -> None:
    iso = day.isocalendar()
    week = period(f"{iso.year:04}-w{iso.week:02}")
    assert week.start == dt.date.fromisocalendar(iso.year, iso.week, 1)
    assert week.end == dt.date.fromisocalendar(iso.year, iso.week, 7)


@pytest.mark.parametrize("year", range(1995, 2035))
def test_only_long_years_have_a_week_53(year: int) -> None:
    last = dt.date(year, 12, 28).isocalendar().week
    assert is_round(f"{year}-w53") == (last == 53)


@many
@given(st.integers(1, 9999), st.integers(1, 12))
def test_months_end_on_their_last_day(year: int, month: int) -> None:
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    assert period(f"{year:04}-{month:02}") == (end, dt.date(year, month, 1))


def test_rounds_sort_by_their_end_then_by_their_start() -> None:
    order = [
        "2025-w52",
        "2025",
        "2025-q4",
        "2025-12",
        "2026-w01",
        "2026-01",
        "2026-q1",
        "2026-q3",
        "2026-11",
        "2026-w52",
        "2026",
        "2026-q4",
        "2026-12",
        "2026-w53",
    ]
    assert sorted(sorted(order), key=period) == order
    assert all(period(a) < period(b) for a, b in pairwise(order))


@pytest.mark.parametrize(
    "name",
    [
        *("", "26", "0000", "02026", "2026-", " 2026", "2026\n", "2026-Q4", "2026-q0", "2026-q5"),
        *("2026-q", "2026-q44", "2026-0", "2026-00", "2026-13", "2026-1", "2026-011", "2026-w"),
        *("2026-w0", "2026-w00", "2026-w54", "2025-w53", "2026-w1", "2026-W48", "2026q4"),
        *("2026-11-24", "Q4 2026", "-2026", "٢٠٢٦", "2026-q²", "../2026", "2026-q4/..", "9999-w52"),
    ],
)
def test_these_are_no_rounds(name: str) -> None:
    assert not is_round(name)
    with pytest.raises((ValueError, OverflowError)):
        period(name)


@pytest.mark.parametrize(
    ("cadence", "name"),
    [("year", "2027"), ("quarter", "2027-q1"), ("month", "2027-01"), ("week", "2026-w53")],
)
def test_new_years_day_may_belong_to_a_week_of_the_year_before(cadence: Cadence, name: str) -> None:
    assert current(cadence, dt.date(2027, 1, 1)) == name
