"""One person's settings for every workspace: `config.toml` in the user's own folder.

They are personal, so they are never in a workspace. A wrong value is reported and replaced by its
default, so that the screens open in spite of mistakes in the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec.structs import replace

from partnercheck.base.records import Problem, Record
from partnercheck.base.text import clean
from partnercheck.base.user_folders import user_folder
from partnercheck.storage.convert import record, wrong_value
from partnercheck.storage.parse import Source, read

FILE = "config.toml"
KEYS_WANTED = 'a key in quotes, such as "f5", or a list of keys'
OneKey = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Configuration(Record, frozen=True):
    """One person's settings, as read from the file."""

    theme: str = ""
    # If false, the mouse is left to the terminal, for example to select text.
    mouse: bool = True
    # Whether to show the terminal's own cursor at the focus, for screen readers and magnifiers.
    cursor: bool = False
    # Maps the ids of bindings to keys.
    keymap: Mapping[str, OneKey | tuple[OneKey, ...]] = {}


def config_file() -> Path:
    """Return the path of the user's settings file, which need not exist."""
    return user_folder("config") / FILE


def configuration(path: Path) -> tuple[Configuration, tuple[Problem, ...]]:
    """Return a file's settings, with defaults for wrong values, and the file's problems."""
    if not os.path.lexists(path):
        return Configuration(), ()
    source = read(path, clean(str(path)))
    if source.data is None:
        return Configuration(), source.problems
    values = {key: value for key, value in source.data.items() if key != "keymap"}
    settings, problems = record(source, values, Configuration)
    if settings is None:
        valid = {
            key: value
            for key, value in values.items()
            if record(source, {key: value}, Configuration)[0] is not None
        }
        settings = record(source, valid, Configuration)[0] or Configuration()
    keymap, keymap_problems = _keymap_of(source)
    return replace(settings, keymap=keymap), (*source.problems, *problems, *keymap_problems)


def _keymap_of(source: Source) -> tuple[dict[str, str | tuple[str, ...]], list[Problem]]:
    """Map the ids of bindings to their keys; also return a problem for each wrong key."""
    table = (source.data or {}).get("keymap", {})
    if not isinstance(table, dict):
        return {}, [wrong_value(source, "", "keymap", table, "a table that begins with [keymap]")]
    keymap: dict[str, str | tuple[str, ...]] = {}
    problems: list[Problem] = []
    for binding_id, keys in _flat(table):
        try:
            keymap[binding_id] = msgspec.convert(keys, OneKey | tuple[OneKey, ...])
        except msgspec.ValidationError:
            problems.append(wrong_value(source, "keymap", binding_id, keys, KEYS_WANTED))
    return keymap, problems


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield ids and keys. In TOML, `portfolio.sort = "f"` without quotes is a nested table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{subkey}", keys) for subkey, keys in value.items())
        else:
            yield key, value
