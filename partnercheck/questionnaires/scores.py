"""Scores for people, in whole points from 0 to 100; and for programs, with one decimal.

All are rounded down.
"""

from __future__ import annotations

from math import floor


def points(score: float) -> int:
    """A score (0-100) as shown: rounded down."""
    return floor(score + 1e-9)


def span(low: float, high: float) -> str:
    """A score, or the range it can still take, as shown."""
    return f"{points(low)}" if points(low) == points(high) else f"{points(low)}–{points(high)}"


def one_decimal(score: float) -> float:
    """Return a score (0-100) with one decimal."""
    return floor(score * 10 + 1e-9) / 10


def share(part: int, whole: int) -> float | None:
    """Return a part as a share of the whole (0-1) with two decimals; None if there is no whole."""
    return floor(100 * part / whole) / 100 if whole else None
