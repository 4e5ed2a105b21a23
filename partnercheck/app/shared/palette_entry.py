"""The entries of the command palette: one for each action and each vendor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

# The actions of the vendor's screen that the portfolio offers too, by the last parts of their ids.
VENDOR_ACTIONS = (
    *("decide", "request", "agenda", "goals", "meetings", "promises", "people"),
    *("copy", "lens", "what-if", "resolve"),
)


class Entry(NamedTuple):
    """An entry of the palette: its title, its keys, and other words that find it."""

    title: str
    keys: str
    other_words: str
    run: Callable[[], Awaitable[None]]
