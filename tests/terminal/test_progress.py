"""How far a long piece of work has come is told at a terminal, and nowhere else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.screens import sample_workspace, small_workspace
from tests.support.terminal import Terminal

# As where every vendor takes its time: nothing has to be slow for that.
IMPATIENT = """\
from partnercheck.commands import progress
from partnercheck.cli import main
progress.QUIET_SECONDS = progress.PAUSE_SECONDS = 0
raise SystemExit(main())
"""
COUNTS = ["compare --format csv", "list", "check", "report", "table verdicts", "goals --all"]
VENDORS = 12


@pytest.mark.parametrize("words", [*COUNTS, "meetings --all"])
def test_a_long_read_counts_the_vendors_and_leaves_no_trace(words: str, tmp_path: Path) -> None:
    root = sample_workspace(tmp_path / "root")
    script = f'exec {sys.executable} -c "$0" "$@" > {tmp_path / "out"}'
    called = ["--workspace", str(root), *words.split()]
    terminal = Terminal(called, command=["sh", "-c", script, IMPATIENT])
    assert terminal.ended() in (0, 1)
    counted = re.findall(rb"\r(\d+) of (\d+) vendors", terminal.received)
    assert counted == [(b"%d" % number, b"%d" % VENDORS) for number in range(VENDORS)]
    assert " vendors" not in terminal.shown
    assert (tmp_path / "out").read_text() or words == "check"


def test_rows_on_the_same_terminal_have_no_count_among_them(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path / "root")
    called = ["--workspace", str(root), "table", "verdicts"]
    terminal = Terminal(called, command=[sys.executable, "-c", IMPATIENT], size=(400, 60))
    assert terminal.ended() == 0
    assert b" of 12 vendors" not in terminal.received


def test_a_short_read_says_nothing(tmp_path: Path) -> None:
    terminal = Terminal(["--workspace", str(small_workspace(tmp_path)), "compare"])
    assert terminal.ended() == 0
    assert b" vendors" not in terminal.received


def test_nothing_is_counted_where_nobody_waits_at_a_terminal(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path / "root")
    words = [sys.executable, "-c", IMPATIENT, "--workspace", str(root), "compare"]
    assert subprocess.run(words, capture_output=True, check=True).stderr == b""
