"""Parsing TOML files: either the data of the whole file, or a problem with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import tomli

from partnercheck.base.records import Problem
from partnercheck.base.regular_file import MAX_BYTES, NotAFileError, read_bytes
from partnercheck.base.text import clean, is_clean, one_line
from partnercheck.storage.conflicts import first_marker
from partnercheck.storage.schema_line import split_schema_line

MAX_DEPTH = 16
LONGEST_SHOWN = 40
# Messages of tomli that do not say what a person did.
PLAINER = {"Cannot overwrite a value": "this key is already defined above"}
Table = dict[str, Any]


class TomlError(ValueError):
    """A text is not TOML, or is nested too deeply; `line` is None if the line is not known."""

    def __init__(self, message: str, remedy: str, line: int | None = None) -> None:
        """Store the parts of a `Problem`."""
        super().__init__(message)
        self.message, self.remedy, self.line = message, remedy, line


class Source(NamedTuple):
    """A parsed TOML file."""

    file: str  # the name for messages
    text: str  # as on disk, without a byte order mark
    data: Table | None  # None if it could not be parsed
    problems: tuple[Problem, ...]
    needs_no_cleaning: bool = False  # true if it is certain that no text in the file needs cleaning

    @property
    def empty(self) -> bool:
        """Whether the file is empty, apart from a line that names its schema."""
        return not split_schema_line(self.text)[1].strip()


def read(path: Path, file: str) -> Source:
    """Read and parse a file; `file` is its name in messages."""
    try:
        data = read_bytes(path)
    except NotAFileError:
        return _failed(file, "", "is not a file", "Replace it with a file")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _failed(
            file,
            "",
            f"cannot be read ({reason})",
            "Check that the file exists and that you may read it",
        )
    return parse(data, file)


def parse(data: bytes, file: str) -> Source:
    """Parse the bytes of a TOML file; `file` is its name in messages."""
    if len(data) > MAX_BYTES:
        return _failed(file, "", "is larger than 1 MiB", "Move long texts to a file of their own")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"has a byte that is not UTF-8 (0x{data[error.start]:02X})"
        return _failed(file, "", message, "Save the file as UTF-8 text", line)
    notices = []
    if text.startswith("\ufeff"):
        text = text[1:]
        remedy = "Save it as UTF-8 without one"
        notices.append(_notice(file, "starts with a byte order mark (BOM)", remedy))
    if "\r\n" in text:
        notices.append(
            _notice(file, "has Windows line endings", "Save it with Unix (LF) line endings")
        )
    if marker := first_marker(text):
        message = f'has a merge conflict ("{marker.sign * min(marker.size, LONGEST_SHOWN)}")'
        remedy = (
            "Choose one side and remove the lines that git added, or run `partnercheck` and open "
            "the vendor there"
        )
        line = text.count("\n", 0, marker.start) + 1
        return _failed(file, text, message, remedy, line)
    try:
        return Source(file, text, load_toml(text), tuple(notices), is_clean(text))
    except TomlError as error:
        return _failed(file, text, error.message, error.remedy, error.line)


def load_toml(text: str) -> Table:
    """Return the data of a TOML text without a byte order mark. Raises TomlError.

    This is the only function that runs tomli.
    """
    try:
        data: Table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        # For an error at the end of the text, tomli names the line after the last line.
        line = min(error.lineno, text.count("\n") + (not text.endswith("\n")))
        raise _not_toml(PLAINER.get(error.msg, error.msg), line) from None
    except ValueError as error:  # A number with more digits than Python converts.
        raise _not_toml(str(error)) from None
    except RecursionError:
        raise _too_deep() from None
    if not _is_nested_within(data, MAX_DEPTH):
        raise _too_deep()
    return data


def _not_toml(message: str, line: int | None = None) -> TomlError:
    reason = one_line(clean(message)) or "is not TOML"
    remedy = "Correct that line" if line else "Correct it"
    return TomlError(f"is not valid TOML: {reason[0].lower()}{reason[1:]}", remedy, line)


def _too_deep() -> TomlError:
    return TomlError("is nested too deeply", "Put fewer tables or lists inside each other")


_NESTING = frozenset({dict, list})


def _is_nested_within(data: Table, depth: int) -> bool:
    """Return whether tables and lists are nested no deeper than this."""
    # Level by level instead of recursively: a hostile file would exhaust the stack.
    level: list[Any] = [data]
    for _ in range(depth):
        parts = [nested.values() if type(nested) is dict else nested for nested in level]
        level = [part for nested in parts for part in nested if type(part) in _NESTING]
        if not level:
            return True
    return False


def same(first: object, second: object) -> bool:
    """Return whether two values are the same in TOML; unlike in Python, 1, 1.0 and true differ."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    # `nan` does not equal itself, but has the same representation.
    return type(first) is type(second) and (first == second or repr(first) == repr(second))


def _failed(file: str, text: str, message: str, remedy: str, line: int | None = None) -> Source:
    return Source(file, text, None, (Problem(file, message, remedy, line),))


def _notice(file: str, message: str, remedy: str) -> Problem:
    return Problem(file, message, remedy, severity="notice")
