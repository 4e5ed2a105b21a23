"""Lenses in words: a summary, their facets and warnings, and the reason for recommending one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from partnercheck.base.english import ON_WHOSE_SIDE, plural
from partnercheck.questionnaires.records import Group, Instrument
from partnercheck.report.comparison import NOTHING, Row, marked_score, side_scores
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.gap import shown_difference, signed
from partnercheck.rules.lenses import GroupVerdict, LensVerdict
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens


def warning_names(lenses: Sequence[Lens]) -> list[str]:
    """Return the names of the warnings of lenses, with the side that answered if it was one."""
    return [
        f"{warning.name}{_one_side(lens.verdict)}" for lens in lenses for warning in lens.warnings
    ]


def _one_side(verdict: LensVerdict) -> str:
    return f" (answered only {ON_WHOSE_SIDE[verdict.sides[0]]})" if len(verdict.sides) == 1 else ""


def lens_entries(lenses: Sequence[Lens], expanded: frozenset[str]) -> Iterator[Entry]:
    """Yield the warnings, then each lens with answers, then the recommended ones."""
    for lens in lenses:
        for warning in lens.warnings:
            yield Entry(f"! {warning.name}", f"{warning.text} ({warning.why})", "why")
    for lens in lenses:
        if lens.verdict.assessed:
            yield Entry(lens.instrument.name, summary(lens), "lens", lens.instrument.id)
            if lens.instrument.id in expanded:
                yield from _facets(lens)
    for lens in lenses:
        if lens.reason_to_answer and not lens.verdict.assessed:
            name = lens.instrument.name
            yield Entry(
                "Look closer", f"{name}: {lens.reason_to_answer}", "offer", lens.instrument.id
            )


def summary(lens: Lens) -> str:
    """Return a lens in one line: its groups, its lowest facet, and its caveats."""
    instrument, verdict = lens.instrument, lens.verdict
    parts = [
        f"{_label(instrument, group)}{marked_score(group_verdict)}"
        for group, group_verdict in _groups(instrument, verdict)
    ]
    facets = list(zip(instrument.conditions, verdict.facets, strict=True))
    condition, lowest = min(facets, key=lambda pair: (pair[1].low, pair[1].high))
    surely = all(lowest.high <= facet.low for _, facet in facets if facet is not lowest)
    parts.append(
        f"{'lowest' if surely else 'may be lowest'}: {condition.name} {marked_score(lowest)}"
    )
    return "; ".join([*parts, *_caveats(lens)])


def _groups(instrument: Instrument, verdict: LensVerdict) -> list[tuple[Group, GroupVerdict]]:
    return list(zip(instrument.groups, verdict.groups, strict=True))


def _label(instrument: Instrument, group: Group) -> str:
    """Return the label of a group: its name, or that it is the whole if the lens is named so."""
    return "Overall " if group.name == instrument.name else f"{group.name} "


def _caveats(lens: Lens) -> list[str]:
    verdict = lens.verdict
    one_side = "answered on both sides"
    if len(verdict.sides) == 1:
        one_side = f"answered only {ON_WHOSE_SIDE[verdict.sides[0]]}"
    open_items = verdict.item_count - verdict.answered_count
    open_questions = f"{plural(open_items, 'question')} scored by nobody" if open_items else ""
    due = (
        f"{plural(verdict.pending_count, 'answer')} still to come" if verdict.pending_count else ""
    )
    levels = "the lowest level counts" if lens.instrument.levels == "lowest" else ""
    both = "about both sides together"
    return [each for each in (both, levels, one_side, open_questions, due) if each]


def _facets(lens: Lens) -> Iterator[Entry]:
    instrument, verdict = lens.instrument, lens.verdict
    for group, group_verdict in _groups(instrument, verdict):
        text = f"{marked_score(group_verdict)}. {group.meaning}"
        yield Entry(group.name, text, bar=(group_verdict.low, group_verdict.high), level=1)
    for condition, facet in zip(instrument.conditions, verdict.facets, strict=True):
        both = f", us / vendor {side_scores(facet)}" if len(facet.sides) > 1 else ""
        difference = shown_difference(facet)
        gap = f", gap {signed(difference)}" if difference is not None else ""
        text = f"{marked_score(facet)}{both}{gap}"
        yield Entry(condition.name, text, bar=(facet.low, facet.high), level=1)


def lens_rows(
    vendors: Sequence[JudgedVendor], lenses: Mapping[str, Sequence[Lens]], expanded: frozenset[str]
) -> list[Row]:
    """Return the rows of a comparison: each lens with answers, and the warnings."""
    each_vendors = [lenses.get(each.vendor.id, ()) for each in vendors]
    kinds = {lens.instrument.id: lens.instrument for of in each_vendors for lens in of}
    rows: list[Row] = []
    for lens_id, instrument in kinds.items():
        row_lenses = [
            next((x for x in of if x.instrument.id == lens_id), None) for of in each_vendors
        ]
        if any(lens and lens.verdict.assessed for lens in row_lenses):
            rows.append(
                Row(instrument.name, tuple(_cell(lens) for lens in row_lenses), "lens", lens_id)
            )
            if lens_id in expanded:
                rows += _facet_rows(instrument, row_lenses)
    warned = tuple(
        "; ".join(w.name for lens in of for w in lens.warnings) or NOTHING for of in each_vendors
    )
    if any(cell != NOTHING for cell in warned):
        rows.append(Row("Warnings", warned))
    return rows


def _cell(lens: Lens | None) -> str:
    """Return a lens as a cell: its groups, or its lowest facet if it has no groups."""
    if lens is None or not lens.verdict.assessed:
        return NOTHING
    instrument, verdict = lens.instrument, lens.verdict
    parts = [
        f"{_label(instrument, group)}{marked_score(group_verdict)}"
        for group, group_verdict in _groups(instrument, verdict)
    ]
    if not parts:
        facets = zip(instrument.conditions, verdict.facets, strict=True)
        condition, lowest = min(facets, key=lambda pair: (pair[1].low, pair[1].high))
        parts = [f"{condition.name} {marked_score(lowest)}"]
    whose = [f"only {ON_WHOSE_SIDE[verdict.sides[0]]}"] if len(verdict.sides) == 1 else []
    return "; ".join([*parts, *whose])


def _facet_rows(instrument: Instrument, lenses: Sequence[Lens | None]) -> list[Row]:
    rows = []
    for index, condition in enumerate(instrument.conditions):
        cells = tuple(
            marked_score(lens.verdict.facets[index]) if lens and lens.verdict.assessed else NOTHING
            for lens in lenses
        )
        rows.append(Row(condition.name, cells, "facet"))
    return rows
