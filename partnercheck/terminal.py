"""Whether there is a terminal that the screens can be drawn on, and what is written to one."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any, TextIO, cast

from partnercheck.model import UserError
from partnercheck.text import harmless

# What text is laid out in, in cells and lines, whatever a terminal or the environment says.
NARROWEST = 40
WIDEST = 1000
LOWEST = 5
HIGHEST = 1000


def terminal_size() -> tuple[int, int]:
    """The columns and lines of the terminal, or of COLUMNS and LINES, within bounds."""
    lines = shutil.get_terminal_size().lines
    return terminal_width(), min(max(lines, LOWEST), HIGHEST)


def terminal_width(least: int = NARROWEST) -> int:
    """The columns of the terminal, or of COLUMNS, within bounds."""
    return min(max(shutil.get_terminal_size().columns, least), WIDEST)


def require_terminal(
    environment: Mapping[str, str], stdin: TextIO | None, stdout: TextIO | None, instead: str
) -> None:
    """Raise UserError, saying what to use instead, where the screens cannot be drawn."""
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


class _Harmless:
    """A stream on which nothing that is written acts, whatever it quotes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(harmless(text))

    def overwrite(self, text: str) -> None:
        """Write a text in the place of the line that the cursor is on."""
        self._stream.write(f"\r{harmless(text)}")
        self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def overwrite(stream: TextIO, text: str) -> None:
    """Write a text in the place of the line that a terminal's cursor is on; elsewhere nothing."""
    if isinstance(stream, _Harmless):
        stream.overwrite(text)


def last_resort(stream: TextIO | None) -> TextIO | None:
    """The stream, with no control character of anybody's reaching what is behind it."""
    return cast("TextIO", _Harmless(stream)) if stream else stream
