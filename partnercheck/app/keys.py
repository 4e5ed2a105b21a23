"""Keys: one registry a screen, which feeds its bindings, its footer, its help and the palette."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding, BindingType

from partnercheck.model import Record


class Key(Record, frozen=True):
    """What can be pressed: a stable id, the keys, the action, and what it does in words.

    `label` is its word in the footer (none: it is only in the help); `face` is how the keys
    are written there. `palette` puts the action into the command palette. `typing`: it works
    while a text is being typed, too.
    """

    id: str
    keys: str
    action: str
    about: str
    label: str = ""
    face: str = ""
    palette: bool = True
    typing: bool = False


FACES = {
    "enter": "⏎",
    "escape": "esc",
    "space": "␣",
    "backspace": "⌫",
    "question_mark": "?",
    "slash": "/",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "f1": "F1",
    "f2": "F2",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
}


def bindings(keys: Sequence[Key]) -> list[BindingType]:
    """The keys as Textual's bindings, each with its stable id.

    All have priority: the application then does what a key asks before it looks at the next one,
    so that keys typed ahead reach the field or the screen that they were meant for.
    """
    return [
        Binding(key.keys, key.action, key.about, show=False, id=key.id, priority=True)
        for key in keys
    ]


def face(key: Key) -> str:
    """How the keys of an action are written, in the footer and in the help."""
    if key.face:
        return key.face
    return " ".join(_written(each) for each in key.keys.split(","))


def _written(key: str) -> str:
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper()}"
    return FACES.get(key, key)


BACK = Key("app.back", "q,escape", "back", "Go back", "back", "q", palette=False)
HELP = Key("app.help", "question_mark,f1", "help", "Explain this screen and its keys", "help", "?")
QUIT = Key("app.quit", "ctrl+q", "quit", "Leave; everything is saved already", typing=True)
GLOSSARY = Key("app.glossary", "f2", "glossary", "What our words mean", typing=True)
APP_KEYS = (GLOSSARY, QUIT)
