"""Verdicts as JSON: one shape for a vendor everywhere. Scores have one decimal, rounded down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from math import floor
from typing import Any

from partnercheck.instruments.records import Instrument
from partnercheck.model import Problem
from partnercheck.portfolio import Judged
from partnercheck.rules.path import Distance
from partnercheck.rules.records import ConditionVerdict, Side, Verdict

FORMAT = 1


def compare(
    instrument: Instrument, vendors: Iterable[Judged], problems: Iterable[Problem] = ()
) -> str:
    """The document for these vendors; `problems` are the workspace's own, if any."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "instrument": instrument.id,
        "vendors": [vendor(judged) for judged in vendors],
    }
    if listed := [problem_entry(problem) for problem in problems]:
        document["errors"] = listed
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def vendor(judged: Judged) -> dict[str, Any]:
    """One vendor in its round."""
    verdict, about = judged.verdict, judged.assessment.vendor
    return {
        "vendor": about.id,
        "name": about.name,
        "round": judged.assessment.round or None,
        "wanted": about.wanted or None,
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
        "path": _distance(judged.path),
        "margin": _distance(judged.margin),
        "errors": [problem_entry(problem) for problem in judged.assessment.problems],
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


def _distance(distance: Distance | None) -> Mapping[str, Any] | None:
    return {"to": distance.to, "points": distance.points} if distance else None


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
