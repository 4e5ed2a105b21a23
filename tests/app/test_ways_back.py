"""Whatever changes a file on a screen is named in the message, and Ctrl+Z undoes it.

Each case is walked on the samples; the files before and after are compared byte for byte. The first
answer of a person makes the file, which stays when the answer is undone. A key that changes
files and has no case here fails the last test.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from partnercheck.app.shared.keymap import every_screen
from partnercheck.app.shared.meanings import meaning
from partnercheck.exchange.requests import Request, write_request
from partnercheck.workspace.open import open_workspace
from tests.support.screens import TODAY, opened, sample_workspace, seen

ACME, SAVE, UNDO = "Acme Logistics", "ctrl+s", "ctrl+z"
ASSESS = ["a", "ctrl+u", *"Zoe", SAVE]
SESSION = ["space", "S", *"Bea, Carl", "enter"]
OLD_PROMISES = ["enter", "P"]
GOALS, MEETINGS, PEOPLE = ["enter", "K"], ["enter", "M"], ["enter", "W"]
ADDED_PERSON = [*PEOPLE, "plus", *"Zoe Zimmer", SAVE]


class Case(NamedTuple):
    """A key, how a person comes to it, what is pressed, and what the message has to name.

    `undone` is what undoes the action; `last` is pressed to leave the screen as it was.
    """

    id: str
    way: Sequence[str]
    does: Sequence[str]
    named: str
    undone: Sequence[str] = (UNDO,)


LISTS = (
    Case("portfolio.new", [], ["plus", *"Zeta", SAVE], "Zeta"),
    Case("portfolio.edit", [], ["R", "ctrl+a", "ctrl+k", *"Other", SAVE], ACME),
    Case("portfolio.archive", [], ["H"], ACME),
    Case("portfolio.remove", [], ["delete", "down", "enter"], ACME),
    Case("portfolio.import", [], ["I", "enter"], "Account manager"),
    Case(
        "vendor.decide",
        ["enter"],
        ["d", "tab", "ctrl+u", *"Board", "tab", *"Good", SAVE],
        ACME,
    ),
    Case("vendor.edit", ["enter"], ["R", "ctrl+a", "ctrl+k", *"Other", SAVE], ACME),
    Case("goals.new", [*GOALS, "minus"], ["plus", "N", SAVE], "N"),
    Case("goals.edit", GOALS, ["R", "ctrl+u", *"Fewer", SAVE], "Fewer"),
    Case("goals.mark", GOALS, ["space"], "Order freeze"),
    Case("goals.drop", GOALS, ["minus"], "Order freeze"),
    Case("goals.remove", GOALS, ["delete"], "Order freeze"),
    Case("goals.again", [*GOALS, "space"], ["T"], "Order freeze"),
    Case("meetings.new", MEETINGS, ["plus", "tab", *"Jane", "tab", *"All", SAVE], f"{TODAY}"),
    Case("meetings.edit", [*MEETINGS, "down"], ["R", "tab", "ctrl+u", *"Jo", SAVE], "meeting of"),
    Case("meetings.cadence", MEETINGS, ["C", "right", SAVE], ACME),
    Case("meetings.remove", [*MEETINGS, "down"], ["delete"], "meeting of"),
    Case("promises.new", OLD_PROMISES, ["plus", *"Pay", SAVE], "Pay"),
    Case("promises.edit", OLD_PROMISES, ["R", "ctrl+u", *"Pay", SAVE], "Pay"),
    Case("promises.mark", OLD_PROMISES, ["space"], "Give the depot"),
    Case("promises.drop", OLD_PROMISES, ["minus"], "Give the depot"),
    Case("promises.remove", OLD_PROMISES, ["delete"], "Give the depot"),
    Case("people.new", PEOPLE, ["plus", *"Zoe Zimmer", SAVE], "Zoe Zimmer"),
    Case("people.edit", ADDED_PERSON, ["R", "right", SAVE], "Zoe Zimmer"),
    Case("people.drop", ADDED_PERSON, ["minus"], "Zoe Zimmer"),
    Case("people.remove", ADDED_PERSON, ["delete"], "Zoe Zimmer"),
)
ANSWERS = (
    Case("assess.score-3", [*ASSESS, "4", "enter"], ["3"], ""),
    Case("assess.unknown", [*ASSESS, "4", "enter"], ["u"], ""),
    Case("assess.no-occasion", [*ASSESS, "4"], ["n"], ""),
    Case("assess.evidence", [*ASSESS, "3"], ["e", *"in May", "enter"], ""),
    Case("assess.source", [*ASSESS, "3"], ["p", *"a.txt", "enter"], ""),
    Case("assess.basis", [*ASSESS, "3"], ["b"], ""),
    Case("assess.ours", [*ASSESS, "2"], ["w"], ""),
    Case("assess.theirs", [*ASSESS, "2"], ["t"], ""),
    Case("assess.clear", [*ASSESS, "3"], ["x"], ""),
    Case("session.score-3", [*SESSION, "4", "4", "enter"], ["3"], ""),
    Case("session.unknown", [*SESSION, "4", "4", "enter"], ["u"], ""),
    Case("session.no-occasion", [*SESSION, "4", "4"], ["n"], ""),
    Case("session.evidence", [*SESSION, "4", "up"], ["e", *"May", "enter"], ""),
    Case("session.source", [*SESSION, "4", "up"], ["p", *"a.txt", "enter"], ""),
    Case("session.basis", [*SESSION, "4", "up"], ["b"], ""),
    Case("session.ours", [*SESSION, "2", "2"], ["w"], ""),
    Case("session.theirs", [*SESSION, "2", "2"], ["t"], ""),
    Case("session.clear", [*SESSION, "4", "up"], ["x"], ""),
)
CASES = (*LISTS, *ANSWERS)
# The meanings of the actions that change files of the workspace where they stand.
CHANGING = {
    *("new", "edit", "archive", "remove", "import", "decide", "mark", "drop", "again", "cadence"),
    *("score-3", "unknown", "no-occasion", "evidence", "source", "basis", "ours", "theirs"),
    *("clear", "carry"),
}
# They mark a row or a choice on the screen only.
NO_FILE = {"portfolio.mark", "choice.mark", "names.mark"}
ELSEWHERE = {
    # On a meeting's promise it is the same action as among the promises.
    "meetings.mark": "tests/app/agreements/test_meetings.py",
    "meetings.drop": "tests/app/agreements/test_meetings.py",
    "assess.carry": "tests/app/assess/test_carried.py",
    # Nothing is written before all differences are decided, each of which can be decided again;
    # then `git checkout --merge` brings the conflict back.
    "resolve.ours": "tests/app/vendor/test_resolve.py",
    "resolve.theirs": "tests/app/vendor/test_resolve.py",
}


def files(root: Path) -> dict[str, bytes]:
    """Every file of the workspace; not the lock, nor what the lists of removed files leave."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in ("lock", ".gitignore")
    }


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
async def test_what_a_key_changes_is_named_and_undone_byte_for_byte(
    tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sample_workspace(tmp_path / "w")
    monkeypatch.chdir(tmp_path)
    request = Request(respondent="Account manager", round="2026-q4")
    form = write_request(open_workspace(root), "jessamy-labs", request, TODAY)
    form.write_text(form.read_text().replace("[ ] 3 ", "[x] 3 "))
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press(*case.way)
        await pilot.pause()
        before = files(root)
        await pilot.press(*case.does)
        await pilot.pause()
        assert files(root) != before, seen(app)
        shown = app.screen.message[0]  # type: ignore[attr-defined]
        assert case.named in shown
        await pilot.press(*case.undone)
        await pilot.pause()
        assert files(root) == before, app.screen.message  # type: ignore[attr-defined]


def test_every_key_that_changes_files_is_walked() -> None:
    changing = {
        key.id
        for keys, inside in every_screen().values()
        for key in (*keys, *inside)
        if meaning(key) in CHANGING
    }
    assert changing - NO_FILE == {case.id for case in CASES} | ELSEWHERE.keys()


async def test_a_change_is_undone_on_another_screen_too(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    before = files(root)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "K", "minus", "escape")
        await pilot.press("escape", "c", UNDO)
        assert "On the portfolio, ^Z undoes this change:" in " ".join(seen(app).split())
        await pilot.press("escape", UNDO)
        assert f"(Key goals, {ACME})" in " ".join(seen(app).split())
        await pilot.press(UNDO)
        assert "Nothing to undo" in " ".join(seen(app).split())
    assert files(root) == before


async def test_what_was_changed_by_somebody_else_since_stays(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    goals = root / "vendors" / "acme-logistics" / "goals.toml"
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "K", "minus", "escape", "escape")
        goals.write_text(f"# Somebody else\n{goals.read_text()}")
        await pilot.press(UNDO)
        assert "goals.toml has been changed since, so nothing was undone" in " ".join(
            seen(app).split()
        )
        await pilot.press(UNDO, UNDO)
        assert "Nothing to undo" in seen(app)
    assert goals.read_text().startswith("# Somebody else")
