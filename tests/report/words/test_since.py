"""What has changed since the last round is said when a new one begins, and in the dossier."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from partnercheck.base.records import Promise
from partnercheck.report.words.since import since_sentence
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.people import mark_left
from partnercheck.workspace.promises import add_promises
from partnercheck.workspace.read_vendor import read_vendor
from tests.support.running import ACME, Run
from tests.support.screens import opened, seen, typed

TODAY = dt.date(2027, 2, 3)


def sentence(root: Path, round_id: str = "2027-q1") -> str:
    workspace = open_workspace(root)
    return since_sentence(workspace, read_vendor(workspace, ACME), round_id, TODAY)


def test_it_names_who_answered_who_has_left_and_what_fell_due(workspace: Path) -> None:
    assert sentence(workspace, "2026-q4") == ""
    answers = "the answers are compared with those of Alice Moreau"
    assert sentence(workspace) == f"Since 2026-q4: {answers}."
    opened_workspace = open_workspace(workspace)
    vendor = read_vendor(opened_workspace, ACME).vendor
    days = (("Early", "2026-11-01"), ("Kept", "2027-01-15"), ("Open", "2027-02-01"))
    promises = [
        Promise(
            by="vendor",
            text=text,
            due=dt.date.fromisoformat(day),
            state="kept" if text == "Kept" else "open",
        )
        for text, day in days
    ]
    add_promises(opened_workspace, vendor, promises)
    mark_left(opened_workspace, "", "Alice Moreau", dt.date(2027, 1, 31))
    left = "Alice Moreau has left"
    due = "2 promises fell due, 1 kept"
    assert sentence(workspace) == f"Since 2026-q4: {answers}; {left}; {due}."


def test_it_is_said_when_a_round_begins_by_command(samples: Path, run: Run) -> None:
    asked = run("request", ACME, "--round", "2027-q1", "--output", "-", here=samples)
    assert "Since 2026-q4: the answers are compared with those of " in asked.err
    assert "Since 2026-q4" not in asked.out
    words = ("--plain", "--respondent", "Zoë", "--as", "buyer", "--round", "2027-q1")
    begun = run("assess", ACME, *words, here=samples)
    assert "Since 2026-q4: the answers are compared with those of " in begun.err


async def test_it_is_shown_before_the_first_question_of_a_round(samples: Path) -> None:
    folder = samples / "vendors" / ACME
    for path in (folder / "2026-q4").iterdir():
        path.unlink()
    async with opened(samples) as (app, pilot):
        await pilot.press("a")
        await typed(pilot, "Zoe")
        assert "Since 2026-q3: the answers are compared with" in " ".join(seen(app).split())


def test_the_dossier_has_it(samples: Path, run: Run) -> None:
    shown = " ".join(run("show", ACME, here=samples).out.split())
    assert "Since 2026-q3 the answers are compared with those of " in shown
