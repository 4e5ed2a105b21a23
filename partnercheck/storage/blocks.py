"""TOML texts split at their headers, so that tables can be merged and marked one by one as text.

Invariant: joining the blocks in order gives the text again, byte for byte. Comments and blank lines
above a header belong to the header's block, so a comment moves with the table that it is about:

    name = "Acme"        TOP:           name = "Acme"
                         ("a",):        (blank line)
    # asked Tom                         # asked Tom
    [a]                                 [a]
    score = 3                           score = 3
"""

from __future__ import annotations

import re

from partnercheck.storage.edit import TEXT_OR_COMMENT
from partnercheck.storage.parse import TomlError, load_toml

_HEADER = re.compile(r"[ \t]*\[(?P<array>\[)?(?P<path>.+?)\]{1,2}[ \t]*(#.*)?$")
Path = tuple[str, ...]

TOP: Path = ()


def blocks(text: str) -> dict[Path, str] | None:
    """Map the path of each table to its block, in the text's order, `TOP` first.

    Return None if a header occurs twice, or if there is an array of tables.
    """
    by_path: dict[Path, str] = {}
    path, lines, above = TOP, list[str](), list[str]()
    for line, outside in _lines(text):
        header = _HEADER.match(line.rstrip("\r\n")) if outside else None
        if header and header["array"]:
            return None
        if header and (new_path := _path(header["path"])):
            by_path[path] = "".join(lines)
            if new_path in by_path:
                return None
            path, lines, above = new_path, [*above, line], []
        elif outside and (not line.strip() or line.lstrip().startswith("#")):
            # The line belongs to the next header if one follows directly, else to the lines above.
            above.append(line)
        else:
            lines, above = [*lines, *above, line], []
    if path in by_path:
        return None
    by_path[path] = "".join([*lines, *above])
    return by_path


def _path(written: str) -> Path | None:
    """Return the keys of a header, unquoted; None if the brackets are not a header."""
    # Only the parser knows all ways to quote a key: `[a."b.c"]` is the path ("a", "b.c").
    try:
        data: object = load_toml(f"[{written}]")
    except TomlError:
        return None
    keys: list[str] = []
    while isinstance(data, dict) and data:
        (key, data), *_ = data.items()
        keys.append(key)
    return tuple(keys)


def _lines(text: str) -> list[tuple[str, bool]]:
    """Return every line with its line end, and whether the line begins outside a multi-line text.

    A line such as `[x]` inside a text in triple quotes does not count.
    """
    inside: set[int] = set()
    number = at = 0
    for match in TEXT_OR_COMMENT.finditer(text):
        number += text.count("\n", at, match.start())
        rest = match[0].count("\n")
        inside.update(range(number + 1, number + 1 + rest))
        number, at = number + rest, match.end()
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    return [(line, number not in inside) for number, line in enumerate(lines)]


def join_blocks(parts: dict[Path, str], line_end: str) -> str:
    """Return the blocks as one text, adding a line end to each block that lacks one."""
    texts = [text if text.endswith("\n") else text + line_end for text in parts.values() if text]
    return "".join(texts)
