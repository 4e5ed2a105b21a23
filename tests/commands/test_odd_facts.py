"""A text among amounts or dates: it is named, and never compared in silence."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from tests.support.running import ACME, Run

LIST = """\
Name;Spend;End
Aa;1.240.000,00;31.12.2027
Bb;12.500,00;01.02.2029
Cc;auf Anfrage;30.06.2026
Dd;75.000,00;unbefristet
Ee;9.000,00;01.01.2028
"""


@pytest.fixture
def listed(workspace: Path, run: Run) -> Path:
    (workspace / "list.csv").write_text(LIST)
    words = ("--facts", "Spend=spend,End=contract_end")
    ran = run("add", "--from", "list.csv", *words, here=workspace)
    assert ran.code == 0
    assert "Fact spend: numbers, such as 1,240,000" in ran.err
    assert 'list.csv:4: "auf Anfrage" in the column "spend" is not a number' in ran.err
    assert 'list.csv:5: "unbefristet" in the column "contract_end" is not a date' in ran.err
    return workspace


def facts(root: Path, vendor: str) -> dict[str, object]:
    text = (root / "vendors" / vendor / "vendor.toml").read_text()
    found: dict[str, object] = tomllib.loads(text)["facts"]
    return found


def test_a_column_keeps_its_type_beside_an_odd_cell(listed: Path) -> None:
    assert facts(listed, "aa") == {"spend": 1240000, "contract_end": dt.date(2027, 12, 31)}
    assert facts(listed, "cc")["spend"] == "auf Anfrage"
    assert facts(listed, "dd")["contract_end"] == "unbefristet"


def test_a_list_names_the_vendors_that_it_cannot_compare(listed: Path, run: Run) -> None:
    ran = run("list", "--where", "spend>50000", "--format", "csv", here=listed)
    assert [row.split(",")[1].strip('"') for row in ran.out.splitlines()[1:]] == ["Aa", "Dd"]
    assert "spend>50000 cannot be compared with the spend of: Cc (auf Anfrage)" in ran.err


def test_a_change_is_refused_if_a_vendor_cannot_be_compared(listed: Path, run: Run) -> None:
    ran = run("archive", "--where", "contract_end<2028", "--yes", here=listed)
    assert ran.code == 2
    assert "Dd (unbefristet)" in ran.err
    assert "Nothing was changed" in ran.err
    assert "archived" not in (listed / "vendors/aa/vendor.toml").read_text()
    ran = run("archive", "--where", "contract_end=unbefristet", "--yes", here=listed)
    assert (ran.code, "archived" in (listed / "vendors/dd/vendor.toml").read_text()) == (0, True)


def test_the_check_names_a_text_among_numbers_with_its_line(listed: Path, run: Run) -> None:
    ran = run("check", here=listed)
    assert ran.code == 0
    assert 'vendors/cc/vendor.toml:5: "spend" is text, but a number for most' in ran.out + ran.err


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("spend=1.500.000,00", {"spend": 1_500_000}),
        ("Spend=3", {"spend": 3}),
        ("contract_end=31.12.2027", {"contract_end": dt.date(2027, 12, 31)}),
        ("contract_end=12/31/2027", {"contract_end": dt.date(2027, 12, 31)}),
        ('contract_end="31.12.2027"', {"contract_end": "31.12.2027"}),
    ],
)
def test_a_typed_value_is_read_as_one_of_a_spreadsheet(
    typed: str, saved: dict[str, object], listed: Path, run: Run
) -> None:
    assert run("edit", "ee", "--set", typed, here=listed).code == 0
    assert facts(listed, "ee") == {"spend": 9000, "contract_end": dt.date(2028, 1, 1), **saved}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("contract_end=2027-02-31", "there is no day 2027-02-31"),
        ("contract_end=31.02.2027", "there is no day 31.02.2027"),
        ("contract_end=03/04/2027", "it is not clear which is the day and which the month"),
    ],
)
def test_a_day_that_is_none_or_two_is_refused(
    typed: str, told: str, workspace: Path, run: Run
) -> None:
    before = (workspace / f"vendors/{ACME}/vendor.toml").read_bytes()
    ran = run("edit", ACME, "--set", typed, here=workspace)
    assert (ran.code, told in ran.err) == (2, True)
    assert (workspace / f"vendors/{ACME}/vendor.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("spend=1.2 Mio", 'spend was a number and is now the text "1.2 Mio"'),
        ("spend=€ 1.200,50", 'spend was a number and is now the text "€ 1.200,50"'),
        ("contract_end=2027-2-3", 'contract_end was a date and is now the text "2027-2-3"'),
    ],
)
def test_a_number_or_a_date_that_becomes_a_text_is_named(
    typed: str, sentence: str, listed: Path, run: Run
) -> None:
    would = sentence.replace("was a", "is a").replace("is now", "would be")
    assert would in run("edit", "ee", "--set", typed, "--dry-run", here=listed).err
    ran = run("edit", "ee", "--set", typed, here=listed)
    assert (ran.code, sentence in ran.err) == (0, True)
    assert sentence not in run("edit", "ee", "--set", typed, here=listed).err


def test_a_text_for_many_vendors_is_named_once(listed: Path, run: Run) -> None:
    ran = run("edit", "aa", "bb", "cc", "--set", "spend=a lot", "--yes", here=listed)
    (line,) = (line for line in ran.err.splitlines() if line.startswith("spend was"))
    assert 'spend was a number for 2 vendors and is now the text "a lot"' in line


def test_a_text_that_was_a_text_and_a_new_one_are_not_named(listed: Path, run: Run) -> None:
    ran = run("edit", "cc", "--set", "spend=soon", "--set", "region=north", here=listed)
    assert "is now the text" not in ran.err
