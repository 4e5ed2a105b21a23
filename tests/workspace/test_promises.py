"""Promises: who promised what, by when, and what came of it; said wherever it matters."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli
from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Meeting, Promise
from partnercheck.report.agenda import for_vendor
from partnercheck.report.agenda_records import Point
from partnercheck.report.agenda_topics import agenda
from partnercheck.report.listing import listed
from partnercheck.report.words.agreements import agreed_entries, overdue_in_words
from partnercheck.storage.save import SaveError
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.canonical import promises_text, record_table
from partnercheck.workspace.meetings import (
    add_meeting,
    meeting_and_promises,
    promises_by_meeting,
)
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.promises import (
    add_promises,
    checked_promise,
    in_order,
    save_promise,
    since,
    with_state,
)
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor
from tests.support.clones import committed, git
from tests.support.running import TODAY, Run

ACME = "acme-logistics"
FILE = f"vendors/{ACME}/promises.toml"
MEETINGS = f"vendors/{ACME}/meetings.toml"
HELD = dt.date(2026, 10, 6)
GOOD = """\
format = 1

[promises.weekly-forecast]
by = "buyer"
owner = "Alice Moreau"
text = "Send the forecast each Monday"
made = 2026-10-06
due = 2026-10-12
state = "kept"

[promises.name-a-deputy]
by = "vendor"
text = "Name a deputy"
made = 2026-10-06
due = 2026-11-03
"""
FORECAST = Promise(
    by="buyer",
    owner="Alice Moreau",
    text="Send the forecast each Monday",
    made=HELD,
    due=dt.date(2026, 10, 12),
    state="kept",
)
DEPUTY = Promise(by="vendor", text="Name a deputy", made=HELD, due=dt.date(2026, 11, 3))


def put(root: Path, data: str = GOOD) -> Path:
    path = root / FILE
    path.write_bytes(data.encode())
    return path


def about(root: Path) -> VendorFiles:
    return read_vendor(open_workspace(root), ACME)


def add(root: Path, *promises: Promise) -> list[str]:
    return add_promises(open_workspace(root), about(root).vendor, promises)


def hold(root: Path) -> None:
    meeting = Meeting(decided="Two runs a night.")
    add_meeting(open_workspace(root), about(root).vendor, HELD, meeting)


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_promises_are_written_in_their_canonical_form(workspace: Path, run: Run) -> None:
    tables = {"weekly-forecast": record_table(FORECAST), "name-a-deputy": record_table(DEPUTY)}
    assert promises_text({"promises": tables, "format": 1}) == GOOD
    put(workspace, GOOD.replace("format = 1\n", "format=1\n"))
    assert run("fmt", here=workspace).out == f"{FILE}\n"
    assert (workspace / FILE).read_text() == GOOD
    assert dict(about(workspace).promises) == {"weekly-forecast": FORECAST, "name-a-deputy": DEPUTY}
    assert run("check", here=workspace).code == 0


def test_ids_are_the_first_words_and_equal_promises_are_saved_once(workspace: Path) -> None:
    long = "Change one thing at the bays out of each of the Friday's waiting times"
    promises = [replace(DEPUTY, text=long), replace(DEPUTY, text="?!"), DEPUTY]
    assert add(workspace, *promises) == [
        "change-one-thing-at-the-bays-out-of-each",
        "promise",
        "name-a-deputy",
    ]
    text = (workspace / FILE).read_text()
    assert add(workspace, DEPUTY) == ["name-a-deputy"]
    assert (workspace / FILE).read_text() == text
    assert add(workspace, replace(DEPUTY, due=None)) == ["name-a-deputy-2"]


class Bad(NamedTuple):
    """A file, the line of the error, words of message and remedy, and how many can be read."""

    data: str
    line: int | None
    message: str
    remedy: str
    left: int = 1


ERRORS: Mapping[str, Bad] = {
    "not TOML": Bad(changed('by = "vendor"', "by"), 12, "not valid TOML", "Correct", 0),
    "a later format": Bad(changed("format = 1", "format = 7"), 1, '"format" is 7', "Update", 0),
    "no tables": Bad("promises = []\n", 1, '"promises" is []', "[promises.weekly-forecast]", 0),
    "nobody's": Bad(changed('by = "vendor"\n', ""), 11, '"by" is missing', '"buyer" or "vendor"'),
    "of a third side": Bad(changed('"vendor"', '"both"'), 12, '"both"', '"buyer" or "vendor"'),
    "no text": Bad(changed('text = "Name a deputy"', 'text = " "'), 13, '"text"', "not empty"),
    "no state": Bad(changed('"kept"', '"done"'), 9, '"done"', '"kept", "late" or "open"'),
    "no id": Bad(changed("name-a-deputy]", '"Name it"]'), None, "a promise's id", "hyphens"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_every_wrong_promise_is_named_and_hides_no_other(
    name: str, workspace: Path, run: Run
) -> None:
    bad = ERRORS[name]
    put(workspace, bad.data)
    (problem,) = about(workspace).problems
    assert (problem.file, problem.severity) == (FILE, "error")
    assert bad.line in (None, problem.line)
    assert bad.message in problem.message
    assert bad.remedy in problem.remedy
    assert run("check", here=workspace).out == f"{problem}\n"
    assert len(about(workspace).promises) == bad.left
    ran = run("promises", ACME, "--kept", "none", here=workspace)
    assert ran.code == 2
    assert "cannot be read. Correct promises.toml first" in ran.err


def test_what_may_be_meant_is_a_warning(workspace: Path) -> None:
    put(workspace, changed("due = 2026-11-03", 'state = "late"').replace("10-12", "10-05"))
    warned = about(workspace).problems
    assert [(each.line, each.severity) for each in warned] == [(8, "warning"), (15, "warning")]
    assert "is due on 2026-10-05, before it was made on 2026-10-06" in warned[0].message
    assert "was kept late, but has no due date" in warned[1].message
    assert len(about(workspace).promises) == 2


def test_the_open_come_first_by_the_day_they_are_due() -> None:
    def due(day: int) -> Promise:
        return replace(DEPUTY, due=dt.date(2026, 11, day))

    promises = {
        "kept": replace(due(9), state="kept"),
        "no day": replace(DEPUTY, due=None),
        "second": due(2),
        "late": replace(due(10), state="late"),
        "first": due(1),
    }
    assert list(in_order(promises)) == ["first", "second", "no day", "late", "kept"]


def test_since_a_meeting_are_the_open_and_those_of_that_day_or_later() -> None:
    earlier, later = HELD - dt.timedelta(9), HELD + dt.timedelta(9)
    promises = {
        "open of old": replace(DEPUTY, made=earlier, due=earlier),
        "kept of old": replace(FORECAST, made=earlier, due=earlier),
        "due since": replace(FORECAST, made=earlier, due=later, state="late"),
        "made then": replace(FORECAST, due=None),
        "dropped": replace(FORECAST, state="dropped"),
    }
    assert list(since(promises, HELD)) == ["made then", "due since", "open of old"]


def test_states_change_only_in_ways_that_make_sense() -> None:
    assert with_state(DEPUTY, "late", TODAY).state == "late"
    assert with_state(FORECAST, "open", TODAY).state == "open"
    with pytest.raises(UserError, match="is already kept"):
        with_state(FORECAST, "kept", TODAY)
    with pytest.raises(UserError, match="has no due date"):
        with_state(replace(DEPUTY, due=None), "late", TODAY)
    with pytest.raises(UserError, match="so it is not late"):
        with_state(replace(DEPUTY, due=TODAY), "late", TODAY)
    with pytest.raises(UserError, match="has no text"):
        checked_promise(replace(DEPUTY, text=" \u200b"))
    with pytest.raises(UserError, match="2026-10-05 is before the day of the promise"):
        checked_promise(replace(DEPUTY, due=dt.date(2026, 10, 5)))


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(workspace: Path) -> None:
    put(workspace)
    opened, vendor = open_workspace(workspace), about(workspace).vendor
    put(workspace, changed("Name a deputy", "Name two"))
    with pytest.raises(SaveError, match="changed by somebody else"):
        save_promise(opened, vendor, "name-a-deputy", DEPUTY, replace(DEPUTY, state="kept"))
    put(workspace, changed("name-a-deputy]", "name-two]"))
    with pytest.raises(SaveError, match=r"no longer in promises\.toml"):
        save_promise(opened, vendor, "name-a-deputy", DEPUTY, replace(DEPUTY, state="kept"))


def test_a_promise_is_added_settled_and_undone_on_the_command_line(
    workspace: Path, run: Run
) -> None:
    def promises(*words: str) -> str:
        ran = run("promises", ACME, *words, here=workspace)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran.out

    words = ["--by", "vendor", "--owner", "Jane Doe", "--due", "2999-01-31"]
    assert promises("--add", "Name a deputy", *words) == (
        "Added Name a deputy as name-a-deputy, due 2999-01-31. "
        "To undo: partnercheck promises acme-logistics --remove name-a-deputy\n"
    )
    assert promises("--kept", "NAME A DEPUTY") == (
        "Kept: Name a deputy. "
        "To undo: partnercheck promises acme-logistics --reopen name-a-deputy\n"
    )
    assert "To undo: partnercheck promises acme-logistics --kept name-a-deputy" in promises(
        "--reopen", "name-a-deputy"
    )
    shown = " ".join(promises().split())
    assert shown == (
        "Acme Logistics 1 open promise open They promised: Name a deputy. "
        f"Made {dt.date.today()}, due 2999-01-31. Owner: Jane Doe. id: name-a-deputy"
    )
    assert tomli.loads((workspace / FILE).read_text())["promises"]["name-a-deputy"] == {
        "by": "vendor",
        "owner": "Jane Doe",
        "text": "Name a deputy",
        "made": dt.date.today(),
        "due": dt.date(2999, 1, 31),
    }
    assert run("fmt", "--check", here=workspace).code == 0


def test_a_promise_is_edited_and_the_way_back_restores_its_file(workspace: Path, run: Run) -> None:
    put(workspace)
    before = (workspace / FILE).read_bytes()
    words = ["--text", "Name two", "--by", "us", "--owner", "", "--made", "", "--due", "2999-01-31"]
    ran = run("promises", ACME, "--edit", "name-a-deputy", *words, here=workspace)
    assert ran.out.startswith(
        "Changed Name two. To undo: partnercheck promises acme-logistics --edit "
    )
    assert about(workspace).promises["name-a-deputy"] == Promise(
        by="buyer", text="Name two", due=dt.date(2999, 1, 31)
    )
    same = run("promises", ACME, "--edit", "name-a-deputy", "--by", "us", here=workspace)
    assert "Nothing was changed" in same.out
    back = shlex.split(ran.out.partition("To undo: ")[2])
    assert run(*back[1:], here=workspace).code == 0
    assert (workspace / FILE).read_bytes() == before
    nothing = run("promises", ACME, "--edit", "name-a-deputy", here=workspace)
    assert (nothing.code, "nothing to change" in nothing.err) == (2, True)


def test_the_list_comes_in_four_formats(workspace: Path, run: Run) -> None:
    put(workspace, changed("Name a deputy", "=1 | 2"))
    rows = run("promises", ACME, "--format", "csv", here=workspace).out.splitlines()
    assert rows[0] == ('"vendor","name","id","by","owner","text","made","due","state","overdue"')
    assert '"\'=1 | 2","2026-10-06","2026-11-03","open"' in rows[1]
    markdown = run("promises", "--all", "--format", "markdown", here=workspace).out
    assert "=1 \\| 2" in markdown.splitlines()[2]
    document = json.loads(run("promises", "--all", "--format", "json", here=workspace).out)
    acme, borealis = document["vendors"]
    assert borealis["promises"] == []
    assert acme["promises"][1] == {
        "id": "weekly-forecast",
        "by": "buyer",
        "owner": "Alice Moreau",
        "text": "Send the forecast each Monday",
        "made": "2026-10-06",
        "due": "2026-10-12",
        "state": "kept",
        "overdue": False,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("promises", "name one vendor, or use --all"),
        ("promises --all --add x --by us", "--add needs a vendor"),
        (f"promises {ACME} --add x", "say whose promise it is: --by us or --by vendor"),
        (f"promises {ACME} --add x --by nobody", "invalid choice"),
        (
            f"promises {ACME} --kept x --due 2999-01-01",
            "--due can only be used with --add or --edit",
        ),
        (f"promises {ACME} --kept x", 'there is no promise "x" with Acme Logistics'),
        (f"promises {ACME} --add x --by us --due soon", '--due: "soon" is not a date'),
        (f"promises {ACME} --add x --by us --due 2020-01-01", "is before the day of the promise"),
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


def test_overdue_promises_are_said_on_the_row_in_the_dossier_and_in_the_lines(
    workspace: Path,
) -> None:
    put(workspace)
    judged = judge_vendor(open_workspace(workspace), ACME)
    row = listed(judged, TODAY)
    assert row.late
    assert row.to_come == "the vendor has not been asked yet; 1 promise overdue"
    assert overdue_in_words(judged.files, TODAY) == (
        "Overdue: their promise: Name a deputy (since 2026-11-03)"
    )
    assert [(each.label, each.text) for each in agreed_entries(judged.files, TODAY)] == [
        ("Promises", "⚑ They: Name a deputy, overdue since 2026-11-03"),
        ("", "Ours: 1 kept"),
    ]
    add(workspace, *(replace(DEPUTY, text=f"Number {number}") for number in range(3)))
    assert overdue_in_words(about(workspace), TODAY).endswith(", 2 more promises")


def points(root: Path, vendors: bool) -> list[Point]:
    """The points under "Since we last met", of our agenda or of the vendor's."""
    opened = open_workspace(root)
    topics = agenda(judge_vendor(opened, ACME), "Northwind", TODAY)
    topics = for_vendor(topics) if vendors else topics
    return [p for s in topics.sections if s.title == "Since we last met" for p in s.points]


def test_the_agenda_tells_what_became_of_the_promises_of_both_sides(workspace: Path) -> None:
    hold(workspace)
    put(workspace)
    add(
        workspace,
        replace(FORECAST, text="Clear the bays.", state="late"),
        replace(DEPUTY, text="Buy a wrapper", due=None),
        Promise(by="buyer", text="Look for another carrier", made=TODAY),
    )
    sent = points(workspace, vendors=True)
    assert [point.text for point in sent] == [
        "Decided on 2026-10-06: Two runs a night.",
        "We committed to: Send the forecast each Monday, by 2026-10-12. Kept.",
        "We committed to: Clear the bays, by 2026-10-12. Kept, but late.",
        "You committed to: Name a deputy, by 2026-11-03. Still open, and overdue.",
        "You committed to: Buy a wrapper. Still open.",
        "What has come of it, and what is in the way of the rest?",
    ]
    assert not any(point.ours for point in sent)
    ours = points(workspace, vendors=False)
    assert ours[1].ours == ("With Alice Moreau.",)
    (private,) = [point.text for point in ours if point.private]
    assert private == "We committed to: Look for another carrier. Still open."


def test_a_meeting_is_recorded_with_what_was_promised_in_it(workspace: Path, run: Run) -> None:
    words = ["--add", "2026-10-06", "--they", "Name a deputy", "--due", "2026-11-03"]
    ran = run("meetings", ACME, *words, "--we", "Call", here=workspace)
    said = (
        "Recorded the meeting with Acme Logistics on 2026-10-06, with 2 promises. "
        "To undo: partnercheck meetings acme-logistics --remove 2026-10-06\n"
    )
    assert ran.out == said
    assert about(workspace).promises["name-a-deputy"] == DEPUTY
    assert about(workspace).promises["call"].by == "buyer"
    assert list(promises_by_meeting(about(workspace))["2026-10-06"]) == ["call", "name-a-deputy"]
    hold(workspace)
    assert [*map(len, promises_by_meeting(about(workspace)).values())] == [2, 0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--next", "2026-10-05"], "is not after this meeting"),
        (["--due", "2026-10-05"], "is before the day of the promise"),
    ],
)
def test_a_meeting_with_a_wrong_day_is_refused_with_its_promises(
    words: list[str], said: str, workspace: Path, run: Run
) -> None:
    ran = run("meetings", ACME, "--add", "2026-10-06", "--we", "x", *words, here=workspace)
    assert ran.code == 2
    assert said in ran.err
    assert not (workspace / FILE).exists()


def test_nothing_is_saved_of_a_meeting_whose_file_cannot_be_changed(
    workspace: Path, run: Run
) -> None:
    (workspace / MEETINGS).write_text("<<<<<<< ours\n")
    ran = run("meetings", ACME, "--add", "--we", "Call", here=workspace)
    assert ran.code == 2
    assert not (workspace / FILE).exists()


def test_a_meeting_cut_short_after_its_promises_is_completed_by_recording_it_again(
    workspace: Path,
) -> None:
    """As if the program had been killed between its two saves."""
    opened, vendor = open_workspace(workspace), about(workspace).vendor
    texts = {"buyer": ["Call"], "vendor": ["Pay"]}
    meeting, promises = meeting_and_promises(HELD, Meeting(decided="So."), TODAY, texts, None)  # type: ignore[arg-type]
    add_promises(opened, vendor, promises)
    assert not (workspace / MEETINGS).exists()
    add_meeting(opened, vendor, HELD, meeting, promises)
    assert list(about(workspace).meetings) == ["2026-10-06"]
    assert list(about(workspace).promises) == ["call", "pay"]


def test_changed_promises_are_in_the_difference(workspace: Path, run: Run) -> None:
    put(workspace)
    git(workspace, "init", "-q")
    committed(workspace, "begin")
    run("promises", ACME, "--late", "name-a-deputy", here=workspace)
    run("promises", ACME, "--add", "Call", "--by", "us", here=workspace)
    said = " ".join(run("diff", "HEAD", here=workspace).out.split())
    assert "1 vendor changed; no verdict rose or fell; 2 promises changed." in said
    assert "Promise Name a deputy: missed → kept late" in said
    assert f"Promise made: We promised: Call. Made {dt.date.today()}. Open." in said
    document = json.loads(run("diff", "HEAD", "--format", "json", here=workspace).out)
    first, second = document["vendors"][0]["promises"]
    assert first["id"] == "name-a-deputy"
    assert "state" not in first["before"]
    assert first["after"]["state"] == "late"
    assert second["before"] is None
