"""Verdicts as JSON: one shape for a vendor everywhere. Scores have one decimal, rounded down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor
from typing import Any

from partnercheck.base.records import Problem
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.dossier.entries import limits
from partnercheck.report.words.advice import find_out_next
from partnercheck.report.words.verdict import sentence
from partnercheck.rules.path import Distance
from partnercheck.rules.reasons import Reason, reasons
from partnercheck.rules.records import ConditionVerdict, Side, Verdict
from partnercheck.verdicts.history import Reported, RoundHistory, errors_in
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decisions import decision_table

FORMAT = 1


def compare(
    instrument: Instrument, vendors: Iterable[Reported], problems: Iterable[Problem] = ()
) -> str:
    """The document for these vendors; `problems` are the workspace's own, if any."""
    problems = list(problems)
    document: dict[str, Any] = {
        "format": FORMAT,
        "instrument": instrument.id,
        "vendors": [reported_vendor(each) for each in vendors],
        **wrong(problems),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def reported_vendor(of: Reported) -> dict[str, Any]:
    """A vendor with its latest decision, and what is wrong with its files."""
    decided = decision(of.decided) if of.decided else None
    return {**vendor(of.judged), "decision": decided, **wrong(of.problems)}


def wrong(problems: Sequence[Problem]) -> dict[str, Any]:
    """What could not be read; and what could, but is not as it should be."""
    errors = errors_in(problems)
    others = [problem for problem in problems if problem.severity != "error"]
    return {
        "errors": [problem_entry(problem) for problem in errors],
        "warnings": [problem_entry(problem) for problem in others],
    }


def decision(past: RoundHistory) -> dict[str, Any] | None:
    """What was decided in a round, and whether its verdict supports it; None if nothing was."""
    if past.filed.decision is None or past.support is None:
        return None
    table = decision_table(past.filed.decision)
    del table["format"]
    supported = {"supported": past.support.holds, "says": past.support.sentence or None}
    return {"round": past.round, **table, "on": str(past.filed.decision.on), **supported}


def vendor(judged: JudgedVendor) -> dict[str, Any]:
    """One vendor in its round: its verdict with all that the text says of it."""
    instrument, verdict, about = judged.instrument, judged.verdict, judged.vendor
    return {
        "vendor": about.id,
        "name": about.name,
        "round": judged.round.id or None,
        "target": about.target or None,
        "verdict": {
            "low": verdict.low,
            "high": verdict.high,
            "settled": verdict.settled,
            "assessed": verdict.assessed,
            "one_sided": verdict.one_sided,
            "provisional": verdict.provisional,
            "so_far": verdict.so_far,
        },
        "conditions": [_condition(condition) for condition in verdict.conditions],
        "answered": verdict.answered,
        "items": verdict.items,
        "pending": verdict.pending,
        "evidence": share(verdict),
        "reasons": [_reason(instrument, each) for each in reasons(instrument, verdict)],
        "caveats": limits(judged),
        "next": [
            {
                "item": item.id,
                "perspective": question.perspective,
                "disputed": question.disputed,
                "topic": item.topic,
                "ask": ask,
            }
            for question, item, ask in find_out_next(instrument, verdict, about.stage)
        ],
        "steps_up": _steps(judged.steps_up),
        "steps_down": _steps(judged.steps_down),
        **wrong(judged.problems),
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
        "low": decimal(condition.low),
        "high": decimal(condition.high),
        "state_low": condition.state_low,
        "state_high": condition.state_high,
        "buyer": _side(condition.sides.get("buyer")),
        "vendor": _side(condition.sides.get("vendor")),
        "gap": None if condition.gap is None else decimal(condition.gap),
    }


def _side(side: Side | None) -> Mapping[str, float] | None:
    return {"low": decimal(side.low), "high": decimal(side.high)} if side else None


def _steps(distance: Distance | None) -> Mapping[str, Any] | None:
    if distance is None:
        return None
    steps = [
        {"condition": step.condition, "perspective": step.perspective, "points": step.points}
        for step in distance.steps
    ]
    return {"to": distance.to, "points": distance.points, "steps": steps}


def decimal(score: float) -> float:
    """A score with one decimal, rounded down."""
    return floor(score * 10 + 1e-9) / 10


def share(verdict: Verdict) -> float | None:
    """The share of scores with evidence (0-1), two decimals, rounded down; None without scores."""
    return share_of(verdict.evidenced, verdict.scored)


def share_of(part: int, whole: int) -> float | None:
    """A part as a share of the whole (0-1), two decimals, rounded down; None of nothing."""
    return floor(100 * part / whole) / 100 if whole else None


def listed(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Rows as a list of objects, line by line."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def problem_entry(problem: Problem) -> Mapping[str, Any]:
    """A problem in a file."""
    return {
        "file": problem.file,
        "line": problem.line,
        "severity": problem.severity,
        "problem": problem.what,
        "fix": problem.todo,
    }
