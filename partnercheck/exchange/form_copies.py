"""The lines of a returned text form, and which of its copies is read.

Invariant: answers are read from one copy only, the newest. A question without a mark in that copy
is unanswered, whatever an older copy says. A reply may quote older copies below itself; a copy is
recognised by its header, its end and the number of quote markers before its lines. The newest copy
is the least deeply quoted one; of equally quoted copies, the first:

    Vendor: acme             depth 0: the newest copy
    [time-plan] ... [x] 3
    > Vendor: acme           depth 1: an older copy, not read
    > [time-plan] ... [x] 1

Everything between "Neither side had an occasion" or "What happened, and when:" and the line
"Basis:" is a person's text. A header, an id or the form's end inside such a text is ignored.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

from partnercheck.exchange.form_read import BASIS_AS_SENT
from partnercheck.exchange.form_texts import BASIS, EVIDENCE, KEYS, pattern
from partnercheck.exchange.form_write import END, NO_OCCASION
from partnercheck.exchange.quoting import split_quotes, strip_quotes
from partnercheck.formats.decoding import LINE_END

KEY = re.compile(rf"\s*({'|'.join(KEYS)})\s*:(.*)", re.IGNORECASE)
ID = re.compile(r"\s*\[([a-z0-9-]+)\]\s*(?:(?=\d+\s*[.)]\s)|$)")
_NUMBERED = re.compile(r"\s*\d+\s*[.)]\s")
# Invisible marks for breaks, joins and directions. The joiners that some scripts need are kept.
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_OPENS_TEXT = re.compile(rf"{pattern(EVIDENCE)}|{pattern(NO_OCCASION)}")
_BASIS = re.compile(rf"\s*{BASIS}")


class Line(NamedTuple):
    """A line of the file."""

    number: int
    raw: str  # the whole line
    signs: tuple[str, ...]  # its quote markers
    text: str  # the text after the quote markers


class Region(NamedTuple):
    """The lines of one item, from the end of its id to the next item."""

    item: str
    first: Line
    lines: list[Line]

    @property
    def text(self) -> str:
        """The region's text, without the quote markers that stand before its id."""
        return "\n".join(strip_quotes(line.raw, self.first.signs) for line in self.lines)


@dataclass
class Copy:
    """One copy of the form."""

    depth: int  # how many quote markers its lines have
    header: list[Line] = field(default_factory=list)  # empty if the copy has no header
    regions: list[Region] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The number of the copy's first line."""
        return (self.header or [self.regions[0].first])[0].number

    @property
    def stray_lines(self) -> list[Line]:
        """The lines of the header that are neither blank nor one of its entries."""
        return [e for e in self.header if e.text.strip() and not KEY.match(e.text)]


class Unknown(NamedTuple):
    """An id that stands where a question's id should be, but that no question has."""

    id: str
    line: Line


def form_lines(text: str) -> list[Line]:
    """Return the lines of a file, without invisible characters."""
    lines = []
    for number, raw in enumerate(LINE_END.split(_INVISIBLE.sub("", text)), 1):
        lines.append(Line(number, raw, *split_quotes(raw)))
    return lines


def without_headings(
    lines: Sequence[Line], known: Set[str], heading: re.Pattern[str]
) -> Sequence[Line]:
    """Return the lines without the headings of the form's parts.

    A heading in a person's text is kept.
    """
    headings = {n for n, line in enumerate(lines) if heading.fullmatch(line.text.strip())}
    if not headings:
        return lines
    headings -= text_lines(lines, known)
    return [line for n, line in enumerate(lines) if n not in headings]


def _headers(lines: Sequence[Line], texts: Set[int]) -> dict[int, list[Line]]:
    """Return the lines of each header, from `Vendor:` to a question or the form's end."""
    starts = [n for n in range(len(lines)) if n not in texts and starts_header(lines, n)]
    headers = {}
    for start, end in pairwise([*starts, len(lines)]):
        block = lines[start:end]
        ends = (n for n, line in enumerate(block) if ID.match(line.text) or _is_end(line))
        headers[start] = list(block[: next(ends, len(block))])
    return headers


def copies(lines: Sequence[Line], known: Set[str]) -> tuple[list[Copy], list[Unknown]]:
    """Return the copies of the form, newest first, and the unknown ids in the newest copy.

    An item may occur twice in one copy. A header without questions counts as an older copy.
    """
    texts = text_lines(lines, known)
    newest_first: list[Copy] = []
    unknown: list[tuple[Copy | None, Unknown]] = []
    by_start = _headers(lines, texts)
    current: Copy | None = None
    region: Region | None = None
    open_copies: list[Copy] = []
    for n, line in enumerate(lines):
        named = ID.match(line.text) if n not in texts else None
        # A header or the form's end closes all open copies: later questions do not belong to them.
        if header := by_start.get(n):
            current, region = Copy(len(line.signs), header), None
            open_copies = [current]
            newest_first.append(current)
        elif n not in texts and _is_end(line):
            current = region = None
            open_copies = []
        elif named and named[1] in known:
            current = _copy_of(named[1], line, open_copies)
            if current is None:
                current = Copy(len(line.signs))
                open_copies.append(current)
                newest_first.append(current)
            rest = line._replace(raw=strip_quotes(line.raw, line.signs)[named.end() :])
            region = Region(named[1], line, [rest])
            current.regions.append(region)
        elif named and _NUMBERED.match(below(lines, n)):
            unknown.append((current, Unknown(named[1], line)))
            region = None
        elif region:
            region.lines.append(line)
    # The sort is stable: of equally quoted copies, the first in the file stays first.
    newest_first.sort(key=lambda copy: (not copy.regions, copy.depth))
    return newest_first, [each for copy, each in unknown if copy in (None, *newest_first[:1])]


def _copy_of(item: str, line: Line, open_copies: Sequence[Copy]) -> Copy | None:
    """Return the copy that a question belongs to; None if it begins a copy without a header."""
    depth = len(line.signs)
    if same := [copy for copy in open_copies if copy.depth == depth]:
        return same[-1]
    # A more deeply quoted question belongs to an older copy whose header is missing. A less deeply
    # quoted one has lost its quote marker, unless the copy already has the item.
    if not open_copies or depth > max(copy.depth for copy in open_copies):
        return None
    last = open_copies[-1]
    return None if any(region.item == item for region in last.regions) else last


def text_lines(lines: Sequence[Line], known: Set[str]) -> set[int]:
    """Return the positions of the lines that people have written.

    A text ends at its line `Basis:`. If that line is missing or was changed, the text ends at the
    next question. In that case, only the lines above the first line that begins with `Basis:` are
    returned.
    """
    text = "\n".join(line.text for line in lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    opens = {bisect_right(starts, each.end()) - 1 for each in _OPENS_TEXT.finditer(text)}
    closes = {bisect_right(starts, each.start()) - 1 for each in BASIS_AS_SENT.finditer(text)}
    positions: set[int] = set()
    # The lines since a text has begun, and how many of them come before the first `Basis:`. A
    # person may have written that word, so it ends a text only if no unchanged `Basis:` line
    # follows.
    opened: list[int] | None = None
    surely: int | None = None
    for n, line in enumerate(lines):
        if n in closes:
            positions.update(opened or ())
            opened = surely = None
        elif _starts_question(lines, n, known):
            # The line Basis: of the previous question was changed or removed.
            positions.update((opened or [])[: surely or 0])
            opened = surely = None
        elif opened is not None:
            surely = len(opened) if surely is None and _BASIS.match(line.text) else surely
            opened.append(n)
        if n in opens and opened is None:
            opened = []
    return positions | set((opened or [])[: surely or 0])


def _starts_question(lines: Sequence[Line], n: int, known: Set[str]) -> bool:
    """Return whether a question begins at a line: its id, followed by its number."""
    named = ID.match(lines[n].text)
    if not named or named[1] not in known:
        return False
    return named.end() < len(lines[n].text) or bool(_NUMBERED.match(below(lines, n)))


def starts_header(lines: Sequence[Line], n: int) -> bool:
    """Return whether a header begins at a line: `Vendor:`, followed by another header line."""
    first = KEY.match(lines[n].text)
    second = KEY.match(below(lines, n))
    return bool(first and second and first[1].lower() == "vendor" != second[1].lower())


def below(lines: Sequence[Line], n: int) -> str:
    """Return the text of the next line that is not blank, up to four lines below."""
    return next((line.text for line in lines[n + 1 : n + 5] if line.text.strip()), "")


def _is_end(line: Line) -> bool:
    return line.text.strip() == END
