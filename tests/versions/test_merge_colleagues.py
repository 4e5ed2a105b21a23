"""Several people, one git repository: their answers come together without a conflict."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from partnercheck.assessing.sitting import Sitting
from partnercheck.assessing.start import response_sitting
from partnercheck.base.records import Answer, Response
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from tests.support.running import ALICES_FILE, TODAY, Ran

BOB = Response("partnership", "borealis-packaging", "2026-q4", "buyer", "Bob")
ITEM, NEXT = "culture-repair", "culture-bad-news"
FOUR = Answer(score=4, on=TODAY)


def sat(root: Path) -> Sitting:
    return response_sitting(open_workspace(root), BOB, TODAY)


def git(folder: Path, *words: str) -> Ran:
    identity = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    done = subprocess.run(
        ["git", *identity, *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


UNKNOWN = Answer(skip="unknown", on=TODAY)
LONG = Answer(score=1, basis="observed", evidence="In June.\n\nIn July.", on=TODAY)


@pytest.mark.parametrize(
    ("before", "mine", "theirs"),
    [
        (Answer(), FOUR, LONG),
        (UNKNOWN, FOUR, LONG),
        (UNKNOWN, LONG, Answer(skip="no-occasion", reason="No case.")),
        (FOUR, Answer(), UNKNOWN),
    ],
)
def test_neighbouring_answers_given_on_two_clones_merge_in_git(
    before: Answer, mine: Answer, theirs: Answer, workspace: Path, tmp_path: Path
) -> None:
    first = sat(workspace)
    first.save_answer("learning-looking-back", FOUR)
    first.save_answer(ITEM, before)
    first.save_answer(NEXT, before)
    assert git(workspace, "init", "-q").code == 0
    git(workspace, "add", ".")
    assert git(workspace, "commit", "-qm", "before").code == 0
    clone = tmp_path / "clone"
    assert git(tmp_path, "clone", "-q", str(workspace), str(clone)).code == 0
    for root, item, answer in ((workspace, ITEM, mine), (clone, NEXT, theirs)):
        sat(root).save_answer(item, answer)
        assert git(root, "commit", "-qam", item).code == 0
    pulled = git(clone, "pull", "-q", "--no-rebase", "--no-edit")
    assert pulled.code == 0, pulled
    (response,) = judge_vendor(open_workspace(clone), BOB.vendor).round.responses
    answers = response.answers
    assert (answers[ITEM], answers[NEXT]) == (mine, theirs)
    sat(clone).save_answer("culture-values", FOUR)


def test_two_people_who_begin_on_two_clones_never_touch_the_same_file(
    workspace: Path, tmp_path: Path
) -> None:
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    assert git(workspace, "commit", "-qm", "before").code == 0
    clone = tmp_path / "clone"
    assert git(tmp_path, "clone", "-q", str(workspace), str(clone)).code == 0
    for root, name in ((workspace, "Bob"), (clone, "Cleo")):
        response_sitting(open_workspace(root), replace(BOB, respondent=name), TODAY).save_answer(
            ITEM, FOUR
        )
        git(root, "add", ".")
        assert git(root, "commit", "-qm", name).code == 0
    assert git(clone, "pull", "-q", "--no-rebase", "--no-edit").code == 0
    people = [r.respondent for r in judge_vendor(open_workspace(clone), BOB.vendor).round.responses]
    assert people == ["Bob", "Cleo"]


def test_a_git_that_likes_windows_line_ends_leaves_the_files_as_they_are(workspace: Path) -> None:
    before = (workspace / ALICES_FILE).read_bytes()
    git(workspace, "init", "-q")
    git(workspace, "config", "core.autocrlf", "true")
    git(workspace, "add", ".")
    assert git(workspace, "commit", "-qm", "all").code == 0
    (workspace / ALICES_FILE).unlink()
    assert git(workspace, "checkout", "--", ALICES_FILE).code == 0
    assert (workspace / ALICES_FILE).read_bytes() == before


def test_the_lock_is_not_committed(workspace: Path) -> None:
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    files = git(workspace, "ls-files").out.splitlines()
    assert files
    assert not [file for file in files if file.startswith(".partnercheck/")]
