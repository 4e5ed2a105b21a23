"""A process with the program's modules loaded, from which runs of the program are forked.

Loading the modules takes most of the time of a short command. This process loads them once. For
each run it forks a child, which takes over the run's arguments, environment, folder and standard
streams, does what `python -m partnercheck` does, and ends as an interpreter ends. Nothing of the
program has run before that: its modules are loaded, and the questionnaires of the package are read,
which no test changes; every other cache is empty.

The tests reach it by sockets: see tests/support/warm_start.py. Each byte on the control socket
comes with a socket for one run. The server forks at once, and sends the child's process id on that
socket, and its exit status later; the child reads the run from it. The server ends when the other
end of the control socket is closed.
"""

from __future__ import annotations

import atexit
import fcntl
import functools
import gc
import importlib
import os
import pickle
import pkgutil
import runpy
import select
import signal
import socket
import struct
import sys
import termios
import threading
import time
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.warm_start import Request

PROGRAM = "partnercheck"
SCREENS = "partnercheck.app"
# readline looks at the terminal and reads the user's settings when it is loaded.
LEFT_TO_THE_CHILD = "readline"
# What the package itself contains, read once.
PACKAGED = (
    f"{PROGRAM}.questionnaires.read.packaged",
    f"{PROGRAM}.questionnaires.wording.wording",
)
# A process id, or an exit status as `wait` returns it.
NUMBER = struct.Struct("i")
# The length of a pickled run; its standard streams come with it.
LENGTH = struct.Struct("Q")


class _LeftToTheChildError(Exception):
    """A module is not to be loaded here, nor are those that load it."""


class _Refusing:
    """A finder of modules that refuses one."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == LEFT_TO_THE_CHILD:
            raise _LeftToTheChildError


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    # The folder of this script; a run has its own folder there.
    del sys.path[0]
    load(screens="--screens" in sys.argv)
    become(*received(serve(control)))
    runpy.run_module(PROGRAM, run_name="__main__", alter_sys=True)


def load(screens: bool) -> None:
    """Load the program's modules, and leave no trace of that but the modules."""
    refusing = _Refusing()
    sys.meta_path.insert(0, refusing)  # type: ignore[arg-type]
    folder = os.path.dirname(importlib.import_module(PROGRAM).__file__ or "")
    for name in _modules(folder, PROGRAM, screens):
        with suppress(_LeftToTheChildError):
            importlib.import_module(name)
    sys.meta_path.remove(refusing)  # type: ignore[arg-type]
    assert threading.active_count() == 1
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper):
            each.cache_clear()
    for name in PACKAGED:
        module, _, function = name.rpartition(".")
        getattr(sys.modules[module], function)()
    _keep_modules()


def _keep_modules() -> None:
    """Let the modules of this process outlast a child's interpreter.

    At its end an interpreter takes every module apart. That would write into all the memory that a
    child shares, which takes longer than most commands.
    """
    modules: list[object] = [*sys.modules.values()]
    modules.append(modules)
    gc.collect()
    # Nothing that there is now is garbage later, not even this list.
    gc.freeze()
    names = sys.modules.keys() - {"sys", "builtins", "__main__"}
    # What is registered first is called last.
    atexit.register(lambda: [sys.modules.pop(name) for name in names])


def _modules(folder: str, package: str, screens: bool) -> list[str]:
    """Return the names of the modules in a package, without those of the screens if not wanted."""
    names = []
    for module in pkgutil.iter_modules([folder]):
        name = f"{package}.{module.name}"
        if module.name == "__main__" or (name == SCREENS and not screens):
            continue
        names.append(name)
        if module.ispkg:
            names += _modules(os.path.join(folder, module.name), name, screens)
    return names


def serve(control: socket.socket) -> socket.socket:
    """Fork a child for each run, and return in the child, with the run's socket."""
    child_ended, wake_up = os.pipe()
    os.set_blocking(wake_up, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_up, warn_on_full_buffer=False)
    runs: dict[int, socket.socket] = {}
    poll = select.poll()
    for waiting in (control.fileno(), child_ended):
        poll.register(waiting, select.POLLIN)
    while True:
        try:
            ready = [number for number, _ in poll.poll()]
            if child_ended in ready:
                os.read(child_ended, 4096)
                _report_ended(runs)
            if control.fileno() not in ready:
                continue
            message, passed, *_ = socket.recv_fds(control, 1, 1)
        except KeyboardInterrupt:
            os._exit(128 + signal.SIGINT)
        if not message:
            os._exit(0)
        run = socket.socket(fileno=passed[0])
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # All their numbers are closed together, and given to other files later.
            for each in (control, *runs.values()):
                each.detach()
            return run
        runs[pid] = run
        _send(run, pid)


def _report_ended(runs: dict[int, socket.socket]) -> None:
    """Send the exit status of every child that has ended."""
    while runs:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with runs.pop(pid) as run:
            _send(run, status)


def _send(run: socket.socket, number: int) -> None:
    # A test may have gone without waiting for the end.
    with suppress(OSError):
        run.sendall(NUMBER.pack(number))


def received(run: socket.socket) -> tuple[Request, list[int]]:
    """Return the run that this child is for, and the descriptors of its standard streams."""
    header, streams, *_ = socket.recv_fds(run, LENGTH.size, 3)
    (length,) = LENGTH.unpack(header)
    with run.makefile("rb") as reader:
        request = pickle.loads(reader.read(length))
    run.detach()
    return request, streams


def become(request: Request, streams: list[int]) -> None:
    """Give this child what a new process gets from the one that starts it."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.chdir(request["folder"])
    if request["own_terminal"]:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Only what is read at the start of an interpreter is set here, and the same is in the
    # request; besides, there is what the interpreter itself has set, such as LC_CTYPE (PEP 538).
    environment = {**os.environb, **request["environment"]}
    os.environ.clear()
    os.environb.update(environment)
    time.tzset()
    sys.stdin = sys.__stdin__ = _text_layer(0, "r", sys.stdin)  # type: ignore[misc, arg-type]
    sys.stdout = sys.__stdout__ = _text_layer(1, "w", sys.stdout)  # type: ignore[misc, arg-type]
    sys.stderr = sys.__stderr__ = _text_layer(2, "w", sys.stderr)  # type: ignore[misc, arg-type]
    words = [os.fsdecode(word) for word in request["words"]]
    sys.argv = ["-m", *words]
    sys.orig_argv = [sys.executable, "-m", PROGRAM, *words]
    sys.path.insert(0, os.getcwd())


def _text_layer(number: int, mode: str, like: TextIOWrapper) -> TextIOWrapper:
    """Return a text layer as the interpreter makes it at its start.

    Its encoding, which the environment decides, is that of the server's own.
    """
    binary = open(number, f"{mode}b", closefd=False)  # noqa: SIM115  (open to the end)
    binary.raw.name = like.name
    layer = TextIOWrapper(
        binary,
        encoding=like.encoding,
        errors=like.errors,
        newline="\n",
        line_buffering=binary.isatty() or number == 2,
        write_through=like.write_through,
    )
    layer.mode = mode  # type: ignore[misc]
    return layer


if __name__ == "__main__":
    main()
