"""The questionnaire line by line on a dumb terminal."""

import os
import re
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
import tomli

from tests.app.seeing import alices_file, small_workspace
from tests.terminal.pty_screen import Terminal

DUMB = {"TERM": "dumb"}
ALICE = ["acme-logistics", "--respondent", "Alice Moreau", "--round", "2026-q4"]
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


def begun(root: Path, words: Sequence[str] = (*ALICE, "--plain")) -> Terminal:
    return Terminal(["--workspace", str(root), "assess", *words], DUMB)


def first(root: Path) -> dict[str, object]:
    found = tomli.loads(alices_file(root).read_text())["answers"]["culture-decisions"]
    assert isinstance(found, dict)
    return {key: value for key, value in found.items() if key != "on"}


def test_28_answers_with_what_happened_in_words_alone(root: Path) -> None:
    terminal = begun(root, ["acme-logistics", "--round", "2026-q4", "--plain"])
    terminal.until("Who answers")
    terminal.press("Alice Moreau\r")
    for number in range(1, 29):
        terminal.until(f"question {number} of 28")
        terminal.press("3\r")
        terminal.until(f"Saved: 3, {number} of 28 answered.")
        terminal.press(f"e\rCase {number} of June\r\r")
        terminal.until("Basis: observed.")
        terminal.press("\r")
    terminal.until("On our side, Acme Logistics is a partner")
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
    terminal.press("2\r")
    terminal.until("Saved: 2")
    terminal.press("\x04")
    assert terminal.ended() == 0
    assert "27 questions without an answer." in terminal.received.decode()
    assert first(root) == {"score": 2}


@pytest.mark.parametrize("how", ["interrupt", "terminate", "hang up"])
def test_a_signal_keeps_what_was_written(root: Path, how: str) -> None:
    terminal = begun(root)
    terminal.until("Answer: ")
    terminal.press("2\re\r")
    terminal.until("an empty line ends it")
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
    terminal.press("2\r")
    terminal.until("Saved: 2")
    before = alices_file(root).read_text()
    edited = before.replace("score = 2", "score = 4")
    alices_file(root).write_text(edited)
    terminal.press("3\r")
    terminal.until("Not saved: ")
    terminal.press("\r")
    terminal.press("q\r")
    terminal.until("q again leaves")
    assert alices_file(root).read_text() == edited
    alices_file(root).write_text(before)
    terminal.press("\r")
    terminal.until("question 2 of 28")
    assert first(root) == {"score": 3}
    alices_file(root).write_text(edited)
    terminal.press("3\rq\rq\r")
    assert terminal.ended() == 2
    assert b"the answer to question 2 is not saved" in terminal.received
    assert b"Saved: 3, 2 of" not in terminal.received
    assert alices_file(root).read_text() == edited


def test_without_it_a_dumb_terminal_is_told_of_it(root: Path) -> None:
    terminal = begun(root, ALICE)
    assert terminal.ended() == 2
    assert b"assess --plain" in terminal.received
    assert b"\x1b" not in terminal.received
