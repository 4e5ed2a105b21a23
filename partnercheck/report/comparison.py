"""The comparison for screens and reports: vendors as columns, their properties as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from partnercheck.base.english import plural
from partnercheck.base.records import PERSPECTIVES, Perspective, Record
from partnercheck.questionnaires.records import Condition, Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.listing import in_short
from partnercheck.report.signs import OPEN_CLASS, state_sign
from partnercheck.report.words.ask_next import ask_next
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.find_out_next import no_question
from partnercheck.report.words.gap import difference_text, in_words
from partnercheck.report.words.reasons import briefly_why
from partnercheck.report.words.target import at_target
from partnercheck.report.words.verdict import VIEWS, range_and_so_far
from partnercheck.rules.lenses import GroupVerdict
from partnercheck.rules.records import ConditionVerdict, ItemReading, Verdict
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.vendor_filter import key_label, value_text

Kind = Literal["head", "condition", "sides", "item", "text", "lens", "facet"]
# Rows of these kinds belong to the condition or the lens above them.
NESTED: frozenset[Kind] = frozenset({"sides", "item", "facet"})
NOTHING = "–"
STOPS, STEPS = "What is missing", "What raises it"
SIDE_NAMES: Mapping[Perspective, str] = {"buyer": "us", "vendor": "vendor"}


class Row(Record, frozen=True):
    """One row: its label and one cell per vendor.

    `id` is the id of the condition, item or lens that the row is about. If `values` is given,
    `differs` compares it instead of the cells, which may contain other text.
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
        """The label for a list, indented if the row belongs to the row above."""
        return f"  {self.label}" if self.kind in NESTED else self.label


def comparison(
    vendors: Sequence[JudgedVendor],
    expanded: frozenset[str] = frozenset(),
    lens_rows: Sequence[Row] = (),
    columns: Sequence[str] = (),
) -> list[Row]:
    """Return the rows for these vendors; conditions in `expanded` are followed by their items.

    `lens_rows` are the rows of the lenses; `columns` are the keys of fields and facts to show.
    """
    if not vendors:
        return []
    instrument = vendors[0].instrument
    rows = [Row("Verdict", tuple(verdict_text(each) for each in vendors), "head")]
    for index, condition in enumerate(instrument.conditions):
        rows += _condition_rows(vendors, condition, index, condition.id in expanded)
    rows += [
        Row(STOPS, tuple(_stops(each) for each in vendors)),
        Row(STEPS, tuple(_steps_up(each) for each in vendors)),
        *lens_rows,
        Row("Target", tuple(target_text(each) for each in vendors)),
        *(_key_row(vendors, key) for key in columns),
        Row("With evidence", tuple(_evidence(each.verdict) for each in vendors)),
        Row("Answered", tuple(_answered(each) for each in vendors)),
        Row("Round", tuple(each.round.id or NOTHING for each in vendors)),
    ]
    if any(each.problems for each in vendors):
        rows.append(Row("Files", tuple(_problems(each) for each in vendors)))
    rows.append(Row("Find out next", tuple(_find_out_next(each) for each in vendors)))
    return rows


def _key_row(vendors: Sequence[JudgedVendor], key: str) -> Row:
    """Return the row of a field or a fact."""
    cells = (value_text(each.vendor, key) or NOTHING for each in vendors)
    return Row(key_label(key), tuple(cells))


def verdict_text(judged: JudgedVendor) -> str:
    """Return the class with all its caveats."""
    caveats = "; ".join(judged_caveats(judged))
    return f"{class_text(judged)}, {caveats}" if caveats else class_text(judged)


def class_text(judged: JudgedVendor) -> str:
    """Return the class, or the range of classes, with its glyph."""
    return f"{class_glyph(judged)} {range_and_so_far(judged.instrument, judged.verdict)}"


def class_glyph(judged: JudgedVendor) -> str:
    """Return the glyph of the class; `◊` if it is open, `·` if nothing is assessed."""
    verdict = judged.verdict
    if not verdict.assessed:
        return "·"
    return (
        judged.instrument.class_named(verdict.worst_class).glyph if verdict.settled else OPEN_CLASS
    )


def _find_out_next(judged: JudgedVendor) -> str:
    """Return the first question that can still change the class, and how to find out."""
    questions = ask_next(judged)
    if not questions:
        return no_question(judged.instrument, judged.verdict).rstrip(".")
    more = f" (and {len(questions) - 1} more)" if questions[1:] else ""
    return f"{questions[0].sentence}{more}"


def target_text(judged: JudgedVendor) -> str:
    """Return the target class, and whether it is reached, if only in one side's view."""
    target, verdict = judged.vendor.target, judged.verdict
    if not target:
        return NOTHING
    name = judged.instrument.class_named(target).name
    order = [vendor_class.id for vendor_class in judged.instrument.classes]
    if not verdict.assessed:
        return name
    best, worst = order.index(verdict.best_class), order.index(verdict.worst_class)
    if best <= order.index(target) <= worst:
        seen = f" in {VIEWS[verdict.sides[0]]}" if verdict.one_sided else ""
        return f"{name} (reached{seen})" if verdict.settled else f"{name} (possible)"
    return f"{name} (missed)" if order.index(target) < best else f"{name} (exceeded)"


def _condition_rows(
    vendors: Sequence[JudgedVendor], condition: Condition, index: int, expanded: bool
) -> list[Row]:
    verdicts = [each.verdict.conditions[index] for each in vendors]
    cells = tuple(
        marked_score(c) if each.verdict.assessed else NOTHING
        for each, c in zip(vendors, verdicts, strict=True)
    )
    rows = [Row(condition.name, cells, "condition", condition.id)]
    if any(len(c.sides) > 1 for c in verdicts):
        scores = tuple(_sides(vendors[0].instrument, c) for c in verdicts)
        rows.append(Row("us / vendor, gap", scores, "sides"))
    if expanded:
        for item in vendors[0].instrument.items_of(condition.id):
            scores = tuple(_item_score(c, item.id) for c in verdicts)
            mark = " (key)" if item.critical else ""
            values = tuple(_governing(c, item.id) for c in verdicts)
            rows.append(Row(f"{item.topic}{mark}", scores, "item", item.id, values))
    return rows


def marked_score(verdict: ConditionVerdict | GroupVerdict) -> str:
    """Return a score or its range with its state, as in "~ 45 partial" or "✗–~ 31–45 open"."""
    low, high = verdict.state_low, verdict.state_high
    score = span(verdict.low, verdict.high)
    sign = state_sign(low, high)
    return f"{sign.glyph} {score} {sign.word}"


def _sides(instrument: Instrument, condition: ConditionVerdict) -> str:
    text = side_scores(condition)
    gap = in_words(difference_text(instrument, condition))
    return f"{text}, {gap}" if gap else text


def side_scores(condition: ConditionVerdict) -> str:
    """Return the scores of both sides, as in "45 / 60"."""
    sides = (condition.sides.get(side) for side in PERSPECTIVES)
    return " / ".join(span(side.low, side.high) if side else NOTHING for side in sides)


def _item_score(condition: ConditionVerdict, item: str) -> str:
    scores = []
    for side, name in SIDE_NAMES.items():
        if reading := reading_of(condition, side, item):
            prefix = f"{name} " if len(condition.sides) > 1 else ""
            scores.append(f"{prefix}{item_value(reading)}")
    return ", ".join(scores) or NOTHING


def _governing(condition: ConditionVerdict, item: str) -> tuple[float, float] | str:
    """Return an item's value on the side with the lower score, for comparing vendors."""
    readings = [r for side in PERSPECTIVES if (r := reading_of(condition, side, item))]
    counting = [reading for reading in readings if not reading.left_out]
    if not counting:
        return "no occasion" if readings else NOTHING
    return min(reading.low for reading in counting), min(reading.high for reading in counting)


def reading_of(condition: ConditionVerdict, side: Perspective, item: str) -> ItemReading | None:
    """Return the reading of an item on one side; None if that side was not asked."""
    side_verdict = condition.sides.get(side)
    readings = side_verdict.items if side_verdict else ()
    return next((reading for reading in readings if reading.item == item), None)


def item_value(reading: ItemReading) -> str:
    """Return an item's value as text: a score, a disputed range, open, or no occasion."""
    if reading.left_out:
        return "no occasion"
    if reading.open:
        return "open"
    return (
        f"{reading.low:g}"
        if reading.low == reading.high
        else f"{reading.low:g}–{reading.high:g} disputed"
    )


def _stops(judged: JudgedVendor) -> str:
    if not judged.verdict.assessed:
        return "Nobody has given a score yet"
    verdict = judged.verdict
    stops = "; ".join(briefly_why(judged.instrument, verdict))
    seen = f" in {VIEWS[verdict.sides[0]]}" if verdict.one_sided else ""
    if not stops:
        return f"Nothing{seen}"
    if at_target(judged):
        return f"Nothing for the target{seen}. For a better class: {stops}"
    return stops


def _steps_up(judged: JudgedVendor) -> str:
    """Return how many steps lead to which better class, to show which vendor needs the fewest."""
    verdict, distance = judged.verdict, judged.steps_up
    if not verdict.settled or verdict.provisional:
        return "not known yet" if verdict.assessed else NOTHING
    if distance is None:
        return "none"
    name = judged.instrument.class_named(distance.new_class).name
    return f"{plural(distance.step_count, 'step')} to {name}"


def _evidence(verdict: Verdict) -> str:
    return (
        f"{verdict.evidenced_count} of {plural(verdict.score_count, 'score')}"
        if verdict.score_count
        else NOTHING
    )


def _answered(judged: JudgedVendor) -> str:
    """Return how many questions were answered, and how many of these only with "don't know"."""
    verdict = judged.verdict
    if not verdict.item_count:
        return NOTHING
    count = verdict.unknown_count
    only_unknown = f" ({count} with “don't know”)" if count else ""
    return f"{verdict.answered_count} of {verdict.item_count}{only_unknown}"


def _problems(judged: JudgedVendor) -> str:
    problems = sorted(judged.problems, key=lambda problem: problem.severity != "error")
    if not problems:
        return NOTHING
    more = f" And {len(problems) - 1} more: see `partnercheck check`" if len(problems) > 1 else ""
    return f"{in_short(problems[0])}{more}"
