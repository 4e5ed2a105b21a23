"""JSON with keys in their given order, an indentation of one space, and unescaped text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

FORMAT = 1


def json_text(value: object) -> str:
    """Return a value as indented JSON with a trailing newline."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def json_document(**content: object) -> str:
    """Return a command's JSON output: the version of the format, then the content."""
    return json_text({"format": FORMAT, **content})


def json_line(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def json_list(lines: Iterable[str]) -> Iterator[str]:
    """Yield a JSON list of values that are already JSON, with a line for each value as it comes."""
    before = "[\n"
    for line in lines:
        yield before + line
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
