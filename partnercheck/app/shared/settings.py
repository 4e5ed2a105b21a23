"""The user's settings, in the form that the screens use."""

from __future__ import annotations

from typing import NamedTuple

from partnercheck.app.shared.keys import Keymap
from partnercheck.app.shared.themes import DARK


class UserSettings(NamedTuple):
    """The theme, the mouse, the terminal's cursor, the keys, and the problems in the file."""

    theme: str = DARK
    mouse: bool = True
    cursor: bool = False
    keymap: Keymap = {}  # noqa: RUF012 - an empty mapping that nothing changes
    problems: tuple[str, ...] = ()

    @property
    def first_problem(self) -> str:
        """The first problem; the others are shown after the screens are left."""
        more = len(self.problems) - 1
        rest = f" And {more} more, told when you leave." if more > 0 else ""
        return f"{self.problems[0]}{rest}" if self.problems else ""
