"""A verdict says which versions of the questionnaire were answered; all of them count."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from partnercheck.base.records import Answer
from partnercheck.questionnaires.read import packaged
from partnercheck.rules.classify import judge
from tests.support.running import ALICE

PARTNERSHIP = packaged()["partnership"]
CURRENT = PARTNERSHIP.version
TOM = replace(ALICE, respondent="Tom Okafor")
SCORED = {item.id: Answer(score=3) for item in PARTNERSHIP.items}


@pytest.mark.parametrize(
    ("answered", "versions"),
    [
        ((None, CURRENT), (CURRENT,)),
        ((1, 1), (1,)),
        ((None, 1), (1, CURRENT)),
        ((7, 1), (1, 7)),
    ],
)
def test_the_versions_are_those_answered_and_none_is_the_current_one(
    answered: tuple[int | None, ...], versions: tuple[int, ...]
) -> None:
    responses = [
        replace(response, answers=SCORED, version=version)
        for response, version in zip((ALICE, TOM), answered, strict=True)
    ]
    verdict = judge(PARTNERSHIP, responses)
    assert (verdict.worst_class, verdict.best_class) == ("partner", "partner")
    assert verdict.versions == versions


def test_a_response_without_an_answer_has_no_say_in_the_version() -> None:
    verdict = judge(PARTNERSHIP, [replace(ALICE, answers=SCORED), replace(TOM, version=1)])
    assert verdict.versions == (CURRENT,)
