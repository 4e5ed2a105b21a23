"""The rules one by one, on the packaged questionnaire, and the example of the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import msgspec
import pytest

from partnercheck.base.records import Answer, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import ClassesWithZeros
from partnercheck.rules.steps import steps_down, steps_up
from tests.oracle import classification as oracle
from tests.rules.partnership_files import (
    CONDITIONS,
    CRITICAL,
    PARTNERSHIP,
    condition,
    response_of,
    with_row,
)
from tests.support.strategies import named_condition, pair, question

EXAMPLE = ("3332222", "3333333", "4333333", "3333333")


def test_the_worked_example_is_a_near_partner() -> None:
    verdict = judge(PARTNERSHIP, [response_of(*EXAMPLE)])
    culture = condition(verdict, "culture")
    assert (verdict.worst_class, verdict.best_class, verdict.class_so_far) == ("near-partner",) * 3
    assert verdict.settled
    assert verdict.assessed
    assert verdict.one_sided
    assert not verdict.provisional
    assert (verdict.answered_count, verdict.item_count, verdict.pending_count) == (28, 28, 0)
    assert floor(culture.low * 10) == floor(culture.high * 10) == 607
    assert (culture.state_low, culture.state_high) == ("partial", "partial")
    assert culture.gap is None
    assert set(culture.sides) == {"buyer"}
    assert [condition(verdict, each).state_low for each in CONDITIONS[1:]] == ["present"] * 3
    assert pair(steps_up(PARTNERSHIP, verdict)) == ("partner", 2)
    assert pair(steps_down(PARTNERSHIP, verdict)) == ("supplier", 2)


def test_the_worked_example_agrees_with_the_oracle() -> None:
    expected = oracle.expected(PARTNERSHIP, [response_of(*EXAMPLE)])
    assert (expected.low, expected.high) == ("near-partner", "near-partner")
    assert condition(judge(PARTNERSHIP, [response_of(*EXAMPLE)]), "culture").low == pytest.approx(
        float(expected.conditions[0].low)
    )


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_zero_keeps_a_condition_below_present_however_high_the_other_scores(name: str) -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row(name, "4044444", "4444444"))])
    zero_condition = condition(verdict, name)
    assert floor(zero_condition.low) == 85
    assert (zero_condition.state_low, zero_condition.state_high) == ("partial", "partial")
    assert verdict.worst_class == verdict.best_class == "near-partner"
    assert pair(steps_up(PARTNERSHIP, verdict)) == ("partner", 1)


def test_a_value_of_one_half_is_not_a_zero() -> None:
    """Two respondents score an item 0 and 1: its value is 0.5, and it is not disputed."""
    ours = [
        response_of(*with_row("culture", row, "4444444"), respondent=name)
        for row, name in (("4044444", "Alice"), ("4144444", "Tom"))
    ]
    verdict = judge(PARTNERSHIP, ours)
    assert condition(verdict, "culture").state_low == "present"
    assert verdict.disputed_items == ()


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_critical_item_at_1_keeps_its_condition_below_present(name: str) -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row(name, "1444444", "4444444"))])
    assert condition(verdict, name).state_high == "partial"
    assert verdict.worst_class == verdict.best_class == "near-partner"
    assert pair(steps_up(PARTNERSHIP, verdict)) == ("partner", 1)


@pytest.mark.parametrize(
    ("name", "vendor_class", "better"),
    [
        ("culture", "steady-supplier", ("near-partner", 1)),
        ("gains", "supplier", ("near-partner", 1)),
        ("reciprocity", "supplier", ("near-partner", 1)),
        ("learning", "steady-supplier", ("near-partner", 1)),
    ],
)
def test_a_critical_item_at_0_makes_its_condition_weak(
    name: str, vendor_class: str, better: tuple[str, int]
) -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row(name, "0444444", "4444444"))])
    assert condition(verdict, name).state_high == "weak"
    assert verdict.worst_class == verdict.best_class == vendor_class
    assert pair(steps_up(PARTNERSHIP, verdict)) == better


@pytest.mark.parametrize(
    ("low", "high", "state"),
    [("0", "1", "partial"), ("1", "2", "present"), ("1", "1", "partial"), ("0", "0", "weak")],
)
def test_halves_of_critical_items_are_rounded_up(low: str, high: str, state: str) -> None:
    ours = [
        response_of(*with_row("learning", f"{critical}444444", "4444444"), respondent=name)
        for critical, name in ((low, "Alice"), (high, "Tom"))
    ]
    learning = condition(judge(PARTNERSHIP, ours), "learning")
    assert (learning.state_low, learning.state_high) == (state, state)


def test_a_critical_item_is_the_mean_of_the_sides_that_scored_it() -> None:
    """Our 2 and their 3 make 2.5, which is mutual; by our scores alone no item is mutual."""
    rows = ("2333333", "2333333", "2333333", "2333333")
    ours, theirs = response_of(*rows), response_of("3333333", perspective="vendor")
    verdict = judge(PARTNERSHIP, [ours, theirs])
    assert [each.critical.low for each in verdict.conditions if each.critical] == [2.5] * 4
    assert verdict.worst_class == "partner"
    assert judge(PARTNERSHIP, [ours]).worst_class == "steady-supplier"


def test_a_critical_item_without_an_occasion_is_untested_and_lowers_no_state() -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row("culture", "n333333"))])
    assert (verdict.worst_class, verdict.best_class) == ("partner", "partner")
    assert verdict.untested_items == ("culture-repair",)
    # The vendor had an occasion: the item is tested, and the vendor's score alone counts.
    theirs = response_of(*with_row("culture", "0333333"), perspective="vendor")
    both_sides = judge(PARTNERSHIP, [response_of(*with_row("culture", "n333333")), theirs])
    assert both_sides.untested_items == ()
    assert both_sides.worst_class == "steady-supplier"


def fourteen_items(scores: str) -> tuple[Instrument, Response]:
    """Return a questionnaire with one condition of fourteen items, and a response to it."""
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
        ("33333333222222", 642, "partial"),
        ("33333333322222", 660, "present"),
        ("22222222211111", 410, "partial"),
        ("22222222111111", 392, "weak"),
    ],
)
def test_a_score_just_under_a_threshold_never_counts_as_reaching_it(
    scores: str, tenths: int, state: str
) -> None:
    instrument, response = fourteen_items(scores)
    only_condition = judge(instrument, [response]).conditions[0]
    assert floor(only_condition.low * 10) == tenths
    assert only_condition.state_low == state


def test_the_class_so_far_takes_disputed_items_halfway_between_their_medians() -> None:
    """Two buyers score an item 2 and 4: its value is 2.5 to 3.5, and 3 so far."""
    low, high = response_of("3222333"), response_of("3422333", respondent="Bob Ito")
    verdict = judge(PARTNERSHIP, [low, high])
    assert len(verdict.disputed_items) == 4
    assert floor(condition(verdict, "culture").low * 10) == 660
    assert floor(condition(verdict, "culture").high * 10) == 696
    assert verdict.class_so_far == "partner"


@pytest.mark.parametrize(
    ("score", "vendor_class"), [("2", "steady-supplier"), ("3", "partner"), ("1", "supplier")]
)
def test_the_same_score_on_every_item_has_its_class(score: str, vendor_class: str) -> None:
    verdict = judge(PARTNERSHIP, [response_of(score * 7)])
    assert verdict.worst_class == verdict.best_class == vendor_class


@pytest.mark.parametrize("score", "01234")
def test_equal_answers_have_the_same_class_from_the_full_and_the_quick_form(score: str) -> None:
    full = judge(PARTNERSHIP, [response_of(score * 7)])
    quick = judge(PARTNERSHIP, [response_of(score * 3, form="quick")])
    assert (quick.worst_class, quick.best_class) == (full.worst_class, full.best_class)
    assert [c.low for c in quick.conditions] == [c.low for c in full.conditions]


@pytest.mark.parametrize(
    ("rows", "vendor_class"),
    [
        (("3333333", "3333333", "3333333", "1111111"), "steady-supplier"),
        (("1111111", "2222222", "2222222", "1111111"), "steady-supplier"),
        (("2222222", "2222222", "1111111", "1111111"), "supplier"),
        (("2222222", "2222222", "1111111", "2222222"), "supplier"),
        (("3333333", "3333333", "1111111", "1111111"), "supplier"),
        (("3333333", "3333333", "2222222", "2222222"), "steady-supplier"),
        (("2222222", "3333333", "3333333", "3333333"), "near-partner"),
        (("3333333", "1333333", "3333333", "3333333"), "near-partner"),
        (("1333333", "1333333", "3333333", "3333333"), "supplier"),
    ],
)
def test_each_class_has_the_needs_of_its_rules(rows: tuple[str, ...], vendor_class: str) -> None:
    verdict = judge(PARTNERSHIP, [response_of(*rows)])
    assert verdict.worst_class == verdict.best_class == vendor_class


def test_fewer_than_three_items_left_cannot_be_assessed() -> None:
    """Cultural alignment had none of its five occasions: its score is 0 to 100."""
    none = {
        item.id: Answer(skip="no-occasion")
        for item in PARTNERSHIP.items_of("culture")
        if item.kind == "occasion"
    }
    verdict = judge(PARTNERSHIP, [response_of("3333333", changes=none)])
    culture = condition(verdict, "culture")
    assert not culture.sides["buyer"].assessable
    assert (culture.low, culture.high) == (0, 100)
    assert (culture.state_low, culture.state_high) == ("weak", "present")
    assert (verdict.worst_class, verdict.best_class) == ("steady-supplier", "partner")
    assert not verdict.settled
    assert verdict.class_so_far is None
    assert (verdict.answered_count, verdict.item_count) == (28, 28)


LEARNING_OCCASIONS = ("learning-unspecified", "learning-each-others-people", "learning-feedback")
NONE_IN_LEARNING = dict.fromkeys(LEARNING_OCCASIONS, Answer(skip="no-occasion"))


def test_a_condition_with_three_items_left_is_assessed_on_them() -> None:
    verdict = judge(PARTNERSHIP, [response_of("3333333", changes=NONE_IN_LEARNING)])
    learning = condition(verdict, "learning")
    assert learning.sides["buyer"].assessable
    assert (learning.low, learning.high) == (75, 75)
    assert verdict.worst_class == verdict.best_class == "partner"


def test_left_out_items_are_reported_if_the_class_depends_on_them() -> None:
    """At 0 the three left-out items would give learning a score of 43 and three zeros: partial."""
    verdict = judge(PARTNERSHIP, [response_of("3333333", changes=NONE_IN_LEARNING)])
    assert verdict.with_zeros == ClassesWithZeros("near-partner", "near-partner", 3)
    assert verdict.without_occasion == 3
    assert not verdict.few_occasions


def test_left_out_items_are_not_reported_if_no_class_depends_on_them() -> None:
    verdict = judge(PARTNERSHIP, [response_of("1111111", changes=NONE_IN_LEARNING)])
    assert verdict.worst_class == "supplier"
    assert verdict.with_zeros is None


def test_an_item_that_one_respondent_scored_is_not_left_out() -> None:
    without_occasions = response_of("3333333", changes=NONE_IN_LEARNING)
    verdict = judge(PARTNERSHIP, [without_occasions, response_of("3333333", respondent="Bob Ito")])
    assert not any(
        reading.left_out for reading in condition(verdict, "learning").sides["buyer"].items
    )
    assert verdict.with_zeros is None


def test_a_standing_item_with_no_occasion_is_open_and_not_left_out() -> None:
    """A standing item always has an occasion, so the answer does not count and the item is open."""
    none = {"learning-written-down": Answer(skip="no-occasion")}
    verdict = judge(PARTNERSHIP, [response_of("3333333", changes=none)])
    assert (verdict.without_occasion, verdict.open_count) == (0, 1)


def test_the_state_of_two_sides_is_not_derived_from_their_combined_score() -> None:
    """Both sides have 71: the buyer with a zero, so partial; the vendor without one, so present."""
    buyer = response_of(*with_row("learning", "3044333"))
    vendor = response_of(*with_row("learning", "3333332"), perspective="vendor")
    verdict = judge(PARTNERSHIP, [buyer, vendor])
    learning = condition(verdict, "learning")
    assert learning.low == pytest.approx(100 * 20 / 28)
    assert learning.sides["vendor"].state_low == "present"
    assert learning.sides["buyer"].state_low == learning.state_low == "partial"
    assert verdict.worst_class == verdict.best_class == "near-partner"


def test_the_lower_score_and_the_lower_state_may_come_from_different_sides() -> None:
    """The buyer has 85 but is weak by a critical 0; the vendor has 64: together 64 and weak."""
    buyer = response_of(*with_row("learning", "0444444", "4444444"))
    vendor = response_of(*with_row("learning", "3333222", "4444444"), perspective="vendor")
    learning = condition(judge(PARTNERSHIP, [buyer, vendor]), "learning")
    assert floor(learning.sides["buyer"].low) == 85
    assert floor(learning.low) == floor(learning.high) == 64
    assert learning.sides["vendor"].state_low == "partial"
    assert (learning.state_low, learning.state_high) == ("weak", "weak")


def test_steps_up_are_counted_on_both_sides() -> None:
    """A step moves one item of one side: if each side is two steps short, four are needed."""
    vendor = response_of(*EXAMPLE, perspective="vendor", respondent="Jane Doe")
    verdict = judge(PARTNERSHIP, [response_of(*EXAMPLE), vendor])
    assert not verdict.one_sided
    assert pair(steps_up(PARTNERSHIP, verdict)) == ("partner", 4)
    assert pair(steps_down(PARTNERSHIP, verdict)) == ("steady-supplier", 2)


def test_steps_up_may_be_on_critical_items_alone() -> None:
    """Two critical items at 2 and all conditions present: raising one of the two is enough."""
    verdict = judge(PARTNERSHIP, [response_of("2333333", "2333333", "3333333", "3333333")])
    distance = steps_up(PARTNERSHIP, verdict)
    assert distance is not None
    assert pair(distance) == ("partner", 1)
    assert [(step.step_count, step.critical_step_count) for step in distance.steps] == [(1, 1)]


def test_steps_down_may_be_an_item_that_falls_to_zero() -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row("learning", "4444441", "4444444"))])
    assert verdict.worst_class == "partner"
    assert pair(steps_down(PARTNERSHIP, verdict)) == ("near-partner", 1)


def test_steps_down_may_be_on_a_critical_item_alone() -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row("learning", "2444444", "4444444"))])
    assert pair(steps_down(PARTNERSHIP, verdict)) == ("near-partner", 1)


def test_the_best_class_has_no_steps_up_the_worst_none_down_and_an_open_one_neither() -> None:
    top = judge(PARTNERSHIP, [response_of("4444444")])
    bottom = judge(PARTNERSHIP, [response_of("0000000")])
    open_one = judge(PARTNERSHIP, [response_of(*with_row("learning", "3322222", "333333?"))])
    assert steps_up(PARTNERSHIP, top) is None
    assert pair(steps_down(PARTNERSHIP, top)) == ("near-partner", 3)
    assert steps_up(PARTNERSHIP, bottom) is not None
    assert steps_down(PARTNERSHIP, bottom) is None
    assert not open_one.settled
    assert steps_up(PARTNERSHIP, open_one) is None
    assert steps_down(PARTNERSHIP, open_one) is None


def test_open_items_leave_a_range_of_classes() -> None:
    """Learning has four items at 3 and three unknown ones: its score is 43 to 85."""
    verdict = judge(PARTNERSHIP, [response_of(*with_row("learning", "3333???"))])
    assert (verdict.worst_class, verdict.best_class) == ("near-partner", "partner")
    assert (verdict.answered_count, verdict.item_count, verdict.open_count) == (28, 28, 3)
    assert verdict.unknown_count == 3
    assert verdict.pending_count == 0


def test_pending_counts_the_blank_items_of_respondents_who_have_begun() -> None:
    begun = response_of("3......", *["......."] * 3, respondent="Bob Ito")
    not_begun = response_of(".......", respondent="Kim Ode")
    verdict = judge(PARTNERSHIP, [response_of(*EXAMPLE), begun, not_begun])
    assert verdict.pending_count == 27
    assert verdict.provisional
    assert verdict.settled
    assert verdict.respondent_count == 2


@pytest.mark.parametrize(
    ("row", "vendor_class"),
    [
        ("33333..", "partner"),
        ("3333...", None),
        ("11111??", "steady-supplier"),
        # The critical item must be answered; no occasion is an answer.
        ("?333333", None),
    ],
)
def test_the_class_so_far_needs_five_of_seven_items_and_the_critical_one(
    row: str, vendor_class: str | None
) -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row("learning", row))])
    assert verdict.class_so_far == vendor_class


def test_the_class_so_far_takes_a_critical_item_without_an_occasion_as_answered() -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row("culture", "n33333?"))])
    assert verdict.class_so_far == "partner"


@pytest.mark.parametrize(("row", "vendor_class"), [("33.", "partner"), ("3..", None)])
def test_the_class_so_far_needs_two_of_three_items_in_the_quick_form(
    row: str, vendor_class: str | None
) -> None:
    verdict = judge(PARTNERSHIP, [response_of("333", "333", "333", row, form="quick")])
    assert verdict.quick
    assert verdict.item_count == 12
    assert verdict.class_so_far == vendor_class


def test_the_class_so_far_needs_enough_items_on_both_sides() -> None:
    vendor = response_of("3333333", "3333333", "3333333", "333....", perspective="vendor")
    assert judge(PARTNERSHIP, [response_of(*EXAMPLE), vendor]).class_so_far is None


def test_disagreement_leaves_a_range_only_beyond_one_step() -> None:
    buyers = [
        response_of(score * 7, respondent=f"Buyer {number}")
        for number, score in enumerate(("1", "2", "3", "4"))
    ]
    verdict = judge(PARTNERSHIP, buyers)
    assert (condition(verdict, "gains").low, condition(verdict, "gains").high) == (62.5, 62.5)
    assert (verdict.worst_class, verdict.best_class) == ("steady-supplier", "steady-supplier")
    two_apart = judge(PARTNERSHIP, [buyers[1], buyers[3]])
    assert (condition(two_apart, "gains").low, condition(two_apart, "gains").high) == (62.5, 87.5)
    three = judge(PARTNERSHIP, buyers[1:])
    assert (condition(three, "gains").low, condition(three, "gains").high) == (75, 75)


def threes(with_evidence: int, *, items: Sequence[str]) -> dict[str, Answer]:
    """Return scores of 3 for some items, so many of them with evidence."""
    return {
        item: (
            Answer(score=3, basis="documented", evidence="Minutes of 3 October.")
            if index < with_evidence
            else Answer(score=3)
        )
        for index, item in enumerate(items)
    }


@pytest.mark.parametrize(("with_evidence", "is_opinion"), [(3, True), (4, False)])
def test_a_condition_with_evidence_for_less_than_half_is_mostly_opinion(
    with_evidence: int, is_opinion: bool
) -> None:
    learning = [item.id for item in PARTNERSHIP.items_of("learning")]
    critical_first = sorted(learning, key=lambda item: item != CRITICAL["learning"])
    verdict = judge(
        PARTNERSHIP, [response_of("3333333", changes=threes(with_evidence, items=critical_first))]
    )
    assert ("learning" in verdict.opinion_conditions) == is_opinion
    assert (verdict.score_count, verdict.evidenced_count) == (28, with_evidence)
    assert condition(verdict, "learning").sides["buyer"].evidenced_count == with_evidence


@pytest.mark.parametrize(("score", "is_opinion"), [(4, True), (3, True), (2, False)])
def test_a_critical_3_or_4_without_evidence_is_mostly_opinion(score: int, is_opinion: bool) -> None:
    others = [item.id for item in PARTNERSHIP.items_of("learning")]
    others.remove(CRITICAL["learning"])
    changes = {**threes(6, items=others), CRITICAL["learning"]: Answer(score=score)}
    verdict = judge(PARTNERSHIP, [response_of("3333333", changes=changes)])
    assert ("learning" in verdict.opinion_conditions) == is_opinion


@pytest.mark.parametrize(
    "answer",
    [
        Answer(score=3, basis="documented"),
        Answer(score=3, basis="observed", evidence=" \n"),
        Answer(score=3, basis="opinion", evidence="I am sure of it."),
    ],
)
def test_evidence_needs_a_basis_other_than_opinion_and_a_text(answer: Answer) -> None:
    verdict = judge(
        PARTNERSHIP, [response_of("3333333", changes={"learning-looking-back": answer})]
    )
    assert verdict.evidenced_count == 0


def test_a_quick_look_asks_twelve_items_and_one_full_form_makes_it_full() -> None:
    quick = response_of("333", form="quick")
    full = response_of(*EXAMPLE, respondent="Bob Ito")
    assert judge(PARTNERSHIP, [quick]).quick
    assert judge(PARTNERSHIP, [quick]).item_count == 12
    assert not judge(PARTNERSHIP, [quick, full]).quick
    assert judge(PARTNERSHIP, [quick, full]).item_count == 28


def test_the_gap_is_buyer_minus_vendor_over_the_items_that_both_scored() -> None:
    vendor = response_of("3333333", "1111111", "4444???", "3333333", perspective="vendor")
    verdict = judge(PARTNERSHIP, [response_of("3333333", "3333333", "3333000", "3333333"), vendor])
    assert condition(verdict, "culture").gap == 0
    assert condition(verdict, "gains").gap == pytest.approx(50)
    assert condition(verdict, "reciprocity").gap == pytest.approx(-25)


def test_answers_to_another_instrument_or_an_unknown_item_do_not_count() -> None:
    mine = response_of(*EXAMPLE)
    stale = response_of(*EXAMPLE, changes={"culture-once-asked": Answer(score=0)})
    other = msgspec.structs.replace(response_of("0000000"), instrument="focus")
    assert judge(PARTNERSHIP, [stale, other]) == judge(PARTNERSHIP, [mine])


@pytest.mark.parametrize(
    ("scores", "opinion"),
    [
        ([(4, False), (1, False)], True),
        ([(4, False), (4, False), (1, True)], True),
        ([(4, True), (1, False)], False),
        ([(2, False), (2, False)], False),
    ],
)
def test_a_high_critical_score_needs_evidence_of_its_own(
    scores: list[tuple[int, bool]], opinion: bool
) -> None:
    """The evidence must be for a score of 3 or 4, not for another respondent's low score."""
    critical = "learning-from-each-other"
    answers = {
        item.id: Answer(score=3, basis="observed", evidence="x") for item in PARTNERSHIP.items
    }
    responses = []
    for number, (score, evidenced) in enumerate(scores):
        answer = Answer(score=score)
        if evidenced:
            answer = Answer(score=score, basis="documented", evidence="minutes")
        of_person = {**answers, critical: answer}
        name = f"Person {number}"
        responses.append(
            Response("partnership", "acme", "2026-q4", "buyer", name, answers=of_person)
        )
    assert ("learning" in judge(PARTNERSHIP, responses).opinion_conditions) is opinion
