"""JSON with keys in their given order, an indentation of one space, and unescaped text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

FORMAT = 1


def json_text(value: object) -> str:
    """Return a value as indented JSON with a trailing newline."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def json_document(**content: object) -> str:
    """Return a command's JSON output: the version of the format, then the content."""
    return json_text({"format": FORMAT, **content})


def json_rows(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield a JSON list, one line for each object as soon as the object is read."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
