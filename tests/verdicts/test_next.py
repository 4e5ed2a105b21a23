"""`next`: the order of the steps is that of the documented table, on any workspace."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from partnercheck.base.records import (
    Awaited,
    Goal,
    Meeting,
    Perspective,
    Promise,
    Settings,
    Vendor,
)
from partnercheck.questionnaires.read import packaged
from partnercheck.report.next import WRITERS
from partnercheck.verdicts.judged import judge_vendors
from partnercheck.verdicts.next import REASONS, NextStep, next_steps
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.goals import add_goal
from partnercheck.workspace.meetings import add_meeting
from partnercheck.workspace.open import Workspace, init, open_workspace
from partnercheck.workspace.people import mark_left
from partnercheck.workspace.promises import add_promises
from partnercheck.workspace.read_vendor import vendor_ids
from partnercheck.workspace.vendors import add_vendor
from tests.support.running import Run

TODAY = dt.date(2026, 11, 24)
# The rounds of a year, each with the last day on which its answers count.
COUNTS_UNTIL = {
    "2026-q1": dt.date(2026, 6, 30),
    "2026-q2": dt.date(2026, 9, 30),
    "2026-q3": dt.date(2026, 12, 31),
    "2026-q4": dt.date(2027, 3, 31),
}
LAST_DAY = {
    "2026-q1": dt.date(2026, 3, 31),
    "2026-q2": dt.date(2026, 6, 30),
    "2026-q3": dt.date(2026, 9, 30),
    "2026-q4": dt.date(2026, 12, 31),
}
FIRST_DAY = {
    "2026-q1": dt.date(2026, 1, 1),
    "2026-q2": dt.date(2026, 4, 1),
    "2026-q3": dt.date(2026, 7, 1),
    "2026-q4": dt.date(2026, 10, 1),
}
ITEMS = packaged()["partnership"].items
DAYS = st.dates(dt.date(2026, 1, 2), dt.date(2027, 1, 31))
PAST = st.dates(dt.date(2026, 1, 2), TODAY)


class Made(NamedTuple):
    """A vendor as it is put on disk; its score is 1 for a supplier and 3 for a partner."""

    archived: bool
    scored_in: str  # a complete response of this round; empty: none
    score: int
    begun_in: str  # a response with one answer, of somebody else, in this round
    begun_by: Perspective
    has_left: bool
    asked_in: str
    asked_due: dt.date | None
    target: str
    promises: tuple[tuple[Perspective, dt.date | None, bool], ...]  # whether it was kept
    goals: tuple[dt.date, ...]
    meetings: tuple[dt.date, ...]


ROUNDS = st.sampled_from(["", *COUNTS_UNTIL])
MADE = st.builds(
    Made,
    archived=st.sampled_from([False, False, False, True]),
    scored_in=ROUNDS,
    score=st.sampled_from([1, 3]),
    begun_in=ROUNDS,
    begun_by=st.sampled_from(["buyer", "vendor"]),
    has_left=st.booleans(),
    asked_in=ROUNDS,
    asked_due=st.none() | DAYS,
    target=st.sampled_from(["", "partner", "supplier"]),
    promises=st.lists(
        st.tuples(st.sampled_from(["buyer", "vendor"]), st.none() | DAYS, st.booleans()), max_size=2
    ).map(tuple),
    goals=st.lists(DAYS, max_size=2).map(tuple),
    meetings=st.lists(PAST, max_size=2, unique=True).map(tuple),
    # With both responses in one round, which classes are possible is a matter of other tests.
).filter(lambda made: made.scored_in != made.begun_in or not made.target)


def response_text(vendor: str, round_id: str, side: str, name: str, scores: list[int]) -> str:
    lines = [
        'instrument = "partnership"',
        "version = 2",
        f'vendor = "{vendor}"',
        f'round = "{round_id}"',
        f'perspective = "{side}"',
        f'respondent = "{name}"',
    ]
    for item, score in zip(ITEMS, scores, strict=False):
        lines += [f"[answers.{item.id}]", f"score = {score}", f"on = {FIRST_DAY[round_id]}"]
    return "\n".join(lines) + "\n"


def put(opened: Workspace, name: str, made: Made) -> None:
    """Write a vendor's files."""
    archived = TODAY if made.archived else None
    vendor = Vendor(name=name, id=name.lower(), target=made.target, archived=archived)
    add_vendor(opened, vendor)
    folder = opened.root / "vendors" / vendor.id
    people = (
        ("Ann", "buyer", made.scored_in, len(ITEMS)),
        ("Bob", made.begun_by, made.begun_in, 1),
    )
    for person, side, round_id, count in people:
        if round_id:
            (folder / round_id).mkdir(exist_ok=True)
            text = response_text(vendor.id, round_id, side, person, [made.score] * count)
            path = folder / round_id / f"{side}.{person.lower()}.partnership.toml"
            path.write_text(text)
    if made.asked_in:
        (folder / made.asked_in).mkdir(exist_ok=True)
        note_request(opened, vendor.id, made.asked_in, Awaited("buyer", "Cem", made.asked_due))
    if made.has_left and made.begun_by == "vendor":
        mark_left(opened, vendor.id, "Bob", TODAY)
    promises = [
        Promise(by=by, text=f"Promise {number}", due=due, state="kept" if kept else "open")
        for number, (by, due, kept) in enumerate(made.promises)
    ]
    if promises:
        add_promises(opened, vendor, promises)
    for number, due in enumerate(made.goals):
        add_goal(opened, vendor, Goal(title=f"Goal {number}", period="month", due=due))
    for day in made.meetings:
        add_meeting(opened, vendor, day, Meeting(decided="Something"))


def three_months_later(day: dt.date) -> dt.date:
    years, month = divmod(day.month + 2, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


Due = tuple[int, dt.date, str]


def expected(name: str, made: Made) -> list[tuple[int, dt.date, str, str]]:
    """The steps of a vendor by the table in the documentation: reason, day, name, action."""
    reasons = [*about_answers(made), *about_agreements(made), *about_the_target(made)]
    steps: dict[str, tuple[int, dt.date]] = {}
    for number, day, action in sorted(reasons):
        steps.setdefault(action, (number, day))
    return [] if made.archived else [(*first, name, action) for action, first in steps.items()]


def about_answers(made: Made) -> Iterator[Due]:
    # The newest round with an answer stands for the vendor; newer ones were only asked for.
    answered = max(made.scored_in, made.begun_in)
    has_left = made.has_left and made.begun_by == "vendor"
    is_begun = answered and made.begun_in == answered and not has_left
    if is_begun and COUNTS_UNTIL[answered] >= TODAY:
        yield 2, LAST_DAY[answered], "finish" if made.begun_by == "buyer" else "remind"
    is_newest = made.asked_in and made.asked_in >= answered
    is_late = made.asked_due and made.asked_due < TODAY
    if is_newest and is_late and COUNTS_UNTIL[made.asked_in] >= TODAY:
        yield 3, made.asked_due, "remind"
    scored = max(made.scored_in, made.begun_in)
    if not scored:
        yield 5, dt.date.max, "assess"
    elif COUNTS_UNTIL[scored] < TODAY:
        yield 6, COUNTS_UNTIL[scored], "assess"
    elif scored != "2026-q4":
        yield 11, COUNTS_UNTIL[scored], "assess"


def about_agreements(made: Made) -> Iterator[Due]:
    for by, due, kept in made.promises:
        if due and due < TODAY and not kept:
            yield 1 if by == "buyer" else 7, due, "talk"
    for due in made.goals:
        if due < TODAY:
            yield 8, due, "talk"
    next_by = three_months_later(max(made.meetings)) if made.meetings else TODAY
    if next_by < TODAY:
        yield 10, next_by, "talk"


def about_the_target(made: Made) -> Iterator[Due]:
    """Only a complete response misses a target: after a single answer every class is possible."""
    missed = made.target == {1: "partner", 3: "supplier"}[made.score]
    if missed and made.scored_in > made.begun_in:
        answered = FIRST_DAY[made.scored_in]
        if not any(day > answered for day in made.meetings):
            yield 9, answered, "talk"


def brief(step: NextStep) -> tuple[int, dt.date, str, str]:
    first = step.causes[0]
    number = REASONS.index(first.reason) + 1
    return number, first.since or dt.date.max, step.vendor.name, step.action


@settings(max_examples=15, deadline=None)
@given(st.lists(MADE, min_size=1, max_size=4))
def test_the_order_is_that_of_the_documented_rules(vendors: list[Made]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        init(root, Settings(key_goals=3))
        opened = open_workspace(root)
        for number, made in enumerate(vendors):
            put(opened, f"V{number}", made)
        judged = list(judge_vendors(opened, vendor_ids(opened)))
        assert [each.problems for each in judged] == [()] * len(vendors)
        steps = next_steps(opened, judged, TODAY)
    by_rules = [step for n, made in enumerate(vendors) for step in expected(f"V{n}", made)]
    assert [brief(step)[:3] for step in steps] == [step[:3] for step in sorted(by_rules)]
    assert sorted(map(brief, steps)) == sorted(by_rules)


def test_the_documentation_lists_the_reasons_in_their_order() -> None:
    page = (Path(__file__).parents[2] / "docs/rules.md").read_text("utf-8")
    section = page.partition("### What to do next")[2]
    assert re.findall(r"^\| \d+ \| ([a-z ]+) \|", section, re.MULTILINE) == list(REASONS)


def begin(workspace: Path) -> None:
    opened = open_workspace(workspace)
    vendor = Vendor(name="Acme Logistics", id="acme-logistics")
    due = dt.date(2020, 1, 1)
    add_promises(opened, vendor, [Promise(by="buyer", text="Send the list", due=due)])


def test_each_step_names_the_command_that_does_it(workspace: Path, run: Run) -> None:
    begin(workspace)
    ran = run("next", "--format", "json", here=workspace)
    steps = json.loads(ran.out)["steps"]
    assert steps[0]["action"] == "talk"
    assert steps[0]["reasons"][0] == {
        "reason": "our promise overdue", "due": "2020-01-01", "round": None, "person": None,
        "lens": None,
        "missing": None,
    }  # fmt: skip
    words = steps[0]["command"].split()
    assert run(*words[1:], here=workspace).out.count("Send the list") == 1


def test_steps_are_chosen_by_owner_action_and_number(samples: Path, run: Run) -> None:
    def steps(*words: str) -> list[dict[str, str]]:
        ran = run("next", *words, "--format", "csv", here=samples)
        assert ran.code == 0
        return list(csv.DictReader(io.StringIO(ran.out)))

    every = steps()
    alices = [each for each in every if each["owner"] == "Alice Moreau"]
    assert alices
    assert steps("--owner", "alice moreau") == alices
    talks = [each for each in every if each["action"] == "talk"]
    assert steps("--action", "talk", "--limit", "2") == talks[:2]
    refused = run("next", "--owner", "Nobody", here=samples)
    assert refused.code == 2
    assert 'no vendor has the owner "Nobody". The owners are ' in refused.err
    assert run("next", "--limit", "0", here=samples).code == 2


def test_every_format_names_every_vendor_that_waits(samples: Path) -> None:
    opened = open_workspace(samples)
    steps = next_steps(opened, judge_vendors(opened, vendor_ids(opened)), TODAY)
    assert steps
    for write in WRITERS.values():
        text = write(opened.instrument, steps)
        assert all(step.vendor.name in text for step in steps)


def test_a_meeting_after_the_answers_settles_a_missed_target(workspace: Path) -> None:
    opened = open_workspace(workspace)
    vendor = Vendor(name="Kilo", id="kilo", target="partner")
    add_vendor(opened, vendor)
    folder = workspace / "vendors/kilo/2026-q4"
    folder.mkdir()
    text = response_text("kilo", "2026-q4", "buyer", "Ann", [1] * len(ITEMS))
    (folder / "buyer.ann.partnership.toml").write_text(text)

    def reasons() -> list[str]:
        steps = next_steps(opened, judge_vendors(opened, ["kilo"]), TODAY)
        return [cause.reason for step in steps for cause in step.causes]

    assert reasons() == ["target missed"]
    add_meeting(opened, vendor, TODAY, Meeting(decided="A plan"))
    assert reasons() == []


def test_nobody_waits_for_a_person_who_has_left(samples: Path, run: Run) -> None:
    finish = ("next", "--action", "finish")
    assert "Tom Okafor" in run(*finish, here=samples).out
    assert "Tom Okafor" in run("list", here=samples).out
    left = run("people", "--left", "Tom Okafor", "--on", "2026-10-01", here=samples)
    assert (left.code, left.out.count("left on 2026-10-01")) == (0, 1)
    assert "Tom Okafor" not in run(*finish, here=samples).out
    assert "Tom Okafor" not in run("list", here=samples).out
    owing = run("people", "--write", "Tom Okafor", here=samples)
    assert (owing.code, "no answer is still to come" in owing.err) == (2, True)
    back = left.err.partition("To undo: partnercheck ")[2].split()
    assert back[:2] == ["people", "--remove"]
    assert run("people", "--left", "Tom Okafor", "--on", "", here=samples).code == 0
    assert "Tom Okafor" in run("list", here=samples).out


def test_an_answer_owed_to_a_lens_is_a_step(samples: Path, run: Run) -> None:
    shown = " ".join(run("next", "--action", "finish", here=samples).out.split())
    assert "1 answer on Walking the talk from Tom Okafor still to come in 2026-q4" in shown
    assert "--respondent 'Ines Lindqvist' --round 2026-q4 --questionnaire " in shown
