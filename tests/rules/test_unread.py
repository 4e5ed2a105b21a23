"""Unreadable responses could say anything: the range covers every way to complete them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import msgspec
import pytest
from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st

from partnercheck.base.records import FORMS, PERSPECTIVES, Answer, Form, Perspective, Response
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict
from tests.oracle import classification as oracle
from tests.support.strategies import (
    BLANK,
    GOOD,
    NO_OCCASION,
    SCORED,
    UNKNOWN,
    Case,
    cases,
    examples,
    response,
)

Unread = Mapping[Perspective, int]

SAME_SCORE = (Answer(score=3),)
KINDS = (
    (*SCORED, *[NO_OCCASION] * 6, UNKNOWN),
    (*GOOD, *[NO_OCCASION] * 10, UNKNOWN),
    GOOD,
    (*SAME_SCORE * 30, *GOOD),
)
WITHOUT_NO_OCCASION = (
    (*SCORED, UNKNOWN, UNKNOWN, BLANK),
    (*GOOD, UNKNOWN),
    (*SAME_SCORE * 30, *GOOD),
)

unread_files = st.sampled_from(
    (
        {"buyer": 1},
        {"vendor": 1},
        {"buyer": 2},
        {"buyer": 1, "vendor": 1},
        {"buyer": 0, "vendor": 3},
        {"vendor": 2, "buyer": 1},
    )
)


def completed_unread(
    instrument: Instrument,
    unread: Unread,
    scores: Sequence[int] | int,
    form: Form = "full",
) -> list[Response]:
    """Return responses for the unreadable ones, with a score for every item of the form.

    `scores` is one score for all items, or one score after the other for the items of all
    responses.
    """
    items = instrument.form_items(form)
    places = sum(unread.values()) * len(items)
    remaining = iter([scores] * places if isinstance(scores, int) else scores)
    return [
        response(
            perspective,
            {item.id: Answer(score=next(remaining)) for item in items},
            respondent=f"{perspective} unread {number}",
            form=form,
        )
        for perspective, count in unread.items()
        for number in range(count)
    ]


def contains(instrument: Instrument, verdict: Verdict, inner: oracle.Expected) -> bool:
    """Whether a verdict contains another: the classes, and every condition's scores and states."""
    return oracle.within(instrument, inner, verdict.worst_class, verdict.best_class) and all(
        outer.low <= float(one.low) + 1e-9
        and float(one.high) <= outer.high + 1e-9
        and oracle.ORDER.index(outer.state_low) <= oracle.ORDER.index(one.state_low)
        and oracle.ORDER.index(one.state_high) <= oracle.ORDER.index(outer.state_high)
        for outer, one in zip(verdict.conditions, inner.conditions, strict=True)
    )


@given(cases(items=(1, 4), kinds=KINDS), unread_files)
@examples(120)
def test_the_range_ends_at_zeros_and_at_fours_in_the_unreadable_responses(
    case: Case, unread: Unread
) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses, unread)
    worst = oracle.expected(instrument, [*responses, *completed_unread(instrument, unread, 0)])
    best = oracle.expected(instrument, [*responses, *completed_unread(instrument, unread, 4)])
    event("settled" if verdict.settled else "open")
    assert verdict.sides == worst.sides == best.sides
    assert verdict.item_count == worst.items
    sides = [side for condition in verdict.conditions for side in condition.sides.values()]
    full = {each.perspective for each in responses if each.form == "full" and each.scored}
    in_reserve = any(item.reserve for item in instrument.items)
    if not all(side.assessable for side in sides) or (in_reserve and set(verdict.sides) - full):
        # An unreadable response may also leave out items that have no score, and a reserve item
        # may count or not.
        assert contains(instrument, verdict, worst)
        assert contains(instrument, verdict, best)
        return
    assert (verdict.worst_class, verdict.best_class) == (worst.low, best.high)
    for condition_verdict, low, high in zip(
        verdict.conditions, worst.conditions, best.conditions, strict=True
    ):
        assert condition_verdict.low == pytest.approx(float(low.low))
        assert condition_verdict.high == pytest.approx(float(high.high))
        assert (condition_verdict.state_low, condition_verdict.state_high) == (
            low.state_low,
            high.state_high,
        )
        for perspective, side in condition_verdict.sides.items():
            ends = zip(low.sides[perspective].items, high.sides[perspective].items, strict=True)
            assert [(reading.low, reading.high) for reading in side.items] == [
                (zeros.low, fours.high) for zeros, fours in ends
            ]


@given(cases(conditions=(2, 3), items=(1, 1), kinds=KINDS), st.sampled_from(PERSPECTIVES))
@examples(30)
def test_the_range_is_that_of_every_completion_of_one_unreadable_response(
    case: Case, perspective: Perspective
) -> None:
    instrument, responses = case
    unread: Unread = {perspective: 1}
    verdict = judge(instrument, responses, unread)
    fillings = [
        oracle.expected(instrument, [*responses, *completed_unread(instrument, unread, scores)])
        for scores in product(range(5), repeat=len(instrument.items))
    ]
    assert verdict.worst_class == oracle.worst_class(instrument, [each.low for each in fillings])
    assert verdict.best_class == oracle.best_class(instrument, [each.high for each in fillings])
    assert all(contains(instrument, verdict, each) for each in fillings)


@given(cases(items=(1, 4), kinds=KINDS), unread_files, st.sampled_from(FORMS), st.data())
@examples(120)
def test_the_range_contains_every_completion_with_scores(
    case: Case, unread: Unread, form: Form, data: st.DataObject
) -> None:
    """For quick forms this holds if no item is left out without them."""
    instrument, responses = case
    without = oracle.expected(instrument, responses)
    assume(form == "full" or not without.left_out_items)
    places = sum(unread.values()) * len(instrument.form_items(form))
    scores = data.draw(st.lists(st.integers(0, 4), min_size=places, max_size=places))
    inner = oracle.expected(
        instrument, [*responses, *completed_unread(instrument, unread, scores, form)]
    )
    assert contains(instrument, judge(instrument, responses, unread), inner)


def possible_response(
    instrument: Instrument, perspective: Perspective, kinds: Sequence[Answer], data: st.DataObject
) -> Response:
    """Draw a response that an unreadable one may be, of either form, with answers of some kinds."""
    form = data.draw(st.sampled_from(FORMS))
    answers = {item.id: data.draw(st.sampled_from(kinds)) for item in instrument.form_items(form)}
    return response(perspective, answers, respondent="Unread", form=form)


@given(cases(items=(1, 4), kinds=WITHOUT_NO_OCCASION), st.sampled_from(PERSPECTIVES), st.data())
@examples(120)
def test_the_range_contains_every_completion_with_scores_unknowns_and_blanks(
    case: Case, perspective: Perspective, data: st.DataObject
) -> None:
    """This holds if no item is left out."""
    instrument, responses = case
    file = possible_response(instrument, perspective, (*SCORED, *[UNKNOWN, BLANK] * 8), data)
    inner = oracle.expected(instrument, [*responses, file])
    assert contains(instrument, judge(instrument, responses, {perspective: 1}), inner)


def ends(verdict: Verdict) -> tuple[str, str]:
    """Return the low and the high class of a verdict."""
    return verdict.worst_class, verdict.best_class


@given(cases(items=(1, 4), kinds=KINDS), unread_files)
@examples(120)
def test_an_unreadable_response_never_raises_the_low_class_nor_lowers_the_high_one(
    case: Case, unread: Unread
) -> None:
    """It is compared with the verdict without it, if that can assess all conditions."""
    instrument, responses = case
    without = oracle.expected(instrument, responses)
    assume(without.assessable)
    assert oracle.within(instrument, without, *ends(judge(instrument, responses, unread)))


@given(cases(items=(1, 4), kinds=KINDS), unread_files, st.sampled_from(PERSPECTIVES))
@examples(120)
def test_one_more_unreadable_response_never_narrows_the_range(
    case: Case, unread: Unread, perspective: Perspective
) -> None:
    instrument, responses = case
    assume(unread.get(perspective, 0) > 0)
    fewer = judge(instrument, responses, unread)
    more = judge(instrument, responses, {**unread, perspective: unread[perspective] + 1})
    for end_with_fewer, end_with_more, step in (
        (fewer.worst_class, more.worst_class, 1),
        (fewer.best_class, more.best_class, -1),
    ):
        change = oracle.class_index(instrument, end_with_more) - oracle.class_index(
            instrument, end_with_fewer
        )
        assert change * step >= 0


@given(cases(items=(1, 4), kinds=KINDS))
@examples(60)
def test_without_unreadable_responses_nothing_changes(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    assert judge(instrument, responses, {}) == verdict
    assert judge(instrument, responses, {"vendor": 0, "buyer": 0}) == verdict


@given(cases(items=(1, 3), kinds=(SCORED,), respondents=1), st.data())
@examples(80)
def test_more_agreeing_respondents_than_unreadable_responses_settle_the_verdict(
    case: Case, data: st.DataObject
) -> None:
    """One unreadable response fewer than respondents changes nothing; as many change every item."""
    instrument, responses = case
    first = response(
        responses[0].perspective, completed_unread(instrument, {"buyer": 1}, 0)[0].answers
    )
    scores = {item: data.draw(st.sampled_from(SCORED)) for item in first.answers}
    agreeing = data.draw(st.integers(1, 4))
    agreeing_responses = [
        response(first.perspective, scores, respondent=f"Respondent {number}")
        for number in range(agreeing)
    ]
    without_unread = judge(instrument, agreeing_responses)
    assume(oracle.expected(instrument, agreeing_responses).assessable)
    assert without_unread.settled
    outvoted = judge(instrument, agreeing_responses, {first.perspective: agreeing - 1})
    assert ends(outvoted) == ends(without_unread)
    outweighed = judge(instrument, agreeing_responses, {first.perspective: agreeing})
    assert all(
        reading.low <= 0.5 and reading.high >= 3.5
        for each in outweighed.conditions
        for reading in each.sides[first.perspective].items
    )


PARTNERSHIP = packaged()["partnership"]


def packaged_file(score: int, perspective: Perspective = "buyer", name: str = "Ann") -> Response:
    """Return a response with one score for every item of the packaged questionnaire."""
    return Response(
        instrument=PARTNERSHIP.id,
        vendor="acme-logistics",
        round="2026-q4",
        perspective=perspective,
        respondent=name,
        answers={item.id: Answer(score=score) for item in PARTNERSHIP.items},
    )


@pytest.mark.parametrize(
    ("files", "unread", "classes"),
    [
        ([], {"buyer": 1}, ("supplier", "partner")),
        ([packaged_file(4)], {}, ("partner", "partner")),
        ([packaged_file(4)], {"buyer": 1}, ("supplier", "partner")),
        ([packaged_file(4)], {"vendor": 1}, ("supplier", "partner")),
        ([packaged_file(2)], {"vendor": 1}, ("supplier", "steady-supplier")),
        ([packaged_file(0)], {"vendor": 5}, ("supplier", "supplier")),
        ([packaged_file(4, name=each) for each in "AB"], {"buyer": 1}, ("partner", "partner")),
        ([packaged_file(4, name=each) for each in "AB"], {"buyer": 2}, ("supplier", "partner")),
        # Of 2, 2 and 4 the median is 2; with a 0 it stays 2, and with another 4 it is 2 and 4.
        (
            [packaged_file(score, name=f"N{at}") for at, score in enumerate((2, 2, 4))],
            {"buyer": 1},
            ("steady-supplier", "partner"),
        ),
    ],
)
def test_examples_of_ranges_with_unreadable_responses(
    files: list[Response], unread: Unread, classes: tuple[str, str]
) -> None:
    assert ends(judge(PARTNERSHIP, files, unread)) == classes


def test_the_class_so_far_ignores_unreadable_responses() -> None:
    assert judge(PARTNERSHIP, [packaged_file(4)], {"buyer": 1}).class_so_far == "partner"


@given(
    cases(items=(1, 4), kinds=(*WITHOUT_NO_OCCASION, KINDS[1])),
    st.sampled_from(PERSPECTIVES),
    st.data(),
)
@settings(examples(400), phases=(Phase.explicit, Phase.generate))
def test_the_range_contains_every_completion_with_no_occasion(
    case: Case, perspective: Perspective, data: st.DataObject
) -> None:
    instrument, responses = case
    file = possible_response(instrument, perspective, (*SCORED, *[NO_OCCASION] * 30), data)
    inner = oracle.expected(instrument, [*responses, file])
    assert oracle.within(instrument, inner, *ends(judge(instrument, responses, {perspective: 1})))


@pytest.mark.parametrize("answer", [BLANK, UNKNOWN, NO_OCCASION])
def test_the_low_class_is_no_better_than_with_the_response_read(answer: Answer) -> None:
    """Two respondents leave out four of seven items on learning, so it is not assessable.

    The response of the third could leave them out too, or have no answer yet.
    """
    others = [item.id for item in PARTNERSHIP.items_of("learning") if not item.core]
    files = [
        msgspec.structs.replace(
            file, answers={**file.answers, **dict.fromkeys(others, NO_OCCASION)}
        )
        for file in (packaged_file(4, name="Ann"), packaged_file(4, name="Bo"))
    ]
    third = msgspec.structs.replace(
        packaged_file(4, name="Cy"), answers={item.id: answer for item in PARTNERSHIP.items}
    )
    verdict = judge(PARTNERSHIP, files, {"buyer": 1})
    inner = oracle.expected(PARTNERSHIP, [*files, third])
    assert oracle.within(PARTNERSHIP, inner, *ends(verdict))
