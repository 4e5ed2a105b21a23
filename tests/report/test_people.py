"""The list of people in every format, and the text to send to who owes an answer."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer, Awaited, Person
from partnercheck.report.people import WRITERS, reminder
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.editing import save_vendor
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.people import save_person
from partnercheck.workspace.read_vendor import read_description, read_vendor, vendor_ids
from partnercheck.workspace.respondents import KnownPeople, KnownPerson
from tests.support.running import ACME, TODAY, Run

YESTERDAY = TODAY - dt.timedelta(days=1)
SECRET = "never-to-be-sent"


@pytest.fixture
def opened(workspace: Path) -> Workspace:
    """A workspace in which Bob has begun, Jane was asked, and Kim has nothing to do."""
    opened = open_workspace(workspace)
    sitting = start_sitting(opened, Start(ACME, "buyer", "Bob", round="2026-q4"), TODAY)
    sitting.save_answer("culture-decisions", Answer(score=3, evidence=SECRET))
    note_request(opened, ACME, "2026-q4", Awaited("vendor", "Jane Doe", YESTERDAY))
    note_request(opened, ACME, "2026-q4", Awaited("buyer", "Bob", TODAY))
    save_person(opened, "", Person(name="Kim Lee", level="executive", email="kim@example.org"))
    save_person(opened, ACME, Person(name="Jane Doe", email="jane.doe@example.org"))
    return open_workspace(workspace)


def everybody(opened: Workspace) -> list[KnownPerson]:
    known = KnownPeople(opened)
    for vendor_id in vendor_ids(opened):
        known.add_vendor(read_vendor(opened, vendor_id))
    return known.everybody()


def test_a_line_says_who_has_answered_and_who_owes_an_answer(opened: Workspace) -> None:
    text = WRITERS["text"](everybody(opened), {ACME: "Acme Logistics"}, TODAY)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines == [
        "Name Of Level E-mail Answered Still to come",
        "Alice Moreau us - - Acme Logistics 2026-q4 -",
        "Bob us - - Acme Logistics 2026-q4 (1 of 28) Acme Logistics 2026-q4 (27 answers, due "
        "2026-11-24)",
        "Kim Lee us executive kim@example.org - -",
        "Jane Doe Acme Logistics - jane.doe@example.org - Acme Logistics 2026-q4 (overdue since "
        "2026-11-23)",
    ]


def test_other_programs_get_the_same(opened: Workspace) -> None:
    people = everybody(opened)
    rows = list(csv.DictReader(io.StringIO(WRITERS["csv"](people, {}, TODAY))))
    read = json.loads(WRITERS["json"](people, {}, TODAY))["people"]
    assert [row["name"] for row in rows] == [each["name"] for each in read]
    assert read[1]["owes"] == [
        {
            "vendor": ACME,
            "round": "2026-q4",
            "due": "2026-11-24",
            "missing": 27,
            "asked": None,
            "is_asked": True,
            "lens": None,
        }
    ]
    assert WRITERS["markdown"](people, {}, TODAY).count("\n") == 2 + len(people)


def test_a_vendor_reads_no_word_of_ours_in_a_reminder(opened: Workspace) -> None:
    seen = read_description(opened, ACME).vendor
    wanted = seen.__class__(
        name=seen.name, id=ACME, owner=SECRET, target="supplier", target_why=SECRET,
        facts={"risk": SECRET}, tags=(SECRET,),
    )  # fmt: skip
    save_vendor(opened, seen, wanted)
    jane = next(each for each in everybody(opened) if each.name == "Jane Doe")
    assert reminder(jane, "Northwind Foods", TODAY) == (
        "To: jane.doe@example.org\n"
        "Subject: Your answers for Northwind Foods\n\n"
        "Dear Jane Doe,\n\n"
        "Northwind Foods would like to know how you see our work together.\n"
        "- your form, 2026-q4: it was due on 2026-11-23\n\n"
        "If you cannot answer, tell us, or name somebody who can.\n\n"
        "Kind regards\n\n"
        "mailto:jane.doe@example.org?subject=Your%20answers%20for%20Northwind%20Foods\n"
    )


def test_the_command_writes_a_text_for_who_owes_an_answer(opened: Workspace, run: Run) -> None:
    ran = run("people", "--write", "bob", here=opened.root)
    assert ran.code == 0
    assert "- Acme Logistics, 2026-q4: 27 answers" in ran.out
    assert SECRET not in ran.out
    assert "--add Bob --email ADDRESS adds one" in ran.err
    for name, message in (
        ("Kim Lee", "no answer is still to come from Kim Lee, and nothing is overdue"),
        ("Nobody", "nobody is known as"),
    ):
        ran = run("people", "--write", name, here=opened.root)
        assert (ran.code, ran.out) == (2, "")
        assert message in ran.err


def agreed(root: Path) -> None:
    """Overdue promises and goals of both sides; one was promised outside of a meeting."""
    folder = root / "vendors" / ACME
    (folder / "meetings.toml").write_text(
        'format = 1\n\n[meetings."2026-10-06"]\ndecided = "So."\n'
    )
    (folder / "promises.toml").write_text(
        "format = 1\n"
        '\n[promises.a]\nby = "vendor"\nowner = "Jane Doe"\ntext = "Send the plan."\n'
        "made = 2026-10-06\ndue = 2026-10-20\n"
        f'\n[promises.b]\nby = "vendor"\nowner = "Jane Doe"\ntext = "{SECRET}"\n'
        "made = 2026-10-07\ndue = 2026-10-20\n"
        '\n[promises.c]\nby = "buyer"\nowner = "Omar Vale"\ntext = "Answer the letter"\n'
        "made = 2026-10-07\ndue = 2026-10-21\n"
        '\n[promises.d]\nby = "buyer"\nowner = "Omar Vale"\ntext = "Not due yet"\n'
        "made = 2026-10-07\ndue = 2999-10-21\n"
    )
    (folder / "goals.toml").write_text(
        'format = 1\n\n[goals.calls]\ntitle = "Fewer calls"\nperiod = "month"\n'
        'due = 2026-10-15\nowner_buyer = "Omar Vale"\nowner_vendor = "Jane Doe"\n'
    )


def test_a_nudge_names_what_is_overdue_and_to_a_vendor_only_what_both_know(
    opened: Workspace, run: Run
) -> None:
    agreed(opened.root)
    ran = run("people", ACME, "--write", "jane doe", here=opened.root)
    assert ran.code == 0
    assert (
        "These agreements are past their due date:\n"
        "- Fewer calls, due on 2026-10-15\n"
        "- Send the plan, due on 2026-10-20\n\n"
        "Please tell us how things stand, or by which day they will be done.\n"
    ) in ran.out
    assert SECRET not in ran.out
    assert "mailto:jane.doe@example.org?subject=Your%20answers%20for" in ran.out


def test_an_owner_who_has_never_answered_gets_a_nudge_too(opened: Workspace, run: Run) -> None:
    agreed(opened.root)
    ran = run("people", "--write", "Omar Vale", here=opened.root)
    assert ran.out == (
        "Subject: Overdue with Acme Logistics\n\n"
        "Dear Omar Vale,\n\n"
        "These agreements are past their due date:\n"
        "- Acme Logistics: Fewer calls, due on 2026-10-15\n"
        "- Acme Logistics: Answer the letter, due on 2026-10-21\n\n"
        "Please tell us how things stand, or by which day they will be done.\n\n"
        "Kind regards\n"
    )
    assert "--add 'Omar Vale' --email ADDRESS adds one" in ran.err
