"""The same keys in two terminals, all at once in one and slowly in the other."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from tests.support.hostile_terminal import started
from tests.support.screens import sample_workspace

SECONDS = 30
# How many screens are on each other, and what Escape first clears on them.
DEEPEST = 6
# Where a key is slower than this, the slow terminal is only a little faster than a person.
PAUSE = 0.06
UP, DOWN, LEFT, RIGHT = (f"\x1b[{final}" for final in "ABDC")
PAGE_DOWN, TAB, BACK_TAB, ENTER, ESC = "\x1b[6~", "\t", "\x1b[Z", "\r", "\x1b[27u"
BACKSPACE, SPACE = "\x7f", " "
CLICK_ON_A_ROW = "\x1b[<0;10;6M\x1b[<0;10;6m"
MOVES = (UP, DOWN, LEFT, RIGHT, PAGE_DOWN, TAB, BACK_TAB, ENTER, ESC, BACKSPACE, SPACE)


def files(root: Path) -> Mapping[str, bytes]:
    """Every file of a workspace, but for what only this machine keeps."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".partnercheck" not in path.parts
    }


class AtOnceAndSlowly:
    """Two runs of the program on two copies of the samples."""

    def __init__(self, folder: Path) -> None:
        self.roots = [sample_workspace(folder / name / "w") for name in ("at-once", "slowly")]
        self.at_once, self.slowly = (started(root) for root in self.roots)
        for terminal in (self.at_once, self.slowly):
            terminal.until("12 vendors", SECONDS)

    def types(self, keys: Sequence[str]) -> None:
        """Type the keys, and wait until both terminals and both folders have the same."""
        self.at_once.press("".join(keys))
        for key in keys:
            self.slowly.press(key)
            self.slowly.rest(PAUSE)
        deadline = time.monotonic() + SECONDS
        while not self.same():
            assert time.monotonic() < deadline, self.difference(keys)
            self.at_once.read()
            self.slowly.read()

    def back(self) -> None:
        """Go back to the portfolio from any screen, without a search or a filter."""
        for _ in range(DEEPEST):
            self.types([ESC])

    def same(self) -> bool:
        """Whether both show the same, and have written the same."""
        for terminal in (self.at_once, self.slowly):
            terminal.rest(PAUSE)
        shown = self.at_once.shown == self.slowly.shown
        return shown and files(self.roots[0]) == files(self.roots[1])

    def difference(self, keys: Sequence[str]) -> str:
        """What was typed, and what came of it."""
        at_once, slowly = map(files, self.roots)
        changed = [name for name in at_once | slowly if at_once.get(name) != slowly.get(name)]
        return (
            f"{keys}\nall at once:\n{self.at_once.shown}\nslowly:\n{self.slowly.shown}\n"
            f"files that differ: {changed}"
        )

    def leave(self) -> None:
        """End both."""
        self.at_once.leave()
        self.slowly.leave()


def mixed_script(random: Random, letters: str) -> list[str]:
    """Letters, moves of the focus, and the keys that open and close, in any order."""
    return [
        random.choice(letters) if random.random() < 0.5 else random.choice(MOVES)
        for _ in range(random.randint(2, 14))
    ]
