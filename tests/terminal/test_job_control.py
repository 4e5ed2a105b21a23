"""A shell that suspends the program, brings it back, and writes over it meanwhile."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.screens import sample_workspace
from tests.support.terminal import Terminal
from tests.support.ways_to_screens import WORDS, first_shown, prepared

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
# Every screen, and what lies over one; a share of them by default.
REPAINTED = [*WORDS] if LONG else [*[*WORDS][::4], "PortfolioScreen, palette"]


def shell(root: Path) -> Terminal:
    """A shell with job control, in which the program is open."""
    terminal = Terminal(
        ["--norc", "--noprofile", "-i"],
        {"PS1": "READY> ", "HISTFILE": ""},
        size=(100, 24),
        command=("bash",),
    )
    terminal.until("READY>")
    terminal.press(f"{sys.executable} -m partnercheck --workspace {root}\r")
    terminal.until("12 vendors")
    terminal.settle()
    return terminal


def job(terminal: Terminal) -> int:
    """The process that the shell has started."""
    (pid,) = Path(f"/proc/{terminal.pid}/task/{terminal.pid}/children").read_text().split()
    return int(pid)


def stop(terminal: Terminal, how: str) -> None:
    if how == "key":
        terminal.press("\x14")
    elif how == "palette":
        terminal.press("\x10")
        terminal.until("Search")
        terminal.press("suspend")
        terminal.until("Suspend;")
        terminal.press("\r")
    else:
        os.kill(job(terminal), getattr(signal, how))
    terminal.until("Stopped")
    terminal.until("READY>")


def bring_back(terminal: Terminal) -> str:
    """What is shown after `fg`, on a terminal that shows nothing before."""
    terminal.settle()
    terminal.wipe()
    terminal.press("fg\r")
    terminal.until("12 vendors")
    return terminal.settle()


@pytest.mark.parametrize("how", ["key", "palette", "SIGTSTP", "SIGSTOP"])
@pytest.mark.parametrize("background", [False, True])
def test_a_suspended_program_comes_back_as_it_was(
    how: str, background: bool, tmp_path: Path
) -> None:
    terminal = shell(sample_workspace(tmp_path))
    terminal.press("\x1b[B")
    terminal.until("▸  Borealis")
    before = terminal.settle()
    stop(terminal, how)
    if background:
        terminal.press("bg\r")
        terminal.until("&")
        terminal.settle()
        terminal.press("echo the shell has $((40 + 2))\r")
        terminal.until("the shell has 42")
    assert bring_back(terminal) == before
    terminal.press("\x1b[B")
    terminal.until("▸  Cobalt")
    terminal.press("q")
    terminal.until("READY>")
    terminal.press("echo ended with $?\r")
    terminal.until("ended with 0")


def test_the_shell_has_its_terminal_while_the_program_is_suspended(tmp_path: Path) -> None:
    terminal = shell(sample_workspace(tmp_path))
    before = len(terminal.received)
    stop(terminal, "key")
    for given_back in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l", b"\x1b[?2004l"):
        assert given_back in terminal.received[before:]
    terminal.press("stty -a; echo $((40 + 2)) lines\r")
    terminal.until("42 lines")
    assert b" icanon " in terminal.received[before:]
    terminal.press("kill %1\r")
    terminal.settle()
    terminal.press("wait %1; echo ended with $?\r")
    terminal.until(f"ended with {128 + signal.SIGTERM}")


def test_without_a_shell_to_bring_it_back_the_program_goes_on(tmp_path: Path) -> None:
    """As in a terminal that runs nothing but the program."""
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))], new_process=True)
    # The footer is drawn last; what is wiped earlier would be drawn without the key.
    terminal.until("q quit")
    terminal.settle()
    terminal.wipe()
    terminal.press("\x14")
    terminal.until("q quit")
    assert terminal.received.count(b"\x1b[?1049h") == 2
    terminal.press("q")
    assert terminal.ended() == 0


@pytest.mark.parametrize("screen", REPAINTED)
def test_a_key_draws_every_screen_again(screen: str, tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    words, keys, shown = prepared(screen, root, tmp_path)
    terminal = Terminal(words, new_process=True)
    terminal.until(first_shown(screen))
    for key in [keys[:1], keys[1:]] if not keys.startswith("\x1b") else [keys]:
        if key:
            terminal.press(key)
            terminal.read(0.2)
    terminal.until(shown)
    before = terminal.settle()
    terminal.wipe()
    assert shown not in terminal.shown
    terminal.press("\x0c")
    terminal.until(shown)
    assert terminal.settle() == before
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM


@pytest.mark.parametrize("seed", range(40 if LONG else 6))
def test_signals_of_a_shell_never_keep_the_program_from_ending(seed: int, tmp_path: Path) -> None:
    """They may come at any moment, also while a queue is locked, and while the program ends."""
    chance = random.Random(seed)
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))], new_process=True)
    terminal.until("12 vendors")
    if by_signal := chance.random() < 0.5:
        os.kill(terminal.pid, signal.SIGTERM)
    else:
        terminal.press(chance.choice(["\x11", "?\x11", "\x1b[B\x1b[B\x11"]))
    # It may have ended at any point of this, which is what is wanted.
    with suppress(OSError, AssertionError):
        for _ in range(150):
            number = chance.choice([signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH])
            os.kill(terminal.pid, number)
            terminal.read(0)
            time.sleep(chance.random() * 0.01)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.until("q ")
        # The system forgets the keys before a SIGTSTP.
        terminal.press("\x11")
    assert terminal.ended(seconds=30) == (128 + signal.SIGTERM if by_signal else 0)
