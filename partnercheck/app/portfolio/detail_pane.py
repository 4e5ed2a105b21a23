"""The pane beside or below the portfolio: the vendor under the cursor, most important first.

Its texts share the available lines, and none is cut. At first each text gets its short form or, if
it has none, its first sentence. If there are more lines, first sentences replace the short forms,
and further sentences follow. For example, with 9 lines, 4 of them for the conditions:

    headline      2 lines
    conditions    4 lines
    target        1 line
    next          1 line: the short form, as the whole question needs two lines
    caveats       1 line: the first of two

The line above the pane says which key shows everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.geometry import Size

from partnercheck.app.portfolio.detail import Detail, Text
from partnercheck.app.shared.widgets.lines import Line, Span, line, problem_line
from partnercheck.app.shared.widgets.sized_lines import SizedLines
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.base.records import PERSPECTIVES
from partnercheck.questionnaires.records import Condition, States
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import SIDE_NAMES
from partnercheck.report.condition_scores import marked_span
from partnercheck.report.signs import range_bar, state_sign
from partnercheck.rules.records import ConditionVerdict

# What begins the reason in a headline.
_REASON = re.compile(r"[:;]|, because")
# From this width on, a condition takes one line, and from the second on it has both sides' scores.
ONE_LINE, WITH_SIDES, WIDE = 52, 72, 90
MOST_LABEL, NUMBER, STATE, SIDES = 18, 6, 9, 20
MOST_BAR, SHORT_BAR = 50, 20


class DetailPane(SizedLines):
    """The pane, which lays out its content for its own size."""

    def __init__(self) -> None:
        """Create an empty pane."""
        super().__init__(id="detail")
        self._detail: Detail | None = None
        # The lines of a vendor that is probably shown next.
        self._prepared: tuple[Detail, Size, Sequence[Line]] | None = None

    def show(self, detail: Detail | None) -> None:
        """Show a vendor, or nothing."""
        self._detail = detail
        self.show_page()

    def prepare(self, detail: Detail) -> None:
        """Lay out a vendor that is probably shown next."""
        if self.size.width and self.size.height:
            self._prepared = detail, self.size, laid_out(detail, *self.size)

    def _page(self) -> Sequence[Line]:
        if not self._detail or not self.size.width or not self.size.height:
            return ()
        if self._prepared and self._prepared[0] is self._detail and self._prepared[1] == self.size:
            return self._prepared[2]
        return laid_out(self._detail, *self.size)


def laid_out(detail: Detail, width: int, height: int) -> list[Line]:
    """Return the lines of the pane, at most `height`."""
    room = max(1, width - 2)
    bars = [each for pair in detail.conditions for each in _condition_lines(detail, *pair, room)]
    spare = height - len(bars)
    if spare < 1:
        bars, spare = [], height
    fits = (each for each in detail.headlines if len(wrapped(each, room)) <= spare)
    blocks = [_headline_lines(next(fits, detail.headlines[-1]), room, spare), bars]
    spare -= len(blocks[0])
    sentences = _fitting(detail.texts, room, spare)
    blocks += [
        _text_lines(*each, room, spare) for each in zip(detail.texts, sentences, strict=True)
    ]
    if_room = [(each.kind, _text_lines(each, each.sentences, room)) for each in detail.if_room]
    return _spaced([block for block in blocks if block], if_room, height)


def _fitting(texts: Sequence[Text], room: int, spare: int) -> list[Sequence[str]]:
    """Return the sentences of each text that fit in `spare` lines together."""
    selected: list[Sequence[str]] = [()] * len(texts)
    used = [0] * len(texts)

    def choose(number: int, sentences: Sequence[str]) -> bool:
        needed = _height(texts[number], sentences, room)
        if sum(used) - used[number] + needed > spare:
            return False
        selected[number], used[number] = sentences, needed
        return True

    for number, text in enumerate(texts):
        first = [text.short] if text.short else text.sentences[:1]
        if not choose(number, first) and text.is_needed:
            selected[number], used[number] = text.sentences, spare - sum(used)
    for number, text in enumerate(texts):
        if text.short:
            choose(number, text.sentences[:1])
    for count in range(2, 1 + max((len(text.sentences) for text in texts), default=0)):
        for number, text in enumerate(texts):
            # A sentence is not shown without those before it.
            if [*selected[number]] == [*text.sentences[: count - 1]]:
                choose(number, text.sentences[:count])
    return selected


def _height(text: Text, sentences: Sequence[str], room: int) -> int:
    return len(wrapped(" ".join(sentences), room - (2 if text.sign else 0)))


def _headline_lines(headline: str, room: int, most: int) -> list[Line]:
    """Return the lines of the headline, with the class in bold and the reason after it plain."""
    strong = len(_REASON.split(headline, maxsplit=1)[0])
    lines: list[Line] = []
    for text in wrapped(headline, room, most):
        lines.append(line(" ", Span(text[:strong], "strong"), text[strong:]))
        strong = max(0, strong - len(text) - 1)
    return lines


def _spaced(
    blocks: list[list[Line]], if_room: list[tuple[str, list[Line]]], height: int
) -> list[Line]:
    """Return the blocks and, below them, the texts `if_room` that fit in `height` lines.

    The blocks have blank lines between them if these fit. The texts below are each given with their
    group, and have a blank line between two groups.
    """
    used = sum(map(len, blocks))
    gaps = len(blocks) - 1 if used + len(blocks) - 1 <= height else 0
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        lines += [(), *block] if number and gaps else block
    last = ""
    for kind, block in if_room:
        added: list[Line] = [(), *block] if kind != last else block
        if len(lines) + len(added) <= height:
            lines += added
            last = kind
    return lines


def _text_lines(
    text: Text, sentences: Sequence[str], room: int, most: int | None = None
) -> list[Line]:
    """Return sentences of a text with its sign, in at most `most` lines."""
    if not sentences or most == 0:
        return []
    indent = 2 if text.sign else 0
    before = f"{text.label}: " if text.label else ""
    first, *others = wrapped(before + " ".join(sentences), room - indent, most)
    is_problem = text.is_needed
    look = text.tone if text.tone in ("strong", "dim", "poor") and not is_problem else ""
    # A narrow pane may divide the label.
    label = before if first.startswith(before) else ""
    start: Line = (Span(label, "label"), Span(first.removeprefix(label), look))
    if is_problem:
        start = problem_line(first)
    parts = [start, *(line(Span(each, look)) for each in others)]
    return [
        line(
            " ",
            *([Span(f"{text.sign if not n else ' '} ", text.tone)] if indent else []),
            *spans,
        )
        for n, spans in enumerate(parts)
    ]


def _condition_lines(
    detail: Detail, condition: Condition, verdict: ConditionVerdict, room: int
) -> list[Line]:
    """Return a condition's name, bar, score and state, and both sides' scores if there is room.

    A condition without any score has no bar, which would be dashed from 0 to 100.
    """
    assessed = detail.judged.verdict.assessed
    label = min(MOST_LABEL, max(width_of(each.name) for each, _ in detail.conditions))
    sign = state_sign(verdict.state_low, verdict.state_high)
    number = marked_span(detail.judged.instrument, verdict) if assessed else "–"
    state = Span(fitted(str(sign) if assessed else "", STATE), sign.tone)
    sides = _sides(verdict)
    states = detail.judged.instrument.states
    if room >= ONE_LINE:
        wide = room >= WITH_SIDES
        width = room - label - 1 - NUMBER - 2 - STATE - (SIDES if wide else 0)
        # Below a list of 80 cells, bars are most of what an arrow key makes the program send.
        width = min(width, SHORT_BAR if WITH_SIDES <= room < WIDE else MOST_BAR)
        after = Span(fitted(f" {sides}", SIDES)) if wide else Span("")
        bar = _bar(verdict, states, width, assessed)
        name = fitted(condition.name, label)
        return [line(f" {name} ", *bar, f"{number:>{NUMBER}}  ", state, after)]
    name = fitted(condition.name, max(1, room - NUMBER - 2 - STATE))
    width = max(8, room - SIDES)
    bar = _bar(verdict, states, width, assessed)
    return [
        line(f" {name}{number:>{NUMBER}}  ", state),
        line(" ", *bar, f"  {sides}"),
    ]


def _bar(verdict: ConditionVerdict, states: States, width: int, assessed: bool) -> list[Span]:
    if not assessed:
        return [Span(" " * width)]
    return [Span(*piece) for piece in range_bar(verdict, states, width)]


def _sides(verdict: ConditionVerdict) -> str:
    """Return both sides' scores, if both have answered."""
    if len(verdict.sides) < len(PERSPECTIVES):
        return ""
    parts = [
        f"{SIDE_NAMES[s]} {span(verdict.sides[s].low, verdict.sides[s].high)}" for s in PERSPECTIVES
    ]
    return ", ".join(parts)
