"""The questionnaire line by line, typed into a terminal of its own."""

from __future__ import annotations

import time
from pathlib import Path

from tests.terminal.pty_screen import Terminal

ROUND = "2026-q4"
WORDS = ("assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau")
PROMPT = b"Answer: "


class Plain:
    """One run of `assess --plain`, at its prompt."""

    def __init__(self, root: Path, round_id: str = ROUND) -> None:
        words = ["--workspace", str(root), *WORDS, "--round", round_id, "--plain"]
        self.terminal = Terminal(words, {"TERM": "dumb"})
        self.pid = self.terminal.pid
        self.greeting = self._until_asked(0)

    def typed(self, line: str, seconds: float = 20) -> str:
        """Type a line and wait for the next prompt; what was said in between, in one line."""
        before = len(self.terminal.received)
        self.terminal.press(f"{line}\r")
        return self._until_asked(before, seconds)

    def _until_asked(self, since: int, seconds: float = 20) -> str:
        deadline = time.monotonic() + seconds
        while not self.terminal.received[since:].endswith(PROMPT):
            assert time.monotonic() < deadline, self.terminal.received[since:]
            assert self.terminal.read(1) or self.alive, self.terminal.received[since:]
        return " ".join(self.terminal.received[since:].decode().split())

    @property
    def alive(self) -> bool:
        """Whether it runs; one that was killed and not waited for does not."""
        state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"

    def leave(self) -> None:
        """Leave in order."""
        self.terminal.press("q\r")
        assert self.terminal.ended() == 0
