"""Decoding files from outside by their byte order mark, by a named encoding, or as UTF-8."""

from __future__ import annotations

import codecs
import re

from partnercheck.base.records import Problem

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NAME_IT = "Save it as UTF-8, or name its encoding, as in --encoding cp1252"
LINE_END = re.compile(r"\r\n|\r|\n")


def known_encoding(name: str) -> bool:
    """Return whether a text encoding has this name."""
    try:
        b"".decode(name)
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def decode_text(data: bytes, file: str, encoding: str = "") -> tuple[str, Problem | None]:
    """Return the text of a file's bytes without its byte order mark, or a problem.

    `encoding` is the user's choice. If it is empty, the byte order mark decides; if there is no
    mark, UTF-8 is used.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    marked = _MARKS.get(mark, "")
    if encoding and marked and _family(encoding) != _family(marked):
        message = (
            f"begins with the byte order mark of {marked.upper()}, but --encoding is {encoding}"
        )
        return "", Problem(file, message, "Omit --encoding", 1)
    if not encoding and not marked and b"\0" in data[:4]:
        return "", _nul(file, 1)
    used = encoding or marked or "utf-8"
    try:
        text = data.decode(used)
    except UnicodeDecodeError as error:
        line = _line(data[: error.start].decode(used, "replace"))
        message = f"has a byte that is not {used.upper()} (0x{data[error.start]:02X})"
        return "", Problem(file, message, _NAME_IT, line)
    except (ValueError, LookupError) as error:
        return "", Problem(file, f"is not {used.upper()} ({error})", _NAME_IT)
    return text.removeprefix("\ufeff"), None


def first_nul(text: str, file: str) -> Problem | None:
    """Return a problem for the first NUL in a text, if it has one."""
    at = text.find("\0")
    return _nul(file, _line(text[:at])) if at >= 0 else None


def _nul(file: str, line: int) -> Problem:
    message = "has a NUL character; the file may be UTF-16 without a byte order mark"
    remedy = "Save it as UTF-8, or name its encoding, as in --encoding utf-16-le"
    return Problem(file, message, remedy, line)


def _family(encoding: str) -> str:
    """Return an encoding's name without its byte order."""
    return re.sub("-(le|be|sig)$", "", codecs.lookup(encoding).name.replace("_", "-"))


def _line(before: str) -> int:
    return len(LINE_END.findall(before)) + 1
