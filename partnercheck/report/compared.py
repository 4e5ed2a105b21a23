"""The comparison as a screen shows it: for each vendor a cell in short, and its text in full.

The rows are those of `comparison`; the verdict and what a better class lacks come first. A
condition is a sign, a number and a bar; the caveats are counted; the full text of the selected row
stands below the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partnercheck.base.english import plural
from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import (
    NOTHING,
    SIDE_NAMES,
    STEPS,
    STOPS,
    Kind,
    Row,
    comparison,
    item_value,
    reading_of,
)
from partnercheck.report.dossier.entries import headline_of
from partnercheck.report.listing import judged_target_sign
from partnercheck.report.signs import WARNING, Scored, Tone, class_sign
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.find_out_next import find_out_next, no_question_in_short
from partnercheck.report.words.gap import difference_text, in_words
from partnercheck.report.words.lenses import lens_rows, warning_names
from partnercheck.report.words.movers import movers_of
from partnercheck.report.words.one_reason import sentence
from partnercheck.report.words.reasons import main_reason
from partnercheck.report.words.steps import way_up
from partnercheck.rules.reasons import reasons
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens

# The order of the rows that belong to no condition; all other rows follow in their own order.
BEFORE, AFTER = ("Verdict", "Target", "Caveats"), (STOPS, STEPS, "Find out next")


class Cell(Record, frozen=True):
    """The text of a row about one vendor, short and in full."""

    short: str
    full: str
    scored: Scored | None = None  # a condition, to show as a sign, a number and a bar
    tone: Tone = ""


class ComparedRow(Record, frozen=True):
    """One row: its label, and a cell for each vendor.

    `id` is the id of a condition, an item or a lens, or else the label.
    """

    id: str
    label: str
    kind: Kind
    cells: tuple[Cell, ...]
    differs: bool
    question: str = ""  # the question, if the row is about one


def compared(
    vendors: Sequence[JudgedVendor],
    lenses: Mapping[str, Sequence[Lens]],
    expanded: frozenset[str] = frozenset(),
) -> list[ComparedRow]:
    """Return the rows for these vendors; expanded conditions and lenses have rows of their own."""
    if not vendors:
        return []
    rows = comparison(vendors, expanded, lens_rows(vendors, lenses, expanded))
    owner = ""
    labelled: dict[str, ComparedRow] = {"Caveats": _caveats(vendors, lenses)}
    nested: list[ComparedRow] = []
    others: list[ComparedRow] = []
    for row in rows:
        owner = row.id if row.kind == "condition" else owner
        if row.kind == "sides" and owner not in expanded:
            continue
        if row.kind in ("condition", "sides", "item"):
            nested.append(_of_condition(vendors, row, owner))
        elif row.label in (*BEFORE, *AFTER):
            labelled[row.label] = _labelled(vendors, row)
        else:
            others.append(_plain(row))
    first, last = ([labelled[each] for each in order] for order in (BEFORE, AFTER))
    return [*first, *nested, *last, *others]


def _plain(row: Row) -> ComparedRow:
    cells = tuple(Cell(text, text) for text in row.cells)
    return ComparedRow(row.id or row.label, row.label, row.kind, cells, row.differs)


def _labelled(vendors: Sequence[JudgedVendor], row: Row) -> ComparedRow:
    """Return a row with a cell in short for each vendor."""
    shorten = {
        "Verdict": _verdict,
        "Target": _target,
        STOPS: _stops,
        STEPS: _raises,
        "Find out next": _next,
    }[row.label]
    cells = tuple(shorten(each, text) for each, text in zip(vendors, row.cells, strict=True))
    differs = len({cell.short for cell in cells}) > 1
    return ComparedRow(row.label, row.label, row.kind, cells, differs)


def _verdict(judged: JudgedVendor, _: str) -> Cell:
    return Cell(str(class_sign(judged.instrument, judged.verdict)), headline_of(judged))


def _target(judged: JudgedVendor, text: str) -> Cell:
    target = judged.vendor.target
    if not target:
        return Cell(NOTHING, "no target", tone="dim")
    sign = judged_target_sign(judged)
    why = f": {judged.vendor.target_why}" if judged.vendor.target_why else ""
    name = judged.instrument.class_named(target).name
    return Cell(f"{sign.glyph} {name}", f"{sign.glyph} {text}{why}", tone=sign.tone)


def _stops(judged: JudgedVendor, text: str) -> Cell:
    reason = main_reason(judged.instrument, judged.verdict)
    return Cell(reason, text) if judged.verdict.assessed and reason else Cell(text, text)


def _raises(judged: JudgedVendor, text: str) -> Cell:
    """Return how many steps lead to the next class; the full text says on which questions."""
    if not judged.verdict.assessed:
        return Cell(text, text)
    movers = movers_of(judged)
    return Cell(text, way_up(judged.instrument, judged.verdict, judged.steps_up, movers=movers))


def _next(judged: JudgedVendor, text: str) -> Cell:
    questions = find_out_next(judged.instrument, judged.verdict, judged.vendor.stage)
    if not questions and judged.verdict.assessed:
        return Cell(no_question_in_short(judged.instrument, judged.verdict), text)
    return Cell(questions[0][1].topic if questions else text, text)


def _caveats(vendors: Sequence[JudgedVendor], lenses: Mapping[str, Sequence[Lens]]) -> ComparedRow:
    """Return the row with the number of caveats, and with the warnings of lenses."""
    cells = []
    for judged in vendors:
        warnings = warning_names(lenses.get(judged.vendor.id, ()))
        caveats = judged_caveats(judged)
        counts = [f"{WARNING.glyph} {plural(len(warnings), 'warning')}"] if warnings else []
        counts += [plural(len(caveats), "caveat")] if caveats else []
        full = "; ".join([*(f"{WARNING.glyph} {each}" for each in warnings), *caveats])
        tone: Tone = "note" if warnings else "" if caveats else "dim"
        cells.append(Cell(", ".join(counts) or NOTHING, full or "no caveats", tone=tone))
    differs = len({cell.short for cell in cells}) > 1
    return ComparedRow("Caveats", "Caveats", "text", tuple(cells), differs)


def _of_condition(vendors: Sequence[JudgedVendor], row: Row, owner: str) -> ComparedRow:
    """Return the row of a condition, of the views on it, or of one of its questions."""
    verdicts = [next(c for c in each.verdict.conditions if c.id == owner) for each in vendors]
    if row.kind == "condition":
        cells = tuple(_condition(*each) for each in zip(vendors, verdicts, row.cells, strict=True))
        return ComparedRow(row.id, row.label, row.kind, cells, row.differs)
    if row.kind == "sides":
        cells = tuple(Cell(text, text) for text in row.cells)
        return ComparedRow(f"{owner}, both views", row.label, row.kind, cells, row.differs)
    item = next(each for each in vendors[0].instrument.items if each.id == row.id)
    cells = tuple(
        Cell(text, _answers(verdict, item) or NOTHING)
        for text, verdict in zip(row.cells, verdicts, strict=True)
    )
    question = item.question("buyer")
    return ComparedRow(row.id, row.label, row.kind, cells, row.differs, question)


def _condition(judged: JudgedVendor, verdict: ConditionVerdict, text: str) -> Cell:
    if not judged.verdict.assessed:
        return Cell(text, "not assessed", tone="dim")
    views = [
        f"{SIDE_NAMES[side]} {span(of_side.low, of_side.high)}"
        for side, of_side in verdict.sides.items()
    ]
    gap = difference_text(judged.instrument, verdict)
    views += [f"gap {in_words(gap)}"] if gap else []
    why = [
        sentence(judged.instrument, reason)
        for reason in reasons(judged.instrument, judged.verdict)
        if reason.condition == verdict.id
    ]
    return Cell(text, " ".join([f"{text}; {', '.join(views)}.", *why]), verdict)


def _answers(verdict: ConditionVerdict, item: Item) -> str:
    """Return each side's score on a question, with its anchor on the form."""
    parts = []
    for side, name in SIDE_NAMES.items():
        if reading := reading_of(verdict, side, item.id):
            is_line = bool(reading.scores) and reading.low == reading.high == int(reading.low)
            meaning = f", {item.anchors[int(reading.low)]}" if is_line else ""
            parts.append(f"{name} {item_value(reading)}{meaning}")
    return " ".join(parts)
