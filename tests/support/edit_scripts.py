"""What a person does in a text field, key by key, and a plain model of what comes of it."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from tests.support.hostile_terminal import Seen

EDITING = {
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "home": "\x1b[H",
    "^A": "\x01",
    "end": "\x1b[F",
    "^E": "\x05",
    "^U": "\x15",
    "^W": "\x17",
    "^K": "\x0b",
}
CLEAR = EDITING["^E"] + EDITING["^U"]
CHARACTERS = "etaoinshrdlu  EQX019.,-'éß界語🙂"
# One after another is typed where the cursor is at the end of a script: it shows that all is done.
ENDS = "αβγδεζηθικλμνξοπρστυφχψω"
MOST_CHARACTERS = 24
SECONDS = 30
WORD_START = re.compile(r"(?<=\W)\w")
WORD_EDGE = re.compile(r"(?<=\W)(?=\w)|(?<=\w)(?=\W)")


class Text(NamedTuple):
    """A line of text with a cursor."""

    before: str = ""
    after: str = ""

    def pressed(self, key: str, in_note: bool, in_form: bool) -> Text:
        """The text after a key: the name of an editing key, or a character.

        Ctrl+W goes to the start of a word; in a note a run of punctuation counts as one. Ctrl+U
        goes to the start of the line; in a form it empties the field.
        """
        before, after = self
        match key:
            case "backspace":
                return Text(before[:-1], after)
            case "delete":
                return Text(before, after[1:])
            case "left":
                return Text(before[:-1], before[-1:] + after)
            case "right":
                return Text(before + after[:1], after[1:])
            case "home" | "^A":
                return Text("", before + after)
            case "end" | "^E":
                return Text(before + after, "")
            case "^U":
                return Text("", "" if in_form else after)
            case "^K":
                return Text(before, "")
            case "^W":
                pattern, line = (WORD_EDGE, before.rstrip()) if in_note else (WORD_START, before)
                starts = [match.start() for match in pattern.finditer(line)]
                return Text(before[: starts[-1]] if starts else "", after)
        return Text(before + key, after)


def random_script(random: Random) -> list[str]:
    """Some keys: mostly characters, then the keys of a person who mistypes."""
    keys = [
        random.choice(CHARACTERS)
        if random.random() < 0.6
        else random.choice([*EDITING, *["backspace", "left", "right"] * 3])
        for _ in range(random.randint(1, 40))
    ]
    typed = 0
    kept = []
    for key in keys:
        typed += key not in EDITING
        if key in EDITING or typed <= MOST_CHARACTERS:
            kept.append(key)
    return kept


def pieces(keys: Sequence[str], random: Random) -> list[str]:
    """The bytes of the keys in one write, or in some, never within a key."""
    sent = [EDITING.get(key, key) for key in keys]
    count = random.choice((1, 1, 10))
    cuts = sorted(random.randrange(len(sent) + 1) for _ in range(count - 1))
    return ["".join(sent[a:b]) for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]


class FieldOnScreen:
    """A field of one line, at the place where it is shown."""

    def __init__(self, terminal: Seen) -> None:
        self.terminal = terminal
        terminal.press(f"{CLEAR}¶")
        terminal.until("¶", SECONDS)
        rows = [terminal.row(y) for y in range(24)]
        self.y = next(y for y, row in enumerate(rows) if "¶" in row)
        cells = terminal._screen.buffer[self.y]
        self.x = next(x for x in range(80) if cells[x].data == "¶")
        self.count = 0

    def runs(self, keys: Sequence[str], random: Random, in_note: bool, in_form: bool) -> None:
        """Clear the field, run a script in it, and wait until it shows what the model says."""
        self.count += 1
        end = ENDS[self.count % len(ENDS)]
        text = Text()
        for key in keys:
            text = text.pressed(key, in_note, in_form)
        pause = random.choice((0, 0, 0.003, 0.02))
        first, *others = pieces([*keys, end], random)
        for piece in (CLEAR + first, *others):
            self.terminal.press(piece)
            time.sleep(pause)
        wanted = f"{text.before}{end}{text.after}".rstrip()
        deadline = time.monotonic() + SECONDS
        while (shown := self.terminal.row(self.y, self.x)) != wanted:
            assert time.monotonic() < deadline, (keys, shown, wanted)
            self.terminal.read()
