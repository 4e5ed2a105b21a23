"""A program that is busy when it is told to end: it ends, and what was being typed is kept."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.support.screens import sample_workspace
from tests.support.terminal import Terminal

# The program itself, with one more key: it computes for ever, as a fault of ours might.
BUSY = """
import os
from partnercheck.app.shared.page import Page
from partnercheck.cli import main

async def compute_for_ever(self):
    open(os.environ["BEGUN"], "w").close()
    while True:
        pass

Page.action_help = compute_for_ever
raise SystemExit(main())
"""


@pytest.mark.parametrize("how", ["terminate", "hang up", "close"])
def test_a_signal_ends_a_program_that_computes_for_ever(how: str, tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    begun = tmp_path / "begun"
    words = [
        "--workspace",
        str(root),
        "assess",
        "acme-logistics",
        "--as",
        "buyer",
        "--respondent",
        "Zoe",
    ]
    script = tmp_path / "busy.py"
    script.write_text(BUSY)
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "BEGUN": str(begun)}
    terminal = Terminal(words, state, command=[sys.executable, str(script)])
    terminal.until("1 of 7")
    terminal.press("3e")
    terminal.until("What happened")
    terminal.press("a long talk")
    terminal.until("a long talk")
    terminal.press("\x1bOP")
    while not begun.exists():
        terminal.read()
    if how == "terminate":
        os.kill(terminal.pid, signal.SIGTERM)
    elif how == "hang up":
        os.kill(terminal.pid, signal.SIGHUP)
    else:
        terminal.hang_up()
    status = terminal.ended(60)
    assert status == 128 + (signal.SIGTERM if how == "terminate" else signal.SIGHUP)
    if how != "close":
        assert b"\x1b[?1049l" in terminal.received
        assert b"\x1b[?25h" in terminal.received
    drafts = [file.read_text() for file in (tmp_path / "state").rglob("*") if file.is_file()]
    assert any("a long talk" in draft for draft in drafts)
