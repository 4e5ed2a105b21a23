"""The canonical form on request, and what CI and pre-commit call."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.clones import environment, git
from tests.support.running import ALICES_FILE, Run

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("score = 3\n", "score=3\n"),
        ('score = 3\nbasis = "observed"\n', 'basis = "observed"\nscore = 3\n'),
        ("\n[answers.culture-dialogue]", "\n\n\n[ answers . culture-dialogue ]"),
        ("format = 1\n", "\ufeffformat = 1\r\n"),
        ('round = "2026-q4"\n', "round = '2026-q4'\n"),
    ],
)
def test_what_a_person_laid_out_becomes_what_the_program_writes(
    old: str, new: str, workspace: Path, run: Run
) -> None:
    path = workspace / ALICES_FILE
    canonical = path.read_bytes()
    assert run("fmt", "--check", here=workspace).code == 0
    path.write_bytes(canonical.decode().replace(old, new, 1).encode())
    by_hand = path.read_bytes()
    checked = run("fmt", "--check", here=workspace)
    assert (checked.code, checked.out) == (1, f"{ALICES_FILE}\n")
    assert path.read_bytes() == by_hand
    assert run("fmt", here=workspace).code == 0
    assert path.read_bytes() == canonical


def test_comments_stay_unless_they_may_go(workspace: Path, run: Run) -> None:
    path = workspace / ALICES_FILE
    canonical = path.read_text()
    path.write_text(canonical.replace("score = 3", "score=3 # really?", 1))
    by_hand = path.read_text()
    done = run("fmt", here=workspace)
    assert done.code == 0
    assert f"{ALICES_FILE} has a comment; it was not changed" in done.err
    assert path.read_text() == by_hand
    assert run("fmt", "--drop-comments", ALICES_FILE, here=workspace).code == 0
    assert path.read_text() == canonical


def test_a_bad_file_is_named_and_the_others_are_laid_out(workspace: Path, run: Run) -> None:
    bad = workspace / "vendors/borealis-packaging/vendor.toml"
    bad.write_text("name = \n")
    path = workspace / ALICES_FILE
    canonical = path.read_text()
    path.write_text(canonical.replace("score = 3", "score=3", 1))
    done = run("fmt", here=workspace)
    assert done.code == 1
    assert "vendors/borealis-packaging/vendor.toml:1" in done.err
    assert path.read_text() == canonical
    assert bad.read_text() == "name = \n"


def hooks() -> dict[str, tuple[str, str]]:
    """The entry and the pattern of each hook."""
    text = HOOKS.read_text()
    found = re.findall(r"- id: (\S+)(.*?)(?=\n- id|\Z)", text, re.DOTALL)
    value = r"\n  {}: (.*)"
    return {
        name: (re.search(value.format("entry"), rest)[1], re.search(value.format("files"), rest)[1])  # type: ignore[index]
        for name, rest in found
    }


def test_the_hooks_work_from_the_top_of_a_repo_with_the_workspace_below(
    workspace: Path, tmp_path: Path
) -> None:
    repo = tmp_path / "repo"
    (repo / "docs").mkdir(parents=True)
    workspace.rename(repo / "docs" / "vendors-of-ours")
    git(repo, "init", "-q")
    git(repo, "add", ".")
    files = git(repo, "ls-files").out.splitlines()
    path = repo / "docs/vendors-of-ours" / ALICES_FILE
    for name, status in (("partnercheck-check", 1), ("partnercheck-fmt", 0)):
        entry, pattern = hooks()[name]
        matching = [each for each in files if re.search(pattern, each)]
        assert str(path.relative_to(repo)) in matching
        path.write_text(path.read_text().replace("score = 3", "score=9", 1))
        words = [sys.executable, "-m", *shlex.split(entry), *matching]
        done = subprocess.run(
            words, cwd=repo, env=environment(repo), capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done
        if status:
            assert '"score" in [answers.' in done.stdout
    assert "score=9" not in path.read_text()


def test_a_file_of_no_workspace_is_wrong_use(workspace: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "elsewhere.toml").write_text("")
    for command in ("check", "fmt"):
        done = run(command, str(tmp_path / "elsewhere.toml"), here=tmp_path)
        assert done.code == 2
        assert "is not in a workspace" in done.err
    assert os.path.exists(tmp_path / "elsewhere.toml")


@pytest.mark.parametrize("last", ["[answers.culture-values]", "[answers.culture-decisions]"])
def test_answers_that_are_left_out_get_their_empty_tables(
    last: str, workspace: Path, run: Run
) -> None:
    path = workspace / ALICES_FILE
    canonical = path.read_text()
    written = canonical.partition(f"\n{last}")[0]
    path.write_text(written)
    assert run("fmt", here=workspace).out == f"{ALICES_FILE}\n"
    laid_out = path.read_text()
    assert laid_out.startswith(written)
    tables = [line for line in canonical.splitlines() if line.startswith("[answers.")]
    assert [line for line in laid_out.splitlines() if line.startswith("[answers.")] == tables
    assert run("fmt", "--check", here=workspace).code == 0
