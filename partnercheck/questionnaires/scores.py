"""Scores as they are shown: whole points from 0 to 100, rounded down."""

from __future__ import annotations

from math import floor


def points(score: float) -> int:
    """A score (0-100) as shown: rounded down."""
    return floor(score + 1e-9)


def span(low: float, high: float) -> str:
    """A score, or the range it can still take, as shown."""
    return f"{points(low)}" if points(low) == points(high) else f"{points(low)}–{points(high)}"
