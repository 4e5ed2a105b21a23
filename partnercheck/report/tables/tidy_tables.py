"""Tidy tables for a spreadsheet or a notebook: one row per answer, condition or verdict.

A row has a cell for each name in `columns.toml`; cells may be empty. Scores of
conditions run from 0 to 100, rounded down to one decimal; shares from 0 to 1, to two.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from partnercheck.base.records import PERSPECTIVES, Answer, Response
from partnercheck.formats.csv_write import Cell
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import one_decimal, share
from partnercheck.report.listing import mismatch
from partnercheck.report.words.caveat_phrases import judged_caveats, straight_line_names
from partnercheck.report.words.one_reason import brief
from partnercheck.report.words.reasons import briefly_why
from partnercheck.report.words.target import met_target
from partnercheck.rules.balance import balance
from partnercheck.rules.gap import gap_of
from partnercheck.rules.lenses import judge_lens
from partnercheck.rules.readings import asked_items
from partnercheck.rules.reasons import reasons
from partnercheck.rules.records import ConditionVerdict, Side
from partnercheck.rules.sides import side_classes
from partnercheck.rules.steps import Distance
from partnercheck.verdicts.history import errors_in
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decision_support import supported
from partnercheck.workspace.decisions import Filed

Row = Mapping[str, Cell]
Instruments = Mapping[str, Instrument]


def answer_rows(instruments: Instruments, judged: JudgedVendor) -> Iterator[Row]:
    """Yield the items of every questionnaire that a respondent has started, answered or not.

    An answer to an item outside the respondent's form does not count and has no row.
    """
    for response in judged.round.responses:
        if response.begun and response.instrument in instruments:
            yield from _of_response(instruments[response.instrument], judged, response)


def _of_response(instrument: Instrument, judged: JudgedVendor, response: Response) -> Iterator[Row]:
    cells = {
        **_key_cells(judged),
        "instrument": instrument.id,
        "perspective": response.perspective,
        "respondent": response.respondent,
        "level": response.level,
        "form": response.form,
    }
    nothing = Answer()
    for item in asked_items(instrument, response):
        answer = response.answers.get(item.id, nothing)
        scored = answer.score is not None
        yield {
            **cells,
            "condition": item.condition,
            "item": item.id,
            "topic": item.topic,
            "critical": item.critical,
            "core": item.core,
            "state": "scored" if scored else answer.skip or "open",
            "score": answer.score,
            "basis": answer.basis if scored else None,
            "evidenced": answer.evidenced if scored else None,
            "evidence": answer.evidence,
            "reason": answer.reason,
            "on": _day(answer.on),
            "kind": item.kind,
            "done_by": answer.done_by,
            "version": response.version,
            "source": answer.source,
        }


def condition_rows(instruments: Instruments, judged: JudgedVendor) -> Iterator[Row]:
    """Yield the conditions of the verdict, then the facets of each lens that has answers."""
    unread = Counter(instrument for _, instrument in judged.round.unread)
    why: dict[str, list[str]] = {}
    for reason in reasons(judged.instrument, judged.verdict):
        why.setdefault(reason.condition, []).append(
            brief(judged.instrument, judged.verdict, reason)
        )
    cells = {**_key_cells(judged), "instrument": judged.instrument.id}
    for condition in judged.verdict.conditions:
        row = {**cells, **_condition(condition), "unread": unread[judged.instrument.id]}
        yield {**row, "reasons": "; ".join(why.get(condition.id, ()))}
    for lens in instruments.values():
        if lens.classifies:
            continue
        sides = Counter(side for side, used in judged.round.unread if used == lens.id)
        seen = judge_lens(lens, judged.round.responses, sides)
        cells["instrument"] = lens.id
        for facet in seen.facets if seen.assessed else ():
            yield {**cells, **_condition(facet), "unread": unread[lens.id], "reasons": None}


def _condition(condition: ConditionVerdict) -> dict[str, Cell]:
    sides = [*condition.sides.values()]
    items = [reading for side in sides for reading in side.items]
    scored, evidenced = (
        sum(side.score_count for side in sides),
        sum(side.evidenced_count for side in sides),
    )
    return {
        "condition": condition.id,
        "assessed": bool(sides),
        "sides": " ".join(condition.sides),
        "settled": bool(sides) and condition.state_low == condition.state_high,
        "low": one_decimal(condition.low),
        "high": one_decimal(condition.high),
        "state_low": condition.state_low,
        "state_high": condition.state_high,
        **{
            f"{perspective}_{end}": cell
            for perspective in PERSPECTIVES
            for end, cell in _ends(condition.sides.get(perspective)).items()
        },
        "gap": None if condition.gap is None else one_decimal(condition.gap),
        "assessable": all(side.assessable for side in sides) if sides else None,
        "items": len(items),
        "open": sum(reading.open for reading in items),
        "disputed": sum(reading.disputed for reading in items),
        "left_out": sum(reading.left_out for reading in items),
        "scored": scored,
        "evidenced": evidenced,
        "evidence": share(evidenced, scored),
    }


def _ends(side: Side | None) -> dict[str, Cell]:
    if side is None:
        return dict.fromkeys(("low", "high", "state_low", "state_high"))
    return {
        "low": one_decimal(side.low),
        "high": one_decimal(side.high),
        "state_low": side.state_low,
        "state_high": side.state_high,
    }


def verdict_row(judged: JudgedVendor, filed: Filed) -> Row:
    """Return the verdict with all its caveats, and the decision made in the round."""
    verdict, vendor, instrument = judged.verdict, judged.vendor, judged.instrument
    known = bool(vendor.target) and verdict.assessed
    why = "; ".join(briefly_why(instrument, verdict))
    caveats = [*judged_caveats(judged), *([] if verdict.assessed else ["not assessed"])]
    errors = errors_in((*judged.problems, *filed.problems))
    return {
        **_key_cells(judged),
        "instrument": instrument.id,
        "supplies": vendor.supplies,
        "value_chain": vendor.value_chain,
        "tags": "; ".join(vendor.tags),
        "stage": vendor.stage,
        "archived": _day(vendor.archived),
        "target": vendor.target,
        "target_possible": not mismatch(judged) if known else None,
        "low": verdict.worst_class,
        "high": verdict.best_class,
        "settled": verdict.settled,
        "assessed": verdict.assessed,
        "provisional": verdict.provisional,
        "quick": verdict.quick,
        "sides": " ".join(verdict.sides),
        "caveats": "; ".join(caveats),
        "so_far": verdict.class_so_far,
        "reasons": why,
        **_distance("steps_up", judged.steps_up),
        **_distance("steps_down", judged.steps_down),
        **_by_side(judged),
        "answered": verdict.answered_count,
        "items": verdict.item_count,
        "pending": verdict.pending_count,
        "respondents": verdict.respondent_count,
        "scored": verdict.score_count,
        "evidenced": verdict.evidenced_count,
        "evidence": share(verdict.evidenced_count, verdict.score_count),
        **_decision(judged, filed),
        "errors": " ".join(map(str, errors)),
        **_beside(judged),
    }


def _beside(judged: JudgedVendor) -> dict[str, Cell]:
    """Return the columns that accompany the class: target, occasions, straight lines, balance."""
    verdict, instrument, responses = judged.verdict, judged.instrument, judged.round.responses
    known = bool(judged.vendor.target) and verdict.assessed
    accounts = balance(instrument, responses)
    gap = gap_of(instrument, verdict)
    return {
        "as_targeted": met_target(judged) is not None if known else None,
        "untested": " ".join(verdict.untested_items),
        "left_out": verdict.without_occasion,
        "straight_lines": straight_line_names(judged),
        **{
            f"{teller}_says_{doer}_did": getattr(accounts[teller], doer)
            if teller in accounts
            else None
            for teller in PERSPECTIVES
            for doer in PERSPECTIVES
        },
        "far_apart": len(gap.far_apart) if gap else None,
        "line": judged.vendor.line,
        "serves": " ".join(judged.vendor.serves),
    }


def _key_cells(judged: JudgedVendor) -> dict[str, Cell]:
    """Return the vendor and the round: the first cells of every row."""
    vendor = judged.vendor
    return {
        "vendor": vendor.id,
        "name": vendor.name,
        "owner": vendor.owner,
        "round": judged.round.id,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _distance(name: str, distance: Distance | None) -> dict[str, Cell]:
    return {
        f"{name}_to": distance.new_class if distance else None,
        f"{name}_points": distance.step_count if distance else None,
    }


def _by_side(judged: JudgedVendor) -> dict[str, Cell]:
    classes = side_classes(judged.instrument, judged.verdict)
    nothing: Sequence[None] = (None, None)
    return {
        f"{perspective}_{end}": class_id
        for perspective in PERSPECTIVES
        for end, class_id in zip(("low", "high"), classes.get(perspective, nothing), strict=True)
    }


def _decision(judged: JudgedVendor, filed: Filed) -> dict[str, Cell]:
    decision = filed.decision
    if decision is None:
        names = ("decided", "decided_by", "decided_on", "decided_reason", "dissent", "supported")
        return dict.fromkeys(names)
    return {
        "decided": decision.decided,
        "decided_by": decision.by,
        "decided_on": _day(decision.on),
        "decided_reason": decision.reason,
        "dissent": decision.dissent,
        "supported": supported(judged.instrument, decision, judged.verdict).holds,
    }
