"""The classes of typical relationships, as an expert would expect them.

In each row the first digit is the critical item. Both sides give the same answers, and the answers
of one side alone have the same class.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pytest
from msgspec.structs import replace

from partnercheck.base.records import Answer, Form, Response
from partnercheck.rules.classify import judge
from partnercheck.rules.gap import gap_of
from partnercheck.rules.next_question import next_questions
from partnercheck.rules.reasons import criticals_from_one_side
from partnercheck.rules.target import as_targeted
from tests.rules.partnership_files import CONDITIONS, PARTNERSHIP, condition, response_of, with_row

PARTNER, NEAR, STEADY, SUPPLIER = (each.id for each in PARTNERSHIP.classes)
CAPTIVE = ("1111111", "2122122", "1222113", "1111111")


@dataclass(frozen=True)
class Pattern:
    """Rows of answers and their class."""

    vendor_class: str
    rows: tuple[str, ...]
    form: Form = "full"


def critical_twos(count: int) -> tuple[str, ...]:
    """Return rows of 3s, with a 2 on so many critical items."""
    return tuple("2333333" if number < count else "3333333" for number in range(4))


PATTERNS = {
    "all 3": Pattern(PARTNER, ("3333333",)),
    "all 3, quick": Pattern(PARTNER, ("333",), "quick"),
    "one 2 a condition": Pattern(PARTNER, ("3233333",)),
    "one 2 a condition, quick": Pattern(PARTNER, ("323",), "quick"),
    "two 2s a condition": Pattern(PARTNER, ("3223333",)),
    **{
        f"one critical 2 in {name}": Pattern(PARTNER, with_row(name, "2333333"))
        for name in CONDITIONS
    },
    "two critical 2s": Pattern(NEAR, critical_twos(2)),
    "sign-again 1": Pattern(NEAR, with_row("reciprocity", "1333333")),
    "one 0 that is not critical": Pattern(NEAR, with_row("culture", "4044444", "4444444")),
    "three critical 2s": Pattern(STEADY, critical_twos(3)),
    "four critical 2s": Pattern(STEADY, critical_twos(4)),
    "all 2": Pattern(STEADY, ("2222222",)),
    "all 2, quick": Pattern(STEADY, ("222",), "quick"),
    "all 1": Pattern(SUPPLIER, ("1111111",)),
    "sign-again 0": Pattern(SUPPLIER, with_row("reciprocity", "0333333")),
    "fair-split 0": Pattern(SUPPLIER, with_row("gains", "0333333")),
    "captive": Pattern(SUPPLIER, CAPTIVE),
}


def both_sides(pattern: Pattern) -> list[Response]:
    ours = response_of(*pattern.rows, form=pattern.form)
    return [ours, replace(ours, perspective="vendor", respondent="Jane Doe")]


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_has_its_class_from_both_sides_and_from_one(name: str) -> None:
    pattern = PATTERNS[name]
    ours, theirs = both_sides(pattern)
    for responses in ([ours, theirs], [ours], [theirs]):
        verdict = judge(PARTNERSHIP, responses)
        assert (verdict.worst_class, verdict.best_class) == (pattern.vendor_class,) * 2


@pytest.mark.parametrize("name", PATTERNS)
def test_a_second_rater_one_step_lower_on_two_items_per_condition_disputes_nothing(
    name: str,
) -> None:
    """The class itself also stays, unless half a step on a critical item decides it."""
    pattern = PATTERNS[name]
    first = response_of(*pattern.rows, form=pattern.form)
    lower = tuple(
        "".join(str(max(0, int(digit) - (place < 2))) for place, digit in enumerate(row))
        for row in (pattern.rows * 4 if len(pattern.rows) == 1 else pattern.rows)
    )
    second = response_of(*lower, form=pattern.form, respondent="Tom Okafor")
    verdict = judge(PARTNERSHIP, [first, second])
    assert verdict.disputed_items == ()
    assert verdict.settled
    if name in ("all 3", "one critical 2 in learning"):
        assert verdict.worst_class == pattern.vendor_class


def test_a_second_rater_one_step_lower_leaves_a_partner_a_partner() -> None:
    first, second = response_of("3333333"), response_of("2233333", respondent="Tom Okafor")
    verdict = judge(PARTNERSHIP, [first, second])
    assert (verdict.worst_class, verdict.best_class) == (PARTNER, PARTNER)
    assert [c.critical.low for c in verdict.conditions if c.critical] == [2.5] * 4


OCCASIONS = [item.id for item in PARTNERSHIP.items if item.kind == "occasion"]
CULTURE = {item.id for item in PARTNERSHIP.items_of("culture")}
NO_OCCASION = Answer(skip="no-occasion")


def calm_year(without: set[str], form: Form) -> Response:
    """Return a response with *no occasion* on some items and 3 on all others, reserve included."""
    may_ask = PARTNERSHIP.may_ask(form)
    answers = {item.id: Answer(score=3) for item in PARTNERSHIP.items if item.id in may_ask}
    answers |= dict.fromkeys(without & may_ask, NO_OCCASION)
    return replace(response_of("3333333", form=form), answers=answers)


def test_an_excellent_year_with_few_occasions_is_a_partner_with_untested_items() -> None:
    """Every choice of eight of the eleven occasion items is tried as having no occasion.

    Cultural alignment has five occasion items and two standing ones, so it needs one occasion; in
    the quick form it needs one of two.
    """
    for without in map(set, combinations(OCCASIONS, 8)):
        untested = ("culture-repair",) if "culture-repair" in without else ()
        for form, occasions in (("full", CULTURE), ("quick", CULTURE & PARTNERSHIP.asks("quick"))):
            if not occasions & set(OCCASIONS) - without:
                continue
            verdict = judge(PARTNERSHIP, [calm_year(without, form)])
            assert (verdict.worst_class, verdict.best_class, verdict.untested_items) == (
                PARTNER,
                PARTNER,
                untested,
            )
            assert verdict.few_occasions == (verdict.without_occasion > 0.25 * verdict.item_count)
            assert form == "quick" or verdict.without_occasion == 8


def test_a_reserve_item_counts_only_if_a_core_item_had_no_occasion() -> None:
    """Zeros on reserve items change nothing unless a core item of their condition is left out."""
    zeros = {item.id: Answer(score=0) for item in PARTNERSHIP.items if item.reserve}
    quick = response_of("333", form="quick", changes=zeros)
    verdict = judge(PARTNERSHIP, [quick])
    assert (verdict.worst_class, verdict.item_count, verdict.pending_count) == (PARTNER, 12, 0)
    none = {"gains-last-surprise": NO_OCCASION}
    calm = replace(quick, answers={**quick.answers, **none})
    verdict = judge(PARTNERSHIP, [calm])
    assert (verdict.worst_class, verdict.item_count, verdict.pending_count) == (NEAR, 13, 0)
    assert [reading.item for reading in condition(verdict, "gains").sides["buyer"].items] == [
        item.id for item in PARTNERSHIP.items_of("gains") if item.core or item.reserve
    ]
    # A colleague had an occasion: that score counts, and the reserve item no longer does.
    colleague = response_of("333", form="quick", respondent="Tom Okafor")
    verdict = judge(PARTNERSHIP, [calm, colleague])
    assert (verdict.worst_class, verdict.item_count) == (PARTNER, 12)


def test_a_reserve_item_that_is_asked_and_not_answered_is_open_and_pending() -> None:
    none = {"gains-last-surprise": NO_OCCASION}
    verdict = judge(PARTNERSHIP, [response_of("333", form="quick", changes=none)])
    assert (verdict.open_count, verdict.pending_count, verdict.provisional) == (1, 1, True)
    assert (verdict.worst_class, verdict.best_class, verdict.class_so_far) == (
        NEAR,
        PARTNER,
        PARTNER,
    )


def test_if_two_core_items_had_no_occasion_the_items_beyond_the_form_are_asked() -> None:
    """Two items of a quick form are too few to assess a condition, so the others are asked."""
    none = dict.fromkeys(("culture-decisions", "culture-repair"), NO_OCCASION)
    reserve = {"culture-same-aim": Answer(score=3)}
    verdict = judge(PARTNERSHIP, [response_of("333", form="quick", changes={**none, **reserve})])
    culture = condition(verdict, "culture")
    assert (culture.low, culture.high) == (0, 100)
    assert not verdict.settled
    questions = next_questions(PARTNERSHIP, verdict)
    assert [question.item for question in questions] == [
        item.id for item in PARTNERSHIP.items_of("culture") if not item.core and not item.reserve
    ]
    assert all(question.beyond_form for question in questions)


def test_views_that_differ_in_both_directions_are_marked_although_their_means_are_equal() -> None:
    """We score 4432323 and they 2234343 in every condition: 16 of 28 items are two apart."""
    ours, theirs = response_of("4432323"), response_of("2234343", perspective="vendor")
    verdict = judge(PARTNERSHIP, [ours, theirs])
    assert [each.gap for each in verdict.conditions] == [0, 0, 0, 0]
    gap = gap_of(PARTNERSHIP, verdict)
    assert gap is not None
    assert (gap.shared_count, len(gap.far_apart), gap.marked) == (28, 16, True)


def test_with_every_critical_item_at_2_the_reason_is_that_none_is_mutual() -> None:
    """All four conditions are present, but the vendor is not a partner."""
    verdict = judge(PARTNERSHIP, both_sides(Pattern(STEADY, ("2333333",))))
    assert {each.state_low for each in verdict.conditions} == {"present"}
    items = [each.item for each in criticals_from_one_side(PARTNERSHIP, verdict)]
    assert items == [item.id for item in PARTNERSHIP.items if item.critical]
    assert criticals_from_one_side(PARTNERSHIP, judge(PARTNERSHIP, [response_of("3333333")])) == ()


def test_a_supplier_with_the_target_supplier_is_as_targeted() -> None:
    verdict = judge(PARTNERSHIP, both_sides(Pattern(SUPPLIER, ("1111111",))))
    result = as_targeted(PARTNERSHIP, verdict, SUPPLIER)
    assert result is not None
    assert (result.only_side, result.critical_zeros) == (None, ())
    assert as_targeted(PARTNERSHIP, verdict, PARTNER) is None


def test_a_verdict_of_one_side_is_as_targeted_in_that_sides_view() -> None:
    verdict = judge(PARTNERSHIP, [response_of("3333333")])
    result = as_targeted(PARTNERSHIP, verdict, PARTNER)
    assert result is not None
    assert result.only_side == "buyer"


@pytest.mark.parametrize(
    ("name", "item"),
    [("gains", "gains-fair-split"), ("reciprocity", "reciprocity-sign-again")],
)
def test_as_targeted_names_the_side_that_loses_or_leaves(name: str, item: str) -> None:
    verdict = judge(PARTNERSHIP, [response_of(*with_row(name, "0333333"))])
    result = as_targeted(PARTNERSHIP, verdict, SUPPLIER)
    assert result is not None
    assert result.critical_zeros == (item,)


def test_an_open_or_provisional_verdict_is_not_as_targeted() -> None:
    open_verdict = judge(PARTNERSHIP, [response_of(*with_row("learning", "????333"))])
    assert as_targeted(PARTNERSHIP, open_verdict, PARTNER) is None
    begun = response_of("3......", respondent="Bob Ito")
    provisional = judge(PARTNERSHIP, [response_of("3333333"), begun])
    assert provisional.settled
    assert as_targeted(PARTNERSHIP, provisional, PARTNER) is None
