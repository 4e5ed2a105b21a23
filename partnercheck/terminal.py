"""Whether there is a terminal that the screens can be drawn on, and what is written to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO, cast

from partnercheck.model import UserError
from partnercheck.text import harmless


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
