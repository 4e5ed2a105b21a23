"""Random bytes, typed on every screen: the program goes on, and nothing that was saved is lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.removal import removed_vendors
from tests.support.every_screen import CONFLICT, CONFLICTED, WAYS, names
from tests.support.hostile_terminal import Seen
from tests.support.screens import sample_workspace

# An hour in `make torture`.
SECONDS = float(os.environ.get("PARTNERCHECK_INPUT_SECONDS", "15"))
SENT = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "plus": "+",
    "enter": "\r",
    "space": " ",
    "f2": "\x1bOQ",
    "ctrl+s": "\x13",
}
PARTS = (
    b"\x1b \x1b[ \x1bO \x1b[< \x1b[M \x1b[? \x1b] \x1bP \x1b\\ \x1b[200~ \x1b[201~ \x1b[A \x1b[B "
    b"\x1b[C \x1b[D \x1b[3~ \x1b[Z 48; 2048;1$y 2026;2$y ; : u ~ R t m M \r \t \x7f \x15 \x10 "
    b"\xc3\xa9 \xe7\x95\x8c"
).split(b" ")
# What quits, or hands the terminal to the shell, is meant to.
LEAVING = b"q\x03\x11\x14"
END_OF_A_PASTE = "\x1b[201~"


def random_bytes(random: Random) -> bytes:
    sent = b""
    for _ in range(random.randint(1, 40)):
        match random.randrange(4):
            case 0:
                sent += random.choice(PARTS)
            case 1:
                sent += random.randbytes(random.randint(1, 5))
            case 2:
                sent += str(random.randrange(10 ** random.randint(1, 12))).encode()
            case _:
                sent += bytes(random.choices(range(0x20, 0x7F), k=random.randint(1, 8)))
    return sent.translate(None, LEAVING)


def answers(root: Path) -> Mapping[Path, bytes]:
    """Every file of answers there is, but for the one that the resolve screen may write.

    A key removes a vendor; its files are kept elsewhere until it is brought back.
    """
    found = {path: path.read_bytes() for path in root.glob("vendors/*/*/*.*.*.toml")}
    for removed in removed_vendors(open_workspace(root)):
        folder = root / removed.place
        for path in folder.glob("*/*.*.*.toml"):
            place = root / "vendors" / removed.id / path.relative_to(folder)
            found.setdefault(place, path.read_bytes())
    found.pop(root / CONFLICTED)
    return found


def crashed(terminal: Seen, status: int) -> str:
    """What it said when it ended by itself; empty if it was told to end."""
    if status == 0 and b"Traceback" not in terminal.received:
        return ""
    return f"status {status}: {terminal.received[-4000:].decode(errors='replace')}"


def ended(terminal: Seen) -> int:
    """The status with which it ends by its own key, or by a signal if it waits for an answer."""
    for key in (END_OF_A_PASTE, "\x11"):
        time.sleep(0.3)
        try:
            terminal.press(key)
        except OSError:
            break
    try:
        return terminal.ended(20, kill=False)
    except AssertionError:
        os.kill(terminal.pid, signal.SIGTERM)
        status = terminal.ended(30)
        return 0 if status == 128 + signal.SIGTERM else status


def visit(name: str, root: Path, random: Random) -> None:
    """Open a screen, and send it bytes in bursts, until it ends or has had enough."""
    home = {"HOME": str(root.parent), "XDG_STATE_HOME": str(root.parent / "state")}
    home |= {"EDITOR": "true", "VISUAL": ""}
    terminal = Seen(["--workspace", str(root)], home, (80, 24), here=root.parent)
    terminal.until("12 vendors", 30)
    terminal.press("".join(SENT.get(key, key) for key in WAYS[name]))
    terminal.rest()
    sent: list[bytes] = []
    for _ in range(random.randint(5, 60)):
        sent.append(random_bytes(random))
        try:
            os.write(terminal.fd, sent[-1])
        except OSError:
            break
        terminal.read(random.choice((0, 0, 0.02, 0.15)))
    said = crashed(terminal, ended(terminal))
    assert not said, (name, sent, said)


def test_random_bytes_end_nothing_and_lose_nothing(tmp_path: Path) -> None:
    random = Random(20261129)
    order = random.sample(names(), len(names()))
    deadline = time.monotonic() + SECONDS
    visits = 0
    while not visits or time.monotonic() < deadline:
        root = sample_workspace(tmp_path / f"{visits}" / "workspace")
        (root / CONFLICTED).write_text(CONFLICT)
        before = answers(root)
        visit(order[visits % len(order)], root, random)
        after = answers(root)
        assert {path: after.get(path) for path in before} == before
        visits += 1
