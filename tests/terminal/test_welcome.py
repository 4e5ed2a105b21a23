"""The program on a terminal in a folder without a workspace."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.running import Run
from tests.support.screens import sample_workspace
from tests.support.terminal import Terminal

QUIT = "\x11"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    (tmp_path / "empty").mkdir()
    environment = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    command = (sys.executable, "-m", "partnercheck")
    terminal = Terminal([], environment, here=tmp_path / "empty", command=command)
    terminal.until("Enter to leave")
    return terminal


def test_enter_leaves(terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("\r")
    assert terminal.ended() == 0
    assert [*(tmp_path / "empty").iterdir()] == []


def test_demo_opens_the_samples(terminal: Terminal) -> None:
    terminal.press("demo\r")
    terminal.until("Northwind Foods")
    terminal.press(QUIT)
    assert terminal.ended() == 0


def test_init_creates_a_workspace_and_opens_it(terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("init\r")
    terminal.until("No vendors yet")
    terminal.press(QUIT)
    assert terminal.ended() == 0
    assert (tmp_path / "empty/partnercheck.toml").exists()


def test_a_path_opens_a_workspace_and_a_wrong_one_is_asked_again(
    terminal: Terminal, tmp_path: Path
) -> None:
    sample_workspace(tmp_path / "samples")
    terminal.press("nowhere\r")
    terminal.until("There is no partnercheck.toml in")
    terminal.press("~/samples\r")
    terminal.until("Northwind Foods")
    terminal.press(QUIT)
    assert terminal.ended() == 0


def test_without_a_terminal_nothing_is_asked(tmp_path: Path, run: Run) -> None:
    ran = run(here=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    ran = run("list", here=tmp_path)
    assert "there is no workspace here" in ran.err
