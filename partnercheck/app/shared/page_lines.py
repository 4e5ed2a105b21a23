"""The lines of a page above and below its body: the header and the message."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.app.shared.widgets.lines import (
    PROBLEM,
    Line,
    Span,
    line,
    problem_line,
    title_line,
)
from partnercheck.base.cells import fitted, wrapped


def header_lines(title: str, right: str, below: str, last: Line | None, width: int) -> list[Line]:
    """Return a line with the title and `right`, then the text `below`, then the line `last`."""
    lines = [title_line(title, right, width)]
    if below:
        lines.append(line(" ", Span(fitted(below, max(0, width - 2)), "dim")))
    if last is not None:
        lines.append(last)
    return lines


def message_lines(text: str, look: str, width: int, most: int) -> Sequence[Line]:
    """Return the lines of a message, at most `most`, in the style `look`.

    A message in the look `PROBLEM` begins with a file, which stands out.
    """
    texts = wrapped(text, max(1, width - 2), most)
    if look != PROBLEM:
        return [line(" ", Span(each, look)) for each in texts]
    first, *others = texts or [""]
    return [(Span(" "), *problem_line(first)), *(line(" ", each) for each in others)]
