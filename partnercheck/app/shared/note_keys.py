"""The keys for writing a note, and the keys that the footer shows while a note is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.app.shared.keys import Key


def note_keys(screen: str) -> tuple[Key, ...]:
    """Return the keys for writing a note."""
    return (
        Key(f"{screen}.editor", "E", "editor", "Use your own editor to write what happened"),
        Key(
            f"{screen}.note-editor",
            "ctrl+o",
            "note_editor",
            "In a note: continue in your own editor",
            typing=True,
            palette=False,
        ),
        Key(
            f"{screen}.newline",
            "ctrl+j",
            "newline",
            "In a note: new line",
            typing=True,
            palette=False,
        ),
    )


# The actions in the footer while a note is written, or while the program asks about an answer that
# could not be saved, with their labels; other keys have no effect then.
IN_A_NOTE = {
    "next": "save",
    "escape": "cancel",
    "newline": "new line",
    "note_editor": "editor",
}
ASKED_ABOUT = {"save_anyway": "save anyway", "undo": "drop", "drop": "drop", "back": "done"}


def keys_of(keys: Sequence[Key], labels: Mapping[str, str]) -> list[Key]:
    """Return the keys of these actions, with these labels."""
    by_action = {key.action: key for key in keys}
    return [
        replace(by_action[action], label=label)
        for action, label in labels.items()
        if action in by_action
    ]
