"""The user's own keys, checked against the keys of every screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from textual.keys import Keys, key_to_character

from partnercheck.app.shared.keys import (
    APP_KEYS,
    KEY_LABELS,
    Key,
    Keymap,
    remapped,
    single_key_label,
)
from partnercheck.app.shared.page import Page
from partnercheck.app.terminal.textual_private import normalized_keys
from partnercheck.base.english import closest_match
from partnercheck.base.text import clean

# The keys of a screen, and the keys of its widgets.
Pressed = tuple[Sequence[Key], Sequence[Key]]
_NAMED = frozenset([*(key.value for key in Keys if "<" not in key.value), *KEY_LABELS])
_KEYS_BY_LABEL = {label: key for key, label in KEY_LABELS.items()}
_OTHER_NAMES = {
    "esc": "escape",
    "return": "enter",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "del": "delete",
    "ins": "insert",
    "bs": "backspace",
}
# Terminals send the same byte for both keys of a pair.
_SAME_AS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+[": "escape",
    "ctrl+left_square_bracket": "escape",
}
# If a user assigns a letter to another action, it no longer selects a vendor on the map.
_GIVES_WAY = "map.letter"
_MODIFIERS = frozenset(["ctrl", "alt", "shift", "super"])


def every_screen() -> Mapping[str, Pressed]:
    """Return the keys of every screen and its widgets, by screen name."""
    # A subclass is known only once its module is imported.
    app = __name__.rpartition(".shared.")[0]
    for folder in Path(__file__).parents[1].glob("*/"):
        for module in iter_modules([str(folder)]):
            import_module(f"{app}.{folder.name}.{module.name}")
    return {
        screen.__name__: (screen.KEYS, screen.WIDGET_KEYS[1])
        for screen in _below(Page)
        if screen.KEYS and not screen.__subclasses__()
    }


def _below(kind: type[Page[object]]) -> Iterator[type[Page[object]]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _below(subclass)


def accepted_keymap(
    wanted: Mapping[str, str | Sequence[str]], screens: Mapping[str, Pressed]
) -> tuple[Keymap, list[str]]:
    """Return the key settings that can be accepted, and the problems with the rest.

    An action whose setting is not accepted keeps its default keys. For example, a key is not
    accepted if it would run two actions on one screen, or if it is a letter for an action that must
    work while text is typed.
    """
    known = {key.id: key for keys, inside in screens.values() for key in (*keys, *inside)}
    known |= {key.id: key for key in APP_KEYS}
    accepted: dict[str, str] = {}
    problems: list[str] = []
    for named, keys in wanted.items():
        pressed = [key_name(each) for each in ([keys] if isinstance(keys, str) else keys)]
        if why_not := _refusal(named, pressed, known):
            problems.append(why_not)
        else:
            accepted[named] = normalized_keys(named, ",".join(pressed))
    while clash := next(_clashes(accepted, screens), None):
        key, ids = clash
        problems.append(f"{single_key_label(key)} cannot be used for both {' and '.join(ids)}")
        for key_id in ids:
            accepted.pop(key_id, None)
    return accepted, problems


def _refusal(named: str, pressed: Sequence[str], known: Mapping[str, Key]) -> str:
    """Return the reason why keys cannot be used for an action; empty if they can."""
    name = clean(named)
    if named not in known:
        near = closest_match(named, known)
        return f'there is no "{name}"' + (f"; did you mean {near}?" if near else "")
    if not pressed:
        return f"{name} needs a key"
    for key in pressed:
        if instead := _never_arrives(key):
            return f"{name}: no terminal sends {clean(key)}; write {instead}"
        if not _is_key(key):
            return f'{name}: "{clean(key)}" is not a key; write a letter, ctrl+x, f5 or pagedown'
        sign = key_to_character(key)
        if known[named].typing and sign and sign.isprintable():
            return f"{name} must work while you type, so its key cannot be {clean(key)}"
    return ""


def key_name(key: str) -> str:
    """Return Textual's name for a key in any notation: F5, Esc, PgDn, ^T, ⏎."""
    if len(key) == 2 and key[0] == "^":
        return f"ctrl+{key[1].lower()}"
    if key in _KEYS_BY_LABEL:
        return _KEYS_BY_LABEL[key]
    name = key if len(key) == 1 else key.lower()
    return _OTHER_NAMES.get(name, name)


def _never_arrives(key: str) -> str:
    """Return the key that terminals send instead of `key`; empty if they send `key` itself."""
    modifiers, _, base = key.rpartition("+")
    if modifiers == "shift" and len(base) == 1:
        return base.upper()
    return _SAME_AS.get(key, "")


def _is_key(name: str) -> bool:
    *modifiers, base = name.split("+") if len(name) > 1 else [name]
    if len(modifiers) != len(set(modifiers)) or not {*modifiers} <= _MODIFIERS:
        return False
    if len(base) == 1:
        return base.isprintable() and not base.isspace() and base != ","
    sign = key_to_character(base)
    return base in _NAMED or name in _NAMED or bool(sign and sign.isprintable())


def _clashes(accepted: Keymap, screens: Mapping[str, Pressed]) -> Iterator[tuple[str, list[str]]]:
    """Yield each key with several actions on a screen, if the user's settings are the cause."""
    for keys, inside in screens.values():
        ids: dict[str, list[str]] = defaultdict(list)
        pressed = remapped([*keys, *inside, *APP_KEYS], accepted)
        for key in (each for each in pressed if not each.id.startswith(_GIVES_WAY)):
            for pressed_key in key.keys.split(","):
                if key.id not in ids[pressed_key]:
                    ids[pressed_key].append(key.id)
        for pressed_key, on_it in ids.items():
            if len(on_it) > 1 and not accepted.keys().isdisjoint(on_it):
                yield pressed_key, on_it
