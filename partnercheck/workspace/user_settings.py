"""What one person has chosen for every workspace: `config.toml` in the user's own folder.

It is nobody else's, so it is never in the workspace. What is wrong in it is told, and the rest
counts; no mistake in it keeps a screen from opening.
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
    """A theme by its name, the mouse, the terminal's own cursor, and keys of one's own.

    Without a `mouse`, the terminal keeps it: to select text with, for one. With a `cursor`, the
    terminal's own cursor is seen where the focus is; a screen reader or a magnifier follows it.
    `keymap` has the keys by the ids of what they do.
    """

    theme: str = ""
    mouse: bool = True
    cursor: bool = False
    keymap: Mapping[str, OneKey | tuple[OneKey, ...]] = {}


def config_file() -> Path:
    """Where the file is, or would be."""
    return user_folder("config") / FILE


def configuration(path: Path) -> tuple[Configuration, tuple[Problem, ...]]:
    """What the file says, with what is wrong in it; a key that is wrong has its default."""
    if not os.path.lexists(path):
        return Configuration(), ()
    source = read(path, clean(str(path)))
    if source.data is None:
        return Configuration(), source.problems
    values = {key: value for key, value in source.data.items() if key != "keymap"}
    settings, problems = record(source, values, Configuration)
    if settings is None:
        right = {
            key: value
            for key, value in values.items()
            if record(source, {key: value}, Configuration)[0] is not None
        }
        settings = record(source, right, Configuration)[0] or Configuration()
    keymap, wrong = _keys_of(source)
    return replace(settings, keymap=keymap), (*source.problems, *problems, *wrong)


def _keys_of(source: Source) -> tuple[dict[str, str | tuple[str, ...]], list[Problem]]:
    """The keys by their ids, and what is wrong with others; an id needs no quotes."""
    table = (source.data or {}).get("keymap", {})
    if not isinstance(table, dict):
        return {}, [wrong_value(source, "", "keymap", table, "a table, [keymap]")]
    keymap: dict[str, str | tuple[str, ...]] = {}
    wrong: list[Problem] = []
    for named, keys in _flat(table):
        try:
            keymap[named] = msgspec.convert(keys, OneKey | tuple[OneKey, ...])
        except msgspec.ValidationError:
            wrong.append(wrong_value(source, "keymap", named, keys, KEYS_WANTED))
    return keymap, wrong


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """`portfolio.sort = "f"` without quotes is a table in TOML; it is meant as an id."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{below}", each) for below, each in value.items())
        else:
            yield key, value
