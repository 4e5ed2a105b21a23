"""The message about a key that does nothing on a screen; it names a screen on which it works."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.app.shared.keymap import every_screen
from partnercheck.app.shared.keys import Key, remapped, single_key_label
from partnercheck.app.shared.meanings import MAP_LETTERS, all_meanings, meaning

if TYPE_CHECKING:
    from partnercheck.app.shared.page import Page


class Place(NamedTuple):
    """A screen: its name in a sentence, and the keys that open it from another screen."""

    words: str
    opened_by: tuple[str, ...] = ()


# If a letter works on several screens, the first of these is named.
PLACES = {
    "VendorScreen": Place("on a vendor's screen", ("portfolio.open",)),
    "PortfolioScreen": Place("on the portfolio"),
    "AssessScreen": Place("while you assess", ("portfolio.assess", "vendor.assess")),
    "CompareScreen": Place("on the comparison", ("portfolio.compare",)),
    "SessionScreen": Place("in a session", ("portfolio.session",)),
    "GoalsScreen": Place("on the list of key goals", ("vendor.goals",)),
    "MeetingsScreen": Place("on the list of meetings", ("vendor.meetings",)),
    "PromisesScreen": Place("on the list of promises", ("vendor.promises", "meetings.promises")),
    "PeopleScreen": Place("on the list of people", ("vendor.people",)),
    "AgendaScreen": Place("on the agenda", ("vendor.agenda",)),
    "ResolveScreen": Place("while you resolve a conflict", ("vendor.resolve",)),
    "NextScreen": Place("on the list of what to do next", ("portfolio.what-next",)),
}


def unbound_message(page: Page[object], pressed: str) -> str:
    """Return the message about a key that does nothing on a screen.

    Args:
        page: The screen.
        pressed: The key, in Textual's notation.

    """
    label = single_key_label(pressed)
    for name, key in _with_key(page, pressed):
        place = PLACES[name]
        words = all_meanings()[meaning(key)].words
        # "I don't know" stays as it is.
        words = words if words.startswith("I ") else f"{words[0].lower()}{words[1:]}"
        message = f"{label} works {place.words}: {words}"
        ids = {each.id for each in page.keys}
        if way := next((each for each in place.opened_by if each in ids), ""):
            message += f". {page.key_label(way)} opens it"
        return message
    help_id = "app.help" if any(key.id == "app.help" for key in page.keys) else "app.explain"
    return f"No action for {label} here: {page.key_label(help_id)} lists the keys"


def _with_key(page: Page[object], pressed: str) -> Iterator[tuple[str, Key]]:
    """Yield the other screens on which a key runs an action, by name, with the action."""
    keymap = page.partnercheck.keymap
    screens = _screens()
    for name in PLACES:
        if name == type(page).__name__:
            continue
        for key in remapped(screens[name], keymap):
            if pressed in key.keys.split(",") and not key.id.startswith(MAP_LETTERS):
                yield name, key


@cache
def _screens() -> dict[str, tuple[Key, ...]]:
    return {name: (*keys,) for name, (keys, _) in every_screen().items()}
