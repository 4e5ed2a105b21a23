"""Responses to the packaged questionnaire, written as rows of digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partnercheck.base.records import Answer, Form, Perspective, Response
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Item
from partnercheck.rules.records import ConditionVerdict, Verdict

PARTNERSHIP = packaged()["partnership"]
CONDITIONS = tuple(condition.id for condition in PARTNERSHIP.conditions)
CRITICAL = {item.condition: item.id for item in PARTNERSHIP.items if item.critical}
LETTERS = {"?": Answer(skip="unknown"), "n": Answer(skip="no-occasion"), ".": Answer()}


def row_items(condition: str, form: Form = "full") -> list[Item]:
    """Return the items of a condition, the critical one first and a quick form's reserve last."""
    items = [
        item
        for item in PARTNERSHIP.items_of(condition)
        if form == "full" or item.core or item.reserve
    ]
    return sorted(items, key=lambda item: (not item.critical, item.reserve and form == "quick"))


def answers(rows: Sequence[str], form: Form = "full") -> dict[str, Answer]:
    """Return the answers of four rows, one for each condition, by item.

    A row begins with the critical item. A digit is a score, `?` is unknown, `n` is no occasion and
    a dot is no answer yet. A row of the quick form may omit the reserve item.
    """
    by_item: dict[str, Answer] = {}
    for condition, row in zip(CONDITIONS, rows, strict=True):
        for item, letter in zip(row_items(condition, form), row, strict=False):
            by_item[item.id] = LETTERS.get(letter) or Answer(score=int(letter))
    return by_item


def response_of(
    *rows: str,
    perspective: Perspective = "buyer",
    respondent: str = "Alice Moreau",
    form: Form = "full",
    changes: Mapping[str, Answer] | None = None,
) -> Response:
    """Return a response with a row of answers for each condition, or the same row for all."""
    four_rows = rows * len(CONDITIONS) if len(rows) == 1 else rows
    return Response(
        instrument="partnership",
        vendor="acme-logistics",
        round="2026-q4",
        perspective=perspective,
        respondent=respondent,
        form=form,
        answers={**answers(four_rows, form), **(changes or {})},
    )


def with_row(name: str, row: str, others: str = "3333333") -> tuple[str, ...]:
    """Return four rows: one for the named condition, and the same one for all others."""
    return tuple(row if condition == name else others for condition in CONDITIONS)


def condition(verdict: Verdict, name: str) -> ConditionVerdict:
    """Return the named condition of a verdict."""
    return next(candidate for candidate in verdict.conditions if candidate.id == name)
