"""Conflict markers: finding them, writing them around two versions, separating the versions again.

The markers of one conflict are `<<<<<<< label`, perhaps `||||||| label` above the common ancestor,
`=======` and `>>>>>>> label`. They all have the same length: 7, unless `conflict-marker-size` or a
merge of merge bases sets another one. Shorter lines of this form, such as `> quoted`, are ordinary
text, unless they form a whole conflict.

Invariant: `sides` returns the two versions from which a marked text was made (except blank lines at
the start of both), or None; it never mixes the versions. In

    [answers.a]
    <<<<<<< ours
    score = 3
    =======
    score = 1
    >>>>>>> theirs

our version is `[answers.a]`, `score = 3`; theirs is `[answers.a]`, `score = 1`. If a version itself
contains markers, such as evidence that quotes a diff, longer markers are written around it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

MARKER_SIZE = 7

_MARKER = re.compile(r"^(([<|>])\2*(?: [^\n]*)?|=+)\r?$", re.MULTILINE)
# A text without any of these has no conflict, so most texts need no further search.
_SIGNS = ("\n=", "<<<<<<<", "=======", ">>>>>>>", "|||||||")


class Marker(NamedTuple):
    """A line that could be a conflict marker."""

    sign: str  # the repeated character
    size: int  # how many of these characters it has
    start: int  # its offset in the text


class _Hunk(NamedTuple):
    """One conflict in a list of lines: the numbers of its first, middle and last marker.

    `base` is the marker above the common ancestor, or the middle one if there is none.
    """

    first: int
    base: int
    middle: int
    last: int


def first_marker(text: str) -> Marker | None:
    """Return the first line that shows a merge conflict; None without a conflict.

    A single marker counts too, if it has at least the usual length.
    """
    if not any(sign in text for sign in _SIGNS):
        return None
    markers = list(_markers(text))
    stray = filter(_is_stray, markers)
    return min([*stray, *_openings(markers)], key=lambda marker: marker.start, default=None)


def longest_marker(text: str) -> int:
    """Return the length of the longest line that could be a conflict marker; 0 if there is none."""
    return max((marker.size for marker in _markers(text)), default=0)


def _markers(text: str) -> Iterator[Marker]:
    for match in _MARKER.finditer(text):
        word = match[1].split(" ", 1)[0]
        yield Marker(word[0], len(word), match.start())


def _is_stray(marker: Marker) -> bool:
    """Return whether a single marker shows a conflict.

    Rows of more than 7 `=` do not, because people underline titles with them.
    """
    return marker.size == MARKER_SIZE or (marker.size > MARKER_SIZE and marker.sign != "=")


def _openings(markers: list[Marker]) -> list[Marker]:
    """Return the first marker of every whole conflict, of any size."""
    # All markers of one conflict have the same size, so each size has a state of its own.
    opened: dict[int, Marker] = {}
    divided: dict[int, Marker] = {}
    openings = []
    for marker in markers:
        if marker.sign == "<":
            opened[marker.size] = marker
            divided.pop(marker.size, None)
        elif marker.sign == "=" and marker.size in opened:
            divided[marker.size] = opened[marker.size]
        elif marker.sign == ">" and marker.size in divided:
            openings.append(divided.pop(marker.size))
            del opened[marker.size]
    return openings


def marked(ours: str, theirs: str, subject: str = "", size: int = MARKER_SIZE) -> str:
    """Return two versions of the same lines between git's markers.

    The markers are labelled with the `subject` of the conflict, such as an item's id. Blank lines
    at the start of both versions are written once, above the markers.
    """
    before = ""
    while ours[:1] == theirs[:1] == "\n":
        before, ours, theirs = before + "\n", ours[1:], theirs[1:]
    label = f": {subject}" if subject else ""
    return (
        f"{before}{'<' * size} ours{label}\n{_whole_lines(ours)}{'=' * size}\n"
        f"{_whole_lines(theirs)}{'>' * size} theirs{label}\n"
    )


def marked_lines(ours: str, theirs: str, subject: str = "", size: int = MARKER_SIZE) -> str:
    """Return two versions of a text, with markers around the lines that differ."""
    return _marked_parts(_lines(ours), _lines(theirs), subject, size)


def marked_tables(ours: str, theirs: str, size: int = MARKER_SIZE) -> str:
    """Return two versions of a text, with markers around the tables that differ.

    The texts need not be valid TOML: every line that begins with a bracket is taken for the start
    of a table. The markers are longer than any marker in the two versions, so that the versions can
    be separated again.
    """
    size = _safe_size(ours, theirs, size)
    return _marked_parts(_TABLE.split(ours), _TABLE.split(theirs), "", size)


def marked_whole(ours: str, theirs: str, size: int = MARKER_SIZE) -> str:
    """Return two whole versions of a text between markers, even if parts of them are equal."""
    return marked(ours, theirs, "", _safe_size(ours, theirs, size))


def _safe_size(ours: str, theirs: str, size: int) -> int:
    longest = max(longest_marker(ours), longest_marker(theirs))
    return size if longest < size else longest + 1


# More parts than this are not compared: the time grows with the square of their number.
_MOST_COMPARED = 2000
_TABLE = re.compile(r"^(?=[ \t]*\[)", re.MULTILINE)


def _marked_parts(ours: list[str], theirs: list[str], subject: str, size: int) -> str:
    if max(len(ours), len(theirs)) > _MOST_COMPARED:
        return marked("".join(ours), "".join(theirs), subject, size)
    parts: list[str] = []
    # Without autojunk: it would ignore lines that occur often, such as `basis = "observed"`.
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, False).get_opcodes():
        if kind == "equal":
            parts += ours[a:b]
        else:
            parts.append(marked("".join(ours[a:b]), "".join(theirs[c:d]), subject, size))
    return "".join(parts)


def _whole_lines(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _lines(text: str) -> list[str]:
    """Return lines with their line ends. `str.splitlines` would also split at U+2028 and others."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def sides(text: str) -> tuple[str, str] | None:
    """Return the two versions in a text with conflict markers; None if they cannot be separated.

    Texts without markers, with an incomplete conflict or with nested conflicts cannot be separated.
    The common ancestor, which git can write between the two versions, is left out.
    """
    lines = _lines(text.replace("\r\n", "\n"))
    hunks = _hunks(lines)
    if not hunks:
        return None
    ours, theirs = list[str](), list[str]()
    at = 0
    for hunk in hunks:
        ours += lines[at : hunk.first] + lines[hunk.first + 1 : hunk.base]
        theirs += lines[at : hunk.first] + lines[hunk.middle + 1 : hunk.last]
        at = hunk.last + 1
    both = "".join(ours + lines[at:]), "".join(theirs + lines[at:])
    # A remaining marker belongs to a conflict that could not be separated.
    return None if any(map(first_marker, both)) else both


def _hunks(lines: list[str]) -> list[_Hunk]:
    """Return the conflicts in a text's lines; if conflicts are nested, only the outermost."""
    markers = [(number, marker) for number, line in enumerate(lines) for marker in _markers(line)]
    hunks: list[_Hunk] = []
    end = -1
    for at, (number, marker) in enumerate(markers):
        # A conflict inside another conflict belongs to the text of a version.
        if number > end and marker.sign == "<" and (hunk := _hunk(markers, at)):
            hunks.append(hunk)
            end = hunk.last
    return hunks


def _hunk(markers: list[tuple[int, Marker]], at: int) -> _Hunk | None:
    """Return the conflict that begins with one of these markers; None if it is incomplete."""
    first, opening = markers[at]
    base = middle = None
    for index in range(at + 1, len(markers)):
        number, marker = markers[index]
        if marker.size != opening.size:
            # Part of a version: the markers around a version are longer than any marker in it.
            continue
        if marker.sign == "<":
            return None
        if marker.sign == "|" and base is None and middle is None:
            base = number
        elif marker.sign == "=" and middle is None:
            middle = number
        elif marker.sign == "=":
            return None
        elif marker.sign == ">" and middle is not None:
            return _Hunk(first, middle if base is None else base, middle, number)
    return None
