"""`meetings --edit`: what is given changes, the rest stays, and the message says the way back."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.support.running import Run

ACME = "acme-logistics"
FOLDER = f"vendors/{ACME}"


def test_a_change_and_its_way_back_leave_the_files_as_they_were(samples: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in (samples / FOLDER).glob("*.toml")}
    edit = ("meetings", ACME, "--edit", "2026-10-06")
    changes = ("--on", "2026-10-08", "--present", "Tom Okafor", "--decided", "Go on", "--next", "")
    ran = run(*edit, *changes, here=samples)
    assert ran.code == 0, ran.err
    assert "Changed the meeting with Acme Logistics on 2026-10-08. To undo: " in ran.out
    listed = run("meetings", ACME, here=samples).out
    assert "2026-10-08" in listed
    assert "Go on" in listed
    promises = (samples / FOLDER / "promises.toml").read_text()
    assert ("2026-10-08" in promises, "on = 2026-10-06" in promises) == (True, False)
    [back] = re.findall("To undo: partnercheck (.+)", ran.out)
    assert run(*shlex.split(back), here=samples).code == 0
    assert {path: path.read_bytes() for path in (samples / FOLDER).glob("*.toml")} == before


def test_what_is_not_given_stays(samples: Path, run: Run) -> None:
    run("meetings", ACME, "--edit", "2026-10-06", "--we", "Call the depot", here=samples)
    listed = " ".join(run("meetings", ACME, here=samples).out.split())
    assert "The July drop tariff stays." in listed
    assert "Call the depot" in listed


def test_a_day_without_a_meeting_is_refused_with_the_days_that_have_one(
    samples: Path, run: Run
) -> None:
    ran = run("meetings", ACME, "--edit", "2026-10-07", "--decided", "x", here=samples)
    assert ran.code == 2
    assert "There are records of meetings on 2026-06-17 and 2026-10-06" in ran.err
    nothing = run("meetings", ACME, "--edit", "2026-10-06", here=samples)
    assert "on 2026-10-06 already has these values. Nothing was changed" in nothing.out
    alone = run("meetings", ACME, "--on", "2026-10-06", here=samples)
    assert "--on can only be used with --edit" in alone.err


def test_a_way_back_is_told_only_if_it_leads_all_the_way(samples: Path, run: Run) -> None:
    edit = ("meetings", ACME, "--edit", "2026-10-06")
    assert "To undo" not in run(*edit, "--we", "Call them", "--next", "", here=samples).out
    run("meetings", ACME, "--add", "2026-10-20", "--decided", "Two", here=samples)
    moved = run("meetings", ACME, "--edit", "2026-10-20", "--on", "2026-10-06", here=samples)
    assert "on 2026-10-06-2" in moved.out
    assert "To undo" not in moved.out
    same = run(*edit, "--on", "2026-10-06", here=samples)
    assert "already has these values. Nothing was changed" in same.out


def test_a_name_of_these_minutes_alone_comes_back(samples: Path, run: Run) -> None:
    path = samples / FOLDER / "meetings.toml"
    edit = ("meetings", ACME, "--edit", "2026-10-06")
    run(*edit, "--present", "Jonas Read", "--new-name", here=samples)
    before = path.read_bytes()
    ran = run(*edit, "--present", "Tom Okafor", here=samples)
    [back] = re.findall("To undo: partnercheck (.+)", ran.out)
    assert run(*shlex.split(back), here=samples).code == 0
    assert path.read_bytes() == before
