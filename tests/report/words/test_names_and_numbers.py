"""Numbers, names with commas and names with marked letters, as people write and sort them."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.base.english import joined, listed
from partnercheck.base.text import sort_key
from partnercheck.workspace.facts import fact_from, fact_text, typed_fact
from tests.support.running import ACME, Run


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (990000.0, "990,000"),
        (2050000.1, "2,050,000.10"),
        (2019, "2019"),
        (9000.5, "9000.5"),
        (0.75, "0.75"),
        (-1240000, "-1,240,000"),
        (True, "true"),
    ],
)
def test_a_number_is_shown_as_people_write_it_and_typed_back_as_it_is(
    number: float, text: str
) -> None:
    assert fact_text(number) == text
    assert fact_from(typed_fact(number)) == number


def test_amounts_are_grouped_in_lists_and_edits_but_not_in_csv(workspace: Path, run: Run) -> None:
    ran = run("edit", ACME, "--set", "spend=990000.0", here=workspace)
    assert "→ 990,000\n" in ran.out
    words = ("list", "--columns", "spend", "--where", "spend>900000")
    assert "990,000" in run(*words, here=workspace).out
    assert "990000.0" in run(*words, "--format", "csv", here=workspace).out


def test_names_with_commas_are_separated_by_semicolons() -> None:
    names = ["Fuchs, Hase und Igel OHG", "Gamma Labor"]
    assert joined(names) == "Fuchs, Hase und Igel OHG; Gamma Labor"
    assert listed([*names, "Delta"]) == "Fuchs, Hase und Igel OHG; Gamma Labor; and Delta"
    assert joined(["Alpha", "Beta"]) == "Alpha, Beta"
    assert listed(["Alpha", "Beta"]) == "Alpha and Beta"


def test_a_marked_letter_is_sorted_with_its_letter() -> None:
    names = ["Ärzte", "Alpha", "Azur", "Brix", "Çelik", "Dahl", "Ødegaard", "Œuvre", "Öl", "Zebra"]
    expected = ["Alpha", "Ärzte", "Azur", "Brix", "Çelik", "Dahl", "Ødegaard", "Œuvre", "Öl"]
    assert sorted(names, key=sort_key) == [*expected, "Zebra"]
