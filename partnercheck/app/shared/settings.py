"""The user's settings in the form used by the screens."""

from __future__ import annotations

from typing import NamedTuple

from partnercheck.app.shared.keys import Keymap
from partnercheck.app.shared.themes import DARK


class UserSettings(NamedTuple):
    """The settings for theme, mouse, cursor and keys, and the problems in their file."""

    theme: str = DARK
    mouse: bool = True
    cursor: bool = False
    keymap: Keymap = {}  # noqa: RUF012 - an empty mapping that nothing changes
    problems: tuple[str, ...] = ()

    @property
    def first_problem(self) -> str:
        """The first problem, and how many more are reported when the program ends."""
        more = len(self.problems) - 1
        rest = f" And {more} more, shown when you quit." if more > 0 else ""
        return f"{self.problems[0]}{rest}" if self.problems else ""
