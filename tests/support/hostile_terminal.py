"""A terminal that the program runs in, and what of its bytes is the program's own."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

from tests.support.hostile_texts import ACTIVE, unsafe
from tests.support.terminal import Terminal

# What Textual sends, and nothing else: colours and styles, the cursor's place, modes, the shape of
# the mouse pointer, the kitty keyboard protocol, questions about modes. No parameter has as many
# digits as those of the payloads.
OWN = re.compile(
    rb"\x1b\[(?:[0-9]{1,3}(?:;[0-9]{1,3})*)?m"
    rb"|\x1b\[[0-9]{1,3};[0-9]{1,3}H"
    rb"|\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    rb"|\x1b\[\?20(?:26|48)\$p"
    rb"|\x1b\[[<>=][0-9;]*u"
    rb"|\x1b\]22;[a-z]+\x07"
)
COPIED = re.compile(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")


class Cells(pyte.Screen):
    """A screen that goes on after a character without a width; pyte drops the rest of the text."""

    def draw(self, data: str) -> None:
        for char in data:
            super().draw(char)

    @property
    def display(self) -> list[str]:
        """The rows. The second cell of a wide character is empty, even if the first is gone."""
        return [
            "".join(self.buffer[y][x].data for x in range(self.columns)) for y in range(self.lines)
        ]


class Seen(Terminal):
    """A run of the program, whose bytes are looked at one by one in the end."""

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int],
        here: Path,
    ) -> None:
        super().__init__(words, environment, size, here)
        self._screen = Cells(*size)
        self._stream = pyte.ByteStream(self._screen)

    def row(self, y: int, begin: int = 0) -> str:
        """A row of the screen from a column on, cell by cell; a wide character has two."""
        self.shown  # noqa: B018
        cells = self._screen.buffer[y]
        return "".join(cells[x].data for x in range(begin, self._screen.columns)).rstrip()

    @property
    def keybar(self) -> str:
        """The last row."""
        return self.row(self._screen.lines - 1)

    def rest(self, seconds: float = 0.12) -> None:
        """Wait until nothing more comes for a moment."""
        while self.read(seconds):
            pass

    def leave(self) -> None:
        """End it, and look at every byte that it sent."""
        os.kill(self.pid, signal.SIGTERM)
        assert self.ended() == 128 + signal.SIGTERM
        only_text(self.received)


def only_text(received: bytes) -> None:
    """Nothing is in the bytes but what is the program's own, and text that does nothing."""
    if found := ACTIVE.search(received):
        at = found.start()
        raise AssertionError(received[max(0, at - 200) : at + 100])
    rest = COPIED.sub(b"", OWN.sub(b"", received)).decode("utf-8")
    left = unsafe(rest) - {"\r", "\n"}
    if left:
        at = re.search(f"[{re.escape(''.join(left))}]", rest)
        assert at
        raise AssertionError((left, rest[max(0, at.start() - 200) : at.start() + 100]))


def started(root: Path, *words: str, size: tuple[int, int] = (80, 24)) -> Seen:
    """The program on a workspace, with its portfolio shown."""
    home = {"HOME": str(root.parent), "XDG_STATE_HOME": str(root.parent / "state")}
    terminal = Seen(["--workspace", str(root), *words], home, size, here=root.parent)
    terminal.until("assess" if not words else "?", 120)
    return terminal
