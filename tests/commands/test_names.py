"""A name that is nearly a known one is asked about, and never filed as another person unasked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from partnercheck.assessing.start import Start, with_known_side
from partnercheck.base.records import Person, Vendor
from partnercheck.workspace.known_names import near_name
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.people import save_person
from partnercheck.workspace.vendors import add_vendor
from tests.support.running import ACME, Run
from tests.support.terminal import Terminal

ROUND = f"vendors/{ACME}/2026-q4"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Alice Moreau", ""),
        ("alice  moreau", ""),
        ("Alice Morea", "Alice Moreau"),
        ("Alise Moreau", "Alice Moreau"),
        ("Pat Quin", "Pat Quinn"),
        ("Jane Doo", ""),
        ("Alice", ""),
        ("Bob Moreau", ""),
        ("山田", ""),
        ("", ""),
    ],
)
def test_a_name_is_near_if_it_differs_in_a_letter(workspace: Path, name: str, near: str) -> None:
    opened = open_workspace(workspace)
    save_person(opened, "", Person(name="Pat Quinn"))
    save_person(opened, ACME, Person(name="Jane Doe"))
    assert near_name(open_workspace(workspace), "buyer", ACME, name) == near


def test_owners_and_people_of_both_sides_are_known(workspace: Path) -> None:
    opened = open_workspace(workspace)
    add_vendor(opened, Vendor(name="Zed", owner="Wilma Ferguson"))
    save_person(opened, ACME, Person(name="Jonas Reed"))
    assert near_name(opened, "buyer", "", "Wilma Fergusson") == "Wilma Ferguson"
    assert near_name(opened, None, ACME, "Jonas Read") == "Jonas Reed"
    assert near_name(opened, None, ACME, "Wilma Fergusson") == "Wilma Ferguson"
    assert near_name(opened, None, ACME, "Jonas Reed") == ""


def test_a_form_for_somebody_asks_about_a_name_like_theirs(
    workspace: Path, tmp_path: Path, run: Run
) -> None:
    assert run("request", ACME, "--respondent", "Jonas Reed", here=workspace).code == 0
    (form,) = workspace.glob("outbox/*.form.txt")
    before = form.read_bytes()
    words = ("answer", str(form), "--respondent", "Jonas Read", "--plain")
    ran = run(*words, here=workspace)
    assert ran.code == 2
    assert '"Jonas Read" resembles the known name "Jonas Reed"' in ran.err
    assert form.read_bytes() == before
    assert run(*words, "--new-name", here=workspace).code == 0
    assert b"Jonas Read" in form.read_bytes()


def test_a_vendors_people_are_near_on_their_side_alone(workspace: Path) -> None:
    opened = open_workspace(workspace)
    save_person(opened, ACME, Person(name="Jonas Reed"))
    assert near_name(opened, "vendor", ACME, "Jonas Read") == "Jonas Reed"
    assert near_name(opened, "vendor", "borealis-packaging", "Jonas Read") == ""
    assert near_name(opened, "buyer", ACME, "Jonas Read") == ""


@pytest.mark.parametrize(
    "words",
    [
        ("assess", ACME, "--plain", "--respondent", "Alice Morea"),
        ("decide", ACME, "--class", "partner", "--by", "Alice Morea", "--reason", "So"),
        ("edit", ACME, "--owner", "Alice Morea"),
        ("add", "Zed", "--owner", "Alice Morea"),
        ("promises", ACME, "--add", "Call", "--by", "us", "--owner", "Alice Morea"),
        ("goals", "borealis-packaging", "--add", "Call", "--owner-us", "Alice Morea"),
        ("meetings", ACME, "--add", "--present", "Zed, Alice Morea"),
    ],
)
def test_without_a_terminal_a_near_name_is_an_error_unless_it_is_said_to_be_new(
    workspace: Path, run: Run, words: tuple[str, ...]
) -> None:
    before = {path: path.read_bytes() for path in workspace.rglob("*.toml")}
    ran = run(*words, here=workspace)
    assert ran.code == 2
    assert '"Alice Morea" resembles the known name "Alice Moreau"' in ran.err
    assert {path: path.read_bytes() for path in workspace.rglob("*.toml")} == before
    assert run(*words, "--new-name", here=workspace).code == 0


@pytest.mark.parametrize(("typed", "owner"), [("y", "Alice Moreau"), ("n", "Alice Morea")])
def test_on_a_terminal_it_is_a_question(workspace: Path, typed: str, owner: str) -> None:
    terminal = Terminal(
        ["-m", "partnercheck", "edit", ACME, "--owner", "Alice Morea"],
        here=workspace,
        command=(sys.executable,),
    )
    terminal.until("Did you mean Alice Moreau?")
    terminal.press(f"{typed}\r")
    assert terminal.ended() == 0
    assert f'owner = "{owner}"' in (workspace / f"vendors/{ACME}/vendor.toml").read_text()


def test_in_plain_mode_it_is_asked_after_the_name(workspace: Path) -> None:
    terminal = Terminal(
        ["-m", "partnercheck", "assess", ACME, "--plain", "--round", "2026-q3"],
        here=workspace,
        command=(sys.executable,),
    )
    terminal.until("Your name or role?")
    terminal.press("Alice Morea\r")
    terminal.until("Did you mean Alice Moreau?")
    terminal.press("y\r")
    terminal.until("buyer: Alice Moreau.")
    terminal.press("3\rq\r")
    terminal.ended()
    assert (workspace / f"vendors/{ACME}/2026-q3/buyer.alice-moreau.partnership.toml").exists()


def test_a_known_respondent_is_not_asked_for_a_side(workspace: Path) -> None:
    opened = open_workspace(workspace)
    save_person(opened, ACME, Person(name="Jonas Reed"))
    opened = open_workspace(workspace)
    for name, side in (("Alice Moreau", "buyer"), ("jonas  reed", "vendor"), ("Zed", None)):
        assert with_known_side(opened, Start(ACME, respondent=name)).perspective == side
    asked = Start(ACME, perspective="buyer", respondent="Jonas Reed")
    assert with_known_side(opened, asked) == asked


def test_a_first_name_is_asked_about_before_it_becomes_another_respondent(
    workspace: Path,
) -> None:
    terminal = Terminal(
        ["-m", "partnercheck", "assess", ACME, "--respondent", "Alice", "--round", "2026-q3"],
        here=workspace,
        command=(sys.executable,),
    )
    terminal.until("Did you mean Alice Moreau?")
    terminal.press("y\r")
    terminal.until("buyer: Alice Moreau")
    terminal.press("\x11")
    terminal.ended()
