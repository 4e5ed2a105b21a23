"""Keys with stable ids, for bindings, footer, help, palette and messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.keys import key_to_character

from partnercheck.base.records import Record

# A user's own keys in Textual's notation ("f5,ctrl+x"), by the id of the action.
Keymap = Mapping[str, str]


class Key(Record, frozen=True):
    """An action, and the keys that run it."""

    # A stable name, such as `vendor.assess`, which users' key settings refer to.
    id: str
    # The keys in Textual's notation, separated by commas.
    keys: str
    action: str
    # What the action does, for the help and the palette.
    description: str
    # The label in the footer; if it is empty, only the help lists the key.
    label: str = ""
    # The keys as the footer shows them; if it is empty, the footer lists their labels.
    footer_keys: str = ""
    # Whether the footer leaves the key out if it would need more than one line.
    optional: bool = False
    # Whether the command palette lists the action.
    palette: bool = True
    # Whether the key also works while text is being typed.
    typing: bool = False
    # The ids of all actions whose keys `footer_keys` shows, if it shows several.
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
    """Return keys as Textual bindings, and add them to the registry.

    Nearly all bindings have priority: the application then runs the action of a key before it
    examines the next key, so that keys typed in advance reach the field or screen that they were
    meant for.

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
    """Return the label of an action's first key. Raises KeyError if the id is unknown."""
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


def choosing_keys(screen: str) -> tuple[Key, ...]:
    """Return the keys that choose a row of a list while the search for it is being typed."""
    return (
        Key(
            f"{screen}.down",
            "down",
            "choose(1)",
            "In the search: next row",
            typing=True,
            palette=False,
        ),
        Key(
            f"{screen}.up",
            "up",
            "choose(-1)",
            "In the search: previous row",
            typing=True,
            palette=False,
        ),
    )


BACK = Key("app.back", "q,escape", "back", "Go back", "back", "q")
HELP = Key("app.help", "question_mark", "help", "Explain this screen and its keys", "help")
EXPLAIN = Key(
    "app.explain", "f1", "explain", "Explain this screen, even while you type", typing=True
)
GLOSSARY = Key("app.glossary", "f2", "glossary", "Explain the terms", typing=True)
PALETTE = Key(
    "app.palette", "ctrl+p", "command_palette", "Find an action by name", typing=True, palette=False
)
QUIT = Key("app.quit", "ctrl+q", "quit", "Quit; everything is saved already", typing=True)
REPAINT = Key(
    "app.repaint",
    "ctrl+l",
    "repaint",
    "Redraw the screen, for example after another program has written to it",
    typing=True,
)
# On screens without a key of their own for it. Not before a text field, which has it too.
UNDO = Key(
    "app.undo", "ctrl+z", "undo", "Show the last change, and on which screen it can be undone"
)
# Not Ctrl+Z, as in other programs: that key undoes the last action.
SUSPEND = Key(
    "app.suspend",
    "ctrl+t",
    "suspend_process",
    "Suspend; `fg` in the shell resumes",
    typing=True,
)
# On screens with a selected line: the glossary opens at the first of our terms in that line.
TERM = replace(GLOSSARY, description="Explain the terms in the selected line", label="term")
APP_KEYS = (EXPLAIN, GLOSSARY, PALETTE, UNDO, REPAINT, SUSPEND, QUIT)
