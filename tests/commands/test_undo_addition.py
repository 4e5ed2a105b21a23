"""Taking back the vendors that a spreadsheet added."""

from __future__ import annotations

from pathlib import Path

from tests.support.running import Run

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
