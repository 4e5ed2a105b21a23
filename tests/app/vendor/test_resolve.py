"""A merge conflict decided on the screen, whoever marked it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import tomli
from msgspec.structs import replace

from partnercheck.assessing.start import response_sitting
from partnercheck.base.records import Answer, Meeting, Response
from partnercheck.workspace.meetings import add_meeting
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_vendor
from tests.support.clones import committed, git, pulled
from tests.support.screens import TODAY, opened, seen, small_workspace

BOB = Response("partnership", "acme-logistics", "2026-q4", "buyer", "Bob")
FILE = "vendors/acme-logistics/2026-q4/buyer.bob.partnership.toml"
ITEM, NEXT, LAST = "culture-decisions", "culture-values", "learning-looking-back"


def answered(root: Path, **scores: Answer) -> None:
    sitting = response_sitting(open_workspace(root), BOB, TODAY)
    for item, answer in scores.items():
        sitting.save_answer(item.replace("_", "-"), answer)
    committed(root, "answered")


def conflicting(root: Path, clone: Path) -> None:
    """Two items answered differently on two clones, merged by git alone."""
    git(root, "init", "-q")
    answered(root, culture_decisions=Answer(score=2), learning_looking_back=Answer(score=1))
    git(root.parent, "clone", "-q", str(root), str(clone))
    answered(root, culture_decisions=Answer(score=1, basis="observed", evidence="In June."))
    answered(root, learning_looking_back=Answer(score=0), culture_values=Answer(score=4))
    answered(clone, culture_decisions=Answer(score=4), learning_looking_back=Answer(score=3))
    assert pulled(clone).code != 0
    assert "<<<<<<<" in (clone / FILE).read_text()


async def test_a_conflict_is_decided_item_by_item(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    conflicting(small_workspace(tmp_path / "root"), clone)
    async with opened(clone) as (app, pilot):
        assert "merge conflict" in seen(app)
        await pilot.press("enter", "exclamation_mark")
        assert "1 of 2" in seen(app)
        shown = seen(app)
        assert re.search(r"score +4: ", shown)
        assert re.search(r"evidence +In June\.", shown)
        await pilot.press("ctrl+s")
        assert "could not be written: choose a version of culture-decisions first" in seen(app)
        await pilot.press("t")
        assert "2 of 2" in seen(app)
        await pilot.press("w")
        assert "All decided. ^S writes the file" in seen(app)
        assert "<<<<<<<" in (clone / FILE).read_text(), "nothing is written before"
        await pilot.press("ctrl+s")
        assert "The file was written. Now run: git add" in seen(app)
        assert "merge conflict" not in seen(app).replace("Resolve a merge conflict", "")
    answers = tomli.loads((clone / FILE).read_text())["answers"]
    assert answers[ITEM] == {"score": 1, "basis": "observed", "evidence": "In June."}
    assert answers[LAST] == {"score": 3}
    assert answers[NEXT] == {"score": 4}, "what only one side had answered is there too"
    assert git(clone, "add", FILE).code == 0
    assert git(clone, "commit", "-qm", "merged").code == 0


async def test_leaving_changes_nothing_and_a_file_that_moved_on_is_not_written(
    tmp_path: Path,
) -> None:
    clone = tmp_path / "clone"
    conflicting(small_workspace(tmp_path / "root"), clone)
    before = (clone / FILE).read_text()
    async with opened(clone) as (app, pilot):
        await pilot.press("enter", "exclamation_mark", "w", "w", "q")
        assert "the file is unchanged" in seen(app)
        assert (clone / FILE).read_text() == before
        await pilot.press("exclamation_mark", "w", "w")
        (clone / FILE).write_text(before + "# edited meanwhile\n")
        await pilot.press("ctrl+s")
        assert "The file could not be written" in seen(app)
    assert (clone / FILE).read_text() == before + "# edited meanwhile\n"


async def test_without_a_conflict_it_says_so(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "exclamation_mark")
        assert "No file of this vendor has a merge conflict" in seen(app)


async def test_it_says_whose_answers_and_whose_branch_they_are(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    conflicting(small_workspace(tmp_path / "root"), clone)
    async with opened(clone) as (app, pilot):
        await pilot.press("enter", "exclamation_mark")
        shown = seen(app)
        assert "Conflict   Bob, buyer, 2026-q4" in shown
        assert FILE in shown
        rows = shown.splitlines()
        ours, theirs = (
            next(below for row, below in pairwise(rows) if f" {side} ─" in row)
            for side in ("Ours", "Theirs")
        )
        assert "branch main, by Tester, 20" in ours
        assert "branch origin/main, by Tester, 20" in theirs


async def test_on_a_wide_screen_both_versions_are_beside_each_other(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    conflicting(small_workspace(tmp_path / "root"), clone)
    async with opened(clone, size=(120, 40)) as (app, pilot):
        await pilot.press("enter", "exclamation_mark")
        assert re.search(r"w Ours ─+ │ ── t Theirs ─", seen(app))
        assert re.search(r"score +\d: .*│ +score +\d: ", seen(app))
        await pilot.press("t", "backspace")
        assert "▸─ t Theirs ✓ chosen" in seen(app)


async def test_every_file_with_a_conflict_is_opened_in_turn(tmp_path: Path) -> None:
    root, clone = small_workspace(tmp_path / "root"), tmp_path / "clone"
    files = [FILE.replace("bob", name) for name in ("bob", "zoe")]

    def answer(folder: Path, score: int) -> None:
        for name in ("Bob", "Zoe"):
            sitting = response_sitting(open_workspace(folder), replace(BOB, respondent=name), TODAY)
            sitting.save_answer(ITEM, Answer(score=score))
        committed(folder, f"scored {score}")

    git(root, "init", "-q")
    answer(root, 2)
    git(root.parent, "clone", "-q", str(root), str(clone))
    answer(root, 1)
    answer(clone, 4)
    assert pulled(clone).code != 0
    async with opened(clone) as (app, pilot):
        await pilot.press("enter", "exclamation_mark")
        assert "Bob, buyer, 2026-q4   file 1 of 2" in seen(app)
        await pilot.press("t", "ctrl+s")
        assert "Zoe, buyer, 2026-q4   file 2 of 2" in seen(app)
        await pilot.press("w", "ctrl+s")
        # The message is wrapped, also within the long paths.
        shown = "".join(seen(app).split())
        assert f"2fileswerewritten.Nowrun:gitadd{files[0]}{files[1]}" in shown
    scores = [tomli.loads((clone / file).read_text())["answers"][ITEM]["score"] for file in files]
    assert scores == [1, 4]


async def test_two_meetings_on_one_day_are_both_kept(tmp_path: Path) -> None:
    root, clone = small_workspace(tmp_path / "root"), tmp_path / "clone"

    def met(folder: Path, decided: str) -> None:
        workspace = open_workspace(folder)
        vendor = read_vendor(workspace, BOB.vendor).vendor
        add_meeting(workspace, vendor, TODAY, Meeting(decided=decided))
        committed(folder, decided)

    git(root, "init", "-q")
    committed(root, "begun")
    git(root.parent, "clone", "-q", str(root), str(clone))
    met(root, "The price stays.")
    met(clone, "Two runs a night.")
    pulled(clone)
    async with opened(clone) as (app, pilot):
        await pilot.press("enter", "exclamation_mark")
        assert "Both: theirs is then the second meeting of that day" in seen(app)
        await pilot.press("B")
        assert "All decided. ^S writes the file" in seen(app)
        await pilot.press("ctrl+s")
        assert "The file was written. Now run: git add" in seen(app)
    meetings = read_vendor(open_workspace(clone), BOB.vendor).meetings
    assert {key: each.decided for key, each in meetings.items()} == {
        f"{TODAY}": "Two runs a night.",
        f"{TODAY}-2": "The price stays.",
    }
    assert git(clone, "add", ".").code == 0


async def test_both_versions_of_an_answer_cannot_be_kept(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    conflicting(small_workspace(tmp_path / "root"), clone)
    async with opened(clone) as (app, pilot):
        await pilot.press("enter", "exclamation_mark", "B")
        assert "Only two meetings on one day can both be kept" in seen(app)
