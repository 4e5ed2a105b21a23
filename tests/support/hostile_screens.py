"""Ways to every screen on a workspace of hostile texts."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.keybar import bar
from tests.support.every_screen import every_screen
from tests.support.hostile_terminal import Seen

SIZE = (100, 30)
DOWN, PAGE, ESC, SAVE = "\x1b[B", "\x1b[6~", "\x1b", "\x13"
F1, F2, PALETTE = "\x1bOP", "\x1bOQ", "\x10"
VENDOR, CONFLICTED = "/vendor-1\r", "/conflicted\r"
WHO = "\x1b]0;PWNED-40\x07 Ann \x1b[31;7;4242m[/] of git"


class Way(NamedTuple):
    """How a screen is reached from the portfolio, key by key, and what is then pressed on it."""

    keys: Sequence[str]
    then: Sequence[str] = (PAGE, DOWN, "\x1b[5~")
    shows: str = ""


WAYS: Mapping[str, Way] = {
    "PortfolioScreen": Way(["j"], ["j", " ", "s", "f", "f", ESC, DOWN, PAGE, "G", "g"]),
    "NextScreen": Way(["N"], [PAGE, DOWN, "f", "f", "f"]),
    "HelpScreen": Way(["?"]),
    "GlossaryScreen": Way([F2], [PAGE] * 12),
    "CompareScreen": Way(["c"], ["z", PAGE, PAGE, "l", "f", PAGE, "l", "h"]),
    "MapScreen": Way(["c", "m"], [DOWN, PAGE, "b", "A"]),
    "SetupScreen": Way([VENDOR, "a"], ["\t", " ", "\t", "\t", "\t", "\t", " ", " "], "Assess "),
    "AssessScreen": Way(
        # The first question has no key that goes to the one before.
        [VENDOR, "a", SAVE, "\x1b[C"],
        [*"3v", PAGE, "e", "May \x1b[200~\x1b[31;7;4242m\x1b[201~", "\r", *"\r\r\rv\r2b\r4"],
    ),
    "ItemsScreen": Way([VENDOR, "a", SAVE, "Q"], [PAGE, DOWN, "o"]),
    "RulesScreen": Way([VENDOR, "a", SAVE, "r"]),
    "LinesScreen": Way([VENDOR, "\r", "y"], ["y", PAGE]),
    "VendorScreen": Way(
        [VENDOR, "\r"], ["z", *[PAGE] * 15, "i", "g", DOWN, "3", "i", ">", "<", "L"]
    ),
    "AgendaScreen": Way([VENDOR, "\r", "A"], [*[PAGE] * 4, "V", "y"]),
    "DecideScreen": Way([VENDOR, "\r", "d"], [DOWN, DOWN, DOWN], "Decide on"),
    "RequestScreen": Way([VENDOR, "\r", "F"], [DOWN] * 6, "A form for"),
    "GoalsScreen": Way([VENDOR, "\r", "K"], [PAGE, DOWN, "T", " "]),
    "GoalForm": Way([VENDOR, "\r", "K", "\r"], [DOWN] * 7, "Change a key goal"),
    "MeetingsScreen": Way([VENDOR, "\r", "M"], [PAGE, DOWN]),
    "MeetingForm": Way([VENDOR, "\r", "M", DOWN, "\r"], [DOWN] * 5, "Change a meeting"),
    "PeopleScreen": Way([VENDOR, "\r", "W"], [PAGE, DOWN, "-", "\x1a"]),
    "PersonForm": Way([VENDOR, "\r", "W", "\r"], [DOWN], "Change "),
    "PromisesScreen": Way([VENDOR, "\r", "P"], [PAGE, DOWN, " ", "-", "\x1a"]),
    "PromiseForm": Way([VENDOR, "\r", "P", "\r"], [DOWN] * 5, "Change a promise"),
    "ChooseScreen": Way([VENDOR, "f"], [PAGE, DOWN], "Show only"),
    "PickPersonScreen": Way([VENDOR, "a", "\x0e"], [PAGE, DOWN, "\x1b[5~"], "Who?"),
    "PickPeopleScreen": Way([VENDOR, "S", "\x0e"], [" ", PAGE, DOWN, " ", "\x1b[5~"], "Who?"),
    "PlaceScreen": Way([VENDOR, "\r", "O"], ["O", PAGE], "Objectives described in"),
    "CadenceForm": Way([VENDOR, "\r", "M", "C"], [" ", " "], "How often"),
    "ResolveScreen": Way([CONFLICTED, "\r", "!"], ["t", PAGE, "w", "t", PAGE, "j", "j"]),
    "ExportScreen": Way([VENDOR, "\r", "X"], [DOWN] * 4, "A file about"),
    "WrittenScreen": Way([VENDOR, "\r", "X", SAVE], [PAGE, DOWN], "was written to"),
    "ImportScreen": Way([VENDOR, "I"], [], "Import a form"),
    "AskScreen": Way([VENDOR, "\r", "A", "X"], [], "Write the agenda"),
    "WhoScreen": Way([VENDOR, "S"], ["Zoe [31;7;4242m[/]"], "A session"),
    "SessionScreen": Way([VENDOR, "S", "Zoe [31;7;4242m[/], Bo\r"], ["3", "4", PAGE, "e"]),
    "VendorForm": Way([VENDOR, "R"], [DOWN] * 20, "Edit "),
}


def keys_of(screen: type[Page[object]]) -> str:
    return "".join(span.text for span in bar([key for key in screen.KEYS if key.label]))


def reached(terminal: Seen, name: str) -> bool:
    """Whether a screen shows: its keys are at the bottom, its title at the top."""
    wanted = _without_field_keys(keys_of(every_screen()[name])[: SIZE[0] - 1].rstrip())
    # Not every question has a key for no occasion.
    offered = (wanted, wanted.replace("u n skip", "u skip"))
    return (
        _without_field_keys(terminal.keybar).strip() in offered
        and WAYS[name].shows in terminal.shown
    )


def _without_field_keys(keybar: str) -> str:
    """Leave out the keys that are offered for one kind of field, or now and then, alone."""
    for key in (
        "  ^U empty",
        "  ←→ choose",
        "  ^Z undo",
        "  ↑ ↓ choose",
        "  f filter",
        "  F2 term",
    ):
        keybar = keybar.replace(key, "")
    return keybar


def arrived(terminal: Seen, name: str, seconds: float = 120) -> None:
    """Wait for a screen; what is typed ahead is for it to get right."""
    ends = time.monotonic() + seconds
    while not reached(terminal, name):
        assert time.monotonic() < ends, (name, terminal.shown)
        terminal.read()


# More screens than can be open above each other.
MOST_OPEN = 30


def back_to_portfolio(terminal: Seen) -> None:
    """Leave whatever is open, one key at a time, and clear the search."""
    pressed = 0
    while not reached(terminal, "PortfolioScreen") or " of 5 vendors" in terminal.shown:
        before, pressed = terminal.shown, pressed + 1
        assert pressed < MOST_OPEN, before
        terminal.press(ESC)
        ends = time.monotonic() + 60
        while terminal.shown == before:
            assert time.monotonic() < ends, before
            terminal.read()
        terminal.rest()
