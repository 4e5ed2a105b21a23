"""Keys with stable ids, for bindings, footer, help, palette and messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.keys import key_to_character

from partnercheck.base.records import Record

# A user's own keys, as Textual writes them ("f5,ctrl+x"), by the ids of those they replace.
Keymap = Mapping[str, str]


class Key(Record, frozen=True):
    """One action that can be done with keys."""

    # Stable name, such as `vendor.assess`; users remap keys by it.
    id: str
    # The keys as Textual writes them, separated by commas.
    keys: str
    action: str
    # What the action does, for the help and the palette.
    description: str
    # The word in the footer; a key without one is only in the help.
    label: str = ""
    # How the footer writes the keys, if not simply one after the other.
    footer_keys: str = ""
    # False for what is done to a text while it is typed.
    palette: bool = True
    # True if the key works while a text is typed, too.
    typing: bool = False
    # The ids of all keys that `footer_keys` names, if there are more than this one.
    stands_for: tuple[str, ...] = ()


# Every key that is bound anywhere, by its id.
REGISTRY: dict[str, Key] = {}
KEY_LABELS = {
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
    """Return keys as Textual's bindings, and add them to the registry.

    Nearly all have priority: the application then runs a key's action before it examines the next
    key, so that keys typed in advance reach the field or screen that they were meant for.

    Raises:
        ValueError: An id is already used for a different action or different keys.

    """
    for key in keys:
        known = REGISTRY.setdefault(key.id, key)
        if (known.keys, known.action) != (key.keys, key.action):
            raise ValueError(f"the id {key.id} is used for both {known.action} and {key.action}")
    return [
        Binding(key.keys, key.action, key.description, show=False, id=key.id, priority=priority)
        for key in keys
    ]


def remapped(keys: Sequence[Key], keymap: Keymap) -> Sequence[Key]:
    """Return keys with the user's own settings applied."""
    if not keymap:
        return keys
    own = [replace(key, keys=keymap.get(key.id, key.keys)) for key in keys]
    return [
        replace(key, footer_keys=" ".join(key_label(each, keymap) for each in key.stands_for))
        if keymap.keys() & {key.id, *key.stands_for}
        else key
        for key in own
    ]


def key_label(key_id: str, keymap: Keymap) -> str:
    """Return the label of the first key with an id. Raises KeyError for an unknown id."""
    default = REGISTRY[key_id].keys
    return single_key_label(keymap.get(key_id, default).partition(",")[0])


def footer_label(key: Key) -> str:
    """Return the label of an action's keys in the footer."""
    return key.footer_keys or all_key_labels(key)


def all_key_labels(key: Key) -> str:
    """Return the labels of all keys of an action, for the help."""
    return " ".join(single_key_label(each) for each in key.keys.split(","))


def single_key_label(key: str) -> str:
    """Return the label of one key: as printed on a keyboard, with ^ for Ctrl."""
    if key.startswith("ctrl+") and len(key) == len("ctrl+x"):
        return f"^{key[-1].upper()}"
    if key in KEY_LABELS:
        return KEY_LABELS[key]
    sign = key_to_character(key)
    return sign if sign and sign.isprintable() else key


BACK = Key("app.back", "q,escape", "back", "Go back", "back", "q")
HELP = Key("app.help", "question_mark", "help", "Explain this screen and its keys", "help")
EXPLAIN = Key(
    "app.explain", "f1", "explain", "Explain this screen, even while text is typed", typing=True
)
GLOSSARY = Key("app.glossary", "f2", "glossary", "Explain our terms", typing=True)
PALETTE = Key(
    "app.palette", "ctrl+p", "command_palette", "Find an action by name", typing=True, palette=False
)
QUIT = Key("app.quit", "ctrl+q", "quit", "Leave; everything is saved already", typing=True)
REPAINT = Key(
    "app.repaint",
    "ctrl+l",
    "repaint",
    "Redraw the screen if another program wrote on it",
    typing=True,
)
# Bound without priority: a screen or a field may use the key for something else.
SUSPEND = Key(
    "app.suspend",
    "ctrl+z",
    "suspend_process",
    "Suspend; `fg` in the shell resumes",
    typing=True,
)
APP_KEYS = (EXPLAIN, GLOSSARY, PALETTE, REPAINT, QUIT)
