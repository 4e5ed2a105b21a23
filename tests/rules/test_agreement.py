"""Krippendorff's alpha equals that of the `krippendorff` package; disagreements are listed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from partnercheck.base.records import PERSPECTIVES, Answer, Perspective, Response
from partnercheck.questionnaires.read import packaged
from partnercheck.report.words.respondents import agreement_sentence, disagreement_sentence
from partnercheck.rules.respondents import (
    Agreement,
    StraightLine,
    agreement,
    alpha,
    disagreements,
    straight_lines,
)
from tests.oracle import classification as oracle
from tests.support.strategies import UNKNOWN, Case, cases, examples

Ratings = list[list[int | None]]
PARTNERSHIP = packaged()["partnership"]


@st.composite
def tables(draw: st.DrawFn) -> Ratings:
    """Draw scores of two to six people for two to twelve items, with few or many gaps."""
    people, items = draw(st.integers(2, 6)), draw(st.integers(2, 12))
    values = draw(st.sampled_from(((0, 1, 2, 3, 4), (0, 4), (2, 3), (1, 2, 4), (3,))))
    gaps = draw(st.integers(0, 4))
    cell = st.sampled_from([*values, *[None] * gaps])
    row = st.lists(cell, min_size=items, max_size=items)
    return draw(st.lists(row, min_size=people, max_size=people))


def by_item(table: Ratings) -> list[list[int]]:
    return [[score for score in column if score is not None] for column in zip(*table, strict=True)]


def package_alpha(table: Ratings) -> float:
    data = np.array([[np.nan if score is None else score for score in row] for row in table], float)
    value = krippendorff.alpha(
        reliability_data=data, level_of_measurement="ordinal", value_domain=[0, 1, 2, 3, 4]
    )
    return float(value)


def is_defined(ratings: Sequence[Sequence[int]]) -> bool:
    """Whether two items have two scores, and the scores of such items are not all the same."""
    paired = [scores for scores in ratings if len(scores) >= 2]
    return len(paired) >= 2 and len({score for scores in paired for score in scores}) >= 2


@given(tables())
@examples(300)
def test_alpha_equals_that_of_the_package_to_nine_digits(table: Ratings) -> None:
    ratings = by_item(table)
    assume(is_defined(ratings))
    event("gaps" if any(None in row for row in table) else "no gaps")
    value = alpha(ratings)
    assert value is not None
    assert math.isclose(value, package_alpha(table), rel_tol=0, abs_tol=1e-9)


@given(tables())
@examples(300)
def test_alpha_is_undefined_only_without_pairs_or_without_variation(table: Ratings) -> None:
    ratings = by_item(table)
    assert (alpha(ratings) is None) == (not is_defined(ratings))


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
@examples(60)
def test_alpha_of_a_single_item_is_undefined(scores: list[int]) -> None:
    """The package returns 0 whatever the scores are."""
    assert alpha([scores, [3], []]) is None
    if len(set(scores)) > 1:
        table: Ratings = [[score] for score in scores]
        assert math.isclose(package_alpha(table), 0, abs_tol=1e-9)


def test_alpha_equals_that_of_the_published_example() -> None:
    """Krippendorff 2011, part C: four observers, twelve units, ordinal alpha 0.815."""
    rows = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    table: Ratings = [[None if sign == "." else int(sign) - 1 for sign in row] for row in rows]
    value = alpha(by_item(table))
    assert value is not None
    assert round(value, 3) == 0.815


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([], None),
        ([[3, 3], [3, 3]], None),
        ([[3], [2], [1]], None),
        # An item that only one person scored is in no pair, so it adds no variation.
        ([[3, 3], [3, 3], [0]], None),
        ([[0, 0], [4, 4]], 1.0),
        ([[0, 4], [4, 0]], -0.5),
    ],
)
def test_alpha_equals_examples_worked_by_hand(
    ratings: list[list[int]], expected: float | None
) -> None:
    assert alpha(ratings) == expected


@given(cases(respondents=4, items=(2, 4)))
@examples(150)
def test_agreement_is_counted_per_side_and_only_over_the_items_of_its_forms(case: Case) -> None:
    instrument, responses = case
    for perspective in PERSPECTIVES:
        of_side = [each for each in responses if each.perspective == perspective]
        table: Ratings = [
            [
                each.answers[item.id].score
                if item.id in each.answers and item in oracle.asked_of(instrument, each)
                else None
                for item in instrument.items
            ]
            for each in of_side
        ]
        result = agreement(instrument, responses, perspective)
        ratings = by_item(table) if table else []
        assert result.people == sum(any(s is not None for s in row) for row in table)
        pairs = [scores for scores in ratings if len(scores) >= 2]
        assert result.items == len(pairs)
        assert result.equal_count == sum(len(set(scores)) == 1 for scores in pairs)
        assert result.far_apart_count == sum(max(scores) - min(scores) >= 2 for scores in pairs)
        event("defined" if is_defined(ratings) else "undefined")
        if is_defined(ratings):
            assert result.alpha is not None
            assert math.isclose(result.alpha, package_alpha(table), rel_tol=0, abs_tol=1e-9)
        else:
            assert result.alpha is None


def scored(respondent: str, scores: str, perspective: Perspective = "buyer") -> Response:
    """Return a full response to the questionnaire: one digit per item, a dot for unknown."""
    answers = {
        item.id: UNKNOWN if sign == "." else Answer(score=int(sign))
        for item, sign in zip(PARTNERSHIP.items, scores, strict=False)
    }
    return Response(
        instrument="partnership",
        vendor="acme-logistics",
        round="2026-q4",
        perspective=perspective,
        respondent=respondent,
        answers=answers,
    )


def test_disagreements_are_scores_of_one_side_two_or_more_apart_with_the_widest_first() -> None:
    responses = [
        scored("Alice Moreau", "34.1"),
        scored("Tom Okafor", "2213"),
        scored("Ines Lindqvist", "3221"),
        scored("Jane Doe", "0000", "vendor"),
        scored("Bo Lind", "0003", "vendor"),
    ]
    result = disagreements(PARTNERSHIP, responses)
    assert [(each.perspective, each.item, each.distance) for each in result] == [
        ("vendor", "culture-bad-news", 3),
        ("buyer", "culture-dialogue", 2),
        ("buyer", "culture-bad-news", 2),
    ]
    assert result[1].scores_by_respondent == (
        ("Tom Okafor", 2),
        ("Ines Lindqvist", 2),
        ("Alice Moreau", 4),
    )
    assert [disagreement_sentence(PARTNERSHIP, each) for each in result] == [
        "Bad news in time, on the vendor's side: Jane Doe scored 0, Bo Lind 3.",
        "Talk beyond orders, on our side: Tom Okafor and Ines Lindqvist scored 2, Alice Moreau 4.",
        "Bad news in time, on our side: Alice Moreau and Ines Lindqvist scored 1, Tom Okafor 3.",
    ]


def test_answers_to_another_questionnaire_or_outside_the_form_do_not_count() -> None:
    other = Response(
        instrument="focus",
        vendor="acme-logistics",
        round="2026-q4",
        perspective="buyer",
        respondent="Tom Okafor",
        answers={"culture-decisions": Answer(score=0)},
    )
    quick = Response(
        instrument="partnership",
        vendor="acme-logistics",
        round="2026-q4",
        perspective="buyer",
        respondent="Bo Lind",
        form="quick",
        answers={"culture-decisions": Answer(score=4), "culture-values": Answer(score=0)},
    )
    responses = [scored("Alice Moreau", "4...4"), other, quick]
    assert disagreements(PARTNERSHIP, responses) == ()
    assert agreement(PARTNERSHIP, responses, "buyer") == Agreement("buyer", 2, 1, 1, 0, None)


@given(cases(respondents=4, items=(1, 3)))
@examples(150)
def test_every_item_with_scores_two_apart_is_a_disagreement(case: Case) -> None:
    instrument, responses = case
    expected = {
        (one.perspective, item)
        for one in responses
        for other in responses
        if one.perspective == other.perspective
        for item in {each.id for each in oracle.asked_of(instrument, one)}
        & {each.id for each in oracle.asked_of(instrument, other)}
        if (low := one.answers[item].score) is not None
        and (high := other.answers[item].score) is not None
        and high - low >= 2
    }
    result = disagreements(instrument, responses)
    assert {(each.perspective, each.item) for each in result} == expected
    assert len(result) == len(expected)
    assert [each.distance for each in result] == sorted(
        (each.distance for each in result), reverse=True
    )


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (Agreement("buyer", 1, 0, 0, 0, None), ""),
        (
            Agreement("buyer", 2, 9, 5, 2, 0.4159),
            "On our side 5 of 9 questions are scored the same; scores differ by two or more on 2.",
        ),
        (
            Agreement("buyer", 2, 9, 1, 2, -0.215),
            "On our side 1 of 9 questions are scored the same; scores differ by two or more on 2.",
        ),
        (
            Agreement("vendor", 2, 9, 8, 0, 0.9999),
            "On the vendor's side 8 of 9 questions are scored the same; scores differ by two or "
            "more on none.",
        ),
        (
            Agreement("buyer", 2, 9, 9, 0, None),
            "On our side 9 of 9 questions are scored the same; scores differ by two or more on "
            "none.",
        ),
        (
            Agreement("buyer", 2, 1, 1, 0, None),
            "On our side 1 of 1 questions are scored the same; scores differ by two or more on "
            "none.",
        ),
        (
            Agreement("buyer", 2, 0, 0, 0, None),
            "On our side no question was scored by two people.",
        ),
    ],
)
def test_agreement_in_words(result: Agreement, sentence: str) -> None:
    assert agreement_sentence(result) == sentence


def test_a_straight_line_has_ten_or_more_scores_of_which_nine_tenths_are_equal() -> None:
    lines = straight_lines(
        PARTNERSHIP,
        [
            scored("Alice Moreau", "3333333332"),
            scored("Tom Okafor", "3333333322"),
            scored("Ines Lindqvist", "333333333"),
            scored("Jane Doe", "4444444444444444444433", "vendor"),
        ],
    )
    assert lines == (
        StraightLine("Alice Moreau", "buyer", 3, 9, 10),
        StraightLine("Jane Doe", "vendor", 4, 20, 22),
    )
