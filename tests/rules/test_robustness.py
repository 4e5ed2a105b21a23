"""A verdict on evidence alone and with other thresholds is the verdict on files changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from partnercheck.instruments.records import Instrument, States
from partnercheck.model import CANDIDATE_BASES, Answer, Basis, Response
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict
from partnercheck.rules.robustness import Stands, at_thresholds, compared, on_evidence
from tests.rules import oracle
from tests.rules.strategies import (
    ANCHORS,
    KINDS,
    NOT_APPLICABLE,
    NOT_SCORED,
    SCORED,
    UNKNOWN,
    Case,
    cases,
    examples,
    instruments,
    response,
    response_lists,
)

# Every basis, with a text, with blanks for a text, and without any.
BASED = tuple(
    Answer(score=score, basis=basis, evidence=text)
    for score, basis, text in product(range(5), CANDIDATE_BASES, ("Minutes.", " \n\t", ""))
)
SHOWN = tuple(
    Answer(score=score, basis=basis, evidence="On 3 October.")
    for score, basis in product(range(5), CANDIDATE_BASES[1:])
)
BARE = tuple(Answer(score=score) for score in range(5))
MOSTLY_SHOWN = (
    (*SHOWN, *BASED, *NOT_SCORED),
    (*SHOWN, *SHOWN, *BARE),
    (*SHOWN, *BARE[3:], NOT_APPLICABLE),
    (*SHOWN[8:], *BARE, UNKNOWN),
    SHOWN,
    BASED,
)
THRESHOLDS = (5, 70, 40)
Pairs = tuple[tuple[float, float], ...]


def is_shown(answer: Answer) -> bool:
    """A basis other than opinion and some text."""
    text = "".join(letter for letter in answer.evidence if not letter.isspace())
    return answer.basis != "opinion" and text != ""


def shown_alone(responses: Sequence[Response]) -> list[Response]:
    """New files, with every answer copied but the scores that nothing shows."""
    copies = []
    for each in responses:
        kept = {}
        for item, answer in each.answers.items():
            if answer.score is not None and not is_shown(answer):
                continue
            kept[item] = answer
        copies.append(
            Response(
                instrument=each.instrument,
                vendor=each.vendor,
                round=each.round,
                perspective=each.perspective,
                respondent=each.respondent,
                form=each.form,
                level=each.level,
                answers=kept,
            )
        )
    return copies


def stands(instrument: Instrument, other: Verdict, found: Verdict) -> Stands:
    """The definition: the same two classes; a range that contains them; anything else."""
    if (other.low, other.high) == (found.low, found.high):
        return "holds"
    possible = instrument.classes[
        oracle.class_index(instrument, other.high) : oracle.class_index(instrument, other.low) + 1
    ]
    ids = {each.id for each in possible}
    return "opens" if {found.low, found.high} <= ids else "moves"


@given(cases(items=(1, 4), kinds=MOSTLY_SHOWN))
@examples(200)
def test_on_evidence_is_the_verdict_on_files_without_the_other_scores(case: Case) -> None:
    instrument, responses = case
    found = judge(instrument, responses)
    check = on_evidence(instrument, responses, found)
    copies = shown_alone(responses)
    assert check.verdict == judge(instrument, copies)
    expected = oracle.expected(instrument, copies)
    assert (check.verdict.low, check.verdict.high) == (expected.low, expected.high)
    assert check.verdict.sides == expected.sides
    assert check.verdict.scored == check.verdict.evidenced == expected.scored
    assert judge(instrument, responses) == found


@given(cases(items=(1, 4), kinds=MOSTLY_SHOWN))
@examples(300)
def test_on_evidence_a_verdict_holds_opens_or_moves_as_defined(case: Case) -> None:
    instrument, responses = case
    found = judge(instrument, responses)
    check = on_evidence(instrument, responses, found)
    assume(check.verdict.assessed == found.assessed)
    event(check.stands)
    assert check.stands == stands(instrument, judge(instrument, shown_alone(responses)), found)


@given(instruments(conditions=(2, 3), items=(1, 3)), st.data())
@examples(200)
def test_beside_any_other_verdict_it_holds_opens_or_moves_as_defined(
    instrument: Instrument, data: st.DataObject
) -> None:
    """Two verdicts that have nothing to do with each other."""
    found, other = (
        judge(instrument, data.draw(response_lists(instrument, kinds=kinds)))
        for kinds in (KINDS, KINDS)
    )
    assume(found.assessed and other.assessed)
    check = compared(instrument, other, found)
    event(check.stands)
    assert check.verdict == other
    assert check.stands == stands(instrument, other, found)


@given(cases(kinds=(BARE, (*BARE, NOT_APPLICABLE, UNKNOWN))))
@examples(60)
def test_a_verdict_that_nothing_shows_never_holds(case: Case) -> None:
    """Nothing is assessed any more: even where every class was possible, that is less."""
    instrument, responses = case
    found = judge(instrument, responses)
    assume(found.assessed)
    check = on_evidence(instrument, responses, found)
    assert not check.verdict.assessed
    assert check.verdict.sides == ()
    assert check.stands == "opens"


@given(cases(kinds=((UNKNOWN, NOT_APPLICABLE, Answer()),)))
@examples(30)
def test_where_nobody_scored_the_absent_verdict_holds(case: Case) -> None:
    instrument, responses = case
    check = on_evidence(instrument, responses, judge(instrument, responses))
    assert check.stands == "holds"
    assert not check.verdict.assessed


@given(cases(kinds=(SHOWN, (*SHOWN, *NOT_SCORED))))
@examples(60)
def test_where_everything_is_shown_the_verdict_holds_and_is_the_same(case: Case) -> None:
    instrument, responses = case
    found = judge(instrument, responses)
    check = on_evidence(instrument, responses, found)
    assert check.stands == "holds"
    assert check.verdict == found


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
def test_a_score_counts_with_a_basis_beyond_opinion_and_a_text(
    basis: Basis, text: str, counts: bool
) -> None:
    instrument = one_by_one()
    given_answers = {
        "c0-0": Answer(score=4, basis="observed", evidence="Seen."),
        "c1-0": Answer(score=4, basis=basis, evidence=text),
    }
    responses = [response("buyer", given_answers)]
    found = judge(instrument, responses)
    check = on_evidence(instrument, responses, found)
    assert (found.low, found.high) == ("best", "best")
    assert check.stands == ("holds" if counts else "opens")
    assert check.verdict.low == ("best" if counts else "last")


def one_by_one() -> Instrument:
    """Two conditions of one item each, with the packaged thresholds."""
    return Instrument.__new__(Instrument)
