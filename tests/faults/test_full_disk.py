"""A disk that is full, or turns read-only, in the middle of a session."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli

from tests.support import warm_start
from tests.support.plain_prompts import ROUND, WORDS, Plain
from tests.support.run_summary import tell
from tests.support.screens import alices_file, small_workspace
from tests.support.small_disk import Disk, no_mount, small_disk
from tests.support.terminal import Terminal


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as made:
        yield made


@pytest.fixture
def root(disk: Disk) -> Path:
    return small_workspace(disk.folder / "workspace")


def scores(root: Path) -> list[int]:
    found = tomli.loads(alices_file(root).read_text())["answers"].values()
    return [answer["score"] for answer in found if answer]


def nothing_left(root: Path) -> bool:
    return not list(root.rglob(".partnercheck-*"))


def test_line_by_line_an_answer_waits_for_room(disk: Disk, root: Path) -> None:
    program = Plain(root)
    assert "Saved: 3. 1 of 28" in program.typed("3")
    assert "question 2 of 28" in program.typed("")
    before = alices_file(root).read_bytes()
    why = disk.fill(program.pid)
    for line in ("4", "", "<", "g 7"):
        told = program.typed(line)
        assert f"Not saved: cannot save: {why}" in told
        assert "Press Enter to try again" in told
        assert "Saved:" not in told
        assert "question" not in told, "it stays where the answer is"
        assert alices_file(root).read_bytes() == before
        assert nothing_left(root)
    disk.make_room(program.pid)
    told = program.typed("")
    assert "Saved: 4. 2 of 28 answered." in told
    assert "question 3 of 28" in told
    assert scores(root) == [3, 4]
    assert "Saved: 0. 3 of 28" in program.typed("0")
    program.leave()
    assert scores(root) == [3, 4, 0]


def test_on_the_screen_an_answer_waits_for_room(disk: Disk, root: Path) -> None:
    terminal = Terminal(["--workspace", str(root), *WORDS, "--round", ROUND])
    terminal.until("Cultural alignment 1 of 7")
    terminal.press("3\r")
    terminal.until("Cultural alignment 2 of 7")
    before = alices_file(root).read_bytes()
    why = disk.fill(terminal.pid)
    terminal.press("4")
    shown = " ".join(terminal.until("tries again").split())
    assert f"Not saved: cannot save: {why}. The program keeps the answer and tries again" in shown
    terminal.press("\r")
    shown = terminal.settle()
    assert "Not saved" in shown
    assert "Cultural alignment 2 of 7" in shown
    assert alices_file(root).read_bytes() == before
    assert nothing_left(root)
    disk.make_room(terminal.pid)
    terminal.until("2 of 28 answered   saved")
    terminal.press("\r")
    terminal.until("Cultural alignment 3 of 7")
    assert "Not saved" not in terminal.settle()
    assert scores(root) == [3, 4]
    terminal.press("0")
    terminal.until("3 of 28 answered   saved")
    terminal.press("q")
    terminal.until("1 vendor")
    terminal.press("q")
    assert terminal.ended() == 0
    assert scores(root) == [3, 4, 0]


def test_a_long_text_waits_for_room_whole(disk: Disk, root: Path) -> None:
    program = Plain(root)
    program.typed("3")
    before = alices_file(root).read_bytes()
    disk.fill(program.pid)
    long = "They moved the cut-off. " * 100
    assert "Not saved" in program.typed(f"e {long}")
    assert alices_file(root).read_bytes() == before
    disk.make_room(program.pid)
    assert "Saved: 3" in program.typed("")
    assert long.strip() in alices_file(root).read_text()
    program.leave()


def test_without_room_for_a_first_answer_no_round_is_begun(disk: Disk, root: Path) -> None:
    program = Plain(root)
    disk.fill(program.pid)
    assert "Not saved" in program.typed("2")
    if disk.real:
        assert not alices_file(root).parent.exists()
    assert "Type q again to leave" in program.typed("q")
    program.terminal.press("q\r")
    assert program.terminal.ended() == 2
    assert b"the answer to question 1 is not saved" in program.terminal.received
    if disk.real:
        disk.make_room(program.pid)
    again = Plain(root)
    assert "Resumed" not in again.greeting
    # Where its draft found room elsewhere, the answer is still in hand.
    assert "Saved: 2. 1 of 28" in again.typed("s" if disk.real else "2")
    again.leave()


def test_a_script_is_told_where_it_stopped(disk: Disk, root: Path) -> None:
    words = [sys.executable, "-m", "partnercheck", "--workspace", str(root), *WORDS]
    words += ["--round", ROUND, "--plain"]
    if disk.real:
        disk.fill(os.getpid())
    else:
        words = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *words]
    ran = subprocess.run(
        words, input="3\n\n2\n", capture_output=True, text=True, check=False, timeout=30
    )
    assert ran.returncode == 2
    assert "Not saved: cannot save: " in ran.stdout
    assert "Saved:" not in ran.stdout
    assert (
        "the answer to question 1 is not saved, so the rest of the input was not read" in ran.stderr
    )
    assert not alices_file(root).exists()


def test_a_disk_that_turns_read_only_is_named_and_the_answer_waits(disk: Disk, root: Path) -> None:
    program = Plain(root)
    program.typed("3")
    before = alices_file(root).read_bytes()
    folder = alices_file(root).parent
    if disk.real:
        disk.read_only(True)
        why = "the disk is read-only"
    else:
        folder.chmod(0o555)
        why = "Permission denied"
        if os.access(folder, os.W_OK):
            tell(f"NO FOLDER WAS READ-ONLY: {no_mount()}, and this user may write everywhere")
            return
    told = program.typed("4")
    assert f"Not saved: cannot save: {why}" in told
    assert "Press Enter to try again" in told
    assert alices_file(root).read_bytes() == before
    disk.read_only(False) if disk.real else folder.chmod(0o755)
    assert "Saved: 4. 1 of 28" in program.typed("")
    assert scores(root) == [4]
    program.leave()


def program(here: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return warm_start.run(words, capture_output=True, text=True, cwd=here, timeout=60, check=False)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("request", "acme-logistics"), "outbox/acme-logistics.*.form.txt"),
        (("request", "acme-logistics", "--format", "toml"), "outbox/acme-logistics.*.form.toml"),
        (("request", "--all", "--output", "forms"), "forms/acme-logistics.*.form.txt"),
        (("report", "--output", "report.html"), "report.html"),
        (("schema", "--write"), "schemas/vendor.json"),
        (("init", "new"), "new/partnercheck.toml"),
        (("questionnaire", "copy", "partnership"), "instruments/partnership.toml"),
    ],
)
def test_what_does_not_fit_is_not_there_and_the_next_try_works(
    words: tuple[str, ...], made: str, disk: Disk, root: Path
) -> None:
    if not disk.real:
        tell(f"NO FORM MET A FULL DISK: {no_mount()}")
        pytest.skip(no_mount())
    shutil.rmtree(root / "schemas", ignore_errors=True)
    filler = disk.folder / "little room"
    disk.fill(os.getpid())
    with (disk.folder / "filler").open("r+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.truncate(size - 3 * 4096)  # Enough to begin, too little to end.
    filler.touch()
    before = {path for path in root.rglob("*") if path.parent.name != ".partnercheck"}
    full = program(root, *words)
    if full.returncode:
        assert "Traceback" not in full.stderr
        after = {path for path in root.rglob("*") if path.parent.name != ".partnercheck"}
        left = {path for path in after - before if path.is_file()}
        assert all(path.stat().st_size and not path.match("*.form.*") for path in left)
    disk.make_room(os.getpid())
    again = program(root, *words)
    if "init" in words and again.returncode:
        assert "is already a workspace" in again.stderr
    else:
        assert again.returncode == 0, again.stderr
    found = list(root.glob(made))
    assert found
    whole = found[0].read_bytes()
    if "init" not in words:
        found[0].unlink()
        assert program(root, *words).returncode == 0
        assert len(next(iter(root.glob(made))).read_bytes()) == len(whole)


def test_samples_that_do_not_fit_are_not_there(disk: Disk, root: Path) -> None:
    if not disk.real:
        pytest.skip(no_mount())
    (root / "empty").mkdir()
    for name in ("new", "empty"):
        full = program(root, "demo", "--no-open", name)
        assert full.returncode == 2
        assert "the disk is full. Make room" in full.stderr
    assert not (root / "new").exists()
    assert list((root / "empty").iterdir()) == []
