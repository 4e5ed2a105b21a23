"""The caveat about answers to another version of the questionnaire."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from partnercheck.base.records import Answer
from partnercheck.questionnaires.read import packaged
from partnercheck.report.words.questionnaire_version import other_versions, version_caveat
from partnercheck.rules.classify import judge
from tests.support.running import ALICE

PARTNERSHIP = packaged()["partnership"]
CURRENT = PARTNERSHIP.version
TOM = replace(ALICE, respondent="Tom Okafor")
SCORED = {item.id: Answer(score=3) for item in PARTNERSHIP.items}


@pytest.mark.parametrize(
    ("versions", "others", "words"),
    [
        ((None, CURRENT), (), ""),
        ((CURRENT, CURRENT), (), ""),
        ((1, 1), (1,), "The answers are to an older version of the questionnaire (version 1; "),
        ((1, None), (1,), "Some of the answers are to an older version"),
        ((1, 7), (1, 7), "The answers are to another version of the questionnaire (versions 1 and"),
    ],
)
def test_answers_to_another_version_are_a_caveat(
    versions: tuple[int | None, ...], others: tuple[int, ...], words: str
) -> None:
    responses = [
        replace(response, answers=SCORED, version=version)
        for response, version in zip((ALICE, TOM), versions, strict=True)
    ]
    verdict = judge(PARTNERSHIP, responses)
    assert (verdict.low, verdict.high) == ("partner", "partner"), "they count all the same"
    assert other_versions(PARTNERSHIP, verdict) == others
    caveat = version_caveat(PARTNERSHIP, verdict)
    assert caveat.startswith(words)
    assert bool(caveat) == bool(others)


def test_a_response_without_an_answer_has_no_say_in_the_version() -> None:
    verdict = judge(PARTNERSHIP, [replace(ALICE, answers=SCORED), replace(TOM, version=1)])
    assert verdict.versions == (CURRENT,)
