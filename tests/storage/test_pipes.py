"""A pipe or a device where a file of ours should be is told at once; nobody waits for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import warm_start
from tests.support.clones import committed, git
from tests.support.screens import small_workspace

SECONDS = 60


def partnercheck(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    words = ("--workspace", str(root), *words)
    return warm_start.run(
        words, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=root
    )


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


@pytest.mark.parametrize("put", [os.mkfifo, zeros])
@pytest.mark.parametrize(
    "place",
    [
        "partnercheck.toml",
        "glossary.toml",
        "instruments/own.toml",
        "schemas/vendor.json",
        "vendors/acme-logistics/vendor.toml",
        "vendors/acme-logistics/goals.toml",
        "vendors/acme-logistics/meetings.toml",
        "vendors/acme-logistics/promises.toml",
        "vendors/acme-logistics/2026-q4/buyer.ann.partnership.toml",
        "vendors/acme-logistics/2026-q4/asked.toml",
        "vendors/acme-logistics/2026-q4/decision.toml",
    ],
)
def test_what_is_no_file_is_told_by_check(
    place: str, put: Callable[[Path], None], root: Path
) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    put(path)
    done = partnercheck(root, "check")
    assert "Traceback" not in done.stderr
    if not place.startswith("schemas/"):
        assert done.returncode == 1
        assert place in done.stdout
        told = done.stdout.partition(place)[2]
        assert "is not a file" in told or "is linked to a place outside the workspace" in told


@pytest.mark.parametrize("put", [os.mkfifo, zeros])
def test_a_pipe_as_the_locks_gitignore_is_replaced(put: Callable[[Path], None], root: Path) -> None:
    ignored = root / ".partnercheck" / ".gitignore"
    ignored.unlink()
    put(ignored)
    assert partnercheck(root, "add", "Borealis").returncode == 0
    assert not ignored.is_symlink()
    assert ignored.read_text() == "*\n"


def test_a_pipe_as_the_lock_is_told(root: Path) -> None:
    lock = root / ".partnercheck" / "lock"
    lock.unlink()
    os.mkfifo(lock)
    done = partnercheck(root, "add", "Borealis")
    assert done.returncode == 2
    assert "it is a pipe, not a file (lock)" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("import", "pipe"),
        ("add", "--from", "pipe"),
        ("questionnaire", "check", "pipe.toml"),
        ("merge-file", "pipe", "pipe", "pipe"),
    ],
)
def test_a_pipe_that_is_named_as_a_file_is_told(words: tuple[str, ...], root: Path) -> None:
    for name in ("pipe", "pipe.toml"):
        os.mkfifo(root / name)
    done = partnercheck(root, *words)
    told = done.stdout + done.stderr
    assert "not a file" in told
    assert "Errno" not in told
    assert done.returncode


@pytest.mark.parametrize("name", ["HEAD", "config", "index", "packed-refs", "refs/heads/main"])
def test_a_pipe_in_a_repo_is_told_by_what_needs_git(name: str, root: Path) -> None:
    git(root, "init", "-q")
    committed(root, "begin")
    (root / ".git" / name).unlink(missing_ok=True)
    os.mkfifo(root / ".git" / name)
    done = partnercheck(root, "history", "acme-logistics", "--commits")
    assert done.returncode == 2
    assert f"{name} is not a regular file" in done.stderr
    assert partnercheck(root, "list").returncode == 0
