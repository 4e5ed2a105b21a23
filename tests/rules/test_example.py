"""The rules by name, on the packaged instrument, and the example of the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

import msgspec
import pytest

from partnercheck.base.records import Answer, Form, Perspective, Response
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.path import margin, path
from partnercheck.rules.records import ConditionVerdict, LeftOut, Verdict
from tests.oracle import classification as oracle
from tests.rules.strategies import named_condition, question
from tests.rules.test_path import pair

PARTNERSHIP = packaged()["partnership"]
CONDITIONS = ("culture", "gains", "reciprocity", "learning")
CRITICAL = {
    "culture": "culture-values",
    "gains": "gains-fair-split",
    "reciprocity": "reciprocity-sign-again",
    "learning": "learning-from-each-other",
}
EXAMPLE = ("3333222", "3333333", "4333333", "3333333")
LETTERS = {
    "?": Answer(skip="unknown"),
    "n": Answer(skip="not-applicable", reason="There was none."),
    ".": Answer(),
}


def answers(rows: Sequence[str], form: Form = "full") -> dict[str, Answer]:
    """Answers in the instrument's order: a digit, ? for unknown, n for does not apply, . blank."""
    given: dict[str, Answer] = {}
    for condition, row in zip(CONDITIONS, rows, strict=True):
        items = [item for item in PARTNERSHIP.form_items(form) if item.condition == condition]
        for item, letter in zip(items, row, strict=True):
            given[item.id] = LETTERS.get(letter) or Answer(score=int(letter))
    return given


def filed(
    *rows: str,
    perspective: Perspective = "buyer",
    respondent: str = "Alice Moreau",
    form: Form = "full",
    changes: Mapping[str, Answer] | None = None,
) -> Response:
    """One respondent's file with a row of answers for each condition."""
    return Response(
        instrument="partnership",
        vendor="acme-logistics",
        round="2026-q4",
        perspective=perspective,
        respondent=respondent,
        form=form,
        answers={**answers(rows, form), **(changes or {})},
    )


def condition(verdict: Verdict, name: str) -> ConditionVerdict:
    """One condition of a verdict."""
    return next(each for each in verdict.conditions if each.id == name)


def with_critical(name: str, score: int, row: str = "4444444") -> Response:
    """All rows full of fours, but a score for the critical item of one condition."""
    rows = [row if each == name else "4444444" for each in CONDITIONS]
    return filed(*rows, changes={CRITICAL[name]: Answer(score=score)})


def without_critical(name: str, low: str, high: str) -> str:
    """A row that starts with some scores, kept clear of the condition's critical item."""
    places = [item.id != CRITICAL[name] for item in PARTNERSHIP.items_of(name)]
    left = iter(low)
    return "".join(next(left, high) if free else high for free in places)


def test_the_worked_example_is_a_near_partner_two_points_from_both_neighbours() -> None:
    verdict = judge(PARTNERSHIP, [filed(*EXAMPLE)])
    culture = condition(verdict, "culture")
    assert (verdict.low, verdict.high, verdict.so_far) == ("near-partner",) * 3
    assert verdict.settled
    assert verdict.assessed
    assert verdict.one_sided
    assert not verdict.provisional
    assert (verdict.answered, verdict.items, verdict.pending) == (28, 28, 0)
    assert floor(culture.low * 10) == floor(culture.high * 10) == 642
    assert (culture.state_low, culture.state_high) == ("partial", "partial")
    assert culture.gap is None
    assert set(culture.sides) == {"buyer"}
    assert [condition(verdict, each).state_low for each in CONDITIONS[1:]] == ["present"] * 3
    assert pair(path(PARTNERSHIP, verdict)) == ("partner", 2)
    assert pair(margin(PARTNERSHIP, verdict)) == ("steady-supplier", 2)


def test_the_worked_example_agrees_with_the_slow_rules() -> None:
    expected = oracle.expected(PARTNERSHIP, [filed(*EXAMPLE)])
    assert (expected.low, expected.high) == ("near-partner", "near-partner")
    assert condition(judge(PARTNERSHIP, [filed(*EXAMPLE)]), "culture").low == pytest.approx(
        float(expected.conditions[0].low)
    )


@pytest.mark.parametrize("name", CONDITIONS)
def test_five_fours_and_two_zeros_make_71_but_not_present(name: str) -> None:
    rows = [without_critical(n, "00", "4") if n == name else "4444444" for n in CONDITIONS]
    verdict = judge(PARTNERSHIP, [filed(*rows)])
    found = condition(verdict, name)
    assert floor(found.low) == 71
    assert (found.state_low, found.state_high) == ("partial", "partial")
    assert verdict.low == verdict.high == "near-partner"
    assert pair(path(PARTNERSHIP, verdict)) == ("partner", 1)


def test_one_zero_alone_does_not_keep_a_condition_from_present() -> None:
    rows = [
        without_critical("learning", "0", "4") if n == "learning" else "4" * 7 for n in CONDITIONS
    ]
    verdict = judge(PARTNERSHIP, [filed(*rows)])
    assert condition(verdict, "learning").state_low == "present"
    assert verdict.low == "partner"


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_critical_item_at_1_keeps_its_condition_from_present(name: str) -> None:
    verdict = judge(PARTNERSHIP, [with_critical(name, 1)])
    assert condition(verdict, name).state_high == "partial"
    assert verdict.low == verdict.high == "near-partner"
    assert pair(path(PARTNERSHIP, verdict)) == ("partner", 1)


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_critical_item_at_0_makes_its_condition_weak(name: str) -> None:
    verdict = judge(PARTNERSHIP, [with_critical(name, 0)])
    assert condition(verdict, name).state_high == "weak"
    assert verdict.low == verdict.high == "steady-supplier"
    assert pair(path(PARTNERSHIP, verdict)) == ("near-partner", 1)


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_critical_item_at_2_holds_nothing_down(name: str) -> None:
    assert judge(PARTNERSHIP, [with_critical(name, 2)]).low == "partner"


def fourteen(scores: str) -> tuple[Instrument, Response]:
    """One condition of fourteen items, with their scores."""
    instrument = Instrument(
        id="fourteen",
        name="Fourteen",
        conditions=(named_condition("only"),),
        items=tuple(question("only", index, core=not index, critical=False) for index in range(14)),
        classes=PARTNERSHIP.classes[-1:],
        classifies=True,
    )
    return instrument, Response(
        instrument="fourteen",
        vendor="acme-logistics",
        round="2026",
        perspective="buyer",
        respondent="Alice Moreau",
        answers={f"only-{index}": Answer(score=int(each)) for index, each in enumerate(scores)},
    )


@pytest.mark.parametrize(
    ("scores", "tenths", "state"),
    [
        ("33333333333222", 696, "partial"),
        ("33333333333322", 714, "present"),
        ("22222222211111", 410, "partial"),
        ("22222222111111", 392, "weak"),
    ],
)
def test_a_score_just_under_a_threshold_never_counts_as_reaching_it(
    scores: str, tenths: int, state: str
) -> None:
    """69.6 is shown as 69 and never reads as 70."""
    instrument, response = fourteen(scores)
    found = judge(instrument, [response]).conditions[0]
    assert floor(found.low * 10) == tenths
    assert found.state_low == state


def test_so_far_takes_disputed_items_at_the_middle_where_69_6_is_not_present() -> None:
    """Two buyers, 3 and 4 on one item: the middle of 19.5 of 28 points is 69.6."""
    low = filed("3333322", *["4444444"] * 3)
    high = filed("4333322", *["4444444"] * 3, respondent="Bob Ito")
    verdict = judge(PARTNERSHIP, [low, high])
    assert floor(condition(verdict, "culture").low * 10) == 678
    assert floor(condition(verdict, "culture").high * 10) == 714
    assert (verdict.low, verdict.high) == ("near-partner", "partner")
    assert verdict.so_far == "near-partner"


@pytest.mark.parametrize(
    ("score", "vendor_class"), [("2", "steady-supplier"), ("3", "partner"), ("1", "supplier")]
)
def test_the_same_score_everywhere(score: str, vendor_class: str) -> None:
    """About 3 on every question is a partner: 75 reaches 70, 50 reaches 40, 25 nothing."""
    verdict = judge(PARTNERSHIP, [filed(*[score * 7] * 4)])
    assert verdict.low == verdict.high == vendor_class


@pytest.mark.parametrize(
    ("rows", "vendor_class"),
    [
        (("3333333", "3333333", "3333333", "1111111"), "steady-supplier"),
        (("1111111", "2222222", "2222222", "1111111"), "steady-supplier"),
        (("2222222", "2222222", "1111111", "1111111"), "supplier"),
        (("2222222", "2222222", "1111111", "2222222"), "steady-supplier"),
        (("3333333", "3333333", "1111111", "1111111"), "supplier"),
        (("3333333", "3333333", "2222222", "2222222"), "steady-supplier"),
        (("2222222", "3333333", "3333333", "3333333"), "near-partner"),
    ],
)
def test_what_each_class_asks(rows: tuple[str, ...], vendor_class: str) -> None:
    verdict = judge(PARTNERSHIP, [filed(*rows)])
    assert verdict.low == verdict.high == vendor_class


def test_fewer_than_half_of_the_items_left_cannot_be_assessed() -> None:
    """Four of learning's seven do not apply: 0 in the low reading, 100 in the high."""
    row = without_critical("learning", "nnnn", "3")
    verdict = judge(PARTNERSHIP, [filed("3333333", "3333333", "3333333", row)])
    learning = condition(verdict, "learning")
    assert not learning.sides["buyer"].assessable
    assert (learning.low, learning.high) == (0, 100)
    assert (learning.state_low, learning.state_high) == ("weak", "present")
    assert (verdict.low, verdict.high) == ("steady-supplier", "partner")
    assert not verdict.settled
    assert verdict.so_far is None
    assert (verdict.answered, verdict.items) == (28, 28)


def test_with_half_of_the_items_left_a_condition_is_assessed_on_those() -> None:
    row = without_critical("learning", "nnn", "3")
    verdict = judge(PARTNERSHIP, [filed("3333333", "3333333", "3333333", row)])
    learning = condition(verdict, "learning")
    assert learning.sides["buyer"].assessable
    assert (learning.low, learning.high) == (75, 75)
    assert verdict.low == verdict.high == "partner"


def test_a_class_that_rests_on_left_out_questions_says_so() -> None:
    """Three left out of learning: at 0 they would make it 43 with three zeros, partial."""
    row = without_critical("learning", "nnn", "3")
    verdict = judge(PARTNERSHIP, [filed("3333333", "3333333", "3333333", row)])
    assert verdict.left_out == LeftOut("near-partner", "near-partner", 3)


def test_left_out_questions_that_move_nothing_are_not_mentioned() -> None:
    row = without_critical("learning", "n", "4")
    verdict = judge(PARTNERSHIP, [filed("3333333", "3333333", "3333333", row)])
    assert verdict.low == "partner"
    assert verdict.left_out is None


def test_an_item_that_somebody_scored_is_not_left_out() -> None:
    one = filed("nnn3333", *["3333333"] * 3, changes={CRITICAL["culture"]: Answer(score=3)})
    other = filed("0003333", *["3333333"] * 3, respondent="Bob Ito")
    verdict = judge(PARTNERSHIP, [one, other])
    assert [reading.left_out for reading in condition(verdict, "culture").sides["buyer"].items] == [
        False
    ] * 7
    assert verdict.left_out is None


def test_the_state_of_both_is_not_derived_from_their_combined_score() -> None:
    """Both have 71: the buyer with two zeros, so partial; the vendor without, so present."""
    buyer = filed(*["3333333"] * 3, without_critical("learning", "00", "4"))
    vendor = filed(*["3333333"] * 3, "3333332", perspective="vendor")
    verdict = judge(PARTNERSHIP, [buyer, vendor])
    learning = condition(verdict, "learning")
    assert learning.low == pytest.approx(100 * 20 / 28)
    assert learning.sides["vendor"].state_low == "present"
    assert learning.sides["buyer"].state_low == learning.state_low == "partial"
    assert verdict.low == verdict.high == "near-partner"


def test_the_lower_score_and_the_lower_state_may_come_from_different_sides() -> None:
    """The buyer's critical 0 makes 85 weak; the vendor's 67 is partial: together 67 and weak."""
    buyer = with_critical("learning", 0)
    vendor = filed(*["4444444"] * 3, "3333322", perspective="vendor")
    learning = condition(judge(PARTNERSHIP, [buyer, vendor]), "learning")
    assert floor(learning.sides["buyer"].low) == 85
    assert floor(learning.low) == floor(learning.high) == 67
    assert learning.sides["vendor"].state_low == "partial"
    assert (learning.state_low, learning.state_high) == ("weak", "weak")


def test_the_path_of_two_sides_is_paid_on_both() -> None:
    """One point is one step on one side: two that are two points short each need four."""
    vendor = filed(*EXAMPLE, perspective="vendor", respondent="Jane Doe")
    verdict = judge(PARTNERSHIP, [filed(*EXAMPLE), vendor])
    assert not verdict.one_sided
    assert pair(path(PARTNERSHIP, verdict)) == ("partner", 4)
    assert pair(margin(PARTNERSHIP, verdict)) == ("steady-supplier", 2)


def test_the_margin_may_be_two_questions_that_fall_to_zero() -> None:
    """Two ones to lose make two zeros; by the score alone it would take three points."""
    verdict = judge(PARTNERSHIP, [filed(*["4444444"] * 3, "4444411")])
    assert verdict.low == "partner"
    assert pair(margin(PARTNERSHIP, verdict)) == ("near-partner", 2)


def test_the_margin_may_be_a_critical_item_alone() -> None:
    verdict = judge(PARTNERSHIP, [with_critical("learning", 2)])
    assert pair(margin(PARTNERSHIP, verdict)) == ("near-partner", 1)


def test_no_path_at_the_top_no_margin_at_the_bottom_neither_when_open() -> None:
    top = judge(PARTNERSHIP, [filed(*["4444444"] * 4)])
    bottom = judge(PARTNERSHIP, [filed(*["0000000"] * 4)])
    open_one = judge(PARTNERSHIP, [filed(*["?333333"] * 3, "3333222")])
    assert path(PARTNERSHIP, top) is None
    assert pair(margin(PARTNERSHIP, top)) == ("near-partner", 3)
    assert path(PARTNERSHIP, bottom) is not None
    assert margin(PARTNERSHIP, bottom) is None
    assert not open_one.settled
    assert path(PARTNERSHIP, open_one) is None
    assert margin(PARTNERSHIP, open_one) is None


def test_open_items_make_a_range_of_classes() -> None:
    """Learning at 3 3 3 3 and three unknown: between 43 and 85."""
    verdict = judge(PARTNERSHIP, [filed("3333333", "3333333", "3333333", "3333???")])
    assert (verdict.low, verdict.high) == ("near-partner", "partner")
    assert (verdict.answered, verdict.items, verdict.open) == (25, 28, 3)
    assert verdict.pending == 0


def test_pending_counts_what_a_respondent_who_has_begun_has_left_blank() -> None:
    begun = filed("3......", *["......."] * 3, respondent="Bob Ito")
    not_begun = filed(*["......."] * 4, respondent="Kim Ode")
    verdict = judge(PARTNERSHIP, [filed(*EXAMPLE), begun, not_begun])
    assert verdict.pending == 27
    assert verdict.provisional
    assert verdict.settled
    assert verdict.respondents == 2


@pytest.mark.parametrize(
    ("row", "vendor_class"),
    [("33333..", "partner"), ("3333...", None), ("11111??", "steady-supplier")],
)
def test_so_far_needs_five_of_seven(row: str, vendor_class: str | None) -> None:
    verdict = judge(PARTNERSHIP, [filed("3333333", "3333333", "3333333", row)])
    assert verdict.so_far == vendor_class


@pytest.mark.parametrize(("row", "vendor_class"), [("33.", "partner"), ("3..", None)])
def test_so_far_needs_two_of_three_in_the_quick_form(row: str, vendor_class: str | None) -> None:
    verdict = judge(PARTNERSHIP, [filed("333", "333", "333", row, form="quick")])
    assert verdict.quick
    assert verdict.items == 12
    assert verdict.so_far == vendor_class


def test_so_far_needs_enough_on_both_sides() -> None:
    vendor = filed("3333333", "3333333", "3333333", "333....", perspective="vendor")
    assert judge(PARTNERSHIP, [filed(*EXAMPLE), vendor]).so_far is None


def test_disagreement_widens_the_range_by_the_two_medians() -> None:
    buyers = [
        filed(*[score * 7] * 4, respondent=f"Buyer {number}")
        for number, score in enumerate(("1", "2", "3", "4"))
    ]
    verdict = judge(PARTNERSHIP, buyers)
    assert (condition(verdict, "gains").low, condition(verdict, "gains").high) == (50, 75)
    assert (verdict.low, verdict.high) == ("steady-supplier", "partner")
    three = judge(PARTNERSHIP, buyers[1:])
    assert (condition(three, "gains").low, condition(three, "gains").high) == (75, 75)


def shown(share: int, *, of: Sequence[str]) -> dict[str, Answer]:
    """Threes for some items, the first of them written down."""
    return {
        item: (
            Answer(score=3, basis="documented", evidence="Minutes of 3 October.")
            if index < share
            else Answer(score=3)
        )
        for index, item in enumerate(of)
    }


@pytest.mark.parametrize(("share", "mostly"), [(3, True), (4, False)])
def test_under_half_with_evidence_is_mostly_opinion(share: int, mostly: bool) -> None:
    learning = [item.id for item in PARTNERSHIP.items_of("learning")]
    of = sorted(learning, key=lambda item: item != CRITICAL["learning"])
    verdict = judge(PARTNERSHIP, [filed(*["3333333"] * 4, changes=shown(share, of=of))])
    assert ("learning" in verdict.opinion) == mostly
    assert (verdict.scored, verdict.evidenced) == (28, share)
    assert condition(verdict, "learning").sides["buyer"].evidenced == share


@pytest.mark.parametrize(("score", "mostly"), [(4, True), (3, True), (2, False)])
def test_a_critical_3_or_4_without_evidence_is_mostly_opinion(score: int, mostly: bool) -> None:
    others = [item.id for item in PARTNERSHIP.items_of("learning")]
    others.remove(CRITICAL["learning"])
    changes = {**shown(6, of=others), CRITICAL["learning"]: Answer(score=score)}
    verdict = judge(PARTNERSHIP, [filed(*["3333333"] * 4, changes=changes)])
    assert ("learning" in verdict.opinion) == mostly


@pytest.mark.parametrize(
    "answer",
    [
        Answer(score=3, basis="documented"),
        Answer(score=3, basis="observed", evidence=" \n"),
        Answer(score=3, basis="opinion", evidence="I am sure of it."),
    ],
)
def test_evidence_is_a_basis_other_than_opinion_and_a_text(answer: Answer) -> None:
    verdict = judge(PARTNERSHIP, [filed(*["3333333"] * 4, changes={"learning-reviews": answer})])
    assert verdict.evidenced == 0


def test_a_quick_look_asks_twelve_items_and_one_full_form_makes_it_full() -> None:
    quick = filed(*["333"] * 4, form="quick")
    full = filed(*EXAMPLE, respondent="Bob Ito")
    assert judge(PARTNERSHIP, [quick]).quick
    assert judge(PARTNERSHIP, [quick]).items == 12
    assert not judge(PARTNERSHIP, [quick, full]).quick
    assert judge(PARTNERSHIP, [quick, full]).items == 28


def test_the_gap_is_buyer_minus_vendor_over_what_both_have_scored() -> None:
    vendor = filed("3333333", "1111111", "4444???", "3333333", perspective="vendor")
    verdict = judge(PARTNERSHIP, [filed("3333333", "3333333", "3333000", "3333333"), vendor])
    assert condition(verdict, "culture").gap == 0
    assert condition(verdict, "gains").gap == pytest.approx(50)
    assert condition(verdict, "reciprocity").gap == pytest.approx(-25)


def test_answers_to_another_instrument_or_an_unknown_item_do_not_count() -> None:
    mine = filed(*EXAMPLE)
    stale = filed(*EXAMPLE, changes={"culture-once-asked": Answer(score=0)})
    other = msgspec.structs.replace(filed(*["0000000"] * 4), instrument="focus")
    assert judge(PARTNERSHIP, [stale, other]) == judge(PARTNERSHIP, [mine])


@pytest.mark.parametrize(
    ("given", "opinion"),
    [
        ([(4, False), (1, False)], True),
        ([(4, False), (4, False), (1, True)], True),
        ([(4, True), (1, False)], False),
        ([(2, False), (2, False)], False),
    ],
)
def test_a_high_critical_score_needs_evidence_of_its_own(
    given: list[tuple[int, bool]], opinion: bool
) -> None:
    """Of several people, the evidence must be for a 3 or 4, not for somebody's low score."""
    critical = "learning-from-each-other"
    answers = {
        item.id: Answer(score=3, basis="observed", evidence="x") for item in PARTNERSHIP.items
    }
    responses = []
    for number, (score, evidenced) in enumerate(given):
        answer = Answer(score=score)
        if evidenced:
            answer = Answer(score=score, basis="documented", evidence="minutes")
        people = {**answers, critical: answer}
        name = f"Person {number}"
        responses.append(Response("partnership", "acme", "2026-q4", "buyer", name, answers=people))
    assert ("learning" in judge(PARTNERSHIP, responses).opinion) is opinion
