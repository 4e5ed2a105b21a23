r"""The sequences that terminals send for keys, the mouse and reports, as patterns.

They follow ECMA-48: after `ESC [` come parameters (`0`–`?`), then intermediates (space–`/`), then
one final character (`@`–`~`). So the end of an unknown sequence is found too, and none of its
characters is typed. Exceptions, which some terminals send:

    ESC [ [ A      F1 on the Linux console: `[` would be a final character
    ESC [ 3 $      Shift+Delete in rxvt: `$` would be an intermediate
    ESC O P        F1: only letters of known keys count after `O`, which ECMA-48 uses otherwise
    ESC ] … BEL    an answer as text; it may also end with ESC \
"""

from __future__ import annotations

import re

from partnercheck.app.terminal.textual_private import ANSI_SEQUENCES_KEYS

ESC = "\x1b"
PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
# In characters. No terminal sends longer ones; a longer text without an end is not one sequence.
LONGEST_SEQUENCE = 4096

# The letters after ESC O that mean a key; any other letter was typed after Alt+O.
_SS3 = "".join(sorted(key[2] for key in ANSI_SEQUENCES_KEYS if re.fullmatch(r"\x1bO.", key)))
# The order matters: by the general rule the first would end at its second [, and the next would end
# at whatever is typed after it.
SEQUENCE = re.compile(
    r"\x1b\[\[[A-E]"  # a function key of the Linux console
    r"|\x1b\[(?:[378]|2[34])\$"  # a key with Shift, of rxvt
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # by the rule
    rf"|\x1bO[{_SS3}]"
    r"|\x1b[\]PX^_][^\x00-\x1f]*(?:\x07|\x1b\\)"  # an answer of the terminal as text
)
# A text that the next bytes may complete to a sequence. It has to be held: its characters would be
# typed otherwise, and the rest of an arrow key would then look like letters.
BEGUN_SEQUENCE = re.compile(r"\x1b(?:\[\[?|\[[0-?]*[ -/]*|O|[\]PX^_][^\x00-\x1f]*\x1b?)?\Z")
CONSOLE_KEY = "\x1b[["  # the beginning of a function key of the Linux console
# A sequence whose next character cannot belong to it, as after a lost byte; it has no meaning.
CUT_OFF_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*")
# Position and button follow as bytes, not digits, so a byte may look like a letter or an ESC.
OLD_MOUSE, OLD_MOUSE_BYTES = "\x1b[M", 3
# The digits of the following are limited: Textual converts them, and Python refuses to convert
# thousands of them.
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
    """Return whether a code is that of a character: not of a control, not of a surrogate."""
    return ord(" ") <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000


def typed_character(code: int, shifted: int, shift: bool) -> str:
    """Return the character that a key types, for reports without the text."""
    char = chr(code)
    if shift:
        char = chr(shifted) if is_character(shifted) else char.upper()
    return char if char.isprintable() else ""
