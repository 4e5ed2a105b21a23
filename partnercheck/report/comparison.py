"""The comparison for screens and reports: vendors as columns, their properties as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from partnercheck.base.english import capitalised, plural
from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import Condition, Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.listing import in_short
from partnercheck.report.words.advice import find_out_next
from partnercheck.report.words.verdict import briefly_why, class_range, judged_caveats
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side, Verdict
from partnercheck.verdicts.judged import Judged

Kind = Literal["head", "condition", "sides", "item", "text", "lens", "facet"]
# Rows of these kinds belong to the condition or the lens above them.
NESTED: frozenset[Kind] = frozenset({"sides", "item", "facet"})
STATE_MARKS = {"present": "✓", "partial": "~", "weak": "✗"}
NOTHING = "–"


class Row(Record, frozen=True):
    """One row: its label and one cell per vendor.

    `id` is the condition of a condition row, the item of an item row, the lens of a lens's row;
    `values` are compared instead of the cells if the cells have more than the value.
    """

    label: str
    cells: tuple[str, ...]
    kind: Kind = "text"
    id: str = ""
    values: tuple[object, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the vendors differ in this row."""
        return len(set(self.values or self.cells)) > 1

    @property
    def indented_label(self) -> str:
        """The label as a list shows it, further right if the row belongs to the one above."""
        return f"  {self.label}" if self.kind in NESTED else self.label


def comparison(
    vendors: Sequence[Judged],
    expanded: frozenset[str] = frozenset(),
    lens_rows: Sequence[Row] = (),
) -> list[Row]:
    """The rows for these vendors; conditions in `expanded` are followed by their items.

    `lens_rows` are those of the lenses, which explain a verdict and never change it.
    """
    if not vendors:
        return []
    instrument = vendors[0].instrument
    rows = [Row("Verdict", tuple(verdict_text(each) for each in vendors), "head")]
    for index, condition in enumerate(instrument.conditions):
        rows += _condition_rows(vendors, condition, index, condition.id in expanded)
    rows += [
        Row("What stops it", tuple(_stops(each) for each in vendors)),
        *lens_rows,
        Row("Wanted", tuple(wanted(each) for each in vendors)),
        Row("With evidence", tuple(_evidence(each.verdict) for each in vendors)),
        Row("Answered", tuple(_answered(each.verdict) for each in vendors)),
        Row("Round", tuple(each.assessment.round or NOTHING for each in vendors)),
    ]
    if any(each.assessment.problems for each in vendors):
        rows.append(Row("Files", tuple(_problems(each) for each in vendors)))
    rows.append(Row("Find out next", tuple(_find_out_next(each) for each in vendors)))
    return rows


def verdict_text(judged: Judged) -> str:
    """The class with all its caveats."""
    return ", ".join([class_text(judged), *filter(None, ["; ".join(judged_caveats(judged))])])


def class_text(judged: Judged) -> str:
    """The class, or the range of classes, with its glyph."""
    return f"{class_glyph(judged)} {class_range(judged.instrument, judged.verdict)}"


def class_glyph(judged: Judged) -> str:
    """The glyph of the class; `…` if it is open, `·` if nothing is assessed."""
    verdict = judged.verdict
    if not verdict.assessed:
        return "·"
    return judged.instrument.class_named(verdict.low).glyph if verdict.settled else "…"


def _find_out_next(judged: Judged) -> str:
    """The first question that can still move the class, and how to find out."""
    stage = judged.assessment.vendor.stage
    questions = find_out_next(judged.instrument, judged.verdict, stage)
    if not questions:
        return "Nothing that is not known can change the class"
    _, item, how = questions[0]
    more = f" (and {len(questions) - 1} more)" if questions[1:] else ""
    return f"{capitalised(item.topic)}: {how}{more}"


def wanted(judged: Judged) -> str:
    """The wanted class, and whether the vendor has it."""
    goal, verdict = judged.assessment.vendor.wanted, judged.verdict
    if not goal:
        return NOTHING
    name = judged.instrument.class_named(goal).name
    order = [vendor_class.id for vendor_class in judged.instrument.classes]
    if not verdict.assessed:
        return name
    best, worst = order.index(verdict.high), order.index(verdict.low)
    if best <= order.index(goal) <= worst:
        return f"{name} (found)" if verdict.settled else f"{name} (possible)"
    return f"{name} (not found)"


def _condition_rows(
    vendors: Sequence[Judged], condition: Condition, index: int, expanded: bool
) -> list[Row]:
    verdicts = [each.verdict.conditions[index] for each in vendors]
    cells = tuple(_score(each.verdict, c) for each, c in zip(vendors, verdicts, strict=True))
    rows = [Row(condition.name, cells, "condition", condition.id)]
    if any(len(c.sides) > 1 for c in verdicts):
        scores = tuple(_sides(vendors[0].instrument, c) for c in verdicts)
        rows.append(Row("us / vendor, gap", scores, "sides"))
    if expanded:
        for item in vendors[0].instrument.items_of(condition.id):
            scores = tuple(_item_score(c, item.id) for c in verdicts)
            mark = " *" if item.critical else ""
            values = tuple(_governing(c, item.id) for c in verdicts)
            rows.append(Row(f"{item.topic}{mark}", scores, "item", item.id, values))
    return rows


def _score(verdict: Verdict, condition: ConditionVerdict) -> str:
    if not verdict.assessed:
        return NOTHING
    low, high = condition.state_low, condition.state_high
    score = span(condition.low, condition.high)
    if low == high:
        return f"{STATE_MARKS[low]} {score} {low}"
    return f"{STATE_MARKS[low]}–{STATE_MARKS[high]} {score} open"


def _sides(instrument: Instrument, condition: ConditionVerdict) -> str:
    scores = [_side_score(condition.sides.get(side)) for side in ("buyer", "vendor")]
    text = " / ".join(scores)
    if condition.gap is None:
        return text
    marked = " !" if abs(condition.gap) >= instrument.limits.gap else ""
    return f"{text}, {int(condition.gap):+d}{marked}"


def _side_score(side: Side | None) -> str:
    return span(side.low, side.high) if side else NOTHING


def _item_score(condition: ConditionVerdict, item: str) -> str:
    scores = []
    for side, mark in (("buyer", "us"), ("vendor", "vendor")):
        reading = _reading(condition, side, item)
        if reading is not None:
            scores.append(
                f"{item_value(reading)}"
                if len(condition.sides) == 1
                else f"{mark} {item_value(reading)}"
            )
    return ", ".join(scores) or NOTHING


def _governing(condition: ConditionVerdict, item: str) -> tuple[float, float] | str:
    """An item's value on the lower side, by which vendors are compared."""
    readings = [r for side in ("buyer", "vendor") if (r := _reading(condition, side, item))]
    counted = [reading for reading in readings if not reading.left_out]
    if not counted:
        return "left out" if readings else NOTHING
    return min(reading.low for reading in counted), min(reading.high for reading in counted)


def _reading(condition: ConditionVerdict, side: str, item: str) -> ItemReading | None:
    perspective: Perspective = "buyer" if side == "buyer" else "vendor"
    side_verdict = condition.sides.get(perspective)
    readings = side_verdict.items if side_verdict else ()
    return next((reading for reading in readings if reading.item == item), None)


def item_value(reading: ItemReading) -> str:
    """An item's value as shown: a score, a disputed range, open, or no occasion."""
    if reading.left_out:
        return "no occasion"
    if reading.open:
        return "open"
    return (
        f"{reading.low}"
        if reading.low == reading.high
        else f"{reading.low}–{reading.high} disputed"
    )


def _stops(judged: Judged) -> str:
    if not judged.verdict.assessed:
        return "Nobody has given a score yet"
    return "; ".join(briefly_why(judged.instrument, judged.verdict)) or "Nothing"


def _evidence(verdict: Verdict) -> str:
    return (
        f"{verdict.evidenced} of {plural(verdict.scored, 'score')}" if verdict.scored else NOTHING
    )


def _answered(verdict: Verdict) -> str:
    return f"{verdict.answered} of {verdict.items}" if verdict.items else NOTHING


def _problems(judged: Judged) -> str:
    problems = sorted(judged.assessment.problems, key=lambda problem: problem.severity != "error")
    if not problems:
        return NOTHING
    more = f" And {len(problems) - 1} more: see `partnercheck check`" if len(problems) > 1 else ""
    return f"{in_short(problems[0])}{more}"
