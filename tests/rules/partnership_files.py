"""Files that answer the packaged questionnaire, written as rows of digits."""

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
    """The items of a condition, the critical one first; in the quick form its reserve last."""
    items = [
        item
        for item in PARTNERSHIP.items_of(condition)
        if form == "full" or item.core or item.reserve
    ]
    return sorted(items, key=lambda item: (not item.critical, item.reserve and form == "quick"))


def answers(rows: Sequence[str], form: Form = "full") -> dict[str, Answer]:
    """The answers of four rows.

    A row begins with the critical item. A digit is a score, ? is unknown, n no occasion and a dot
    no answer yet. A row of the quick form may leave out the item in reserve.
    """
    given: dict[str, Answer] = {}
    for condition, row in zip(CONDITIONS, rows, strict=True):
        for item, letter in zip(row_items(condition, form), row, strict=False):
            given[item.id] = LETTERS.get(letter) or Answer(score=int(letter))
    return given


def filed(
    *rows: str,
    perspective: Perspective = "buyer",
    respondent: str = "Alice Moreau",
    form: Form = "full",
    changes: Mapping[str, Answer] | None = None,
) -> Response:
    """One respondent's file: a row of answers for each condition, or one row for all four."""
    four = rows * len(CONDITIONS) if len(rows) == 1 else rows
    return Response(
        instrument="partnership",
        vendor="acme-logistics",
        round="2026-q4",
        perspective=perspective,
        respondent=respondent,
        form=form,
        answers={**answers(four, form), **(changes or {})},
    )


def with_row(name: str, row: str, others: str = "3333333") -> tuple[str, ...]:
    """Four rows of which one condition's is another."""
    return tuple(row if condition == name else others for condition in CONDITIONS)


def condition(verdict: Verdict, name: str) -> ConditionVerdict:
    """One condition of a verdict."""
    return next(each for each in verdict.conditions if each.id == name)
