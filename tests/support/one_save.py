"""A process that gives one answer each time it is told to, for faults to be put into that alone.

It loads everything and opens the sitting first; then every fault gets a fork of it, which waits
for the tracer, answers, and says how that went. It talks through sockets, whose system calls no
fault is ever put into. Run it as `python -m tests.support.one_save ROOT WARM CONTROL TALK`.
"""

from __future__ import annotations

import ctypes
import json
import os
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from partnercheck.assessing.sitting import Sitting
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.workspace.open import open_workspace
from tests.support import patched_calls as patching
from tests.support.running import TODAY

ITEM = "culture-decisions"
ANSWER = Answer(4, basis="observed", evidence="Seen in September.\nAnd in October.", on=TODAY)
START = Start("acme-logistics", "buyer", "Alice Moreau", round="2026-q4")
LONGEST = 4096
NUMBER = 12


def opened(root: Path) -> Sitting:
    return start_sitting(open_workspace(root), START, TODAY)


def let_anybody_trace() -> None:
    """Some systems let only a parent attach to a process, unless it agrees."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1 & 0xFFFFFFFFFFFFFFFF), 0, 0, 0)


def answering(sitting: Sitting, talk: socket.socket) -> None:
    """Give the answer as often as told to, and say the truth about it, as the screens do."""
    while talk.recv(1) == b"g":
        try:
            sitting.save_answer(ITEM, ANSWER)
            said = "saved"
        except (UserError, OSError) as error:
            said = f"not saved: {error}"
        talk.send(said.encode())


def forked(sitting: Sitting, order: dict[str, object], root: Path, talk: socket.socket) -> None:
    try:
        let_anybody_trace()
        if order.get("patched"):
            patching.inject(order)
        answering(opened(root) if order.get("fresh") else sitting, talk)
        os._exit(min(patching.hits, 100))
    except BaseException:
        traceback.print_exc()
        os._exit(101)


def main() -> None:
    root, warm = map(Path, sys.argv[1:3])
    control, talk = (socket.socket(fileno=int(number)) for number in sys.argv[3:5])
    opened(warm).save_answer(ITEM, ANSWER)  # what a save imports is loaded by now
    sitting = opened(root)
    control.send(b"ready")
    while order := control.recv(LONGEST):
        child = os.fork()
        if child == 0:
            forked(sitting, json.loads(order), root, talk)
        control.send(f"{child:{NUMBER}}".encode())
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        control.send(f"{ended:{NUMBER}}".encode())


if __name__ == "__main__":
    main()
