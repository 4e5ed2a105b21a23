"""The program with a fault put into it, to see how it ends: `python breaking.py FAULT WORDS...`."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.help import HelpScreen
from partnercheck.app.shared.page import Page
from partnercheck.app.terminal.driver import UnbrokenDriver
from partnercheck.cli import main
from partnercheck.commands import list as list_command


def fail(*_: object) -> NoReturn:
    """Fail as a program with an error in it does."""
    raise ValueError("it is\nnot in list")


def spin(*_: object) -> None:
    """Compute without an end, in the thread that draws and reads keys."""
    while True:
        pass


async def fail_aside(*_: object) -> None:
    """Fail in a task that nobody waits for."""
    asyncio.get_running_loop().call_soon(fail)


async def fail_in_a_timer(self: PartnerCheck) -> None:
    """Fail in a timer of the screen, between two drawings."""
    self.screen.set_interval(0.01, fail)


async def be_terminated(*_: object) -> None:
    """Get the signal that ends the program."""
    os.kill(os.getpid(), signal.SIGTERM)


def read_wrongly(self: UnbrokenDriver) -> None:
    """Read one key, and fail."""
    os.read(self.fileno, 1)
    fail()


def signalled_at(moment: str) -> None:
    """Get a SIGHUP before, while or after the editor is started."""
    real_suspend, real_popen = PartnerCheck.suspend, subprocess.Popen

    def suspend(self: PartnerCheck) -> Any:
        signal.raise_signal(signal.SIGHUP)
        return real_suspend(self)

    def popen(words: Any) -> Any:
        if moment == "before":
            signal.raise_signal(signal.SIGHUP)
        editor = real_popen(words)
        if moment == "while":
            signal.raise_signal(signal.SIGHUP)
        return editor

    if moment == "suspending":
        PartnerCheck.suspend = suspend  # type: ignore[method-assign]
    else:
        subprocess.Popen = popen  # type: ignore[assignment, misc]


def keys_around_the_editor() -> None:
    """Get what Ctrl+C and Ctrl+\\ send, before the editor runs and after it has ended."""
    real_suspend = PartnerCheck.suspend

    @contextmanager
    def suspend(self: PartnerCheck) -> Iterator[None]:
        with real_suspend(self):
            for number in (signal.SIGINT, signal.SIGQUIT):
                signal.raise_signal(number)
            yield
            for number in (signal.SIGINT, signal.SIGQUIT):
                signal.raise_signal(number)

    PartnerCheck.suspend = suspend  # type: ignore[method-assign]


FAULT, *WORDS = sys.argv[1:]
match FAULT:
    case "a key":
        PartnerCheck.action_glossary = fail  # type: ignore[assignment]
    case "a task":
        PartnerCheck.action_glossary = fail_aside  # type: ignore[assignment]
    case "a new screen":
        HelpScreen.body = fail  # type: ignore[method-assign]
    case "drawing":
        PartnerCheck.action_glossary = fail_in_a_timer  # type: ignore[method-assign]
    case "reading keys":
        UnbrokenDriver.run_input_thread = read_wrongly  # type: ignore[method-assign]
    case "leaving":
        PartnerCheck.action_glossary = be_terminated  # type: ignore[assignment]
        Page.save_pending = fail  # type: ignore[method-assign]
    case "busy":
        PartnerCheck.action_glossary = spin  # type: ignore[assignment]
    case "a command":
        list_command.run = fail
    case "keys around the editor":
        keys_around_the_editor()
    case _:
        signalled_at(FAULT)
sys.exit(main(WORDS))
