"""Answers through tangled histories in the real git: criss-cross merges, renames, removed files."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.assessing.start import response_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Goal, Record, Response
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.versions.resolving import conflicted, resolution_of
from partnercheck.workspace.open import open_workspace
from tests.support.clones import FILE, begun, committed, git, look_for_renames, program, pulled
from tests.support.running import TODAY

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
FOLDER = "vendors/borealis-packaging"
BOB = Response("partnership", "borealis-packaging", "2026-q4", "buyer", "Bob")
GOALS, DECISION = f"{FOLDER}/goals.toml", f"{FOLDER}/2026-q4/decision.toml"
FILES: dict[str, tuple[str, type[Record]]] = {FILE: ("answers", Answer), GOALS: ("goals", Goal)}
ITEMS = ("culture-decisions", "culture-dialogue", "learning-looking-back")


def first(file: str) -> dict[str, Any]:
    if file == DECISION:
        return {"decided": "partner", "by": "Alice", "on": dt.date(2026, 11, 2), "reason": "Both."}
    if file == GOALS:
        goal = {"title": "Fewer late trucks", "period": "quarter", "due": dt.date(2026, 12, 1)}
        return {"format": 1, "goals": {name: dict(goal) for name in ITEMS}}
    header = {"format": 1, "form": "full", "level": "executive", "instrument": "partnership"}
    identity = {"vendor": BOB.vendor, "round": BOB.round, "perspective": "buyer"}
    answer = {"score": 2, "basis": "observed", "evidence": "In May.", "on": dt.date(2026, 11, 2)}
    answers = {name: dict(answer) for name in ITEMS}
    return {**header, **identity, "respondent": "Bob", "answers": answers}


def write(root: Path, file: str, data: dict[str, Any]) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(tomli_w.dumps(data))


def change(root: Path, file: str, chance: random.Random, sign: str) -> None:
    """Change single fields of some records, each to a value that says who changed it."""
    data = tomli.loads((root / file).read_text())
    tables = [data] if file == DECISION else list(data[FILES[file][0]].values())
    texts = {DECISION: ("reason", "by"), GOALS: ("note", "gain_buyer", "title")}
    for table in chance.sample(tables, chance.randint(1, len(tables))):
        key = chance.choice([*texts.get(file, ("evidence", "score", "skip"))])
        if key == "skip":
            table.clear()
            table["skip"] = "unknown"
        else:
            table[key] = chance.randint(0, 4) if key == "score" else f"{sign} said so."
    write(root, file, data)
    assert git(root, "commit", "-q", "--allow-empty", "-am", sign).code == 0


def units(data: dict[str, Any], file: str) -> dict[str, Any]:
    return {"decision": data} if file == DECISION else data[FILES[file][0]]


def join(root: Path, other: str, chance: random.Random, files: tuple[str, ...]) -> None:
    """Merge another branch; a person decides each conflict for one side, a file at a time."""
    before = {
        (file, side): units(tomli.loads(git(root, "show", f"{side}:{file}").out), file)
        for file in files
        for side in ("HEAD", other)
    }
    merged = git(root, "merge", "-q", "--no-edit", other)
    for file in files:
        unmerged = git(root, "ls-files", "--unmerged", "--", file).out
        if unmerged:
            assert merged.code != 0
            text = (root / file).read_text()
            assert any(line.startswith("<<<<<<<") for line in text.splitlines())
            with pytest.raises(tomli.TOMLDecodeError):
                tomli.loads(text)
            side = chance.choice(["--ours", "--theirs"])
            assert git(root, "checkout", side, "--", file).code == 0
            git(root, "add", file)
            continue
        made = units(tomli.loads((root / file).read_text()), file)
        for name, unit in made.items():
            had = [before[file, side].get(name) for side in ("HEAD", other)]
            assert unit in had, f"{file}: {name} has values that neither side had together"
    if merged.code:
        assert git(root, "commit", "-qm", "decided").code == 0


@settings(max_examples=60 if LONG else 3, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 3), st.booleans())
def test_a_criss_cross_history_never_joins_two_versions_of_a_record(
    chance: random.Random, crossings: int, renames: bool
) -> None:
    files = (FILE, GOALS, DECISION)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        assert git(root, "init", "-q").code == 0
        assert program(root, "init", "--git").code == 0
        if renames:
            look_for_renames(root)
        for file in files:
            write(root, file, first(file))
        committed(root, "begin")
        git(root, "branch", "other")
        for number in range(crossings):
            for branch in ("main", "other"):
                assert git(root, "switch", "-q", branch).code == 0
                for file in chance.sample(files, chance.randint(1, 3)):
                    change(root, file, chance, f"{branch} {number}")
            git(root, "branch", "-f", "left", "main")
            git(root, "branch", "-f", "right", "other")
            for branch, crossed in (("main", "right"), ("other", "left")):
                assert git(root, "switch", "-q", branch).code == 0
                join(root, crossed, chance, files)
        for branch in ("main", "other"):
            assert git(root, "switch", "-q", branch).code == 0
            for file in files:
                change(root, file, chance, f"{branch} at last")
        bases = git(root, "merge-base", "--all", "main", "other").out.split()
        assert len(bases) == 2, "a criss-cross history"
        join(root, "main", chance, files)


def give(root: Path, item: str, answer: Answer, respondent: str = "Bob") -> None:
    who = replace(BOB, respondent=respondent)
    response_sitting(open_workspace(root), who, TODAY).save_answer(item, answer)


def answers(root: Path) -> dict[str, dict[str, Answer]]:
    return {
        response.respondent: {
            item: each for item, each in response.answers.items() if each.is_answered
        }
        for response in judge_vendor(open_workspace(root), BOB.vendor).round.responses
    }


IN_JUNE = Answer(score=2, basis="observed", evidence="In June.", on=TODAY)
FOUR = Answer(score=4, on=TODAY)


@pytest.fixture
def two(workspace: Path, tmp_path: Path) -> tuple[Path, Path]:
    give(workspace, "learning-looking-back", IN_JUNE)
    return begun(workspace, tmp_path)


def test_nobody_gets_the_answers_of_somebody_whose_file_is_gone(two: tuple[Path, Path]) -> None:
    """Two files of mostly empty tables are so alike that git takes one for the other, renamed."""
    here, there = two
    look_for_renames(there)
    give(here, "culture-values", FOUR)
    committed(here, "Bob answers")
    (there / FILE).unlink()
    give(there, "learning-looking-back", IN_JUNE, "Cleo")
    committed(there, "Bob is out, Cleo answers")
    ran = pulled(there)
    assert ran.code != 0
    assert "ours respondent Cleo; theirs respondent Bob" in ran.out + ran.err
    given = answers(there)
    assert "culture-values" not in given.get("Cleo", {})
    assert program(there, "check").code == 1
    opened = open_workspace(there)
    (path,) = conflicted(opened, BOB.vendor)
    with pytest.raises(UserError, match="belong to different people"):
        resolution_of(opened, path)


def test_a_file_removed_here_and_changed_there_is_a_conflict(two: tuple[Path, Path]) -> None:
    here, there = two
    give(here, "culture-values", FOUR)
    committed(here, "Bob answers")
    (there / FILE).unlink()
    committed(there, "Bob is out")
    assert pulled(there).code != 0
    assert git(there, "ls-files", "--unmerged", "--", FILE).out
    assert answers(there) == {"Bob": {"learning-looking-back": IN_JUNE, "culture-values": FOUR}}


@pytest.mark.parametrize("renames", [True, False])
def test_a_renamed_folder_keeps_both_sides_answers(renames: bool, two: tuple[Path, Path]) -> None:
    here, there = two
    if renames:
        look_for_renames(there)
    give(here, "culture-values", FOUR)
    committed(here, "Bob answers")
    moved = there / "vendors" / "borealis"
    shutil.move(there / FOLDER, moved)
    committed(there, "another folder")
    assert (pulled(there).code == 0) is renames
    text = (moved / "2026-q4/buyer.bob.partnership.toml").read_text()
    assert "In June." in text
    if renames:
        assert "score = 4" in text
    else:
        assert git(there, "ls-files", "--unmerged", "--", FILE).out
        assert "score = 4" in (there / FILE).read_text(), "what was added is in the old folder"


def test_both_sides_begin_a_file_and_answer_one_question_differently(
    workspace: Path, tmp_path: Path
) -> None:
    here, there = begun(workspace, tmp_path)
    give(here, "culture-values", FOUR)
    committed(here, "four")
    give(there, "culture-values", IN_JUNE)
    give(there, "learning-looking-back", IN_JUNE)
    committed(there, "two")
    ran = pulled(there)
    assert ran.code != 0
    assert "culture-values was answered on both sides" in ran.out + ran.err
    assert answers(there) == {}, "a marked file is nobody's answer"


def test_a_criss_cross_of_one_answer_is_a_conflict_about_that_answer_alone(
    two: tuple[Path, Path],
) -> None:
    """The merge bases disagree about one answer, so git's own base has markers around it."""
    root, _ = two
    git(root, "branch", "other")
    for branch, score in (("main", 3), ("other", 4)):
        assert git(root, "switch", "-q", branch).code == 0
        give(root, "culture-values", Answer(score=score, evidence="In May.", on=TODAY))
        committed(root, branch)
        git(root, "branch", f"{branch}-first")
    for branch, crossed in (("main", "other-first"), ("other", "main-first")):
        assert git(root, "switch", "-q", branch).code == 0
        assert git(root, "merge", "-q", "--no-edit", crossed).code != 0
        assert git(root, "checkout", "--ours", "--", FILE).code == 0
        committed(root, "decided")
    give(root, "learning-looking-back", FOUR)
    committed(root, "another answer")
    git(root, "switch", "-q", "main")
    ran = git(root, "merge", "--no-edit", "other")
    assert ran.code != 0
    assert "culture-values was answered on both sides" in ran.out + ran.err
    assert "learning-looking-back was" not in ran.out + ran.err
