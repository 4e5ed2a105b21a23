"""Text in terminal cells: wrapping, padding and cutting by width, not by code points.

Widths are those of `rich.cells`. Terminals disagree on some characters; `single_width_emoji` and
`column_text` replace these with text that has the same width everywhere.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from types import ModuleType

from partnercheck.base.text import REPLACEMENT, beginning, clean, one_line, transliterated

ELLIPSIS = "…"
# Each of these characters takes one cell, so a text with no other characters need not be measured.
_NARROW = re.compile(r"[\x20-\x7e\xa0-\xac\xae-\u02ff]*\Z")
# More code points than this in one cell are ignored: a hundredth accent cannot be seen.
_MOST_IN_A_CELL = 8

# Variation selectors, skin tones, the joiner after an emoji, and the letters that make up flags.
_SEQUENCE = re.compile(
    r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
    r"|[\U0001f1e6-\U0001f1ff]"
)
# Characters drawn in the cell of the preceding character, or not at all: joiners, variation
# selectors, enclosing marks, fillers.
_NO_CELL = re.compile(
    r"[\u034f\u0488\u0489\u115f\u1160\u180b-\u180f\u1abe\u200c\u200d\u20dd-\u20e0\u20e2-\u20e4"
    r"\u3164\ua670-\ua672\ufe00-\ufe0f\uffa0\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
# Symbols that Unicode 16 widened from one cell to two, symbols that only some terminals draw two
# cells wide, and emoji of Unicode 15 and later, to which older terminals give one cell or none.
_DISPUTED_SIGNS = re.compile(
    r"[\u2630-\u2637\u268a-\u268f\u3248-\u324f\U0001d300-\U0001d356\U0001d360-\U0001d376\U0001f6dc"
    r"\U0001fa75-\U0001fa77\U0001fa87-\U0001fa8f\U0001faad-\U0001faaf\U0001fabb-\U0001fabf"
    r"\U0001fac6-\U0001facf\U0001fada-\U0001fadf\U0001fae7-\U0001faef\U0001faf7-\U0001faff]"
)
# Letters and marks that take one cell in some terminals and none in others (vowel signs of Indic
# scripts, vowels and finals of Hangul that stand alone). A word with any of these is
# transliterated.
_DISPUTED_LETTERS = frozenset({"Mc"})
_HANGUL_PARTS = ("\u1160", "\u11ff")


def single_width_emoji(text: str) -> str:
    """Return a text with emoji sequences split into single emoji, and flags as two letters.

    Terminals differ in whether they draw a sequence as one picture.
    """
    return text if text.isascii() else _SEQUENCE.sub(_single_emoji, text)


def _single_emoji(match: re.Match[str]) -> str:
    letter = ord(match[0]) - 0x1F1E6
    return chr(ord("A") + letter) if 0 <= letter < 26 else ""


@lru_cache(maxsize=4096)
def column_text(text: str) -> str:
    """Return a text for a table cell, using only characters that are equally wide everywhere.

    Symbols that some terminals draw wider become U+FFFD or are spelled out. Words are
    transliterated if they have vowel signs that take a cell in only some terminals. Stored text
    never changes.
    """
    if _NARROW.match(text):
        return text
    text = _NO_CELL.sub("", single_width_emoji(text))
    return re.sub(r"\S+", lambda word: _undisputed(word[0]), text)


def _undisputed(word: str) -> str:
    if _NARROW.match(word):
        return word
    if any(unicodedata.category(char) in _DISPUTED_LETTERS or _is_part(char) for char in word):
        return transliterated(word) or REPLACEMENT
    return "".join(REPLACEMENT if _is_disputed(char) else char for char in word)


def _is_part(char: str) -> bool:
    first, last = _HANGUL_PARTS
    return first <= char <= last or "\ud7b0" <= char <= "\ud7fb"


def _is_disputed(char: str) -> bool:
    """Whether a character is unassigned, private, a format or new, so that terminals disagree."""
    return unicodedata.category(char) in ("Cn", "Co", "Cf") or bool(_DISPUTED_SIGNS.match(char))


def width_of(text: str) -> int:
    """Return the number of cells that a text takes."""
    if _NARROW.match(text):
        return len(text)
    width: int = _rich_cells().cell_len(text)
    return width


@cache
def _rich_cells() -> ModuleType:
    # Loading the tables takes time, and most commands show only narrow text.
    from rich import cells

    return cells


def cut(text: str, width: int) -> str:
    """Return a text in at most `width` cells, with an ellipsis if it was cut."""
    start = text[: max(width, 1) * _MOST_IN_A_CELL]
    if len(start) == len(text) and width_of(text) <= width:
        return text
    # The text may have been cut at the same place before, and so have an ellipsis there already.
    return f"{_head(start, width - 1).rstrip().rstrip(ELLIPSIS)}{ELLIPSIS}" if width > 0 else ""


def _head(text: str, width: int) -> str:
    """Return as much of a text's start as fits, without separating marks from their characters."""
    head: str = _rich_cells().set_cell_size(text, width) if width_of(text) > width else text
    # Rich replaces a wide character that does not fit with a space.
    return head if text.startswith(head) else head[:-1]


def excerpt(text: str, width: int = 40) -> str:
    """Return a text as messages quote it: cleaned, on one line, in at most `width` cells."""
    return cut(one_line(clean(text)), width)


def fitted(text: str, width: int) -> str:
    """Clean a text, and pad or cut it to exactly `width` cells."""
    return padded(
        cut(column_text(clean(text[: max(width, 1) * _MOST_IN_A_CELL + 1])), width), width
    )


def padded(text: str, width: int) -> str:
    """Return a text padded with spaces to `width` cells."""
    return text + " " * max(0, width - width_of(text))


def wrapped(text: str, width: int, most: int | None = None) -> list[str]:
    """Wrap a text into lines of at most `width` cells; words that fit on a line stay whole.

    If `most` is given, return at most that many lines; if the text is cut, the last line ends with
    an ellipsis.

    Chinese and Japanese have no spaces between words, so a line may end after any of their
    characters, except before a closing mark and after an opening mark.
    """
    width = max(1, width)
    if len(text) <= width and _NARROW.match(text):
        return [text.rstrip(_SPACES)]
    if most is not None:
        return _first_lines(text, width, most)
    text = single_width_emoji(text)
    if _NARROW.match(text):
        lines = textwrap.wrap(text, width, break_long_words=False, drop_whitespace=True)
    else:
        lines = _filled(_unbroken(text), width)
    wrapped_lines: list[str] = []
    for line in lines or [""]:
        wrapped_lines += _broken(line, width) if width_of(line) > width else [line]
    return wrapped_lines


def _broken(word: str, width: int) -> Iterator[str]:
    """Yield the parts of a word that is longer than a line; a path is broken after a slash."""
    start = ""
    for part in _AFTER_SLASH.split(word) if "/" in word else [word]:
        if start and width_of(start) + width_of(part) > width:
            yield start
            start = ""
        start += part
        if width_of(start) > width:
            *full, start = filter(None, _rich_cells().chop_cells(start, width))
            yield from full
    yield start


def _first_lines(text: str, width: int, most: int) -> list[str]:
    longest = beginning(text, width * most)
    # Most characters take a cell, so the first try is usually enough.
    length = width * most
    lines = wrapped(longest[:length], width)
    while len(lines) <= most and length < len(longest):
        length *= 2
        lines = wrapped(longest[:length], width)
    if len(lines) <= most and len(longest) == len(text):
        return lines
    first = lines[:most]
    last = first.pop().rstrip(ELLIPSIS)
    return [*first, cut(f"{last}…" if width_of(last) < width else f"{last} …", width)]


def _filled(parts: Iterator[str], width: int) -> list[str]:
    """Join the parts into lines as full as `width` allows, without trailing spaces."""
    lines: list[str] = []
    line, used = "", 0
    for part in parts:
        room = width_of(part)
        if line.strip() and used + room > width and not part.isspace():
            lines.append(line.rstrip(_SPACES))
            line, used = "", 0
        if part.isspace() and lines and not line:
            continue
        line, used = line + part, used + room
    return [*lines, line.rstrip(_SPACES)] if line.strip(_SPACES) else lines


_SPACES = " \t\n\x0b\x0c\r\u3000"
_WORDS = re.compile(rf"[{_SPACES}]+|[^{_SPACES}]+")
_AFTER_SLASH = re.compile(r"(?<=/)(?!/)")
# As in textwrap, a line may end after a hyphen between two words of letters.
_HYPHEN = re.compile(r"(?<=\w[^\W\d]-)(?=\w+[^\W\d])")
_CLOSING = frozenset(
    "、。，．！？：；）］｝」』】〕〉》〙〗”’…‥・々〻ー％,.!?:;)]}%"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
_OPENING = frozenset("（［｛「『【〔〈《〘〖“‘([{")


def _unbroken(text: str) -> Iterator[str]:
    """Yield the parts of a text between which a line may end: words, parts of words, spaces."""
    for word in _WORDS.findall(text):
        if word[0] in _SPACES:
            yield " " * len(word) if "\u3000" not in word else word
        else:
            for part in _HYPHEN.split(word):
                yield from _ideographs(part)


def _ideographs(word: str) -> Iterator[str]:
    """Yield the parts of a word between which a line may end, such as single ideographs.

    Korean words, which have spaces between them, stay whole.
    """
    start = 0
    for index in range(1, len(word)):
        before, after = word[index - 1], word[index]
        if not (_ends_anywhere(before) or _ends_anywhere(after)):
            continue
        if after in _CLOSING or before in _OPENING or unicodedata.category(after)[0] in "MC":
            continue
        yield word[start:index]
        start = index
    yield word[start:]


def _ends_anywhere(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"
