"""What one person has chosen for every workspace: `config.toml` in the user's own folder.

It is nobody else's, so it is never in the workspace. What is wrong in it is told, and the rest
counts; no mistake in it keeps a screen from opening.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from partnercheck.model import Problem, Record

FILE = "config.toml"
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
    from platformdirs import user_config_path

    return user_config_path("partnercheck", appauthor=False) / FILE


def configuration(path: Path) -> tuple[Configuration, tuple[Problem, ...]]:
    """What the file says, with what is wrong in it; a key that is wrong has its default."""
    if not path.exists():
        return Configuration(), ()
    from partnercheck.files.convert import record
    from partnercheck.files.toml import read

    source = read(path, FILE)
    if source.data is None:
        return Configuration(), source.problems
    found, problems = record(source, source.data, Configuration)
    if found is None:
        right = {
            key: value
            for key, value in source.data.items()
            if record(source, {key: value}, Configuration)[0] is not None
        }
        found = record(source, right, Configuration)[0]
    return found or Configuration(), (*source.problems, *problems)
