"""Writing TOML: the same data always gives the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from partnercheck.base.text import unix_lines

Table = dict[str, Any]


# A line that looks like a conflict marker; only multi-line texts can have one. If its first
# character is escaped (`\u003c<<<<<<`), neither git nor `conflicts.py` takes it for a marker. Of
# shorter markers, only `=` is escaped: without a middle marker, `> quoted` is not a conflict.
_LIKE_A_CONFLICT = re.compile(r"^(?:[<=>|](?=([<=>|])\1{5})|=(?==*$))", re.MULTILINE)


def dumps(data: Mapping[str, Any]) -> str:
    """Return TOML data as text with LF line ends, and without lines that look like conflicts.

    Keys such as 2026-11-24 and 0e1 are quoted, because editors take them for a date or a number,
    and report an error. tomli_w has no option to quote them. So a private-use character that does
    not occur in the text is added to such keys, to make tomli_w quote them, and is removed again
    afterwards.
    """
    unix_data = _with_unix_lines(data)
    text = tomli_w.dumps(unix_data, multiline_strings=True)
    if any(map(_LIKE_A_VALUE.match, _keys(unix_data))):
        sign = next((char for char in map(chr, range(0xE000, 0xF900)) if char not in text), "")
        text = tomli_w.dumps(_with_signs(unix_data, sign), multiline_strings=True).replace(sign, "")
    return _LIKE_A_CONFLICT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


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
