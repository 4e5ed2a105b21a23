"""The entries of a vendor's dossier as rows of a table, with as many columns as fit.

◑ Near partner       Acme Logistics is a near partner: 3 of 4 conditions are present
Conditions                 40    66  score  state         us  vendor   gap
▹ Learning           ━━━━━━━━┿━━━━━┊    64  ~ partial     64      75   -11
▹ Why                Learning 64, needs 66
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from partnercheck.app.shared.bars import NARROWEST_BAR, bar_cell, scale_cell
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Cell, Column, SheetRow, row_height
from partnercheck.base.cells import width_of
from partnercheck.base.records import PERSPECTIVES
from partnercheck.questionnaires.scores import span
from partnercheck.report.condition_scores import held_down, marked_span
from partnercheck.report.dossier.groups import CONDITIONS
from partnercheck.report.signs import FAR_APART, HELD_DOWN, Scored, sign_of, state_sign
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.gap import OVER_BOTH, difference_in_short, differs_from_scores
from partnercheck.rules.gap import gap_marked
from partnercheck.rules.records import ConditionVerdict
from partnercheck.rules.what_if import SideItem
from partnercheck.verdicts.judged import JudgedVendor

LABEL, NARROW_LABEL, NARROW = 20, 16, 56
LEAST_TEXT = 10
# The columns after the bar, with their widths.
FIGURES = {"score": 6, "state": 9, "us": 5, "vendor": 6, "gap": 6}
# What is left out first on a narrow terminal comes last.
FIGURES_BY_RANK = (("score",), ("state",), ("us", "vendor"), ("gap",))
RIGHT = ("score", "us", "vendor", "gap")
SIDES = {side: name for name, side in zip(("us", "vendor"), PERSPECTIVES, strict=True)}
# How many lines an entry of the head takes while it is folded.
FOLDED_LINES = {"verdict": 3, "caveats": 2, "target": 1, "decided": 1}
OPEN, FOLDED = "▾ ", "▹ "


class Layout(NamedTuple):
    """The columns of a table; `figures` are the names of those after the bar, if it has bars."""

    columns: Sequence[Column]
    figures: Sequence[str] = ()

    @property
    def bar(self) -> int:
        """The width of a bar; 0 if the table has none."""
        return self.columns[1].width if len(self.columns) > 2 else 0


def text_layout(width: int) -> Layout:
    """Return the columns of a table without conditions: labels and texts."""
    label = LABEL if width >= NARROW else NARROW_LABEL
    text = max(LEAST_TEXT, width - MARKER - label - 2)
    return Layout((Column("", label, wrap=True), Column("", text, wrap=True)))


def condition_layout(width: int) -> Layout:
    """Return the columns of a table with conditions: labels, bars, and the figures that fit."""
    label, text = (column.width for column in text_layout(width).columns)
    figures: list[str] = []
    used = 0
    for names in FIGURES_BY_RANK:
        room = sum(FIGURES[name] + 1 for name in names)
        if used + room + NARROWEST_BAR > text:
            break
        figures += names
        used += room
    if not figures:
        return text_layout(width)
    figure_columns = (Column("", FIGURES[name], wrap=True) for name in figures)
    bar = Column("", text - used)
    return Layout((Column("", label, wrap=True), bar, *figure_columns), figures)


class RowMaker(NamedTuple):
    """Makes the rows of one table."""

    layout: Layout
    judged: JudgedVendor
    opened: frozenset[str]
    tried: Container[SideItem] = ()

    def rows(self, entries: Mapping[str, Entry]) -> list[SheetRow]:
        """Return the row of each entry."""
        return [self._row(key, entry) for key, entry in entries.items()]

    def height(self, entries: Iterable[Entry]) -> int:
        """Return the number of lines that the rows of some entries take."""
        rows = (self._row("", entry) for entry in entries)
        return sum(row_height(row, self.layout.columns) for row in rows)

    def _row(self, key: str, entry: Entry) -> SheetRow:
        is_open = entry.leads_to in self.opened
        if entry.kind == "fold":
            return self._folding(key, entry, is_open)
        if entry.kind == "group":
            if entry.leads_to == CONDITIONS:
                return SheetRow(key, self._heads(entry), is_heading=True)
            label = Span(f"{OPEN if is_open else FOLDED}{entry.label}", "strong")
            return SheetRow(key, (label, Span("" if is_open else entry.brief)), 1)
        if entry.kind == "condition" and self.layout.figures and self.judged.verdict.assessed:
            return SheetRow(key, self._condition(entry, is_open))
        if entry.kind in ("condition", "lens"):
            indent = "  " if entry.kind == "lens" else ""
            label = Span(f"{indent}{OPEN if is_open else FOLDED}{entry.label}", "strong")
            return SheetRow(key, (label, Span(entry.text)))
        if entry.scored and self.layout.figures:
            label = Span(_indented(entry), "label")
            bar = bar_cell(entry.scored, self.judged.instrument.states, self.layout.bar)
            # The text is below the figures, over all of their columns.
            room = sum(FIGURES[name] + 1 for name in self.layout.figures) - 1
            text = entry.text if width_of(entry.text) <= room else entry.brief or entry.text
            if entry.kind == "side" and "us" in self.layout.figures:
                # The score is in the row of the condition.
                text = text.removeprefix(f"{span(entry.scored.low, entry.scored.high)}, ")
            return SheetRow(key, (label, bar, Span(text)))
        return SheetRow(key, self._text(entry))

    def _folding(self, key: str, entry: Entry, is_open: bool) -> SheetRow:
        look = "strong" if entry.leads_to == "verdict" else ""
        text = entry.text if is_open else entry.brief or entry.text
        text_look = "note" if sign_of(text) else look
        # The verdict has the sign of its class.
        sign = "" if look else OPEN if is_open else FOLDED
        cells = (Span(f"{sign}{entry.label}", look or "label"), Span(text, text_look))
        return (
            SheetRow(key, cells) if is_open else SheetRow(key, cells, FOLDED_LINES[entry.leads_to])
        )

    def _heads(self, entry: Entry) -> tuple[Cell, ...]:
        conditions = self.judged.verdict.conditions
        if not self.layout.figures or not conditions:
            return (Span(entry.label, "title"), Span(""))
        scale = scale_cell(conditions[0], self.judged.instrument.states, self.layout.bar)
        return (
            Span(entry.label, "title"),
            scale,
            *(self._figure(n, n) for n in self.layout.figures),
        )

    def _condition(self, entry: Entry, is_open: bool) -> tuple[Cell, ...]:
        verdict = next(c for c in self.judged.verdict.conditions if c.id == entry.leads_to)
        label = Span(f"{OPEN if is_open else FOLDED}{entry.label}", "strong")
        bar = bar_cell(verdict, self.judged.instrument.states, self.layout.bar)
        texts = self._figures(verdict)
        return (label, bar, *(self._figure(n, texts[n], verdict) for n in self.layout.figures))

    def _figures(self, verdict: ConditionVerdict) -> dict[str, str]:
        texts = {
            "score": marked_span(self.judged.instrument, verdict),
            "state": str(state_sign(verdict.state_low, verdict.state_high)),
            "gap": difference_in_short(self.judged.instrument, verdict),
        }
        for side, name in SIDES.items():
            of_side = verdict.sides.get(side)
            texts[name] = span(of_side.low, of_side.high) if of_side else "–"
        return texts

    def _figure(self, name: str, text: str, verdict: Scored | None = None) -> Span:
        look = "" if verdict else "title"
        if verdict and name in ("score", "state"):
            look = state_sign(verdict.state_low, verdict.state_high).tone
        elif verdict and FAR_APART.glyph in text:
            look = "note"
        aligned = f"{text:>{FIGURES[name]}}" if name in RIGHT else text
        return Span(aligned, look)

    def _text(self, entry: Entry) -> tuple[Cell, ...]:
        look = ""
        text = entry.text
        if entry.kind == "more":
            text = f"{OPEN if entry.leads_to in self.opened else FOLDED}{text}"
        if entry.kind == "item" and place_of(entry) in self.tried:
            text, look = f"WHAT IF, {text}", "note"
        if sign_of(text):
            look = "note"
        return (Span(_indented(entry), look or "label"), Span(text, look))


def _indented(entry: Entry) -> str:
    """Return a label, indented because its entry is part of the one above."""
    return f"{'  ' * max(1, entry.level)}{entry.label}" if entry.label else ""


def spaced_rows(rows: Sequence[SheetRow], breaks: Container[int]) -> list[SheetRow]:
    """Return the rows, with a blank row before each one whose number is in `breaks`."""
    with_blanks: list[SheetRow] = []
    for number, row in enumerate(rows):
        if number in breaks:
            with_blanks.append(SheetRow(f"before {row.key}", (Span(""),), is_heading=True))
        with_blanks.append(row)
    return with_blanks


def place_of(entry: Entry) -> SideItem:
    """Return the side and the item that an entry of the kind `item` is about."""
    side, _, item = entry.leads_to.partition(":")
    return ("buyer" if side == "buyer" else "vendor"), item


def legend_of(judged: JudgedVendor, shows_gaps: bool) -> str:
    """Return the meaning of the signs beside a vendor's scores and gaps; empty without any."""
    conditions = judged.verdict.conditions
    any_held_down = any(held_down(judged.instrument, each) for each in conditions)
    any_far_apart = shows_gaps and any(gap_marked(judged.instrument, each) for each in conditions)
    parts = [f"{HELD_DOWN.glyph} after a score: {HELD_DOWN.word}"] if any_held_down else []
    parts += (
        [f"{FAR_APART.glyph} after a gap: the sides are {FAR_APART.word}"]
        if any_far_apart and shows_gaps
        else []
    )
    if shows_gaps and any(map(differs_from_scores, conditions)):
        parts.append(f"gap:{OVER_BOTH}")
    return "   ".join(parts)


def by_stable_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return entries by keys that do not change when other entries are added or removed.

    Entries of one kind with the same target are numbered: `why:culture#0`, `why:culture#1`.
    """
    keyed: dict[str, Entry] = {}
    for entry in entries:
        key = f"{entry.kind}:{entry.leads_to or entry.label}"
        number = 0
        while f"{key}#{number}" in keyed:
            number += 1
        keyed[f"{key}#{number}"] = entry
    return keyed
