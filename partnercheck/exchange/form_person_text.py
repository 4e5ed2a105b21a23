"""Reading a person's text in a returned form, and finding text where none belongs."""

from __future__ import annotations

import re
from typing import NamedTuple

from partnercheck.base.cells import excerpt
from partnercheck.base.text import clean
from partnercheck.exchange.form_marks import (
    AmbiguousItemError,
)
from partnercheck.exchange.form_texts import SIGNS, unwrapped

# A line such as `[x] 3` in a person's text: it may be a line of the form that a program has moved.
# As in BOX, `*+` never backtracks.
_LOOKS_MARKED = re.compile(
    rf"\s*+(?:[\[({{]\s*+(?:{SIGNS}|[vV*+.-])?+\s*+[\])}}]|{SIGNS}\s*+[\])]|[☐☒☑])"
    r"\s*+[0-4unUN](?!\w)"
)


class Stray(NamedTuple):
    """A text that is not part of an answer."""

    at: int  # the offset of the text in the item
    text: str


def person_text(text: str, begin: int, end: int) -> str:
    """Return a person's text. Raises AmbiguousItemError if a line may belong to the form."""
    at = begin
    for line in text[begin:end].split("\n"):
        if _LOOKS_MARKED.match(line):
            message = f'has "{excerpt(line.strip())}" where there should be only text'
            raise AmbiguousItemError(
                message, "Put a backslash (\\) before it if it belongs to the text", at
            )
        at += len(line) + 1
    # Cleaned first: a line may hold nothing but a character that is dropped.
    return unwrapped(clean(text[begin:end], lines=True))


def first_line(text: str) -> Stray | None:
    """Return the first line that is not blank, with its offset."""
    match = re.search(r"\S[^\n]*", text)
    return Stray(match.start(), match[0].rstrip()) if match else None
