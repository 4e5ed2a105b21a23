"""The help texts of the screens, read from `help.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from partnercheck.storage.parse import load_toml

_KEY = re.compile(r"\{([a-z.0-9-]+)\}")


@cache
def _all() -> dict[str, dict[str, list[Any]]]:
    return load_toml((resources.files(__package__) / "help.toml").read_text("utf-8"))


def texts(screen: str, key_label: Callable[[str], str]) -> list[str]:
    """Return the paragraphs about a screen, with the label of a key in place of its `{id}`."""
    paragraphs = _all().get(screen, {}).get("text", [])
    return [_KEY.sub(lambda named: key_label(named[1]), each) for each in paragraphs]


def codes(screen: str) -> list[tuple[str, str]]:
    """Return the signs on a screen, each with its meaning."""
    return [(sign, meaning) for sign, meaning in _all().get(screen, {}).get("codes", [])]
