"""Facts: a team's own keys are typed, kept, merged key by key, and reported if they are wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.base.records import Fact, Vendor
from partnercheck.storage.parse import same
from partnercheck.versions.resolving import resolution_of, resolved, save_resolved
from partnercheck.workspace.facts import fact_from, fact_label, separate_facts, typed_fact
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_description
from partnercheck.workspace.vendors import add_vendor
from tests.support.clones import begun, committed, program, pulled
from tests.support.running import ACME, Run
from tests.support.strategies import examples

FILE = f"vendors/{ACME}/vendor.toml"
FACTS = """
[facts]
spend = 120000
contract_end = 2027-03-31
criticality = "high"
audited = true
share = 0.25
"""


def with_facts(root: Path, facts: str = FACTS) -> Path:
    path = root / FILE
    path.write_text(path.read_text() + facts)
    return path


def test_facts_of_every_type_are_read_and_shown(workspace: Path, run: Run) -> None:
    with_facts(workspace)
    facts = read_description(open_workspace(workspace), ACME).vendor.facts
    assert facts == {
        "spend": 120000,
        "contract_end": dt.date(2027, 3, 31),
        "criticality": "high",
        "audited": True,
        "share": 0.25,
    }
    shown = run("show", ACME, here=workspace)
    lines = [" ".join(line.split()) for line in shown.out.splitlines()]
    for line in ("Spend 120,000", "Contract end 2027-03-31", "Criticality high", "Audited true"):
        assert line in lines
    assert run("check", here=workspace).code == 0
    assert run("fmt", "--check", here=workspace).code == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = [1, 2]", "x"),
        ("x = { a = 1 }", "x"),
        ("x = nan", "x"),
        ("x = 10:00:00", "x"),
        ("x = 2026-11-24T10:00:00Z", "x"),
        ("x = 9223372036854775808", "x"),
        ('"a b" = 1', "a b"),
        ('"größe" = 1', "größe"),
        ('tags = "a"', "above [facts]"),
        ('owner = "Alice"', "above [facts]"),
    ],
)
def test_a_wrong_fact_is_named_with_its_line_and_hides_no_other_vendor(
    workspace: Path, run: Run, line: str, expected: str
) -> None:
    path = with_facts(workspace, f"\n[facts]\nspend = 1\n{line}\n")
    number = len(path.read_text().splitlines())
    ran = run("check", here=workspace)
    assert ran.code == 1
    assert f"{FILE}:{number}: " in ran.out
    assert expected in ran.out
    assert "Borealis Packaging" in run("list", here=workspace).out


def test_facts_that_are_no_table_are_reported(workspace: Path, run: Run) -> None:
    path = workspace / FILE
    path.write_text(f"facts = 3\n{path.read_text()}")
    ran = run("check", here=workspace)
    assert f'{FILE}:1: "facts" is 3, expected a table' in ran.out


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("120000", 120000),
        ("-3", -3),
        ("0.75", 0.75),
        ("true", True),
        ("2027-03-31", dt.date(2027, 3, 31)),
        ("2027-02-31", "2027-02-31"),
        ("high", "high"),
        ("007", "007"),
        ('"2019"', "2019"),
        ("1e5", "1e5"),
        ("12345678901234567890", "12345678901234567890"),
        ("  two \n words ", "two words"),
    ],
)
def test_a_typed_value_becomes_the_narrowest_fact(typed: str, fact: Fact) -> None:
    assert same(fact_from(typed), fact)


facts = (
    st.integers(-(1 << 63), (1 << 63) - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates()
    | st.text(st.sampled_from('ab1.-" 0etru')).map(lambda text: " ".join(text.split()))
)


@examples(300)
@given(facts)
def test_a_fact_in_a_form_comes_back_as_it_was(fact: Fact) -> None:
    """Of numbers out of the usual range only the digits are kept, as a text."""
    back = fact_from(typed_fact(fact))
    assert same(back, fact) or str(back) == str(fact)


def test_a_key_reads_as_a_label() -> None:
    assert fact_label("contract_end") == "Contract end"
    assert fact_label("_") == "_"


@pytest.mark.parametrize("key", ["name", "a b", "", "owner", "x=y"])
def test_a_vendor_is_not_added_with_a_key_that_no_file_could_have(
    workspace: Path, key: str
) -> None:
    with pytest.raises(Exception, match="key"):
        add_vendor(open_workspace(workspace), Vendor(name="Zed", facts={key: 1}))
    assert not (workspace / "vendors/zed").exists()


@pytest.fixture
def two(workspace: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two clones of a workspace with facts."""
    with_facts(workspace)
    return begun(workspace, tmp_path)


def change(root: Path, old: str, new: str) -> None:
    path = root / FILE
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    committed(root, f"{old} is {new}")


def test_two_clones_that_change_two_facts_merge(two: tuple[Path, Path]) -> None:
    here, there = two
    change(here, "120000", "130000")
    change(there, "2027-03-31", "2028-03-31")
    change(there, "share = 0.25\n", 'share = 0.25\nregion = "north"\n')
    assert pulled(there).code == 0
    merged = tomli.loads((there / FILE).read_text())["facts"]
    assert (merged["spend"], merged["region"]) == (130000, "north")
    assert merged["contract_end"] == dt.date(2028, 3, 31)
    assert program(there, "check").code == 0
    assert program(there, "fmt", "--check").code == 0


def test_two_values_of_one_fact_are_a_conflict_that_names_the_fact(
    two: tuple[Path, Path],
) -> None:
    here, there = two
    change(here, "120000", "130000")
    change(there, "120000", "140000")
    ran = pulled(there)
    assert ran.code != 0
    assert "spend" in ran.out + ran.err
    text = (there / FILE).read_text()
    assert "spend" in text.split("<<<<<<< ")[1].split("\n")[0]
    resolution = resolution_of(open_workspace(there), there / FILE)
    assert [each.name for each in resolution.conflicts] == ["spend"]
    save_resolved(
        open_workspace(there), resolution, resolved(resolution, {("facts", "spend"): True})
    )
    assert tomli.loads((there / FILE).read_text())["facts"]["spend"] == 130000


@pytest.mark.parametrize(
    ("typed", "separate"),
    [
        ("a=1, b=2", ["a=1", " b=2"]),
        ("a=1; b=2,5", ["a=1", " b=2,5"]),
        ("spend=1.250.000,50, note=one, two", ["spend=1.250.000,50", " note=one, two"]),
        ("", []),
    ],
)
def test_facts_in_one_line_are_separated(typed: str, separate: list[str]) -> None:
    assert separate_facts(typed) == separate
