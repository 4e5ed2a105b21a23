"""The responses that count, and the effects of evidence and of left-out items."""

from __future__ import annotations

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from partnercheck.base.records import FORMS, PERSPECTIVES, Answer, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict
from tests.oracle import classification as oracle
from tests.support.changed_answers import with_answer
from tests.support.strategies import (
    BLANK,
    EMPTY,
    KINDS,
    NO_OCCASION,
    UNKNOWN,
    Case,
    cases,
    examples,
    files,
    nearly_complete_cases,
    response,
)

NEWCOMER = "Zoe Newcomer"


def with_changes(verdict: Verdict, **changes: object) -> Verdict:
    """Return a verdict with some of its fields changed."""
    return msgspec.structs.replace(verdict, **changes)


@given(cases(), st.data())
@examples(150)
def test_a_response_without_a_score_or_skip_changes_nothing(
    case: Case, data: st.DataObject
) -> None:
    """Neither does one with notes but no scores, nor one without any answers."""
    instrument, responses = case
    perspective = data.draw(st.sampled_from(PERSPECTIVES))
    blank = data.draw(files(instrument, perspective, NEWCOMER, kinds=EMPTY))
    nothing = response(perspective, {}, respondent=NEWCOMER)
    for added in (blank, nothing):
        at = data.draw(st.integers(0, len(responses)))
        assert judge(instrument, [*responses[:at], added, *responses[at:]]) == judge(
            instrument, responses
        )


@given(cases(), st.data())
@examples(200)
def test_a_response_of_unknowns_only_makes_the_verdict_provisional(
    case: Case, data: st.DataObject
) -> None:
    """Whatever its form, only the respondent, the blank items and the unknown ones are counted."""
    instrument, responses = case
    perspective = data.draw(st.sampled_from(PERSPECTIVES))
    added = data.draw(files(instrument, perspective, NEWCOMER, kinds=(UNKNOWN, BLANK)))
    waiting = oracle.pending(instrument, added)
    assume(added.begun)
    before, after = judge(instrument, responses), judge(instrument, [*responses, added])
    answered = oracle.expected(instrument, [*responses, added]).answered
    assert after == with_changes(
        before,
        pending_count=before.pending_count + waiting,
        respondent_count=before.respondent_count + 1,
        answered_count=answered,
        unknown_count=before.unknown_count + answered - before.answered_count,
    )
    assert after.provisional == (before.provisional or waiting > 0)


@given(cases())
@examples(150)
def test_an_unknown_has_the_same_effect_as_a_blank(case: Case) -> None:
    """One respondent's "unknown" never hides another's score; only the counts tell them apart."""
    instrument, responses = case
    emptied = [
        msgspec.structs.replace(
            each,
            answers={
                item: BLANK if answer == UNKNOWN else answer
                for item, answer in each.answers.items()
            },
        )
        for each in responses
    ]
    assume(all(each.begun for each in emptied))
    with_unknowns = judge(instrument, responses)
    # A quick form does not ask every reserve item, and an item that is not asked is never pending.
    unknowns = sum(
        each.answers.get(item.id) == UNKNOWN
        for each in responses
        for item in oracle.asked_of(instrument, each)
    )
    assert judge(instrument, emptied) == with_changes(
        with_unknowns,
        pending_count=with_unknowns.pending_count + unknowns,
        answered_count=with_unknowns.answered_count - with_unknowns.unknown_count,
        unknown_count=0,
    )


@given(nearly_complete_cases(respondents=2, most_open=0), st.data())
@examples(100)
def test_a_score_counts_although_a_colleague_had_no_occasion(
    case: Case, data: st.DataObject
) -> None:
    instrument, responses = case
    first = responses[0]
    scored = [
        item.id
        for item in instrument.items
        if not item.critical
        and item.id in first.answers
        and any(
            each.perspective == first.perspective and each.answers[item.id].score is not None
            for each in responses
        )
    ]
    assume(scored)
    item = data.draw(st.sampled_from(scored))
    doubting = response(first.perspective, {item: NO_OCCASION}, respondent=NEWCOMER)
    before, after = judge(instrument, responses), judge(instrument, [*responses, doubting])
    assert (after.worst_class, after.best_class, after.conditions) == (
        before.worst_class,
        before.best_class,
        before.conditions,
    )


@given(cases(), st.data())
@examples(60)
def test_a_standing_item_is_never_left_out(case: Case, data: st.DataObject) -> None:
    """With *no occasion* it is open, as if it were unknown."""
    instrument, responses = case
    standing = [item.id for item in instrument.items if not item.offers_no_occasion]
    assume(standing and any(each.scored for each in responses))
    item = data.draw(st.sampled_from(standing))
    excused = [with_answer(each, item, NO_OCCASION) for each in responses]
    unknown = [with_answer(each, item, UNKNOWN) for each in responses]
    assert judge(instrument, excused) == judge(instrument, unknown)


@given(cases(), st.data())
@examples(60)
def test_the_order_of_the_responses_does_not_matter(case: Case, data: st.DataObject) -> None:
    instrument, responses = case
    shuffled = data.draw(st.permutations(responses))
    assert judge(instrument, shuffled) == judge(instrument, responses)


@given(cases(), st.data())
@examples(60)
def test_a_perspective_exists_with_its_first_score(case: Case, data: st.DataObject) -> None:
    instrument, responses = case
    buyers = [each for each in responses if each.perspective == "buyer"]
    item = data.draw(st.sampled_from([item for item in instrument.items if item.core]))
    form = data.draw(st.sampled_from(FORMS))
    first = response("vendor", {item.id: Answer(score=3)}, respondent=NEWCOMER, form=form)
    verdict = judge(instrument, [*buyers, first])
    assert "vendor" in verdict.sides
    form_items = len(instrument.form_items(form))
    assert verdict.item_count - judge(instrument, buyers).item_count == form_items


@given(cases(items=(2, 5)))
@examples(150)
def test_evidence_is_counted_per_side_and_condition(case: Case) -> None:
    instrument, responses = case
    verdict, expected = judge(instrument, responses), oracle.expected(instrument, responses)
    assert (verdict.score_count, verdict.evidenced_count) == (expected.scored, expected.evidenced)
    for condition, expected_condition in zip(verdict.conditions, expected.conditions, strict=True):
        for perspective, side in condition.sides.items():
            expected_side = expected_condition.sides[perspective]
            assert (side.score_count, side.evidenced_count) == (
                expected_side.scored,
                expected_side.evidenced,
            )
            too_few = (
                expected_side.evidenced
                < oracle.exact(instrument.limits.evidence) * expected_side.scored
            )
            assert not too_few or condition.id in verdict.opinion_conditions


@given(cases(items=(2, 5), respondents=1))
@examples(200)
def test_mostly_opinion_means_little_evidence_or_a_high_critical_score_without_any(
    case: Case,
) -> None:
    instrument, responses = case
    assert (
        judge(instrument, responses).opinion_conditions
        == oracle.expected(instrument, responses).opinion
    )


def scored_places(instrument: Instrument, responses: list[Response]) -> list[tuple[int, str]]:
    """Return the places of the scores of items that count."""
    counting = {
        side: {
            item.id
            for item in oracle.asked(instrument, [r for r in responses if r.perspective == side])
        }
        for side in PERSPECTIVES
    }
    return [
        (index, item)
        for index, each in enumerate(responses)
        for item, answer in each.answers.items()
        if answer.score is not None and item in counting[each.perspective]
    ]


@given(cases(kinds=KINDS[:4]), st.data())
@examples(100)
def test_evidence_for_one_more_score_counts_once_and_changes_no_class(
    case: Case, data: st.DataObject
) -> None:
    instrument, responses = case
    places = scored_places(instrument, responses)
    assume(places)
    index, item = data.draw(st.sampled_from(places))
    score = responses[index].answers[item].score
    without_evidence = list(responses)
    without_evidence[index] = with_answer(responses[index], item, Answer(score=score))
    with_evidence = list(responses)
    with_evidence[index] = with_answer(
        responses[index], item, Answer(score=score, basis="documented", evidence="Minutes.")
    )
    before, after = judge(instrument, without_evidence), judge(instrument, with_evidence)
    assert after.evidenced_count == before.evidenced_count + 1
    assert after.score_count == before.score_count
    assert set(after.opinion_conditions) <= set(before.opinion_conditions)
    assert (after.worst_class, after.best_class, after.class_so_far) == (
        before.worst_class,
        before.best_class,
        before.class_so_far,
    )


@given(cases(kinds=(KINDS[0], *KINDS[3:]), respondents=2))
@examples(250)
def test_left_out_gives_the_classes_with_zeros_if_they_differ(case: Case) -> None:
    """Every left-out item is taken as if it had been scored 0."""
    instrument, responses = case
    verdict = judge(instrument, responses)
    places = oracle.expected(instrument, responses).left_out_items
    assume(places)
    changed = oracle.with_zeros(instrument, oracle.expected(instrument, responses))
    if changed == (verdict.worst_class, verdict.best_class):
        assert verdict.with_zeros is None
    else:
        assert verdict.with_zeros is not None
        assert (verdict.with_zeros.worst_class, verdict.with_zeros.best_class) == changed
        assert verdict.with_zeros.item_count == len(places)
