"""What somebody who left is still responsible for, and handing it over."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.support.running import Run


@pytest.fixture
def owned(workspace: Path, run: Run) -> Path:
    (workspace / "list.csv").write_text("Name,Owner\nAa,Maren Holt\nBb,Maren Holt\nCc,\n")
    steps = (
        ("add", "--from", "list.csv", "--yes"),
        ("people", "--add", "Maren Holt"),
        ("people", "--add", "Ivo Brandt"),
        ("goals", "cc", "--add", "Fewer errors", "--owner-us", "Maren Holt"),
        ("promises", "cc", "--add", "Send the plan", "--by", "us", "--owner", "Maren Holt"),
    )
    for words in steps:
        ran = run(*words, here=workspace)
        assert ran.code == 0, ran.err
    return workspace


def test_leaving_names_what_is_left_and_how_to_hand_it_over(owned: Path, run: Run) -> None:
    ran = run("people", "--left", "Maren Holt", here=owned)
    assert ran.code == 0
    assert "still responsible for 2 vendors, 1 goal and 1 promise:" in ran.err
    for line in ("vendor Aa", "vendor Bb", 'goal "Fewer errors" (Cc)', 'promise "Send the plan"'):
        assert line in ran.err
    assert "partnercheck people --left 'Maren Holt' --to NAME" in ran.err
    ran = run("check", here=owned)
    assert ran.code == 0
    assert "vendors/aa/vendor.toml: Maren Holt left on" in ran.out
    assert "still has 1 goal and 1 promise" in ran.out
    assert "To hand over:" in run("next", "--owner", "Maren Holt", here=owned).err


def test_everything_is_handed_over_at_once_and_can_be_taken_back(owned: Path, run: Run) -> None:
    assert run("people", "--left", "Maren Holt", here=owned).code == 0
    before = {path: path.read_text() for path in (owned / "vendors").rglob("*.toml")}
    ran = run("people", "--left", "Maren Holt", "--to", "Ivo Brandt", here=owned)
    assert (ran.code, ran.out.count("Handed over to Ivo Brandt")) == (0, 4)
    assert "Maren Holt left on" not in run("check", here=owned).out
    assert 'owner = "Ivo Brandt"' in (owned / "vendors/aa/vendor.toml").read_text()
    assert 'owner = "Ivo Brandt"' in (owned / "vendors/cc/promises.toml").read_text()
    assert 'owner_buyer = "Ivo Brandt"' in (owned / "vendors/cc/goals.toml").read_text()
    undo = ran.err.partition("To undo:\n")[2].splitlines()
    assert len(undo) == 4
    for line in undo:
        words = shlex.split(line)[1:]
        assert run(*words, here=owned).code == 0
    assert before == {path: path.read_text() for path in (owned / "vendors").rglob("*.toml")}
