"""The thin functions over git: what they take, give and refuse, wherever the workspace is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from partnercheck.base import git
from partnercheck.base.errors import UserError
from tests.support.running import ALICES_FILE, Ran
from tests.support.workspace_repo import ENVIRONMENT, Repo

COMMANDS = (
    ("diff", "HEAD"),
    ("show", "acme-logistics", "--at", "HEAD"),
    ("history", "acme-logistics", "--commits"),
)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of whoever runs the tests."""
    for key, value in ENVIRONMENT.items():
        monkeypatch.setenv(key, value)


def refused(ran: Ran) -> str:
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("partnercheck: ")
    return ran.err


@pytest.mark.parametrize("words", COMMANDS)
def test_without_git_only_these_commands_say_so(
    words: tuple[str, ...], repo: Repo, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    without = {"PATH": str(tmp_path / "bin")}
    told = refused(repo.run(*words, environment=without))
    assert told == "partnercheck: git is not installed; this command needs it\n"
    for other in (("list",), ("show", "acme-logistics"), ("history", "acme-logistics"), ("check",)):
        assert repo.run(*other, environment=without).code == 0


@pytest.mark.parametrize("words", COMMANDS)
def test_outside_of_a_repo_it_says_what_to_do(
    words: tuple[str, ...], workspace: Path, repo: Repo
) -> None:
    (repo.top / ".git").rename(repo.top / "git")
    told = refused(repo.run(*words, environment={"GIT_CEILING_DIRECTORIES": "/"}))
    assert f"{workspace} is not in a git repository" in told
    assert "Run `git init` to create a repository" in told


@pytest.mark.parametrize("words", COMMANDS)
def test_before_the_first_commit_it_says_what_to_do(words: tuple[str, ...], repo: Repo) -> None:
    repo.git("update-ref", "-d", "HEAD")
    told = refused(repo.run(*words))
    assert "nothing has been committed yet" in told
    assert "`git commit`" in told


@pytest.mark.parametrize("words", COMMANDS[:2])
def test_a_repo_that_git_does_not_trust_is_told_in_its_words(
    words: tuple[str, ...], repo: Repo
) -> None:
    told = refused(repo.run(*words, environment={"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}))
    assert "dubious ownership" in told


@pytest.mark.parametrize(
    "revision",
    ["nope", "", "HEAD~9", "HEAD:partnercheck.toml", "^HEAD", "a b", "--all", "-1", "é"],
)
def test_what_names_no_commit_is_refused(revision: str, repo: Repo) -> None:
    told = refused(repo.run("diff", "--", revision))
    assert f'there is no commit "{revision}"' in told


def test_a_revision_is_never_an_option(repo: Repo, tmp_path: Path) -> None:
    there = tmp_path / "x"
    for word in (f"--output={there}", f"--exec={there}", f"--git-dir={there}"):
        for words in (
            ("diff", "--", word),
            ("diff", "--", "HEAD", word),
            ("diff", "--", f"{word}..HEAD"),
            ("diff", "--", f"HEAD...{word}"),
            ("show", "acme-logistics", f"--at={word}"),
        ):
            told = refused(repo.run(*words))
            assert f'there is no commit "{word}"' in told
    assert not there.exists()


def test_escapes_in_a_revision_do_not_reach_the_terminal(repo: Repo) -> None:
    assert "\x1b" not in refused(repo.run("diff", "\x1b]0;owned\x07"))


def test_a_shallow_clone_says_how_to_get_the_rest(repo: Repo, tmp_path: Path) -> None:
    repo.describe("acme-logistics", target_why="Trucks")
    repo.commit("Second")
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(clone))
    assert "`git fetch --unshallow`" in refused(repo.run("diff", "HEAD~1", here=clone))
    ran = repo.run("history", "acme-logistics", "--commits", here=clone)
    assert ran.code == 0
    assert "`git fetch --unshallow`" in ran.err
    assert "shallow" not in repo.run("history", "acme-logistics", "--commits").err


def test_a_commit_is_known_by_every_name_of_git(repo: Repo) -> None:
    found = git.commit(repo.root, "HEAD")
    repo.git("tag", "-a", "sent", "-m", "Sent to the board")
    assert found.hash.startswith(found.short)
    assert (found.on, found.author) == ("2026-11-01", "Alice Moreau")
    for name in ("main", "@", "sent", "refs/tags/sent", found.hash, found.short, ":/First"):
        assert git.commit(repo.root, name) == found


def test_names_are_those_below_the_workspace_wherever_it_is(nested: Repo) -> None:
    assert git.top(nested.root) == nested.top
    commit = git.commit(nested.root, "HEAD").hash
    names = {entry.path for entry in git.files(nested.root, commit)}
    assert ALICES_FILE in names
    assert all(not name.startswith("buying") for name in names)
    assert {"vendors/list.txt", "partnercheck.toml.md"}.isdisjoint(names)
    (nested.root / "vendors/new").mkdir()
    (nested.root / "vendors/new/vendor.toml").write_text('name = "New"\n')
    (nested.top / "vendors/list.txt").write_text("Changed\n")
    assert git.changed(nested.root, "vendors", commit, None) == ["vendors/new/vendor.toml"]


def test_many_blobs_are_read_at_once_byte_by_byte(repo: Repo) -> None:
    texts = [b"", b"\n", b"one\r\ntwo\0three", bytes(range(256)) * 99, b"blob 3\n\n"]
    ids = [repo.git("hash-object", "-w", "--stdin", given=text) for text in texts]
    assert git.blobs(repo.root, [*ids, ids[0]]) == dict(zip(ids, texts, strict=True))
    assert git.blobs(repo.root, []) == {}
    with pytest.raises(UserError, match="the git repository is damaged"):
        git.blobs(repo.root, [ids[1], "0" * 40])


def test_git_is_asked_about_the_workspaces_repo_also_in_a_hook(
    nested: Repo, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    nested.git("init", "--quiet", str(other))
    of_the_hook = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": "elsewhere",
        "GIT_GLOB_PATHSPECS": "1",
    }
    nested.describe("acme-logistics", target_why="Trucks")
    ran = nested.run("diff", "HEAD", environment=of_the_hook)
    assert ran.code == 0, ran.err
    assert "Trucks" in ran.out


def test_the_program_changes_nothing_in_the_repo(repo: Repo) -> None:
    os.utime(repo.root / ALICES_FILE, (1, 1))
    before = {
        path: path.stat().st_mtime_ns for path in repo.top.rglob("*") if not path.is_symlink()
    }
    for words in COMMANDS:
        assert repo.run(*words).code == 0
    after = {path: path.stat().st_mtime_ns for path in repo.top.rglob("*")}
    assert after == before


def test_settings_of_git_do_not_change_what_is_read(repo: Repo) -> None:
    repo.describe("acme-logistics", target_why="Trucks")
    plain = [repo.run(*words) for words in COMMANDS]
    for key, value in (
        ("diff.relative", "false"),
        ("diff.noprefix", "true"),
        ("diff.external", "/bin/false"),
        ("color.ui", "always"),
        ("log.showSignature", "true"),
        ("log.date", "relative"),
        ("status.showUntrackedFiles", "no"),
        ("core.pager", "/bin/false"),
        ("core.fsmonitor", "/bin/false"),
    ):
        repo.git("config", key, value)
    assert [repo.run(*words) for words in COMMANDS] == plain


def test_the_branch_is_read_without_git(nested: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = nested.git("rev-parse", "HEAD")
    worktree = nested.top.parent / "elsewhere"
    nested.git("worktree", "add", "--quiet", "-b", "q4", str(worktree))
    monkeypatch.setattr(subprocess, "run", None)
    monkeypatch.setattr(os, "environ", {})
    assert git.branch(nested.root) == git.branch(nested.top) == "ref: refs/heads/main"
    assert git.branch(worktree / "buying" / "our vendors") == "ref: refs/heads/q4"
    monkeypatch.undo()
    nested.git("checkout", "--quiet", "--detach")
    assert git.branch(nested.root) == commit


def test_the_branch_is_empty_where_it_cannot_be_known(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "inside").mkdir(parents=True)
    here = git.branch(tmp_path)
    assert git.branch(top / "inside") == here
    (top / ".git").mkdir()
    assert git.branch(top / "inside") == here
    (top / ".git" / "HEAD").mkdir()
    assert git.branch(top / "inside") == here
    (top / ".git" / "HEAD").rmdir()
    (top / ".git").rmdir()
    for text in ("", "gitdir: nowhere", "nonsense", "gitdir: \0"):
        (top / ".git").write_text(text)
        assert git.branch(top / "inside") == ""
    (top / "real").mkdir()
    (top / "real" / "HEAD").write_text("ref: refs/heads/q3\n")
    (top / ".git").write_text("gitdir: real\n")
    assert git.branch(top / "inside") == "ref: refs/heads/q3"
    assert git.branch(tmp_path / "not there") == here
