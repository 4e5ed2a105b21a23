"""The typed records as JSON Schema, in draft 7, which TOML editors support.

`msgspec` derives the schemas from the records' types. Null, which TOML does not have, is removed,
and descriptions of keys are added from `words.toml`. Unknown keys are allowed, because readers only
warn about them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from partnercheck.base.records import Record
from partnercheck.base.text import one_line
from partnercheck.storage.parse import load_toml

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
# A visible character, which is neither dropped by cleaning nor blank. Patterns of JSON Schema can
# name only characters of four hexadecimal digits.
NOT_BLANK = (
    r"[^\s\x80-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]"
)


@cache
def words() -> Mapping[str, Any]:
    """Return the descriptions of keys, grouped by record and by file."""
    text = (resources.files(__package__) / "words.toml").read_text("utf-8")
    return load_toml(text)


def definitions(*kinds: type[Record]) -> dict[str, Schema]:
    """Return the schemas of records, and of the records inside them, by their names."""
    _, schemas = msgspec.json.schema_components(kinds, ref_template="#/definitions/{name}")
    return {name: _documented_schema(name, schema) for name, schema in schemas.items()}


def table_of(kind: type[Record], schemas: dict[str, Schema]) -> Schema:
    """Remove a record's schema from `schemas` and return it for the top level of a file."""
    schema = schemas.pop(kind.__name__)
    schema["properties"] = {"format": format_key(), **schema["properties"]}
    return schema


def format_key() -> Schema:
    """Return the schema of a file's format number."""
    return {"description": words()["key"]["format"], "type": "integer", "enum": [1], "default": 1}


def tables(name: str, table: Schema) -> Schema:
    """Return the schema of any number of tables under one key of a file."""
    return {"description": words()["key"][name], "type": "object", "additionalProperties": table}


def document(kind: str, schema: Schema, schemas: Mapping[str, Schema] = {}) -> Schema:
    """Return a file's whole schema; `kind` names the file's description."""
    header = {"$schema": DRAFT, "description": words()["file"][kind]}
    body = {key: value for key, value in schema.items() if key not in ("title", "description")}
    return {**header, **body, **({"definitions": dict(schemas)} if schemas else {})}


def choice(values: Mapping[str, str] | Mapping[int, str], **more: Any) -> Schema:
    """Return the schema of a key with a choice of values, given with their descriptions."""
    kind = "integer" if all(isinstance(value, int) for value in values) else "string"
    return {**more, "type": kind, "enum": [*values], **documented([*values.values()])}


def condition(properties: Mapping[str, Schema], required: Iterable[str] | None = None) -> Schema:
    """Return a schema for `if`, `then` or `not`: a rule about keys (by default all required).

    The rule explicitly allows other keys. Otherwise Tombi's strict mode, which is the default,
    would take the rule for a list of all keys.
    """
    return {
        "required": [*(properties if required is None else required)],
        "properties": dict(properties),
        "additionalProperties": True,
    }


def documented(descriptions: list[str]) -> Schema:
    """Return the descriptions of an `enum`'s values, in the form that Taplo reads."""
    return {"x-taplo": {"docs": {"enumValues": descriptions}}} if any(descriptions) else {}


def _documented_schema(name: str, schema: Schema) -> Schema:
    """Return a record's schema without null, and with descriptions of its keys."""
    keys = words()[name]
    properties = {
        key: _described(key, keys[key], _plain(value))
        for key, value in schema["properties"].items()
        if key in keys
    }
    # The first paragraph of the docstring; editors show it as Markdown, so it has no markup.
    summary = inspect.cleandoc(schema["description"]).partition("\n\n")[0]
    return {
        "description": one_line(summary),
        "type": "object",
        "required": schema["required"],
        "properties": properties,
    }


def _described(key: str, description: str, schema: Schema) -> Schema:
    """Return a key's schema with its description."""
    if "$ref" in schema:  # Draft 7 ignores everything beside a reference.
        return {"$ref": schema["$ref"]}
    meanings = words()["values"].get(key, {})
    known = [meanings.get(value, "") for value in schema.get("enum", ())]
    return {"description": description, **schema, **documented(known)}


def _plain(schema: Schema) -> Schema:
    """Return a value's schema without null, with all its types in one list."""
    parts = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    plain: Schema = {}
    types = []
    for part in parts:
        kind = part.get("type", "string" if "enum" in part else None)
        types += [kind] if kind else []
        plain |= part
    if types:
        plain["type"] = types if len(types) > 1 else types[0]
    if "minLength" in plain:
        plain = {"pattern": NOT_BLANK, **plain}
    if isinstance(items := plain.get("items"), dict):
        plain["items"] = _plain(items)
    if isinstance(others := plain.get("additionalProperties"), dict):
        plain["additionalProperties"] = _plain(others)
    plain.pop("default", None)
    if default := schema.get("default"):
        plain["default"] = default
    return plain


# Characters that begin a link, a picture, HTML or emphasis in Markdown.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&@]|(?<=:)//|(?<=www)\.", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """Return a text with all Markdown escaped, because editors show descriptions as Markdown."""
    return _MARKDOWN.sub(r"\\\g<0>", one_line(text))
