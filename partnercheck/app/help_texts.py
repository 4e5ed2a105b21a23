"""The words of the help, by screen; they are data, in `help.toml`."""

from __future__ import annotations

from functools import cache
from importlib import resources

import tomli


@cache
def _all() -> dict[str, dict[str, list[str]]]:
    return tomli.loads((resources.files(__package__) / "help.toml").read_text("utf-8"))


def texts(screen: str) -> list[str]:
    """The paragraphs that explain a screen."""
    return _all().get(screen, {}).get("text", [])
