"""Killed again and again: no answer that counted as given is ever lost, no file ever broken.

PARTNERCHECK_KILLS says how often (30); PARTNERCHECK_SEED what happens (anything).
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random, randrange

import pytest

from tests.support import warm_start
from tests.support.long_session import ByLines, OnScreen, Person
from tests.support.run_summary import counted, tell

KILLS = int(os.environ.get("PARTNERCHECK_KILLS", "30"))
SEED = int(os.environ.get("PARTNERCHECK_SEED") or randrange(10**6))
ON_SCREEN = 10
IN_A_ROUND = 12


@pytest.fixture(autouse=True)
def on_linux() -> None:
    if not Path("/proc/self/stat").exists():
        tell("NOTHING WAS KILLED: only Linux shows whether a program is within a save")
        pytest.skip("there is no /proc")


def test_no_kill_loses_an_answer_or_breaks_a_file(tmp_path: Path) -> None:
    print(f"PARTNERCHECK_SEED={SEED}")
    random = Random(SEED)
    person = Person(tmp_path / "workspace", random)
    while person.counts["kills"] < KILLS:
        kills = person.counts["kills"]
        if kills >= person.rounds * IN_A_ROUND:
            person.next_round()
        if random.random() < 0.1:
            person.write_a_note()
        program = (OnScreen if kills % ON_SCREEN == ON_SCREEN - 1 else ByLines)(person)
        for _ in range(random.choice((0, 1, 2, 4))):
            program.go_on()
        while not program.die(within=random.random() < 0.6):
            program.go_on()
    last = ByLines(person)
    last.go_on()
    last.program.leave()
    person.check()
    assert list(person.folder.glob(".partnercheck-*")) == [], "the last save has swept"
    assert (person.root / ".partnercheck" / ".gitignore").read_text() == "*\n"
    check = ["--workspace", str(person.root), "check"]
    ran = warm_start.run(check, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stdout
    assert person.counts["kills within a save"] >= KILLS // 5
    for what, number in person.counts.items():
        counted(what, number)
    counted("questionnaires, killed and resumed", person.rounds)
