"""Verdicts as JSON, in one shape for every command; scores have one decimal, rounded down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from partnercheck.base.records import PERSPECTIVES, Problem
from partnercheck.formats.json_write import json_document
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import one_decimal, share
from partnercheck.report.words.ask_next import Asking, ask_next
from partnercheck.report.words.caveats import vendor_caveats
from partnercheck.report.words.one_reason import sentence
from partnercheck.report.words.target import met_target
from partnercheck.rules.balance import balance
from partnercheck.rules.gap import gap_of
from partnercheck.rules.reasons import Reason, reasons
from partnercheck.rules.records import ConditionVerdict, Side, Verdict
from partnercheck.rules.respondents import agreement, straight_lines
from partnercheck.rules.steps import Distance
from partnercheck.verdicts.history import Reported, RoundHistory, errors_in
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decisions import decision_table
from partnercheck.workspace.facts import fact_text


def compare(
    instrument: Instrument, vendors: Iterable[Reported], problems: Iterable[Problem] = ()
) -> str:
    """Return these vendors as a JSON document; `problems` are the workspace's own."""
    return of_entries(instrument, [reported_vendor(each) for each in vendors], problems)


def of_entries(
    instrument: Instrument, entries: Sequence[Mapping[str, Any]], problems: Iterable[Problem] = ()
) -> str:
    """Return entries of vendors as a JSON document; `problems` are the workspace's own."""
    return json_document(
        instrument=instrument.id, vendors=entries, **problem_fields(list(problems))
    )


def reported_vendor(of: Reported) -> dict[str, Any]:
    """Return a vendor with its latest decision, and the problems of its files."""
    decided = decision(of.decided) if of.decided else None
    return {**vendor(of.judged), "decision": decided, **problem_fields(of.problems)}


def problem_fields(problems: Sequence[Problem]) -> dict[str, Any]:
    """Return two fields: the errors, which make a file unusable, and all other problems."""
    errors = errors_in(problems)
    others = [problem for problem in problems if problem.severity != "error"]
    return {
        "errors": [problem_entry(problem) for problem in errors],
        "warnings": [problem_entry(problem) for problem in others],
    }


def decision(past: RoundHistory) -> dict[str, Any] | None:
    """Return a round's decision, and whether the verdict supports it; None if there is none."""
    if past.filed.decision is None or past.support is None:
        return None
    table = decision_table(past.filed.decision)
    del table["format"]
    supported = {"supported": past.support.holds, "says": past.support.sentence or None}
    return {"round": past.round, **table, "on": str(past.filed.decision.on), **supported}


def vendor(judged: JudgedVendor) -> dict[str, Any]:
    """Return one vendor in its round, with everything that the text format says about it."""
    instrument, verdict, described = judged.instrument, judged.verdict, judged.vendor
    return {
        "vendor": described.id,
        "name": described.name,
        "round": judged.round.id or None,
        "stage": described.stage,
        "target": described.target or None,
        "facts": {
            key: fact_text(value) if isinstance(value, dt.date) else value
            for key, value in described.facts.items()
        },
        "as_targeted": _as_targeted(judged),
        "verdict": _verdict(verdict),
        "conditions": [_condition(condition) for condition in verdict.conditions],
        "answered": verdict.answered_count,
        "items": verdict.item_count,
        "pending": verdict.pending_count,
        "evidence": share(verdict.evidenced_count, verdict.score_count),
        "reasons": [_reason(instrument, each) for each in reasons(instrument, verdict)],
        "caveats": vendor_caveats(judged),
        "untested": list(verdict.untested_items),
        "left_out": _left_out(verdict),
        "straight_lines": _straight_lines(judged),
        "agreement": _agreement(judged),
        "balance": _balance(judged),
        "gap": _gap(judged),
        "next": [_next_question(asking) for asking in ask_next(judged)],
        "steps_up": _steps(judged.steps_up),
        "steps_down": _steps(judged.steps_down),
        **problem_fields(judged.problems),
    }


def _next_question(asking: Asking) -> dict[str, Any]:
    return {
        "item": asking.item.id,
        "perspective": asking.question.perspective,
        "disputed": asking.question.disputed,
        "beyond_form": asking.question.beyond_form,
        "topic": asking.item.topic,
        "whom": asking.whom,
        "why": asking.why,
        "ask": asking.words,
    }


def _verdict(verdict: Verdict) -> Mapping[str, Any]:
    return {
        "low": verdict.worst_class,
        "high": verdict.best_class,
        "settled": verdict.settled,
        "assessed": verdict.assessed,
        "one_sided": verdict.one_sided,
        "provisional": verdict.provisional,
        "quick": verdict.quick,
        "so_far": verdict.class_so_far,
    }


def _as_targeted(judged: JudgedVendor) -> Mapping[str, Any] | None:
    """Return in whose view (null: both) the target is met, and the items against that, or None."""
    met = met_target(judged)
    return {"view": met.only_side, "against": list(met.critical_zeros)} if met else None


def _left_out(verdict: Verdict) -> Mapping[str, Any]:
    """Return the number of items without an occasion, and the class range if each counted as 0."""
    with_zeros = verdict.with_zeros
    return {
        "items": verdict.without_occasion,
        "few_occasions": verdict.few_occasions,
        "low": with_zeros.worst_class if with_zeros else verdict.worst_class,
        "high": with_zeros.best_class if with_zeros else verdict.best_class,
    }


def _agreement(judged: JudgedVendor) -> list[Mapping[str, Any]]:
    sides = [
        agreement(judged.instrument, judged.round.responses, side) for side in judged.verdict.sides
    ]
    return [
        {
            "perspective": each.perspective,
            "people": each.people,
            "items": each.items,
            "equal": each.equal_count,
            "far_apart": each.far_apart_count,
            "alpha": None if each.alpha is None else round(each.alpha, 2),
        }
        for each in sides
        if each.people > 1
    ]


def _straight_lines(judged: JudgedVendor) -> list[Mapping[str, Any]]:
    return [
        {
            "respondent": line.respondent,
            "perspective": line.perspective,
            "score": line.score,
            "equal": line.equal_count,
            "scored": line.score_count,
        }
        for line in straight_lines(judged.instrument, judged.round.responses)
    ]


def _balance(judged: JudgedVendor) -> Mapping[str, Any]:
    """Return each side's counts of what only one side did; null for a side that names nothing."""
    accounts = balance(judged.instrument, judged.round.responses)
    return {
        side: {"buyer": account.buyer, "vendor": account.vendor, "mostly": account.main_side}
        if (account := accounts.get(side))
        else None
        for side in PERSPECTIVES
    }


def _gap(judged: JudgedVendor) -> Mapping[str, Any] | None:
    """Return the distance between the views over the whole form; None if no items are shared."""
    gap = gap_of(judged.instrument, judged.verdict)
    if gap is None:
        return None
    return {
        "shared": gap.shared_count,
        "absolute": one_decimal(gap.mean_distance),
        "far_apart": list(gap.far_apart),
        "marked": gap.marked,
    }


def _reason(instrument: Instrument, reason: Reason) -> Mapping[str, Any]:
    return {
        "kind": reason.kind,
        "condition": reason.condition,
        "perspective": reason.perspective,
        "items": [reading.item for reading in reason.items],
        "text": sentence(instrument, reason),
    }


def _condition(condition: ConditionVerdict) -> Mapping[str, Any]:
    return {
        "id": condition.id,
        "low": one_decimal(condition.low),
        "high": one_decimal(condition.high),
        "state_low": condition.state_low,
        "state_high": condition.state_high,
        "buyer": _side(condition.sides.get("buyer")),
        "vendor": _side(condition.sides.get("vendor")),
        "gap": None if condition.gap is None else one_decimal(condition.gap),
    }


def _side(side: Side | None) -> Mapping[str, float] | None:
    return {"low": one_decimal(side.low), "high": one_decimal(side.high)} if side else None


def _steps(distance: Distance | None) -> Mapping[str, Any] | None:
    if distance is None:
        return None
    steps = [
        {"condition": step.condition, "perspective": step.perspective, "points": step.step_count}
        for step in distance.steps
    ]
    return {"to": distance.new_class, "points": distance.step_count, "steps": steps}


def problem_entry(problem: Problem) -> Mapping[str, Any]:
    """Return the fields of a problem in a file."""
    return {
        "file": problem.file,
        "line": problem.line,
        "severity": problem.severity,
        "problem": problem.message,
        "fix": problem.remedy,
    }
