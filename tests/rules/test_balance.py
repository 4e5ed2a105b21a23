"""Who did it, where only one side did: the accounts of both sides, and when one stands out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.records import Answer, Perspective, Response
from partnercheck.rules.balance import Account, balance
from partnercheck.rules.classify import judge
from tests.rules.partnership_files import PARTNERSHIP, filed
from tests.support.strategies import examples

GIVING = [item.id for item in PARTNERSHIP.items if item.balance]


def naming(
    vendor: int, buyer: int, perspective: Perspective = "buyer", who: str = "Alice"
) -> Response:
    """A file of 2s that name a side, over the items where doing is giving."""
    sides: list[Perspective] = ["vendor"] * vendor + ["buyer"] * buyer
    named = {item: Answer(score=2, done_by=side) for item, side in zip(GIVING, sides, strict=False)}
    return filed("3333333", perspective=perspective, respondent=who, changes=named)


@pytest.mark.parametrize(
    ("vendor", "buyer", "mostly"),
    [
        (5, 0, None),
        (6, 0, "vendor"),
        (0, 6, "buyer"),
        (6, 1, None),
        (7, 1, "vendor"),
        (6, 2, None),
        (9, 2, "vendor"),
        (8, 3, None),
    ],
)
def test_one_side_stands_out_where_the_others_few_are_hardly_chance(
    vendor: int, buyer: int, mostly: Perspective | None
) -> None:
    found = balance(PARTNERSHIP, [naming(vendor, buyer)])
    assert found == {"buyer": Account(buyer, vendor, mostly)}


def test_each_side_has_an_account_of_its_own() -> None:
    found = balance(PARTNERSHIP, [naming(0, 7), naming(7, 0, "vendor", "Jane Doe")])
    assert {side: account.mostly for side, account in found.items()} == {
        "buyer": "buyer",
        "vendor": "vendor",
    }


def test_an_item_on_which_a_sides_people_name_both_counts_for_neither() -> None:
    found = balance(PARTNERSHIP, [naming(7, 0), naming(0, 1, who="Tom Okafor")])
    assert found == {"buyer": Account(buyer=0, vendor=6, mostly="vendor")}


def test_only_a_2_on_an_item_where_doing_is_giving_names_a_side() -> None:
    other = next(item.id for item in PARTNERSHIP.items if not item.balance)
    answers = {
        other: Answer(score=2, done_by="vendor"),
        GIVING[0]: Answer(score=3, done_by="vendor"),
        GIVING[1]: Answer(score=2),
    }
    assert balance(PARTNERSHIP, [filed("3333333", changes=answers)]) == {}


@given(st.lists(st.sampled_from((None, "buyer", "vendor")), min_size=len(GIVING), max_size=28))
@examples(60)
def test_who_did_it_changes_no_verdict(sides: list[Perspective | None]) -> None:
    twos = filed("2222222")
    named = {
        item: replace(answer, done_by=side)
        for (item, answer), side in zip(twos.answers.items(), sides, strict=False)
    }
    changed = replace(twos, answers={**twos.answers, **named})
    assert judge(PARTNERSHIP, [changed]) == judge(PARTNERSHIP, [twos])
