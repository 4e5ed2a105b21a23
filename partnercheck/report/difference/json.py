"""The difference between two states as JSON; vendors have the shape used everywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from partnercheck.base.records import Answer, Promise
from partnercheck.base.text import clean
from partnercheck.formats.json_write import json_document
from partnercheck.questionnaires.scores import one_decimal
from partnercheck.report.difference.rules import rule_moves
from partnercheck.report.difference.words import Comparison, Side
from partnercheck.report.json import problem_entry, vendor
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.versions.moves import Move, ResponseMove, RoundMove, VendorMove
from partnercheck.workspace.decisions import Decision


def difference(compared: Comparison) -> str:
    """Return the document: the two states, the vendors, the rules, and the problems of files."""
    moves = compared.difference
    rules = {
        "classifying": _move(moves.classifying) if moves.classifying else None,
        "judged_anew": moves.anew,
        "instruments": [
            {"id": each.id, "changes": [_move(move) for move in rule_moves(each)]}
            for each in moves.rules
        ],
    }
    errors = {
        "before": [problem_entry(problem) for problem in moves.problems_before],
        "after": [problem_entry(problem) for problem in moves.problems_after],
    }
    return json_document(
        instrument=compared.instrument.id,
        before=_side(compared.before),
        after=_side(compared.after),
        vendors=[_vendor(move) for move in moves.vendors],
        rules=rules,
        errors=errors,
    )


def _side(side: Side) -> Mapping[str, str] | None:
    """Return the commit of a side; None (null in JSON) for the working tree."""
    if side.commit is None:
        return None
    revision = clean(side.revision)
    return {"revision": revision, "commit": side.commit.hash, "date": side.commit.on}


def _vendor(move: VendorMove) -> Mapping[str, Any]:
    change = move.change
    return {
        "vendor": move.id,
        "name": move.vendor.name,
        "change": move.fate,
        "verdict_moved": move.verdict_moved,
        "direction": change.direction if change else None,
        "before": _judged(move.judged_before),
        "after": _judged(move.judged_after),
        "description": [_move(each) for each in move.described],
        "promises": [
            {"id": each.id, "before": _plain(each.before), "after": _plain(each.after)}
            for each in move.promises
        ],
        "rounds": [_round(each) for each in move.rounds],
    }


def _judged(judged: JudgedVendor | None) -> Mapping[str, Any] | None:
    return vendor(judged) if judged else None


def _move(move: Move) -> Mapping[str, str | None]:
    return {"key": move.key, "before": move.before or None, "after": move.after or None}


def _round(move: RoundMove) -> Mapping[str, Any]:
    decision = move.decision
    return {
        "round": move.round,
        "before": _judged(move.before),
        "after": _judged(move.after),
        "conditions": [
            {"id": now.id, "before": _condition(then), "after": _condition(now)}
            for then, now in move.conditions
        ],
        "responses": [_response(each) for each in move.responses],
        "decision": decision
        and {
            "change": decision.fate,
            "before": _plain(decision.before),
            "after": _plain(decision.after),
        },
    }


def _condition(verdict: ConditionVerdict) -> Mapping[str, Any]:
    return {
        "low": one_decimal(verdict.low),
        "high": one_decimal(verdict.high),
        "state_low": verdict.state_low,
        "state_high": verdict.state_high,
    }


def _response(move: ResponseMove) -> Mapping[str, Any]:
    response = move.response
    return {
        "instrument": response.instrument,
        "perspective": response.perspective,
        "respondent": response.respondent,
        "change": move.fate,
        "header": [_move(each) for each in move.header],
        "answers": [
            {
                "item": each.item,
                "parts": list(each.parts),
                "before": _plain(each.before),
                "after": _plain(each.after),
            }
            for each in move.answers
        ],
    }


def _plain(record: Answer | Decision | Promise | None) -> dict[str, Any] | None:
    """Return a record's values without the defaults, which its file also omits."""
    return msgspec.to_builtins(record) if record else None
