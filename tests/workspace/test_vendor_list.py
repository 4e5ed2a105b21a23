"""Vendors from a spreadsheet."""

import datetime as dt
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from partnercheck.base.records import Vendor
from partnercheck.workspace import column_names
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_description, vendor_ids
from tests.support.running import Run
from tests.support.terminal import Terminal


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
        'list.csv:3: a vendor called "acme LOGISTICS" already exists: acme-logistics',
        'list.csv:4: "Good" is already on line 2',
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
        (b"title,supplies\nA,b\n", "no column called name"),
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
    assert "cannot be used together" in ran.err
    assert not (workspace / "vendors/kestrel").exists()


def test_a_list_without_a_row_is_no_success(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text("name,owner\n")
    ran = run("add", "--from", "list.csv", here=workspace)
    assert ran.code == 2
    assert "0 vendors added, 0 rows refused" in ran.err


AWKWARD = (
    "Vendors of 2026;;;;;\n;;;;;\n"
    " Vendor Name ;Category;Owner;;Partner since;Spend\n"
    "Kestrel;inbound;Tom Okafor;;31.03.2019;1.240.000,50\n;;;;;\n"
    "Moor ; ;;;05.06.2020;980.000,00\n"
)
OPTIONS = "--map 'Vendor Name=name' --map Category=value_chain --map 'Partner since=since'"


def described(workspace: Path, vendor_id: str) -> Vendor:
    return read_description(open_workspace(workspace), vendor_id).vendor


def test_a_guess_is_not_taken_without_a_terminal_but_printed_to_copy(
    workspace: Path, run: Run
) -> None:
    (workspace / "list.csv").write_text(AWKWARD)
    ran = run("add", "--from", "list.csv", here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert OPTIONS in ran.err
    assert not (workspace / "vendors/kestrel").exists()
    ran = run("add", "--from", "list.csv", *shlex.split(OPTIONS), here=workspace)
    assert (ran.code, ran.out) == (0, "Added Kestrel as kestrel\nAdded Moor as moor\n")


def test_an_awkward_sheet_is_read_with_its_guess(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text(AWKWARD)
    ran = run("add", "--from", "list.csv", "--yes", "--facts", "Spend", here=workspace)
    assert ran.code == 0
    assert "The header is on line 3" in ran.err
    assert 'name (from "Vendor Name")' in ran.err
    kestrel = described(workspace, "kestrel")
    assert (kestrel.value_chain, kestrel.owner) == ("inbound", "Tom Okafor")
    assert (kestrel.since, kestrel.facts) == (dt.date(2019, 3, 31), {"spend": 1240000.5})
    assert run("check", here=workspace).code == 0


def test_a_row_that_names_groups_of_columns_is_no_header(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text(
        "Approved suppliers;;;\nSupplier;;Money;\nVendor Name;Category;Annual spend (EUR);Ends\n"
        "Kestrel;inbound;1.240.000;31.03.2027\nMoor;inbound;;\n"
    )
    facts = "Annual spend (EUR)=spend,Ends=contract_end"
    ran = run("add", "--from", "list.csv", "--yes", "--facts", facts, here=workspace)
    assert ran.out == "Added Kestrel as kestrel\nAdded Moor as moor\n"
    assert "The header is on line 3" in ran.err
    assert described(workspace, "kestrel").facts == {
        "spend": 1240000,
        "contract_end": dt.date(2027, 3, 31),
    }
    wrong = "Annual spend (EUR)=owner"
    ran = run("add", "--from", "list.csv", "--yes", "--facts", wrong, here=workspace)
    assert (ran.code, '"owner" is a key of the vendor itself' in ran.err) == (2, True)


def test_a_day_that_can_be_read_in_two_ways_is_named(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text("name,since\nKestrel,03/04/2019\nMoor,2020\n")
    ran = run("add", "--from", "list.csv", here=workspace)
    assert ran.out == "Added Moor as moor\n"
    assert 'list.csv:2: "since" is 03/04/2019: day and month cannot be told apart' in ran.err
    assert "--dates day-first" in ran.err


def test_a_row_of_a_vendor_is_no_header_and_no_title(workspace: Path, run: Run) -> None:
    """The class Supplier is also a heading that people use for a name."""
    (workspace / "list.csv").write_text("Bezeichnung,target\nKestrel,supplier\n")
    ran = run("add", "--from", "list.csv", here=workspace)
    assert ran.code == 2
    assert "list.csv:1: has no column called name" in ran.err
    words = ("add", "--from", "list.csv", "--map", "Bezeichnung=name")
    assert run(*words, here=workspace).out == "Added Kestrel as kestrel\n"


def test_two_columns_that_could_be_one_key_are_left_to_a_person(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text("Supplier,Company,Category\nKestrel,Kestrel Ltd,in\n")
    ran = run("add", "--from", "list.csv", "--yes", here=workspace)
    assert ran.code == 2
    assert "Supplier and Company could each be the name" in ran.err
    words = ("add", "--from", "list.csv", "--map", "company=name", "--map", "Category=")
    assert run(*words, here=workspace).out == "Added Kestrel Ltd as kestrel-ltd\n"
    assert described(workspace, "kestrel-ltd").value_chain == ""


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("Firm=name", 'no column called "firm"'),
        ("Supplier=nmae", 'no key "nmae"'),
        ("Supplier", 'write it as in --map "Vendor Name=name"'),
    ],
)
def test_a_map_that_cannot_be_used_is_refused(
    workspace: Path, run: Run, option: str, words: str
) -> None:
    (workspace / "list.csv").write_text("Supplier\nKestrel\n")
    ran = run("add", "--from", "list.csv", "--map", option, here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_every_other_name_of_a_column_belongs_to_one_key() -> None:
    tables = tomllib.loads((Path(column_names.__file__).parent / column_names.FILE).read_text())
    names = [column_names.own_key(name) for each in tables.values() for name in each]
    assert len(set(names)) == len(names)
    assert set(tables) <= set(column_names.KEYS)
    assert not set(names) & set(column_names.KEYS)


@pytest.mark.parametrize(("answer", "added"), [("y", True), ("n", False)])
def test_a_guess_is_asked_about_on_a_terminal(workspace: Path, answer: str, added: bool) -> None:
    (workspace / "list.csv").write_text("Supplier,Category\nKestrel,inbound\n")
    terminal = Terminal(
        ["-m", "partnercheck", "add", "--from", "list.csv"],
        here=workspace,
        command=(sys.executable,),
    )
    terminal.until("Are these the right columns?")
    terminal.press(f"{answer}\r")
    terminal.until("Added Kestrel" if added else "Nothing was added")
    assert terminal.ended() == (0 if added else 2)
    assert (workspace / "vendors/kestrel").exists() == added
