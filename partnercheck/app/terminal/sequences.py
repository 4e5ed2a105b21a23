r"""The sequences that terminals send for keys, the mouse and reports, as patterns.

They follow ECMA-48: after `ESC [` come parameters (`0`–`?`), then intermediates (space–`/`), then
one final character (`@`–`~`). So the end of an unknown sequence is found too, and none of its
characters is typed. Exceptions, which some terminals send:

    ESC [ [ A      F1 on the Linux console: `[` would be a final character
    ESC [ 3 $      Shift+Delete in rxvt: `$` would be an intermediate
    ESC O P        F1: only letters of known keys count after `O`, which has another use in ECMA-48
    ESC ] … BEL    an answer to a query, as text; the end may also be ESC \
"""

from __future__ import annotations

import re

from partnercheck.app.terminal.textual_private import ANSI_SEQUENCES_KEYS

ESC = "\x1b"
PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
# In characters. No terminal sends a longer sequence, so a longer text without an end is not one.
LONGEST_SEQUENCE = 4096

# The letters after ESC O that mean a key; any other letter was typed after Alt+O.
_SS3 = "".join(sorted(key[2] for key in ANSI_SEQUENCES_KEYS if re.fullmatch(r"\x1bO.", key)))
# The order of the alternatives matters: by the general rule, the first kind would end at its second
# [, and the second kind at whatever is typed next.
SEQUENCE = re.compile(
    r"\x1b\[\[[A-E]"  # a function key of the Linux console
    r"|\x1b\[(?:[378]|2[34])\$"  # a key with Shift, of rxvt
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # by the rule
    rf"|\x1bO[{_SS3}]"
    r"|\x1b[\]PX^_][^\x00-\x1f]*(?:\x07|\x1b\\)"  # an answer of the terminal as text
)
# The beginning of a sequence that the next bytes may complete. It has to be held: otherwise its
# characters would be typed, and the rest of an arrow key would then look like letters.
BEGUN_SEQUENCE = re.compile(r"\x1b(?:\[\[?|\[[0-?]*[ -/]*|O|[\]PX^_][^\x00-\x1f]*\x1b?)?\Z")
CONSOLE_KEY = "\x1b[["  # the beginning of a function key of the Linux console
# A sequence whose next character cannot belong to it, as after a lost byte; it has no meaning.
CUT_OFF_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*")
# The button and the position follow as bytes, not as digits, so a byte may look like a letter or
# Esc.
OLD_MOUSE, OLD_MOUSE_BYTES = "\x1b[M", 3
# The following patterns limit the number of digits: Textual converts the digits to integers, and
# Python refuses to convert thousands of digits.
KEY_REPORT = re.compile(r"\x1b\[([0-9:;]*)([u~ABCDEFHPQRS])")
MOUSE_REPORT = re.compile(r"\x1b\[<([0-9]{1,4});(-?[0-9]{1,6});(-?[0-9]{1,6})[Mm]")
MODE_REPORT = re.compile(r"\x1b\[\?(2026|2048);([0-4])\$y")
RESIZE_REPORT = re.compile(r"\x1b\[48;[0-9:]+;[0-9:]+;([0-9]{1,6})[0-9:]*;([0-9]{1,6})[0-9:]*t")
# One or several keys with Alt and nothing else; they may arrive together if a key is held down.
ALT_ALONE = re.compile(r"(?:\x1b[^\x1b])+")
# The surrogates to which Python decodes bytes that are not UTF-8.
UNDECODED_BYTES = "".join(map(chr, range(0xDC80, 0xDD00)))


def old_mouse_length(pending: str) -> int:
    """Return the length of an old mouse report; its 3 bytes may be decoded as fewer characters."""
    at, missing = len(OLD_MOUSE), OLD_MOUSE_BYTES
    while missing > 0:
        if at == len(pending):
            return 0
        missing -= len(pending[at].encode("utf-8", "surrogateescape"))
        at += 1
    return at


def number_in(digits: str, default: int) -> int:
    """Return the number in a field of a report, of at most eight digits."""
    return int(digits[:8]) if digits else default


def is_character(code: int) -> bool:
    """Return whether a code is that of a character, not of a control character or a surrogate."""
    return ord(" ") <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000


def typed_character(code: int, shifted: int, shift: bool) -> str:
    """Return the character that a key types, for a key report that lacks the typed text."""
    char = chr(code)
    if shift:
        char = chr(shifted) if is_character(shifted) else char.upper()
    return char if char.isprintable() else ""
