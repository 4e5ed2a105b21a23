"""A better score never leads to a worse class."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from partnercheck.base.records import Answer, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import class_of, judge
from tests.oracle import classification as oracle
from tests.support.changed_answers import with_answer
from tests.support.strategies import Case, cases, examples, instruments


def with_one_score_raised(responses: list[Response], data: st.DataObject) -> list[Response]:
    """Return the responses with one score, chosen at random, raised by one or more."""
    raisable = [
        (index, item)
        for index, response in enumerate(responses)
        for item, answer in response.answers.items()
        if answer.score is not None and answer.score < 4
    ]
    assume(raisable)
    index, item = data.draw(st.sampled_from(raisable))
    score = responses[index].answers[item].score
    assert score is not None
    higher = data.draw(st.integers(score + 1, 4))
    return [
        with_answer(each, item, Answer(score=higher)) if at == index else each
        for at, each in enumerate(responses)
    ]


@given(cases(), st.data())
@examples(300)
def test_raising_a_score_never_lowers_either_end_of_the_class(
    case: Case, data: st.DataObject
) -> None:
    instrument, responses = case
    before = judge(instrument, responses)
    after = judge(instrument, with_one_score_raised(responses, data))
    for old_class, new_class in (
        (before.worst_class, after.worst_class),
        (before.best_class, after.best_class),
    ):
        assert oracle.class_index(instrument, new_class) <= oracle.class_index(
            instrument, old_class
        )
    for earlier, later in zip(before.conditions, after.conditions, strict=True):
        assert later.low >= earlier.low
        assert later.high >= earlier.high
        assert oracle.ORDER.index(later.state_low) >= oracle.ORDER.index(earlier.state_low)
        assert oracle.ORDER.index(later.state_high) >= oracle.ORDER.index(earlier.state_high)


@given(cases(), st.data())
@examples(200)
def test_raising_a_score_never_lowers_the_class_so_far(case: Case, data: st.DataObject) -> None:
    instrument, responses = case
    before = judge(instrument, responses).class_so_far
    assume(before is not None)
    assert before is not None
    after = judge(instrument, with_one_score_raised(responses, data)).class_so_far
    assert after is not None
    assert oracle.class_index(instrument, after) <= oracle.class_index(instrument, before)


@given(instruments(), st.data())
@examples(200)
def test_a_better_state_or_critical_item_never_makes_a_worse_class(
    instrument: Instrument, data: st.DataObject
) -> None:
    states = {each.id: data.draw(st.sampled_from(oracle.ORDER)) for each in instrument.conditions}
    halves = st.integers(0, 8)
    criticals = {
        item.condition: sorted((data.draw(halves) / 2, data.draw(halves) / 2))
        for item in instrument.items
        if item.critical
    }
    low, high = ({name: ends[at] for name, ends in criticals.items()} for at in (0, 1))
    better = {
        each: data.draw(st.sampled_from(oracle.ORDER[oracle.ORDER.index(state) :]))
        for each, state in states.items()
    }
    assert oracle.class_index(instrument, class_of(instrument, better, high)) <= oracle.class_index(
        instrument, class_of(instrument, states, low)
    )
