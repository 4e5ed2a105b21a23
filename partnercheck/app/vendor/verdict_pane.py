"""The verdict on the screen Decide: as much as fits, the most important first, on several pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from partnercheck.app.shared.verdict_lines import caveat_lines, class_lines, condition_lines
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.app.shared.widgets.passage import Passage
from partnercheck.base.cells import wrapped
from partnercheck.base.english import capitalised
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.reasons import briefly_why, first_reasons, why
from partnercheck.verdicts.judged import JudgedVendor

MOST_CAVEATS = 2
UNLIMITED = 1000


class VerdictPane(Passage):
    """The verdict above the fields, laid out for the lines that the fields leave.

    If it does not fit, the first page has its most important lines, and the following pages show
    the whole verdict.
    """

    def __init__(self, judged: JudgedVendor, more: Callable[[], Line]) -> None:
        """Create the pane for a vendor; `more` returns the last line of pages before the last."""
        super().__init__(more, "verdict")
        self._judged = judged
        self._page_number = 0

    def turn(self, by: int) -> None:
        """Turn this many pages, but skip a page that looks like the current one.

        The first page may be the same as the second, and the last one the same as the one before.
        """
        before = list(self.lines)
        self._go(by)
        if list(self._page()) == before:
            self._go(by)
        self.paint(self._page())

    def _go(self, by: int) -> None:
        rest = len(_without_blanks(self._full())) > self.height > 1
        last = -(-len(self._full()) // (self.height - 1)) if rest else 0
        self._page_number = max(0, min(self._page_number + by, last))

    def _full(self) -> list[Line]:
        return verdict_lines(self._judged, self.size.width, UNLIMITED)

    def _page(self) -> Sequence[Line]:
        self._text = self._full()
        tight = _without_blanks(self._text)
        if self._page_number and len(tight) > self.height:
            self._top = (self._page_number - 1) * max(1, self.height - 1)
            return super()._page()
        self._page_number = self._top = 0
        if len(self._text) <= self.height:
            return self._text
        if len(tight) <= self.height or self.height == 1:
            return tight[: self.height]
        return [*verdict_lines(self._judged, self.size.width, self.height - 1), self._more()]


def verdict_lines(judged: JudgedVendor, width: int, room: int) -> list[Line]:
    """Return the verdict in at most `room` lines, the most important first.

    With 13 lines, for example: the class with the target, the four scores, five lines of reasons,
    and one of caveats, with a blank line before each of these parts but the first.
    """
    instrument, verdict = judged.instrument, judged.verdict
    scored = [
        (condition.name, each)
        for condition, each in zip(instrument.conditions, verdict.conditions, strict=True)
    ]
    scores = condition_lines(scored, instrument, width)
    caveats = caveat_lines(judged_caveats(judged), width, MOST_CAVEATS)
    first = class_lines(judged, width)
    rest = room - len(first) - len(scores) - len(caveats)
    names = [condition.name for condition in instrument.conditions]
    candidates = [
        why(instrument, verdict),
        briefly_why(instrument, verdict),
        first_reasons(instrument, verdict),
        first_reasons(instrument, verdict, with_lowest=False),
    ]
    reasons = [_reason_lines(each, names, width) for each in candidates]
    missing = next((each for each in reasons if len(each) <= rest), reasons[-1])
    # In little room the reasons come before the scores: they name the scores that decide.
    blocks = [scores, missing] if len(missing) <= rest else [missing, scores]
    return _join_blocks([first, *blocks, caveats], room)


def _join_blocks(blocks: Sequence[list[Line]], room: int) -> list[Line]:
    """Return the blocks that fit, with a blank line before each if there is room for all."""
    lines: list[Line] = []
    for block in blocks:
        if len(lines) + len(block) <= room:
            lines += block
    spaced = [each for block in blocks if block for each in ((), *block)][1:]
    return spaced if len(spaced) <= room else lines


def _without_blanks(lines: Sequence[Line]) -> list[Line]:
    return [each for each in lines if each]


def _reason_lines(reasons: Sequence[str], names: Sequence[str], width: int) -> list[Line]:
    """Return the reasons below a heading, with a condition's name at the start in bold."""
    if not reasons:
        return []
    lines = [line(" ", Span("What is missing", "title"))]
    for reason in reasons:
        name = next((each for each in names if reason.startswith(each)), "")
        start, *more = wrapped(capitalised(reason), max(1, width - 4))
        if not start.startswith(name):
            name = ""
        lines.append(line(Span(" • ", "label"), Span(name, "strong"), start[len(name) :]))
        lines += [line(f"   {text}") for text in more]
    return lines
