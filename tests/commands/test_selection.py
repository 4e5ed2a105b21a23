"""--where, --sort and --columns do the same in every command that lists vendors."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.running import Run

CHOSEN = ("--where", "spend>400000", "--where", "criticality=high")
ORDER = ("--sort", "spend", "--descending")
EXPECTED = ["Elderwick Dairy", "Acme Logistics", "Ilvane Robotics"]


def names(out: str) -> list[str]:
    return [row["name"] for row in csv.DictReader(io.StringIO(out))]


@pytest.mark.parametrize("command", [("list",), ("compare",), ("table", "verdicts")])
def test_vendors_are_chosen_and_sorted(samples: Path, run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, *CHOSEN, *ORDER, "--format", "csv", here=samples)
    assert (ran.code, names(ran.out)) == (0, EXPECTED)


def test_columns_of_csv_hold_the_facts(samples: Path, run: Run) -> None:
    ran = run("list", *CHOSEN, "--columns", "spend,contract_end", "--format", "csv", here=samples)
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(ran.out))}
    assert rows["Acme Logistics"]["spend"] == "1240000"
    assert rows["Acme Logistics"]["contract_end"] == "2027-03-31"
    assert rows["Ilvane Robotics"]["contract_end"] == ""
    table = run("table", "answers", *CHOSEN, "--columns", "spend", here=samples)
    assert {row["spend"] for row in csv.DictReader(io.StringIO(table.out))} == {
        "480000",
        "1240000",
        "2150000",
    }


def test_a_fact_named_like_a_column_gets_a_name_of_its_own(samples: Path, run: Run) -> None:
    assert run("edit", "acme-logistics", "--set", "low=x", here=samples).code == 0
    for command in (("list",), ("table", "verdicts")):
        ran = run(*command, "--where", "low=x", "--columns", "low", "--format", "csv", here=samples)
        (row,) = csv.DictReader(io.StringIO(ran.out))
        assert (row["low"], row["low_of_vendor"]) == ("near-partner", "x")


def test_columns_stand_in_text_and_markdown(samples: Path, run: Run) -> None:
    for words in (("list",), ("list", "--format", "markdown"), ("compare",)):
        out = run(*words, *CHOSEN, "--columns", "spend,owner", here=samples).out
        assert "Spend" in out
        assert "1,240,000" in out
        assert "Alice Moreau" in out
    report = run("report", *CHOSEN, "--columns", "owner", "--format", "markdown", here=samples).out
    assert "Owner: Alice Moreau" in report
    assert "Borealis" not in report


def test_json_has_every_fact(samples: Path, run: Run) -> None:
    ran = run("list", *CHOSEN, "--format", "json", here=samples)
    facts = {each["vendor"]: each["facts"] for each in json.loads(ran.out)["vendors"]}
    assert facts["acme-logistics"] == {
        "spend": 1240000,
        "contract_end": "2027-03-31",
        "criticality": "high",
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--where", "spend"), "write a key, one of"),
        (("--where", "spnd>3"), "Did you mean spend?"),
        (("--sort", "spnd"), "Did you mean spend?"),
        (("--columns", "spnd"), "Did you mean spend?"),
        (("--descending",), "--descending needs --sort"),
        (("--where", "spend>lots"), "spend is a number"),
    ],
)
def test_a_key_that_nobody_has_is_refused(
    samples: Path, run: Run, words: tuple[str, ...], message: str
) -> None:
    ran = run("list", *words, here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_description_that_cannot_be_read_is_reported_and_meets_no_condition(
    samples: Path, run: Run
) -> None:
    (samples / "vendors/cobalt-cloud/vendor.toml").write_text("name = 3\n")
    ran = run("list", "--where", "owner!=nobody", "--format", "csv", here=samples)
    assert "cobalt-cloud/vendor.toml:1" in ran.err
    assert len(names(ran.out)) == 11


def test_columns_of_a_spreadsheet_become_facts(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text(
        "Name;Spend;Contract end;Risk\nZed;1.240.000;31.03.2027;high\nYak;95.500;;\n"
    )
    ran = run("add", "--from", "list.csv", here=workspace)
    assert "--facts 'Spend,Contract end,Risk'" in ran.err
    for name in ("zed", "yak"):
        run("remove", name, "--yes", here=workspace)
    ran = run("add", "--from", "list.csv", "--facts", "spend,Contract End", here=workspace)
    assert "Fact spend: numbers, such as 1,240,000" in ran.err
    assert "Fact contract_end: dates, day first, such as 2027-03-31" in ran.err
    text = (workspace / "vendors/zed/vendor.toml").read_text()
    assert "spend = 1240000\ncontract_end = 2027-03-31\n" in text
    for words, message in (
        (("--facts", "Spnd"), 'no column called "Spnd"'),
        (("--facts", "Name"), "is a key of the vendor itself"),
    ):
        assert message in run("add", "--from", "list.csv", *words, here=workspace).err
