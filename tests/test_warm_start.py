"""A run that is forked from a process with the modules loaded is as one in a new process."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.screens import sample_workspace
from tests.support.terminal import Terminal
from tests.support.warm_start import COMMAND, READ_AT_THE_START, WarmProgram, can_be_warm, run

VENDOR = "acme-logistics"
PROMPTING = ("assess", VENDOR, "--plain", "--respondent", "Zoë", "--as", "buyer")
NOT_UTF8 = b"caf\xe9"
# All that is read of the environment while the modules of the package given are loaded.
VARIABLES_READ = """
import importlib, os, pkgutil
names = set()
kind = type(os.environ)
for method in ("__getitem__", "__contains__", "__iter__", "get"):
    def noting(self, *words, plain=getattr(kind, method)):
        names.add(words[0] if words else "everything")
        return plain(self, *words)
    setattr(kind, method, noting)
import partnercheck
for module in pkgutil.walk_packages(partnercheck.__path__, "partnercheck."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*names)
"""
# Of a process's state in Linux: what it does with signals, and what it passes on to its children.
STATE = r"^(?:Umask|SigBlk|SigIgn|SigCgt|Threads|Groups|NoNewPrivs):.*"

Start = Callable[..., Any]


def in_a_new_process(words: Sequence[str | bytes], **options: Any) -> Any:
    return subprocess.run([*COMMAND, *words], **options, check=False)


def prompting(start: Start, root: Path, environment: Mapping[str, str]) -> Any:
    """The program as it waits for the first answer."""
    program = start(
        cwd=root,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    shown = b""
    while not shown.endswith(b"Answer: "):
        more = os.read(program.stdout.fileno(), 65536)
        assert more, program.stderr.read()
        shown += more
    return program


STARTS: tuple[Start, ...] = (
    lambda **options: subprocess.Popen([*COMMAND, *PROMPTING], **options),
    lambda **options: WarmProgram(PROMPTING, **options),
)


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "xterm"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sample_workspace(tmp_path / "samples")


@pytest.mark.parametrize(
    "words",
    [
        *(("--version",), ("--help",), ("list",), ("show", VENDOR, "--all"), ("check",)),
        *(("list", "--format", "json"), ("list", "--format", "xml"), ("lst",), ("show", "none")),
        *(("show", NOT_UTF8), ("--workspace", "nowhere", "list"), ("assess", VENDOR), ()),
    ],
    ids=repr,
)
@pytest.mark.parametrize("lang", [{}, {"LANG": "C.UTF-8"}], ids=repr)
def test_it_writes_the_same_and_ends_with_the_same_status(
    words: tuple[str, ...], lang: Mapping[str, str], root: Path, environment: Mapping[str, str]
) -> None:
    variables = {key: value for key, value in environment.items() if key != "LANG"} | lang
    options: dict[str, Any] = {"cwd": root, "env": variables, "capture_output": True}
    new = in_a_new_process(words, **options, stdin=subprocess.DEVNULL)
    warm = run(words, **options, stdin=subprocess.DEVNULL)
    assert (warm.returncode, warm.stdout, warm.stderr) == (new.returncode, new.stdout, new.stderr)


def test_it_reads_its_own_input(root: Path, environment: Mapping[str, str]) -> None:
    options: dict[str, Any] = {"cwd": root, "env": environment, "capture_output": True}
    typed = "3\ne Zoë said “yes”\nq\n".encode()
    new = in_a_new_process(PROMPTING, input=typed, **options)
    (file,) = root.glob(f"vendors/{VENDOR}/*/buyer.zoe.*")
    written = file.read_bytes()
    file.unlink()
    warm = run(PROMPTING, input=typed, **options)
    assert (warm.returncode, warm.stdout, warm.stderr) == (new.returncode, new.stdout, new.stderr)
    assert file.read_bytes() == written


@pytest.mark.parametrize("lost", ["/dev/full", "pipe"])
def test_it_ends_in_the_same_way_if_its_output_is_lost(
    lost: str, root: Path, environment: Mapping[str, str]
) -> None:
    ended = []
    for start in (in_a_new_process, run):
        if lost == "pipe":
            reading, writing = os.pipe()
            os.close(reading)
        else:
            writing = os.open(lost, os.O_WRONLY)
        options: dict[str, Any] = {"cwd": root, "env": environment, "stdin": subprocess.DEVNULL}
        done = start(["list"], stdout=writing, stderr=subprocess.PIPE, **options)
        os.close(writing)
        ended.append((done.returncode, done.stderr))
    assert ended[0] == ended[1]
    assert ended[0][0] == (141 if lost == "pipe" else 2)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")
def test_it_has_only_the_files_and_the_signals_of_a_new_process(
    root: Path, environment: Mapping[str, str]
) -> None:
    states = []
    for start in STARTS:
        with prompting(start, root, environment) as program:
            folder = Path(f"/proc/{program.pid}")
            status = (folder / "status").read_text()
            states.append(
                (
                    sorted(each.name for each in (folder / "fd").iterdir()),
                    (folder / "cwd").readlink(),
                    re.findall(STATE, status, re.MULTILINE),
                    os.getpgid(program.pid),
                    os.getsid(program.pid),
                )
            )
            program.kill()
    assert states[0] == states[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_ends_it_in_the_same_way(
    number: int, root: Path, environment: Mapping[str, str]
) -> None:
    ended = []
    for start in STARTS:
        with prompting(start, root, environment) as program:
            program.send_signal(number)
            out, err = program.communicate(timeout=60)
            ended.append((program.returncode, out, err))
    assert ended[0] == ended[1]


def test_several_run_at_once(root: Path, environment: Mapping[str, str]) -> None:
    programs = [prompting(STARTS[1], root, environment) for _ in range(3)]
    for number, program in enumerate(programs):
        assert program.poll() is None
        program.send_signal(signal.SIGTERM if number % 2 else signal.SIGKILL)
    for number, program in enumerate(programs):
        program.communicate(timeout=60)
        assert program.returncode == (143 if number % 2 else -9)


def test_one_that_takes_too_long_is_killed(root: Path, environment: Mapping[str, str]) -> None:
    reading, writing = os.pipe()
    began = time.monotonic()
    with pytest.raises(subprocess.TimeoutExpired):
        run(PROMPTING, cwd=root, env=environment, stdin=reading, capture_output=True, timeout=0.5)
    os.close(reading)
    os.close(writing)
    assert time.monotonic() - began < 60


def test_nothing_else_is_read_of_the_environment_when_modules_are_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", VARIABLES_READ], capture_output=True, text=True, check=True
    )
    names = done.stdout.split()
    assert "TEXTUAL_FPS" in names
    assert [name for name in names if not READ_AT_THE_START.match(name)] == []


def test_what_changes_the_start_gets_a_new_process(tmp_path: Path) -> None:
    assert can_be_warm({"LANG": "C.UTF-8", "HOME": "/nowhere", "NO_COLOR": ""}, tmp_path)
    for name in ("PYTHONIOENCODING", "LC_ALL", "LANG", "TEXTUAL_FPS"):
        assert not can_be_warm({name: "en_GB.latin1"}, tmp_path)
    (tmp_path / "json.py").touch()
    assert not can_be_warm({}, tmp_path)


def state_in_terminal(terminal: Terminal) -> tuple[object, ...]:
    folder = Path(f"/proc/{terminal.pid}")
    process = (folder / "stat").read_text().rpartition(") ")[2].split()
    group, session, terminal_number, foreground = process[2:6]
    assert group == session == foreground == str(terminal.pid)
    assert terminal_number != "0"
    assert os.tcgetpgrp(terminal.fd) == terminal.pid
    files = [os.readlink(each) for each in (folder / "fd").iterdir() if each.is_symlink()]
    # What the tests' own process has open otherwise also goes to a new process.
    own = sorted(each for each in files if each.startswith(("/dev/pts", "anon_inode", "socket")))
    return (
        [re.sub(r"\d+", "N", each) for each in own],
        re.findall(STATE, (folder / "status").read_text(), re.MULTILINE),
        terminal.shown,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")
def test_in_a_terminal_it_leads_a_session_of_its_own(root: Path) -> None:
    terminals = [Terminal([], here=root, new_process=each) for each in (True, False)]
    for terminal in terminals:
        terminal.until("q quit")
    deadline = time.monotonic() + 60
    # The screens start threads and draw for a while.
    while (states := [*map(state_in_terminal, terminals)])[0] != states[1]:
        assert time.monotonic() < deadline, states
        for terminal in terminals:
            terminal.read()


@pytest.mark.parametrize("words", [(), ("assess", VENDOR, "--plain", "--as", "buyer")], ids=repr)
@pytest.mark.parametrize("end", ["TERM", "HUP", "INT", "QUIT", "KILL", "hang up", "keys"])
def test_in_a_terminal_it_ends_in_the_same_way(
    end: str, words: tuple[str, ...], root: Path
) -> None:
    ended = []
    for new_process in (True, False):
        terminal = Terminal(words, here=root, new_process=new_process)
        terminal.until("name" if words else "q quit")
        terminal.settle()
        if end == "hang up":
            terminal.hang_up()
        elif end == "keys":
            terminal.press("\x04" if words else "q")
        else:
            os.kill(terminal.pid, signal.Signals[f"SIG{end}"])
        status = terminal.ended()
        while end != "hang up" and terminal.read():
            pass
        restored = terminal.received.count(b"\x1b[?1049l")
        edits_lines = None if end == "hang up" else termios.tcgetattr(terminal.fd)[3]
        ended.append((status, restored, edits_lines))
    assert ended[0] == ended[1]
