"""Runs of the program, forked from a process that has its modules loaded.

`run` and `WarmProgram` are `subprocess.run` and `subprocess.Popen` for `python -m partnercheck`. A
run whose environment decides how the interpreter starts gets a new process; tests of the start
itself call `subprocess`. Each command is also started in a new process: see
tests/faults/test_streams.py.
"""

from __future__ import annotations

import atexit
import inspect
import os
import pickle
import re
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, CompletedProcess, Popen, TimeoutExpired
from threading import Lock
from typing import Any, TypedDict

from tests.support import warm_server
from tests.support.warm_server import LENGTH, NUMBER

COMMAND = (sys.executable, "-m", "partnercheck")
# What is read when the interpreter starts or when a module, of ours or of a library, is loaded.
READ_AT_THE_START = re.compile(
    r"PYTHON|LANG|LC_|LD_|DYLD_|TEXTUAL|ESCDELAY$|TERM_PROGRAM$|ANDROID_DATA$|_ARC_|_ARGCOMPLETE_SUPPRESS"
)
# What of that the tests were started with, and what most of them set, does not make a difference.
OWN = dict(os.environ)
USUAL = {"LANG": "C.UTF-8"}


class Request(TypedDict):
    """What a process gets from the one that starts it, but for its standard streams."""

    words: list[bytes]
    environment: dict[bytes, bytes]
    folder: bytes
    own_terminal: bool


def can_be_warm(environment: Mapping[str, str], folder: Path) -> bool:
    """Return whether a run starts as a server has started.

    It does not if a test sets what is read at the start, or if there is a module in the folder,
    which Python would find before one of the same name elsewhere.
    """
    usual = {*OWN.items(), *USUAL.items()}
    return _start_variables(environment).items() <= usual and not any(folder.glob("*.py"))


def _start_variables(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in environment if READ_AT_THE_START.match(name)}


class _Server:
    """The process with the modules loaded; `screens` says whether with those of the screens."""

    def __init__(self, environment: Mapping[str, str], screens: bool) -> None:
        self._sending = Lock()
        self._control, control = socket.socketpair()
        words = [sys.executable, warm_server.__file__, str(control.fileno())]
        with control:
            self._process = subprocess.Popen(
                [*words, "--screens"] if screens else words,
                env=environment,
                stdin=DEVNULL,
                stdout=DEVNULL,
                pass_fds=[control.fileno()],
            )
        atexit.register(self._end)

    def start(self, request: Request, streams: Sequence[int]) -> WarmRun:
        ours, run = socket.socketpair()
        with run, self._sending:
            socket.send_fds(self._control, [b"r"], [run.fileno()])
        data = pickle.dumps(request)
        socket.send_fds(ours, [LENGTH.pack(len(data))], list(streams))
        ours.sendall(data)
        return WarmRun(ours)

    def _end(self) -> None:
        self._control.close()
        self._process.wait()


_servers: dict[tuple[object, ...], _Server] = {}
_starting = Lock()


def start(
    words: Sequence[str | bytes | Path],
    environment: Mapping[str, str],
    folder: str | Path,
    streams: Sequence[int],
    own_terminal: bool = False,
) -> WarmRun:
    """Start the program with these standard streams.

    With `own_terminal` it leads a session of its own, in the terminal that the streams are.
    """
    variables = _start_variables(environment)
    key = (own_terminal, *sorted(variables.items()))
    with _starting:
        if key not in _servers:
            _servers[key] = _Server(variables, screens=own_terminal)
    request: Request = {
        "words": [os.fsencode(word) for word in words],
        "environment": {os.fsencode(k): os.fsencode(v) for k, v in environment.items()},
        "folder": os.fsencode(folder),
        "own_terminal": own_terminal,
    }
    return _servers[key].start(request, streams)


class WarmRun:
    """A run that has started: its process id, and its exit status once it has ended."""

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self._status: int | None = None
        self.pid = self._number()

    def _number(self) -> int:
        data = self._server.recv(NUMBER.size, socket.MSG_WAITALL)
        assert data, "the process from which the program is forked has ended"
        number: int = NUMBER.unpack(data)[0]
        return number

    def status(self, seconds: float | None) -> int | None:
        """Return the exit status, as `subprocess` gives it; None if it does not end in time."""
        if self._status is None:
            self._server.settimeout(seconds)
            with suppress(TimeoutError, BlockingIOError):
                self._status = os.waitstatus_to_exitcode(self._number())
                self._server.close()
        return self._status


class WarmProgram(Popen[Any]):
    """A run of the program whose arguments are all but the command itself.

    Of `Popen` it replaces the methods that start a process and wait for it. They are not public,
    but all that is public builds on them: pipes, texts, time limits.
    """

    _run: WarmRun

    def _execute_child(self, *given: Any) -> None:
        names = inspect.signature(Popen._execute_child).bind(self, *given).arguments
        pipes = [names[name] for name in ("p2cread", "p2cwrite", "c2pread", "c2pwrite")]
        pipes += [names["errread"], names["errwrite"]]
        ends = [pipes[0], pipes[3], pipes[5]]
        streams = [number if end == -1 else end for number, end in enumerate(ends)]
        environment = os.environ if names["env"] is None else names["env"]
        folder = names["cwd"] or Path.cwd()
        try:
            self._run = start(names["args"], environment, folder, streams)
        finally:
            self._close_pipe_fds(*pipes)
        self.pid, self._child_created = self._run.pid, True

    def _internal_poll(self, _deadstate: int | None = None, **_: Any) -> int | None:
        if self.returncode is None:
            self.returncode = self._run.status(0)
        return self.returncode

    def _wait(self, timeout: float | None) -> int:
        if self.returncode is None:
            self.returncode = self._run.status(timeout)
        if self.returncode is None:
            raise TimeoutExpired(self.args, timeout or 0)
        return self.returncode


def run(
    words: Sequence[str | bytes | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    input: str | bytes | None = None,
    timeout: float = 120,
    check: bool = False,
    **options: Any,
) -> CompletedProcess[Any]:
    """Run the program with these arguments as `subprocess.run` runs a command."""
    environment = os.environ if env is None else env
    if not can_be_warm(environment, cwd or Path.cwd()):
        words = [*COMMAND, *words]
    if options.pop("capture_output", False):
        options |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if input is not None:
        options["stdin"] = subprocess.PIPE
    kind = WarmProgram if can_be_warm(environment, cwd or Path.cwd()) else Popen
    with kind(words, cwd=cwd, env=environment, **options) as process:
        try:
            out, err = process.communicate(input, timeout)
        except BaseException:
            process.kill()
            raise
        done = CompletedProcess(words, process.wait(), out, err)
    if check:
        done.check_returncode()
    return done
