"""Quote markers, which e-mail programs put before lines: `> `, `| `, `: `, `» `, `Jane> `."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A name is a few letters or initials; `» ` is one marker, whatever follows it.
_SIGN = re.compile(r"\s*((?:[^\W\d_][\w.'-]{0,19})?>|[|:»›│┃¦])\s?")


def split_quotes(line: str) -> tuple[tuple[str, ...], str]:
    """Return the quote markers at the beginning of a line, and the line without them."""
    signs: list[str] = []
    at = 0
    while sign := _SIGN.match(line, at):
        signs.append(sign[1])
        at = sign.end()
    return tuple(signs), line[at:]


def strip_quotes(line: str, signs: Sequence[str]) -> str:
    """Return a line without these quote markers at its beginning.

    Other markers belong to the text, as in `> 3 days late` in a form that is not quoted.
    """
    at = 0
    for expected in signs:
        sign = _SIGN.match(line, at)
        if not sign or sign[1] != expected:
            break
        at = sign.end()
    return line[at:]
