"""The typed records as JSON Schema, in the draft that editors of TOML read: draft 7.

`msgspec` makes them of the records' types. What TOML has not (null) goes, and what each key means
comes from `words.toml`. Nothing forbids a key that no record has: it is kept, and warned about.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from partnercheck.base.records import Record
from partnercheck.base.text import one_line
from partnercheck.storage.parse import load_toml

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
NOT_BLANK = "\\S"


@cache
def words() -> Mapping[str, Any]:
    """What each key means, by record and by file."""
    text = (resources.files(__package__) / "words.toml").read_text("utf-8")
    return load_toml(text)


def definitions(*kinds: type[Record]) -> dict[str, Schema]:
    """A schema of each of these records by its name, and of those that are in them."""
    _, schemas = msgspec.json.schema_components(kinds, ref_template="#/definitions/{name}")
    return {name: _documented_schema(name, schema) for name, schema in schemas.items()}


def table_of(kind: type[Record], schemas: dict[str, Schema]) -> Schema:
    """A record's schema for the top of a file, with the file's format; taken out of those found."""
    schema = schemas.pop(kind.__name__)
    schema["properties"] = {"format": format_key(), **schema["properties"]}
    return schema


def format_key() -> Schema:
    """The schema of a file's format number."""
    return {"description": words()["key"]["format"], "type": "integer", "enum": [1], "default": 1}


def tables(name: str, table: Schema) -> Schema:
    """The schema of a file's tables under one key, with as many as there are."""
    told = words()["key"][name]
    return {"description": told, "type": "object", "additionalProperties": table}


def document(kind: str, schema: Schema, schemas: Mapping[str, Schema] = {}) -> Schema:
    """A file's whole schema; `kind` is whose words say what the file is."""
    about = {"$schema": DRAFT, "description": words()["file"][kind]}
    body = {key: value for key, value in schema.items() if key not in ("title", "description")}
    return {**about, **body, **({"definitions": dict(schemas)} if schemas else {})}


def choice(values: Mapping[str, str] | Mapping[int, str], **more: Any) -> Schema:
    """The schema of a key with a choice of values, and what each of them means."""
    kind = "integer" if all(isinstance(value, int) for value in values) else "string"
    return {**more, "type": kind, "enum": [*values], **documented([*values.values()])}


def documented(told: list[str]) -> Schema:
    """What each value of an `enum` means, as Taplo reads it."""
    return {"x-taplo": {"docs": {"enumValues": told}}} if any(told) else {}


def _documented_schema(name: str, schema: Schema) -> Schema:
    """A record's schema without what TOML has not, and with what its keys mean."""
    keys = words()[name]
    made = {key: _plain(value) for key, value in schema["properties"].items() if key in keys}
    about = inspect.cleandoc(schema["description"]).partition("\n\n")[0]
    return {
        "description": one_line(about),
        "type": "object",
        "required": schema["required"],
        "properties": {key: _described(key, keys[key], value) for key, value in made.items()},
    }


def _described(key: str, told: str, schema: Schema) -> Schema:
    """A key's schema with its meaning; what stands beside a reference would not be read."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    meanings = words()["values"].get(key, {})
    known = [meanings.get(value, "") for value in schema.get("enum", ())]
    return {"description": told, **schema, **documented(known)}


def _plain(schema: Schema) -> Schema:
    """A value's schema with its type said in one place, and without null."""
    parts = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    made: Schema = {}
    types = []
    for part in parts:
        kind = part.get("type", "string" if "enum" in part else None)
        types += [kind] if kind else []
        made |= part
    if types:
        made["type"] = types if len(types) > 1 else types[0]
    if isinstance(items := made.get("items"), dict):
        made["items"] = _plain(items)
    if isinstance(others := made.get("additionalProperties"), dict):
        made["additionalProperties"] = _plain(others)
    made.pop("default", None)
    if default := schema.get("default"):
        made["default"] = default
    return made


# What a text would need for a link, a picture, HTML or emphasis in an editor's popup.
_ACTS = re.compile(r"[\\`*_\[\]<>&@]|(?<=:)//|(?<=www)\.", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """A text in a popup, which is Markdown: it is shown, and nothing in it acts."""
    return _ACTS.sub(r"\\\g<0>", one_line(text))
