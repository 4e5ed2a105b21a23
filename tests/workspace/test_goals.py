"""Key goals: few at a time, read with every error, never written over, offered again in time."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import json
import shlex
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck import cli
from partnercheck.base.errors import UserError
from partnercheck.base.records import CADENCES, PERIODS, Cadence, Goal, Vendor
from partnercheck.base.text import is_blank, is_slug
from partnercheck.report.listing import listed
from partnercheck.report.words.agreements import agreed_entries, goal_entries, overdue_in_words
from partnercheck.report.words.still_to_come import overdue_clauses, still_to_come
from partnercheck.storage.parse import parse
from partnercheck.storage.save import SaveError
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.agreement_files import goals_of
from partnercheck.workspace.canonical import goals_text, record_table
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.goals import (
    add_goal,
    add_period,
    closed,
    day_from,
    extended,
    in_order,
    new_goal,
    overdue,
    save_goal,
)
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor
from tests.support.running import TODAY, Run
from tests.support.strategies import examples

ACME = "acme-logistics"
FILE = f"vendors/{ACME}/goals.toml"
GOOD = """\
format = 1

[goals.fewer-late-trucks]
title = "Fewer late trucks"
period = "quarter"
gain_buyer = "Shelves full at seven."
gain_vendor = "Less waiting at the dock."
owner_buyer = "Alice Moreau"
owner_vendor = "Jane Doe"
due = 2026-12-24
begun = 2026-09-24
note = \"""
First the two depots in the north.
Then the others.\"""

[goals.shared-forecast]
title = "Shared forecast"
period = "month"
due = 2026-10-31
state = "done"
begun = 2026-08-31
ended = 2026-10-20
times_extended = 1
"""
TRUCKS = Goal(
    title="Fewer late trucks",
    period="quarter",
    gain_buyer="Shelves full at seven.",
    gain_vendor="Less waiting at the dock.",
    owner_buyer="Alice Moreau",
    owner_vendor="Jane Doe",
    due=dt.date(2026, 12, 24),
    begun=dt.date(2026, 9, 24),
    note="First the two depots in the north.\nThen the others.",
)
FORECAST = Goal(
    title="Shared forecast",
    period="month",
    due=dt.date(2026, 10, 31),
    state="done",
    begun=dt.date(2026, 8, 31),
    ended=dt.date(2026, 10, 20),
    times_extended=1,
)
DAY = dt.timedelta(1)


def simple(title: str, due: dt.date = TODAY) -> Goal:
    return new_goal(Goal(title=title, period="month", due=due), TODAY)


def put(root: Path, data: str | bytes = GOOD) -> Path:
    path = root / FILE
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def about(root: Path) -> VendorFiles:
    return read_vendor(open_workspace(root), ACME)


def add(root: Path, goal: Goal) -> str:
    return add_goal(open_workspace(root), about(root).vendor, goal)


def save(root: Path, key: str, seen: Goal, goal: Goal) -> None:
    save_goal(open_workspace(root), about(root).vendor, key, seen, goal)


def test_goals_are_written_in_their_canonical_form(workspace: Path) -> None:
    tables = {"fewer-late-trucks": TRUCKS, "shared-forecast": FORECAST}
    data = {"goals": {key: record_table(goal) for key, goal in tables.items()}, "format": 1}
    assert goals_text(data) == GOOD
    put(workspace)
    assert dict(about(workspace).goals) == tables
    assert problems_of(open_workspace(workspace)) == []


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ("", '"""', "'''\n\\", "<<<<<<< ours\n=======\n>>>>>>> theirs", "\ttab\x1b[31m", "a\r\nb", "‮")
)


@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.dates(), st.sampled_from(PERIODS)), max_size=9),
    st.integers(0, 999),
)
@examples(60)
def test_goals_come_back_as_they_were_agreed_whatever_is_in_them(
    tmp_path_factory: pytest.TempPathFactory,
    told: list[tuple[str, str, str, dt.date, str]],
    again: int,
) -> None:
    root = tmp_path_factory.mktemp("goals")
    (root / "vendors" / ACME).mkdir(parents=True)
    (root / "partnercheck.toml").write_text("key_goals = 9\n")
    kept: dict[str, Goal] = {}
    for title, gain, owner, due, period in told:
        goal = Goal(title=title, period=period, due=due, gain_vendor=gain, owner_buyer=owner)  # type: ignore[arg-type]
        try:
            made = replace(new_goal(goal, dt.date.min), times_extended=again, note=gain)
        except UserError:
            assert is_blank(title)
            continue
        made = replace(made, note=made.gain_vendor)
        kept[add(root, made)] = made
    found = about(root)
    assert found.goals == kept
    assert all(is_slug(key) for key in kept)
    assert {problem.file for problem in found.problems} <= {f"vendors/{ACME}/vendor.toml"}
    if kept:
        text = (root / FILE).read_text()
        assert goals_text(tomli.loads(text)) == text


class Bad(NamedTuple):
    """A file, the line of what is wrong, words about it, words of what to do, what still counts."""

    data: str
    line: int | None
    message: str
    remedy: str
    left: tuple[str, ...] = ()


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


REST = ("shared-forecast",)
ERRORS: Mapping[str, Bad] = {
    "a quote not closed": Bad(changed('"Jane Doe"', '"Jane Doe'), 9, "not valid TOML", "Correct"),
    "a merge conflict": Bad(changed("note =", "<<<<<<< ours\nnote ="), 12, "conflict", "Choose"),
    "a later format": Bad(changed("format = 1", "format = 2"), 1, '"format" is 2', "Update"),
    "no tables": Bad("goals = 3\n", 1, '"goals" is 3', "[goals.fewer-late-trucks]"),
    "a goal that is no table": Bad("[goals]\none = 1\n", None, "is 1, expected a table", "Make it"),
    "no title": Bad(changed('title = "Fewer late trucks"\n', ""), 3, "missing", "Add title", REST),
    "an empty title": Bad(changed('"Fewer late trucks"', '""'), 4, "title", "not empty", REST),
    "a blank title": Bad(changed('"Fewer late trucks"', '" "'), 4, "title", "not empty", REST),
    "no day": Bad(changed("due = 2026-12-24\n", ""), 3, '"due" is missing', "a date such", REST),
    "a day in quotes": Bad(changed("2026-12-24", '"2026-12-24"'), 10, '"due"', "a date such", REST),
    "no period": Bad(changed('period = "quarter"\n', ""), 3, '"period" is missing', '"week"', REST),
    "another period": Bad(changed('"quarter"', '"year"'), 5, '"period"', '"month"', REST),
    "another state": Bad(
        changed('"done"', '"finished"'), 20, '"state"', '"dropped"', ("fewer-late-trucks",)
    ),
    "less than never": Bad(
        changed("times_extended = 1", "times_extended = -1"),
        23,
        '"times_extended"',
        "from 0",
        ("fewer-late-trucks",),
    ),
    "an owner that is a list": Bad(changed('"Jane Doe"', '["J"]'), 9, "owner_vendor", "text", REST),
    "a name that is no id": Bad(
        changed("[goals.fewer-late-trucks]", '[goals."Fewer Trucks"]'), 3, "id", "hyphens", REST
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_every_wrong_goal_is_named_with_its_line_and_hides_no_other(
    name: str, workspace: Path, run: Run
) -> None:
    bad = ERRORS[name]
    put(workspace, bad.data)
    found = about(workspace)
    assert tuple(found.goals) == bad.left
    (problem,) = found.problems
    assert (problem.file, problem.line, problem.severity) == (FILE, bad.line, "error")
    assert bad.message in problem.message
    assert bad.remedy in problem.remedy
    judged = judge_vendor(open_workspace(workspace), ACME)
    assert len(judged.round.responses) == 1, "the answers still count"
    checked = run("check", here=workspace)
    assert (checked.code, checked.out) == (1, f"{problem}\n")
    shown = run("goals", ACME, here=workspace)
    assert str(problem) in shown.err
    assert shown.code == (0 if bad.left else 2)


def test_every_error_of_a_file_is_told_at_once(workspace: Path) -> None:
    data = GOOD.replace('"quarter"', '"year"').replace("2026-10-31", '"soon"')
    put(workspace, data.replace('title = "Shared', 'tilte = "Shared'))
    assert sorted(problem.line or 0 for problem in about(workspace).problems) == [5, 16, 17, 19]


@pytest.mark.parametrize(
    ("data", "line", "what", "remedy"),
    [
        (changed("note =", "notes ="), 12, '"notes" is not a key', 'Did you mean "note"'),
        (changed("format = 1", "format = 1\nteam = 2"), 2, '"team" is not a key', "[goals."),
        (GOOD.replace("[goals.s", "[goal.s"), None, '"goal" is not a key', "[goals."),
        ("", None, "is empty", "restore its content"),
    ],
)
def test_what_may_be_meant_is_a_warning(
    data: str, line: int | None, what: str, remedy: str, workspace: Path
) -> None:
    put(workspace, data)
    (problem,) = about(workspace).problems
    assert (problem.severity, problem.line) == ("warning", line)
    assert what in problem.message
    assert remedy in problem.remedy


def test_a_file_that_leads_elsewhere_is_neither_read_nor_written(
    workspace: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text(GOOD)
    (workspace / FILE).symlink_to(outside)
    assert about(workspace).goals == {}
    assert [each.message for each in about(workspace).problems] == [
        "is linked to a place outside the workspace"
    ]
    with pytest.raises(SaveError):
        add(workspace, simple("Another"))
    assert outside.read_text() == GOOD
    (workspace / FILE).unlink()
    (workspace / FILE).symlink_to(workspace / "nowhere.toml")
    assert any("cannot be read" in problem.message for problem in about(workspace).problems)


def test_a_fourth_goal_is_refused_with_the_names_of_the_three(workspace: Path) -> None:
    for title in ("One", "Two", "Three"):
        add(workspace, simple(title))
    before = (workspace / FILE).read_text()
    with pytest.raises(UserError) as refused:
        add(workspace, simple("Four"))
    assert str(refused.value) == (
        "Acme Logistics already has three open key goals. Finish or drop one first: "
        "One, Two, Three. At most three can be open at a time"
    )
    assert (workspace / FILE).read_text() == before
    two = about(workspace).goals["two"]
    dropped = closed(two, "dropped", TODAY)
    save(workspace, "two", two, dropped)
    add(workspace, simple("Four"))
    with pytest.raises(UserError, match="One, Three, Four"):
        save(workspace, "two", dropped, extended(dropped, TODAY))
    assert about(workspace).goals["two"].state == "dropped"


@pytest.mark.parametrize("most", [1, 5, 9])
def test_how_many_is_a_setting_of_the_workspace(most: int, workspace: Path) -> None:
    settings_file = workspace / "partnercheck.toml"
    settings_file.write_text(settings_file.read_text().replace("goals = 3", f"goals = {most}"))
    for number in range(most):
        add(workspace, simple(f"Goal {number}"))
    with pytest.raises(UserError, match="at a time"):
        add(workspace, simple("One more"))
    settings_file.write_text(settings_file.read_text().replace(f"goals = {most}", "goals = 10"))
    told = [str(problem) for problem in problems_of(open_workspace(workspace))]
    assert '"key_goals" is 10, expected a whole number from 1 to 9' in told[0]
    with pytest.raises(UserError, match="until this is corrected"):
        add(workspace, simple("One more"))


def test_a_file_with_more_is_read_in_full_with_a_warning(workspace: Path, run: Run) -> None:
    tables = [
        f'\n[goals.g{n}]\ntitle = "Goal {n}"\nperiod = "week"\ndue = 2026-12-0{n}\n'
        for n in (1, 2, 3, 4)
    ]
    put(workspace, "format = 1\n" + "".join(tables))
    assert len(about(workspace).goals) == 4
    assert run("goals", ACME, here=workspace).out.count("id: ") == 4
    checked = run("check", here=workspace)
    assert checked.code == 0, "a warning alone"
    assert run("check", "--strict", here=workspace).code == 1
    assert checked.out == (
        f"{FILE}: has 4 open key goals, but the limit is 3. "
        "Finish or drop 1 of Goal 1, Goal 2, Goal 3, Goal 4. (warning)\n"
    )
    # A goal that is open stays so: only one more is refused.
    first = about(workspace).goals["g1"]
    save(workspace, "g1", first, replace(first, note="Still."))
    with pytest.raises(UserError, match="already has four open key goals"):
        add(workspace, simple("Five"))


def test_a_goal_that_cannot_be_read_counts_as_open_unless_it_has_ended(workspace: Path) -> None:
    broken = "".join(f'\n[goals.g{n}]\ntitle = "Goal {n}"\n' for n in (1, 2, 3))
    put(workspace, f"format = 1\n{broken}")
    assert about(workspace).goals == {}
    with pytest.raises(UserError, match="Goal 1, Goal 2, Goal 3"):
        add(workspace, simple("Four"))
    put(workspace, f'format = 1\n{broken}state = "done"\n')
    add(workspace, simple("Four"))


def test_ids_are_made_of_titles_and_are_unique(workspace: Path) -> None:
    settings_file = workspace / "partnercheck.toml"
    settings_file.write_text(settings_file.read_text().replace("goals = 3", "goals = 9"))
    titles = ["Fewer trucks", "fewer TRUCKS!", "Fewer  trucks", "★★", "★★", "con", "x" * 200]
    keys = [add(workspace, simple(title)) for title in (*titles, "x" * 200)]
    assert keys[:6] == [
        "fewer-trucks",
        "fewer-trucks-2",
        "fewer-trucks-3",
        "goal",
        "goal-2",
        "con-1",
    ]
    assert all(is_slug(key) for key in keys)
    assert len(set(keys)) == len(keys)
    assert list(about(workspace).goals) == keys


BY_HAND = {
    "a comment": GOOD.replace("owner_vendor", "# ask again\nowner_vendor") + "# the end\n",
    "another order": GOOD.replace("format = 1\n\n", "") + "\n[else]\nx = 1\n",
    "other blanks": GOOD.replace("ended = 2026-10-20", "ended=2026-10-20"),
    "a byte order mark": "﻿" + GOOD,
    "Windows line ends": GOOD.replace("\n", "\r\n"),
    "a key of their own": changed("due = 2026-12-24", 'minutes = "item 4"\ndue = 2026-12-24'),
    "a default in words": changed("due = 2026-12-24", 'due = 2026-12-24\nstate = "open"'),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_layout_made_by_hand_stays(name: str, workspace: Path) -> None:
    path = put(workspace, BY_HAND[name])
    seen = about(workspace).goals["fewer-late-trucks"]
    assert replace(seen, note=TRUCKS.note) == TRUCKS
    save(workspace, "fewer-late-trucks", seen, replace(seen, owner_vendor="Tom Okafor"))
    wanted = BY_HAND[name].replace("Jane Doe", "Tom Okafor")
    if "format = 1" not in wanted:
        assert tomli.loads(path.read_text()) == {"format": 1, **tomli.loads(wanted)}
    else:
        assert path.read_bytes().decode() == wanted
    add(workspace, simple("Another"))
    text = path.read_bytes().decode().replace("\r\n", "\n")
    assert 'title = "Another"' in text
    assert about(workspace).goals["fewer-late-trucks"].owner_vendor == "Tom Okafor"


def test_a_change_writes_only_its_own_lines_and_the_same_again_none(workspace: Path) -> None:
    path = put(workspace, changed('"Jane Doe"', '"Jane\\u001bDoe"'))
    goals = about(workspace).goals
    before = path.read_text().splitlines()
    seen = goals["shared-forecast"]
    save(workspace, "shared-forecast", seen, replace(seen, note="Good."))
    assert [line for line in path.read_text().splitlines() if line not in before] == [
        'note = "Good."'
    ]
    stamp = path.stat().st_mtime_ns
    trucks = goals["fewer-late-trucks"]
    save(workspace, "fewer-late-trucks", trucks, trucks)
    assert path.stat().st_mtime_ns == stamp


def test_what_somebody_else_did_meanwhile_is_not_written_over(workspace: Path) -> None:
    path = put(workspace)
    seen = about(workspace).goals["fewer-late-trucks"]
    other = changed("Shelves full at seven.", "Less waste.")
    path.write_text(other)
    with pytest.raises(SaveError, match="changed by somebody else"):
        save(workspace, "fewer-late-trucks", seen, replace(seen, note=""))
    assert path.read_text() == other
    path.write_text(GOOD.replace("goals.fewer-late-trucks", "goals.other"))
    with pytest.raises(SaveError, match=r"no longer in goals\.toml"):
        save(workspace, "fewer-late-trucks", seen, replace(seen, note=""))
    path.unlink()
    with pytest.raises(SaveError, match=r"no longer in goals\.toml"):
        save(workspace, "fewer-late-trucks", seen, replace(seen, note=""))
    assert not path.exists()
    gone = Vendor(name="Gone", id="gone")
    with pytest.raises(SaveError, match="gone was removed"):
        add_goal(open_workspace(workspace), gone, simple("One"))
    assert not (workspace / "vendors/gone").exists()


@pytest.mark.parametrize("name", ["a quote not closed", "a later format", "no tables"])
def test_a_file_that_cannot_be_read_is_left_as_it_is(name: str, workspace: Path) -> None:
    path = put(workspace, ERRORS[name].data)
    with pytest.raises(SaveError):
        add(workspace, simple("One"))
    assert path.read_text() == ERRORS[name].data


@given(st.dates(), st.sampled_from(CADENCES))
@examples(400)
def test_a_period_later_is_the_same_day_or_the_month_s_last(day: dt.date, period: Cadence) -> None:
    after = add_period(day, period)
    if after == dt.date.max:
        return
    if period == "week":
        assert after - day == dt.timedelta(7)
        return
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    last = calendar.monthrange(after.year, after.month)[1]
    assert after.day == min(day.day, last)


@given(st.dates(), st.dates(), st.sampled_from(CADENCES))
@examples(200)
def test_a_period_later_is_later_and_keeps_the_order(
    one: dt.date, other: dt.date, period: Cadence
) -> None:
    assert add_period(one, period) > one or one == dt.date.max
    assert (one <= other) <= (add_period(one, period) <= add_period(other, period))


@pytest.mark.parametrize(
    ("day", "period", "after"),
    [
        ("2026-01-31", "month", "2026-02-28"),
        ("2028-01-31", "month", "2028-02-29"),
        ("2026-11-30", "quarter", "2027-02-28"),
        ("2028-02-29", "year", "2029-02-28"),
        ("2026-12-31", "month", "2027-01-31"),
        ("2026-12-28", "week", "2027-01-04"),
        ("9999-12-31", "week", "9999-12-31"),
        ("9999-11-30", "quarter", "9999-12-31"),
    ],
)
def test_months_end_as_they_should(day: str, period: Cadence, after: str) -> None:
    assert f"{add_period(dt.date.fromisoformat(day), period)}" == after


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)), st.sampled_from(PERIODS), st.data())
@examples(100)
def test_a_goal_is_offered_again_only_once_its_day_is_over(
    due: dt.date, period: str, data: st.DataObject
) -> None:
    goal = Goal(title="G", period=period, due=due, begun=due)  # type: ignore[arg-type]
    today = due + dt.timedelta(data.draw(st.integers(-400, 400)))
    assert bool(overdue({"g": goal}, today)) == (today > due)
    if today <= due:
        with pytest.raises(UserError, match="can be extended"):
            extended(goal, today)
        return
    again = extended(goal, today)
    assert (again.due, again.times_extended, again.begun) == (
        add_period(today, goal.period),
        1,
        due,
    )
    assert not overdue({"g": again}, today)
    done = closed(again, "done", today)
    with pytest.raises(UserError, match="is already done"):
        closed(done, "dropped", today)
    reopened = extended(done, today, today + DAY)
    assert reopened == replace(again, due=today + DAY, times_extended=2)
    with pytest.raises(UserError, match="is in the past"):
        extended(done, today, today - DAY)


def test_open_goals_come_first_by_their_day_then_the_last_that_ended() -> None:
    goals = {
        "a": replace(FORECAST, ended=dt.date(2026, 1, 1)),
        "b": TRUCKS,
        "c": FORECAST,
        "d": replace(TRUCKS, due=TODAY),
        "e": replace(FORECAST, ended=None, due=dt.date(2026, 12, 1)),
    }
    assert list(in_order(goals)) == ["d", "b", "e", "c", "a"]


def test_a_day_is_a_day() -> None:
    assert day_from(" 2026-12-15 ", "It") == dt.date(2026, 12, 15)
    with pytest.raises(
        UserError, match=r'The due date: "soon" is not a date. Use the form 2026-12-15'
    ):
        day_from("soon\n", "The due date")


def test_the_dossier_tells_what_each_goal_is(workspace: Path) -> None:
    put(workspace, GOOD.replace("due = 2026-12-24", "due = 2026-11-23\ntimes_extended = 2"))
    entries = agreed_entries(about(workspace), TODAY)
    assert [(entry.label, entry.text) for entry in entries] == [
        (
            "Key goals",
            "⚑ Fewer late trucks: overdue since 2026-11-23, agreed on 2026-09-24 for a "
            "quarter and extended twice since. We gain: Shelves full at seven. They gain: "
            "Less waiting at the dock. Owners: Alice Moreau (ours), Jane Doe (theirs). First the "
            "two depots in the north. Then the others.",
        ),
        ("", "Shared forecast: done on 2026-10-20"),
    ]
    ended_too = {f"g{n}": FORECAST for n in range(7)}
    assert goal_entries(ended_too, TODAY)[-1].text == "and 2 more that ended before"


def test_the_portfolio_says_what_is_overdue(workspace: Path, run: Run) -> None:
    put(workspace)
    opened = open_workspace(workspace)

    def seen(today: dt.date) -> tuple[bool, str, str]:
        found = judge_vendor(opened, ACME)
        row = listed(found, today)
        return row.late, still_to_come(found, today), overdue_in_words(found.files, today)

    assert seen(dt.date(2026, 12, 24)) == (False, "the vendor has not been asked yet", "")
    assert seen(dt.date(2026, 12, 25)) == (
        True,
        "the vendor has not been asked yet; 1 goal overdue",
        "Overdue: Fewer late trucks (since 2026-12-24)",
    )
    put(workspace, GOOD.replace("2026-12-24", "2026-01-24"))
    listing = run("list", here=workspace).out
    assert "the vendor has not been asked yet; 1 goal overdue" in listing
    vendor = workspace / f"vendors/{ACME}/vendor.toml"
    vendor.write_text(vendor.read_text() + "archived = 2026-11-01\n")
    assert overdue_clauses(judge_vendor(opened, ACME), TODAY) == []


def test_no_verdict_rests_on_the_goals(workspace: Path, run: Run) -> None:
    before = run("show", ACME, here=workspace)
    put(workspace, "broken")
    after = run("show", ACME, here=workspace)
    assert before.out.splitlines()[:6] == after.out.splitlines()[:6]
    assert f"{FILE}:1" in after.err
    assert "unread" not in run("list", here=workspace).out


def test_a_goal_is_edited_and_the_way_back_restores_its_file(workspace: Path, run: Run) -> None:
    words = ["--add", "Fewer late trucks", "--due", "2999-12-15", "--owner-us", "Alice Moreau"]
    assert run("goals", ACME, *words, here=workspace).code == 0
    before = (workspace / FILE).read_bytes()
    words = ["--title", "No late trucks", "--period", "month", "--due", "2999-12-31"]
    words += ["--owner-us", "", "--gain-them", "Less waiting", "--note", "North first"]
    ran = run("goals", ACME, "--edit", "fewer-late-trucks", *words, here=workspace)
    assert ran.out.startswith(
        "Changed No late trucks. To undo: partnercheck goals acme-logistics --edit "
    )
    goal = tomli.loads((workspace / FILE).read_text())["goals"]["fewer-late-trucks"]
    assert (goal["title"], goal["period"], goal["note"]) == (
        "No late trucks",
        "month",
        "North first",
    )
    assert "owner_buyer" not in goal
    back = shlex.split(ran.out.partition("To undo: ")[2])
    assert run(*back[1:], here=workspace).code == 0
    assert (workspace / FILE).read_bytes() == before
    past = run("goals", ACME, "--edit", "fewer-late-trucks", "--due", "2020-01-01", here=workspace)
    assert (past.code, "is in the past" in past.err) == (2, True)
    nothing = run("goals", ACME, "--edit", "fewer-late-trucks", here=workspace)
    assert (nothing.code, "nothing to change" in nothing.err) == (2, True)


def test_goals_are_agreed_done_dropped_and_offered_again_on_the_command_line(
    workspace: Path, run: Run
) -> None:
    def goals(*words: str) -> str:
        ran = run("goals", *words, here=workspace)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran.out

    told = [
        *("--gain-us", "Full shelves", "--gain-them", "Less waiting", "--owner-us", "Alice"),
        *("--owner-them", "Jane", "--note", "North first", "--due", "2999-12-15"),
    ]
    added = goals("Acme Logistics", "--add", "Fewer late trucks", "--period", "month", *told)
    undo = "partnercheck goals acme-logistics --remove fewer-late-trucks"
    assert added == (
        f"Added Fewer late trucks as fewer-late-trucks, due 2999-12-15. To undo: {undo}\n"
    )
    today = dt.date.today()
    assert tomli.loads((workspace / FILE).read_text())["goals"]["fewer-late-trucks"] == {
        "title": "Fewer late trucks",
        "period": "month",
        "gain_buyer": "Full shelves",
        "gain_vendor": "Less waiting",
        "owner_buyer": "Alice",
        "owner_vendor": "Jane",
        "due": dt.date(2999, 12, 15),
        "begun": today,
        "note": "North first",
    }
    weekly = goals(ACME, "--add", "Weekly call", "--period", "week")
    assert f", due {add_period(today, 'week')}. To undo: " in weekly
    assert goals(ACME, "--done", "weekly CALL").startswith("Done: Weekly call. ")
    assert goals(ACME, "--drop", "fewer-late-trucks").startswith("Dropped: Fewer late trucks. ")
    again = goals(ACME, "--again", "fewer-late-trucks")
    assert again == f"Extended: Fewer late trucks, now due {add_period(today, 'month')}\n"
    assert goals(ACME, "--again", "weekly-call", "--due", "2999-01-01").endswith("2999-01-01\n")
    text = goals(ACME)
    assert text.splitlines()[0] == "Acme Logistics   2 of 3 key goals open"
    assert "and extended once since" in " ".join(text.split())
    assert goals("--all") == text
    assert run("fmt", "--check", here=workspace).code == 0


def test_the_list_comes_in_four_formats(workspace: Path, run: Run) -> None:
    put(workspace, GOOD.replace("Fewer late trucks", "=Fewer | late").replace("2026-12", "2026-01"))
    rows = run("goals", ACME, "--format", "csv", here=workspace).out.splitlines()
    assert rows[0].startswith('"vendor","name","id","title","period"')
    assert '"\'=Fewer | late"' in rows[1]
    assert rows[-1].endswith('"2026-10-20","1","","false"')
    markdown = run("goals", "--all", "--format", "markdown", here=workspace).out.splitlines()
    assert "| Acme Logistics | ⚑ overdue | =Fewer \\| late |" in markdown[2]
    document = json.loads(run("goals", "--all", "--format", "json", here=workspace).out)
    assert [each["vendor"] for each in document["vendors"]] == [ACME, "borealis-packaging"]
    first, second = document["vendors"][0]["goals"]
    assert (first["id"], first["overdue"], first["due"]) == (
        "fewer-late-trucks",
        True,
        "2026-01-24",
    )
    assert (second["state"], second["ended"], second["times_extended"]) == ("done", "2026-10-20", 1)
    assert document["key_goals"] == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("goals", "name one vendor, or use --all"),
        (f"goals {ACME} --all", "name one vendor, or use --all"),
        ("goals --all --add X", "--add needs a vendor"),
        ("goals nobody", 'there is no vendor "nobody"'),
        (f"goals {ACME} --done nothing", 'Acme Logistics has no key goal "nothing"'),
        (f"goals {ACME} --done fewer-late-truks", "did you mean fewer-late-trucks?"),
        (f"goals {ACME} --drop shared-forecast", "is already done (2026-10-20); only an open"),
        (
            f"goals {ACME} --add X --due soon",
            '--due: "soon" is not a date. Use the form 2026-12-15',
        ),
        (f"goals {ACME} --add X --due 2020-01-01", "2020-01-01 is in the past"),
        (f"goals {ACME} --due 2999-01-01", "--due can only be used with --add, --edit or --again"),
        (
            f"goals {ACME} --done fewer-late-trucks --note x",
            "--note can only be used with --add or --edit",
        ),
        (
            f"goals {ACME} --again shared-forecast --owner-us x",
            "--owner-us can only be used with --add or --edit",
        ),
        (f"goals {ACME} --add X --done Y", "not allowed with argument"),
        (f"goals {ACME} --add X --period day", "invalid choice"),
    ],
)
def test_wrong_words_are_refused_with_the_reason(
    words: str, said: str, workspace: Path, run: Run
) -> None:
    put(workspace)
    ran = run(*words.split(), here=workspace)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert (workspace / FILE).read_text() == GOOD


@pytest.mark.parametrize("word", ["--add", "--done"])
def test_an_empty_title_is_refused(word: str, workspace: Path, run: Run) -> None:
    ran = run("goals", ACME, word, "", here=workspace)
    assert ran.code == 2
    assert "the goal is missing" in ran.err


def test_without_goals_a_person_is_told_how_to_begin(workspace: Path, run: Run) -> None:
    ran = run("goals", ACME, here=workspace)
    assert ran.code == 0
    assert f"`partnercheck goals {ACME} --add TITLE` adds one" in ran.err
    assert "There are no key goals yet" in run("goals", "--all", here=workspace).err
    put(workspace, ERRORS["no tables"].data)
    assert '"goals" is 3' in run("goals", "--all", here=workspace).err


def test_what_is_overdue_is_offered_again(workspace: Path, run: Run) -> None:
    put(workspace, GOOD.replace("2026-12-24", "2026-01-24"))
    ran = run("goals", ACME, here=workspace)
    assert "⚑ overdue     Fewer late trucks: overdue since 2026-01-24" in ran.out
    assert "1 key goal overdue: use --done, --drop, or --again to extend" in ran.err


ACTIONS = st.tuples(
    st.sampled_from(["--add", "--add", "--done", "--drop", "--again"]), st.integers(0, 5)
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(1, 4), st.lists(ACTIONS, min_size=5, max_size=16))
def test_never_are_more_open_than_there_may_be_whatever_is_asked(
    tmp_path_factory: pytest.TempPathFactory, most: int, actions: list[tuple[str, int]]
) -> None:
    root = tmp_path_factory.mktemp("never")
    (root / "vendors" / ACME).mkdir(parents=True)
    (root / "vendors" / ACME / "vendor.toml").write_text('name = "Acme Logistics"\n')
    (root / "partnercheck.toml").write_text(f"format = 1\nkey_goals = {most}\n")
    for action, number in actions:
        words = ["--workspace", str(root), "goals", ACME, action, f"Goal {number}"]
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said:
            code = cli.main(words)
        goals = goals_of(parse((root / FILE).read_bytes(), FILE), most) if code == 0 else ({}, ())
        opened = [goal for goal in goals[0].values() if goal.state == "open"]
        assert len(opened) <= most
        assert not goals[1]
        assert code in (0, 2), said.getvalue()
        assert "something went wrong" not in said.getvalue()


def test_a_new_workspace_says_how_many_goals_and_how_often_to_meet(tmp_path: Path) -> None:
    init(tmp_path, open_workspace(tmp_path).settings)
    text = (tmp_path / "partnercheck.toml").read_text()
    assert text.endswith('key_goals = 3\nmeetings = "quarter"\n')
