"""A new round is asked for: what is known stays in sight until somebody answers."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from tests.support.dated_program import Desk
from tests.support.running import ACME

ASKED_ON = dt.date(2027, 4, 2)
LINE = "2027-q2: asked on 2027-04-02, no answer yet"


@pytest.fixture
def desk(samples: Path) -> Desk:
    return Desk(samples, ASKED_ON)


def verdicts(desk: Desk) -> list[tuple[str, str, str]]:
    vendors = json.loads(desk("list", "--format", "json").out)["vendors"]
    return [(each["vendor"], each["verdict"]["low"], each["verdict"]["high"]) for each in vendors]


def test_asking_for_a_new_round_changes_no_verdict(desk: Desk) -> None:
    before = verdicts(desk)
    desk("request", "--all", "--form", "quick")
    assert verdicts(desk) == before


@pytest.mark.parametrize(
    "words",
    [
        ("show", ACME),
        ("agenda", ACME),
        ("history", ACME),
        ("table", "verdicts"),
        ("list", "--format", "json"),
    ],
    ids=" ".join,
)
def test_one_line_says_that_a_newer_round_was_asked_for(desk: Desk, words: tuple[str]) -> None:
    assert LINE not in " ".join(desk(*words).out.split())
    desk("request", ACME, "--form", "quick")
    assert LINE in " ".join(desk(*words).out.split())


def test_a_decision_is_made_on_what_is_known(desk: Desk) -> None:
    desk("request", ACME)
    words = ("--class", "near-partner", "--reason", "Seen", "--by", "Tom Okafor")
    decided = desk("decide", ACME, *words)
    assert "Decided: Near partner for Acme Logistics in 2026-q4" in decided.out
    assert "Verdict in 2026-q4: ◑ Near partner" in decided.out


def test_an_overdue_answer_in_the_newer_round_is_reminded_of(desk: Desk) -> None:
    desk("request", ACME)
    desk.day = dt.date(2027, 5, 2)
    assert "overdue since 2027-04-16" in desk("list").out
    steps = json.loads(desk("next", "--format", "json").out)
    assert "2027-q2" in json.dumps(steps)


def test_a_withdrawn_request_leaves_nothing_behind(desk: Desk) -> None:
    words = [
        ("list",),
        ("show", ACME),
        ("history", ACME),
        ("table", "verdicts", "--all-rounds"),
        ("people",),
        ("show", "larkmere-energy"),
    ]
    before = [desk(*each).out for each in words]
    for vendor in (ACME, "larkmere-energy"):
        desk("request", vendor)
        desk("request", vendor, "--withdraw")
    assert [desk(*each).out for each in words] == before


def test_the_result_is_of_the_newest_round_that_both_have_answered(desk: Desk) -> None:
    desk("request", ACME)
    assert "both views, 2026-q4" in desk("request", "--result", ACME, "-o", "-").out
    refused = desk("request", "--result", ACME, "--round", "2027-q2", status=2).err
    [command] = re.findall(r"use (--round \S+)\. ", refused)
    assert "both views" in desk("request", "--result", ACME, *command.split(), "-o", "-").out
