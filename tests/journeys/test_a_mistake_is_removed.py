"""What was recorded by mistake goes without a trace, and the message says how."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from pathlib import Path

import pytest

from tests.support.dated_program import Desk

ACME = "acme-logistics"
TODAY = dt.date(2027, 5, 20)


@pytest.fixture
def desk(samples: Path) -> Desk:
    return Desk(samples, TODAY)


def files(desk: Desk) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in (desk.root / "vendors" / ACME).glob("*.toml")}


def way_back(message: str) -> list[str]:
    [words] = re.findall(r"(?:To undo: |`)partnercheck ([^`\n]+)", message)
    return shlex.split(words)


def test_a_meeting_and_its_promises_are_removed_and_come_back(desk: Desk) -> None:
    before = files(desk)
    minutes = ("--present", "Jonas Reed", "--decided", "Go on", "--next", "2027-06-20")
    added = desk("meetings", ACME, "--add", "2027-05-18", *minutes, "--we", "Call the depot").out
    with_meeting = files(desk)
    removed = desk(*way_back(added)).out
    assert "Removed the meeting with Acme Logistics on 2027-05-18, with 1 promise" in removed
    assert files(desk) == before
    desk(*way_back(removed))
    assert files(desk) == with_meeting


def test_a_promise_that_was_kept_outlives_its_meeting(desk: Desk) -> None:
    desk("meetings", ACME, "--add", "2027-05-18", "--we", "Call the depot", "--decided", "Go on")
    desk("promises", ACME, "--kept", "Call the depot")
    removed = desk("meetings", ACME, "--remove", "2027-05-18").out
    assert "still listed: 1 promise made in it" in removed
    assert "Call the depot" in desk("promises", ACME).out


def test_a_promise_is_removed_from_the_history_too(desk: Desk) -> None:
    before = desk("history", ACME).out
    added = desk("promises", ACME, "--add", "Call", "--by", "us", "--due", "2027-06-01").out
    assert "After 2026-q4: 1 promise made" in desk("history", ACME).out
    removed = desk(*way_back(added)).out
    assert desk("history", ACME).out == before
    with_promise = desk(*way_back(removed)).out
    assert "Added Call as call, due 2027-06-01" in with_promise


def test_history_counts_a_promise_by_its_day_not_in_the_last_round(desk: Desk) -> None:
    [count] = re.findall(r"2026-q4: \d+ promises made", desk("history", ACME).out)
    desk("promises", ACME, "--add", "Call", "--by", "us", "--made", "2027-05-20")
    history = desk("history", ACME).out
    assert count in history
    assert "After 2026-q4: 1 promise made. Ours: 1 open" in history


def test_kept_after_its_day_is_kept_late_and_counts_so(desk: Desk) -> None:
    desk(
        "promises",
        ACME,
        "--add",
        "Call",
        "--by",
        "us",
        "--made",
        "2027-01-10",
        "--due",
        "2027-02-01",
    )
    said = desk("promises", ACME, "--kept", "call").out
    assert "Kept late, because its due date, 2027-02-01, has passed: Call." in said
    desk("request", ACME)
    show = " ".join(desk("request", ACME, "--form", "quick", "-o", "quick.txt").err.split())
    assert re.search(r"fell due, \d+ kept, 1 kept late", show)
    assert "Kept: Call." in desk("promises", ACME, "--kept", "call").out
