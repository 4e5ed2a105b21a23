"""Vendors from a spreadsheet."""

from pathlib import Path

import pytest

from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_description, vendor_ids
from tests.support.running import Run


def test_forty_vendors_of_a_spreadsheet_are_added(workspace: Path, run: Run) -> None:
    rows = [f"Vendor {n},Parts {n},inbound,partner,a;b,2019" for n in range(40)]
    header = "Name,Supplies,Value chain,Target,Tags,Since"
    (workspace / "list.csv").write_text("\n".join([header, *rows]) + "\n")
    ran = run("add", "--from", "list.csv", here=workspace)
    assert (ran.code, ran.out.count("Added")) == (0, 40)
    assert "Columns used: name, supplies, value_chain, target, tags, since" in ran.err
    vendor = read_description(open_workspace(workspace), "vendor-7")[0]
    assert (vendor.supplies, vendor.target, vendor.tags) == ("Parts 7", "partner", ("a", "b"))
    assert vendor.since == 2019
    assert run("check", here=workspace).code == 0


def test_wrong_rows_are_named_with_their_line_and_the_others_are_added(
    workspace: Path, run: Run
) -> None:
    (workspace / "list.csv").write_text(
        "\ufeffname;colour;stage;target\nGood;red;active;\nacme LOGISTICS;;;\nGood;;;\n"
        ";;;supplier\nOdd;;maybe;\nOff;;;friend\n\nLast;;candidate;Near partner\n",
        "utf-8",
    )
    ran = run("add", "--from", "list.csv", here=workspace)
    assert ran.code == 0
    assert ran.out == "Added Good as good\nAdded Last as last\n"
    for words in (
        "Columns not used: colour",
        'list.csv:3: a vendor called "acme LOGISTICS" exists already: acme-logistics',
        'list.csv:4: "Good" is already in line 2',
        "list.csv:5: the name is missing",
        'list.csv:6: "stage" cannot be "maybe". Write "active" or "candidate"',
        'list.csv:7: "friend" is not a class',
        "2 vendors added, 5 rows refused",
    ):
        assert words in ran.err
    assert read_description(open_workspace(workspace), "last")[0].target == "near-partner"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"vendor,supplies\nA,b\n", "no column called name"),
        (b"name\n\xff\n", "not UTF-8"),
        (b"", "no column called name"),
    ],
)
def test_a_file_that_is_no_list_of_vendors_is_refused(
    workspace: Path, run: Run, content: bytes, words: str
) -> None:
    (workspace / "list.csv").write_bytes(content)
    before = vendor_ids(open_workspace(workspace))
    ran = run("add", "--from", "list.csv", here=workspace)
    assert ran.code == 2
    assert words in ran.err
    assert vendor_ids(open_workspace(workspace)) == before
    assert run("add", "--from", "nowhere.csv", here=workspace).code == 2
    assert run("add", here=workspace).code == 2


def test_a_vendor_and_a_list_are_not_added_together(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text("name\nKestrel\n")
    ran = run("add", "Moor", "--from", "list.csv", here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert "cannot go together" in ran.err
    assert not (workspace / "vendors/kestrel").exists()


def test_a_list_without_a_row_is_no_success(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text("name,owner\n")
    ran = run("add", "--from", "list.csv", here=workspace)
    assert ran.code == 2
    assert "0 vendors added, 0 rows refused" in ran.err
