"""The terminal: its size, whether it can show the screens, and overwriting a line."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import TextIO

from partnercheck.base.errors import UserError
from partnercheck.base.streams import SafeStream

# Bounds for layouts in cells and lines. Terminals and COLUMNS can report any number.
NARROWEST = 40
WIDEST = 1000
LOWEST = 5
HIGHEST = 1000


def terminal_size() -> tuple[int, int]:
    """Return the columns and lines of the terminal, or COLUMNS and LINES, within bounds."""
    lines = shutil.get_terminal_size().lines
    return terminal_width(), min(max(lines, LOWEST), HIGHEST)


def terminal_width(least: int = NARROWEST) -> int:
    """Return the columns of the terminal, or COLUMNS, within bounds."""
    return min(max(shutil.get_terminal_size().columns, least), WIDEST)


def require_terminal(
    environment: Mapping[str, str], stdin: TextIO | None, stdout: TextIO | None, instead: str
) -> None:
    """Raise UserError, with `instead` as the alternative, if the screens cannot be drawn."""
    missing = [
        name
        for name, stream in (("input", stdin), ("output", stdout))
        if stream is None or stream.closed or not stream.isatty()
    ]
    if missing:
        raise UserError(f"the screens need a terminal for {' and '.join(missing)}. {instead}")
    if environment.get("TERM", "dumb") in ("dumb", ""):
        raise UserError(
            f"this terminal (TERM={environment.get('TERM', '')}) cannot draw the screens. {instead}"
        )


def overwrite(stream: TextIO, text: str) -> None:
    """Overwrite the line that a terminal's cursor is on; without a terminal do nothing."""
    if isinstance(stream, SafeStream):
        stream.overwrite(text)
