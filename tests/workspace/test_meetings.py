"""Meetings: what was decided is kept, and it is said when another is overdue."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import CADENCES, Cadence, Goal, Meeting, Promise, Vendor
from partnercheck.base.text import is_blank
from partnercheck.report.listing import listed
from partnercheck.report.words.agreements import agenda_in_short, agreed_entries
from partnercheck.report.words.agreements import overdue_in_words as overdue
from partnercheck.storage.save import SaveError
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.agreement_files import day_of
from partnercheck.workspace.canonical import meetings_text, record_table
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.goals import add_period
from partnercheck.workspace.meetings import (
    add_meeting,
    checked_meeting,
    held_on,
    meet_every,
    meeting_overdue,
    newest_first,
    next_due,
    save_meeting,
)
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor
from tests.support.running import TODAY, Run
from tests.support.strategies import examples

ACME = "acme-logistics"
FILE = f"vendors/{ACME}/meetings.toml"
GOOD = """\
format = 1

[meetings."2026-08-20"]
present = ["Alice Moreau", "Jane Doe"]
decided = \"""
The cut-off moves to ten.
Both depots by October.\"""
next = 2026-10-15

[meetings."2026-08-20-2"]
decided = "Nothing more."
"""
FIRST = Meeting(
    present=("Alice Moreau", "Jane Doe"),
    decided="The cut-off moves to ten.\nBoth depots by October.",
    next=dt.date(2026, 10, 15),
)
SECOND = Meeting(decided="Nothing more.")
DAY = dt.timedelta(1)


def put(root: Path, data: str = GOOD) -> Path:
    path = root / FILE
    path.write_bytes(data.encode())
    return path


def about(root: Path) -> VendorFiles:
    return read_vendor(open_workspace(root), ACME)


def add(root: Path, on: dt.date, meeting: Meeting) -> str:
    return add_meeting(
        open_workspace(root), about(root).vendor, on, checked_meeting(on, meeting, TODAY)
    )


def save(root: Path, key: str, seen: Meeting, on: dt.date, meeting: Meeting) -> str:
    return save_meeting(open_workspace(root), about(root).vendor, key, seen, on, meeting)


def test_meetings_are_written_in_their_canonical_form(workspace: Path) -> None:
    tables = {"2026-08-20": record_table(FIRST), "2026-08-20-2": record_table(SECOND)}
    assert meetings_text({"meetings": tables, "format": 1}) == GOOD
    day = dt.date(2026, 8, 20)
    assert add(workspace, day, FIRST) == "2026-08-20"
    assert add(workspace, day, SECOND) == "2026-08-20-2"
    assert (workspace / FILE).read_text() == GOOD
    assert dict(about(workspace).meetings) == {"2026-08-20": FIRST, "2026-08-20-2": SECOND}
    assert problems_of(open_workspace(workspace)) == []


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ("", " ", '"""', "'''\n\\", "<<<<<<< ours\n=======\n>>>>>>> theirs", "\ttab\x1b[31m", "a\r\nb")
)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)


@given(st.lists(st.tuples(st.dates(max_value=TODAY), LISTS, TEXTS), max_size=4))
@examples(60)
def test_meetings_come_back_as_they_were_held_whatever_is_in_them(
    tmp_path_factory: pytest.TempPathFactory,
    told: list[tuple[dt.date, tuple[str, ...], str]],
) -> None:
    root = tmp_path_factory.mktemp("meetings")
    (root / "vendors" / ACME).mkdir(parents=True)
    (root / "partnercheck.toml").write_text("format = 1\n")
    kept: dict[str, Meeting] = {}
    for on, present, decided in told:
        meeting = Meeting(present, decided)
        try:
            made = checked_meeting(on, meeting, TODAY)
        except UserError:
            assert is_blank("".join((*present, decided)))
            continue
        kept[add(root, on, meeting)] = made
    assert dict(about(root).meetings) == kept
    if kept:
        text = (root / FILE).read_text()
        assert meetings_text(tomli.loads(text)) == text
    days = [held_on(key) for key in newest_first(kept)]
    assert days == sorted(days, reverse=True)


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


BOTH = ("2026-08-20", "2026-08-20-2")
OTHER = ("2026-08-20-2",)
ERRORS: Mapping[str, Bad] = {
    "not TOML": Bad(changed("next =", "next"), 8, "not valid TOML", "Correct"),
    "a merge conflict": Bad(changed("next =", "=======\nnext ="), 8, "conflict", "Choose"),
    "a later format": Bad(changed("format = 1", "format = 7"), 1, '"format" is 7', "Update"),
    "no tables": Bad("meetings = []\n", 1, '"meetings" is []', '[meetings."2026-11-24"]'),
    "no day": Bad(
        changed('[meetings."2026-08-20"]', "[meetings.summer]"), 3, "day", "Write", OTHER
    ),
    "no such day": Bad(changed('08-20"]', '06-31"]'), 3, "not named after the day", "Write", OTHER),
    "a first that is numbered": Bad(
        changed('08-20-2"]', '08-20-1"]'), 10, "not named after the day", "second", BOTH[:1]
    ),
    "names that are no list": Bad(
        GOOD.replace('present = ["Alice Moreau", "Jane Doe"]', 'present = "A"'),
        4,
        '"present"',
        "a list",
        OTHER,
    ),
    "a number among the names": Bad(changed('"Jane Doe"', "7"), 4, '"present"', "a list", OTHER),
    "promises of an earlier format": Bad(
        changed("next =", 'we = ["Send the forecast"]\nnext ='),
        8,
        '"we" in [meetings.2026-08-20] is no longer used',
        "Write each promise in promises.toml as [promises.weekly-forecast]",
        OTHER,
    ),
    "a next in words": Bad(changed("2026-10-15", '"October"'), 8, '"next"', "a date such", OTHER),
}


@pytest.mark.parametrize("name", ERRORS)
def test_every_wrong_meeting_is_named_with_its_line_and_hides_no_other(
    name: str, workspace: Path, run: Run
) -> None:
    bad = ERRORS[name]
    put(workspace, bad.data)
    found = about(workspace)
    assert tuple(found.meetings) == bad.left
    (problem,) = found.problems
    assert (problem.file, problem.line, problem.severity) == (FILE, bad.line, "error")
    assert bad.message in problem.message
    assert bad.remedy in problem.remedy
    checked = run("check", here=workspace)
    assert (checked.code, checked.out) == (1, f"{problem}\n")
    shown = run("meetings", ACME, here=workspace)
    assert str(problem) in shown.err
    assert shown.code == (0 if bad.left else 2)
    # Who knows when the last one was: nothing is called overdue.
    assert not overdue(found, dt.date(2027, 12, 1))


def test_what_may_be_meant_is_a_warning(workspace: Path) -> None:
    put(workspace, changed("next = 2026-10-15", "next = 2026-08-20\nmood = 3"))
    warned = about(workspace).problems
    assert [(each.line, each.severity) for each in warned] == [(9, "warning"), (8, "warning")]
    assert '"mood" is not a key of [meetings.2026-08-20]' in warned[0].message
    assert "which is not after the meeting" in warned[1].message


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026-11-24-2", "2026-11-24"),
        ("2026-11-24-10", "2026-11-24"),
        ("2026-11-24-1", None),
        ("2026-11-24-02", None),
        ("2026-11-24-", None),
        ("2026-02-30", None),
        ("26-11-24", None),
        ("٢٠٢٦-11-24", None),
        ("0000-01-01", None),
    ],
)
def test_a_key_names_a_day(key: str, day: str | None) -> None:
    assert day_of(key) == (dt.date.fromisoformat(day) if day else None)


def test_the_last_of_a_day_is_the_one_with_the_highest_number() -> None:
    keys = ["2026-01-05", "2026-08-20-2", "2026-08-20-10", "2026-08-20", "2026-08-19"]
    order = ["2026-08-20-10", "2026-08-20-2", "2026-08-20", "2026-08-19", "2026-01-05"]
    assert list(newest_first(dict.fromkeys(keys, SECOND))) == order


@given(
    st.lists(st.tuples(st.dates(), st.none() | st.dates()), max_size=5),
    st.dates(),
    st.sampled_from(CADENCES),
    st.booleans(),
)
@examples(300)
def test_a_meeting_is_overdue_once_the_agreed_day_or_the_cadence_has_passed(
    told: list[tuple[dt.date, dt.date | None]], today: dt.date, cadence: Cadence, expected: bool
) -> None:
    meetings = {f"{day}": Meeting(decided="Yes.", next=following) for day, following in told}
    found = meeting_overdue(meetings, today, cadence, expected)
    if not meetings:
        assert found == expected
        return
    last = max(meetings)
    agreed = meetings[last].next
    since = add_period(held_on(last), cadence)
    passed = agreed is not None and held_on(last) < agreed < today
    assert found == (since < today or passed)
    assert next_due(meetings, cadence) == min(
        [since, *([agreed] if agreed and agreed > held_on(last) else [])]
    )
    assert meeting_overdue(meetings, held_on(last), cadence) is False


def test_nobody_is_urged_to_begin_unless_the_vendor_says_how_often(workspace: Path) -> None:
    opened = open_workspace(workspace)

    def late() -> tuple[bool, str, str]:
        found = judge_vendor(opened, ACME)
        row = listed(found, TODAY)
        return row.late, row.to_come, overdue(found.files, TODAY)

    assert late() == (False, "the vendor has not been asked yet", "")
    meet_every(opened, about(workspace).vendor, "month")
    assert late() == (
        True,
        "the vendor has not been asked yet; meeting overdue",
        "Overdue: a first meeting",
    )
    assert agreed_entries(about(workspace), TODAY)[0].text == "⚑ No meeting yet; every month"
    add(workspace, dt.date(2026, 10, 24), SECOND)
    assert late() == (False, "the vendor has not been asked yet", "")
    meet_every(opened, about(workspace).vendor, "week")
    assert late()[2] == "Overdue: a meeting (since 2026-10-31)"
    meet_every(opened, about(workspace).vendor, None)
    assert late() == (False, "the vendor has not been asked yet", "")
    assert "meets" not in (workspace / f"vendors/{ACME}/vendor.toml").read_text()


def test_how_often_is_a_setting_and_a_vendor_may_have_its_own(workspace: Path, run: Run) -> None:
    put(workspace, GOOD.replace("2026-08", "2026-10").replace("next = 2026-10-15\n", ""))
    assert not overdue(about(workspace), TODAY)
    settings = workspace / "partnercheck.toml"
    text = settings.read_text()
    settings.write_text(text.replace('meetings = "quarter"', 'meetings = "month"'))
    assert overdue(about(workspace), TODAY) == "Overdue: a meeting (since 2026-11-20)"
    vendor = workspace / f"vendors/{ACME}/vendor.toml"
    vendor.write_text(vendor.read_text() + 'meets = "year"\n')
    assert not overdue(about(workspace), TODAY)
    settings.write_text(text.replace('meetings = "quarter"', 'meetings = "often"'))
    vendor.write_text(vendor.read_text().replace('"year"', '"daily"'))
    told = run("check", here=workspace).out
    assert '"meetings" is "often", expected "month", "quarter", "week" or "year"' in told
    assert '"meets" is "daily", expected "month"' in told


def test_a_meeting_is_written_down_once_it_was_held() -> None:
    with pytest.raises(UserError, match="is in the future"):
        checked_meeting(TODAY + DAY, SECOND, TODAY)
    with pytest.raises(UserError, match="Say who was there"):
        checked_meeting(TODAY, Meeting(present=(" ",), decided="\n", next=TODAY + DAY), TODAY)
    with pytest.raises(UserError, match="is not after this meeting"):
        checked_meeting(TODAY, replace(SECOND, next=TODAY), TODAY)
    made = checked_meeting(TODAY, Meeting(present=(" A\n B ", ""), decided=" x\x1b\r\ny\n"), TODAY)
    assert made == Meeting(present=("A B",), decided="x␛\ny")


def test_a_meeting_is_changed_and_moved_to_its_right_day(workspace: Path) -> None:
    path = put(workspace, changed('decided = "Nothing', 'mood = 3\ndecided = "Nothing'))
    seen = about(workspace).meetings
    better = replace(FIRST, next=None)
    first = dt.date(2026, 8, 20)
    assert save(workspace, "2026-08-20", seen["2026-08-20"], first, better) == "2026-08-20"
    assert "2026-10-15" not in path.read_text()
    moved = save(workspace, "2026-08-20-2", SECOND, dt.date(2026, 8, 21), SECOND)
    assert moved == "2026-08-21"
    assert dict(about(workspace).meetings) == {"2026-08-20": better, "2026-08-21": SECOND}
    assert tomli.loads(path.read_text())["meetings"]["2026-08-21"]["mood"] == 3
    assert save(workspace, "2026-08-21", SECOND, first, SECOND) == "2026-08-20-2"
    # A comment in a table cannot go with it: then nothing moves, and a person is told.
    commented = path.read_text().replace("mood", "# really\nmood")
    path.write_text(commented)
    with pytest.raises(SaveError, match="change the file in an editor"):
        save(workspace, "2026-08-20-2", SECOND, dt.date(2026, 8, 21), SECOND)
    assert path.read_text() == commented


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(workspace: Path) -> None:
    path = put(workspace)
    day = dt.date(2026, 8, 20)
    for other, said in (
        (changed("Jane Doe", "Jane Roe"), "changed by somebody else"),
        (
            changed('[meetings."2026-08-20"]', '[meetings."2026-08-19"]'),
            "is no longer in",
        ),
    ):
        path.write_text(other)
        with pytest.raises(SaveError, match=said):
            save(workspace, "2026-08-20", FIRST, day, SECOND)
        assert path.read_text() == other
    for name in ("not TOML", "a later format", "no tables"):
        path.write_text(ERRORS[name].data)
        with pytest.raises(SaveError):
            add(workspace, day, SECOND)
        assert path.read_text() == ERRORS[name].data
    (workspace / "partnercheck.toml").write_text("meetings = 3\n")
    with pytest.raises(UserError, match="until this is corrected"):
        add(workspace, day, SECOND)


def test_how_often_is_not_said_of_a_vendor_that_is_gone(workspace: Path) -> None:
    opened = open_workspace(workspace)
    with pytest.raises(UserError, match=r"vendors/gone/vendor\.toml no longer exists"):
        meet_every(opened, Vendor(name="Gone", id="gone"), "week")
    path = workspace / f"vendors/{ACME}/vendor.toml"
    path.write_text(path.read_text() + "# ours\n")
    meet_every(opened, about(workspace).vendor, "week")
    assert "# ours\n" in path.read_text()
    assert about(workspace).meets == "week"


def test_the_next_agenda_starts_from_the_open_promises_and_goals() -> None:
    goals = {
        "a": Goal(title="Late", period="week", due=dt.date(2026, 11, 1)),
        "b": Goal(title="In time", period="week", due=TODAY),
        "c": Goal(title="Over", period="week", due=TODAY, state="dropped"),
    }
    promises = {
        "a": Promise(by="buyer", text="Send the forecast", due=dt.date(2026, 11, 1)),
        "b": Promise(by="vendor", text="A new rota"),
        "c": Promise(by="vendor", text="Name a deputy", state="kept"),
    }
    assert agenda_in_short(goals, promises, TODAY) == (
        "The agenda starts with 2 open promises, 1 overdue and 2 key goals, 1 overdue"
    )
    assert agenda_in_short({}, {"c": promises["c"]}, TODAY) == ""


def test_the_dossier_tells_the_last_meeting_and_when_the_next_is(workspace: Path) -> None:
    assert agreed_entries(about(workspace), TODAY) == []
    put(workspace, changed('[meetings."2026-08-20-2"]', '[meetings."2026-02-01"]'))
    assert [(each.label, each.text) for each in agreed_entries(about(workspace), TODAY)] == [
        ("Meetings", "⚑ Overdue since 2026-10-15; every quarter"),
        (
            "",
            "2026-08-20: With: Alice Moreau, Jane Doe. Decided: The cut-off moves to ten. Both "
            "depots by October. Next agreed for: 2026-10-15.",
        ),
        ("", "1 meeting before"),
    ]
    early = agreed_entries(about(workspace), dt.date(2026, 10, 15))
    assert early[0].text == "Next on 2026-10-15, as agreed; every quarter"


def test_meetings_are_written_down_and_listed_on_the_command_line(
    workspace: Path, run: Run
) -> None:
    def meetings(*words: str) -> str:
        ran = run("meetings", *words, here=workspace)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran.out

    words = ["--present", "Alice Moreau, Jane Doe", "--decided", FIRST.decided]
    words += ["--we", "Send it", "--they", "A new rota", "--they", "Name a deputy"]
    words += ["--next", "2026-10-15"]
    said = meetings("Acme Logistics", "--add", "2026-08-20", *words)
    assert said == (
        "Recorded the meeting with Acme Logistics on 2026-08-20, with 3 promises. "
        "To undo: partnercheck meetings acme-logistics --remove 2026-08-20\n"
    )
    meetings(ACME, "--add", "2026-08-20", "--decided", "Nothing more.")
    assert (workspace / FILE).read_text() == GOOD
    today = dt.date.today()
    assert f"on {today}, with 1" in meetings(ACME, "--add", "--they", "Call back")
    lines = meetings(ACME).splitlines()
    assert lines[0] == "Acme Logistics"
    assert lines[2].startswith("next ")
    assert "The agenda starts with 4 open promises, 3 overdue" in " ".join(" ".join(lines).split())
    keys = [line.split()[0] for line in lines[3:] if line[:2] == "20"]
    assert keys == [f"{today}", "2026-08-20-2", "2026-08-20"]
    assert meetings("--all") == meetings(ACME)
    assert meetings(ACME, "--every", "week") == "Meetings with Acme Logistics: every week\n"
    assert about(workspace).meets == "week"
    assert meetings(ACME, "--every", "as-usual") == "Meetings with Acme Logistics: every quarter\n"
    assert run("fmt", "--check", here=workspace).code == 0
    assert run("check", here=workspace).code == 0


def test_the_list_comes_in_four_formats(workspace: Path, run: Run) -> None:
    put(workspace, changed("Nothing more.", "=1 | 2"))
    rows = run("meetings", ACME, "--format", "csv", here=workspace).out.splitlines()
    assert rows[0] == '"vendor","name","meeting","present","decided","we","they","next"'
    assert '"\'=1 | 2"' in rows[1]
    markdown = run("meetings", "--all", "--format", "markdown", here=workspace).out.splitlines()
    assert "=1 \\| 2" in markdown[2]
    document = json.loads(run("meetings", "--all", "--format", "json", here=workspace).out)
    acme, borealis = document["vendors"]
    assert (acme["every"], acme["next_by"], borealis["next_by"]) == ("quarter", "2026-11-20", None)
    assert acme["meetings"][1] == {
        "id": "2026-08-20",
        "on": "2026-08-20",
        "present": list(FIRST.present),
        "decided": FIRST.decided,
        "promises": [],
        "next": "2026-10-15",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("meetings", "name one vendor, or use --all"),
        (f"meetings {ACME} --all", "name one vendor, or use --all"),
        ("meetings --all --add", "--add needs a vendor"),
        ("meetings --all --every week", "--every needs a vendor"),
        (f"meetings {ACME} --add", "Say who was there, what was decided"),
        (f"meetings {ACME} --add 2999-01-01 --we x", "2999-01-01 is in the future"),
        (
            f"meetings {ACME} --add soon --we x",
            '--add: "soon" is not a date. Use the form 2026-12-15',
        ),
        (f"meetings {ACME} --add 2026-01-05 --we x --next 2026-01-05", "is not after this meeting"),
        (f"meetings {ACME} --next 2026-01-05", "--next can only be used with --add"),
        (f"meetings {ACME} --every day", "invalid choice"),
    ],
)
def test_wrong_words_are_refused_with_the_reason(
    words: str, said: str, workspace: Path, run: Run
) -> None:
    ran = run(*words.split(), here=workspace)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not (workspace / FILE).exists()


def test_without_meetings_a_person_is_told_how_to_begin(workspace: Path, run: Run) -> None:
    ran = run("meetings", ACME, here=workspace)
    assert ran.code == 0
    assert f"`partnercheck meetings {ACME} --add` records one" in ran.err
    assert "No meetings have been recorded yet" in run("meetings", "--all", here=workspace).err


def test_how_often_to_meet_is_not_changed_in_a_description_with_an_error(
    workspace: Path, run: Run
) -> None:
    description = workspace / "vendors/acme-logistics/vendor.toml"
    description.write_text('name = "Acme\n')
    refused = run("meetings", ACME, "--every", "month", here=workspace)
    assert (refused.code, refused.out) == (2, "")
    assert "partnercheck: vendors/acme-logistics/vendor.toml:1: is not valid" in refused.err
    assert description.read_text() == 'name = "Acme\n'
