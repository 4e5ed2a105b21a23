"""Filled forms that mail programs have wrapped and people have changed: no wrong answer is filed.

A form is filled in, changed like a form in `test_layouts.py`, put below a note or above an older
copy, and wrapped as mail programs do it. What is read must be what was marked; what is not read
must be named. 500 forms; 5,000 with PARTNERCHECK_LONG=1.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from partnercheck.base.records import Answer
from partnercheck.exchange.form_write import NOTHING
from partnercheck.exchange.returned_form import read_form
from tests.support import mail_programs as programs
from tests.support import mailed_forms as mailing
from tests.support.drawn_answers import CHANGE_TEXTS, kept, random_answers, score_alone, texts
from tests.support.filled_forms import (
    KNOWN,
    answered_mail,
    empty,
    fill,
    quoted,
    smart,
    spaced,
    told,
    unbreakable,
    with_original,
)

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
PARTS = 10
IN_ONE_PART = 500 if LONG else 50
# The encodings are those of the containers here.
LAYOUTS = [
    change
    for change in mailing.CHANGES
    if change.__name__ not in ("quoted_printable", "base64_body", "mail_message", "entities")
]
PEOPLE = (answered_mail, with_original, smart, spaced, unbreakable)
# These join or change the words of a person's text.
LOSE_TEXTS = {*CHANGE_TEXTS, "smart", "saved_page", "as_page_alone", "with_older"}


def with_older(text: str, rng: Random) -> str:
    """A reply above an older copy, in which other lines were marked."""
    older = fill(empty(), random_answers(rng))
    return f"{text}\nOn Monday, Jane wrote:\n{quoted('> ')(older)}"


def mutation(seed: int) -> tuple[str, bytes, dict[str, Answer], list[str]]:
    """A file with a filled form, the answers that were marked in it, and what was done to it."""
    rng = Random(seed)
    answers = random_answers(rng)
    text = fill(empty(), answers)
    names = []
    for change in rng.sample(LAYOUTS, rng.choice((0, 0, 1, 1, 2))):
        text = change(text, rng)
        names.append(change.__name__)
    # A reply is never quoted more deeply than what it answers.
    is_quoted = "quoted_anyhow" in names
    if rng.random() < 0.5:
        by_person = rng.choice([e for e in PEOPLE if not (is_quoted and e is with_original)])
        text = by_person(text)
        names.append(by_person.__name__)
    if rng.random() < 0.3 and not is_quoted:
        text = with_older(text, rng)
        names.append("with_older")
    container = rng.choice(programs.CONTAINERS)
    names.append(container.__name__)
    return (*container(text, rng), answers, names)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_answer_is_filed_that_was_not_marked(part: int) -> None:
    for seed in range(part * IN_ONE_PART, (part + 1) * IN_ONE_PART):
        file, data, answers, names = mutation(seed)
        found = read_form(data, file, KNOWN)
        if found.response is None:
            assert found.problems, (seed, names)
            continue
        same = kept if "lines_moved" not in names else score_alone
        for item, got in found.response.answers.items():
            marked = answers.get(item, NOTHING)
            if got.is_answered:
                assert same(got) == same(marked), (seed, names, item)
            if not LOSE_TEXTS & set(names):
                assert texts(got) == texts(marked), (seed, names, item)
        for item, answer in answers.items():
            got = found.response.answers.get(item, NOTHING)
            is_told = told(found, item) or not answer.is_answered
            assert got.is_answered or is_told, (seed, names, item)


def test_most_of_them_are_read() -> None:
    """Or the test above would find nothing."""
    read = 0
    for seed in range(100):
        file, data, answers, _ = mutation(seed)
        found = read_form(data, file, KNOWN)
        count = sum(each.is_answered for each in answers.values())
        if found.response:
            read += sum(e.is_answered for e in found.response.answers.values()) >= count * 0.9
    assert read > 40


@pytest.mark.parametrize("container", programs.CONTAINERS, ids=lambda each: each.__name__)
def test_a_form_that_nobody_changed_is_read_whole_from_every_program(
    container: programs.Container,
) -> None:
    for seed in range(8):
        rng = Random(seed)
        answers = random_answers(rng)
        file, data = container(fill(empty(), answers), rng)
        found = read_form(data, file, KNOWN)
        assert found.response, (seed, found.problems)
        got = {item: each for item, each in found.response.answers.items() if each.is_answered}
        expected = {item: each for item, each in answers.items() if each.is_answered}
        assert [*map(kept, got.values())] == [*map(kept, expected.values())], seed
        assert got.keys() == expected.keys()
