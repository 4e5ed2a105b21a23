"""What became of a goal can be undone, by the command that the message names."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.support.running import Run

GOAL = "order-freeze-at-15-00"


@pytest.mark.parametrize("outcome", ["--done", "--drop"])
def test_a_closed_goal_is_opened_again_as_it_was(outcome: str, samples: Path, run: Run) -> None:
    path = samples / "vendors/acme-logistics/goals.toml"
    before = path.read_bytes()
    closed = run("goals", "acme-logistics", outcome, GOAL, here=samples)
    assert closed.code == 0, closed.err
    assert path.read_bytes() != before
    [back] = re.findall("To undo: partnercheck (.+)", closed.out)
    assert "Open again: Order freeze" in run(*shlex.split(back), here=samples).out
    assert path.read_bytes() == before
    again = run(*shlex.split(back), here=samples)
    assert (again.code, "is already open" in again.err) == (2, True)


def test_a_goal_recorded_by_mistake_is_removed_and_added_again(samples: Path, run: Run) -> None:
    path = samples / "vendors/larkmere-energy/goals.toml"
    run("goals", "larkmere-energy", "--add", "Meter readings", here=samples)
    before = path.read_bytes()
    words = ("--period", "month", "--gain-us", "Full shelves", "--owner-us", "Bo Lind")
    added = run("goals", "larkmere-energy", "--add", "A typo", *words, here=samples)
    assert added.code == 0, added.err
    with_it = path.read_bytes()
    [undo] = re.findall("To undo: partnercheck (.+)", added.out)
    removed = run(*shlex.split(undo), here=samples)
    assert (removed.code, "Removed A typo" in removed.out) == (0, True)
    assert path.read_bytes() == before
    [back] = re.findall("To undo: partnercheck (.+)", removed.out)
    assert run(*shlex.split(back), here=samples).code == 0
    assert path.read_bytes() == with_it


def test_a_goal_that_was_done_or_is_overdue_can_be_removed_too(samples: Path, run: Run) -> None:
    path = samples / "vendors/acme-logistics/goals.toml"
    run("goals", "acme-logistics", "--done", GOAL, here=samples)
    path.write_text(path.read_text().replace("due = 2026-", "due = 2020-"))
    removed = run("goals", "acme-logistics", "--remove", GOAL, here=samples)
    assert (removed.code, "No command adds it again" in removed.out) == (0, True)
    assert GOAL not in path.read_text()
    again = run("goals", "acme-logistics", "--remove", GOAL, here=samples)
    assert (again.code, "has no key goal" in again.err) == (2, True)
