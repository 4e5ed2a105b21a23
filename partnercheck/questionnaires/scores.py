"""Rounding of scores: whole points for people, one decimal for programs.

All scores are rounded down, so that no score looks as if it had reached a threshold that it missed.
The small addend compensates for binary fractions: 100 * 0.29 is 28.999999999999996.
"""

from __future__ import annotations

from math import floor


def points(score: float) -> int:
    """Return a score (0-100) in whole points."""
    return floor(score + 1e-9)


def span(low: float, high: float) -> str:
    """Return a score in whole points, "40", or the range in which it can still fall, "40–55"."""
    return f"{points(low)}" if points(low) == points(high) else f"{points(low)}–{points(high)}"


def one_decimal(score: float) -> float:
    """Return a score (0-100) with one decimal."""
    return floor(score * 10 + 1e-9) / 10


def share(part: int, whole: int) -> float | None:
    """Return a part as a share of the whole (0-1) with two decimals; None if the whole is 0."""
    return floor(100 * part / whole) / 100 if whole else None
