"""The progress of a questionnaire: one bar, with the numbers in words.

    ━━━━━━━━━············   11 of 28 answered
    ━━━━━━━━━╍╍╍·········   ━ 11 scored   ╍ 3 don't know   · 14 left

If there are several kinds of answers, the words have the glyphs of the bar, so that it can be read
without colours: solid for what is scored, dashed for *I don't know*, dots for what is left. A
question without an occasion needs no score, so it counts among the solid ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.app.shared.widgets.lines import Line, Span, line, line_width
from partnercheck.report.signs import DASHED, SOLID

LEFT = "·"
LEAST_BAR, MOST_BAR = 6, 40


class Part(NamedTuple):
    """A part of the bar: its number of questions, and what they have in common, in words."""

    number: int
    glyph: str
    words: str
    look: str = ""


def answer_line(scored: int, no_occasion: int, unknown: int, unanswered: int, width: int) -> Line:
    """Return the progress bar of one person's questionnaire."""
    none = f", {no_occasion} no occasion" if no_occasion else ""
    done = scored + no_occasion
    parts = [
        Part(done, SOLID[0], f"{scored} scored{none}", "good"),
        Part(unknown, DASHED[0], f"{unknown} don't know", "fair"),
        Part(unanswered, LEFT, f"{unanswered} left", "label"),
    ]
    if no_occasion or unknown:
        return _progress_line(parts, _explained(parts), width)
    words = f"{done} of {done + unanswered} answered"
    return _progress_line(parts, [Span("  "), Span(words)], width)


def complete_line(complete: int, total: int, width: int) -> Line:
    """Return the bar of a group's questionnaire."""
    parts = [Part(complete, SOLID[0], "", "good"), Part(total - complete, LEFT, "", "label")]
    return _progress_line(parts, [Span("  "), Span(f"{complete} of {total} complete")], width)


def _explained(parts: Sequence[Part]) -> list[Span]:
    """Return the words of the parts that are not empty, each with its glyph in the bar."""
    words: list[Span] = []
    for part in parts:
        if part.number:
            words += [Span("  "), Span(f"{part.glyph} ", part.look), Span(part.words)]
    return words


def _progress_line(parts: Sequence[Part], words: Sequence[Span], width: int) -> Line:
    """Return the bar, as wide as the room allows, and the words."""
    room = min(MOST_BAR, width - 2 - line_width(tuple(words)))
    if room < LEAST_BAR:
        return line(" ", *words[1:])
    cells = _shared_out([part.number for part in parts], room)
    bar = [Span(part.glyph * count, part.look) for part, count in zip(parts, cells, strict=True)]
    return line(" ", *bar, *words)


def _shared_out(counts: Sequence[int], room: int) -> list[int]:
    """Divide the cells among the parts in proportion; each part that has any gets at least one."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    cells = [max(1, count * room // total) if count else 0 for count in counts]
    # Rounding may leave cells over, or use too many; the largest part makes up for that.
    cells[counts.index(max(counts))] += room - sum(cells)
    return cells
