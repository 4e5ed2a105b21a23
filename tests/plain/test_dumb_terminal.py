"""The questionnaire line by line on a dumb terminal."""

import os
import re
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import tomli

from tests.support.screens import alices_file, small_workspace
from tests.support.terminal import Terminal

DUMB = {"TERM": "dumb"}
ALICE = ["acme-logistics", "--respondent", "Alice Moreau", "--round", "2026-q4"]
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


def begun(root: Path, words: Sequence[str] = (*ALICE, "--plain")) -> Terminal:
    return Terminal(["--workspace", str(root), "assess", *words], DUMB)


def typed(terminal: Terminal, keys: str, prompt: str = "Answer: ") -> str:
    """Type, and wait until the next line is asked for; what came, echo and all."""
    before, deadline = len(terminal.received), time.monotonic() + 60
    terminal.press(keys)
    while not terminal.received[before:].endswith(prompt.encode()):
        assert time.monotonic() < deadline, terminal.received[before:]
        terminal.read()
    return terminal.received[before:].decode()


def first(root: Path) -> dict[str, object]:
    found = tomli.loads(alices_file(root).read_text())["answers"]["culture-decisions"]
    assert isinstance(found, dict)
    return {key: value for key, value in found.items() if key != "on"}


def test_28_answers_with_what_happened_in_words_alone(root: Path) -> None:
    terminal = begun(root, ["acme-logistics", "--round", "2026-q4", "--plain"])
    terminal.until("Your name or role?")
    typed(terminal, "Alice Moreau\r")
    end = ""
    for number in range(1, 29):
        assert f"question {number} of 28\r\n" in terminal.received.decode()
        assert f"Saved: 3. {number} of 28 answered." in typed(terminal, "3\r")
        typed(terminal, "e\r", "ends it. ")
        assert "Type b if you saw it" in typed(terminal, f"Case {number} of June\r\r")
        assert "Basis: observed." in typed(terminal, "b\r")
        end = typed(terminal, "\r")
    assert "In our view, Acme Logistics is a partner" in end.replace("\r\n", " ")
    terminal.press("q\r")
    assert terminal.ended() == 0
    assert not CONTROL.search(terminal.received), CONTROL.search(terminal.received)
    assert terminal.received.isascii()
    assert max(map(len, terminal.received.decode().split("\r\n"))) < 80
    found = tomli.loads(alices_file(root).read_text())["answers"]
    assert {answer["basis"] for answer in found.values()} == {"observed"}


def test_the_end_of_input_leaves_in_order(root: Path) -> None:
    terminal = begun(root)
    terminal.until("Answer: ")
    assert "Saved: 2" in typed(terminal, "2\r")
    terminal.press("\x04")
    assert terminal.ended() == 0
    assert "27 questions are left." in terminal.received.decode()
    assert first(root) == {"score": 2}


@pytest.mark.parametrize("how", ["interrupt", "terminate", "hang up"])
def test_a_signal_keeps_what_was_written(root: Path, how: str) -> None:
    terminal = begun(root)
    terminal.until("Answer: ")
    typed(terminal, "2\r")
    typed(terminal, "e\r", "ends it. ")
    terminal.press("They told us in August.\r")
    terminal.settle()
    if how == "interrupt":
        terminal.press("\x03")
        assert terminal.ended() == 130
    elif how == "terminate":
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM
    else:
        terminal.hang_up()
        assert terminal.ended() == 128 + signal.SIGHUP
    assert first(root)["evidence"] == "They told us in August."
    assert b"Traceback" not in terminal.received


def test_a_file_changed_outside_is_kept_and_told(root: Path) -> None:
    terminal = begun(root)
    terminal.until("Answer: ")
    typed(terminal, "2\r")
    before = alices_file(root).read_text()
    edited = before.replace("score = 2", "score = 4")
    alices_file(root).write_text(edited)
    told = "Not saved. Somebody else has answered this in the meantime: 4"
    assert told in typed(terminal, "3\r")
    assert told in typed(terminal, "\r")
    assert told in typed(terminal, "1\r"), "nothing else is taken before it is decided"
    assert "Type q again to leave" in typed(terminal, "q\r")
    assert alices_file(root).read_text() == edited
    assert "Saved: 3" in typed(terminal, "s\r")
    assert first(root) == {"score": 3}
    alices_file(root).write_text(edited)
    assert told in typed(terminal, "2\r")
    assert "The unsaved answer was dropped" in typed(terminal, "z\r")
    assert "Saved: 1" in typed(terminal, "1\r"), "what is read next is the file as it is then"
    alices_file(root).write_text(before)
    terminal.press("0\rq\rq\r")
    assert terminal.ended() == 2
    assert b"the answer to question 1 is not saved" in terminal.received
    assert alices_file(root).read_text() == before


def test_without_it_a_dumb_terminal_is_told_of_it(root: Path) -> None:
    terminal = begun(root, ALICE)
    assert terminal.ended() == 2
    assert b"assess --plain" in terminal.received
    assert b"\x1b" not in terminal.received
