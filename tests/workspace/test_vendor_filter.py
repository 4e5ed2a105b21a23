"""Vendors are chosen and sorted by their fields and facts, as the conditions say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from partnercheck.base.errors import UserError
from partnercheck.base.records import Vendor
from partnercheck.workspace.vendor_filter import choose, condition_from, in_order

CLASSES = ["partner", "near-partner", "steady-supplier", "supplier"]


def vendor(name: str, **fields: Any) -> Vendor:
    own = {key: fields.pop(key) for key in [*fields] if key in Vendor.__struct_fields__}
    return Vendor(name=name, id=name.lower(), **own, facts=fields)


VENDORS = [
    vendor(
        "Acme", owner="Alice Moreau", tags=("chilled", "Critical"), target="partner", spend=120000,
        contract_end=dt.date(2027, 3, 31), since=2019, audited=True, risk="high",
    ),
    vendor(
        "Borealis", owner="Zoë", target="steady-supplier", spend=9000.5,
        contract_end=dt.date(2026, 12, 31), since=dt.date(2020, 5, 1), audited=False, risk="low",
    ),
    vendor("Cobalt", stage="candidate", risk="High"),
]  # fmt: skip


def chosen(*conditions: str) -> str:
    parsed = [condition_from(each) for each in conditions]
    assert all(parsed)
    return " ".join(each.name[0] for each in choose(VENDORS, [each for each in parsed if each]))


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("spend>9000.5", "A"),
        ("spend>=9000.5", "A B"),
        ("spend<120000", "B"),
        ("spend<=120000", "A B"),
        ("spend=120000", "A"),
        ("spend!=120000", "B C"),
        ("spend=", "C"),
        ("spend!=", "A B"),
        ("contract_end<2027", "B"),
        ("contract_end=2027", "A"),
        ("contract_end>2026", "A"),
        ("contract_end=2026-12", "B"),
        ("contract_end>2027-03-30", "A"),
        ("since<2020", "A"),
        ("since=2020", "B"),
        ("since=2019", "A"),
        ("risk=HIGH", "A C"),
        ("risk!=high", "B"),
        ("risk>high", "B"),
        ("audited=yes", "A"),
        ("audited=false", "B"),
        ("audited!=true", "B C"),
        ("tags=critical", "A"),
        ("tags!=critical", "B C"),
        ("owner=alice moreau", "A"),
        ("owner=", "C"),
        (" owner = ZOE\u0308 ", "B"),
        ("target=Steady supplier", "B"),
        ("target!=partner", "B C"),
        ("stage=candidate", "C"),
        ("value-chain=", "A B C"),
        ("name>b", "B C"),
    ],
)
def test_a_condition_chooses(condition: str, names: str) -> None:
    assert chosen(condition) == names


def test_several_conditions_must_all_hold() -> None:
    assert chosen("risk=high", "spend>1") == "A"
    assert chosen("risk=high", "spend=") == "C"


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("spnd>1", "Did you mean spend?"),
        ("spend>lots", "spend is a number"),
        ("contract_end<soon", "contract_end is a date"),
        ("audited<true", "is not ordered"),
        ("tags>a", "is not ordered"),
    ],
)
def test_a_condition_that_cannot_hold_is_refused(condition: str, message: str) -> None:
    with pytest.raises(UserError, match=message.replace("?", "[?]")):
        chosen(condition)


@pytest.mark.parametrize("text", ["", "spend", "=3", "a b=3", "größe=3"])
def test_other_texts_are_no_conditions(text: str) -> None:
    assert condition_from(text) is None


@pytest.mark.parametrize(
    ("key", "descending", "names"),
    [
        ("spend", False, "B A C"),
        ("spend", True, "A B C"),
        ("contract_end", False, "B A C"),
        ("target", False, "A B C"),
        ("target", True, "B A C"),
        ("owner", False, "A B C"),
        ("tags", False, "A B C"),
        ("stage", False, "A B C"),
        ("name", True, "C B A"),
    ],
)
def test_vendors_without_the_key_are_last(key: str, descending: bool, names: str) -> None:
    ordered = in_order(VENDORS[::-1], key, CLASSES, descending)
    assert " ".join(each.name[0] for each in ordered) == names
