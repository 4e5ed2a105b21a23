"""The lock of a workspace on disks with locks and without, and what a killed program left of it."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.storage import save
from partnercheck.storage.save import SaveError
from partnercheck.workspace.open import open_workspace
from tests.support.running import TODAY
from tests.support.screens import small_workspace

START = Start("acme-logistics", "buyer", "Alice Moreau", round="2026-q4")
ITEM = "culture-decisions"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that knows no locks, as some over the network."""

    def flock(descriptor: int, how: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", flock)
    monkeypatch.setattr(save, "LOCK_SECONDS", 0.2)


def give(root: Path, score: int = 3) -> None:
    start_sitting(open_workspace(root), START, TODAY).save_answer(
        ITEM, Answer(score=score, on=TODAY)
    )


def score(root: Path) -> int | None:
    return start_sitting(open_workspace(root), START, TODAY).answer_to(ITEM).score


def dead_process() -> int:
    """Return a process id that no running process has, even if ids are soon used again."""
    try:
        return int(Path("/proc/sys/kernel/pid_max").read_text())
    except FileNotFoundError:
        with subprocess.Popen([sys.executable, "-c", ""]) as process:
            process.wait()
            return process.pid


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize("content", ["", "4242\n", "anything at all\n"])
def test_the_file_of_the_systems_lock_keeps_nobody_out_where_there_is_none(
    content: str, root: Path
) -> None:
    (root / ".partnercheck" / "lock").write_text(content)
    for each in (1, 2):
        give(root, each)
        assert score(root) == each
    assert not (root / ".partnercheck" / "saving").exists()


@pytest.mark.usefixtures("no_locks")
def test_a_marker_that_a_killed_program_left_here_is_taken_over(root: Path) -> None:
    marker = root / ".partnercheck" / "saving"
    marker.write_text(f"{dead_process()}\n{socket.gethostname()}\n")
    give(root)
    assert score(root) == 3
    assert not marker.exists()


@pytest.mark.usefixtures("no_locks")
def test_a_marker_of_another_host_is_told_with_a_way_on(root: Path) -> None:
    marker = root / ".partnercheck" / "saving"
    marker.write_text("4711\ncalypso\n")
    with pytest.raises(SaveError) as refused:
        give(root)
    told = str(refused.value)
    assert "process 4711 on calypso is saving" in told
    assert "remove the lock file and try again" in told
    assert ".partnercheck/saving" in told
    assert marker.read_text() == "4711\ncalypso\n"
    marker.unlink()
    give(root)
    assert score(root) == 3


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize("content", [b"", b"\x1b[2J\n\xff\n", b"0\n"])
def test_a_marker_that_says_nothing_is_told_too(content: bytes, root: Path) -> None:
    (root / ".partnercheck" / "saving").write_bytes(content)
    with pytest.raises(SaveError, match="remove the lock file and try again") as refused:
        give(root)
    assert str(refused.value).isprintable()


def test_locks_that_are_out_at_the_moment_are_told_and_nothing_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Going on with a marker would let in two: one with the lock, one with the marker."""

    def flock(descriptor: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(SaveError, match="the disk has no free locks"):
        give(root)
    assert not list(root.rglob("buyer.alice*"))


def test_a_lock_that_is_removed_while_it_is_waited_for_keeps_out_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = root / ".partnercheck" / "lock"
    really_flock = fcntl.flock
    locked: list[int] = []

    def flock(descriptor: int, how: int) -> None:
        if not locked:
            lock.unlink()
        really_flock(descriptor, how)
        locked.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(fcntl, "flock", flock)
    give(root)
    assert lock.stat().st_ino == locked[1]
