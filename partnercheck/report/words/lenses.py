"""Lenses in words: a line each, their facets, what they warn of, and why one is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from partnercheck.base.english import ON_WHOSE_SIDE, plural
from partnercheck.questionnaires.records import Group, Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import NOTHING, STATE_MARKS, Row
from partnercheck.report.words.entry import Entry
from partnercheck.rules.lenses import GroupVerdict, LensVerdict
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens


def lens_entries(lenses: Sequence[Lens], expanded: frozenset[str]) -> Iterator[Entry]:
    """The warnings first, then each lens that was looked through, then those worth a look."""
    for lens in lenses:
        for warning in lens.warnings:
            yield Entry(f"! {warning.name}", f"{warning.text} ({warning.why})", "why")
    for lens in lenses:
        if lens.verdict.looked:
            yield Entry(lens.instrument.name, summary(lens), "lens", lens.instrument.id)
            if lens.instrument.id in expanded:
                yield from _facets(lens)
    for lens in lenses:
        if lens.offered and not lens.verdict.looked:
            name = lens.instrument.name
            yield Entry("Look closer", f"{name}: {lens.offered}", "offer", lens.instrument.id)


def summary(lens: Lens) -> str:
    """Return a lens in a line: its groups, its lowest facet, and its caveats."""
    instrument, verdict = lens.instrument, lens.verdict
    parts = [
        _part(_named(instrument, group), found) for group, found in _groups(instrument, verdict)
    ]
    facets = list(zip(instrument.conditions, verdict.facets, strict=True))
    condition, lowest = min(facets, key=lambda pair: (pair[1].low, pair[1].high))
    parts.append(f"lowest: {_part(condition.name, lowest)}")
    return "; ".join([*parts, *_caveats(lens)])


def _groups(instrument: Instrument, verdict: LensVerdict) -> list[tuple[Group, GroupVerdict]]:
    return list(zip(instrument.groups, verdict.groups, strict=True))


def _named(instrument: Instrument, group: Group) -> str:
    """A group's name, or nothing if it is that of the lens."""
    return "" if group.name == instrument.name else group.name


def _part(name: str, verdict: ConditionVerdict | GroupVerdict) -> str:
    """A facet or group with its range and state, as in "Trust ~ 45 partial"."""
    low, high = verdict.state_low, verdict.state_high
    score = span(verdict.low, verdict.high)
    if low == high:
        return f"{name} {STATE_MARKS[low]} {score} {low}".strip()
    return f"{name} {STATE_MARKS[low]}–{STATE_MARKS[high]} {score} open".strip()


def _caveats(lens: Lens) -> list[str]:
    verdict = lens.verdict
    one_side = f"only {ON_WHOSE_SIDE[verdict.sides[0]]}" if len(verdict.sides) == 1 else ""
    open_items = verdict.items - verdict.answered
    open_questions = f"{plural(open_items, 'question')} open" if open_items else ""
    due = f"{plural(verdict.pending, 'answer')} pending" if verdict.pending else ""
    levels = "the lowest level counts" if lens.instrument.levels == "lowest" else ""
    return [each for each in (levels, one_side, open_questions, due) if each]


def _facets(lens: Lens) -> Iterator[Entry]:
    instrument, verdict = lens.instrument, lens.verdict
    for group, group_verdict in _groups(instrument, verdict):
        text = f"{_state(group_verdict)}. {group.meaning}"
        yield Entry(group.name, text, bar=(group_verdict.low, group_verdict.high), level=1)
    for condition, facet in zip(instrument.conditions, verdict.facets, strict=True):
        sides = " / ".join(
            span(side.low, side.high) if (side := facet.sides.get(each)) else NOTHING
            for each in ("buyer", "vendor")
        )
        both = f", us / vendor {sides}" if len(facet.sides) > 1 else ""
        gap = f", gap {int(facet.gap):+d}" if facet.gap is not None else ""
        text = f"{_state(facet)}{both}{gap}"
        yield Entry(condition.name, text, bar=(facet.low, facet.high), level=1)


def _state(verdict: ConditionVerdict | GroupVerdict) -> str:
    return _part("", verdict)


def lens_rows(
    vendors: Sequence[JudgedVendor], lenses: Mapping[str, Sequence[Lens]], expanded: frozenset[str]
) -> list[Row]:
    """The rows of a comparison: each lens with answers, and the warnings."""
    each_vendors = [lenses.get(each.vendor.id, ()) for each in vendors]
    kinds = {lens.instrument.id: lens.instrument for of in each_vendors for lens in of}
    rows: list[Row] = []
    for lens_id, instrument in kinds.items():
        row_lenses = [
            next((x for x in of if x.instrument.id == lens_id), None) for of in each_vendors
        ]
        if any(lens and lens.verdict.looked for lens in row_lenses):
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
    """A lens in a cell: its groups, or without any its lowest facet."""
    if lens is None or not lens.verdict.looked:
        return NOTHING
    instrument, verdict = lens.instrument, lens.verdict
    parts = [
        _part(_named(instrument, group), found) for group, found in _groups(instrument, verdict)
    ]
    if not parts:
        facets = zip(instrument.conditions, verdict.facets, strict=True)
        condition, lowest = min(facets, key=lambda pair: (pair[1].low, pair[1].high))
        parts = [_part(f"{condition.name}", lowest)]
    whose = [f"only {ON_WHOSE_SIDE[verdict.sides[0]]}"] if len(verdict.sides) == 1 else []
    return "; ".join([*parts, *whose])


def _facet_rows(instrument: Instrument, lenses: Sequence[Lens | None]) -> list[Row]:
    rows = []
    for index, condition in enumerate(instrument.conditions):
        cells = tuple(
            _state(lens.verdict.facets[index]) if lens and lens.verdict.looked else NOTHING
            for lens in lenses
        )
        rows.append(Row(condition.name, cells, "facet"))
    return rows
