"""The verdict without one respondent is the verdict on the others' files, judged from scratch."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.records import Answer, Perspective, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.respondents import without_each_sentences, without_one_sentence
from partnercheck.report.words.verdict import class_in_words
from partnercheck.rules.classify import judge
from partnercheck.rules.respondents import WithoutOne, without_each
from tests.oracle import classification as oracle
from tests.support.robustness_cases import one_by_one, stands
from tests.support.strategies import NO_OCCASION, Case, cases, examples, question, response

UNREAD = st.dictionaries(st.sampled_from(("buyer", "vendor")), st.integers(0, 2), max_size=2)


def left_out(instrument: Instrument, responses: Sequence[Response]) -> tuple[WithoutOne, ...]:
    return without_each(instrument, responses, judge(instrument, responses))


@given(cases(items=(1, 4), respondents=4))
@examples(150)
def test_without_each_is_the_verdict_on_the_files_of_the_others(case: Case) -> None:
    instrument, responses = case
    found = judge(instrument, responses)
    assume(found.assessed)
    begun = oracle.begun(responses)
    each = without_each(instrument, responses, found)
    assert [(one.perspective, one.respondent) for one in each] == [
        (response.perspective, response.respondent) for response in begun
    ]
    for one, gone in zip(each, begun, strict=True):
        others = [r for r in responses if r.respondent != gone.respondent]
        assert len(others) == len(responses) - 1
        expected = oracle.expected(instrument, others)
        verdict = one.check.verdict
        event(one.check.stands)
        assert (verdict.low, verdict.high) == (expected.low, expected.high)
        assert verdict.sides == expected.sides
        assert (verdict.scored, verdict.pending) == (expected.scored, expected.pending)
        if verdict.assessed:
            assert one.check.stands == stands(instrument, verdict, found)


@given(cases(items=(1, 3)), UNREAD)
@examples(150)
def test_files_that_cannot_be_read_stay_in_every_one_of_the_verdicts(
    case: Case, unread: dict[Perspective, int]
) -> None:
    instrument, responses = case
    found = judge(instrument, responses, unread)
    for one in without_each(instrument, responses, found, unread):
        others = [r for r in responses if r.respondent != one.respondent]
        assert one.check.verdict == judge(instrument, others, unread)


@given(cases(items=(1, 4), respondents=4))
@examples(150)
def test_who_lowers_a_class_without_evidence_is_found_by_the_definition(case: Case) -> None:
    instrument, responses = case
    found = oracle.expected(instrument, responses)
    assume(found.sides)
    for one, gone in zip(left_out(instrument, responses), oracle.begun(responses), strict=True):
        others = oracle.expected(instrument, [r for r in responses if r is not gone])
        asked = {item.id for item in oracle.asked_of(instrument, gone)}
        answers = [answer for item, answer in gone.answers.items() if item in asked]
        scores = [answer for answer in answers if answer.score is not None]
        shown = [a for a in scores if a.basis != "opinion" and a.evidence.strip()]
        ends = [
            (oracle.class_index(instrument, now), oracle.class_index(instrument, then))
            for now, then in ((others.low, found.low), (others.high, found.high))
        ]
        better = bool(others.sides) and all(n <= t for n, t in ends) and any(n < t for n, t in ends)
        event(f"better: {better}, shown: {bool(shown)}")
        assert (one.scored, one.evidenced) == (len(scores), len(shown))
        assert one.better == better
        assert one.lowers_unshown == (better and bool(scores) and not shown)


@given(cases(kinds=((Answer(skip="unknown"), NO_OCCASION, Answer()),)))
@examples(20)
def test_where_nobody_scored_no_one_is_left_out(case: Case) -> None:
    assert left_out(*case) == ()


def scores(
    respondent: str, *values: int, side: Perspective = "buyer", shown: bool = False
) -> Response:
    """A file of scores on the two items of `one_by_one`, with evidence or without."""
    answers = {
        item: Answer(score=value, basis="observed", evidence="In June.")
        if shown
        else Answer(score=value)
        for item, value in zip(("c0-0", "c1-0"), values, strict=False)
    }
    return response(side, answers, respondent=respondent)


def said(*responses: Response) -> list[str]:
    instrument = one_by_one()
    return without_each_sentences(instrument, left_out(instrument, responses))


def test_one_person_without_evidence_who_lowers_a_class_is_named_first_as_that() -> None:
    """Alice and Bo see the best class, and Tom on the vendor's side has shown nothing."""
    alice, bo = (scores(name, 4, 4, shown=True) for name in ("Alice Moreau", "Bo Lind"))
    tom = scores("Tom Okafor", 4, 1, side="vendor")
    assert said(alice, bo, tom) == [
        "Without Tom Okafor, whose 2 scores all have no evidence, it would be a best in our view.",
        "Without any one of the others it is the same.",
    ]


def test_with_evidence_for_any_score_it_is_only_told_what_it_would_be() -> None:
    alice = scores("Alice Moreau", 4, 4, shown=True)
    tom = scores("Tom Okafor", 4, 1, side="vendor")
    mixed = response(
        "vendor",
        {**tom.answers, "c0-0": Answer(score=4, basis="observed", evidence="In June.")},
        respondent="Tom Okafor",
    )
    assert said(alice, mixed) == [
        "Without Tom Okafor it would be a best in our view.",
        "Without the other it is the same.",
    ]
    instrument = one_by_one()
    assert not any(one.lowers_unshown for one in left_out(instrument, [alice, mixed]))


def test_who_raises_a_class_without_evidence_is_not_named_as_lowering_it() -> None:
    bo, cy, tom = scores("Bo", 1, 1), scores("Cy", 1, 1), scores("Tom", 4, 4)
    instrument = one_by_one()
    each = left_out(instrument, [bo, cy, tom])
    assert [one.better for one in each] == [True, True, False]
    assert not each[2].lowers_unshown


def test_who_has_scored_nothing_is_not_named_as_without_evidence() -> None:
    """A question that only Bo calls not applicable could be scored 4 if nobody said so."""
    instrument = one_by_one()
    extra = question("c0", 1, core=True, critical=False)
    instrument = replace(
        instrument,
        items=(*instrument.items, extra),
        states=replace(instrument.states, present=50),
    )
    bo = response("buyer", {extra.id: NO_OCCASION}, respondent="Bo")
    each = left_out(instrument, [scores("Alice", 1, 4), bo])
    assert [(one.respondent, one.better, one.scored) for one in each][1] == ("Bo", True, 0)
    assert not each[1].lowers_unshown


def test_one_score_without_evidence_is_called_the_only_one() -> None:
    alice, tom = scores("Alice", 4, 4), scores("Tom", 1, side="vendor")
    assert said(alice, tom)[0] == (
        "Without Tom, whose only score has no evidence, it would be a best in our view."
    )


@pytest.mark.parametrize(
    ("responses", "told"),
    [
        ([], []),
        ([scores("Alice", 4, 4)], ["It rests on Alice alone."]),
        (
            [scores("Alice", 4, 4), scores("Bo", 4, 4)],
            ["The verdict is the same without any single respondent."],
        ),
        # Without either of two who contradict each other, the other's word stands.
        (
            [scores("Alice", 4, 4), scores("Bo", 1, 1, shown=True)],
            [
                "Without Bo it would be a best in our view.",
                "Without Alice it would be a last in our view.",
            ],
        ),
        # Who alone scored an item leaves it open.
        (
            [scores("Alice", 4, 4), scores("Bo", 4)],
            [
                "Without Alice it would be between a good and a best in our view.",
                "Without the other it is the same.",
            ],
        ),
    ],
)
def test_what_the_verdict_owes_to_single_people_in_words(
    responses: list[Response], told: list[str]
) -> None:
    assert said(*responses) == told


def test_a_sentence_for_each_also_where_it_holds_or_nothing_is_left() -> None:
    instrument = one_by_one()
    alone = left_out(instrument, [scores("Alice", 4, 4)])
    both = left_out(instrument, [scores("Alice", 4, 4), scores("Bo", 4, 4)])
    assert without_one_sentence(instrument, alone[0]) == "Without Alice it would not be assessed."
    assert without_one_sentence(instrument, both[1]) == "Without Bo the verdict is the same."
    assert class_in_words(instrument, both[1].check.verdict) == "a best in our view"
