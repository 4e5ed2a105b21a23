"""The pane beside or below the portfolio: the vendor under the cursor, most important first.

Its texts share the lines that there are. For example, with 9 lines, 4 of them for the conditions:

    headline      2 lines, as it is the first to get more than one
    conditions    4 lines
    target        1 line, cut with an ellipsis if it needs two
    caveats       1 line
    next          1 line

A text that finds no line is left out; the line above the pane says which key shows everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.geometry import Size

from partnercheck.app.portfolio.row_data import PortfolioRow
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.app.shared.widgets.sized_lines import SizedLines
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.base.records import PERSPECTIVES
from partnercheck.questionnaires.records import Condition, States
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import SIDE_NAMES
from partnercheck.report.listing import awaited_answers, in_short
from partnercheck.report.signs import (
    ADVICE,
    CAVEATS,
    LATE,
    OWES,
    WARNING,
    range_bar,
    state_sign,
    without_sign,
)
from partnercheck.report.words.ask_next import ask_next
from partnercheck.report.words.caveats import vendor_caveats
from partnercheck.report.words.lenses import warning_texts
from partnercheck.report.words.movers import movers_of
from partnercheck.report.words.reasons import stops_in_short, why
from partnercheck.report.words.steps import way_up
from partnercheck.report.words.target import at_target, target_and_found
from partnercheck.report.words.verdict import headline
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts, judge_vendor
from partnercheck.verdicts.lenses import lenses
from partnercheck.workspace.goals import open_goals
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.vendor_filter import fact_keys, key_label, value_text

# From this width on, a condition takes one line, and from the second on it has both sides' scores.
ONE_LINE, WITH_SIDES, WIDE = 52, 72, 90
MOST_LABEL, NUMBER, STATE, SIDES = 18, 6, 9, 20
MOST_BAR, SHORT_BAR = 50, 20
MOST_PLACES = 2
# The headline gets so many lines before another text gets one; each text below the others gets at
# most so many.
HEADLINE_LINES, MOST_ABOUT = 2, 8
FACTS = ("owner", "supplies", "line", "value_chain", "tags")


class Text(NamedTuple):
    """A sign, a text, and its tone."""

    sign: str
    text: str
    tone: str = ""


class Detail(NamedTuple):
    """What the pane shows about a vendor."""

    headline: str
    conditions: Sequence[tuple[Condition, ConditionVerdict]]
    texts: Sequence[Text]  # the most important first
    about: Sequence[Text]  # what is shown only if there is room
    judged: JudgedVendor


def detail(workspace: Workspace, row: PortfolioRow, today: dt.date) -> Detail:
    """Read a vendor, and return what the pane shows about it."""
    judged = judge_vendor(workspace, row.id)
    instrument, vendor = judged.instrument, judged.vendor
    results = lenses(workspace, judged, earlier_verdicts(workspace, judged))
    warnings = warning_texts(results)
    # The bars show the states; so the headline says what stops it.
    stops = (
        "" if at_target(judged) else stops_in_short(instrument, judged.verdict, with_lowest=False)
    )
    return Detail(
        headline(instrument, judged.verdict, vendor.name, vendor.stage, because=stops),
        [*zip(instrument.conditions, judged.verdict.conditions, strict=True)],
        [*_texts(judged, row, warnings, awaited_answers(judged, today))],
        [*_about(judged, row)],
        judged,
    )


def _texts(
    judged: JudgedVendor, row: PortfolioRow, warnings: Sequence[tuple[str, str]], awaited: str
) -> Iterator[Text]:
    for problem in row.problems:
        yield Text(WARNING.glyph, without_sign(in_short(problem)), "poor")
    for name, text in warnings:
        yield Text(WARNING.glyph, f"{name}. {text}", WARNING.tone)
    if row.overdue:
        yield Text(LATE.glyph, row.overdue, LATE.tone)
    if awaited:
        yield Text(OWES.glyph, f"Waiting for {awaited}.")
    if judged.vendor.target:
        sign = row.listed.target_sign
        yield Text(sign.glyph, target_and_found(judged), sign.tone)
    if advice := _advice(judged):
        yield Text(ADVICE.glyph, advice)
    if caveats := vendor_caveats(judged):
        yield Text(CAVEATS.glyph, " ".join(caveats))


def _advice(judged: JudgedVendor) -> str:
    """Return the question to ask next or, for a settled class, the way up."""
    instrument, verdict = judged.instrument, judged.verdict
    if not verdict.assessed:
        return "Assess it, or send the vendor a form."
    if at_target(judged):
        return ""
    if verdict.settled and not verdict.provisional:
        return way_up(
            instrument, verdict, judged.steps_up, MOST_PLACES, movers_of(judged), in_short=True
        )
    asked = ask_next(judged)
    return asked[0].sentence if asked else ""


def _about(judged: JudgedVendor, row: PortfolioRow) -> Iterator[Text]:
    vendor = judged.vendor
    for reason in why(judged.instrument, judged.verdict):
        yield Text("-", reason)
    for goal in open_goals(judged.files.goals).values():
        yield Text("-", f"Key goal: {goal.title}, due {goal.due}")
    if vendor.target_why:
        yield Text(" ", f"Why that target: {vendor.target_why}", "dim")
    yield Text(" ", f"Round: {judged.round.id or 'none yet'}", "dim")
    if row.due:
        yield Text(" ", f"Next due: {row.due}", "dim")
    for key in (*FACTS, *fact_keys([vendor])):
        if value := value_text(vendor, key):
            yield Text(" ", f"{key_label(key)}: {value}", "dim")


class DetailPane(SizedLines):
    """The pane; it lays its content out for its own size."""

    def __init__(self) -> None:
        """Create an empty pane."""
        super().__init__(id="detail")
        self._detail: Detail | None = None
        # The lines of a vendor that is probably shown next.
        self._prepared: tuple[Detail, Size, Sequence[Line]] | None = None

    def show(self, shown: Detail | None) -> None:
        """Show a vendor, or nothing."""
        self._detail = shown
        self.show_page()

    def prepare(self, shown: Detail) -> None:
        """Lay out a vendor that is probably shown next."""
        if self.size.width and self.size.height:
            self._prepared = shown, self.size, laid_out(shown, *self.size)

    def _page(self) -> Sequence[Line]:
        if not self._detail or not self.size.width or not self.size.height:
            return ()
        if self._prepared and self._prepared[0] is self._detail and self._prepared[1] == self.size:
            return self._prepared[2]
        return laid_out(self._detail, *self.size)


def laid_out(shown: Detail, width: int, height: int) -> list[Line]:
    """Return the lines of the pane, at most `height`."""
    room = max(1, width - 2)
    bars = [each for pair in shown.conditions for each in _condition_lines(shown, *pair, room)]
    texts = [Text("", shown.headline, "strong"), *shown.texts]
    spare = height - len(bars)
    if spare < 1:
        bars, spare = [], height
    full = [wrapped(each.text, room - (2 if each.sign else 0)) for each in texts]
    first = min(len(full[0]), HEADLINE_LINES, spare)
    counts = [first, *([1] * min(len(texts) - 1, spare - first))]
    for most in (2, 3, spare):
        for number, lines in enumerate(full[: len(counts)]):
            wanted = max(0, min(len(lines), most) - counts[number])
            counts[number] += min(wanted, spare - sum(counts))
    blocks = [_text_lines(text, room, count) for text, count in zip(texts, counts, strict=False)]
    blocks.insert(1, bars)
    return _spaced(blocks, [_text_lines(each, room, MOST_ABOUT) for each in shown.about], height)


def _spaced(blocks: list[list[Line]], about: list[list[Line]], height: int) -> list[Line]:
    """Return blocks with blank lines between them, and more below, as far as there is room."""
    used = sum(map(len, blocks))
    gaps = len(blocks) - 1 if used + len(blocks) - 1 <= height else 0
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        lines += [(), *block] if number and gaps else block
    spare = height - len(lines) - 1
    more = [each for block in about for each in block][: max(0, spare)]
    return [*lines, (), *more] if more else lines


def _text_lines(text: Text, room: int, count: int) -> list[Line]:
    """Return a text with its sign, in at most `count` lines."""
    indent = 2 if text.sign else 0
    lines = wrapped(text.text, room - indent, count)
    return [
        line(
            " ",
            *([Span(f"{text.sign if not n else ' '} ", text.tone)] if indent else []),
            Span(each, text.tone if text.tone in ("strong", "dim", "poor") else ""),
        )
        for n, each in enumerate(lines)
    ]


def _condition_lines(
    shown: Detail, condition: Condition, verdict: ConditionVerdict, room: int
) -> list[Line]:
    """Return a condition's name, bar, score and state, and both sides' scores if there is room.

    Without any score the bar is left out: it would be dashed from 0 to 100.
    """
    assessed = shown.judged.verdict.assessed
    label = min(MOST_LABEL, max(width_of(each.name) for each, _ in shown.conditions))
    sign = state_sign(verdict.state_low, verdict.state_high)
    number = span(verdict.low, verdict.high) if assessed else "–"
    state = Span(fitted(str(sign) if assessed else "", STATE), sign.tone)
    sides = _sides(verdict)
    states = shown.judged.instrument.states
    if room >= ONE_LINE:
        wide = room >= WITH_SIDES
        width = room - label - 1 - NUMBER - 2 - STATE - (SIDES if wide else 0)
        # Below a list of 80 cells, bars are most of what an arrow key makes the program send.
        width = min(width, SHORT_BAR if WITH_SIDES <= room < WIDE else MOST_BAR)
        after = Span(fitted(f" {sides}", SIDES), "dim") if wide else Span("")
        bar = _bar(verdict, states, width, assessed)
        name = fitted(condition.name, label)
        return [line(" ", f"{name} ", *bar, f"{number:>{NUMBER}}  ", state, after)]
    name = fitted(condition.name, max(1, room - NUMBER - 2 - STATE))
    width = max(8, room - SIDES)
    bar = _bar(verdict, states, width, assessed)
    return [
        line(" ", name, f"{number:>{NUMBER}}  ", state),
        line(" ", *bar, Span(f"  {sides}", "dim")),
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
