"""An error in the program: one sentence, the terminal restored, nothing that was typed lost."""

from __future__ import annotations

import os
import re
import signal
import stat
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.screens import small_workspace
from tests.support.terminal import Terminal

ASSESS = ("assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau")
F2 = "\x1bOQ"
LEFT = b"\x1b[?1049l"
WHAT = r"partnercheck: something went wrong in the program \(ValueError: it is not in list\)"


def program(
    fault: str, root: Path, *words: str, environment: Mapping[str, str] | None = None
) -> Terminal:
    command = (sys.executable, "-m", "tests.support.broken_program", fault)
    state = {"XDG_STATE_HOME": str(root.parent / "state")}
    named = [*words, "--workspace", str(root)]
    return Terminal(named, {**state, **(environment or {})}, command=command)


def restored(terminal: Terminal) -> str:
    """What is written after the screens, once the terminal is as it was."""
    for number in (b"1049", b"1003", b"2004"):
        on, off = (terminal.received.rfind(b"\x1b[?" + number + end) for end in (b"h", b"l"))
        assert on < off, f"{number!r} is on"
    _, _, after = terminal.received.rpartition(LEFT)
    assert b"\x1b[?25h" in after, "the cursor is shown"
    shell_needs = termios.ICANON | termios.ECHO | termios.ISIG
    assert termios.tcgetattr(terminal.fd)[3] & shell_needs == shell_needs
    return re.sub(r"\x1b\[[?<>]?[0-9]*[a-z]", "", after.decode()).replace("\r\n", "\n")


@pytest.mark.parametrize("fault", ["a key", "a task", "drawing", "reading keys", "leaving"])
def test_an_error_on_a_screen_is_told_in_a_sentence(fault: str, tmp_path: Path) -> None:
    terminal = program(fault, small_workspace(tmp_path / "root"))
    terminal.until("1 vendor")
    terminal.press(F2)
    assert terminal.ended() == 70
    assert re.fullmatch(f"{WHAT}; --debug shows where\n", restored(terminal))


def test_an_error_in_making_a_screen_is_told_in_a_sentence(tmp_path: Path) -> None:
    terminal = program("a new screen", small_workspace(tmp_path / "root"))
    terminal.until("1 vendor")
    terminal.press("?")
    assert terminal.ended() == 70
    assert re.fullmatch(f"{WHAT}; --debug shows where\n", restored(terminal))


def test_the_traceback_is_shown_on_demand(tmp_path: Path) -> None:
    terminal = program("a key", small_workspace(tmp_path / "root"), "--debug")
    terminal.until("1 vendor")
    terminal.press(F2)
    assert terminal.ended() == 70
    told = restored(terminal)
    assert told.startswith("Traceback (most recent call last):\n")
    assert "in fail\n" in told
    assert "ValueError: it is\nnot in list" in told
    assert re.search(f"\n{WHAT}; --debug shows where\n$", told)


def test_an_answer_in_hand_is_a_draft_that_is_named_and_offered(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    terminal = program("a key", root, *ASSESS)
    terminal.until("1 of 7")
    terminal.press("3")
    terminal.until("saved")
    terminal.press("eThey told us in")
    terminal.until("They told us in")
    terminal.press(F2)
    assert terminal.ended() == 70
    told = re.fullmatch(
        f"{WHAT}; the text you were typing is kept in (.*); --debug shows where\n",
        restored(terminal),
    )
    assert told
    assert "They told us in" in Path(told[1]).read_text()
    again = program("a key", root, *ASSESS)
    again.until("this answer was being written when the program ended")
    assert "They told us in" in again.shown
    again.press("\x19")
    again.until("   saved")
    again.press("\x11")
    assert again.ended() == 0
    (answers,) = root.glob("vendors/acme-logistics/*/buyer.alice-moreau.*")
    assert 'evidence = "They told us in"' in answers.read_text()


@pytest.mark.parametrize(
    ("keys", "shown"), [(["+", "Borealis Øst"], "Borealis Øst"), (["/", "acm"], "acm")]
)
def test_a_text_in_any_other_field_is_kept_in_a_file_that_is_named(
    keys: list[str], shown: str, tmp_path: Path
) -> None:
    terminal = program("a key", small_workspace(tmp_path / "root"))
    terminal.until("1 vendor")
    for each in keys:
        terminal.press(each)
        terminal.settle()
    terminal.until(shown)
    terminal.press(F2)
    assert terminal.ended() == 70
    told = re.search("the text you were typing is kept in (.*); --debug", restored(terminal))
    assert told
    file = Path(told[1])
    assert shown in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_text_for_a_form_from_elsewhere_is_kept_too(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    form = tmp_path / "form.txt"
    made = program("a key", root, "request", "acme-logistics", "--output", "-")
    assert made.ended() == 0
    form.write_text(made.received.decode().replace("\r\n", "\n"))
    terminal = program("a key", root, "answer", str(form), "--respondent", "Sam")
    terminal.until("1 of 7")
    terminal.press("e")
    terminal.until("saves it")
    terminal.press("Half a sen")
    terminal.until("Half a sen")
    terminal.press(F2)
    assert terminal.ended() == 70
    told = re.search("the text you were typing is kept in (.*); --debug", restored(terminal))
    assert told
    assert "Half a sen" in Path(told[1]).read_text()


def test_an_error_in_a_plain_command_is_told_in_a_sentence(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    terminal = program("a command", root, "list")
    assert terminal.ended() == 70
    told = terminal.received.decode().replace("\r\n", "\n")
    assert re.fullmatch(f"{WHAT}; --debug shows where\n", told)
    terminal = program("a command", root, "--debug", "list")
    assert terminal.ended() == 70
    assert terminal.received.startswith(b"Traceback (most recent call last):\r\n")


def test_a_signal_ends_a_program_that_never_comes_to_an_end(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    terminal = program("busy", root, *ASSESS)
    terminal.until("1 of 7")
    terminal.press("3")
    terminal.until("saved")
    terminal.press("eThey told us in")
    terminal.until("They told us in")
    terminal.press(F2)
    terminal.settle()
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended(seconds=30) == 128 + signal.SIGTERM
    assert restored(terminal) == ""
    again = program("busy", root, *ASSESS)
    again.until("They told us in")
    again.press("\x11")
    again.settle()
    again.hang_up()
    again.ended()
