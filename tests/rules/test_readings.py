"""The value of an item: half steps, and the value between two respondents one step apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.base.records import BEST_SCORE, Answer
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.conditions import RANK
from partnercheck.rules.readings import middle_readings
from tests.oracle import classification as oracle
from tests.support.strategies import examples, instruments, response


@pytest.mark.parametrize(
    ("scores", "low", "high"),
    [
        ([3], 3, 3),
        ([2, 3], 2.5, 2.5),
        ([2, 4], 2.5, 3.5),
        ([0, 4], 0.5, 3.5),
        ([1, 2, 4], 2, 2),
        ([2, 2, 4, 4], 2.5, 3.5),
        ([2, 3, 3, 4], 3, 3),
    ],
)
def test_differing_medians_each_move_half_a_step_towards_the_other(
    scores: list[int], low: float, high: float
) -> None:
    assert middle_readings(scores) == (low, high)


@given(st.lists(st.integers(0, BEST_SCORE), min_size=1, max_size=6), st.data())
@examples(300)
def test_a_higher_score_lowers_neither_reading(scores: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(scores) - 1))
    higher = [*scores]
    higher[place] = data.draw(st.integers(scores[place], BEST_SCORE))
    before, after = middle_readings(sorted(scores)), middle_readings(sorted(higher))
    assert before[0] <= before[1]
    assert after[0] >= before[0]
    assert after[1] >= before[1]


@given(instruments(items=(2, 5)), st.data())
@examples(300)
def test_two_raters_one_step_apart_give_no_lower_state_than_the_lower_of_them_alone(
    instrument: Instrument, data: st.DataObject
) -> None:
    first: dict[str, Answer] = {}
    second: dict[str, Answer] = {}
    for item in instrument.items:
        score = data.draw(st.integers(0, BEST_SCORE))
        second_score = score + data.draw(st.integers(-1, 1))
        first[item.id] = Answer(score=score)
        second[item.id] = Answer(score=min(BEST_SCORE, max(0, second_score)))
    files = [response("buyer", first), response("buyer", second, respondent="Tom Okafor")]
    alone = [judge(instrument, [file]) for file in files]
    together = judge(instrument, files)
    assert together.disputed_items == ()
    for index, condition in enumerate(together.conditions):
        lower = min(RANK[verdict.conditions[index].state_low] for verdict in alone)
        assert RANK[condition.state_low] >= lower
        assert (
            condition.state_low == condition.state_high or not condition.sides["buyer"].assessable
        )


@given(instruments(items=(3, 5)), st.integers(0, BEST_SCORE))
@examples(100)
def test_equal_answers_have_the_same_class_from_the_full_and_the_quick_form(
    instrument: Instrument, score: int
) -> None:
    """This holds if both forms can assess every condition."""
    same = {item.id: Answer(score=score) for item in instrument.items}
    full = response("buyer", same)
    quick = response(
        "buyer",
        {item.id: same[item.id] for item in instrument.form_items("quick")},
        form="quick",
    )
    verdicts = [judge(instrument, [file]) for file in (full, quick)]
    if all(oracle.expected(instrument, [file]).assessable for file in (full, quick)):
        zeros = instrument.limits.zeros
        few_zeros = score == 0 and any(
            len(condition.sides["buyer"].items) < zeros for condition in verdicts[1].conditions
        )
        assert few_zeros or (verdicts[0].worst_class, verdicts[0].best_class) == (
            verdicts[1].worst_class,
            verdicts[1].best_class,
        )
