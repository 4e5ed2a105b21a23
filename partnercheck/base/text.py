"""Cleaning text that enters the program, and comparing names.

Invariant: all text from people or other programs passes `clean` before it is stored or shown, so a
name can never act as an escape sequence or reverse a line. Text is kept in Unicode's NFC, and names
are compared by `name_key` everywhere.
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
_NO_CHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
# Characters that are invisible and of no use in a text: C1 controls, soft hyphens, zero-width
# spaces, marks and overrides of direction, interlinear notes, layout controls of old scripts and of
# music, tags. Joiners (ZWJ, ZWNJ), the Mongolian vowel separator and variation selectors shape a
# script, and the number signs of Arabic, Syriac and Kaithi are visible, so these are kept.
_DROPPED = (
    r"\x80-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
    rf"\ufdd0-\ufdef{_NO_CHARACTERS}"
)
_SUSPECT = re.compile(rf"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff{_DROPPED}]")
_SPACING = "\x85\u2028\u2029"
# Spaces, Unicode's Default_Ignorable_Code_Point, and the braille pattern without a dot.
_INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_PLAIN = bytes([ord("\n"), *range(ord(" "), 0x7F)]).replace(b"\\", b"")


def clean(text: str, lines: bool = False) -> str:
    """Return text that is safe to store and to show, in NFC.

    Control characters are replaced by visible signs, and invisible characters that no script needs
    are removed. Bytes that were not text (lone surrogates) become U+FFFD, because a file cannot
    hold surrogates.

    If `lines` is true, line ends are kept (all as LF) and tabs become spaces. Otherwise line ends
    and tabs are replaced by visible signs or spaces, so that a name stays on one line.
    """
    if text.isascii() and text.isprintable():
        return text
    if lines:
        text = re.sub(rf"[{_SPACING}]", "\n", unix_lines(text)).expandtabs(4)
        text = "\n".join(_SUSPECT.sub(_visible, line) for line in text.split("\n"))
    else:
        text = _SUSPECT.sub(_visible, text)
    return unicodedata.normalize("NFC", text)


def is_clean(source: str) -> bool:
    """Whether it is certain that no text in a file's source needs cleaning.

    False if in doubt, as for a text with escape sequences.
    """
    if source.isascii():
        return not source.encode().translate(None, _PLAIN)
    return (
        "\\" not in source
        and not _SUSPECT.search(source.replace("\n", ""))
        and unicodedata.is_normalized("NFC", source)
    )


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if match[0] in _SPACING:
        return " "
    return REPLACEMENT if 0xD800 <= code < 0xE000 else ""


def tidy_name(text: str) -> str:
    """Return a name as stored: cleaned, on one line; empty if it has no visible characters."""
    return "" if is_blank(text) else one_line(clean(text, lines=True))


def tidy_text(text: str) -> str:
    """Return a multi-line text as stored: cleaned; empty if it has no visible characters."""
    return "" if is_blank(text) else clean(text, lines=True).strip()


def is_blank(text: str) -> bool:
    """Whether a text consists only of spaces and invisible characters, or is empty."""
    first = text[:1]
    if first.isascii() and first.isalnum():
        return False
    return not _INVISIBLE.sub("", clean(text, lines=True) if not text.isascii() else text)


def unix_lines(text: str) -> str:
    """Return a text with LF at every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """Return a text on one line, for a cell or a list."""
    return " ".join(text.split())


# No script puts more characters in a cell. The limit also holds for combining marks alone, which
# have no width.
_SIGNS_PER_CELL = 8


def beginning(text: str, cells: int) -> str:
    """Return the beginning of a text: at least as much as fits into this many cells.

    This avoids measuring the rest, which takes time for every character.
    """
    most = _SIGNS_PER_CELL * (max(0, cells) + 1)
    return text if len(text) <= most else text[:most]


def strip_controls(text: str) -> str:
    """Return a text for output, without control characters except line ends."""
    if text.isprintable():
        return text
    return "\n".join(map(clean, text.split("\n")))


@lru_cache(maxsize=8192)
def sort_key(name: str) -> tuple[str, str]:
    """Return the key for sorting names: a letter with a mark sorts with the letter without it.

    Example: Ärzte, Azur, Œuvre, Ødegaard, Zebra. Without this key, Ärzte, Œuvre and Ødegaard would
    follow Zebra. Names that differ only in their marks are still in a fixed order.
    """
    key = name_key(name)
    if key.isascii():
        return key, key
    letters = unicodedata.normalize("NFD", key)
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return plain.translate(_LETTERS_WITHOUT_MARKS), key


@lru_cache(maxsize=1024)
def slug(name: str) -> str:
    """Return the id made from a name: at most 63 lower-case letters, digits and hyphens.

    Other scripts are transliterated. Names with the same `name_key` make the same id. Empty if the
    name has no transliteration: a person then chooses an id.
    """
    folded_name = name_key(name)
    if not folded_name.isascii():
        folded_name = "".join(_latin(char) for char in folded_name)
    ascii_name = re.sub(r"[^a-z0-9]+", "-", folded_name).strip("-")[:63].rstrip("-")
    return f"{ascii_name}-1" if ascii_name in WINDOWS_NAMES else ascii_name


def transliterated(text: str) -> str:
    """Return a text in ASCII letters; empty if its script has no transliteration."""
    # The library's tables take 6 ms to load, and most texts are Latin.
    from anyascii import anyascii

    ascii_text: str = anyascii(text)
    return ascii_text


def _latin(char: str) -> str:
    """Return a transliterated character in lower case, without a letter's apostrophes."""
    latin = transliterated(char).lower()
    return re.sub(r"[^a-z0-9]", "", latin) if char.isalpha() else latin


# Letters that Unicode does not decompose into a letter and a mark.
_LETTERS_WITHOUT_MARKS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return the key for comparing names: equal for names that look alike.

    It is Unicode's NFKC_Casefold with runs of spaces collapsed. So names that differ only in case,
    composition, width (full-width letters) or invisible characters have the same key.
    """
    if name.isascii() and name.isprintable():
        return one_line(name.casefold())
    text = unicodedata.normalize("NFD", clean(name, lines=True))
    text = _INVISIBLE.sub(_space_in, text)
    # Case folding can make new compatibility characters, so fold and normalise until nothing
    # changes.
    while (again := unicodedata.normalize("NFKC", text.casefold())) != text:
        text = again
    return one_line(text)


def _space_in(match: re.Match[str]) -> str:
    """Return one space if any of the matched characters is a space, else an empty text."""
    return " " if any(map(str.isspace, match[0])) else ""


def is_slug(text: str) -> bool:
    """Whether a text can be an id, and so a folder's name on every system."""
    return bool(SLUG.fullmatch(text)) and text not in WINDOWS_NAMES
