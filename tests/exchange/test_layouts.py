"""Forms whose layout mail programs have changed: no answer is filed that was not marked."""

from __future__ import annotations

import os
from random import Random

import pytest

from partnercheck.base.records import BASES, PERSPECTIVES, Answer, Basis
from partnercheck.exchange.returned_form import read_form
from tests.support import mailed_forms as mailing
from tests.support.filled_forms import KNOWN, PARTNERSHIP, empty, fill, told

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
CORE = [item.id for item in PARTNERSHIP.form_items("quick")]
WITH_OCCASION = {item.id for item in PARTNERSHIP.items if item.offers_no_occasion}


def random_answers(rng: Random) -> dict[str, Answer]:
    """Answers as a person gives them; the texts do not look like parts of the form."""
    answers = {}
    for item in CORE:
        basis: Basis = rng.choice(BASES)
        evidence = rng.choice(("", "", "Late in May.\nTwice.", "We paid half of it, see minutes."))
        kind = rng.choice("0123401234u" + ("n" if item in WITH_OCCASION else "") + "-")
        if kind == "-":
            continue
        if kind == "n":
            answers[item] = Answer(skip="no-occasion", reason="No cause yet.", basis=basis)
        elif kind == "u":
            answers[item] = Answer(skip="unknown", basis=basis, evidence=evidence)
        else:
            side = rng.choice((None, *PERSPECTIVES)) if kind == "2" else None
            answers[item] = Answer(int(kind), side, basis=basis, evidence=evidence)
    return answers


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


# These change the letters of texts too, or lose lines.
CHANGE_TEXTS = {"invisible", "escaped", "entities", "quoted_printable", "lines_moved"}


def texts(answer: Answer) -> list[list[str]]:
    return [answer.evidence.split(), answer.reason.split()]


def kept(answer: Answer) -> tuple[object, ...]:
    return answer.score, answer.done_by, answer.skip, answer.basis


def score_alone(answer: Answer) -> tuple[object, ...]:
    """Where the line of the basis may be gone, the basis is what it is without one."""
    return answer.score, answer.skip


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
