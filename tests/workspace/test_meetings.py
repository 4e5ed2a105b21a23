"""Meetings: what was decided and promised is kept, and it is said when another is overdue."""

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
from partnercheck.base.records import CADENCES, Cadence, Goal, Meeting, Vendor
from partnercheck.report.listing import listed
from partnercheck.report.words.agreements import agenda_in_short, agreed_entries, last_promises
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
present = [
    "Alice Moreau",
    "Jane Doe",
]
decided = \"""
The cut-off moves to ten.
Both depots by October.\"""
we = [
    "Send the forecast each Monday",
]
they = [
    "A new rota by September",
    "Name a deputy",
]
next = 2026-10-15

[meetings."2026-08-20-2"]
decided = "Nothing more."
"""
FIRST = Meeting(
    present=("Alice Moreau", "Jane Doe"),
    decided="The cut-off moves to ten.\nBoth depots by October.",
    we=("Send the forecast each Monday",),
    they=("A new rota by September", "Name a deputy"),
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
    ("", " ", '"""', "'''\n\\", "        (
            changed('[meetings."2026-08-20"]', '[meetings."2026-08-19"]'),
            "was removed from",
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


def test_the_next_agenda_starts_from_the_last_meeting_and_the_open_goals() -> None:
    goals = {
        "a": Goal(title="Late", period="week", due=dt.date(2026, 11, 1)),
        "b": Goal(title="In time", period="week", due=TODAY),
        "c": Goal(title="Over", period="week", due=TODAY, state="dropped"),
    }
    meetings = {"2026-08-20": FIRST, "2026-05-01": SECOND}
    assert agenda_in_short(goals, meetings, TODAY) == (
        "The agenda starts from 3 promises of 2026-08-20 and 2 key goals, 1 overdue"
    )
    assert last_promises(meetings) == (
        "Promised on 2026-08-20. We: Send the forecast each Monday. "
        "They: A new rota by September; Name a deputy"
    )
    assert last_promises({"2026-05-01": SECOND}) == ""
    assert agenda_in_short({}, {"2026-05-01": SECOND}, TODAY) == ""


def test_the_dossier_tells_the_last_meeting_and_when_the_next_is(workspace: Path) -> None:
    assert agreed_entries(about(workspace), TODAY) == []
    put(workspace, changed('[meetings."2026-08-20-2"]', '[meetings."2026-02-01"]'))
    assert [(each.label, each.text) for each in agreed_entries(about(workspace), TODAY)] == [
        ("Meetings", "! Overdue since 2026-10-15; every quarter"),
        (
            "",
            "2026-08-20: With: Alice Moreau, Jane Doe. Decided: The cut-off moves to ten. Both "
            "depots by October. We promised: Send the forecast each Monday. They promised: A new "
            "rota by September; Name a deputy. Next agreed for: 2026-10-15.",
        ),
        ("", "1 meeting before"),
    ]
    early = agreed_entries(about(workspace), dt.date(2026, 10, 15))
    assert early[0].text == "Next by 2026-10-15; every quarter"


def test_meetings_are_written_down_and_listed_on_the_command_line(
    workspace: Path, run: Run
) -> None:
    def meetings(*words: str) -> str:
        ran = run("meetings", *words, here=workspace)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran.out

    words = ["--present", "Alice Moreau, Jane Doe", "--decided", FIRST.decided]
    words += ["--we", FIRST.we[0], "--they", FIRST.they[0], "--they", FIRST.they[1]]
    words += ["--next", "2026-10-15"]
    said = meetings("Acme Logistics", "--add", "2026-08-20", *words)
    assert said == "Recorded the meeting with Acme Logistics on 2026-08-20\n"
    meetings(ACME, "--add", "2026-08-20", "--decided", "Nothing more.")
    assert (workspace / FILE).read_text() == GOOD
    today = dt.date.today()
    assert f"on {today}\n" in meetings(ACME, "--add", "--they", "Call back")
    lines = meetings(ACME).splitlines()
    assert lines[0] == "Acme Logistics"
    assert lines[2].startswith("next ")
    assert f"The agenda starts from 1 promise of {today}" in " ".join(" ".join(lines).split())
    keys = [line.split()[0] for line in lines[3:] if line[:2] == "20"]
    assert keys == [f"{today}", "2026-08-20-2", "2026-08-20"]
    assert meetings("--all") == meetings(ACME)
    assert meetings(ACME, "--every", "week") == "To meet Acme Logistics: every week\n"
    assert about(workspace).meets == "week"
    assert meetings(ACME, "--every", "as-usual") == "To meet Acme Logistics: every quarter\n"
    assert run("fmt", "--check", here=workspace).code == 0
    assert run("check", here=workspace).code == 0


def test_the_list_comes_in_four_formats(workspace: Path, run: Run) -> None:
    put(workspace, changed("Nothing more.", "=1 | 2"))
    rows = run("meetings", ACME, "--format", "csv", here=workspace).out.splitlines()
    assert rows[0] == '"vendor","name","meeting","present","decided","we","they","next"'
    assert '"\'=1 | 2"' in rows[1]
    markdown = run("meetings", "--all", "--format", "markdown", here=workspace).out.splitlines()
    assert "=1 \\| 2" in markdown[2]
    assert "A new rota by September; Name a deputy" in markdown[3]
    document = json.loads(run("meetings", "--all", "--format", "json", here=workspace).out)
    acme, borealis = document["vendors"]
    assert (acme["every"], acme["next_by"], borealis["next_by"]) == ("quarter", "2026-11-20", None)
    assert acme["meetings"][1] == {
        "id": "2026-08-20",
        "on": "2026-08-20",
        "present": list(FIRST.present),
        "decided": FIRST.decided,
        "we": list(FIRST.we),
        "they": list(FIRST.they),
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
        (f"meetings {ACME} --add 2026-01-05 --we x --next 2026-01-05", "is not after this one"),
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
    assert f"`partnercheck meetings {ACME} --add` does it" in ran.err
    assert "No meetings are written down yet" in run("meetings", "--all", here=workspace).err
