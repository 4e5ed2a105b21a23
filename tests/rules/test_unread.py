"""Files that cannot be read could say anything: the range is what filling them in can give."""

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

ALIKE = (Answer(score=3),)
KINDS = (
    (*SCORED, *[NO_OCCASION] * 6, UNKNOWN),
    (*GOOD, *[NO_OCCASION] * 10, UNKNOWN),
    GOOD,
    (*ALIKE * 30, *GOOD),
)
ALL_APPLY = ((*SCORED, UNKNOWN, UNKNOWN, BLANK), (*GOOD, UNKNOWN), (*ALIKE * 30, *GOOD))

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


def filled(
    instrument: Instrument,
    unread: Unread,
    scores: Sequence[int] | int,
    form: Form = "full",
) -> list[Response]:
    """The files that could not be read, with a score for every item of their form.

    The scores are one for all, or one after another for the items of all of the files.
    """
    items = instrument.form_items(form)
    places = sum(unread.values()) * len(items)
    left = iter([scores] * places if isinstance(scores, int) else scores)
    return [
        response(
            perspective,
            {item.id: Answer(score=next(left)) for item in items},
            respondent=f"{perspective} unread {number}",
            form=form,
        )
        for perspective, count in unread.items()
        for number in range(count)
    ]


def contains(instrument: Instrument, verdict: Verdict, inner: oracle.Expected) -> bool:
    """Whether a verdict's range holds another, and each condition's scores and states too."""
    return oracle.within(instrument, inner, verdict.low, verdict.high) and all(
        outer.low <= float(one.low) + 1e-9
        and float(one.high) <= outer.high + 1e-9
        and oracle.ORDER.index(outer.state_low) <= oracle.ORDER.index(one.state_low)
        and oracle.ORDER.index(one.state_high) <= oracle.ORDER.index(outer.state_high)
        for outer, one in zip(verdict.conditions, inner.conditions, strict=True)
    )


@given(cases(items=(1, 4), kinds=KINDS), unread_files)
@examples(120)
def test_the_ends_are_all_zeros_and_all_fours_in_the_unread_files(
    case: Case, unread: Unread
) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses, unread)
    worst = oracle.expected(instrument, [*responses, *filled(instrument, unread, 0)])
    best = oracle.expected(instrument, [*responses, *filled(instrument, unread, 4)])
    event("settled" if verdict.settled else "open")
    assert verdict.sides == worst.sides == best.sides
    assert verdict.items == worst.items
    sides = [side for condition in verdict.conditions for side in condition.sides.values()]
    full = {each.perspective for each in responses if each.form == "full" and each.scored}
    in_reserve = any(item.reserve for item in instrument.items)
    if not all(side.assessable for side in sides) or (in_reserve and set(verdict.sides) - full):
        # An unread file may also leave out what nobody else has scored, and an item in reserve may
        # count or not.
        assert contains(instrument, verdict, worst)
        assert contains(instrument, verdict, best)
        return
    assert (verdict.low, verdict.high) == (worst.low, best.high)
    for found, low, high in zip(verdict.conditions, worst.conditions, best.conditions, strict=True):
        assert found.low == pytest.approx(float(low.low))
        assert found.high == pytest.approx(float(high.high))
        assert (found.state_low, found.state_high) == (low.state_low, high.state_high)
        for perspective, side in found.sides.items():
            ends = zip(low.sides[perspective].items, high.sides[perspective].items, strict=True)
            assert [(reading.low, reading.high) for reading in side.items] == [
                (zeros.low, fours.high) for zeros, fours in ends
            ]


@given(cases(conditions=(2, 3), items=(1, 1), kinds=KINDS), st.sampled_from(PERSPECTIVES))
@examples(30)
def test_the_range_is_what_every_filling_of_one_unread_file_spans(
    case: Case, perspective: Perspective
) -> None:
    instrument, responses = case
    unread: Unread = {perspective: 1}
    verdict = judge(instrument, responses, unread)
    fillings = [
        oracle.expected(instrument, [*responses, *filled(instrument, unread, scores)])
        for scores in product(range(5), repeat=len(instrument.items))
    ]
    assert verdict.low == oracle.worst_class(instrument, [each.low for each in fillings])
    assert verdict.high == oracle.best_class(instrument, [each.high for each in fillings])
    assert all(contains(instrument, verdict, each) for each in fillings)


@given(cases(items=(1, 4), kinds=KINDS), unread_files, st.sampled_from(FORMS), st.data())
@examples(120)
def test_the_range_holds_every_filling_with_scores(
    case: Case, unread: Unread, form: Form, data: st.DataObject
) -> None:
    """Of full forms; of quick ones where nothing is left out without them."""
    instrument, responses = case
    without = oracle.expected(instrument, responses)
    assume(form == "full" or not without.left_out_items)
    places = sum(unread.values()) * len(instrument.form_items(form))
    scores = data.draw(st.lists(st.integers(0, 4), min_size=places, max_size=places))
    inner = oracle.expected(instrument, [*responses, *filled(instrument, unread, scores, form)])
    assert contains(instrument, judge(instrument, responses, unread), inner)


def partly(
    instrument: Instrument, perspective: Perspective, kinds: Sequence[Answer], data: st.DataObject
) -> Response:
    """What an unread file might say, whatever its form: answers of some kinds."""
    form = data.draw(st.sampled_from(FORMS))
    answers = {item.id: data.draw(st.sampled_from(kinds)) for item in instrument.form_items(form)}
    return response(perspective, answers, respondent="Unread", form=form)


@given(cases(items=(1, 4), kinds=ALL_APPLY), st.sampled_from(PERSPECTIVES), st.data())
@examples(120)
def test_the_range_holds_whatever_is_scored_unknown_or_blank_in_an_unread_file(
    case: Case, perspective: Perspective, data: st.DataObject
) -> None:
    """Where every item applies."""
    instrument, responses = case
    file = partly(instrument, perspective, (*SCORED, *[UNKNOWN, BLANK] * 8), data)
    inner = oracle.expected(instrument, [*responses, file])
    assert contains(instrument, judge(instrument, responses, {perspective: 1}), inner)


def ends(verdict: Verdict) -> tuple[str, str]:
    """The two classes of a verdict."""
    return verdict.low, verdict.high


@given(cases(items=(1, 4), kinds=KINDS), unread_files)
@examples(120)
def test_an_unread_file_never_improves_the_low_end_nor_lowers_the_high_one(
    case: Case, unread: Unread
) -> None:
    """Compared with the verdict without it, where that can assess all conditions."""
    instrument, responses = case
    without = oracle.expected(instrument, responses)
    assume(without.assessable)
    assert oracle.within(instrument, without, *ends(judge(instrument, responses, unread)))


@given(cases(items=(1, 4), kinds=KINDS), unread_files, st.sampled_from(PERSPECTIVES))
@examples(120)
def test_one_more_unread_file_never_narrows_the_range(
    case: Case, unread: Unread, perspective: Perspective
) -> None:
    instrument, responses = case
    assume(unread.get(perspective, 0) > 0)
    fewer = judge(instrument, responses, unread)
    more = judge(instrument, responses, {**unread, perspective: unread[perspective] + 1})
    for less, end, step in ((fewer.low, more.low, 1), (fewer.high, more.high, -1)):
        change = oracle.class_index(instrument, end) - oracle.class_index(instrument, less)
        assert change * step >= 0


@given(cases(items=(1, 4), kinds=KINDS))
@examples(60)
def test_with_no_unread_file_nothing_changes(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    assert judge(instrument, responses, {}) == verdict
    assert judge(instrument, responses, {"vendor": 0, "buyer": 0}) == verdict


@given(cases(items=(1, 3), kinds=(SCORED,), respondents=1), st.data())
@examples(80)
def test_more_who_agree_than_files_unread_settle_the_verdict(
    case: Case, data: st.DataObject
) -> None:
    """One unread file less than agreeing respondents moves nothing; as many move everything."""
    instrument, responses = case
    first = response(responses[0].perspective, filled(instrument, {"buyer": 1}, 0)[0].answers)
    scores = {item: data.draw(st.sampled_from(SCORED)) for item in first.answers}
    agreeing = data.draw(st.integers(1, 4))
    alike = [
        response(first.perspective, scores, respondent=f"Respondent {number}")
        for number in range(agreeing)
    ]
    alone = judge(instrument, alike)
    assume(oracle.expected(instrument, alike).assessable)
    assert alone.settled
    outvoted = judge(instrument, alike, {first.perspective: agreeing - 1})
    assert ends(outvoted) == ends(alone)
    level = judge(instrument, alike, {first.perspective: agreeing})
    assert all(
        reading.low <= 0.5 and reading.high >= 3.5
        for each in level.conditions
        for reading in each.sides[first.perspective].items
    )


PARTNERSHIP = packaged()["partnership"]


def packaged_file(score: int, perspective: Perspective = "buyer", name: str = "Ann") -> Response:
    """One score for every item of the packaged questionnaire."""
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
        # Of three, two at 2 and one at 4: with a zero still 2, with another four between.
        (
            [packaged_file(score, name=f"N{at}") for at, score in enumerate((2, 2, 4))],
            {"buyer": 1},
            ("steady-supplier", "partner"),
        ),
    ],
)
def test_by_example(files: list[Response], unread: Unread, classes: tuple[str, str]) -> None:
    assert ends(judge(PARTNERSHIP, files, unread)) == classes


def test_the_class_so_far_is_that_of_the_answers_given_alone() -> None:
    assert judge(PARTNERSHIP, [packaged_file(4)], {"buyer": 1}).so_far == "partner"


@given(cases(items=(1, 4), kinds=(*ALL_APPLY, KINDS[1])), st.sampled_from(PERSPECTIVES), st.data())
@settings(examples(400), phases=(Phase.explicit, Phase.generate))
def test_the_range_holds_whatever_an_unread_file_calls_not_applicable(
    case: Case, perspective: Perspective, data: st.DataObject
) -> None:
    instrument, responses = case
    file = partly(instrument, perspective, (*SCORED, *[NO_OCCASION] * 30), data)
    inner = oracle.expected(instrument, [*responses, file])
    assert oracle.within(instrument, inner, *ends(judge(instrument, responses, {perspective: 1})))


@pytest.mark.parametrize("said", [BLANK, UNKNOWN, NO_OCCASION])
def test_by_example_the_low_end_is_not_better_than_with_the_file_read(said: Answer) -> None:
    """Two people leave four of seven questions on learning out: too few to assess it.

    The third person's file could say nothing else, or have no answer yet.
    """
    others = [item.id for item in PARTNERSHIP.items_of("learning") if not item.core]
    files = [
        msgspec.structs.replace(
            file, answers={**file.answers, **dict.fromkeys(others, NO_OCCASION)}
        )
        for file in (packaged_file(4, name="Ann"), packaged_file(4, name="Bo"))
    ]
    third = msgspec.structs.replace(
        packaged_file(4, name="Cy"), answers={item.id: said for item in PARTNERSHIP.items}
    )
    found = judge(PARTNERSHIP, files, {"buyer": 1})
    inner = oracle.expected(PARTNERSHIP, [*files, third])
    assert oracle.within(PARTNERSHIP, inner, *ends(found))
