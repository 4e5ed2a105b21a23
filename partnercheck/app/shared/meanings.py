"""What each key means: one action over all screens.

The id of an action ends in its meaning: `portfolio.assess` and `vendor.assess` both mean *assess*,
so both are on the same letter, and no other action is. Three sets stand beside that: the keys of
answers, of movement, and the letters of vendors on the map. No action outside a set has a key of
the first two, and the map's letters act on the map alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from partnercheck.app.shared.keys import Key

ANSWER_KEYS = frozenset("01234uneb")
# Enter goes on and Esc cancels: what that is called depends on the screen.
MOVEMENT_KEYS = frozenset(
    [
        *("enter", "escape", "backspace", "tab", "shift+tab"),
        *("left", "right", "up", "down", "pageup", "pagedown", "home", "end"),
        *("h", "j", "k", "l", "g", "G", "ctrl+f", "ctrl+b"),
    ]
)
MOVEMENTS = frozenset(
    [
        *("next", "previous", "forward", "column", "more", "less"),
        *("up", "down", "left", "right", "first", "last", "page-up", "page-down"),
        *("open", "expand", "choose", "pick", "go", "back", "cancel", "edit", "rules"),
    ]
)
ANSWERS = frozenset(
    [
        *(f"{kind}-{score}" for kind in ("score", "try") for score in range(5)),
        *("unknown", "no-occasion", "evidence", "basis"),
    ]
)
MAP_LETTERS = "map.letter"
# What each action outside the sets does, whichever screen it is on.
WORDS: Mapping[str, str] = {
    "again": "Try it again, one period later",
    "agenda": "Agenda of the next meeting",
    "archive": "Archive, or restore",
    "archived": "Show or hide what is archived",
    "assess": "Assess the vendor",
    "back": "Go back; from the portfolio: leave",
    "cadence": "How often to meet",
    "carry": "The same answer as in the round before",
    "clear": "Clear the answer",
    "compare": "Compare vendors",
    "copy": "Copy a text to paste it elsewhere",
    "decide": "Decide on the class",
    "detail": "Show or hide the pane",
    "done": "Done: save, write or begin what the screen has prepared",
    "drop": "It no longer holds: a goal, a promise, a person who has left",
    "edit": "Edit",
    "editor": "Write the note in your own editor",
    "explain": "Help, also while you type",
    "export": "Write to a file",
    "filter": "Show some rows only",
    "fold": "Open or close everything",
    "glossary": "Glossary, also while you type",
    "goals": "Key goals",
    "help": "Help",
    "ids": "Ids of the keys",
    "import": "Import forms",
    "lens": "Look closer, through a lens",
    "map": "Map",
    "mark": "Mark the row: to compare it, as kept, as done",
    "meetings": "Meetings",
    "names": "Pick a name",
    "new": "Add one",
    "newline": "New line in a note",
    "next-open": "Next question without an answer",
    "next-vendor": "Next vendor",
    "note-editor": "Continue the note in your own editor",
    "ours": "Our side: it did it, or its version is kept",
    "palette": "Find an action or a vendor by name",
    "people": "Who may answer",
    "place": "Open the file or address that it points to",
    "previous-vendor": "Previous vendor",
    "promises": "Promises",
    "questions": "List of questions",
    "quit": "Quit from anywhere",
    "reader": "Our version, or the vendor's",
    "reload": "Read the files again",
    "remove": "Remove",
    "repaint": "Redraw the screen",
    "request": "Ask the vendor: a form for its people",
    "resolve": "Resolve a merge conflict",
    "rules": "How to choose a line",
    "search": "Search",
    "session": "Score together with several people",
    "sort": "Sort",
    "source": "Where the evidence is",
    "suspend": "Suspend; `fg` in the shell resumes",
    "theirs": "The other side: it did it, or its version is taken",
    "undo": "Take the last action back",
    "verdict": "Show or hide the verdict so far",
    "what-if": "Try other scores",
    "what-next": "What to do next",
    "yes": "Yes, do it anyway",
}


def meaning(key: Key) -> str:
    """Return the last part of an action's id."""
    return key.id.rpartition(".")[2]


def meanings(screens: Mapping[str, Sequence[Key]]) -> dict[str, dict[str, list[str]]]:
    """Return the screens by meaning by key, for the keys that are in none of the sets.

    `screens` has the keys of each screen, by its name.
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for screen, keys in screens.items():
        for key in keys:
            if key.id.startswith(MAP_LETTERS):
                continue
            for pressed in key.keys.split(","):
                if pressed not in ANSWER_KEYS | MOVEMENT_KEYS:
                    found[pressed][meaning(key)].append(screen)
    return {pressed: dict(each) for pressed, each in found.items()}
