"""A vendor's part of a report: our own version, and a shorter one for the vendor.

The vendor's version has the verdict on both sides' answers. It has no quotations, no names, no
target, decision or lens of ours, and no answer that was given in confidence. It does not say what
would change the class or how firm the class is, since that would invite bargaining over answers,
and it leaves out rounds that only one side answered. It calls its reader "you".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from partnercheck.base.english import capitalised, plural
from partnercheck.base.records import PERSPECTIVES
from partnercheck.questionnaires.records import Condition
from partnercheck.questionnaires.scores import span
from partnercheck.report import agenda as agenda_report
from partnercheck.report.comparison import NOTHING, class_glyph, class_text
from partnercheck.report.condition_scores import scored
from partnercheck.report.confidence import in_confidence
from partnercheck.report.dossier.about import answered_by, description
from partnercheck.report.dossier.entries import questions, ways, why
from partnercheck.report.dossier.firmness import (
    both_say_one_side_did,
    far_apart,
    how_firm,
    one_side_did,
)
from partnercheck.report.dossier.history import decided, people, which_way
from partnercheck.report.page.agreements import goal_lines, meeting_facts
from partnercheck.report.page.facts import facts_of, web_address
from partnercheck.report.page.pictures import bars_of
from partnercheck.report.page.vendor_part import (
    BlankLine,
    ConditionLine,
    RoundLine,
    SideLine,
    SourceLine,
    VendorPart,
    VendorReportData,
)
from partnercheck.report.signs import LATE, WARNING, sign_of, state_sign, without_sign
from partnercheck.report.words.agreements import overdue_in_words
from partnercheck.report.words.caveat_phrases import judged_caveats, shared_phrases
from partnercheck.report.words.caveats import shared_caveats, vendor_caveats
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.gap import difference_text, in_words
from partnercheck.report.words.lenses import (
    lens_entries,
    pending_phrases,
    warning_names,
    warning_texts,
)
from partnercheck.report.words.promises import promise_entries
from partnercheck.report.words.so_far import unless_harm
from partnercheck.report.words.still_to_come import awaited_answers, late_in_words
from partnercheck.report.words.target import target_entry
from partnercheck.report.words.to_vendor import to_vendor
from partnercheck.report.words.trend import arrow_in_short
from partnercheck.report.words.verdict import VIEWS, headline
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.history import RoundHistory
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.facts import contract_ended

NOT_HEARD = "no answers"


def for_us(data: VendorReportData, anchor: str, today: dt.date) -> VendorPart:
    """Return our own version of a vendor's part, with evidence, names, aims and decisions."""
    judged = data.judged
    files = judged.files
    return replace(
        _shared(data, anchor, frozenset()),
        warnings=tuple(attention(data, today)),
        limits=tuple(vendor_caveats(judged)),
        gap=_far_apart(judged, frozenset()),
        rounds=_rounds(data.past, judged_caveats),
        target=target_entry(
            judged, overdue_in_words(files, today), warning_names(data.lenses), in_report=True
        ),
        why=_texts(why(judged)),
        change=facts_of([*ways(judged), *questions(judged)]),
        firm=facts_of(
            [
                *how_firm(judged),
                *one_side_did(judged),
                *people(judged),
                *answered_by(judged, data.lenses),
                *_waiting(data, today),
            ]
        ),
        decision=tuple(without_sign(entry.text) for entry in decided(judged, data.past)),
        lenses=facts_of(
            replace(entry, label=f"Warning: {without_sign(entry.label)}")
            if sign_of(entry.label)
            else entry
            for entry in lens_entries(data.lenses, frozenset())
        ),
        goals=tuple(goal_lines(files.goals, today)),
        promises=facts_of(
            replace(entry, text=without_sign(entry.text))
            for entry in promise_entries(files.promises, today)
        ),
        meetings=tuple(meeting_facts(files, today)),
        description=facts_of(description(judged)),
        sources=tuple(_sources(judged)),
        agenda=data.agenda,
    )


def blank_line(data: VendorReportData, anchor: str, today: dt.date) -> BlankLine:
    """Return the line of a vendor without any answers, with the known facts about it."""
    judged = data.judged
    vendor = judged.vendor
    target = judged.instrument.class_named(vendor.target).name if vendor.target else ""
    why_target = f" ({vendor.target_why.rstrip('.')})" if vendor.target_why else ""
    facts = [
        *(Entry("Needs attention", f"{sign} {text}") for sign, text in attention(data, today)),
        *([Entry("Target", f"{target}{why_target}")] if target else []),
        *(Entry("Caveat", text) for text in vendor_caveats(judged)),
        *([Entry("Overdue", late)] if (late := late_in_words(judged, today)) else []),
        *([Entry("Still to come", awaited)] if (awaited := _awaited(judged, today)) else []),
        *description(judged),
    ]
    return BlankLine(anchor, judged.vendor.name, facts_of(facts))


def _awaited(judged: JudgedVendor, today: dt.date) -> str:
    """Return the awaited answers in words; empty if no one was asked."""
    return awaited_answers(judged, today, []) if judged.round.asked else ""


def _waiting(data: VendorReportData, today: dt.date) -> Iterator[Entry]:
    """Yield the answers that are still to come, and what is overdue."""
    if still_due := awaited_answers(data.judged, today, pending_phrases(data.lenses)):
        yield Entry("Still to come", still_due)
    if overdue := late_in_words(data.judged, today):
        yield Entry("Overdue", overdue)


def attention(data: VendorReportData, today: dt.date) -> Iterator[tuple[str, str]]:
    """Yield what needs attention with a vendor, each with its sign: warnings, and what is overdue.

    Files that cannot be read are reported for the whole page.
    """
    for name, text in warning_texts(data.lenses):
        yield WARNING.glyph, f"{name}. {text}"
    if late := overdue_in_words(data.judged.files, today):
        yield LATE.glyph, late
    if end := contract_ended(data.judged.vendor, today):
        yield LATE.glyph, f"The contract ended on {end}"


def for_vendor(data: VendorReportData, anchor: str) -> VendorPart:
    """Return the version of a vendor's part that the vendor may read."""
    judged = data.judged
    hidden = in_confidence(judged)
    shared = _shared(data, anchor, hidden)
    by_both = [past for past in data.past if len(past.judged.verdict.sides) == len(PERSPECTIVES)]
    change = data.change
    comparable = change is not None and len(change.sides) == len(PERSPECTIVES)
    vendor = judged.vendor
    return replace(
        shared,
        headline=headline(
            judged.instrument, judged.verdict, vendor.name, vendor.stage, hidden, to_vendor=True
        ),
        limits=_to_vendor(shared.limits),
        unless=to_vendor(shared.unless),
        gap=to_vendor(shared.gap),
        conditions=tuple(_condition_to_vendor(line) for line in shared.conditions),
        trend=_to_vendor(shared.trend) if comparable else (),
        rounds=tuple(
            replace(line, caveats=to_vendor(line.caveats))
            for line in _rounds(by_both, shared_phrases)
        ),
        why=_to_vendor(_texts(why(judged, hidden, for_vendor=True))),
        firm=facts_of(both_say_one_side_did(judged)),
        agenda=agenda_report.for_vendor(data.agenda),
    )


def _to_vendor(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(to_vendor(text) for text in texts)


def _condition_to_vendor(line: ConditionLine) -> ConditionLine:
    sides = tuple(replace(side, view=to_vendor(side.view)) for side in line.sides)
    picture = replace(line.picture, title=to_vendor(line.picture.title))
    return replace(line, sides=sides, picture=picture, gap=to_vendor(line.gap))


def _shared(data: VendorReportData, anchor: str, hidden: frozenset[str]) -> VendorPart:
    """Return the parts that both versions share: verdict, caveats, conditions and rounds.

    Items that are `hidden` are not named.
    """
    judged = data.judged
    vendor, verdict = judged.vendor, judged.verdict
    pairs = zip(judged.instrument.conditions, verdict.conditions, strict=True)
    return VendorPart(
        anchor=anchor,
        name=vendor.name,
        round=judged.round.id,
        glyph=class_glyph(judged),
        headline=headline(judged.instrument, verdict, vendor.name, vendor.stage, hidden),
        limits=tuple(shared_caveats(judged)),
        unless=unless_harm(judged),
        gap=_far_apart(judged, hidden),
        conditions=tuple(_condition(judged, *pair) for pair in pairs) if verdict.assessed else (),
        trend=_texts(which_way(judged, data.past, hidden)),
        columns=tuple(condition.name for condition in judged.instrument.conditions),
        rounds=_rounds(data.past, shared_phrases),
    )


def _far_apart(judged: JudgedVendor, hidden: frozenset[str]) -> str:
    """Return the distance between the views in words, since the page has no room for a legend."""
    return without_sign("".join(_texts(far_apart(judged, hidden))))


def _condition(
    judged: JudgedVendor, condition: Condition, verdict: ConditionVerdict
) -> ConditionLine:
    low, high = verdict.state_low, verdict.state_high
    sign = state_sign(low, high)
    word = low if low == high else f"between {low} and {high}"
    return ConditionLine(
        name=condition.name,
        state=f"{sign.glyph} {span(verdict.low, verdict.high)} {word}",
        tone=sign.tone,
        gap=in_words(difference_text(judged.instrument, verdict)),
        sides=tuple(_sides(verdict)),
        picture=bars_of(judged.instrument, condition.name, verdict),
    )


def _sides(verdict: ConditionVerdict) -> Iterator[SideLine]:
    for perspective in PERSPECTIVES:
        view = VIEWS[perspective]
        side = verdict.sides.get(perspective)
        if side is None:
            yield SideLine(view, NOTHING, NOT_HEARD)
            continue
        rests = f"{side.evidenced_count} of {plural(side.score_count, 'score')}"
        yield SideLine(view, span(side.low, side.high), rests)


def _rounds(
    rounds: Sequence[RoundHistory], phrases_of: Callable[[JudgedVendor], list[str]]
) -> tuple[RoundLine, ...]:
    """Return a line for each round, newest first; empty if there is only one round."""
    if len(rounds) < 2:
        return ()
    return tuple(_round(past, phrases_of(past.judged)) for past in reversed(rounds))


def _round(past: RoundHistory, phrases: Sequence[str]) -> RoundLine:
    judged = past.judged
    scores = tuple(scored(judged, condition).words for condition in judged.verdict.conditions)
    caveats = "; ".join(phrases)
    direction = arrow_in_short(past.change)
    return RoundLine(past.round, class_text(judged), caveats, direction, scores)


def _sources(judged: JudgedVendor) -> Iterator[SourceLine]:
    """Yield where the evidence of the answers is, in the order of the questions."""
    for item in judged.instrument.items:
        for response in judged.round.responses:
            answer = response.answers.get(item.id)
            if response.instrument == judged.instrument.id and answer and answer.source:
                address = web_address(answer.source)
                yield SourceLine(
                    capitalised(item.topic), response.respondent, answer.source, address
                )


def _texts(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.text for entry in entries)
