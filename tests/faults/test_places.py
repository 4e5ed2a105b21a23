"""A workspace that is not as it was: folders gone, in the way, or locked by another program."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import tomli

from partnercheck.storage.save import LOCK_SECONDS
from tests.support.plain_prompts import ROUND, WORDS, Plain
from tests.support.screens import alices_file, small_workspace
from tests.support.terminal import Terminal, slowness

HOLD = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


@contextmanager
def locked_elsewhere(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that is in the middle of a save, until its input ends."""
    command = [sys.executable, "-c", HOLD, str(root / ".partnercheck" / "lock")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        yield other


def first_score(root: Path) -> int | None:
    found: dict[str, int] = tomli.loads(alices_file(root).read_text())["answers"][
        "culture-decisions"
    ]
    return found.get("score")


def test_a_lock_that_another_program_keeps_is_told_in_time_and_waits(root: Path) -> None:
    program = Plain(root)
    program.typed("3")
    before = alices_file(root).read_bytes()
    with locked_elsewhere(root) as other:
        began = time.monotonic()
        told = program.typed("4")
        assert time.monotonic() - began < LOCK_SECONDS + 3 * slowness()
        assert "Not saved: another program is saving in this workspace. Try again" in told
        assert "Saved:" not in told
        assert alices_file(root).read_bytes() == before
        other.communicate("")
    assert "Saved: 4. 1 of 28" in program.typed("")
    assert first_score(root) == 4
    program.leave()


def test_on_the_screen_a_kept_lock_is_told_and_waits(root: Path) -> None:
    terminal = Terminal(["--workspace", str(root), *WORDS, "--round", ROUND])
    terminal.until("Cultural alignment 1 of 7")
    with locked_elsewhere(root) as other:
        terminal.press("4")
        shown = terminal.until("Not saved: another program is saving", LOCK_SECONDS + 5)
        assert not alices_file(root).exists()
        assert "Cultural alignment 1 of 7" in shown
        other.communicate("")
    terminal.until("1 of 28 answered   saved")
    terminal.press("\r")
    terminal.until("Cultural alignment 2 of 7")
    assert first_score(root) == 4
    terminal.press("q")
    terminal.until("1 vendor")
    terminal.press("q")
    assert terminal.ended() == 0


def test_a_lock_that_is_let_go_soon_is_waited_for(root: Path) -> None:
    program = Plain(root)
    with locked_elsewhere(root) as other:
        program.press("4")
        time.sleep(0.5)
        assert not alices_file(root).exists()
        other.communicate("")
        assert "Saved: 4. 1 of 28" in program.reply()
    assert first_score(root) == 4
    program.leave()


def test_a_lock_left_by_a_killed_program_is_in_nobodys_way(root: Path) -> None:
    program = Plain(root)
    with locked_elsewhere(root) as other:
        other.send_signal(signal.SIGKILL)
        assert other.wait() == -signal.SIGKILL
    assert (root / ".partnercheck" / "lock").exists()
    assert "Saved: 4. 1 of 28" in program.typed("4")
    program.leave()


def test_a_killed_program_of_ours_leaves_no_lock(root: Path) -> None:
    program = Plain(root)
    with locked_elsewhere(root) as other:
        program.press("3")
        time.sleep(0.2)
        os.kill(program.pid, signal.SIGKILL)
        assert program.terminal.ended() == -signal.SIGKILL
        other.communicate("")
    again = Plain(root)
    assert "Saved: 4. 1 of 28" in again.typed("4")
    again.leave()


def no_round(root: Path) -> None:
    shutil.rmtree(alices_file(root).parent)


def no_vendor(root: Path) -> None:
    shutil.rmtree(root / "vendors" / "acme-logistics")


def no_workspace(root: Path) -> None:
    shutil.rmtree(root)


@pytest.mark.parametrize(
    ("remove", "told"),
    [
        (no_round, "buyer.alice-moreau.partnership.toml was removed after it was read"),
        (no_vendor, "the vendor acme-logistics was removed from the workspace"),
        (no_workspace, "the vendor acme-logistics was removed from the workspace"),
    ],
)
def test_a_folder_that_is_gone_is_asked_about_and_not_made_again(
    remove: Callable[[Path], None], told: str, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = tmp_path_factory.mktemp("kept") / "workspace"
    program = Plain(root)
    program.typed("3")
    shutil.copytree(root, kept)
    remove(root)
    there = sorted(root.rglob("*"))
    for line in ("4", ""):
        said = program.typed(line)
        assert f"Not saved: {told}" in said
        assert "Type s to save the answer here anyway, or z to drop it" in said
        assert "Saved:" not in said
        assert sorted(root.rglob("*")) == there
    if remove is not no_round:
        assert "Not saved" in program.typed("s")
        assert sorted(root.rglob("*")) == there
        shutil.copytree(kept, root, dirs_exist_ok=True)
    assert "Saved: 4. 1 of 28" in program.typed("s")
    assert first_score(root) == 4
    program.leave()


def a_file(path: Path) -> None:
    path.write_text("")


def a_dead_link(path: Path) -> None:
    path.symlink_to("nowhere")


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("place", "put", "told"),
    [
        (".partnercheck", a_file, ".partnercheck is not a folder. Move it away"),
        (".partnercheck", a_dead_link, ".partnercheck is not a folder. Move it away"),
        (".partnercheck/lock", a_folder, "cannot save: Is a directory (lock)"),
        (f"vendors/acme-logistics/{ROUND}", a_file, "cannot be read: Not a directory"),
    ],
)
def test_what_is_in_the_way_is_named(
    place: str, put: Callable[[Path], None], told: str, root: Path
) -> None:
    program = Plain(root)
    path, aside = root / place, root / "aside"
    if path.exists():
        path.rename(aside)
    put(path)
    before = sorted(root.rglob("*"))
    said = program.typed("4")
    assert "Not saved: " in said
    assert told in said
    assert "Saved:" not in said
    assert sorted(root.rglob("*")) == before
    path.rmdir() if path.is_dir() else path.unlink()
    if aside.exists():
        aside.rename(path)
    assert "Saved: 4. 1 of 28" in program.typed("")
    assert first_score(root) == 4
    program.leave()


def test_the_locks_folder_may_go_at_any_time(root: Path) -> None:
    program = Plain(root)
    program.typed("3")
    shutil.rmtree(root / ".partnercheck")
    assert "Saved: 4" in program.typed("4")
    assert (root / ".partnercheck" / ".gitignore").read_text() == "*\n"
    program.leave()


def test_a_leftover_that_cannot_be_removed_is_in_nobodys_way(root: Path) -> None:
    program = Plain(root)
    program.typed("3")
    (alices_file(root).parent / ".partnercheck-1-dead").mkdir()
    assert "Saved: 4" in program.typed("4")
    assert first_score(root) == 4
    program.leave()
