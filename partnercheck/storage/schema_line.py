"""A file's first line, if it tells editors the schema: `#:schema ../schemas/vendor.json`.

In TOML this line is a comment. It is split off before a text is edited, merged or formatted, and
put back afterwards. So it never changes, and a text with a schema line can still be canonical.

Invariant: the two parts from `split_schema_line`, joined by `join_schema_line`, are the text again,
except that a schema line at the very end of a file gets a line end. For

    #:schema ../../schemas/vendor.json

    name = "Acme"

the parts are the first two lines with their line ends, and `name = "Acme"`. The empty line, which
Tombi's formatter wants, may be missing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from partnercheck.base.text import is_slug

FOLDER = "schemas"
# TOML allows no control characters in a comment. A schema line that has one is not split off, so
# that the parser reports the character.
_LINE = re.compile(r"\ufeff?#:schema[ \t][^\x00-\x08\x0a-\x1f\x7f]*(?:(?:\r?\n){1,2}|\Z)")
_COMMENTS = re.compile(r"\ufeff?(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*[ \t]*(?:#[^\r\n]*)?")
_DIRECTIVE = re.compile(r"^\ufeff?[ \t]*#:schema[ \t]", re.MULTILINE)
_KINDS: Mapping[str, str] = {
    "partnercheck.toml": "workspace",
    "glossary.toml": "glossary",
    "people.toml": "people",
    "instruments/*": "instrument",
    "vendors/*/vendor.toml": "vendor",
    "vendors/*/goals.toml": "goals",
    "vendors/*/meetings.toml": "meetings",
    "vendors/*/people.toml": "people",
    "vendors/*/promises.toml": "promises",
    "vendors/*/*/asked.toml": "asked",
    "vendors/*/*/decision.toml": "decision",
}
_RESPONSE = re.compile(r"vendors/[^/]+/[^/]+/(?:buyer|vendor)\.[^./]+\.([^./]+)\.toml")
_PLACES = [(re.compile(place.replace("*", "[^/]+")), kind) for place, kind in _KINDS.items()]


def split_schema_line(text: str) -> tuple[str, str]:
    """Return the schema line at the top of a text, with its line end, and the rest of the text.

    The first part includes an empty line below the schema line and a byte order mark before it. If
    there is no schema line, the first part is empty.
    """
    line = _LINE.match(text)
    return (line[0], text[line.end() :]) if line else ("", text)


def join_schema_line(line: str, text: str) -> str:
    """Join a schema line and the text below it."""
    return f"{line}\n{text}" if line and not line.endswith("\n") else line + text


def names_a_schema(text: str) -> bool:
    """Whether any comment at the top of a text names a schema; editors search all of them."""
    comments = _COMMENTS.match(text)
    return bool(comments and _DIRECTIVE.search(comments[0]))


def kind_at(place: str) -> str | None:
    """Return the kind of schema for a path in the workspace; None if no schema applies."""
    if not place.endswith(".toml"):
        return None
    if response := _RESPONSE.fullmatch(place):
        return f"response.{response[1]}" if is_slug(response[1]) else None
    return next((kind for regex, kind in _PLACES if regex.fullmatch(place)), None)


def line_for(root: Path, path: Path) -> str:
    """Return the schema line for a file of the workspace; empty if it has no schema."""
    try:
        place = path.relative_to(root)
    except ValueError:
        return ""
    kind = kind_at(place.as_posix())
    if kind is None or not os.path.isfile(root / FOLDER / f"{kind}.json"):
        return ""
    # A path relative to the file: if the workspace is copied or moved, it still leads to the
    # schema.
    up = "../" * (len(place.parts) - 1) or "./"
    return f"#:schema {up}{FOLDER}/{kind}.json\n\n"


def canonical_line(line: str) -> str:
    """Return a schema line as a canonical file has it: with line endings and a blank line below."""
    return line.rstrip("\r\n").replace("\r", "") + "\n\n" if line else ""


def with_line(text: str, line: str) -> str:
    """Put a schema line above a text, with the text's own line ends."""
    mark, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    return mark + (line.replace("\n", "\r\n") if "\r\n" in text else line) + body
