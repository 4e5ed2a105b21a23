"""A condition's score as text: a number or a range, and whether a question holds its state down."""

from __future__ import annotations

from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Instrument, State
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.signs import HELD_DOWN, NOT_ASSESSED, Sign, state_sign
from partnercheck.rules.conditions import state_of
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor

# The most cells that a score may have if a blank precedes it, in a column of five cells.
MOST_WITH_BLANK = 3


class Score(Record, frozen=True):
    """A condition's score as text, and the range of its state."""

    number: str  # at most five cells: a number, or a range; `·` if nothing is assessed
    low: State  # the lowest possible state
    high: State  # the highest possible state
    held_down: bool = False  # whether a question keeps the state below the score's own state

    @property
    def sign(self) -> Sign:
        """The sign of the state."""
        return (
            NOT_ASSESSED if self.number == NOT_ASSESSED.glyph else state_sign(self.low, self.high)
        )

    @property
    def text(self) -> str:
        """The score after its state's glyph, with a sign if held down; a range has no glyph."""
        settled = self.low == self.high and "–" not in self.number
        # In a column of five cells there is no blank before "100↧".
        blank = "" if len(self.plain) > MOST_WITH_BLANK else " "
        return f"{self.sign.glyph}{blank}{self.plain}" if settled else self.plain

    @property
    def plain(self) -> str:
        """The score, with a sign if a question holds its state down."""
        return f"{self.number}{HELD_DOWN.glyph if self.held_down else ''}"

    @property
    def words(self) -> str:
        """The score, with the state in place of the sign."""
        return f"{self.number} {self.low}" if self.held_down else self.number


def scored(judged: JudgedVendor, condition: ConditionVerdict) -> Score:
    """Return a condition's score or range, and the range of its state."""
    low, high = condition.state_low, condition.state_high
    if not judged.verdict.assessed:
        return Score(NOT_ASSESSED.glyph, low, high)
    is_low = held_down(judged.instrument, condition)
    return Score(span(condition.low, condition.high), low, high, is_low)


def held_down(instrument: Instrument, condition: ConditionVerdict) -> bool:
    """Return whether a question holds a condition below the state that its score alone has."""
    settled = points(condition.low) == points(condition.high)
    return settled and condition.state_low != state_of(instrument, condition.low, ())


def marked_span(instrument: Instrument, condition: ConditionVerdict) -> str:
    """Return a condition's score or range, with a sign if a question holds its state down."""
    held = instrument.classifies and held_down(instrument, condition)
    return f"{span(condition.low, condition.high)}{HELD_DOWN.glyph if held else ''}"
