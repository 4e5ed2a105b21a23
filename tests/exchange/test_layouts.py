"""Forms whose layout mail programs have changed: no answer is filed that was not marked."""

from __future__ import annotations

import os
from random import Random

import pytest

from partnercheck.base.records import Answer
from partnercheck.exchange.returned_form import read_form
from tests.support import mailed_forms as mailing
from tests.support.drawn_answers import CHANGE_TEXTS, kept, random_answers, score_alone, texts
from tests.support.filled_forms import KNOWN, empty, fill, told

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))


def variant(seed: int) -> tuple[str, dict[str, Answer], list[str]]:
    """A filled form in one of many layouts, the answers marked in it, and what was done."""
    rng = Random(seed)
    answers = random_answers(rng)
    text = fill(empty(), answers)
    changes = rng.sample(mailing.LAYOUTS, rng.randint(0, 3))
    changes += rng.sample(mailing.CHANGES, rng.randint(0 if changes else 1, 2))
    for change in changes:
        text = change(text, rng)
    return text, answers, [change.__name__ for change in changes]


@pytest.mark.parametrize("part", range(10))
def test_no_answer_is_filed_that_was_not_marked(part: int) -> None:
    count = 1000 if LONG else 40
    for seed in range(part * count, (part + 1) * count):
        text, answers, changes = variant(seed)
        found = read_form(text.encode(), "form.txt", KNOWN)
        if found.response is None:
            assert found.problems, (seed, changes)
            continue
        for item, got in found.response.answers.items():
            assert item in answers or not got.is_answered, (seed, changes, item, got)
            if got.is_answered:
                same = kept if "lines_moved" not in changes else score_alone
                assert same(got) == same(answers[item]), (seed, changes, item)
            if not CHANGE_TEXTS & set(changes):
                assert texts(got) == texts(answers.get(item, Answer())), (seed, changes, item)
        for item, answer in answers.items():
            got = found.response.answers.get(item, Answer())
            assert got.is_answered or not answer.is_answered or told(found, item), (
                seed,
                changes,
                item,
            )
