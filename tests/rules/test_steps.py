"""The fewest steps up to a better class, and the fewest steps down to a worse one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import assume, given

from partnercheck.questionnaires.records import Instrument, States, VendorClass
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict
from partnercheck.rules.steps import Distance, steps_down, steps_up
from tests.oracle import classification as oracle
from tests.support.strategies import (
    EXTREMES,
    GOOD,
    KINDS,
    NO_OCCASION,
    SCORED,
    Case,
    cases,
    examples,
    pair,
)

# The step-by-step search tries five values for each item, so it only takes cases with few items.
MOST_ITEMS = 6
# Scores of 4, and of 1: a few steps turn the latter into zeros while the mean stays high.
LOPSIDED = tuple(answer for answer in SCORED if answer.score in {1, 4})
SETTLING = (LOPSIDED, SCORED, EXTREMES, GOOD, (*GOOD, NO_OCCASION, NO_OCCASION))


@pytest.mark.parametrize(("fewest_steps", "direction"), [(steps_up, 1), (steps_down, -1)])
@given(case=cases(conditions=(2, 2), items=(1, 3), kinds=SETTLING, respondents=1))
@examples(60)
def test_the_way_is_the_fewest_steps_and_the_furthest_class_that_they_reach(
    fewest_steps: Callable[[Instrument, Verdict], Distance | None], direction: int, case: Case
) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(oracle.settled(expected) and len(oracle.board(instrument, expected).start) <= MOST_ITEMS)
    distance = fewest_steps(instrument, judge(instrument, responses))
    assert pair(distance) == oracle.step_by_step(instrument, expected, direction)


@given(cases(items=(2, 4), kinds=(*SETTLING, *KINDS[3:]), respondents=2))
@examples(200)
def test_steps_up_and_down_are_the_cheapest_of_all_combinations_of_values(case: Case) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(oracle.settled(expected))
    verdict = judge(instrument, responses)
    assert pair(steps_up(instrument, verdict)) == oracle.all_at_once(instrument, expected, 1)
    assert pair(steps_down(instrument, verdict)) == oracle.all_at_once(instrument, expected, -1)


def without_critical_needs(vendor_class: VendorClass) -> VendorClass:
    """Return a class whose rules need nothing of critical items."""
    rules = tuple(
        msgspec.structs.replace(rule, mutual=0, critical_needs={}) for rule in vendor_class.rules
    )
    return msgspec.structs.replace(vendor_class, rules=rules)


@given(cases(conditions=(2, 2), items=(3, 4), kinds=(LOPSIDED,), respondents=1))
@examples(80)
def test_the_way_down_may_turn_low_items_into_too_many_zeros(case: Case) -> None:
    """There are no critical items, and the thresholds are so low that zeros cost fewest steps."""
    instrument, responses = case
    plain = msgspec.structs.replace(
        instrument,
        items=tuple(msgspec.structs.replace(item, critical=False) for item in instrument.items),
        states=States(partial=20, present=30),
        classes=tuple(without_critical_needs(each) for each in instrument.classes),
    )
    expected = oracle.expected(plain, responses)
    assume(oracle.settled(expected))
    distance = steps_down(plain, judge(plain, responses))
    assert pair(distance) == oracle.all_at_once(plain, expected, -1)


@given(cases())
@examples(100)
def test_an_open_verdict_has_no_way_up_or_down(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    assume(not verdict.settled)
    assert steps_up(instrument, verdict) is None
    assert steps_down(instrument, verdict) is None


@given(cases(kinds=SETTLING, respondents=1))
@examples(100)
def test_the_best_class_has_no_way_up_and_the_worst_class_no_way_down(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    up, down = steps_up(instrument, verdict), steps_down(instrument, verdict)
    if verdict.worst_class == instrument.classes[0].id:
        assert up is None
    if verdict.worst_class == instrument.classes[-1].id:
        assert down is None
    for distance in (up, down):
        assert distance is None or distance.step_count > 0
