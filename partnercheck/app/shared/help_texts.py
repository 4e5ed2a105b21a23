"""The help texts of the screens, read from `help.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import Any

from partnercheck.questionnaires.records import VendorClass
from partnercheck.report.signs import DASHED, MEANINGS, OPEN_CLASS, SOLID
from partnercheck.storage.parse import load_toml

_KEY = re.compile(r"\{([a-z.0-9-]+)\}")
_SIGN = re.compile("<([a-z ]+)>")
CLASSES = "<classes>"


@cache
def _all() -> dict[str, dict[str, list[Any]]]:
    return load_toml((resources.files(__package__) / "help.toml").read_text("utf-8"))


def texts(screen: str, key_label: Callable[[str], str]) -> list[str]:
    """Return the paragraphs about a screen, with the label of a key in place of its `{id}`."""
    paragraphs = _all().get(screen, {}).get("text", [])
    return [_KEY.sub(lambda named: key_label(named[1]), each) for each in paragraphs]


def codes(screen: str, classes: Sequence[VendorClass] = ()) -> list[tuple[str, str]]:
    """Return the signs on a screen, each with its meaning; `classes` are those of the verdicts."""
    signs: list[tuple[str, str]] = []
    for sign, meaning in _all().get(screen, {}).get("codes", []):
        if sign == CLASSES:
            signs += [(each.glyph, f"{each.name}: {each.meaning}") for each in classes]
        else:
            signs.append((_SIGN.sub(lambda named: _glyphs()[named[1]], sign), meaning))
    return signs


@cache
def _glyphs() -> dict[str, str]:
    """Map the names used in `codes` to signs: the words of the signs, and two other names."""
    glyphs = {word: glyph for glyph, words in MEANINGS.items() for word in words}
    bar = f"{SOLID[0] * 2}{DASHED[0] * 2}{DASHED[1]}{DASHED[0]}"
    return glyphs | {"open class": OPEN_CLASS, "bar": bar}
