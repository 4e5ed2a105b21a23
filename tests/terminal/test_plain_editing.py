"""Lines typed at `--plain` on a terminal: edited as in a shell, and whole or refused."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest
import tomli

from tests.app.seeing import alices_file, small_workspace
from tests.terminal.pty_screen import Terminal

WORDS = ["assess", "acme-logistics", "--respondent", "Alice Moreau", "--round", "2026-q4"]
DUMB = {"TERM": "dumb"}
LEFT, BACKSPACE = "\x1b[D", "\x7f"
LONG = " ".join(f"w{number:04}" for number in range(1000))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


def begun(root: Path, environment: dict[str, str] | None = None) -> Terminal:
    terminal = Terminal(["--workspace", str(root), *WORDS, "--plain"], environment)
    terminal.until("Answer: ")
    return terminal


def send(terminal: Terminal, data: bytes) -> None:
    """Type as fast as the terminal takes it, reading what it shows meanwhile."""

    def write() -> None:
        left = data
        while left:
            left = left[os.write(terminal.fd, left[:512]) :]

    writing = Thread(target=write)
    writing.start()
    while writing.is_alive():
        terminal.read()


def evidence(root: Path) -> Sequence[object]:
    if not alices_file(root).exists():
        return []
    answers = tomli.loads(alices_file(root).read_text("utf-8"))["answers"]
    return [each.get("evidence") for each in answers.values() if each]


def leave(terminal: Terminal) -> None:
    terminal.press("q\r")
    assert terminal.ended() == 0


@pytest.mark.parametrize("before", ["", "3\r"], ids=["at the prompt", "ahead of it"])
def test_a_line_of_six_thousand_characters_is_saved_whole(root: Path, before: str) -> None:
    terminal = begun(root)
    send(terminal, f"{before}e {LONG}\r".encode())
    terminal.until("Basis: observed.", 30)
    assert evidence(root) == [LONG]
    leave(terminal)


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (f"e abd{LEFT}c", "abcd"),
        (f"e teh{BACKSPACE * 2}he truck", "the truck"),
        ("e late\x01e \x1b[3~\x1b[3~early, ", "early, late"),
        ("e one two\x17three", "one three"),
        ("e می\u200cخواهم", "می\u200cخواهم"),
        ("e \x1b[200~one\n3\nq\x1b[201~ and two", "one\n3\nq and two"),
    ],
    ids=["left", "backspace", "home", "^W", "joiner", "paste"],
)
def test_a_line_is_edited_as_in_a_shell(root: Path, keys: str, wanted: str) -> None:
    terminal = begun(root)
    terminal.press(f"{keys}\r")
    terminal.until("Basis: observed.")
    assert evidence(root) == [wanted]
    leave(terminal)


@pytest.mark.parametrize("environment", [{}, DUMB], ids=["edited", "dumb"])
def test_bytes_that_are_no_character_are_dropped(root: Path, environment: dict[str, str]) -> None:
    terminal = begun(root, environment)
    send(terminal, b"e x\x80\xffy\xed\xa0\x80z\r")
    terminal.until("Basis: observed.")
    assert evidence(root) == ["xyz"]
    leave(terminal)


def test_a_dumb_terminal_refuses_a_line_that_it_may_have_cut(root: Path) -> None:
    terminal = begun(root, DUMB)
    send(terminal, f"e {LONG}\r".encode())
    terminal.until("Not taken: this terminal passes on at most 4,095 bytes of a line")
    terminal.press("e short\r")
    terminal.until("Basis: observed.")
    assert evidence(root) == ["short"]
    leave(terminal)


def test_a_dumb_terminal_refuses_arrow_keys(root: Path) -> None:
    terminal = begun(root, DUMB)
    terminal.press(f"e abd{LEFT}c\r")
    terminal.until("Not taken: the arrow keys move nothing on this terminal")
    assert evidence(root) == []
    leave(terminal)


def test_a_terminal_that_is_gone_keeps_what_was_typed(root: Path) -> None:
    terminal = begun(root)
    terminal.press("e\r")
    terminal.until("an empty line ends it")
    terminal.press("In June\r")
    terminal.settle()
    terminal.hang_up()
    assert terminal.ended() == 129
    assert evidence(root) == ["In June"]
