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
