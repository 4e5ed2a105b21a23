"""Lines typed at `--plain` on a terminal: edited as in a shell, and whole or refused."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest
import tomli

from tests.support.screens import alices_file, small_workspace
from tests.support.terminal import Terminal

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
    terminal.until('So far, the basis is "your view"', 30)
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
    terminal.until('So far, the basis is "your view"')
    assert evidence(root) == [wanted]
    leave(terminal)


# The middle of a sequence may be anything, and any of these ends it.
ENDINGS = "".join(map(chr, range(ord("@"), ord("~") + 1)))
UNKNOWN_KEYS = {
    "F1": "\x1bOP",
    "F5": "\x1b[15~",
    "F12": "\x1b[24~",
    "Home of rxvt": "\x1b[7~",
    "Shift+Home of rxvt": "\x1b[7$",
    "Shift+F5": "\x1b[15;2~",
    "Shift+Left": "\x1b[1;2D",
    "F2 of the Linux console": "\x1b[[B",
    "Alt+Up of rxvt": "\x1b\x1b[A",
    "Alt+F1 of PuTTY": "\x1b\x1bOP",
    "Alt+F2 of the Linux console": "\x1b\x1b[[B",
    "a click": "\x1b[<0;5;5M",
    "Ctrl+I of xterm": "\x1b[27;5;105~",
    "a released as kitty says it": "\x1b[97;1:3u",
    "where the cursor is": "\x1b[12;40R",
    "what the terminal can do": "\x1b[?64;1;2c",
    "a very long one": f"\x1b[{'1;' * 300}D",
    "any CSI": "".join(f"\x1b[9;9{end}" for end in ENDINGS),
    "any SS3": "".join(f"\x1bO9{end}" for end in ENDINGS),
}


def test_a_key_that_edits_nothing_types_nothing(root: Path) -> None:
    terminal = begun(root)
    for name, keys in UNKNOWN_KEYS.items():
        send(terminal, f"e abc{keys} then {name}\r".encode())
        terminal.until(f"then {name}")
        terminal.until("Saved: no answer")
        terminal.settle()
        assert evidence(root) == [f"abc then {name}"]
        terminal.wipe()
    leave(terminal)


@pytest.mark.parametrize("key", ["\x1b[9u", "\x1bOu", "\x1b[1;2u", "\x1b"])
def test_a_key_that_edits_nothing_answers_nothing(root: Path, key: str) -> None:
    terminal = begun(root)
    terminal.press(f"{key}\r")
    terminal.until("question 2 of 28")
    assert not alices_file(root).exists()
    leave(terminal)


@pytest.mark.parametrize("environment", [{}, DUMB], ids=["edited", "dumb"])
@pytest.mark.parametrize(
    "data",
    [b"caf\xe9 ok", b"caf\xe9", b"\xe9", b"x\x80\xffy\xed\xa0\x80z", b"\xf0\x9f ab", b"\xc3(\xa9"],
    ids=ascii,
)
def test_a_line_with_bytes_that_are_no_character_is_refused(
    root: Path, data: bytes, environment: dict[str, str]
) -> None:
    terminal = begun(root, environment)
    send(terminal, b"e " + data + b"\r")
    terminal.until("Line not accepted: some of its bytes are not valid text")
    assert evidence(root) == []
    terminal.press("e coffee\r")
    terminal.until('So far, the basis is "your view"')
    assert evidence(root) == ["coffee"]
    leave(terminal)


def test_a_dumb_terminal_refuses_a_line_that_it_may_have_cut(root: Path) -> None:
    terminal = begun(root, DUMB)
    send(terminal, f"e {LONG}\r".encode())
    terminal.until("Line not accepted: this terminal passes on at most 4,095 bytes of a line")
    terminal.press("e short\r")
    terminal.until('So far, the basis is "your view"')
    assert evidence(root) == ["short"]
    leave(terminal)


def test_a_dumb_terminal_refuses_arrow_keys(root: Path) -> None:
    terminal = begun(root, DUMB)
    terminal.press(f"e abd{LEFT}c\r")
    terminal.until("Line not accepted: the arrow keys do not work on this terminal")
    assert evidence(root) == []
    leave(terminal)


def test_a_terminal_that_is_gone_keeps_what_was_typed(root: Path) -> None:
    terminal = begun(root)
    terminal.press("e\r")
    terminal.until("An empty line ends it")
    terminal.press("In June\r")
    terminal.settle()
    terminal.hang_up()
    assert terminal.ended() == 129
    assert evidence(root) == ["In June"]
