"""A signal or a closed terminal on any screen: out in order, within two seconds."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnercheck.base.signals import ENDING
from tests.support.every_screen import every_screen
from tests.support.screens import sample_workspace
from tests.support.terminal import COMMAND, Terminal, slowness
from tests.support.ways_to_screens import ASSESS, SESSION, WORDS, first_shown, prepared

# On a machine that does nothing else meanwhile.
ALLOWED = 2.0


HOW = ("close", "terminate", "hang up")
LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
# Every screen in every way takes minutes; each in one way, and each way on several, does not.
CASES = [
    (screen, how)
    for number, screen in enumerate(WORDS)
    for how in (HOW if LONG else [HOW[0], HOW[1 + number % 2]][: 1 + (number % 4 == 0)])
]


def test_every_screen_is_among_them() -> None:
    assert {name.split(",")[0] for name in WORDS} == {*every_screen()}


@pytest.mark.parametrize(("screen", "how"), CASES)
def test_every_screen_is_left_in_order(screen: str, how: str, tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    words, keys, shown = prepared(screen, root, tmp_path)
    terminal = Terminal(words)
    terminal.until(first_shown(screen))
    for key in [keys[:1], keys[1:]] if not keys.startswith("\x1b") else [keys]:
        if key:
            terminal.press(key)
            terminal.read(0.2)
    terminal.until(shown)
    slow = slowness()
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
    assert took < ALLOWED * max(slow, slowness())
    if how != "close":
        assert b"\x1b[?1049l" in terminal.received, "the terminal is as it was"
        assert b"\x1b[?25h" in terminal.received
    if screen == "AssessScreen, note":
        (answers,) = (root / "vendors/acme-logistics/2026-q4").glob("buyer.zoe.*")
        assert 'evidence = "abc"' in answers.read_text()


# From at once to when the screen is there, on any machine; more often in the long run.
MOMENTS = [n / 500 for n in range(100 if LONG else 10)]


@pytest.mark.parametrize("key", ["\x10", "\x10so", "n", "\r"])
def test_a_signal_while_a_screen_opens_has_its_status(key: str, tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    for seconds in MOMENTS if key == "\x10" or LONG else MOMENTS[::5]:
        terminal = Terminal(["--workspace", str(root)])
        terminal.until("12 vendors")
        terminal.press(key)
        time.sleep(seconds)
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM


# Those that a person, a shell, a limit or a supervisor sends; all of them in the long run.
USUAL = ("SIGINT", "SIGQUIT", "SIGUSR1", "SIGALRM", "SIGXCPU", "SIGRTMIN")
SIGNALS = sorted(ENDING) if LONG else [getattr(signal, name) for name in USUAL]


@pytest.mark.parametrize("number", SIGNALS)
def test_every_signal_that_ends_a_program_restores_the_terminal(
    number: int, tmp_path: Path
) -> None:
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))])
    terminal.until("12 vendors")
    os.kill(terminal.pid, number)
    assert terminal.ended() == 128 + number
    for mode in (b"1049", b"1003", b"2004"):
        on, off = (terminal.received.rfind(b"\x1b[?" + mode + end) for end in (b"h", b"l"))
        assert 0 <= on < off
    assert b"\x1b[?25h" in terminal.received
    shell_needs = termios.ICANON | termios.ECHO | termios.ISIG
    assert termios.tcgetattr(terminal.fd)[3] & shell_needs == shell_needs


@pytest.mark.parametrize("number", [*SIGNALS, signal.SIGHUP, signal.SIGTERM])
def test_every_signal_that_ends_the_prompts_has_its_status_and_loses_nothing(
    number: int, tmp_path: Path
) -> None:
    root = sample_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root), *ASSESS, "--plain"])
    terminal.until("Answer: ")
    terminal.press("3\r")
    terminal.until("Saved: 3")
    os.kill(terminal.pid, number)
    assert terminal.ended() == 128 + number
    (answers,) = root.glob("vendors/acme-logistics/*/buyer.zoe.*")
    assert "score = 3" in answers.read_text()


def prompts_with_a_signal(name: str, tmp_path: Path) -> Iterator[Terminal]:
    """Yield the program at its prompts, signalled at the first and at the last character of one.

    Readline then waits for a key, which a signal that arrived earlier does not interrupt.
    """
    if not shutil.which("strace"):
        pytest.skip("a signal at a given call needs strace")
    arguments = ["--workspace", str(sample_workspace(tmp_path)), *ASSESS, "--plain"]
    calls = tmp_path / "calls"
    # The prompt is then written one character at a time, whatever the tests were started with.
    unbuffered = {"PYTHONUNBUFFERED": "1"}
    traced = ["strace", "-qq", "-o", str(calls), "-e", "trace=write"]
    terminal = Terminal(arguments, unbuffered, command=[*traced, *COMMAND])
    terminal.until("Answer: ")
    terminal.press("q\r")
    assert terminal.ended() == 0
    written = calls.read_text().splitlines()
    first = next(n for n, call in enumerate(written, 1) if call.startswith('write(1, "A", 1)'))
    for nth in (first, first + len("Answer")):
        injected = [*traced, "-e", f"inject=write:signal={name}:when={nth}"]
        yield Terminal(arguments, unbuffered, command=[*injected, *COMMAND])


def test_a_signal_while_the_prompt_is_written_ends_the_prompts(tmp_path: Path) -> None:
    for terminal in prompts_with_a_signal("SIGUSR1", tmp_path):
        assert terminal.ended() == 128 + signal.SIGUSR1


def test_a_stop_while_the_prompt_is_written_stops_the_prompts(tmp_path: Path) -> None:
    """The terminal edits lines itself again while the program is stopped."""
    for terminal in prompts_with_a_signal("SIGTSTP", tmp_path):
        # The character of that call may be missing.
        terminal.until("nswe")
        deadline = time.monotonic() + 60
        while not termios.tcgetattr(terminal.fd)[3] & termios.ICANON:
            assert time.monotonic() < deadline
            terminal.read()
        # Stopped programs do not end with their terminal.
        os.killpg(terminal.pid, signal.SIGKILL)


@pytest.mark.parametrize("redirected", ["2>/dev/null", "2>&-", "2>errors"])
def test_the_screens_need_no_standard_error(redirected: str, tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    program = f"exec {sys.executable} -m partnercheck --workspace {root} {redirected}"
    terminal = Terminal([], command=["sh", "-c", program], here=tmp_path)
    terminal.until("12 vendors")
    terminal.press("?")
    terminal.until("Help: portfolio")
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert b"\x1b[?1049l" in terminal.received
    if redirected == "2>errors":
        assert (tmp_path / "errors").read_bytes() == b""


@pytest.mark.parametrize("redirected", [">/dev/null", ">&-", "</dev/null", "<&-"])
@pytest.mark.parametrize(
    "words",
    [[], ["open"], ["demo"], ASSESS, SESSION, ["answer", "form.txt"]],
    ids=lambda words: " ".join(words[:1]) or "portfolio",
)
def test_without_a_terminal_the_screens_are_refused_with_a_reason(
    words: list[str], redirected: str, tmp_path: Path
) -> None:
    program = f'exec {sys.executable} -m partnercheck "$@" {redirected}'
    terminal = Terminal(words, command=["sh", "-c", program, "sh"], here=tmp_path)
    assert terminal.ended() == 2
    missing = "input" if redirected.startswith("<") else "output"
    not_connected = f"but standard {missing} is not connected to one"
    assert f"the screens need a terminal, {not_connected}" in terminal.shown.replace("\n", "")
    assert b"\x1b[" not in terminal.received


def test_the_screens_have_the_size_of_the_terminal(tmp_path: Path) -> None:
    exported = {"COLUMNS": "40", "LINES": "10"}
    words = ["--workspace", str(sample_workspace(tmp_path))]
    terminal = Terminal(words, exported, size=(140, 40))
    terminal.until("12 vendors")
    lines = terminal.settle().splitlines()
    assert "─ 12 vendors: 2 miss target" in lines[0]
    assert len(lines[0].rstrip()) > 130
    assert "q quit" in lines[-1]
    terminal.resize(100, 30)
    terminal.until("12 vendors")
    lines = terminal.settle().splitlines()
    assert 90 < len(lines[0].rstrip()) <= 100
    assert "q quit" in lines[-1]
    terminal.press("q")
    assert terminal.ended() == 0


def test_a_closed_terminal_is_noticed_where_the_signal_goes_to_a_parent_alone(
    tmp_path: Path,
) -> None:
    root = sample_workspace(tmp_path)
    program = f"{sys.executable} -m partnercheck --workspace {root}"
    words = ["sh", "-c", f"trap '' HUP; {program}; exit $?"]
    terminal = Terminal([], command=words)
    terminal.until("quit")
    slow = slowness()
    began = time.monotonic()
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP
    assert time.monotonic() - began < ALLOWED * max(slow, slowness())
