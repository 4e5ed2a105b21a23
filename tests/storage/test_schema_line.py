"""The line that names a file's schema: new files have it, and it outlives every kind of save."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.assessing.start import response_sitting
from partnercheck.base.records import Answer, Awaited, Goal, Meeting, Promise
from partnercheck.exchange.filing import file_import
from partnercheck.storage.canonical import dumps
from partnercheck.storage.edit import changed_text, comments, is_canonical
from partnercheck.storage.parse import same
from partnercheck.storage.schema_line import (
    join_schema_line,
    names_a_schema,
    split_schema_line,
    with_line,
)
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.canonical import meetings_text, response_text
from partnercheck.workspace.decisions import decision_now, load_decision, save_decision
from partnercheck.workspace.goals import add_goal, closed, save_goal
from partnercheck.workspace.meetings import add_meeting, meet_every, save_meeting
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.promises import add_promises, save_promise
from partnercheck.workspace.read_vendor import read_vendor
from partnercheck.workspace.schemas.folder import write_schemas
from partnercheck.workspace.vendors import archive_vendor, rename_vendor
from tests.support.layouts import ITEMS, answers, layouts
from tests.support.running import ALICE, ALICES_FILE, TODAY, Run
from tests.support.strategies import examples

ACME, ROUND = "acme-logistics", "2026-q4"
FOLDER = f"vendors/{ACME}"
OURS = "#:schema ../../../schemas/response.partnership.json\n\n"
GIVEN = Answer(1, basis="observed", evidence="In June.\n# no comment", on=TODAY)
TRUCKS = Goal(title="Fewer late trucks", period="quarter", due=TODAY, begun=TODAY)
HELD = Meeting(present=("Alice",), decided="The cut-off moves.")
LINES = (
    OURS,
    "#:schema https://example.org/a%20b.json?x=1#y\n",
    "#:schema  /home/us/our schema.json \t \n",
    "#:schema none\r\n",
    "\ufeff#:schema ../response.json\n",
)


@pytest.fixture
def root(workspace: Path) -> Path:
    """A small workspace with schemas, and a file of every kind."""
    assert write_schemas(open_workspace(workspace)).skipped == ()
    for save in SAVES.values():
        save(open_workspace(workspace))
    return workspace


def _answer(workspace: Workspace) -> None:
    response_sitting(workspace, ALICE, TODAY).save_answer("culture-dialogue", GIVEN)


def _lens(workspace: Workspace) -> None:
    sitting = response_sitting(workspace, replace(ALICE, instrument="focus"), TODAY)
    sitting.save_answer("aims-objectives", GIVEN)


def _goal(workspace: Workspace) -> None:
    about = read_vendor(workspace, ACME)
    add_goal(workspace, about.vendor, TRUCKS)
    (key, *_), seen = [*about.goals] or ["fewer-late-trucks"], TRUCKS
    save_goal(workspace, about.vendor, key, seen, closed(seen, "dropped", TODAY))


def _meeting(workspace: Workspace) -> None:
    vendor = read_vendor(workspace, ACME).vendor
    key = add_meeting(workspace, vendor, TODAY, HELD)
    save_meeting(
        workspace, vendor, key, HELD, TODAY - dt.timedelta(1), replace(HELD, decided="Call")
    )


def _promise(workspace: Workspace) -> None:
    vendor = read_vendor(workspace, ACME).vendor
    promise = Promise(by="buyer", text="Call", made=TODAY)
    (key,) = add_promises(workspace, vendor, [promise])
    save_promise(workspace, vendor, key, promise, replace(promise, state="kept"))


def _decision(workspace: Workspace) -> None:
    verdict = judge_vendor(workspace, ACME).verdict
    seen = load_decision(workspace, ACME, ROUND)
    by = "Alice" if seen.text is None else "Alice and Bob"
    decided = decision_now(workspace.instrument, verdict, "partner", by=by, on=TODAY)
    save_decision(workspace, ACME, ROUND, decided, seen)


def _asked(workspace: Workspace) -> None:
    note_request(workspace, ACME, ROUND, Awaited("vendor", "Jane Doe", TODAY, TODAY))
    note_request(workspace, ACME, ROUND, Awaited("buyer", "Bea", None, TODAY))


def _import(workspace: Workspace) -> None:
    response = replace(ALICE, perspective="vendor", respondent="Jane Doe")
    for item in ("culture-dialogue", "culture-values"):
        found = replace(response, answers={item: replace(GIVEN, on=None)})
        file_import(workspace, found, TODAY, replace=True)


def _vendor(workspace: Workspace) -> None:
    name = read_vendor(workspace, ACME).vendor.name
    rename_vendor(workspace, ACME, f"{name} & Co")
    meet_every(workspace, read_vendor(workspace, ACME).vendor, "month")
    archive_vendor(workspace, ACME, TODAY)
    archive_vendor(workspace, ACME, None)


SAVES: dict[str, Callable[[Workspace], None]] = {
    ALICES_FILE: _answer,
    f"{FOLDER}/{ROUND}/buyer.alice-moreau.focus.toml": _lens,
    f"{FOLDER}/{ROUND}/vendor.jane-doe.partnership.toml": _import,
    f"{FOLDER}/goals.toml": _goal,
    f"{FOLDER}/meetings.toml": _meeting,
    f"{FOLDER}/promises.toml": _promise,
    f"{FOLDER}/{ROUND}/decision.toml": _decision,
    f"{FOLDER}/{ROUND}/asked.toml": _asked,
    f"{FOLDER}/vendor.toml": _vendor,
}


@pytest.mark.parametrize("file", SAVES)
def test_a_new_file_begins_with_the_way_to_its_schema(file: str, root: Path, run: Run) -> None:
    line, _ = split_schema_line((root / file).read_bytes().decode())
    named = line.removeprefix("#:schema ").rstrip()
    assert "\\" not in named
    assert ((root / file).parent / named).resolve().parent == root / "schemas"
    assert ((root / file).parent / named).is_file()
    assert run("fmt", "--check", here=root).code == 0, "with the line it is as the program writes"


def test_without_schemas_no_line_is_written(workspace: Path) -> None:
    for save in SAVES.values():
        save(open_workspace(workspace))
    for path in workspace.rglob("*.toml"):
        assert path.read_bytes().startswith(b"format = 1\n"), path


def test_nor_where_the_folder_is_another_ones(workspace: Path, run: Run) -> None:
    (workspace / "schemas").mkdir()
    (workspace / "schemas/customers.json").write_text("{}")
    _goal(open_workspace(workspace))
    assert (workspace / FOLDER / "goals.toml").read_text().startswith("format = 1\n")
    assert run("check", here=workspace).code == 0


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("file", SAVES)
def test_a_save_keeps_the_line_whatever_it_says(file: str, line: str, root: Path, run: Run) -> None:
    path = root / file
    body = split_schema_line(path.read_bytes().decode())[1]
    path.write_bytes((line + body).encode())
    workspace = open_workspace(root)
    if "goals" in file:
        add_goal(workspace, read_vendor(workspace, ACME).vendor, replace(TRUCKS, title="Another"))
    elif file == ALICES_FILE:
        response_sitting(workspace, ALICE, TODAY).save_answer(
            "culture-dialogue", replace(GIVEN, score=0)
        )
    elif "focus" in file:
        sitting = response_sitting(workspace, replace(ALICE, instrument="focus"), TODAY)
        sitting.save_answer("aims-objectives", replace(GIVEN, score=0))
    else:
        SAVES[file](workspace)
    made = path.read_bytes().decode()
    assert made.startswith(line)
    assert made.count("#:schema") == 1
    assert is_canonical(made, lambda data: body_of(made, data))
    if line == OURS:
        assert run("fmt", "--check", here=root).code == 0


def body_of(text: str, data: dict[str, Any]) -> str:
    """What the program would write for a file's data, in the order of the tables that it has."""
    body = split_schema_line(text)[1]
    return response_text(data, data["answers"]) if "\n[answers." in body else dumps(data)


@pytest.mark.parametrize("line", LINES)
def test_another_answer_changes_only_its_lines_and_the_same_one_nothing(
    line: str, root: Path
) -> None:
    path = root / ALICES_FILE
    path.write_bytes((line + split_schema_line(path.read_text())[1]).encode())
    before = path.read_bytes()
    sitting = response_sitting(open_workspace(root), ALICE, TODAY)
    sitting.save_answer("culture-dialogue", GIVEN)
    assert path.read_bytes() == before
    sitting.save_answer("culture-dialogue", replace(GIVEN, score=2))
    was, now = (text.decode().splitlines() for text in (before, path.read_bytes()))
    changes = [each for each in difflib.ndiff(was, now) if each[0] in "+-"]
    assert changes == ["- score = 1", "+ score = 2"]


@examples(200)
@given(layouts(), st.sampled_from(LINES), st.sampled_from([*ITEMS, "a-new-one"]), answers())
def test_in_a_file_laid_out_by_hand_the_line_stays_first(
    laid_out: tuple[str, dict[str, Any]], line: str, item: str, answer: dict[str, Any]
) -> None:
    text, data = laid_out
    wanted = {**data, "answers": {**data["answers"], item: answer}}
    made = changed_text(line + text, wanted, lambda table: response_text(table, ITEMS))
    assert made.startswith(line)
    assert same(tomli.loads(made.removeprefix("\ufeff")), wanted)
    assert comments(made) == comments(line.removeprefix("\ufeff") + text)
    assert made == line + changed_text(text, wanted, lambda table: response_text(table, ITEMS))


@examples(300)
@given(st.text("#: schema\r\n\ufeff\x01=[]xé", max_size=30), st.booleans())
def test_parting_and_joining_lose_nothing(rest: str, begins: bool) -> None:
    text = f"#:schema {rest}" if begins else rest
    line, body = split_schema_line(text)
    assert line + body == text
    assert join_schema_line(line, body) in (text, f"{line}\n{body}")
    assert names_a_schema(text) or not line
    assert names_a_schema(with_line(text, OURS))


def test_the_line_of_a_file_that_is_nothing_else_stands_by_itself(root: Path) -> None:
    path = root / FOLDER / "goals.toml"
    path.write_text("#:schema ../../schemas/goals.json")
    _goal(open_workspace(root))
    assert path.read_text().startswith("#:schema ../../schemas/goals.json\nformat = 1\n")


def test_a_file_with_nothing_but_the_line_is_called_empty(root: Path, run: Run) -> None:
    for file in (ALICES_FILE, f"{FOLDER}/goals.toml", f"{FOLDER}/{ROUND}/decision.toml"):
        (root / file).write_text("#:schema x.json\n\n")
    said = run("check", here=root).out
    assert said.count("is empty") == 3, said


@pytest.mark.parametrize("line", LINES)
def test_fmt_keeps_the_line_and_lays_out_what_is_below(line: str, root: Path, run: Run) -> None:
    path = root / ALICES_FILE
    wanted = split_schema_line(path.read_text())[1]
    by_hand = wanted.replace(" = ", "=").replace("\n\n[", "\n\n\n[")
    path.write_bytes((line + by_hand).encode())
    assert run("fmt", "--check", here=root).out == f"{ALICES_FILE}\n"
    assert run("fmt", here=root).code == 0
    assert path.read_bytes().decode() == line.strip("\ufeff\r\n") + "\n\n" + wanted
    assert run("fmt", "--check", here=root).code == 0


def test_other_comments_still_keep_fmt_away(root: Path, run: Run) -> None:
    path = root / ALICES_FILE
    path.write_text(path.read_text().replace("format = 1", "format=1 # one"))
    assert f"{ALICES_FILE} has a comment; it was not changed" in run("fmt", here=root).err
    assert run("fmt", "--drop-comments", here=root).code == 0
    assert path.read_text().startswith(f"{OURS}format = 1\n")


def test_a_linked_folder_finds_its_schema_from_where_it_is_opened(root: Path) -> None:
    elsewhere = root / "kept/here/deeper/acme"
    elsewhere.parent.mkdir(parents=True)
    (root / FOLDER).rename(elsewhere)
    (root / FOLDER).symlink_to(elsewhere)
    sitting = response_sitting(open_workspace(root), replace(ALICE, respondent="Bob"), TODAY)
    sitting.save_answer("culture-dialogue", GIVEN)
    made = root / FOLDER / ROUND / "buyer.bob.partnership.toml"
    assert made.read_text().startswith(OURS)


BARE = """\
format = 1

[meetings.2026-08-20]
decided = "The first."
"""


def test_headers_without_quotes_are_read_and_kept_and_laid_out_by_fmt(
    workspace: Path, run: Run
) -> None:
    """As earlier versions wrote them; Taplo takes a day in a header for an error."""
    path = workspace / FOLDER / "meetings.toml"
    path.write_text(BARE)
    assert run("check", here=workspace).code == 0
    opened = open_workspace(workspace)
    add_meeting(opened, read_vendor(opened, ACME).vendor, TODAY, HELD)
    assert path.read_text().startswith(BARE)
    assert '\n[meetings."2026-11-24"]\n' in path.read_text()
    assert run("fmt", here=workspace).out == f"{FOLDER}/meetings.toml\n"
    assert '[meetings."2026-08-20"]' in path.read_text()
    assert is_canonical(path.read_text(), meetings_text)


@examples(300)
@given(
    st.recursive(
        st.integers() | st.text("a0\ue000\n\"'\\é", max_size=4) | st.dates(),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.dates().map(str) | st.text("a0e1-\ue000\ue001", max_size=4), inner, max_size=3
            )
        ),
        max_leaves=8,
    )
)
def test_keys_that_look_like_values_are_quoted_and_mean_the_same(value: Any) -> None:
    data = {"2026-11-24": value, "0e1": {"text": "2026-11-24\n[2026-11-24]\n"}}
    text = dumps(data)
    assert same(tomli.loads(text), data)
    assert '["0e1"]' in text
    assert "\n[2026-11-24]\n" in text, "a text is left as it is"
