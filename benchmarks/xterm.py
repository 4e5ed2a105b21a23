"""The terminal that programs are run in: what it shows, and what it answers when it is asked.

It draws with pyte, and answers as a plain xterm that can draw in one go (mode 2026) does. What an
xterm does not know, such as the kitty keyboard's question, nobody answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyte

KEYS = {
    "Enter": "\r",
    "Escape": "\x1b",
    "Space": " ",
    "Backspace": "\x7f",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Right": "\x1b[C",
    "Left": "\x1b[D",
    "PageUp": "\x1b[5~",
    "PageDown": "\x1b[6~",
    "^S": "\x13",
    "^U": "\x15",
}
ARROWS = ("Up", "Down", "Right", "Left")
# Of two that fit at one place, the first counts.
ANSWERS = {
    rb"\x1b\[0?c": "\x1b[?62;22c",
    rb"\x1b\[>0?c": "\x1b[>41;380;0c",
    rb"\x1b\[>0?q": "\x1bP>|XTerm(380)\x1b\\",
    rb"\x1b\[5n": "\x1b[0n",
    rb"\x1b\[6n": "\x1b[{row};{column}R",
    rb"\x1b\[\?2026\$p": "\x1b[?2026;2$y",
    rb"\x1b\[\?(\d+)\$p": "\x1b[?{asked};0$y",
    rb"\x1b\[14t": "\x1b[4;{pixel_rows};{pixel_columns}t",
    rb"\x1b\[16t": "\x1b[6;16;8t",
    rb"\x1b\[18t": "\x1b[8;{rows};{columns}t",
    rb"\x1b\](10);\?(?:\x07|\x1b\\)": "\x1b]{asked};rgb:ffff/ffff/ffff\x1b\\",
    rb"\x1b\](1[12]|4;\d+);\?(?:\x07|\x1b\\)": "\x1b]{asked};rgb:0000/0000/0000\x1b\\",
    rb"\x1bP(?:\+q|\$q)[^\x1b]*\x1b\\": "\x1bP0+r\x1b\\",
}
QUESTIONS = [(re.compile(asked), answer) for asked, answer in ANSWERS.items()]
LONGEST_QUESTION = 64
# Strings and private sequences that pyte would print, or take for others.
NOT_DRAWN = re.compile(
    rb"\x1b[PX^_][^\x1b]*\x1b\\|\x1b\[[<>=][0-9;:]*[a-zA-Z]|\x1b\[\?[0-9;]*(?:\$p|[mnu])"
)
ARROWS_MODE = re.compile(rb"\x1b\[\?1([hl])")


@dataclass(frozen=True)
class Size:
    """Columns and rows."""

    columns: int = 80
    rows: int = 24


class Xterm:
    """A screen of a size, with the state that answers and keys depend on."""

    def __init__(self, size: Size) -> None:
        """An empty screen."""
        self.size = size
        self._screen = pyte.Screen(size.columns, size.rows)
        self._stream = pyte.ByteStream(self._screen)
        self._begun = b""
        self._arrows = "["

    def draw(self, data: bytes) -> None:
        """Show what a program wrote."""
        self._stream.feed(NOT_DRAWN.sub(b"", data))

    def text(self) -> str:
        """What stands on the screen, a line a row."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def key(self, name: str) -> bytes:
        """What the terminal sends for a key of KEYS, or for text that is typed."""
        sent = KEYS.get(name, name)
        return (sent.replace("[", self._arrows) if name in ARROWS else sent).encode()

    def answers(self, data: bytes) -> list[str]:
        """The answers to the questions in new output, in their order.

        A question may be cut by a read: what may be its beginning is kept for the next one.
        """
        data = self._begun + data
        found: dict[int, tuple[re.Match[bytes], str]] = {}
        for question, answer in QUESTIONS:
            for each in question.finditer(data):
                found.setdefault(each.start(), (each, answer))
        for mode in ARROWS_MODE.finditer(data):
            self._arrows = "O" if mode[1] == b"h" else "["
        done = max((each.end() for each, _ in found.values()), default=0)
        begun = data.rfind(b"\x1b", done)
        self._begun = data[begun:] if begun >= 0 and len(data) - begun < LONGEST_QUESTION else b""
        return [self._filled(*found[at]) for at in sorted(found)]

    def _filled(self, found: re.Match[bytes], answer: str) -> str:
        """The answer with what was asked; where the cursor is, is left to `located`."""
        rows, columns = self.size.rows, self.size.columns
        known = {
            "asked": found[1].decode() if found.lastindex else "",
            "rows": str(rows),
            "columns": str(columns),
            "pixel_rows": str(rows * 16),
            "pixel_columns": str(columns * 8),
        }
        for name, value in known.items():
            answer = answer.replace(f"{{{name}}}", value)
        return answer

    def located(self, answer: str) -> str:
        """The answer with the place of the cursor, where that was asked."""
        cursor = self._screen.cursor
        return answer.replace("{row}", str(cursor.y + 1)).replace("{column}", str(cursor.x + 1))
