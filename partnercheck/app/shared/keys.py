"""Keys: one registry a screen, which feeds its bindings, its footer, its help and the palette."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.keys import key_to_character

from partnercheck.base.records import Record

# A person's own keys, by the ids of what they do: as Textual writes keys, with commas between them.
Keymap = Mapping[str, str]


class Key(Record, frozen=True):
    """What can be pressed: a stable id, the keys, the action, and what it does in words.

    `label` is its word in the footer (none: it is only in the help); `face` is how the keys
    are written there. `palette` puts the action into the command palette; only what is done to a
    text while it is typed stays out of it. `typing`: it works while a text is being typed, too.
    `stands_for` are the ids of the keys that its face names, where they are more than its own.
    """

    id: str
    keys: str
    action: str
    about: str
    label: str = ""
    face: str = ""
    palette: bool = True
    typing: bool = False
    stands_for: tuple[str, ...] = ()


FACES = {
    "enter": "⏎",
    "escape": "esc",
    "space": "␣",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "at": "@",
    "circumflex": "^",
    "underscore": "_",
    "backtick": "`",
    "delete": "Del",
    "insert": "Ins",
    "backspace": "⌫",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
    "tab": "Tab",
    "shift+tab": "⇧Tab",
}


def bindings(keys: Sequence[Key], priority: bool = True) -> list[BindingType]:
    """The keys as Textual's bindings, each with its stable id.

    Nearly all have priority: the application then does what a key asks before it looks at the next
    one, so that keys typed ahead reach the field or the screen that they were meant for.
    """
    return [
        Binding(key.keys, key.action, key.about, show=False, id=key.id, priority=priority)
        for key in keys
    ]


def remapped(keys: Sequence[Key], keymap: Keymap) -> Sequence[Key]:
    """The keys, with a person's own in the place of those that they have chosen otherwise."""
    if not keymap:
        return keys
    own = [replace(key, keys=keymap.get(key.id, key.keys)) for key in keys]
    first = faces(own)
    return [
        replace(key, face=" ".join(first[each] for each in key.stands_for))
        if keymap.keys() & {key.id, *key.stands_for}
        else key
        for key in own
    ]


def face(key: Key) -> str:
    """How the keys of an action are written in the footer."""
    return key.face or face_in_full(key)


def face_in_full(key: Key) -> str:
    """How all keys of an action are written, as the help does."""
    return " ".join(written(each) for each in key.keys.split(","))


def faces(keys: Sequence[Key]) -> Mapping[str, str]:
    """How the first key of each action is written, by the ids."""
    return {key.id: written(key.keys.partition(",")[0]) for key in keys}


def written(key: str) -> str:
    """How one key is written: as it looks on a keyboard, Ctrl as ^."""
    if key.startswith("ctrl+") and len(key) == len("ctrl+x"):
        return f"^{key[-1].upper()}"
    if key in FACES:
        return FACES[key]
    sign = key_to_character(key)
    return sign if sign and sign.isprintable() else key


BACK = Key("app.back", "q,escape", "back", "Go back", "back", "q")
HELP = Key("app.help", "question_mark", "help", "Explain this screen and its keys", "help")
EXPLAIN = Key(
    "app.explain", "f1", "explain", "Explain this screen, while a text is typed too", typing=True
)
GLOSSARY = Key("app.glossary", "f2", "glossary", "What our words mean", typing=True)
PALETTE = Key(
    "app.palette", "ctrl+p", "command_palette", "Every action by name", typing=True, palette=False
)
QUIT = Key("app.quit", "ctrl+q", "quit", "Leave; everything is saved already", typing=True)
REPAINT = Key(
    "app.repaint",
    "ctrl+l",
    "repaint",
    "Draw the screen again, if something else wrote on it",
    typing=True,
)
# Only where neither a screen nor a field has a use of its own for the key.
SUSPEND = Key(
    "app.suspend",
    "ctrl+z",
    "suspend_process",
    "Suspend; `fg` in the shell comes back",
    typing=True,
)
APP_KEYS = (EXPLAIN, GLOSSARY, PALETTE, REPAINT, QUIT)
