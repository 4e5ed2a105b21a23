"""Stopping a program to look whether it is in the middle of a save, and killing it there.

A stopped process does nothing, so what is seen of it holds at the moment at which it is killed.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random

STEP_SECONDS = 0.000_5
LOCKS = Path("/proc/locks")


class Victim:
    """A program at work on a folder of a workspace."""

    def __init__(self, pid: int, root: Path, folder: Path, random: Random) -> None:
        self._pid, self._root, self._folder, self._random = pid, root, folder, random
        self.draws_anew = False  # as a screen does each time it may go on: then it is stopped less

    def stop(self) -> None:
        """Stop it, and wait until it does nothing."""
        os.kill(self._pid, signal.SIGSTOP)
        while self._state() not in "TtZ":
            time.sleep(0)

    def go_on(self) -> None:
        """Let it run for a moment."""
        os.kill(self._pid, signal.SIGCONT)
        time.sleep(self._random.random() * STEP_SECONDS)

    def _state(self) -> str:
        status = Path(f"/proc/{self._pid}/stat").read_text()
        return status.rpartition(")")[2].split()[0]

    def saving(self) -> bool:
        """Whether it is within a save: its temporary file is there, or it has the lock."""
        return self._temporary() or self._has_lock()

    def _temporary(self) -> bool:
        try:
            names = os.listdir(self._folder)
        except FileNotFoundError:
            return False
        return any(name.startswith(f".partnercheck-{self._pid}-") for name in names)

    def _has_lock(self) -> bool:
        try:
            inode = (self._root / ".partnercheck" / "lock").stat().st_ino
            locks = LOCKS.read_text().splitlines()
        except FileNotFoundError:
            return False
        return any("FLOCK" in line and "->" not in line and f":{inode} " in line for line in locks)

    def kill(self) -> bool:
        """Kill it as it is now; whether that was within a save."""
        self.stop()
        within = self.saving()
        os.kill(self._pid, signal.SIGKILL)
        return within

    def kill_within_a_save(self, seconds: float) -> bool:
        """Wait for a save to begin, go some way into it and kill it there; False without one."""
        deadline = time.monotonic() + seconds
        further = self._random.choice((0, 0, 1, 2, 4, 8))
        while time.monotonic() < deadline:
            if self.draws_anew and not self.saving():
                continue
            self.stop()
            if self.saving():
                if not further:
                    os.kill(self._pid, signal.SIGKILL)
                    return True
                further -= 1
            self.go_on()
        return False
