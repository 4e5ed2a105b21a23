"""Verdicts on evidence alone and with other thresholds equal those on inputs changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import msgspec
import pytest
from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st

from partnercheck.base.records import CANDIDATE_BASES, Answer, Basis, Response
from partnercheck.questionnaires.records import (
    ClassRule,
    Instrument,
    States,
)
from partnercheck.rules.classify import judge
from partnercheck.rules.robustness import (
    CheckResult,
    compare_verdicts,
    verdict_on_evidence,
    verdicts_at_thresholds,
)
from tests.oracle import classification as oracle
from tests.support.robustness_cases import check_result, one_by_one, scores
from tests.support.strategies import (
    KINDS,
    NO_OCCASION,
    NOT_SCORED,
    UNKNOWN,
    Case,
    cases,
    examples,
    instruments,
    question,
    response,
    response_lists,
)

# Every basis with a text, with a blank text and without a text.
EVERY_BASIS = tuple(
    Answer(score=score, basis=basis, evidence=text)
    for score, basis, text in product(range(5), CANDIDATE_BASES, ("Minutes.", " \n\t", ""))
)
EVIDENCED = tuple(
    Answer(score=score, basis=basis, evidence="On 3 October.")
    for score, basis in product(range(5), CANDIDATE_BASES[1:])
)
WITHOUT_EVIDENCE = tuple(Answer(score=score) for score in range(5))
MOSTLY_EVIDENCED = (
    (*EVIDENCED, *EVERY_BASIS, *NOT_SCORED),
    (*EVIDENCED, *EVIDENCED, *WITHOUT_EVIDENCE),
    (*EVIDENCED, *WITHOUT_EVIDENCE[3:], NO_OCCASION),
    (*EVIDENCED[8:], *WITHOUT_EVIDENCE, UNKNOWN),
    EVIDENCED,
    EVERY_BASIS,
)


def has_evidence(answer: Answer) -> bool:
    """Whether an answer has a basis other than opinion, and a text."""
    text = "".join(letter for letter in answer.evidence if not letter.isspace())
    return answer.basis != "opinion" and text != ""


def with_evidence_alone(responses: Sequence[Response]) -> list[Response]:
    """Return copies of the responses without the scores that have no evidence."""
    copies = []
    for each in responses:
        kept_answers = {}
        for item, answer in each.answers.items():
            if answer.score is not None and not has_evidence(answer):
                continue
            kept_answers[item] = answer
        copies.append(
            Response(
                instrument=each.instrument,
                vendor=each.vendor,
                round=each.round,
                perspective=each.perspective,
                respondent=each.respondent,
                form=each.form,
                level=each.level,
                answers=kept_answers,
            )
        )
    return copies


@given(cases(items=(1, 4), kinds=MOSTLY_EVIDENCED))
@examples(120)
def test_on_evidence_is_the_verdict_on_responses_without_the_other_scores(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    check = verdict_on_evidence(instrument, responses, verdict)
    copies = with_evidence_alone(responses)
    assert check.verdict == judge(instrument, copies)
    expected = oracle.expected(instrument, copies)
    assert (check.verdict.worst_class, check.verdict.best_class) == (expected.low, expected.high)
    assert check.verdict.sides == expected.sides
    assert check.verdict.score_count == check.verdict.evidenced_count == expected.scored
    assert judge(instrument, responses) == verdict


@given(cases(items=(1, 4), kinds=MOSTLY_EVIDENCED))
@examples(250)
def test_on_evidence_a_verdict_holds_opens_or_moves_as_defined(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    check = verdict_on_evidence(instrument, responses, verdict)
    assume(check.verdict.assessed == verdict.assessed)
    event(check.result)
    assert check.result == check_result(
        instrument, judge(instrument, with_evidence_alone(responses)), verdict
    )


@given(instruments(conditions=(2, 3), items=(1, 3)), st.data())
@examples(120)
def test_compared_with_any_verdict_it_holds_opens_or_moves_as_defined(
    instrument: Instrument, data: st.DataObject
) -> None:
    """The two verdicts are on unrelated responses."""
    verdict, other = (
        judge(instrument, data.draw(response_lists(instrument, kinds=kinds)))
        for kinds in (KINDS, KINDS)
    )
    assume(verdict.assessed and other.assessed)
    check = compare_verdicts(instrument, other, verdict)
    event(check.result)
    assert check.verdict == other
    assert check.result == check_result(instrument, other, verdict)


@given(cases(kinds=(WITHOUT_EVIDENCE, (*WITHOUT_EVIDENCE, NO_OCCASION, UNKNOWN))))
@examples(60)
def test_a_verdict_without_any_evidence_never_holds(case: Case) -> None:
    """Without scores nothing is assessed, which is less even if every class was possible before."""
    instrument, responses = case
    verdict = judge(instrument, responses)
    assume(verdict.assessed)
    check = verdict_on_evidence(instrument, responses, verdict)
    assert not check.verdict.assessed
    assert check.verdict.sides == ()
    assert check.result == "opens"


@given(cases(kinds=((UNKNOWN, NO_OCCASION, Answer()),)))
@examples(30)
def test_a_verdict_without_scores_holds(case: Case) -> None:
    instrument, responses = case
    check = verdict_on_evidence(instrument, responses, judge(instrument, responses))
    assert check.result == "holds"
    assert not check.verdict.assessed


@given(cases(kinds=(EVIDENCED, (*EVIDENCED, *NOT_SCORED))))
@examples(60)
def test_a_verdict_with_evidence_for_every_score_holds_and_is_the_same(case: Case) -> None:
    instrument, responses = case
    verdict = judge(instrument, responses)
    check = verdict_on_evidence(instrument, responses, verdict)
    assert check.result == "holds"
    assert check.verdict == verdict


@pytest.mark.parametrize(
    ("basis", "text", "counts"),
    [
        ("opinion", "", False),
        ("opinion", "They told us in June.", False),
        ("observed", "", False),
        ("observed", " \n", False),
        ("observed", "They told us in June.", True),
        ("documented", "Minutes of 3 June.", True),
        ("reference", "Their other customer says so.", True),
        ("pilot", "", False),
        ("pilot", "Seen in the pilot.", True),
    ],
)
def test_a_score_counts_as_evidenced_with_a_basis_beyond_opinion_and_a_text(
    basis: Basis, text: str, counts: bool
) -> None:
    instrument = one_by_one()
    answers = {
        "c0-0": Answer(score=4, basis="observed", evidence="Seen."),
        "c1-0": Answer(score=4, basis=basis, evidence=text),
    }
    responses = [response("buyer", answers)]
    verdict = judge(instrument, responses)
    check = verdict_on_evidence(instrument, responses, verdict)
    assert (verdict.worst_class, verdict.best_class) == ("best", "best")
    assert check.result == ("holds" if counts else "opens")
    assert check.verdict.worst_class == ("best" if counts else "good")


@pytest.mark.parametrize(
    ("responses", "classes", "on_evidence_classes", "expected"),
    [
        ([scores(4, 1, basis="pilot")], ("good", "good"), ("good", "good"), "holds"),
        ([scores(4, 1)], ("good", "good"), ("last", "best"), "opens"),
        # One respondent has evidence and the other has none, so one score is left.
        (
            [scores(4, 1, basis="observed"), scores(1, 1, respondent="Bo")],
            ("last", "good"),
            ("good", "good"),
            "moves",
        ),
        (
            [scores(4, 4, basis="observed"), *[scores(1, 1, respondent=each) for each in "BCD"]],
            ("last", "last"),
            ("best", "best"),
            "moves",
        ),
    ],
)
def test_examples_of_verdicts_that_hold_open_or_move(
    responses: list[Response],
    classes: tuple[str, str],
    on_evidence_classes: tuple[str, str],
    expected: CheckResult,
) -> None:
    instrument = one_by_one()
    verdict = judge(instrument, responses)
    check = verdict_on_evidence(instrument, responses, verdict)
    assert (verdict.worst_class, verdict.best_class) == classes
    assert (check.verdict.worst_class, check.verdict.best_class) == on_evidence_classes
    assert check.result == expected


def with_states(instrument: Instrument, present: float, partial: float) -> Instrument:
    """Return the instrument with these two thresholds."""
    return Instrument(
        id=instrument.id,
        name=instrument.name,
        conditions=instrument.conditions,
        items=instrument.items,
        version=instrument.version,
        purpose=instrument.purpose,
        classifies=instrument.classifies,
        months=instrument.months,
        states=States(present=present, partial=partial),
        limits=instrument.limits,
        classes=instrument.classes,
    )


@pytest.mark.parametrize(
    ("states", "shift", "thresholds"),
    [
        ((70, 40), None, ((65, 35), (70, 40), (75, 45))),
        ((70, 40), 5, ((65, 35), (70, 40), (75, 45))),
        ((50, 25), 12.5, ((37.5, 12.5), (50, 25), (62.5, 37.5))),
        ((75, 50), 25, ((50, 25), (75, 50), (100, 75))),
        ((33.3, 12.5), 10, ((23.3, 2.5), (33.3, 12.5), (43.3, 22.5))),
        ((65, 60), 0, ((65, 60), (65, 60), (65, 60))),
        ((100, 20), 5, ((95, 15), (100, 20), (100, 25))),
        ((50, 3), 5, ((45, 0), (50, 3), (55, 8))),
        ((98, 96), 5, ((93, 91), (98, 96), (100, 100))),
        ((4, 2), 5, ((0, 0), (4, 2), (9, 7))),
    ],
)
@given(case=cases(items=(2, 4)))
@settings(examples(25), phases=(Phase.explicit, Phase.generate))
def test_at_thresholds_is_the_verdict_with_the_thresholds_changed_by_hand(
    states: tuple[float, float],
    shift: float | None,
    thresholds: Sequence[tuple[float, float]],
    case: Case,
) -> None:
    """The thresholds are lowered, unchanged and raised, within 0 and 100."""
    instrument, responses = with_states(case[0], *states), case[1]
    if shift is None:
        entries = verdicts_at_thresholds(instrument, responses)
    else:
        entries = verdicts_at_thresholds(instrument, responses, shift)
    assert len(entries) == 3
    for (present, partial, verdict), (expected_present, expected_partial) in zip(
        entries, thresholds, strict=True
    ):
        assert (present, partial) == pytest.approx((expected_present, expected_partial))
        moved = with_states(instrument, expected_present, expected_partial)
        assert verdict == judge(moved, responses)
        expected = oracle.expected(moved, responses)
        assert (verdict.worst_class, verdict.best_class) == (expected.low, expected.high)
    assert entries[1][2] == judge(instrument, responses)


@given(cases(items=(2, 4)), st.sampled_from((5, 12.5, 20)))
@examples(120)
def test_higher_thresholds_never_lead_to_a_better_class(case: Case, shift: float) -> None:
    instrument, responses = case
    lower, same, higher = (
        verdict for _, _, verdict in verdicts_at_thresholds(instrument, responses, shift)
    )
    event("the class depends on them" if lower.worst_class != higher.worst_class else "it does not")
    for easier, harder in ((lower, same), (same, higher)):
        for easier_class, harder_class in (
            (easier.worst_class, harder.worst_class),
            (easier.best_class, harder.best_class),
        ):
            assert oracle.class_index(instrument, easier_class) <= oracle.class_index(
                instrument, harder_class
            )


@pytest.mark.parametrize(
    ("row", "classes"),
    [
        # Seven items of 19 points in 28 are 67.9; of 20 points 71.4; of 21 points 75.
        ((3, 3, 3, 3, 3, 2, 2), ("best", "last", "last")),
        ((3, 3, 3, 3, 3, 3, 2), ("best", "best", "last")),
        ((3, 3, 3, 3, 3, 3, 3), ("best", "best", "best")),
    ],
)
def test_examples_of_classes_that_depend_on_a_threshold(
    row: tuple[int, ...], classes: tuple[str, ...]
) -> None:
    instrument = one_by_one()
    rules = (ClassRule(at_least={"present": 1}),)
    instrument = msgspec.structs.replace(
        instrument,
        conditions=instrument.conditions[:1],
        items=tuple(question("c0", index, core=True, critical=False) for index in range(7)),
        classes=(
            msgspec.structs.replace(instrument.classes[0], rules=rules),
            instrument.classes[-1],
        ),
    )
    answers = {f"c0-{index}": Answer(score=score) for index, score in enumerate(row)}
    entries = verdicts_at_thresholds(instrument, [response("buyer", answers)])
    assert tuple(verdict.worst_class for _, _, verdict in entries) == classes
    assert all(verdict.settled for _, _, verdict in entries)
