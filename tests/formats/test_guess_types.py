"""What a column of a spreadsheet is taken for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.formats.guess_types import Value, guess_column
from partnercheck.storage.parse import same
from tests.support.strategies import examples

MARCH = dt.date(2027, 3, 31)
EITHER = "text: day and month cannot be told apart"


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1240000", "", "95"], "numbers", [1240000, None, 95]),
        (["1,240,000", "9.5"], "numbers", [1240000, 9.5]),
        (["1.240.000", "9,5"], "numbers", [1240000, 9.5]),
        (["1,240", "95"], "numbers", [1240, 95]),
        (["1.240", "2.500"], "numbers", [1240, 2500]),
        (["€ 1.240,50", "95 €"], "numbers", [1240.5, 95]),
        (["1 240 000", "1'000"], "numbers", [1240000, 1000]),
        (["-3", "+4", "12.5%"], "numbers", [-3, 4, 12.5]),
        (["1.5", "1,5"], "texts", ["1.5", "1,5"]),
        (["1.2.3"], "texts", ["1.2.3"]),
        (["12,34,56"], "texts", ["12,34,56"]),
        (["007", "12"], "texts", ["007", "12"]),
        (["12", "n/a"], "texts", ["12", "n/a"]),
        (["1234567890123456"], "texts", ["1234567890123456"]),
        (["2027-03-31", ""], "dates", [MARCH, None]),
        (["31.03.2027", "1.3.2027"], "dates, day first", [MARCH, dt.date(2027, 3, 1)]),
        (["01.03.2027"], "dates, day first", [dt.date(2027, 3, 1)]),
        (["03/31/2027", "03/01/2027"], "dates, month first", [MARCH, dt.date(2027, 3, 1)]),
        (["31/03/2027", "01/03/2027"], "dates, day first", [MARCH, dt.date(2027, 3, 1)]),
        (["31.03.2027", "2027-03-31"], "dates, day first", [MARCH, MARCH]),
        (["2027-03-31", "03/31/2027"], "dates, month first", [MARCH, MARCH]),
        (
            ["2027-03-31", "03/04/2027"],
            "text: day and month cannot be told apart",
            ["2027-03-31", "03/04/2027"],
        ),
        (["03/04/2027"], EITHER, ["03/04/2027"]),
        (["2027-02-30"], "texts", ["2027-02-30"]),
        (["31/03/2027", "03/31/2027"], "texts", ["31/03/2027", "03/31/2027"]),
        (["1.240.000", "95", "9,5", "auf Anfrage"], "numbers", [1240000, 95, 9.5, "auf Anfrage"]),
        (
            ["31.03.2027", "unlimited", "2027-03-31", "31.3.2027", ""],
            "dates, day first",
            [MARCH, "unlimited", MARCH, MARCH, None],
        ),
        (
            ["2027-03-31", "2027-02-31", "2027-03-31", "2027-03-31"],
            "dates",
            [MARCH, "2027-02-31", MARCH, MARCH],
        ),
        (["12", "13", "14", "007", "n/a"], "texts", ["12", "13", "14", "007", "n/a"]),
        (["12", "13", "n/a"], "texts", ["12", "13", "n/a"]),
        (["", " "], "texts", [None, None]),
        ([], "texts", []),
        (["=cmd|x", "high"], "texts", ["=cmd|x", "high"]),
    ],
)
def test_a_column_is_taken_for(cells: list[str], kind: str, values: list[Value | None]) -> None:
    guess = guess_column(cells)
    assert guess.kind == kind
    assert len(guess.values) == len(values)
    assert all(map(same, guess.values, values))


@examples(200)
@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=5))
def test_numbers_with_separators_are_the_numbers(numbers: list[int]) -> None:
    for written in (lambda n: f"{n}", lambda n: f"{n:,}", lambda n: f"{n:,}".replace(",", ".")):
        assert guess_column([written(each) for each in numbers]).values == numbers


@examples(200)
@given(st.lists(st.text(st.sampled_from("0123456789.,/-€% aé"), max_size=8), max_size=4))
def test_any_column_has_a_value_for_each_filled_cell(cells: list[str]) -> None:
    guess = guess_column(cells)
    assert [value is None for value in guess.values] == [not cell.strip() for cell in cells]
    kinds = {
        type(value) in (int, float)
        for place, value in enumerate(guess.values)
        if value is not None and place not in guess.odd
    }
    assert len(kinds) < 2
    assert all(isinstance(guess.values[place], str) for place in guess.odd)


def test_a_text_among_the_numbers_of_a_spreadsheet_is_the_only_text() -> None:
    guess = guess_column([1_240_000, 95.5, "auf Anfrage", 12, ""])
    assert guess.values == [1_240_000, 95.5, "auf Anfrage", 12, None]
    assert guess.odd == (2,)
