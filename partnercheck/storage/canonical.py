"""Writing TOML: the same data always gives the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from partnercheck.base.text import unix_lines

Table = dict[str, Any]


# A line that looks like a conflict marker; only multi-line texts can have one. If its first
# character is escaped (`\u003c<<<<<<`), neither git nor `conflicts.py` takes it for a marker. In
# shorter lines, only `=` is escaped: without a middle marker, `> quoted` is not a conflict.
_LIKE_A_CONFLICT = re.compile(r"^(?:[<=>|](?=([<=>|])\1{5})|=(?==*$))", re.MULTILINE)


# The width that Taplo and Tombi use: an array that does not fit on one line has one value per line.
LINE_WIDTH = 80  # characters
INDENT = "  "


def dumps(data: Mapping[str, Any]) -> str:
    """Return TOML data as text with LF line ends, and without lines that look like conflicts.

    The layout is one that Taplo and Tombi do not change. tomli_w has no options for two parts of
    this layout, so placeholders are written and replaced afterwards. They are marked with a
    private-use character that does not occur in the text:

    - Keys such as 2026-11-24 and 0e1 are quoted, because editors take them for a date or a number,
      and report an error. The character is added to such keys, to make tomli_w quote them.
    - An array stands on one line if it fits. Its placeholder is a text with the array's number.
    """
    unix_data = _with_unix_lines(data)
    text = _tomli_text(unix_data)
    arrays: list[Any] = []
    if "[\n" in text or any(map(_LIKE_A_VALUE.match, _keys(unix_data))):
        # There are 6,400 such characters; a text that has all of them keeps tomli_w's layout.
        sign = next((char for char in map(chr, range(0xE000, 0xF900)) if char not in text), "")
        if not sign:
            return _without_markers(text)
        text = _tomli_text(_without_arrays(_with_signs(unix_data, sign), sign, arrays))
        placeholder = re.compile(f'^(.*)"{sign}([0-9]+){sign}"$', re.MULTILINE)
        text = placeholder.sub(lambda line: line[1] + _array(arrays[int(line[2])], line[1]), text)
        text = text.replace(sign, "")
    return _without_markers(text)


def _without_markers(text: str) -> str:
    return _LIKE_A_CONFLICT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _tomli_text(data: Mapping[str, Any]) -> str:
    return tomli_w.dumps(data, multiline_strings=True, indent=len(INDENT))


def _without_arrays(data: Table, sign: str, arrays: list[Any]) -> Table:
    """Return data with each array replaced by its number; the arrays are added to `arrays`.

    Arrays with tables in them are left to tomli_w, which gives long tables a header.
    """
    result: Table = {}
    for key, value in data.items():
        if isinstance(value, dict):
            result[key] = _without_arrays(value, sign, arrays)
        elif isinstance(value, list | tuple) and not _has_table(value):
            result[key] = f"{sign}{len(arrays)}{sign}"
            arrays.append(value)
        else:
            result[key] = value
    return result


def _has_table(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_has_table, value))
    return isinstance(value, dict)


def _array(value: Any, before: str, indent: str = "") -> str:
    """Return an array on one line, or with one value per line if the line would be too long.

    `before` is the text before the array on its line.
    """
    if not isinstance(value, list | tuple):
        return _tomli_text({"_": value}).removeprefix("_ = ").rstrip("\n")
    line = f"[{', '.join(_array(each, '') for each in value)}]"
    if "\n" not in line and len(before) + len(line) <= LINE_WIDTH:
        return line
    inner = indent + INDENT
    lines = [f"{inner}{_array(each, inner, inner)},\n" for each in value]
    return f"[\n{''.join(lines)}{indent}]"


_LIKE_A_VALUE = re.compile(r"\d{4}-\d{2}-\d{2}|\d+e\d+\Z", re.ASCII)


def _keys(value: Any) -> Iterator[str]:
    """Yield every key in TOML data."""
    if isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _keys(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _keys(part)


def _with_signs(value: Any, sign: str) -> Any:
    """Return data with the sign added to every key that looks like a value."""
    if isinstance(value, dict):
        return {
            f"{key}{sign}" if _LIKE_A_VALUE.match(key) else key: _with_signs(part, sign)
            for key, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_with_signs(part, sign) for part in value]
    return value


def _with_unix_lines(value: Any) -> Any:
    if isinstance(value, str):
        return unix_lines(value)
    if isinstance(value, dict):
        return {key: _with_unix_lines(part) for key, part in value.items()}
    return value
