"""How far a long piece of work has come is told at a terminal, and nowhere else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.app.seeing import small_workspace
from tests.terminal.pty_screen import Terminal

MANY = 5000


def many_vendors(root: Path) -> Path:
    small_workspace(root)
    for number in range(MANY):
        folder = root / "vendors" / f"vendor-{number:04}"
        folder.mkdir()
        (folder / "vendor.toml").write_text(f'format = 1\nname = "Vendor {number}"\n')
    return root


def test_a_long_read_counts_on_a_terminal_and_leaves_no_trace(tmp_path: Path) -> None:
    root = many_vendors(tmp_path / "root")
    words = ["--workspace", str(root), "compare", "--format", "csv"]
    script = f'exec {sys.executable} -m partnercheck "$@" > {tmp_path / "out.csv"}'
    terminal = Terminal(words, command=["sh", "-c", script, "sh"])
    assert terminal.ended(60) == 0
    counted = re.findall(rb"\r(\d+) of (\d+) vendors", terminal.received)
    assert counted
    assert all(int(of) == MANY + 1 for _, of in counted)
    assert terminal.shown.strip() == ""
    assert len((tmp_path / "out.csv").read_text().splitlines()) == MANY + 2
    done = subprocess.run(
        [sys.executable, "-m", "partnercheck", *words], capture_output=True, check=True
    )
    assert done.stderr == b""


def test_a_short_read_says_nothing(tmp_path: Path) -> None:
    terminal = Terminal(["--workspace", str(small_workspace(tmp_path)), "compare"])
    assert terminal.ended() == 0
    assert b" vendors" not in terminal.received
