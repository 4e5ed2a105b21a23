"""The writer keeps its reader's limits: what it accepts is read back equal, all else is refused."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    Answer,
    Awaited,
    Goal,
    Meeting,
    Promise,
    Record,
    Response,
    Settings,
    Vendor,
)
from partnercheck.base.text import tidy_name
from partnercheck.exchange.filing import file_import
from partnercheck.storage.save import SaveError
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.decisions import Decision, Filed, load_decision, save_decision
from partnercheck.workspace.goals import add_goal, extended, save_goal
from partnercheck.workspace.meetings import add_meeting, save_meeting
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.promises import add_promises, checked_promise, save_promise
from partnercheck.workspace.read_vendor import read_description, read_vendor
from partnercheck.workspace.vendors import add_vendor
from tests.support.running import TODAY
from tests.support.screens import small_workspace

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
ACME = "acme-logistics"
ROUND = "2026-q4"

lines = st.text(st.sampled_from("ab Zé\"'\\#=[]"), max_size=6).map(
    lambda text: " ".join(text.split())
)
texts = st.lists(lines, max_size=3).map("\n".join).map(str.strip)
a_day = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
days = st.none() | a_day
numbers = st.integers(-2, 6) | st.sampled_from([9, 10, 998, 999, 1000, 9999, 10_000, 1 << 63])


def literal(*values: str | None) -> st.SearchStrategy[object]:
    """One of the values that a field may have, and at times one that it may not."""
    return st.sampled_from([*values * 4, "nonsense"])


answers = st.builds(
    Answer,
    score=st.none() | numbers,
    skip=literal(None, "unknown", "no-occasion"),
    reason=texts,
    basis=literal("opinion", "observed", "documented"),
    evidence=texts,
    on=days,
)
goals = st.builds(
    Goal,
    title=lines,
    period=literal("week", "month", "quarter"),
    gain_buyer=texts,
    gain_vendor=texts,
    owner_buyer=lines,
    owner_vendor=lines,
    due=a_day,
    state=literal("open", "done", "dropped"),
    begun=days,
    ended=days,
    times_extended=numbers,
    note=texts,
)
some_lines = st.lists(lines.filter(bool), max_size=2).map(tuple)
meetings = st.builds(Meeting, present=some_lines, decided=texts, next=days)
promises = st.builds(
    Promise,
    by=literal("buyer", "vendor"),
    owner=lines,
    text=lines,
    made=days,
    due=days,
    state=literal("open", "kept", "late", "dropped"),
)
vendors = st.builds(
    Vendor,
    name=lines,
    id=st.sampled_from(["borealis", "Borealis", "a" * 63, "a" * 64, "con", ""]),
    supplies=lines,
    owner=lines,
    since=st.none() | numbers | days,
    tags=some_lines,
    stage=literal("active", "candidate"),
    target=literal("", "partner", "supplier"),
    target_why=texts,
    meets=literal(None, "month", "year"),
    archived=days,
)
requests = st.builds(
    Awaited, perspective=literal("buyer", "vendor"), respondent=lines, due=days, on=days
)
decisions = st.builds(
    Decision,
    decided=literal("partner", "supplier"),
    by=lines,
    on=a_day,
    reason=texts,
    dissent=texts,
    verdict_low=literal("supplier", "partner", ""),
    verdict_high=literal("partner", "supplier", ""),
    instrument=st.sampled_from(["partnership", "focus", ""]),
    version=numbers | lines,
)
own_settings = st.builds(
    Settings,
    organisation=lines.filter(tidy_name),
    cadence=literal("year", "quarter"),
    instrument=st.sampled_from(["partnership", "focus", ""]),
    form=literal("full", "quick"),
    key_goals=numbers,
    meetings=literal("quarter", "week"),
)


def answer_in(root: Path) -> Answer:
    (response, *_) = judge_vendor(open_workspace(root), ACME, ROUND).round.responses
    return response.answers["culture-decisions"]


def put_answer(root: Path, answer: Answer) -> Record:
    sitting = start_sitting(open_workspace(root), Start(ACME, respondent="Ann", round=ROUND), TODAY)
    sitting.save_answer("culture-dialogue", Answer(score=1))
    sitting.save_answer("culture-decisions", answer)
    return answer_in(root)


def put_form(root: Path, answer: Answer) -> Record:
    """An answer that came in a form; its day is that of the filing, unless it is an earlier one."""
    answers = {"culture-decisions": answer, "culture-dialogue": Answer(score=1)}
    response = Response("partnership", ACME, ROUND, "vendor", "Jane", answers=answers)
    file_import(open_workspace(root), response, TODAY)
    return replace(answer_in(root), on=answer.on)


def put_goal(root: Path, goal: Goal) -> Record:
    workspace = open_workspace(root)
    vendor = read_description(workspace, ACME)[0]
    key = add_goal(workspace, vendor, goal)
    return read_vendor(open_workspace(root), ACME).goals[key]


def put_other_goal(root: Path, goal: Goal) -> Record:
    """A goal in the place of one that is there."""
    workspace = open_workspace(root)
    vendor = read_description(workspace, ACME)[0]
    first = Goal(title="First", period="month", due=TODAY)
    key = add_goal(workspace, vendor, first)
    save_goal(workspace, vendor, key, first, goal)
    return read_vendor(open_workspace(root), ACME).goals[key]


def put_meeting(root: Path, meeting: Meeting) -> Record:
    workspace = open_workspace(root)
    key = add_meeting(workspace, read_description(workspace, ACME)[0], TODAY, meeting)
    return read_vendor(open_workspace(root), ACME).meetings[key]


def put_promise(root: Path, promise: Promise) -> Record:
    workspace = open_workspace(root)
    vendor = read_description(workspace, ACME)[0]
    (key,) = add_promises(workspace, vendor, [checked_promise(promise)])
    return read_vendor(open_workspace(root), ACME).promises[key]


def put_other_promise(root: Path, promise: Promise) -> Record:
    workspace = open_workspace(root)
    vendor = read_description(workspace, ACME)[0]
    first = Promise(by="buyer", text="Call")
    (key,) = add_promises(workspace, vendor, [first])
    save_promise(workspace, vendor, key, first, checked_promise(promise))
    return read_vendor(open_workspace(root), ACME).promises[key]


def put_other_meeting(root: Path, meeting: Meeting) -> Record:
    workspace = open_workspace(root)
    vendor = read_description(workspace, ACME)[0]
    first = Meeting(decided="First")
    key = add_meeting(workspace, vendor, TODAY, first)
    key = save_meeting(workspace, vendor, key, first, TODAY, meeting)
    return read_vendor(open_workspace(root), ACME).meetings[key]


def put_vendor(root: Path, vendor: Vendor) -> Record:
    found = add_vendor(open_workspace(root), vendor)
    return found if vendor.id else replace(found, id="")


def put_request(root: Path, asked: Awaited) -> Record:
    note_request(open_workspace(root), ACME, ROUND, asked)
    return judge_vendor(open_workspace(root), ACME, ROUND).round.awaited[0]


def put_decision(root: Path, decision: Decision) -> Record:
    workspace = open_workspace(root)
    (root / "vendors" / ACME / ROUND).mkdir()
    save_decision(workspace, ACME, ROUND, decision, Filed())
    found = load_decision(workspace, ACME, ROUND)
    assert found.decision is not None
    return found.decision


def put_settings(root: Path, wanted: Settings) -> Record:
    (root / "partnercheck.toml").unlink()
    init(root, wanted)
    return open_workspace(root).settings


KINDS: dict[str, tuple[st.SearchStrategy[Record], Callable[[Path, Record], Record]]] = {
    "answer": (answers, put_answer),  # type: ignore[dict-item]
    "answer in a form": (answers, put_form),  # type: ignore[dict-item]
    "goal": (goals, put_goal),  # type: ignore[dict-item]
    "goal changed": (goals, put_other_goal),  # type: ignore[dict-item]
    "meeting": (meetings, put_meeting),  # type: ignore[dict-item]
    "promise": (promises, put_promise),  # type: ignore[dict-item]
    "promise changed": (promises, put_other_promise),  # type: ignore[dict-item]
    "meeting changed": (meetings, put_other_meeting),  # type: ignore[dict-item]
    "vendor": (vendors, put_vendor),  # type: ignore[dict-item]
    "request": (requests, put_request),  # type: ignore[dict-item]
    "decision": (decisions, put_decision),  # type: ignore[dict-item]
    "settings": (own_settings, put_settings),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=500 if LONG else 8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(data=st.data())
def test_what_is_accepted_is_read_back_equal_and_all_else_is_refused(
    kind: str, data: st.DataObject
) -> None:
    records, put = KINDS[kind]
    record = data.draw(records)
    with TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder:
        root = small_workspace(Path(folder))
        with suppress(UserError):
            assert put(root, record) == record
        workspace = open_workspace(root) if (root / "partnercheck.toml").exists() else None
        if workspace:
            problems = [*workspace.problems, *judge_vendor(workspace, ACME, ROUND).problems]
            assert [each for each in problems if each.severity == "error"] == []


def test_a_goal_that_was_offered_again_as_often_as_can_be_counted_is_left_as_it_is() -> None:
    goal = Goal(
        title="Fewer late trucks", period="week", due=dt.date(2026, 1, 1), times_extended=998
    )
    last = extended(goal, TODAY)
    assert last.times_extended == 999
    with pytest.raises(UserError, match="Drop it, or agree on a new goal"):
        extended(replace(last, due=dt.date(2026, 1, 1)), TODAY)


def test_an_error_that_was_in_the_file_before_keeps_nobody_from_answering(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    start = Start(ACME, respondent="Ann", round=ROUND)
    sitting = start_sitting(open_workspace(root), start, TODAY)
    sitting.save_answer("culture-decisions", Answer(score=3))
    text = sitting.file.path.read_text()
    sitting.file.path.write_text(text.replace("score = 3", "score = 7"))
    sitting.save_answer("culture-dialogue", Answer(score=2))
    assert "score = 7" in sitting.file.path.read_text()
    with pytest.raises(SaveError, match="expected a whole number from 0 to 4"):
        sitting.save_answer("culture-values", Answer(score=9))
