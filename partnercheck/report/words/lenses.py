"""Lenses in words: a summary, their facets and warnings, and the reason for recommending a lens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from partnercheck.base.english import ON_WHOSE_SIDE, capitalised, listed, plural
from partnercheck.questionnaires.records import Group, Instrument, LensWarning
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import NOTHING, Row, marked_score, side_scores
from partnercheck.report.signs import WARNING
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.gap import shown_gap, signed
from partnercheck.report.words.verdict import VIEWS
from partnercheck.rules.lens_warnings import warned_facets
from partnercheck.rules.lenses import GroupVerdict, LensVerdict
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens

# The label of a group that contains all parts, if the lowest part counts.
LOWEST = "Lowest part"


def warning_names(lenses: Sequence[Lens]) -> list[str]:
    """Return the lens warnings in brief: the name, what is weak, and whose answers say so."""
    return [_warning_in_brief(lens, warning) for lens in lenses for warning in lens.warnings]


def _warning_in_brief(lens: Lens, warning: LensWarning) -> str:
    names = {facet.id: facet.name for facet in lens.instrument.conditions}
    low = [
        f"{_inside(names[facet.id])}{_level(lens, facet.id)}"
        for facet in warned_facets(lens.instrument, lens.verdict, warning)
    ]
    weak = f": {listed(low)}" if low else ""
    return f"{warning.name}{weak}{_one_side(lens.verdict)}"


def _inside(name: str) -> str:
    """Return a name in the form used inside a sentence."""
    return name[:1].lower() + name[1:]


def _one_side(verdict: LensVerdict) -> str:
    return f" (answered only {ON_WHOSE_SIDE[verdict.sides[0]]})" if len(verdict.sides) == 1 else ""


def lens_entries(lenses: Sequence[Lens], expanded: frozenset[str]) -> Iterator[Entry]:
    """Yield the warnings, then each lens with answers, then the recommended lenses."""
    for lens in lenses:
        for warning in lens.warnings:
            title, text = f"{WARNING.glyph} {warning.name}", warning_text(lens, warning)
            # The warning leads to the answers that it comes from, if there are any.
            yield Entry(title, text, "why", lens.instrument.id if lens.verdict.assessed else "")
            if lens.instrument.id in expanded:
                yield Entry("", f"The idea behind this warning: {warning.why}", "why")
    for lens in lenses:
        if lens.verdict.assessed:
            yield Entry(lens.instrument.name, summary(lens), "lens", lens.instrument.id)
            if lens.instrument.id in expanded:
                yield from _facets(lens)
    for lens in lenses:
        if lens.reason_to_answer and not lens.verdict.assessed:
            count = plural(len(lens.instrument.items), "extra question")
            text = f"{lens.instrument.name} ({count}): {lens.reason_to_answer}"
            yield Entry("Look closer", text, "offer", lens.instrument.id)


def warning_texts(lenses: Sequence[Lens]) -> list[tuple[str, str]]:
    """Return the name and the whole text of every warning of lenses."""
    return [(w.name, warning_text(lens, w)) for lens in lenses for w in lens.warnings]


def warning_text(lens: Lens, warning: LensWarning) -> str:
    """Return a warning, the facets that certainly meet it, and the number of pending answers."""
    names = {facet.id: facet.name for facet in lens.instrument.conditions}
    low = [
        f"{names[facet.id]} ({span(facet.low, facet.high)}{_level(lens, facet.id)})"
        for facet in warned_facets(lens.instrument, lens.verdict, warning)
    ]
    parts = [warning.text]
    sides = lens.verdict.sides
    seen = f" in {VIEWS[sides[0]]}" if len(sides) == 1 else ""
    parts += [f"Weak{seen}: {listed(low)}."] if low else []
    if lens.verdict.pending_count and low:
        parts.append(f"{capitalised(plural(lens.verdict.pending_count, 'answer'))} still to come.")
    return " ".join(parts)


def _level(lens: Lens, facet: str) -> str:
    """Return the level of the people who score a facet lowest; empty if there is no such level."""
    level = lens.levels.get(facet)
    words = {"executive": "by executives", "operations": "from operations"}
    return f", lowest as seen {words.get(level, level)}" if level else ""


def pending_phrases(lenses: Sequence[Lens]) -> list[str]:
    """Return the number of answers still to come for each lens and from whom, in a few words."""
    return [
        f"{plural(lens.verdict.pending_count, 'answer')} on {lens.instrument.name}"
        f"{_by_person(lens)}"
        for lens in lenses
        if lens.verdict.pending_count
    ]


def _by_person(lens: Lens) -> str:
    """Return from whom the answers are still to come; of several people, how many from each."""
    if len(lens.awaited) == 1:
        return f" from {lens.awaited[0][0]}"
    people = listed([f"{missing} from {name}" for name, missing in lens.awaited])
    return f", {people}" if people else ""


def summary(lens: Lens) -> str:
    """Return a lens in a few sentences: its groups, its lowest facet, and its caveats."""
    instrument, verdict = lens.instrument, lens.verdict
    parts = [
        f"{_label(lens, group, group_verdict)}{marked_score(group_verdict)}"
        for group, group_verdict in _groups(instrument, verdict)
    ]
    named = any(part.startswith(LOWEST) for part in parts)
    facets = list(zip(instrument.conditions, verdict.facets, strict=True))
    condition, lowest = min(facets, key=lambda pair: (pair[1].low, pair[1].high))
    surely = all(lowest.high <= facet.low for _, facet in facets if facet is not lowest)
    if surely and not named:
        parts.append(f"lowest: {condition.name} {marked_score(lowest)}")
    elif not parts:
        parts.append("not enough is known yet to name the lowest part")
    result = capitalised("; ".join(parts))
    return f"{result}. {'; '.join(_caveats(lens))}."


def _groups(instrument: Instrument, verdict: LensVerdict) -> list[tuple[Group, GroupVerdict]]:
    return list(zip(instrument.groups, verdict.groups, strict=True))


def _label(lens: Lens, group: Group, verdict: GroupVerdict) -> str:
    """Return the label of a group: its name, unless the lens has the same name.

    If the lowest part of such a group counts, the label names that part, since the score is not
    that of the whole.
    """
    if group.name != lens.instrument.name:
        return f"{group.name} "
    if group.combine != "lowest":
        return "Overall "
    lowest = [
        _inside(condition.name)
        for condition, facet in zip(lens.instrument.conditions, lens.verdict.facets, strict=True)
        if (facet.low, facet.high) == (verdict.low, verdict.high)
    ]
    return f"{LOWEST}: {lowest[0]} " if len(lowest) == 1 else f"{LOWEST} "


def _caveats(lens: Lens) -> list[str]:
    verdict = lens.verdict
    seen = "as both sides see them"
    if len(verdict.sides) == 1:
        whose = "we" if verdict.sides[0] == "buyer" else "the vendor"
        seen = f"as {whose} alone see{'' if whose == 'we' else 's'} them"
    open_items = verdict.item_count - verdict.answered_count
    open_questions = f"{plural(open_items, 'question')} without a score" if open_items else ""
    due = (
        f"{plural(verdict.pending_count, 'answer')} still to come" if verdict.pending_count else ""
    )
    levels = (
        "if levels differ, the lowest level counts" if lens.instrument.levels == "lowest" else ""
    )
    both = f"Extra questions about both companies, {seen}"
    return [each for each in (both, levels, due or open_questions) if each]


def _facets(lens: Lens) -> Iterator[Entry]:
    instrument, verdict = lens.instrument, lens.verdict
    for group, group_verdict in _groups(instrument, verdict):
        text = f"{marked_score(group_verdict)}. {group.meaning}"
        yield Entry(group.name, text, scored=group_verdict, level=1)
    for condition, facet in zip(instrument.conditions, verdict.facets, strict=True):
        both = f", us / vendor {side_scores(facet)}" if len(facet.sides) > 1 else ""
        difference = shown_gap(facet)
        gap = f", gap {signed(difference)}" if difference is not None else ""
        text = f"{marked_score(facet)}{both}{gap}"
        yield Entry(condition.name, text, scored=facet, level=1)


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
        f"{_label(lens, group, group_verdict)}{marked_score(group_verdict)}"
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
