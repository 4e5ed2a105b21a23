"""Scores as coloured bars, for the rows of a table."""

from __future__ import annotations

from partnercheck.app.shared.widgets.lines import Line, Span
from partnercheck.questionnaires.records import States
from partnercheck.questionnaires.scores import points
from partnercheck.report.signs import Scored, range_bar

NARROWEST_BAR = 10


def bar_cell(scored: Scored, states: States, width: int) -> Line:
    """Return a score or its range as a bar with ticks where *partial* and *present* begin."""
    return tuple(
        Span(piece.text, "label" if piece.tone == "dim" else piece.tone)
        for piece in range_bar(scored, states, width)
    )


def scale_cell(scored: Scored, states: States, width: int) -> Line:
    """Return the thresholds as numbers that end above the ticks of a bar of this width.

    If the ticks are too close for that, the second number begins above its tick.
    """
    bar = "".join(piece.text for piece in range_bar(scored, states, width))
    ticks = [at for at, glyph in enumerate(bar) if glyph in "┿┊"]
    text = ""
    for tick, limit in zip(ticks, (states.partial, states.present), strict=False):
        number = f"{points(limit)}"
        if not text or tick + 1 - len(number) > len(text):
            text = f"{text:<{max(0, tick + 1 - len(number))}}{number}"
        elif tick > len(text):
            text = f"{text:<{tick}}{number}"
    return (Span(text, "label"),)
