"""Rounds: the periods of assessment, with ids and an order.

A round is a year (`2026`), quarter (`2026-q4`), month (`2026-11`) or ISO week (`2026-w48`).
Rounds of different lengths sort by the end of their period, then by its start.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from partnercheck.base.records import Cadence

FORMS = "2026, 2026-q4, 2026-11 or 2026-w48"
_ROUND = re.compile(r"(\d{4})(?:-(?:q([1-4])|(\d{2})|w(\d{2})))?", re.ASCII)


class Period(NamedTuple):
    """The last and the first day of a round, in this order, so that periods sort like rounds."""

    end: dt.date
    start: dt.date


def period(round_id: str) -> Period:
    """Return the period of a round's id.

    Raises ValueError if the id is not a round's, such as `2026-q5` or `2025-w53`.
    """
    match = _ROUND.fullmatch(round_id)
    if not match or match[1] == "0000":
        raise ValueError(f'"{round_id}" is not a round')
    year = int(match[1])
    if match[4]:
        start = dt.date.fromisocalendar(year, int(match[4]), 1)
        return Period(start + dt.timedelta(days=6), start)
    if match[3]:
        return _months(year, int(match[3]), 1)
    if match[2]:
        return _months(year, 3 * int(match[2]) - 2, 3)
    return _months(year, 1, 12)


def _months(year: int, month: int, length: int) -> Period:
    start = dt.date(year, month, 1)
    last = month + length - 1
    end = dt.date(year, 12, 31) if last == 12 else dt.date(year, last + 1, 1) - dt.timedelta(1)
    return Period(end, start)


def near_round(text: str) -> str:
    """Return the round that a mistyped id such as `2026q4`, `Q4/2026` or `2026-7` means, or ""."""
    year, rest = re.search(r"(?<!\d)\d{4}(?!\d)", text, re.ASCII), ""
    if not year:
        return ""
    rest = f"{text[: year.start()]} {text[year.end() :]}".lower()
    part = re.fullmatch(r"[^a-z0-9]*([qwm]?)[a-z]*[^a-z0-9]*(\d{1,2})[^a-z0-9]*", rest, re.ASCII)
    if not part:
        return ""
    number = part[2] if part[1] == "q" else f"{int(part[2]):02}"
    round_id = f"{year[0]}-{part[1].replace('m', '')}{number}"
    return round_id if is_round(round_id) else ""


def is_round(text: str) -> bool:
    """Whether the text is a round's id."""
    try:
        period(text)
    except (ValueError, OverflowError):
        return False
    return True


def current(cadence: Cadence, today: dt.date) -> str:
    """Return the id of the round that contains today, for rounds of this cadence."""
    if cadence == "year":
        return f"{today.year:04}"
    if cadence == "quarter":
        return f"{today.year:04}-q{(today.month + 2) // 3}"
    if cadence == "month":
        return f"{today.year:04}-{today.month:02}"
    iso = today.isocalendar()
    return f"{iso.year:04}-w{iso.week:02}"


def counts_until(round_id: str, cadence: Cadence) -> dt.date:
    """Return the last day of the round that follows this one, in rounds of this cadence.

    Until that day the answers of the round are recent enough; after it new answers are overdue.
    """
    end = period(round_id).end
    if end == dt.date.max:
        return end
    return period(current(cadence, end + dt.timedelta(1))).end
