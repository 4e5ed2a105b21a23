"""`docs/files.md` as the program sees it: its tables of keys, and the files in it."""

from __future__ import annotations

import re
from pathlib import Path

from partnercheck.base.records import Record
from partnercheck.workspace.schemas.shapes import Schema, definitions, words

PAGE = Path(__file__).parents[2] / "docs" / "files.md"
_FILE = re.compile(r"(?m)^`([^`\n]+\.toml)`:\n\n```toml\n(.*?)^```$", re.DOTALL)


def rows(kind: type[Record]) -> list[str]:
    """A row for each key of a record: its name, what it can be, and what it means."""
    schema = definitions(kind)[kind.__name__]
    told = words()[kind.__name__]
    return [
        f"| `{key}` | {_values(schema['properties'][key])}"
        f"{', required' if key in schema['required'] else ''} | {told[key]} |"
        for key in told
    ]


def _values(schema: Schema) -> str:
    """What a key can be, in a few words."""
    if "enum" in schema:
        return " ".join(f"`{each}`" for each in schema["enum"])
    if isinstance(schema["type"], list):
        return "year or date"
    if schema["type"] == "object":
        return "table"
    if schema["type"] == "integer":
        return f"{schema['minimum']}\u2013{schema['maximum']}"
    if schema["type"] == "array":
        return "list of texts"
    return "date" if schema.get("format") else "text"


def files() -> dict[str, str]:
    """The example files on the page, by their places in a workspace."""
    found = _FILE.findall(PAGE.read_text("utf-8"))
    assert len({place for place, _ in found}) == len(found)
    return dict(found)
