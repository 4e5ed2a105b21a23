"""The visual language: the glyph, the word and the tone of each part of a verdict.

Everything that shows a verdict takes its signs from here: screens, tables on a terminal, and the
HTML report. A tone is the name of a style; screens, terminals and HTML each have their own colour
for it. No meaning depends on a colour: the glyph and the word say the same.

    state      ✓ present    ~ partial    ✗ weak    ~–✓ open, if several are possible
    class      the glyph, name and short name in the questionnaire; ◊ if several are possible
    direction  ↑ better     ↓ worse    ↕ unclear
    target     ✓ reached    ✗ missed    + exceeded    ? open
    agreement  □ open       ⚑ overdue    ✓ done, kept    – dropped
    attention  ! warning    * caveats    ↧ kept lower    ≷ far apart
    score      a bar from 0 to 100 with ticks where *partial* and *present* begin: solid up to the
               lowest possible score, dashed up to the highest

A sign means the same everywhere: `MEANINGS` has every sign, with the words that explain it. A text
that asks for attention begins with its sign, which `sign_of` finds.

For example, a score of 32 to 89, in 20 cells:

    ━━━━━━╍╍┿╍╍╍╍┿╍╍╍╍╍
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple, Protocol

from partnercheck.base.records import GoalState, PromiseState
from partnercheck.questionnaires.records import Instrument, State, States
from partnercheck.questionnaires.scores import points
from partnercheck.rules.records import Verdict
from partnercheck.rules.trend import Direction

# Good, fair and poor are the colours of the states; a note asks for attention.
Tone = Literal["", "good", "fair", "poor", "note", "dim"]


class Sign(NamedTuple):
    """A glyph of one to three cells, a word that means the same, and a tone."""

    glyph: str
    word: str
    tone: Tone = ""

    def __str__(self) -> str:
        return f"{self.glyph} {self.word}"


NOT_ASSESSED = Sign("·", "not assessed", "dim")
WARNING = Sign("!", "warning", "note")
LATE = Sign("⚑", "overdue", "note")
CAVEATS = Sign("*", "has caveats", "note")
# After a score: one question holds the state below what the score alone would give.
HELD_DOWN = Sign("↧", "kept lower by one question", "note")
# After a gap: the views of the two sides are far apart.
FAR_APART = Sign("≷", "far apart", "note")
DIFFERS = Sign("≠", "differs", "note")
MARKED = Sign("◆", "marked")
ADVICE = Sign("→", "what to do next")
# Beside an answer; beside the label of a field.
EVIDENCE = Sign("¶", "with evidence")
REQUIRED = Sign("◦", "required")
# Signs in front of a text that asks for attention.
ATTENTION = (WARNING, LATE, FAR_APART)

# The signs of key goals, promises and meetings; if open after their day, these are overdue.
AGREEMENT_SIGNS: Mapping[GoalState | PromiseState, Sign] = {
    "open": Sign("□", "open"),
    "done": Sign("✓", "done", "good"),
    "kept": Sign("✓", "kept", "good"),
    "late": Sign("✓", "kept late", "fair"),
    "dropped": Sign("–", "dropped", "dim"),
}
HELD = Sign("✓", "held", "good")
NO_MEETING = Sign("·", "none yet", "dim")

# The signs of people: they have left, have answers to give, have answered, or were not asked.
LEFT = Sign("–", "left", "dim")
TO_COME = Sign("□", "still to come")
ANSWERED = Sign("✓", "answered", "good")
NOT_ASKED = Sign("·", "not asked", "dim")

STATE_SIGNS: Mapping[State, Sign] = {
    "present": Sign("✓", "present", "good"),
    "partial": Sign("~", "partial", "fair"),
    "weak": Sign("✗", "weak", "poor"),
}


class Scored(Protocol):
    """A condition or facet, of one side or of both sides, with the range of its score and state."""

    @property
    def low(self) -> float:
        """The lowest possible score, 0 to 100."""

    @property
    def high(self) -> float:
        """The highest possible score, 0 to 100."""

    @property
    def state_low(self) -> State:
        """The lowest possible state."""

    @property
    def state_high(self) -> State:
        """The highest possible state."""


# Maps each sign to the words that stand beside it on every screen and in every report.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "✓": ("present", "reached", "done", "kept", "kept late", "held", "answered", "filed"),
    "~": ("partial",),
    "✗": ("weak", "missed"),
    "↑": ("better",),
    "↓": ("worse",),
    "=": ("the same",),
    "?": ("still open",),
    "↕": ("unclear",),
    "+": ("exceeded",),
    "□": ("open", "still to come", "not filed"),
    "⚑": ("overdue",),
    "–": ("dropped", "left"),
    "·": ("not assessed", "none yet", "not asked", "no answer yet"),
    "!": ("warning",),
    "*": ("has caveats",),
    "↧": ("kept lower by one question",),
    "≷": ("far apart",),
    "≠": ("differs",),
    "¶": ("with evidence",),
    "◦": ("required",),
    "◆": ("marked",),
    "→": ("what to do next",),
}


def sign_of(text: str) -> Sign | None:
    """Return the sign of attention that a text begins with, if there is one."""
    return next((sign for sign in ATTENTION if text.startswith(f"{sign.glyph} ")), None)


def without_sign(text: str) -> str:
    """Return a text without the sign of attention in front of it."""
    sign = sign_of(text)
    return text.removeprefix(f"{sign.glyph} ") if sign else text


def state_sign(low: State, high: State) -> Sign:
    """Return the sign of a state, or of a range of states: `~–✓ open`."""
    if low == high:
        return STATE_SIGNS[low]
    return Sign(f"{STATE_SIGNS[low].glyph}–{STATE_SIGNS[high].glyph}", "open")


class ClassSign(NamedTuple):
    """The sign of a class or of a range of classes."""

    glyph: str
    name: str  # such as "Near partner", or "Steady–Partner" for a range
    short: str  # such as "Near", or "Steady–Partner" for a range

    def __str__(self) -> str:
        return f"{self.glyph} {self.name}"


OPEN_CLASS = "◊"


def class_sign(instrument: Instrument, verdict: Verdict) -> ClassSign:
    """Return the sign of a verdict's class, or of the range of classes that are possible."""
    if not verdict.assessed:
        return ClassSign(NOT_ASSESSED.glyph, "Not assessed", "Not assessed")
    low, high = (instrument.class_named(end) for end in (verdict.worst_class, verdict.best_class))
    if verdict.settled:
        return ClassSign(low.glyph, low.name, low.short)
    between = f"{low.short}–{high.short}"
    return ClassSign(OPEN_CLASS, between, between)


def class_tone(instrument: Instrument, verdict: Verdict) -> Tone:
    """Return the tone of a settled class: that of the states for the best two classes.

    The others have none: to be a supplier is no fault.
    """
    if not verdict.assessed or not verdict.settled:
        return ""
    best_two: Sequence[Tone] = ("good", "fair")
    tones = {each.id: tone for each, tone in zip(instrument.classes, best_two, strict=False)}
    return tones.get(verdict.best_class, "")


DIRECTION_SIGNS: Mapping[Direction, Sign] = {
    "up": Sign("↑", "better", "good"),
    "down": Sign("↓", "worse", "poor"),
    "same": Sign("=", "the same"),
    "unclear": Sign("↕", "unclear", "dim"),
}

TargetState = Literal["none", "reached", "missed", "exceeded", "open"]
TARGET_SIGNS: Mapping[TargetState, Sign] = {
    "none": Sign("", "no target", "dim"),
    "reached": Sign("✓", "reached", "good"),
    "missed": Sign("✗", "missed", "poor"),
    "exceeded": Sign("+", "exceeded", "note"),
    "open": Sign("?", "still open"),
}


def target_state(instrument: Instrument, verdict: Verdict, target: str) -> TargetState:
    """Return whether a verdict reaches the target class; "open" while answers may decide that."""
    if not target:
        return "none"
    if not verdict.assessed:
        return "open"
    order = [vendor_class.id for vendor_class in instrument.classes]
    best, worst = order.index(verdict.best_class), order.index(verdict.worst_class)
    if best > order.index(target):
        return "missed"
    if worst < order.index(target):
        return "exceeded"
    return "reached" if verdict.settled and not verdict.provisional else "open"


def target_sign(instrument: Instrument, verdict: Verdict, target: str) -> Sign:
    """Return the sign that says whether a verdict reaches the target class."""
    return TARGET_SIGNS[target_state(instrument, verdict, target)]


class Piece(NamedTuple):
    """A part of a bar: its cells, and their tone."""

    text: str
    tone: Tone


# The cells of a bar: between the ticks, and a tick.
SOLID, DASHED, EMPTY = ("━", "┿"), ("╍", "┿"), (" ", "┊")


def range_bar(scored: Scored, states: States, width: int) -> tuple[Piece, ...]:
    """Return a score or its range as a bar of `width` cells, at least 5.

    The bar covers a tick exactly if the score reaches that threshold.
    """
    limits = [points(limit) for limit in (states.partial, states.present)]
    low, high = points(scored.low), points(scored.high)
    solid, end = (_cells(score, limits, width) for score in (low, high))
    if end == solid and low < high:
        # A range has at least one dashed cell, on the side where it covers no other tick.
        ticks = {_cells(limit, [], width) for limit in limits}
        solid, end = (solid, end + 1) if end < width and end + 1 not in ticks else (end - 1, end)
    tone = state_sign(scored.state_low, scored.state_high).tone
    ticks_at = {_cells(limit, [], width) - 1 for limit in limits}
    cells = [
        (glyphs[cell in ticks_at], tone if cell < end else "dim")
        for cell in range(width)
        for glyphs in [SOLID if cell < solid else DASHED if cell < end else EMPTY]
    ]
    return tuple(
        Piece("".join(glyph for glyph, _ in of_tone), each)
        for each, of_tone in groupby(cells, key=itemgetter(1))
    )


def _cells(score: int, limits: list[int], width: int) -> int:
    """Return how many cells of a bar a score covers."""
    cells = max((score * width + 50) // 100, min(score, 1))
    # Rounding must not carry a score over a threshold that it misses.
    return min([cells, *(_cells(limit, [], width) - 1 for limit in limits if score < limit)])
