"""Cleaning of text where it is read, and escaping of text where it leaves.

Everything that people or other programs wrote passes `clean` before it reaches a screen, a
terminal or a report, so a name can never act as an escape sequence or turn a line around.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
WINDOWS_NAMES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)
# Joiners (ZWJ, ZWNJ) and variation selectors stay: they shape scripts and move nothing.
# What is no character at all is as wide as each terminal likes.
_NO_CHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_SUSPECT = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f"
    r"\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
    r"|[\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
    rf"|[\ufdd0-\ufdef{_NO_CHARACTERS}]"
)


_PLAIN = bytes([ord("\n"), *range(ord(" "), 0x7F)]).replace(b"\\", b"")


def clean(text: str, lines: bool = False) -> str:
    """Text that is safe to show: control characters become visible, format characters U+FFFD.

    With `lines`, line ends stay (CRLF and CR as LF) and a tab becomes four spaces; without it
    they too become pictures, so that a name stays on one line.
    """
    if text.isascii() and text.isprintable():
        return text
    if lines:
        text = unix_lines(text).expandtabs(4)
        return "\n".join(_SUSPECT.sub(_visible, line) for line in text.split("\n"))
    return _SUSPECT.sub(_visible, text)


def is_harmless(source: str) -> bool:
    """Whether no text in a file's source can need cleaning, escaped or not; LF alone is no harm."""
    if source.isascii():
        return not source.encode().translate(None, _PLAIN)
    return "\\" not in source and not _SUSPECT.search(source.replace("\n", ""))


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else REPLACEMENT


def unix_lines(text: str) -> str:
    """The text with every line ending as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def steady(text: str) -> str:
    """Text that is as wide on every terminal: emoji made of several are shown one by one.

    Whether a sequence is drawn as one picture differs between terminals, and so would all columns
    to the right of it. A flag is shown as its two letters.
    """
    return text if text.isascii() else _SEQUENCE.sub(_apart, text)


# Signs that choose a picture or a skin tone, a joiner behind a picture, the letters of flags.
_SEQUENCE = re.compile(
    r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
    r"|[\U0001f1e6-\U0001f1ff]"
)


def _apart(match: re.Match[str]) -> str:
    letter = ord(match[0]) - 0x1F1E6
    return chr(ord("A") + letter) if 0 <= letter < 26 else ""


def one_line(text: str) -> str:
    """Text of several lines as one, for a cell or a list."""
    return " ".join(text.split())


# More signs than anybody's script joins in a cell; names of combining marks alone have no width.
_SIGNS_PER_CELL = 8


def beginning(text: str, cells: int) -> str:
    """The beginning of a text, at least as much as can be seen in so many cells.

    Measuring takes time for every character; what is not shown is not to be measured.
    """
    most = _SIGNS_PER_CELL * (max(0, cells) + 1)
    return text if len(text) <= most else text[:most]


def harmless(text: str) -> str:
    """The last resort for what is written out: line ends stay, nothing else acts."""
    if text.isprintable():
        return text
    return "\n".join(map(clean, text.split("\n")))


@lru_cache(maxsize=1024)
def slug(name: str) -> str:
    """The id made of a name: lower-case letters, digits and hyphens, at most 63 of them.

    Empty when nothing of the name is left (a name in a script without a Latin form): the
    person then chooses an id.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63].rstrip("-")
    return f"{made}-1" if made in WINDOWS_NAMES else made


def folded(name: str) -> str:
    """A name for comparing: the same for names that look the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_slug(text: str) -> bool:
    """Whether the text can be an id: also a folder's name on every system."""
    return bool(SLUG.fullmatch(text)) and text not in WINDOWS_NAMES


def csv_cell(text: str) -> str:
    """Text that a spreadsheet will not take for a formula; some read the wide signs as such too."""
    return f"'{text}" if text[:1] in _FORMULA else text


_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def markdown(text: str) -> str:
    """Text with every character that Markdown or HTML would act on escaped, on one line.

    Nor is an address made a link where it stands bare, as GitHub's Markdown would.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_{}\[\]()#+!|~@-])", r"\\\1", text)
    text = one_line(_BARE_LINK.sub(r"\\\g<0>", text))
    return re.sub(r"^(\d+)(?=\.)", r"\1\\", text)


_BARE_LINK = re.compile(r"(?<=/)/|(?<=www)\.", re.IGNORECASE)
