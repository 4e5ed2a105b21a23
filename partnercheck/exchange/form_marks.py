"""Finding the marked lines of a question in a form that editors and e-mail programs have changed.

Invariant: a mark is read only if it can belong to one line alone. A form has a box before each
line. Programs move boxes to the right of their lines, and join and break lines, so a mark between
two lines may belong to either. Let L0 … Lk be the lines in the text, gap 0 the text before L0, and
gap i the text between L(i-1) and Li. Marks are read in two layouts only:

- Every line begins a line of text, as it was sent, with its box before it. A mark counts if every
  line up to it has a box too: the box in gap 0 can only be L0's, so the one in gap 1 can only be
  L1's, and so on. A single mark behind a line is accepted if all other lines have their box: then
  a person put it there.
- Lines were joined. Then no line may be missing, and each of the gaps 0 … k must hold exactly one
  box. `0 a [ ] 1 b [x] 2 c [ ]` has none in gap 0: its marked box may be that of 1 or of 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from partnercheck.base.cells import excerpt
from partnercheck.exchange.form_texts import EVIDENCE, SIGNS

# A mark, the longest form first: a box with a sign or a number in it, half a box with a sign, a
# sign alone. The possessive `*+` never backtracks, so that the time for a long line of spaces is
# linear.
BOX = re.compile(
    rf"(?P<empty>[\[(]\s*+_*+\s*+[\])]|☐)"
    rf"|(?P<marked>[\[(]\s*+(?:{SIGNS}++|[vV*+√]|yes)\s*+[\])]"
    rf"|(?:[\[(]\s*+)?{SIGNS}++(?!\w)(?:\s*+[\])])?)"
    rf"|[\[(]\s*+(?P<named>[0-4unUN])\s*+[\])]"
)
LEAVE_LINES = f'Leave the lines of the question as they are, and write any text below "{EVIDENCE}"'
_EITHER = "has a mark that may belong to either of two lines"
_PUT_BEFORE = "Put a box before every line, as in [ ] 2 and [x] 3"


class AmbiguousItemError(Exception):
    """Raised if an item is ambiguous; `at` is the offset of the problem in the item's text."""

    def __init__(self, message: str, remedy: str, at: int) -> None:
        super().__init__(message)
        self.remedy, self.at = remedy, at


class Label(NamedTuple):
    """A line of the form that can be marked."""

    key: str  # 0 to 4, u, n or a basis
    start: int  # the offset of its words in the item's text
    end: int


class _Gap(NamedTuple):
    """The boxes between two labels: True for a marked box."""

    behind: list[bool]  # the boxes on the line of the first label
    before: list[bool]  # the boxes on the line of the second label
    at: int  # an offset in the item's text, for messages


def find_labels(labels: Mapping[str, str], text: str, begin: int) -> list[Label]:
    """Return the labels in text order. Raises AmbiguousItemError if a label occurs twice."""
    found_labels: list[Label] = []
    for key, regex in labels.items():
        places = list(re.compile(rf"(?i)(?<!\w){regex}(?!\w)").finditer(text, begin))
        if len(places) > 1:
            message = f'has the line "{excerpt(places[1][0])}" twice'
            raise AmbiguousItemError(message, "Keep one of them", places[1].start())
        found_labels += [Label(key, place.start(), place.end()) for place in places]
    return sorted(found_labels, key=lambda label: label.start)


def find_marks(
    labels: Sequence[Label], always: Set[str], text: str, begin: int
) -> tuple[list[Label], int]:
    """Return the marked labels, and the offset of the text that follows the last label.

    Every form has the labels in `always`. Raises AmbiguousItemError if a mark may belong to two
    labels, or if no label is marked and a label or box is missing, since it may have been marked.
    """
    if not labels:
        return [], begin
    starts = [begin, *(label.end for label in labels)]
    in_lines = all("\n" in text[a.end : b.start] for a, b in pairwise(labels))
    gaps = [_gap(text, start, label) for start, label in zip(starts, labels, strict=False)]
    last, end = labels[-1], labels[-1].end
    if last.key != "n":
        # The text after the line for no occasion is its reason, even if it looks like a box.
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        gaps.append(_Gap(_boxes(text[end:line_end], end, ""), [], end))
        end = line_end
    missing = always - {label.key for label in labels}
    marks = _by_lines(labels, gaps) if in_lines else _by_count(labels, gaps, bool(missing))
    # An item without a mark is unanswered only if every line still has its box: a missing box may
    # have been the marked one.
    boxes = sum(bool(gap.before) for gap in gaps)
    if not marks and (boxes < len(labels) or missing):
        message = "has no mark, but its lines were changed"
        raise AmbiguousItemError(message, "Mark one with [x]", begin)
    return marks, end


def _by_lines(labels: Sequence[Label], gaps: Sequence[_Gap]) -> list[Label]:
    """Return the marked labels, for a layout in which each label begins a line of text."""
    own = [gap.before for gap in gaps[: len(labels)]]
    if behind := [n for n, gap in enumerate(gaps) if gap.behind]:
        n = behind[0]
        # The mark is that of line n-1 only if every other line still has its one box.
        others = [boxes for at, boxes in enumerate(own) if at != n - 1]
        sure = n > 0 and len(behind) == 1 and gaps[n].behind == [True]
        sure = sure and bool(others) and all(len(boxes) == 1 for boxes in others)
        if not sure and any(any(gap.behind) or any(gap.before) for gap in gaps):
            raise AmbiguousItemError(_EITHER, _PUT_BEFORE, gaps[n].at)
        moved = [labels[n - 1]] if sure else []
        return [*moved, *(labels[at] for at, boxes in enumerate(own) if any(boxes))]
    # No box is behind a line, so each box in the gap before a line belongs to that line, unless a
    # box is missing above: then the boxes may have moved by a line.
    for n, boxes in enumerate(own):
        # A mark before an empty box may have come from the line above.
        if any(boxes[:-1]) or (any(boxes) and not all(own[:n])):
            raise AmbiguousItemError(_EITHER, _PUT_BEFORE, labels[n].start)
    return [label for label, boxes in zip(labels, own, strict=True) if any(boxes)]


def _by_count(labels: Sequence[Label], gaps: Sequence[_Gap], missing: bool) -> list[Label]:
    """Return the marked labels, for joined lines: none unless each label has exactly one box."""
    boxes = [[*gap.behind, *gap.before] for gap in gaps]
    sure = not missing and all(len(own) == 1 for own in boxes[: len(labels)])
    sure = sure and not any(boxes[len(labels) :])
    for gap, own in zip(gaps, boxes, strict=True):
        if any(own) and not sure:
            raise AmbiguousItemError(_EITHER, _PUT_BEFORE, gap.at)
    return [label for label, own in zip(labels, boxes, strict=False) if any(own)] if sure else []


def _gap(text: str, start: int, label: Label) -> _Gap:
    """Return the boxes between the end of the previous label and this label."""
    lines = text[start : label.start].split("\n")
    own_at = label.start - len(lines[-1])
    if len(lines) == 1:
        return _Gap([], _boxes(lines[-1], own_at, label.key), own_at)
    at = start + len(lines[0]) + 1
    middle = "\n".join(lines[1:-1])
    if place := re.search(r"\S[^\n]*", middle):
        message = f'has "{excerpt(place[0])}" among its lines'
        raise AmbiguousItemError(message, LEAVE_LINES, at + place.start())
    return _Gap(_boxes(lines[0], start, ""), _boxes(lines[-1], own_at, label.key), start)


def _boxes(text: str, at: int, key: str) -> list[bool]:
    """Return for each box whether it is marked. Raises AmbiguousItemError for any other text."""
    marked = []
    place = 0
    for token in BOX.finditer(text):
        named = token["named"]
        if text[place : token.start()].strip() or (named and named.lower() != key):
            break
        marked.append(not token["empty"])
        place = token.end()
    if rest := text[place:].strip():
        message = f'has "{excerpt(rest)}", which cannot be interpreted, beside a line'
        raise AmbiguousItemError(message, LEAVE_LINES, at)
    return marked


def blanked(text: str, words: re.Pattern[str]) -> str:
    """Return a text in which blanks replace the matches of `words`; offsets stay the same."""
    return words.sub(lambda match: " " * len(match[0]), text)
