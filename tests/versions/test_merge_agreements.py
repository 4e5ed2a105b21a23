"""Key goals, meetings and promises in the real git: what two branches agreed on is all there."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from msgspec.structs import replace

from partnercheck.base.records import Goal, Meeting, Promise, PromiseState
from partnercheck.versions.resolving import conflicted, resolution_of, resolved, save_resolved
from partnercheck.workspace.goals import add_goal, closed, save_goal
from partnercheck.workspace.meetings import add_meeting, save_meeting
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.promises import add_promises, save_promise, with_state
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor
from tests.support.clones import begun, committed, git, program, pulled
from tests.support.running import TODAY

ACME = "acme-logistics"
GOALS = f"vendors/{ACME}/goals.toml"
MEETINGS = f"vendors/{ACME}/meetings.toml"
PROMISES = f"vendors/{ACME}/promises.toml"
TRUCKS = Goal(title="Fewer late trucks", period="quarter", due=TODAY, begun=TODAY)
HELD = Meeting(present=("Alice",), decided="The cut-off moves.")


def about(root: Path) -> VendorFiles:
    return read_vendor(open_workspace(root), ACME)


def agree(root: Path, *titles: str) -> None:
    for title in titles:
        add_goal(open_workspace(root), about(root).vendor, replace(TRUCKS, title=title))
    committed(root, ", ".join(titles))


def change(root: Path, goal: Goal) -> None:
    vendor, seen = about(root).vendor, about(root).goals["fewer-late-trucks"]
    save_goal(open_workspace(root), vendor, "fewer-late-trucks", seen, goal)
    committed(root, "changed")


def promise(root: Path, *texts: str) -> None:
    made = [Promise(by="buyer", text=text, made=TODAY) for text in texts]
    add_promises(open_workspace(root), about(root).vendor, made)
    committed(root, ", ".join(texts))


def settle(root: Path, key: str, state: PromiseState) -> None:
    vendor, seen = about(root).vendor, about(root).promises[key]
    save_promise(open_workspace(root), vendor, key, seen, with_state(seen, state, TODAY))
    committed(root, state)


def meet(root: Path, day: int, meeting: Meeting) -> None:
    add_meeting(open_workspace(root), about(root).vendor, TODAY.replace(day=day), meeting)
    committed(root, f"met on {day}")


@pytest.fixture
def two(workspace: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two clones that share one goal and one meeting."""
    vendor = about(workspace).vendor
    add_goal(open_workspace(workspace), vendor, TRUCKS)
    add_meeting(open_workspace(workspace), vendor, TODAY.replace(day=1), HELD)
    return begun(workspace, tmp_path)


def sound(root: Path) -> None:
    assert program(root, "check").code == 0
    assert program(root, "fmt", "--check").code == 0, "what is merged is canonical as before"


def test_goals_agreed_on_two_branches_are_all_there(two: tuple[Path, Path]) -> None:
    here, there = two
    agree(here, "Zero waste")
    agree(there, "A shared forecast")
    assert pulled(there).code == 0
    titles = {goal.title for goal in about(there).goals.values()}
    assert titles == {"Fewer late trucks", "Zero waste", "A shared forecast"}
    sound(there)


def test_the_first_goals_on_two_branches_are_all_there(workspace: Path, tmp_path: Path) -> None:
    here, there = begun(workspace, tmp_path)
    agree(here, "One")
    meet(here, 3, HELD)
    agree(there, "Two")
    meet(there, 2, HELD)
    assert pulled(there).code == 0
    assert set(about(there).goals) == {"one", "two"}
    assert set(about(there).meetings) == {"2026-11-02", "2026-11-03"}
    sound(there)


def test_different_goals_changed_and_keys_of_their_own_merge(two: tuple[Path, Path]) -> None:
    here, there = two
    agree(here, "Second")
    assert pulled(there).code == 0
    change(here, closed(TRUCKS, "done", TODAY))
    text = (there / GOALS).read_text()
    (there / GOALS).write_text(
        text.replace('title = "Second"', '# ask Tom\ntitle = "Second, and better"').replace(
            'title = "Fewer', 'minutes = "item 4"\ntitle = "Fewer'
        )
    )
    committed(there, "by hand")
    assert pulled(there).code == 0
    tables = tomli.loads((there / GOALS).read_text())["goals"]
    assert tables["second"]["title"] == "Second, and better"
    assert tables["fewer-late-trucks"]["state"] == "done"
    assert tables["fewer-late-trucks"]["minutes"] == "item 4"
    assert "# ask Tom" in (there / GOALS).read_text()


def test_the_same_goal_changed_twice_is_a_conflict_that_a_person_decides(
    two: tuple[Path, Path],
) -> None:
    here, there = two
    done = closed(TRUCKS, "done", TODAY)
    change(here, done)
    dearer = replace(TRUCKS, gain_vendor="Less waiting at the dock.")
    change(there, dearer)
    agree(there, "Another")
    ran = pulled(there)
    assert ran.code != 0
    assert "fewer-late-trucks was changed on both sides" in ran.out + ran.err
    text = (there / GOALS).read_text()
    assert "<<<<<<< ours: fewer-late-trucks" in text
    assert 'state = "done"' in text
    assert "Less waiting" in text
    assert 'title = "Another"' in text
    assert git(there, "diff", "--name-only", "--diff-filter=U").out.strip() == GOALS
    (problem,) = about(there).problems
    assert problem.message.startswith("has a merge conflict")
    workspace = open_workspace(there)
    (path,) = conflicted(workspace, ACME)
    resolution = resolution_of(workspace, path)
    assert [each.name for each in resolution.conflicts] == ["fewer-late-trucks"]
    theirs = {each.path: True for each in resolution.conflicts}
    save_resolved(workspace, resolution, resolved(resolution, theirs))
    goals = about(there).goals
    assert goals["fewer-late-trucks"] == done
    assert goals["another"].title == "Another"


def test_a_fourth_by_merging_is_a_warning_and_everything_is_shown(two: tuple[Path, Path]) -> None:
    here, there = two
    agree(here, "Second", "Third")
    agree(there, "Fourth", "Fifth")
    assert pulled(there).code == 0
    assert len(about(there).goals) == 5
    (problem,) = about(there).problems
    assert (problem.severity, problem.file) == ("warning", GOALS)
    assert "has 5 open key goals, but the limit is 3" in problem.message
    checked = program(there, "check", "--strict")
    assert checked.code == 1
    assert "has 5 open key goals" in checked.out
    shown = program(there, "goals", ACME)
    assert shown.code == 0
    assert shown.out.count("id: ") == 5
    assert program(there, "goals", ACME, "--add", "Sixth").code == 2


def test_meetings_on_two_branches_are_all_there(two: tuple[Path, Path]) -> None:
    here, there = two
    meet(here, 20, replace(HELD, decided="Ours.", next=TODAY.replace(day=28)))
    meet(there, 10, replace(HELD, decided="Theirs.\nIn two lines."))
    assert pulled(there).code == 0
    meetings = about(there).meetings
    assert set(meetings) == {"2026-11-01", "2026-11-10", "2026-11-20"}
    assert meetings["2026-11-10"].decided == "Theirs.\nIn two lines."
    sound(there)


def test_the_same_meeting_told_in_two_ways_is_a_conflict(two: tuple[Path, Path]) -> None:
    here, there = two
    for root, said in ((here, "Send it weekly"), (there, "Send it monthly")):
        vendor, first = about(root).vendor, TODAY.replace(day=1)
        told = replace(HELD, decided=said)
        save_meeting(open_workspace(root), vendor, "2026-11-01", HELD, first, told)
        committed(root, said)
    ran = pulled(there)
    assert ran.code != 0
    assert "2026-11-01 was changed on both sides" in ran.out + ran.err
    text = (there / MEETINGS).read_text()
    assert "Send it weekly" in text
    assert "Send it monthly" in text
    assert "<<<<<<<" in text


def test_promises_of_two_clones_are_all_there(two: tuple[Path, Path]) -> None:
    here, there = two
    promise(here, "Send the forecast", "Call")
    assert pulled(there).code == 0
    promise(here, "Clear the bays")
    settle(here, "call", "kept")
    promise(there, "Name a deputy")
    settle(there, "send-the-forecast", "dropped")
    assert pulled(there).code == 0
    states = {key: each.state for key, each in about(there).promises.items()}
    assert states == {
        "send-the-forecast": "dropped",
        "call": "kept",
        "clear-the-bays": "open",
        "name-a-deputy": "open",
    }
    sound(there)


def test_a_promise_settled_in_two_ways_is_a_conflict_that_names_it(two: tuple[Path, Path]) -> None:
    here, there = two
    promise(here, "Send the forecast")
    assert pulled(there).code == 0
    settle(here, "send-the-forecast", "kept")
    settle(there, "send-the-forecast", "dropped")
    ran = pulled(there)
    assert ran.code != 0
    said = ran.out + ran.err
    assert "send-the-forecast was changed on both sides" in said
    assert "kept" in said
    assert "dropped" in said
    assert "<<<<<<< ours: send-the-forecast" in (there / PROMISES).read_text()


def test_the_minutes_of_two_meetings_on_one_day_can_both_be_kept(two: tuple[Path, Path]) -> None:
    here, there = two
    others = Meeting(present=("Bob",), decided="The price stays.")
    meet(here, 3, others)
    meet(there, 3, HELD)
    pulled(there)
    [path] = conflicted(open_workspace(there), ACME)
    resolution = resolution_of(open_workspace(there), path)
    [conflict] = resolution.conflicts
    text = resolved(resolution, {conflict.path: False}, {conflict.path})
    save_resolved(open_workspace(there), resolution, text)
    found = about(there)
    assert not found.problems
    assert found.meetings["2026-11-03"] == HELD
    assert found.meetings["2026-11-03-2"] == others
