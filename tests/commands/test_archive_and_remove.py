"""Archive, restore, rename and remove: each says what it did, and the way back works."""

from __future__ import annotations

import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.clones import begun, committed, git, program, pulled
from tests.support.running import ACME, ALICES_FILE, Run
from tests.support.warm_start import COMMAND

FILE = f"vendors/{ACME}/vendor.toml"


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "vendors").rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("there", "back", "said"),
    [
        (("archive", ACME), ("restore", ACME), "Archived Acme Logistics"),
        (("remove", ACME, "--yes"), ("restore", "acme logistics"), "Removed Acme Logistics"),
        (("rename", ACME, "Åkme"), ("rename", "åkme", "Acme Logistics"), "the id is still acme-"),
    ],
)
def test_there_and_back(
    workspace: Path, run: Run, there: tuple[str, ...], back: tuple[str, ...], said: str
) -> None:
    before = tree(workspace)
    ran = run(*there, here=workspace)
    assert (ran.code, said in ran.out) == (0, True)
    assert "To undo: partnercheck " in ran.err
    assert tree(workspace) != before
    assert run(*back, here=workspace).code == 0
    assert tree(workspace) == before


def test_nothing_is_removed_without_a_yes(workspace: Path, run: Run) -> None:
    before = tree(workspace)
    for words in ((), ("--dry-run",)):
        ran = run("remove", ACME, *words, here=workspace)
        assert "Acme Logistics (acme-logistics), 1 round" in ran.out
        assert tree(workspace) == before
    assert run("archive", "--where", "name!=x", here=workspace).code == 2
    assert tree(workspace) == before


def test_what_was_removed_is_out_of_every_list_and_of_git(workspace: Path, run: Run) -> None:
    git(workspace, "init", "-q")
    committed(workspace, "begin")
    ran = run("remove", ACME, "--yes", here=workspace)
    place = ran.out.split("its files are in ")[1].strip()
    assert (workspace / place / ALICES_FILE.removeprefix(f"vendors/{ACME}/")).exists()
    assert ACME not in run("list", here=workspace).out
    assert run("check", here=workspace).code == 0
    assert "removed" not in git(workspace, "status", "--porcelain").out
    listed = run("restore", here=workspace).out
    assert listed.startswith("Acme Logistics (acme-logistics), removed on ")


def test_a_vendor_removed_twice_in_a_day_is_there_twice_and_the_last_comes_back(
    workspace: Path, run: Run
) -> None:
    assert run("remove", ACME, "--yes", here=workspace).code == 0
    assert run("add", "Acme Logistics", "--owner", "Second", here=workspace).code == 0
    assert run("remove", ACME, "--yes", here=workspace).code == 0
    assert len(run("restore", here=workspace).out.splitlines()) == 2
    assert run("restore", ACME, here=workspace).code == 0
    assert "Second" in (workspace / FILE).read_text()
    ran = run("restore", ACME, here=workspace)
    assert "is not archived" in ran.out


def test_a_removed_vendor_does_not_take_the_place_of_another(workspace: Path, run: Run) -> None:
    assert run("remove", ACME, "--yes", here=workspace).code == 0
    assert run("add", "Acme Logistics", "--id", "other", here=workspace).code == 0
    folder = run("restore", here=workspace).out.rpartition("/")[2].strip()
    ran = run("restore", folder, here=workspace)
    assert ran.code == 2
    assert "was not restored" in ran.err
    assert not (workspace / "vendors" / ACME).exists()


def test_one_unknown_name_does_not_stop_the_others(workspace: Path, run: Run) -> None:
    run("archive", ACME, here=workspace)
    ran = run("restore", "nobody", ACME, here=workspace)
    assert ran.code == 2
    assert 'no vendor "nobody"' in ran.err
    assert "Restored Acme Logistics" in ran.out


def test_a_link_is_not_moved(workspace: Path, run: Run, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (workspace / "vendors" / ACME).rename(outside)
    (workspace / "vendors" / ACME).symlink_to(outside)
    ran = run("remove", ACME, "--yes", here=workspace)
    assert ran.code == 2
    assert "is a link" in ran.err
    assert (outside / "vendor.toml").exists()


def test_nothing_is_moved_through_a_link_out_of_the_workspace(
    workspace: Path, run: Run, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    run("archive", ACME, here=workspace)  # It makes the folder of the lock.
    (workspace / ".partnercheck/removed").symlink_to(outside)
    before = tree(workspace)
    assert run("remove", ACME, "--yes", here=workspace).code == 2
    assert tree(workspace) == before
    assert list(outside.iterdir()) == []


def test_two_clones_archive_and_edit_and_both_are_kept(workspace: Path, tmp_path: Path) -> None:
    here, there = begun(workspace, tmp_path)
    assert program(here, "archive", ACME).code == 0
    committed(here, "archive")
    assert program(there, "edit", ACME, "--owner", "Bob", "--set", "spend=3").code == 0
    committed(there, "edit")
    assert pulled(there).code == 0
    text = (there / FILE).read_text()
    assert "archived = " in text
    assert 'owner = "Bob"' in text
    assert program(there, "check").code == 0


@pytest.mark.parametrize(
    ("words", "undo"),
    [
        (("archive", "--where", "spend>=1", "--yes"), "To undo: partnercheck restore "),
        (("edit", "--where", "spend>=1", "--owner", "Ann", "--yes"), "To undo: partnercheck edit "),
        (("remove", "--where", "spend>=1", "--yes"), "To undo: partnercheck restore "),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_an_interrupted_change_of_many_vendors_says_how_to_undo_it(
    words: tuple[str, ...], undo: str, workspace: Path, run: Run
) -> None:
    rows = "".join(f"Vendor {number:04};1\n" for number in range(600))
    (workspace / "list.csv").write_text(f"name;spend\n{rows}")
    added = run("add", "--from", "list.csv", "--facts", "spend", "--yes", here=workspace)
    assert added.code == 0
    # The one before it is then certainly done.
    second = workspace / "vendors" / "vendor-0001" / "vendor.toml"
    before = second.read_text("utf-8")
    pipe = subprocess.PIPE
    command = (*COMMAND, *words)
    with subprocess.Popen(command, cwd=workspace, stdout=pipe, stderr=pipe, text=True) as changing:
        # It may be removed between two looks at it.
        with suppress(FileNotFoundError):
            while second.read_text("utf-8") == before:
                assert changing.poll() is None
        changing.send_signal(signal.SIGINT)
        _, messages = changing.communicate(timeout=60)
    assert changing.returncode == 128 + signal.SIGINT
    [line] = [each for each in messages.splitlines() if each.startswith(undo)]
    assert 1 <= len(re.findall("vendor-[0-9]{4}", line)) < 600
