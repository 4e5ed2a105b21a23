"""The balance of giving: the accounts of both sides, and when one side stands out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.records import Answer, Perspective, Response
from partnercheck.rules.balance import Account, balance
from partnercheck.rules.classify import judge
from tests.rules.partnership_files import PARTNERSHIP, response_of
from tests.support.strategies import examples

BALANCE_ITEMS = [item.id for item in PARTNERSHIP.items if item.balance]


def response_naming(
    vendor: int, buyer: int, perspective: Perspective = "buyer", who: str = "Alice"
) -> Response:
    """Return a response with so many balance items at 2 that name each side."""
    sides: list[Perspective] = ["vendor"] * vendor + ["buyer"] * buyer
    named = {
        item: Answer(score=2, done_by=side)
        for item, side in zip(BALANCE_ITEMS, sides, strict=False)
    }
    return response_of("3333333", perspective=perspective, respondent=who, changes=named)


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
def test_one_side_stands_out_only_if_chance_is_an_unlikely_explanation(
    vendor: int, buyer: int, mostly: Perspective | None
) -> None:
    accounts = balance(PARTNERSHIP, [response_naming(vendor, buyer)])
    items = tuple(item for item in BALANCE_ITEMS[:vendor] if mostly == "vendor")
    items += tuple(item for item in BALANCE_ITEMS[vendor:][:buyer] if mostly == "buyer")
    assert accounts == {"buyer": Account(buyer, vendor, mostly, items)}


def test_each_side_has_an_account_of_its_own() -> None:
    accounts = balance(
        PARTNERSHIP, [response_naming(0, 7), response_naming(7, 0, "vendor", "Jane Doe")]
    )
    assert {side: account.main_side for side, account in accounts.items()} == {
        "buyer": "buyer",
        "vendor": "vendor",
    }


def test_an_item_on_which_one_sides_people_name_both_sides_counts_for_neither() -> None:
    accounts = balance(
        PARTNERSHIP, [response_naming(7, 0), response_naming(0, 1, who="Tom Okafor")]
    )
    assert accounts["buyer"] == Account(0, 6, "vendor", tuple(BALANCE_ITEMS[1:7]))


def test_only_a_score_of_2_on_a_balance_item_names_a_side() -> None:
    other_item = next(item.id for item in PARTNERSHIP.items if not item.balance)
    answers = {
        other_item: Answer(score=2, done_by="vendor"),
        BALANCE_ITEMS[0]: Answer(score=3, done_by="vendor"),
        BALANCE_ITEMS[1]: Answer(score=2),
    }
    assert balance(PARTNERSHIP, [response_of("3333333", changes=answers)]) == {}


@given(
    st.lists(st.sampled_from((None, "buyer", "vendor")), min_size=len(BALANCE_ITEMS), max_size=28)
)
@examples(60)
def test_the_side_that_is_named_changes_no_verdict(sides: list[Perspective | None]) -> None:
    twos = response_of("2222222")
    with_sides = {
        item: replace(answer, done_by=side)
        for (item, answer), side in zip(twos.answers.items(), sides, strict=False)
    }
    changed = replace(twos, answers={**twos.answers, **with_sides})
    assert judge(PARTNERSHIP, [changed]) == judge(PARTNERSHIP, [twos])
