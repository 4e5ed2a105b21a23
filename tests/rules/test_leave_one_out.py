"""The verdict without one respondent is the verdict on the responses of all the others."""

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
from partnercheck.rules.respondents import WithoutOne, verdicts_without_each
from tests.oracle import classification as oracle
from tests.support.robustness_cases import check_result, one_by_one
from tests.support.strategies import NO_OCCASION, Case, cases, examples, question, response

UNREAD = st.dictionaries(st.sampled_from(("buyer", "vendor")), st.integers(0, 2), max_size=2)


def each_left_out(instrument: Instrument, responses: Sequence[Response]) -> tuple[WithoutOne, ...]:
    return verdicts_without_each(instrument, responses, judge(instrument, responses))


@given(cases(items=(1, 4), respondents=4))
@examples(150)
def test_without_each_is_the_verdict_on_the_responses_of_the_others(case: Case) -> None:
    instrument, responses = case
    actual = judge(instrument, responses)
    assume(actual.assessed)
    begun = oracle.begun(responses)
    without = verdicts_without_each(instrument, responses, actual)
    assert [(one.perspective, one.respondent) for one in without] == [
        (response.perspective, response.respondent) for response in begun
    ]
    for one, left_out in zip(without, begun, strict=True):
        others = [r for r in responses if r.respondent != left_out.respondent]
        assert len(others) == len(responses) - 1
        expected = oracle.expected(instrument, others)
        verdict = one.check.verdict
        event(one.check.result)
        assert (verdict.worst_class, verdict.best_class) == (expected.low, expected.high)
        assert verdict.sides == expected.sides
        assert (verdict.score_count, verdict.pending_count) == (expected.scored, expected.pending)
        if verdict.assessed:
            assert one.check.result == check_result(instrument, verdict, actual)


@given(cases(items=(1, 3)), UNREAD)
@examples(150)
def test_unreadable_responses_count_in_each_of_the_verdicts(
    case: Case, unread: dict[Perspective, int]
) -> None:
    instrument, responses = case
    actual = judge(instrument, responses, unread)
    for without in verdicts_without_each(instrument, responses, actual, unread):
        others = [r for r in responses if r.respondent != without.respondent]
        assert without.check.verdict == judge(instrument, others, unread)


@given(cases(items=(1, 4), respondents=4))
@examples(150)
def test_a_respondent_lowers_a_class_without_evidence_as_defined(case: Case) -> None:
    instrument, responses = case
    actual = oracle.expected(instrument, responses)
    assume(actual.sides)
    for without, left_out in zip(
        each_left_out(instrument, responses), oracle.begun(responses), strict=True
    ):
        others = oracle.expected(instrument, [r for r in responses if r is not left_out])
        asked = {item.id for item in oracle.asked_of(instrument, left_out)}
        answers = [answer for item, answer in left_out.answers.items() if item in asked]
        scores = [answer for answer in answers if answer.score is not None]
        evidenced = [a for a in scores if a.basis != "opinion" and a.evidence.strip()]
        ends = [
            (oracle.class_index(instrument, now), oracle.class_index(instrument, then))
            for now, then in ((others.low, actual.low), (others.high, actual.high))
        ]
        better = bool(others.sides) and all(n <= t for n, t in ends) and any(n < t for n, t in ends)
        event(f"better: {better}, evidence: {bool(evidenced)}")
        assert (without.score_count, without.evidenced_count) == (len(scores), len(evidenced))
        assert without.better_without == better
        assert without.lowers_without_evidence == (better and bool(scores) and not evidenced)


@given(cases(kinds=((Answer(skip="unknown"), NO_OCCASION, Answer()),)))
@examples(20)
def test_without_a_score_no_respondent_is_left_out(case: Case) -> None:
    assert each_left_out(*case) == ()


def scores(
    respondent: str, *values: int, side: Perspective = "buyer", evidenced: bool = False
) -> Response:
    """Return a response with scores on the two items of `one_by_one`, with evidence or without."""
    answers = {
        item: Answer(score=value, basis="observed", evidence="In June.")
        if evidenced
        else Answer(score=value)
        for item, value in zip(("c0-0", "c1-0"), values, strict=False)
    }
    return response(side, answers, respondent=respondent)


def sentences_of(*responses: Response) -> list[str]:
    instrument = one_by_one()
    return without_each_sentences(instrument, each_left_out(instrument, responses))


def test_a_respondent_who_lowers_a_class_without_evidence_is_named_first() -> None:
    """Alice and Bo give the best class; Tom, on the vendor's side, has no evidence."""
    alice, bo = (scores(name, 4, 4, evidenced=True) for name in ("Alice Moreau", "Bo Lind"))
    tom = scores("Tom Okafor", 4, 1, side="vendor")
    assert sentences_of(alice, bo, tom) == [
        "The vendor's view rests on 1 person, whose 2 scores all have no evidence.",
        "Leaving out any one of the other people would not change the verdict.",
    ]


def test_a_respondent_with_any_evidence_is_named_without_a_remark_on_it() -> None:
    alice = scores("Alice Moreau", 4, 4, evidenced=True)
    tom = scores("Tom Okafor", 4, 1, side="vendor")
    mixed = response(
        "vendor",
        {**tom.answers, "c0-0": Answer(score=4, basis="observed", evidence="In June.")},
        respondent="Tom Okafor",
    )
    assert sentences_of(alice, mixed) == ["Each view rests on 1 person."]
    instrument = one_by_one()
    assert not any(one.lowers_without_evidence for one in each_left_out(instrument, [alice, mixed]))


def test_on_a_side_of_three_a_respondent_is_named() -> None:
    """The middle score is 4 with Alice, and 1 or 4 without her."""
    people = [scores(name, *of) for name, of in (("Alice", (4, 4)), ("Bo", (1, 4)), ("Cy", (4, 4)))]
    assert [text.split()[1] for text in sentences_of(*people)] == ["Alice", "Cy", "the"]


def test_a_respondent_who_raises_a_class_does_not_count_as_lowering_it() -> None:
    bo, cy, tom = scores("Bo", 1, 1), scores("Cy", 1, 1), scores("Tom", 4, 4)
    instrument = one_by_one()
    without = each_left_out(instrument, [bo, cy, tom])
    assert [one.better_without for one in without] == [True, True, False]
    assert not without[2].lowers_without_evidence


def test_a_respondent_without_a_score_does_not_count_as_without_evidence() -> None:
    """An item that only Bo leaves out is open without Bo, and could be scored 4."""
    instrument = one_by_one()
    extra = question("c0", 1, core=True, critical=False)
    instrument = replace(
        instrument,
        items=(*instrument.items, extra),
        states=replace(instrument.states, present=50),
    )
    bo = response("buyer", {extra.id: NO_OCCASION}, respondent="Bo")
    without = each_left_out(instrument, [scores("Alice", 1, 4), bo])
    assert [(one.respondent, one.better_without, one.score_count) for one in without][1] == (
        "Bo",
        True,
        0,
    )
    assert not without[1].lowers_without_evidence


def test_one_score_without_evidence_is_called_the_only_one() -> None:
    alice, tom = scores("Alice", 4, 4), scores("Tom", 1, side="vendor")
    assert sentences_of(alice, tom)[1] == (
        "The vendor's view rests on 1 person, whose only score has no evidence."
    )


@pytest.mark.parametrize(
    ("responses", "sentences"),
    [
        ([], []),
        ([scores("Alice", 4, 4)], ["The verdict rests on 1 person alone."]),
        (
            [scores("Alice", 4, 4), scores("Bo", 4, 4)],
            ["The verdict is the same without any single respondent."],
        ),
        # Of two respondents who disagree, each is the whole verdict without the other.
        (
            [scores("Alice", 4, 4), scores("Bo", 1, 1, evidenced=True)],
            [
                "If one of the 2 people on our side had answered alone, the class would be a best "
                "in "
                "our view.",
                "If the other person on our side had answered alone, the class would be a last in "
                "our "
                "view.",
                "The class is based on the middle value of their answers.",
            ],
        ),
        # Without the only respondent who scored it, an item is open.
        (
            [scores("Alice", 4, 4), scores("Bo", 4)],
            [
                "If one of the 2 people on our side had answered alone, the class would be "
                "between a "
                "good and a best in our view.",
                "If the other person had answered alone, the class would be the same as with both.",
                "The class is based on the middle value of their answers.",
            ],
        ),
    ],
)
def test_the_sentences_about_single_respondents(
    responses: list[Response], sentences: list[str]
) -> None:
    assert sentences_of(*responses) == sentences


def test_the_sentence_about_one_respondent_if_the_verdict_holds_or_vanishes() -> None:
    instrument = one_by_one()
    of_one = each_left_out(instrument, [scores("Alice", 4, 4)])
    of_two = each_left_out(instrument, [scores("Alice", 4, 4), scores("Bo", 4, 4)])
    assert (
        without_one_sentence(instrument, of_one[0])
        == "Without Alice the vendor would not be assessed."
    )
    assert without_one_sentence(instrument, of_two[1]) == "Without Bo the verdict is the same."
    assert class_in_words(instrument, of_two[1].check.verdict) == "a best in our view"
