r"""Turning the input from a terminal into Textual's messages, in order.

Textual's own parser converts the numbers of a sequence without checking them, so that one key
report can crash the program; it delays the characters after an Esc that begins no sequence; and it
types unknown sequences. Here the input is first divided into whole units, and Textual's tables get
only well-formed ones:

    unit          example            becomes
    character     a  é  Ctrl+W       a key, or a short paste if Textual would not type it (ZWNJ)
    key sequence  ESC [ A            a key
    key report    ESC [ 97;1:3 u     a key, or nothing if the key was released
    mouse report  ESC [ < 0;5;5 M    a click, a move, a turn of the wheel
    old mouse     ESC [ M + 3 bytes  nothing: the program asks for reports in the form above
    paste         ESC [ 200~ ...     one paste of all up to ESC [ 201~; an ESC in it becomes "␛"
    Esc, Alt      ESC x              Alt+x if the terminal sent nothing else, else Esc and then x
    other         ESC [ ... letter   nothing, as for incomplete sequences and undecodable bytes

Invariant: `_pending` is the beginning of exactly one unit, or empty, and every character before it
has been turned into messages. Between the two marks of a paste no byte becomes a key, unless the
paste has stalled.

Example, a sequence in two parts and a paste whose end is late:

    feed("a\x1b[")            the key a; "\x1b[" is held, since an arrow key may begin with it
    feed("A\x1b[200~rm\r")   the key Up; then a paste has begun, and "rm\r" is its text
    tick() after 2 s           the paste "rm\r" so far; the paste goes on, since its end may come
    feed("\x1b[201~")         the end: nothing more
    feed("b")                  the key b

If "b" had come instead of the end mark, it would have become a key and ended the paste: a single
character that comes two seconds after the rest was typed, not pasted.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from textual import constants, events
from textual.geometry import Size
from textual.keys import Keys
from textual.message import Message
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

from partnercheck.app.terminal.sequences import (
    ALT_ALONE,
    BEGUN_SEQUENCE,
    CONSOLE_KEY,
    CUT_OFF_SEQUENCE,
    ESC,
    KEY_REPORT,
    LONGEST_SEQUENCE,
    MODE_REPORT,
    MOUSE_REPORT,
    OLD_MOUSE,
    PASTE_END,
    PASTE_START,
    RESIZE_REPORT,
    SEQUENCE,
    UNDECODED_BYTES,
    is_character,
    number_in,
    old_mouse_length,
    typed_character,
)
from partnercheck.app.terminal.textual_private import (
    ANSI_SEQUENCES_KEYS,
    FUNCTIONAL_KEYS,
    IS_ITERM,
    XTermParser,
)
from partnercheck.base.text import REPLACEMENT, clean

SHOWN_ESC = "\N{SYMBOL FOR ESCAPE}"
# How long to wait for the rest of a key sequence, and how long to wait for the rest of a paste
# before its beginning is shown.
SEQUENCE_SECONDS = constants.ESCAPE_DELAY
PASTE_SECONDS = 2.0
# Bits of the modifiers in a key report, which sends their sum plus one. With only Shift, Caps Lock
# or Num Lock, a key still types its character.
SHIFT, LOCKS, MOST_MODIFIERS = 1, 64 | 128, 256
RELEASED = "3"
# Button numbers from this one on mean extra buttons, which Textual confuses with the first buttons.
EXTRA_BUTTONS_FROM = 128


def _no_size() -> tuple[int, int]:
    raise OSError


class TerminalInput(XTermParser):
    """A parser of terminal input that uses Textual's tables of keys, but not its parser.

    Args:
        size: Returns the terminal's columns and lines; the terminal's own reports may be wrong.
        clock: Returns seconds.

    """

    def __init__(
        self,
        size: Callable[[], tuple[int, int]] = _no_size,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start without pending input."""
        super().__init__()
        self._size = size
        self._clock = clock
        self._reports_resizes = False
        self._pending = ""
        self._pending_since = 0.0
        self._paste: str | None = None
        self._paste_stalled = False

    def feed(self, data: str) -> Iterator[Message]:
        """Yield the messages for data that arrived together.

        Args:
            data: Text decoded from UTF-8, with surrogates for invalid bytes. An incomplete key
                sequence at the end is held until the rest arrives, or until `tick` stops waiting
                for it.

        """
        if not data:
            return
        # If the connection lost the end of a character, the decoder holds its first bytes and sends
        # them together with the next key.
        key = data.lstrip(UNDECODED_BYTES)
        one_key = len(key) == 1 or SEQUENCE.fullmatch(key)
        if self._paste_stalled and key != PASTE_END and one_key:
            self._paste = None
        self._paste_stalled = False
        # Esc and a letter in one write are Alt with the letter; in a longer text they are two keys.
        alt = not self._pending and self._paste is None and ALT_ALONE.fullmatch(key) is not None
        since = self._pending_since if self._pending and self._paste is None else self._clock()
        pending, self._pending = self._pending + data, ""
        while pending:
            size, messages = self._unit(pending, alt)
            if not size:
                self._pending = pending
                break
            yield from messages
            pending, since = pending[size:], self._clock()
        self._pending_since = since

    def tick(self) -> Iterator[Message]:
        """Yield the messages that are due because no more input has arrived for a while."""
        silent = self._clock() - self._pending_since
        if self._paste is not None:
            if silent >= PASTE_SECONDS and not self._paste_stalled:
                # The end mark may be late or may never come; `feed` decides when the next data
                # arrives.
                text, self._paste, self._pending = self._paste + self._pending, "", ""
                self._paste_stalled = True
                yield from _paste_messages(text)
        elif self._pending and silent >= SEQUENCE_SECONDS:
            characters, self._pending = self._pending, ""
            yield from self._given_up(characters)

    def _unit(self, pending: str, alt: bool) -> tuple[int, list[Message]]:
        """Return the length of the first unit (0 if the unit is incomplete) and its messages."""
        if self._paste is not None:
            return self._paste_part(pending)
        if pending[0] != ESC:
            return 1, self._character(pending[0])
        if pending.startswith(PASTE_START):
            self._paste = ""
            return len(PASTE_START), []
        if pending.startswith(OLD_MOUSE):
            return old_mouse_length(pending), []
        if (match := SEQUENCE.match(pending)) and pending != CONSOLE_KEY:
            return len(match[0]), self._sequence(match[0])
        # Alt+[ and Alt+O are also the beginnings of longer sequences, so they are held as such.
        alt_alone = alt and len(pending) == 2 and pending[1] not in "[O"
        # No terminal sends such a long sequence, so this text must not hold back later keys.
        if BEGUN_SEQUENCE.match(pending) and not alt_alone and len(pending) < LONGEST_SEQUENCE:
            return 0, []
        if match := CUT_OFF_SEQUENCE.match(pending):
            return len(match[0]), []
        if alt and len(pending) > 1:
            return 2, self._alt(pending[:2])
        return 1, [events.Key("escape", ESC)]

    def _given_up(self, characters: str) -> Iterator[Message]:
        """Yield the messages of held characters that turned out not to begin a longer unit."""
        # The rest of the sequence was lost. A person has not typed its characters.
        if characters.startswith(("\x1b[", PASTE_START)):
            return
        if len(characters) == 2:
            yield from self._alt(characters)
            return
        yield events.Key("escape", ESC)
        for char in characters[1:]:
            yield from [events.Key("escape", ESC)] if char == ESC else self._character(char)

    def _paste_part(self, pending: str) -> tuple[int, list[Message]]:
        assert self._paste is not None
        text, mark, _ = pending.partition(PASTE_END)
        if mark:
            whole, self._paste = self._paste + text, None
            return len(text) + len(mark), _paste_messages(whole)
        # The last characters may be the beginning of the end mark.
        mark_start = next((n for n in range(5, 0, -1) if pending.endswith(PASTE_END[:n])), 0)
        length = len(pending) - mark_start
        self._paste += pending[:length]
        return length, []

    def _character(self, char: str) -> list[Message]:
        """Return a character as the key that types it, or as text if Textual would not type it."""
        if char.isprintable() or char in ANSI_SEQUENCES_KEYS:
            return self._keys(char)
        text = clean(char).strip(REPLACEMENT) if char > "\x7f" else ""
        return [events.Paste(text)] if text else []

    def _keys(self, sequence: str, alt: bool = False) -> list[Message]:
        keys = self._sequence_to_key_events(sequence, alt=alt)
        return [key for key in keys if key.key != Keys.Ignore]

    def _alt(self, pair: str) -> list[Message]:
        """Return the key that terminals report as Esc and this character, or else Alt+character."""
        return self._keys(pair) or self._keys(pair[1], alt=True)

    def _sequence(self, sequence: str) -> list[Message]:
        """Return the messages of a whole sequence; an unknown sequence has none."""
        if sequence in ANSI_SEQUENCES_KEYS:
            return self._keys(sequence)
        if sequence in ("\x1b[I", "\x1b[O"):
            return [events.AppFocus() if sequence == "\x1b[I" else events.AppBlur()]
        if match := KEY_REPORT.fullmatch(sequence):
            return self._reported_key(match[1], match[2])
        if match := MOUSE_REPORT.fullmatch(sequence):
            known = int(match[1]) < EXTRA_BUTTONS_FROM
            event = self.parse_mouse_code(sequence) if known else None
            return [event] if event else []
        if match := MODE_REPORT.fullmatch(sequence):
            return self._mode_messages(match[1], int(match[2]))
        if match := RESIZE_REPORT.fullmatch(sequence):
            return self._resize_messages(int(match[2]), int(match[1]))
        return []

    def _reported_key(self, parameters: str, final: str) -> list[Message]:
        """Return the key in a report of kitty's protocol: `code:shifted;modifiers:event;text`."""
        fields = [field.split(":") for field in parameters.split(";")]
        code, shifted = number_in(fields[0][0], 1), number_in((*fields[0], "")[1], 0)
        pressed = fields[1] if len(fields) > 1 else ["1"]
        modifiers = number_in(pressed[0], 1)
        if len(fields) > 3 or RELEASED in pressed[1:2] or modifiers > MOST_MODIFIERS:
            return []
        points = [number_in(each, 0) for each in fields[2]] if len(fields) > 2 else []
        text = "".join(chr(point) for point in points if is_character(point))
        # Textual's parser fails on a code that is neither a key nor a character.
        known = f"{code}{final}" in FUNCTIONAL_KEYS
        if not (known or text or (final == "u" and is_character(code))):
            return []
        # If the report lacks the typed text, a key types its character unless Ctrl, Alt or another
        # modifier is held.
        if not text and final == "u" and not max(0, modifiers - 1) & ~(SHIFT | LOCKS):
            text = typed_character(code, shifted, bool(max(0, modifiers - 1) & SHIFT))
        if not text:
            plain = modifiers <= 1
            return self._keys(f"\x1b[{code}{final}" if plain else f"\x1b[{code};{modifiers}{final}")
        messages: list[Message] = []
        for char in text:
            if char.isprintable():
                messages += self._keys(f"\x1b[{code};{modifiers};{ord(char)}u")
            elif char not in ANSI_SEQUENCES_KEYS:
                messages += self._character(char)
        return messages

    def _mode_messages(self, mode: str, setting: int) -> list[Message]:
        """Return the messages of a report about a mode that Textual asks for."""
        if mode == "2026":
            return [TerminalSupportsSynchronizedOutput()] if setting else []
        if not constants.SMOOTH_SCROLL or IS_ITERM:
            return []
        report = InBandWindowResize.from_setting_parameter(setting)
        self._reports_resizes = report.supported
        return [report]

    def _resize_messages(self, width: int, height: int) -> list[Message]:
        """Return the terminal's new size: in cells, from the system; in pixels, from the report."""
        if not self._reports_resizes:
            return []
        try:
            cells, pixels = Size(*self._size()), Size(width, height)
        except OSError:
            return []
        # A size in pixels that is less than one per cell is wrong.
        if width < cells.width or height < cells.height:
            return []
        self.terminal_size, self.terminal_pixel_size, self.mouse_pixels = cells, pixels, True
        return [events.Resize(cells, cells, None, pixels)]


def _paste_messages(text: str) -> list[Message]:
    """Return a paste of this text, from which NULs and surrogates are removed."""
    text = re.sub("[\x00\ud800-\udfff]", "", text.replace(ESC, SHOWN_ESC))
    return [events.Paste(text)] if text else []
