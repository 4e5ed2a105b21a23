"""A verdict in a few lines, for screens on which the user is about to act on it.

The class and the target come first, then a bar for each condition, then the caveats:

    ◑ Near partner   target: Partner ✗ missed
    Cultural alignment ━━━━━━━━━━━┿━━━━━━┿━━━━      82  ✓ present
    ...
    * our view only · quick form
"""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.app.shared.bars import bar_cell
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.condition_scores import marked_span
from partnercheck.report.signs import CAVEATS, OPEN_CLASS, class_sign, state_sign, target_sign
from partnercheck.report.words.verdict import range_and_so_far
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor

BETWEEN = " · "
# The cells of the score and of the state, and the bounds of a useful bar.
SCORE, STATE = 7, 9
LEAST_BAR, MOST_BAR = 8, 40
LEAST_NAME = 10

# A condition or facet: its name and its result.
Scored = tuple[str, ConditionVerdict]


def class_lines(judged: JudgedVendor, width: int, in_words: bool = True) -> list[Line]:
    """Return the lines of a vendor's class and target; if both fit, they share one line.

    Unless `in_words`, only the sign after the target says whether it is met.
    """
    instrument, verdict, target = judged.instrument, judged.verdict, judged.vendor.target
    class_text = str(class_sign(instrument, verdict))
    if verdict.class_so_far and not verdict.settled:
        class_text = f"{OPEN_CLASS} {range_and_so_far(instrument, verdict)}"
    lines = [line(Span(f" {each}", "strong")) for each in wrapped(class_text, max(1, width - 2))]
    if not target:
        return lines
    sign = target_sign(instrument, verdict, target)
    shown = str(sign) if in_words else sign.glyph
    named = f"target: {instrument.class_named(target).name} "
    if width_of(f" {class_text}   {named}{shown}") <= width:
        return [(*lines[0], Span("   "), Span(named), Span(shown, sign.tone))]
    return [*lines, line(" ", named, Span(shown, sign.tone))]


def condition_lines(conditions: Sequence[Scored], instrument: Instrument, width: int) -> list[Line]:
    """Return a line for each condition: its name, its bar, its score and its state."""
    room = width - 2
    least = SCORE + 2 + STATE
    name = max((width_of(each) for each, _ in conditions), default=0)
    name = max(LEAST_NAME, min(name, room - least))
    bar = min(MOST_BAR, room - name - 1 - least)
    return [
        line(
            " ",
            f"{fitted(each, name)} ",
            *(bar_cell(verdict, instrument.states, bar) if bar >= LEAST_BAR else ()),
            f"{marked_span(instrument, verdict):>{SCORE}}  ",
            Span(str(sign), sign.tone),
        )
        for each, verdict in conditions
        for sign in [state_sign(verdict.state_low, verdict.state_high)]
    ]


def caveat_lines(caveats: Sequence[str], width: int, most: int | None = None) -> list[Line]:
    """Return the caveats as short phrases one after the other, in at most `most` lines."""
    if not caveats:
        return []
    lines = wrapped(BETWEEN.join(caveats), max(1, width - 4), most)
    return [
        line(" ", Span(f"{' ' if number else CAVEATS.glyph} ", "note"), text)
        for number, text in enumerate(lines)
    ]
