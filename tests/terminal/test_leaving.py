"""A signal or a closed terminal on any screen: out in order, within two seconds."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.app.seeing import sample_workspace
from tests.terminal.pty_screen import Terminal

WORDS: dict[str, tuple[list[str], str, str]] = {
    "portfolio": ([], "", "12 vendors"),
    "search": ([], "/acm", "acm"),
    "vendor": ([], "\r", "1 of 12"),
    "what if": ([], "\rw", "WHAT IF"),
    "decide": ([], "\rd", "Decide"),
    "request": ([], "\rr", "A form for"),
    "agenda": ([], "\rA", "Agenda"),
    "lines": ([], "\ry", "Five lines"),
    "setup": ([], "a", "Who answers"),
    "compare": ([], "c", "Compare"),
    "map": ([], "cm", "Bond"),
    "new vendor": ([], "n", "Name"),
    "import": ([], "I", "Import a form"),
    "help": ([], "?", "One row a vendor"),
    "glossary": ([], "\x1bOQ", "words"),
    "palette": ([], "\x10", "Search"),
    "assess": (["assess", "acme-logistics", "--as", "buyer", "--respondent", "Zoe"], "", "1 of 7"),
    "note": (["assess", "acme-logistics", "--as", "buyer", "--respondent", "Zoe"], "3eabc", "abc"),
    "items": (["assess", "acme-logistics", "--as", "buyer", "--respondent", "Zoe"], "g", "who may"),
    "goals": ([], "\rt", "Key goals"),
    "goal form": ([], "\rt\r", "goal"),
    "meetings": ([], "\rM", "Meetings"),
    "meeting form": ([], "\rMn", "meeting"),
    "lens": ([], "\rl", "Questionnaire"),
    "session": (["session", "acme-logistics", "--with", "Zoe,Yan"], "", "Hidden until all are in"),
}
ALLOWED = 2.0


HOW = ("close", "terminate", "hang up")
LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
# Every screen in every way takes minutes; each in one way, and each way on several, does not.
CASES = [
    (screen, how)
    for number, screen in enumerate(WORDS)
    for how in (HOW if LONG else [HOW[0], HOW[1 + number % 2]][: 1 + (number % 4 == 0)])
]


@pytest.mark.parametrize(("screen", "how"), CASES)
def test_every_screen_is_left_in_order(screen: str, how: str, tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    words, keys, shown = WORDS[screen]
    terminal = Terminal(["--workspace", str(root), *words])
    terminal.until("done" if words else "quit")
    for key in [keys[:1], keys[1:]] if not keys.startswith("\x1b") else [keys]:
        if key:
            terminal.press(key)
            terminal.read(0.2)
    terminal.until(shown)
    began = time.monotonic()
    if how == "terminate":
        os.kill(terminal.pid, signal.SIGTERM)
    elif how == "hang up":
        os.kill(terminal.pid, signal.SIGHUP)
    else:
        terminal.hang_up()
    status = terminal.ended()
    took = time.monotonic() - began
    assert status == 128 + (signal.SIGTERM if how == "terminate" else signal.SIGHUP)
    assert took < ALLOWED
    if how != "close":
        assert b"\x1b[?1049l" in terminal.received, "the terminal is as it was"
        assert b"\x1b[?25h" in terminal.received
    if screen == "note":
        (answers,) = (root / "vendors/acme-logistics/2026-q4").glob("buyer.zoe.*")
        assert 'evidence = "abc"' in answers.read_text()
