"""The verdict follows the rules, and its range is that of every completion of the open items."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from partnercheck.base.records import Answer
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import class_of, judge
from partnercheck.rules.conditions import state_of
from tests.oracle import classification as oracle
from tests.support.changed_answers import completions
from tests.support.strategies import (
    NO_OCCASION,
    SCORED,
    UNKNOWN,
    Case,
    both,
    cases,
    examples,
    instruments,
    nearly_complete_cases,
)

VALUES = (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)


@given(cases(items=(2, 5)))
@examples(300)
def test_the_verdict_equals_that_of_the_oracle(case: Case) -> None:
    instrument, responses = case
    verdict, expected = judge(instrument, responses), oracle.expected(instrument, responses)
    assert (verdict.worst_class, verdict.best_class) == (expected.low, expected.high)
    assert verdict.sides == expected.sides
    assert (verdict.answered_count, verdict.item_count) == (expected.answered, expected.items)
    assert verdict.open_count == len(expected.open_items)
    assert verdict.pending_count == expected.pending
    assert verdict.provisional == (expected.pending > 0)
    assert verdict.settled == oracle.settled(expected)
    assert verdict.class_so_far == expected.so_far
    assert verdict.untested_items == expected.untested
    assert verdict.without_occasion == expected.without_occasion
    assert verdict.few_occasions == expected.few_occasions
    assert len(verdict.disputed_items) == sum(
        one.disputed
        for condition in expected.conditions
        for side in condition.sides.values()
        for one in side.items
    )


@given(cases(items=(2, 5)))
@examples(200)
def test_each_condition_has_the_scores_and_states_of_the_oracle(case: Case) -> None:
    instrument, responses = case
    conditions = judge(instrument, responses).conditions
    expected_conditions = oracle.expected(instrument, responses).conditions
    assert [each.id for each in conditions] == [each.id for each in expected_conditions]
    for condition, expected in zip(conditions, expected_conditions, strict=True):
        assert condition.low == pytest.approx(float(expected.low))
        assert condition.high == pytest.approx(float(expected.high))
        assert (condition.state_low, condition.state_high) == (
            expected.state_low,
            expected.state_high,
        )
        assert condition.sides.keys() == expected.sides.keys()
        if condition.critical and expected.critical:
            assert (condition.critical.low, condition.critical.high) == expected.critical
        elif condition.critical:
            assert condition.critical.untested
        for perspective, side in condition.sides.items():
            expected_side = expected.sides[perspective]
            assert side.low == pytest.approx(float(expected_side.low))
            assert side.high == pytest.approx(float(expected_side.high))
            assert (side.state_low, side.state_high) == (
                expected_side.state_low,
                expected_side.state_high,
            )
            assert side.assessable == expected_side.assessable
            assert [
                (reading.item, reading.left_out, reading.open, sorted(reading.scores))
                for reading in side.items
            ] == [
                (each.item.id, each.left_out, each.open, sorted(each.scores))
                for each in expected_side.items
            ]
            assert [(each.low, each.high) for each in side.items] == [
                (each.low, each.high) for each in expected_side.items
            ]


@given(nearly_complete_cases())
@examples(80)
def test_the_range_is_exactly_what_completing_the_open_items_can_give(case: Case) -> None:
    """With one respondent per side every completion is settled, and both ends are reached."""
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and expected.sides)
    verdict = judge(instrument, responses)
    classes = set()
    for completed in completions(responses, expected.open_items):
        complete = oracle.expected(instrument, completed)
        assert complete.low == complete.high
        classes.add(complete.low)
    assert verdict.worst_class == oracle.worst_class(instrument, classes)
    assert verdict.best_class == oracle.best_class(instrument, classes)


@given(nearly_complete_cases(respondents=3, most_open=2))
@examples(60)
def test_with_disputed_items_the_range_is_that_of_all_completions(case: Case) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and expected.sides)
    verdict = judge(instrument, responses)
    completed = [
        oracle.expected(instrument, each) for each in completions(responses, expected.open_items)
    ]
    assert verdict.worst_class == oracle.worst_class(instrument, [each.low for each in completed])
    assert verdict.best_class == oracle.best_class(instrument, [each.high for each in completed])


@given(
    nearly_complete_cases(most_open=2, kinds=(*SCORED, *[NO_OCCASION] * len(SCORED))),
    st.data(),
)
@examples(60)
def test_the_range_of_conditions_not_assessable_contains_every_completion(
    case: Case, data: st.DataObject
) -> None:
    """Open items, and up to two left-out items with them, are scored in every way.

    Not the critical ones: without an occasion on one side they are read from the other side alone,
    assessable or not, as docs/rules.md says.
    """
    instrument, responses = case
    unsure = [
        (perspective, one.item.id)
        for condition in oracle.expected(instrument, responses).conditions
        for perspective, side in condition.sides.items()
        for one in side.items
        if not side.assessable and one.left_out
    ]
    assume(unsure)
    also_scored = data.draw(st.lists(st.sampled_from(unsure), unique=True, max_size=2))
    verdict = judge(instrument, responses)
    places = [*oracle.expected(instrument, responses).open_items, *also_scored]
    for completed in completions(responses, places):
        complete = oracle.expected(instrument, completed)
        assert oracle.within(instrument, complete, verdict.worst_class, verdict.best_class)


@given(cases(kinds=(SCORED,), respondents=1))
@examples(60)
def test_one_complete_response_per_side_settles_the_class(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    assume(oracle.expected(instrument, responses).assessable)
    assert verdict.settled
    assert verdict.class_so_far == verdict.worst_class
    assert not verdict.provisional


@given(cases(kinds=((UNKNOWN, NO_OCCASION, Answer()),)))
@examples(40)
def test_without_a_score_nothing_is_assessed_and_every_class_is_possible(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    best = {each.id: "present" for each in instrument.conditions}
    criticals = {item.condition: Fraction(4) for item in instrument.items if item.critical}
    assert not verdict.assessed
    assert not verdict.settled
    assert verdict.class_so_far is None
    assert verdict.sides == ()
    assert verdict.worst_class == instrument.classes[-1].id
    assert verdict.best_class == oracle.class_of(instrument, best, criticals)


@given(cases(sides=both, respondents=2))
@examples(120)
def test_a_second_side_never_improves_a_condition(case: Case) -> None:
    """The lower score and the lower state count; the critical item is the mean of the two."""
    instrument, responses = case
    verdict = judge(instrument, responses)
    assume(not verdict.one_sided)
    for perspective in verdict.sides:
        one_side = judge(
            instrument, [each for each in responses if each.perspective == perspective]
        )
        assert one_side.one_sided
        for together, single in zip(verdict.conditions, one_side.conditions, strict=True):
            assert together.low <= single.low
            assert together.high <= single.high
            assert oracle.worst([together.state_low, single.state_low]) == together.state_low
            assert oracle.worst([together.state_high, single.state_high]) == together.state_high


@given(instruments(), st.data())
@examples(150)
def test_class_of_finds_the_first_class_whose_rule_holds(
    instrument: Instrument, data: st.DataObject
) -> None:
    states = {
        condition.id: data.draw(st.sampled_from(oracle.ORDER))
        for condition in instrument.conditions
    }
    criticals = {
        item.condition: data.draw(st.sampled_from(VALUES))
        for item in instrument.items
        if item.critical
    }
    exact = {name: oracle.exact(value) for name, value in criticals.items()}
    assert class_of(instrument, states, criticals) == oracle.class_of(instrument, states, exact)


@given(
    instruments(),
    st.lists(st.tuples(st.sampled_from(VALUES), st.booleans()), min_size=1),
)
@examples(200)
def test_the_state_follows_the_score_and_is_lowered_by_zeros_and_critical_items(
    instrument: Instrument, values: list[tuple[float, bool]]
) -> None:
    exact = [(oracle.exact(value), critical) for value, critical in values]
    score = oracle.percent([value for value, _ in exact])
    assert state_of(instrument, float(score), values) == oracle.state(instrument, score, exact)
