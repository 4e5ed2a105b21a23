"""The questionnaire line by line, typed into a terminal of its own."""

from __future__ import annotations

import time
from pathlib import Path

from tests.support.terminal import Terminal

ROUND = "2026-q4"
WORDS = ("assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau")
PROMPT = b"Answer: "
SECONDS = 30


class Plain:
    """One run of `assess --plain`, at its prompt."""

    def __init__(self, root: Path, round_id: str = ROUND) -> None:
        words = ["--workspace", str(root), *WORDS, "--round", round_id, "--plain"]
        self.terminal = Terminal(words, {"TERM": "dumb"})
        self.pid = self.terminal.pid
        self._since = 0
        self.greeting = self.reply()

    def typed(self, line: str) -> str:
        """Type a line and wait for the next prompt; what was said in between, in one line."""
        self.press(line)
        return self.reply()

    def press(self, line: str) -> None:
        """Type a line, and do not wait for what comes of it."""
        self._since = len(self.terminal.received)
        self.terminal.press(f"{line}\r")

    def reply(self) -> str:
        """What is said until the next prompt."""
        since, deadline = self._since, time.monotonic() + SECONDS
        while not self.terminal.received[since:].endswith(PROMPT):
            assert time.monotonic() < deadline, self.terminal.received[since:]
            assert self.terminal.read(1) or self.alive, self.terminal.received[since:]
        return " ".join(self.terminal.received[since:].decode().split())

    @property
    def alive(self) -> bool:
        """Whether it runs; one that was killed and not waited for does not."""
        status = Path(f"/proc/{self.pid}/stat")
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"

    def leave(self) -> None:
        """Leave in order."""
        self.terminal.press("q\r")
        assert self.terminal.ended() == 0
