"""Makes docs/json.md and docs/output.schema.json from docs/json.toml: `make docs`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from partnercheck.formats.json_write import FORMAT

HERE = Path(__file__).parent
SOURCE = HERE / "json.toml"
PAGE = HERE / "json.md"
SCHEMA = HERE / "output.schema.json"
BASIC: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "bool": {"type": "boolean"},
    "any": {},
}
IN_WORDS = {"whole": "whole number", "bool": "true or false", "any": "any value"}
HEAD = """\
# JSON output

These commands print JSON with `--format json`. [output.schema.json](output.schema.json) describes
all of it as JSON Schema (2020-12), and tests validate every command's output against it. This page
and the schema are generated from the same source.

| command | document |
| --- | --- |
{commands}

`table answers`, `table conditions` and `table verdicts` print a plain list of flat objects instead;
[tables.md](tables.md) explains their columns. `schema` prints JSON Schemas of the files of a
workspace.

- Each document is an object whose first key is `format`, a whole number, at present {format}. It is
  increased if a key is removed or renamed, or if its meaning changes. New keys can be added without
  increasing it, so ignore keys that you do not know.
- Every key is always present. If it has no value, it is `null`, an empty string or an empty list.
- Classes, conditions and questions are given by their ids. `low` is the worst class that is still
  possible, `high` the best.
- Scores of conditions are from 0 to 100 with one decimal, rounded down; scores of questions are
  from 0 to 4.
- Dates are strings such as 2026-11-24. The output is UTF-8.
- Messages go to stderr, so stdout is always a single JSON document. See also
  [exit status](commands.md#exit-status).

```sh
partnercheck compare --format json | jq -r '.vendors[] | [.name, .verdict.low] | @tsv'
partnercheck next --format json | jq -r '.steps[0].command'
```

## Documents

A type in square brackets is a list; "or null" means that there may be no value.

"""


def source() -> dict[str, Any]:
    """Return the shapes and the commands."""
    return tomllib.loads(SOURCE.read_text("utf-8"))


def fields_of(shapes: Mapping[str, Any], name: str) -> dict[str, list[str]]:
    """Return a shape's own fields after those of the shape that it extends."""
    shape = shapes[name]
    inherited = fields_of(shapes, shape["extends"]) if "extends" in shape else {}
    own = {key: value for key, value in shape.items() if key not in ("about", "extends")}
    return {**inherited, **own}


def type_schema(type_: str) -> dict[str, Any]:
    """Return the JSON Schema of a type as json.toml writes it."""
    if type_.endswith("?"):
        return {"anyOf": [type_schema(type_[:-1]), {"type": "null"}]}
    if type_.startswith("["):
        return {"type": "array", "items": type_schema(type_[1:-1])}
    if type_.startswith("{"):
        return {"type": "object", "additionalProperties": type_schema(type_[1:-1])}
    if "|" in type_:
        return {"enum": type_.split("|")}
    return dict(BASIC[type_]) if type_ in BASIC else {"$ref": f"#/$defs/{type_}"}


def shape_schema(shapes: Mapping[str, Any], name: str, document: bool) -> dict[str, Any]:
    """Return the JSON Schema of a shape; a document begins with the version of the format."""
    fields = fields_of(shapes, name)
    properties: dict[str, Any] = {"format": {"const": FORMAT}} if document else {}
    for key, (type_, meaning) in fields.items():
        properties[key] = {"description": meaning, **type_schema(type_)}
    return {
        "description": shapes[name]["about"],
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def schema() -> str:
    """Return the schema of every document."""
    made = source()
    shapes, documents = made["shapes"], set(made["commands"].values())
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The JSON output of partnercheck",
        "anyOf": [{"$ref": f"#/$defs/{each}"} for each in shapes if each in documents],
        "$defs": {each: shape_schema(shapes, each, each in documents) for each in shapes},
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def in_words(type_: str) -> str:
    """Return a type for people, with a link to its shape."""
    if type_.endswith("?"):
        return f"{in_words(type_[:-1])} or null"
    if type_.startswith("["):
        return f"[{in_words(type_[1:-1])}]"
    if type_.startswith("{"):
        return "object"
    if "|" in type_:
        return " ".join(f"`{word}`" for word in type_.split("|"))
    if type_ in BASIC:
        return IN_WORDS.get(type_, type_)
    return f"[{type_}](#{type_})"


def page() -> str:
    """Return the page."""
    made = source()
    shapes, commands = made["shapes"], made["commands"]
    rows = "\n".join(f"| `{name}` | [{shape}](#{shape}) |" for name, shape in commands.items())
    head = HEAD.replace("{commands}", rows).replace("{format}", str(FORMAT))
    order = sorted(shapes, key=lambda name: name not in commands.values())
    return head + "\n".join(_section(shapes, name) for name in order)


def _section(shapes: Mapping[str, Any], name: str) -> str:
    return "\n".join(_section_lines(shapes, name)) + "\n"


def _section_lines(shapes: Mapping[str, Any], name: str) -> Iterator[str]:
    shape = shapes[name]
    base = shape.get("extends")
    more = f" It has all keys of [{base}](#{base}), and also these:" if base else ""
    yield f"### {name}\n\n{shape['about']}{more}\n\n| key | type | meaning |\n| --- | --- | --- |"
    for key, value in shape.items():
        if key not in ("about", "extends"):
            yield f"| `{key}` | {in_words(value[0])} | {value[1]} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    SCHEMA.write_text(schema(), "utf-8")
