"""The classes of typical relationships: what an expert would sign, row by row.

In each row the first digit is the critical item. Both sides say the same, and from one side alone
the class is the same too.
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
from partnercheck.rules.reasons import from_one_side
from partnercheck.rules.target import as_targeted
from tests.rules.partnership_files import CONDITIONS, PARTNERSHIP, condition, filed, with_row

PARTNER, NEAR, STEADY, SUPPLIER = (each.id for each in PARTNERSHIP.classes)
CAPTIVE = ("1111111", "2122122", "1222113", "1111111")


@dataclass(frozen=True)
class Pattern:
    """Rows of answers and the class that they make."""

    vendor_class: str
    rows: tuple[str, ...]
    form: Form = "full"


def critical_twos(count: int) -> tuple[str, ...]:
    """Threes, but for a 2 on so many critical items."""
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
    ours = filed(*pattern.rows, form=pattern.form)
    return [ours, replace(ours, perspective="vendor", respondent="Jane Doe")]


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_has_its_class_from_both_sides_and_from_one(name: str) -> None:
    pattern = PATTERNS[name]
    ours, theirs = both_sides(pattern)
    for responses in ([ours, theirs], [ours], [theirs]):
        verdict = judge(PARTNERSHIP, responses)
        assert (verdict.low, verdict.high) == (pattern.vendor_class,) * 2


@pytest.mark.parametrize("name", PATTERNS)
def test_a_second_rater_one_step_lower_on_two_items_a_condition_changes_nothing(name: str) -> None:
    """Critical items among them, wherever the first class does not hang on half a step there."""
    pattern = PATTERNS[name]
    first = filed(*pattern.rows, form=pattern.form)
    lower = tuple(
        "".join(str(max(0, int(digit) - (place < 2))) for place, digit in enumerate(row))
        for row in (pattern.rows * 4 if len(pattern.rows) == 1 else pattern.rows)
    )
    second = filed(*lower, form=pattern.form, respondent="Tom Okafor")
    verdict = judge(PARTNERSHIP, [first, second])
    assert verdict.disputed == ()
    assert verdict.settled
    if name in ("all 3", "one critical 2 in learning"):
        assert verdict.low == pattern.vendor_class


def test_two_raters_of_whom_one_is_a_step_lower_are_a_partner_as_the_first_alone() -> None:
    first, second = filed("3333333"), filed("2233333", respondent="Tom Okafor")
    verdict = judge(PARTNERSHIP, [first, second])
    assert (verdict.low, verdict.high) == (PARTNER, PARTNER)
    assert [c.critical.low for c in verdict.conditions if c.critical] == [2.5] * 4


OCCASIONS = [item.id for item in PARTNERSHIP.items if item.kind == "occasion"]
CULTURE = {item.id for item in PARTNERSHIP.items_of("culture")}
NO_OCCASION = Answer(skip="no-occasion")


def calm_year(without: set[str], form: Form) -> Response:
    """Some occasion items had no occasion, all others are 3; in the quick form with the reserve."""
    asked = PARTNERSHIP.may_ask(form)
    given = {item.id: Answer(score=3) for item in PARTNERSHIP.items if item.id in asked}
    given |= dict.fromkeys(without & asked, NO_OCCASION)
    return replace(filed("3333333", form=form), answers=given)


def test_a_calm_excellent_year_is_a_partner_with_what_is_untested() -> None:
    """Eight of the eleven occasion items had no occasion: each choice of eight.

    Cultural alignment has five of them and two standing items: one occasion is needed, and in the
    quick form one of its two.
    """
    for without in map(set, combinations(OCCASIONS, 8)):
        untested = ("culture-repair",) if "culture-repair" in without else ()
        for form, occasions in (("full", CULTURE), ("quick", CULTURE & PARTNERSHIP.asks("quick"))):
            if not occasions & set(OCCASIONS) - without:
                continue
            verdict = judge(PARTNERSHIP, [calm_year(without, form)])
            assert (verdict.low, verdict.high, verdict.untested) == (PARTNER, PARTNER, untested)
            assert verdict.few_occasions == (verdict.without_occasion > 0.25 * verdict.items)
            assert form == "quick" or verdict.without_occasion == 8


def test_the_reserve_is_counted_only_if_a_core_item_had_no_occasion() -> None:
    """Zeros in reserve change nothing, until a core item of their condition had no occasion."""
    zeros = {item.id: Answer(score=0) for item in PARTNERSHIP.items if item.reserve}
    quick = filed("333", form="quick", changes=zeros)
    verdict = judge(PARTNERSHIP, [quick])
    assert (verdict.low, verdict.items, verdict.pending) == (PARTNER, 12, 0)
    none = {"gains-last-surprise": NO_OCCASION}
    calm = replace(quick, answers={**quick.answers, **none})
    verdict = judge(PARTNERSHIP, [calm])
    assert (verdict.low, verdict.items, verdict.pending) == (NEAR, 13, 0)
    assert [reading.item for reading in condition(verdict, "gains").sides["buyer"].items] == [
        item.id for item in PARTNERSHIP.items_of("gains") if item.core or item.reserve
    ]
    # Somebody else has seen an occasion: theirs counts, and the reserve no longer does.
    other = filed("333", form="quick", respondent="Tom Okafor")
    verdict = judge(PARTNERSHIP, [calm, other])
    assert (verdict.low, verdict.items) == (PARTNER, 12)


def test_a_reserve_item_that_is_asked_and_not_answered_is_open_and_pending() -> None:
    none = {"gains-last-surprise": NO_OCCASION}
    verdict = judge(PARTNERSHIP, [filed("333", form="quick", changes=none)])
    assert (verdict.open, verdict.pending, verdict.provisional) == (1, 1, True)
    assert (verdict.low, verdict.high, verdict.so_far) == (NEAR, PARTNER, PARTNER)


def test_with_two_core_items_without_an_occasion_the_other_questions_are_asked() -> None:
    """Two items are left of a quick condition: it is not assessable, and the rest is asked."""
    none = dict.fromkeys(("culture-decisions", "culture-repair"), NO_OCCASION)
    reserve = {"culture-same-aim": Answer(score=3)}
    verdict = judge(PARTNERSHIP, [filed("333", form="quick", changes={**none, **reserve})])
    culture = condition(verdict, "culture")
    assert (culture.low, culture.high) == (0, 100)
    assert not verdict.settled
    questions = next_questions(PARTNERSHIP, verdict)
    assert [question.item for question in questions] == [
        item.id for item in PARTNERSHIP.items_of("culture") if not item.core and not item.reserve
    ]
    assert all(question.beyond_form for question in questions)


def test_views_that_differ_both_ways_are_marked_though_their_means_are_equal() -> None:
    """Ours 4432323 and theirs 2234343 in every condition: 16 of 28 are two apart."""
    ours, theirs = filed("4432323"), filed("2234343", perspective="vendor")
    verdict = judge(PARTNERSHIP, [ours, theirs])
    assert [each.gap for each in verdict.conditions] == [0, 0, 0, 0]
    gap = gap_of(PARTNERSHIP, verdict)
    assert gap is not None
    assert (gap.shared, len(gap.far_apart), gap.marked) == (28, 16, True)


def test_with_every_critical_item_2_the_reason_is_what_comes_from_one_side() -> None:
    """All four conditions are present, and still it is no partner."""
    verdict = judge(PARTNERSHIP, both_sides(Pattern(STEADY, ("2333333",))))
    assert {each.state_low for each in verdict.conditions} == {"present"}
    named = [each.item for each in from_one_side(PARTNERSHIP, verdict)]
    assert named == [item.id for item in PARTNERSHIP.items if item.critical]
    assert from_one_side(PARTNERSHIP, judge(PARTNERSHIP, [filed("3333333")])) == ()


def test_a_supplier_that_should_be_one_is_as_targeted() -> None:
    verdict = judge(PARTNERSHIP, both_sides(Pattern(SUPPLIER, ("1111111",))))
    found = as_targeted(PARTNERSHIP, verdict, SUPPLIER)
    assert found is not None
    assert (found.view, found.against) == (None, ())
    assert as_targeted(PARTNERSHIP, verdict, PARTNER) is None


def test_one_view_that_is_the_target_is_as_targeted_in_that_view() -> None:
    verdict = judge(PARTNERSHIP, [filed("3333333")])
    found = as_targeted(PARTNERSHIP, verdict, PARTNER)
    assert found is not None
    assert found.view == "buyer"


@pytest.mark.parametrize(
    ("name", "item"),
    [("gains", "gains-fair-split"), ("reciprocity", "reciprocity-sign-again")],
)
def test_as_targeted_names_the_side_that_loses_or_leaves(name: str, item: str) -> None:
    verdict = judge(PARTNERSHIP, [filed(*with_row(name, "0333333"))])
    found = as_targeted(PARTNERSHIP, verdict, SUPPLIER)
    assert found is not None
    assert found.against == (item,)


def test_an_open_or_provisional_verdict_is_not_as_targeted() -> None:
    opened = judge(PARTNERSHIP, [filed(*with_row("learning", "????333"))])
    assert as_targeted(PARTNERSHIP, opened, PARTNER) is None
    begun = filed("3......", respondent="Bob Ito")
    provisional = judge(PARTNERSHIP, [filed("3333333"), begun])
    assert provisional.settled
    assert as_targeted(PARTNERSHIP, provisional, PARTNER) is None
