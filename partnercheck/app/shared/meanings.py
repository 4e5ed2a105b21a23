"""The meaning of each key: the same action on all screens.

The id of an action ends in its meaning: `portfolio.assess` and `vendor.assess` both mean *assess*,
so both have the same letter, and no other action has it. Three sets of keys are exempt: those of
answers, those of movement, and the letters of vendors on the map. No action outside a set has a key
of the first two, and the map's letters work on the map alone. `meanings.toml` has the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from partnercheck.app.shared.keys import Key
from partnercheck.storage.parse import load_toml

ANSWER_KEYS = frozenset("01234uneb")
# Enter goes on and Esc cancels: what that is called depends on the screen.
MOVEMENT_KEYS = frozenset(
    [
        *("enter", "escape", "backspace", "tab", "shift+tab"),
        *("left", "right", "up", "down", "pageup", "pagedown", "home", "end"),
        *("h", "j", "k", "l", "g", "G", "ctrl+f", "ctrl+b"),
    ]
)
MAP_LETTERS = "map.letter"
# The group of the letters of vendors, which are of no other use.
ON_THE_MAP = "Go"


class Meaning(NamedTuple):
    """An action: its group in the help, what it does, and other words for it."""

    group: str
    words: str
    other_words: str


@cache
def groups() -> Sequence[str]:
    """Return the groups, in the order of the help."""
    return tuple(_data())


@cache
def all_meanings() -> Mapping[str, Meaning]:
    """Return every action by the last part of its ids."""
    return {
        name: Meaning(group, *words)
        for group, actions in _data().items()
        for name, words in actions.items()
    }


def _data() -> dict[str, dict[str, list[str]]]:
    return load_toml((resources.files(__package__) / "meanings.toml").read_text("utf-8"))


def meaning(key: Key) -> str:
    """Return the last part of an action's id."""
    return key.id.rpartition(".")[2]


def group(key: Key) -> str:
    """Return the group of an action in the help."""
    if key.id.startswith(MAP_LETTERS):
        return ON_THE_MAP
    return all_meanings()[meaning(key)].group


def other_words(key: Key) -> str:
    """Return the words that find an action in the palette, in addition to its description."""
    entry = all_meanings().get(meaning(key))
    return f"{entry.words} {entry.other_words}" if entry else ""


def meanings(screens: Mapping[str, Sequence[Key]]) -> dict[str, dict[str, list[str]]]:
    """Map each key to its meanings, and each meaning to the screens that have it.

    Keys of the exempt sets are left out. `screens` has the keys of each screen, by its name.
    """
    screens_by_key: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for screen, keys in screens.items():
        for key in keys:
            if key.id.startswith(MAP_LETTERS):
                continue
            for pressed in key.keys.split(","):
                if pressed not in ANSWER_KEYS | MOVEMENT_KEYS:
                    screens_by_key[pressed][meaning(key)].append(screen)
    return {pressed: dict(each) for pressed, each in screens_by_key.items()}
