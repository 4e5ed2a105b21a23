"""The part of the application that screens may use.

Screens use this protocol because the application's class imports the screens: using the class would
make the imports circular.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from textual.screen import Screen

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.shared.history import ChangeHistory
from partnercheck.app.shared.keys import Keymap
from partnercheck.app.shared.settings import UserSettings


class Host(Protocol):
    """The interface of the application that screens and the driver use."""

    # The user's own keys, by the ids of the actions.
    keymap: Keymap
    # True once the program is ending; from then on, no screen is opened.
    leaving: bool
    # The number of the signal that ends the program; 0 if there has been no signal.
    ended_by: int
    # The folder for drafts; None in tests without drafts.
    drafts: Path | None
    clock: Callable[[], dt.date]
    settings: UserSettings
    # What was changed in this run, on any screen.
    changes: ChangeHistory

    @property
    def portfolio_cache(self) -> PortfolioCache:
        """The rows of the vendors that have been read so far."""

    @property
    def today(self) -> dt.date:
        """The current day."""

    def crash(self, error: Exception) -> None:
        """End the program because of an internal error, keeping the text being typed."""

    async def action_glossary(self) -> None:
        """Show the glossary, at the first term of the current screen's selected line."""

    async def open_help(self, screen: Screen[object]) -> None:
        """Open the help for a screen."""
