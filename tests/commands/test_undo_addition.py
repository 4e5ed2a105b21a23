"""Taking back the vendors that a spreadsheet added."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.running import Run
from tests.support.warm_start import COMMAND

ADD = (*COMMAND, "add", "--from", "list.csv", "--yes")

LIST = "Name;Spend\n" + "".join(f"Firm {n};{n}000\n" for n in range(1, 41))


def added(workspace: Path, run: Run) -> Path:
    (workspace / "list.csv").write_text(LIST)
    ran = run("add", "--from", "list.csv", "--facts", "Spend=spend", here=workspace)
    assert ran.code == 0
    assert "To undo: partnercheck add --undo" in ran.err
    return workspace / "vendors"


def test_an_addition_is_taken_back_without_a_trace(workspace: Path, run: Run) -> None:
    before = sorted(path.name for path in (workspace / "vendors").iterdir())
    removed = run("restore", here=workspace).out
    vendors = added(workspace, run)
    ran = run("add", "--undo", here=workspace)
    assert (ran.code, ran.out.count("Removed")) == (0, 40)
    assert "Undone: 40 vendors removed" in ran.err
    assert sorted(path.name for path in vendors.iterdir()) == before
    assert run("restore", here=workspace).out == removed
    ran = run("add", "--undo", here=workspace)
    assert ran.code == 2
    assert "nothing that was added from a file can be undone" in ran.err


def test_vendors_with_work_in_them_stay_and_are_named(workspace: Path, run: Run) -> None:
    vendors = added(workspace, run)
    assert run("edit", "firm-7", "--owner", "Alice Moreau", here=workspace).code == 0
    assert run("goals", "firm-8", "--add", "Fewer errors", here=workspace).code == 0
    ran = run("add", "--undo", here=workspace)
    assert (ran.code, ran.out.count("Removed")) == (0, 38)
    assert "firm-7 stays: its description was changed" in ran.err
    assert "firm-8 stays: it has other files" in ran.err
    assert (vendors / "firm-7").is_dir()
    assert (vendors / "firm-8/goals.toml").is_file()


def test_vendors_are_all_added_although_nobody_reads_the_output(workspace: Path) -> None:
    """As with `add --from … | head`, with more lines than any buffer holds."""
    vendors, before = workspace / "vendors", os.listdir(workspace / "vendors")
    rows = "".join(f"A vendor with a long name, number {number:04};\n" for number in range(200))
    (workspace / "list.csv").write_text(f"name;\n{rows}")
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(ADD, cwd=workspace, stdout=writing, check=False)
    os.close(writing)
    assert ended.returncode == 128 + signal.SIGPIPE
    assert len(os.listdir(vendors)) == len(before) + 200
    subprocess.run((*COMMAND, "add", "--undo"), cwd=workspace, check=True)
    assert {*os.listdir(vendors)} == {*before}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM])
def test_an_interrupted_addition_can_be_undone(number: int, workspace: Path) -> None:
    vendors, before = workspace / "vendors", os.listdir(workspace / "vendors")
    rows = "".join(f"Vendor {number:04};\n" for number in range(3_000))
    (workspace / "list.csv").write_text(f"name;\n{rows}")
    with subprocess.Popen(ADD, cwd=workspace, stdout=subprocess.DEVNULL) as adding:
        while len(os.listdir(vendors)) < len(before) + 20:
            assert adding.poll() is None
            time.sleep(0.01)
        adding.send_signal(number)
    assert adding.returncode == 128 + number
    assert len(before) + 20 <= len(os.listdir(vendors)) < 3_000
    subprocess.run((*COMMAND, "add", "--undo"), cwd=workspace, check=True)
    assert {*os.listdir(vendors)} == {*before}
