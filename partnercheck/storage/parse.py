"""From bytes to TOML data: a file is read whole, or left out with what is wrong and where."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import rtoml

from partnercheck.base.records import Problem
from partnercheck.base.regular_file import MAX_BYTES, NotAFileError, read_bytes
from partnercheck.base.text import clean, is_harmless, one_line
from partnercheck.storage.conflicts import first_marker
from partnercheck.storage.schema_line import parted

MAX_DEPTH = 16
LONGEST_SHOWN = 40
TOO_DEEP = ("is nested too deeply", "Write it as plain tables")
Table = dict[str, Any]

_SYNTAX_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Source(NamedTuple):
    """A TOML file as it was read: its name for people, its text, its data, and what is wrong.

    `data` is None when the file could not be parsed; `text` is as on disk, without a BOM. One
    that is `harmless` has nothing in it, nor escaped in it, that would have to be cleaned.
    """

    file: str
    text: str
    data: Table | None
    problems: tuple[Problem, ...]
    harmless: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it, but for a line that names its schema."""
        return not parted(self.text)[1].strip()


def read(path: Path, file: str) -> Source:
    """Read and parse a file; `file` is how messages name it."""
    try:
        data = read_bytes(path)
    except NotAFileError:
        return _failed(file, "", "is not a file", "Put a file there")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _failed(file, "", f"cannot be read ({reason})", "Check that it is there and yours")
    return parse(data, file, only_read=True)


def parse(data: bytes, file: str, only_read: bool = False) -> Source:
    """Parse the bytes of a TOML file.

    What is `only_read` may have its tables in another order than the file has them.
    """
    if len(data) > MAX_BYTES:
        return _failed(file, "", "is larger than 1 MiB", "Move long texts to a file of their own")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = data.count(b"\n", 0, error.start) + 1
        what = f"has a byte that is not UTF-8 (0x{data[error.start]:02X})"
        return _failed(file, "", what, "Save the file in the encoding UTF-8", bad)
    notices = []
    if text.startswith("\ufeff"):
        text = text[1:]
        notices.append(_notice(file, "starts with a byte order mark", "Save it as UTF-8 without"))
    if "\r\n" in text:
        notices.append(_notice(file, "has Windows line ends", "Save it with LF line ends"))
    if marker := first_marker(text):
        what = f'has a merge conflict ("{marker.sign * min(marker.size, LONGEST_SHOWN)}")'
        todo = (
            "Choose one side and remove the lines that git added, or open the vendor in the screens"
        )
        marked = text.count("\n", 0, marker.start) + 1
        return _failed(file, text, what, todo, marked)
    try:
        harmless = is_harmless(text)
        data_read = _loads(text, fast=only_read and harmless)
        # In what is only read, and needs no cleaning, `record` looks at the keys it does not know.
        if not (only_read and harmless) and not within(data_read, MAX_DEPTH):
            raise RecursionError
        return Source(file, text, data_read, tuple(notices), harmless)
    except RecursionError:
        return _failed(file, text, *TOO_DEEP)
    except ValueError as error:
        place = _SYNTAX_PLACE.search(str(error))
        what = _SYNTAX_PLACE.sub("", one_line(clean(str(error)))) or "is not TOML"
        line: int | None = int(place[1]) if place and place[1] else None
        if place and not place[1]:
            line = text.count("\n") + (not text.endswith("\n"))
        todo = "Correct it there" if line else "Correct it"
        return _failed(file, text, f"is not valid TOML: {what[0].lower()}{what[1:]}", todo, line)


def _loads(text: str, fast: bool) -> Table:
    """A file's data. Raises ValueError with its place, or RecursionError.

    rtoml is four times as fast; tomli keeps the order, tells better what is wrong, and reads what
    is out of the ordinary: escapes, control characters, numbers beyond 64 bits.
    """
    if fast:
        with suppress(ValueError):
            return rtoml.loads(text)
    import tomli

    return tomli.loads(text)


_NESTING = frozenset({dict, list})


def within(data: Table, depth: int) -> bool:
    """Whether tables and lists are nested no deeper than that."""
    level: list[Any] = [data]
    for _ in range(depth):
        parts = [each.values() if type(each) is dict else each for each in level]
        level = [part for each in parts for part in each if type(part) in _NESTING]
        if not level:
            return True
    return False


def _failed(file: str, text: str, what: str, todo: str, line: int | None = None) -> Source:
    return Source(file, text, None, (Problem(file, what, todo, line),))


def _notice(file: str, what: str, todo: str) -> Problem:
    return Problem(file, what, todo, severity="notice")
