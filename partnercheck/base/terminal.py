"""The terminal: its size, whether it can show the screens, and overwriting a line."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import TextIO

from partnercheck.base.errors import UserError
from partnercheck.base.streams import SafeStream

# Bounds for layouts in cells and lines. Terminals and COLUMNS can report any number.
NARROWEST = 40
WIDEST = 1000
USUAL_WIDTH = 80
LOWEST = 5
HIGHEST = 1000


def terminal_size() -> tuple[int, int]:
    """Return the numbers of columns and lines, from COLUMNS and LINES or from the terminal.

    A value outside the supported range is replaced by the nearest supported one.
    """
    lines = shutil.get_terminal_size().lines
    return terminal_width(), min(max(lines, LOWEST), HIGHEST)


def terminal_width(least: int = NARROWEST) -> int:
    """Return the number of columns, from COLUMNS or from the terminal.

    A number outside the range from `least` to WIDEST is replaced by the nearest end of the range.
    """
    return min(max(_columns(), least), WIDEST)


def _columns() -> int:
    """Return COLUMNS, or the width of the terminal that the output goes to, or the usual width.

    The shutil module asks the process's original stdout, even if the output goes to a file (-o).
    """
    if sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    try:
        return max(int(os.environ["COLUMNS"]), 0) or USUAL_WIDTH
    except (KeyError, ValueError):
        return USUAL_WIDTH


def require_terminal(
    environment: Mapping[str, str], stdin: TextIO | None, stdout: TextIO | None, instead: str
) -> None:
    """Raise UserError, with `instead` as the alternative, if the screens cannot be drawn."""
    missing = [
        name
        for name, stream in (("standard input", stdin), ("standard output", stdout))
        if stream is None or stream.closed or not stream.isatty()
    ]
    if missing:
        is_or_are = "is" if len(missing) == 1 else "are"
        raise UserError(
            f"the screens need a terminal, but {' and '.join(missing)} {is_or_are} not connected "
            f"to one. {instead}"
        )
    if environment.get("TERM", "dumb") in ("dumb", ""):
        raise UserError(
            f"this terminal (TERM={environment.get('TERM', '')}) cannot draw the screens. {instead}"
        )


def write_styled(
    stream: TextIO, parts: Iterable[tuple[str, str]], environment: Mapping[str, str]
) -> None:
    """Write pairs of a text and the code of its style; an empty code means no style.

    The codes are omitted if the stream is not a terminal, or if NO_COLOR is set, even to "".
    """
    dumb = environment.get("TERM", "dumb") in ("dumb", "")
    plain = dumb or "NO_COLOR" in environment or not stream.isatty()
    if isinstance(stream, SafeStream) and not plain:
        stream.write_styled(parts)
    else:
        stream.write("".join(text for text, _ in parts))


def overwrite(stream: TextIO, text: str) -> None:
    """Overwrite the line that a terminal's cursor is on; do nothing without a terminal."""
    if isinstance(stream, SafeStream):
        stream.overwrite(text)
