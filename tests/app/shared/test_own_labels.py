"""With every key another one, no screen, footer, message or help names a key that does nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.keymap import accepted_keymap, every_screen
from partnercheck.app.shared.keys import APP_KEYS, Key, footer_label, single_key_label
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.settings import UserSettings
from partnercheck.app.shared.widgets.lines import Lines
from partnercheck.app.shared.widgets.text_field import TextField
from partnercheck.workspace.open import open_workspace
from tests.support.every_screen import CONFLICT, CONFLICTED, OF_A_FORM, WAYS, names
from tests.support.free_keys import FREE
from tests.support.screens import TODAY, sample_workspace, seen

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
# By default every other screen is looked at itself, and the help of the others.
LOOKED_AT = [name for name in names() if name not in OF_A_FORM][:: 1 if LONG else 2]
HELPED = [name for name in names() if name != "HelpScreen" and (LONG or name not in LOOKED_AT)]
SCREENS = every_screen()
EVERY: dict[str, Key] = {
    key.id: key for keys, inside in SCREENS.values() for key in (*keys, *inside)
} | {key.id: key for key in APP_KEYS}
# What looks like a key among the text and is none: scales, marks of a state, the alphabet.
WORDS = re.compile(r"\b(?:[a-zA-Z]|[0-9]|[0-9]–[0-9]|a–Z)\b")


def own_keymap(name: str) -> dict[str, str]:
    """Another key for everything that can be pressed on the way to a screen, on it and beyond."""
    wanted: dict[str, str] = {}
    together = [
        {key.id for key in (*APP_KEYS, *keys, *inside)} for keys, inside in SCREENS.values()
    ]
    for _, (keys, inside) in sorted(SCREENS.items(), key=lambda each: each[0] != name):
        for key in (*APP_KEYS, *keys, *inside):
            if key.id not in wanted:
                # Two actions may be on one screen though each was first met on another.
                beside = set().union(*(ids for ids in together if key.id in ids))
                used = {wanted[other] for other in beside if other in wanted}
                wanted[key.id] = next(each for each in FREE if each not in used)
    keymap, wrong = accepted_keymap(wanted, SCREENS)
    assert not wrong, wrong[:3]
    return dict(keymap)


OLD = {
    label
    for key in EVERY.values()
    for label in (footer_label(key), *(single_key_label(each) for each in key.keys.split(",")))
}


async def press(app: PartnerCheck, pilot: Pilot[None], default: str) -> None:
    """Press what this key is by default, by the key that it is now."""
    screen = app.screen
    assert isinstance(screen, Page)
    typing = isinstance(screen.focused, TextField)
    for key in (*screen.KEYS, *screen.WIDGET_KEYS[1], *APP_KEYS):
        if default in key.keys.split(",") and (key.typing or not typing):
            await pilot.press(app.keymap[key.id])
            break
    else:
        await pilot.press("space" if default == " " else default)
    await pilot.pause()


def labels(app: PartnerCheck) -> set[str]:
    """What the screen shows as a key, by its look and in the footer."""
    return {
        span.text.strip()
        for lines in app.screen.query(Lines)
        for line in lines.lines
        for span in line
        if span.look == "key"
    }


def named_in(text: str) -> set[str]:
    """The old labels that a sentence names: signs, and words that are no words."""
    # A key that does nothing is named in order to say so.
    text = re.sub(r"No action for \S+ here", "", text)
    signs = {old for old in OLD if old in "⏎␣⌫" or (len(old) > 1 and not WORDS.fullmatch(old))}
    found = {old for old in signs if re.search(rf"(?<!\S){re.escape(old)}(?![\w])", text)}
    # "o" and "3" alone are keys, unless "a" and "I" are words.
    found |= {
        each for each in re.findall(r"(?<![\w'’+-])[a-zA-Z](?![\w'’.…-])", text) if each in OLD
    }
    return found - {"a", "I", "A"}


MARKS = {"", "▸", "·", "u", "n", "!", "✓", "~", "✗", "…", "│"}


@pytest.mark.parametrize("name", LOOKED_AT)
async def test_no_screen_names_a_key_that_does_nothing(name: str, tmp_path: Path) -> None:
    sample_workspace(tmp_path)
    (tmp_path / CONFLICTED).write_text(CONFLICT)
    user_settings = UserSettings(keymap=own_keymap(name))
    app = PartnerCheck(open_workspace(tmp_path), TODAY, settings=user_settings)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        for key in WAYS[name]:
            await press(app, pilot, key)
        assert type(app.screen).__name__ == name
        assert not labels(app) & (OLD - MARKS), "on the screen"
        assert isinstance(app.screen, Page)
        for action in ("e", "n", "w", "x", "ctrl+y", "ctrl+z", "o", "0", "b", "v", "d", "-", "="):
            if type(app.screen).__name__ != name or isinstance(app.screen.focused, TextField):
                break
            await press(app, pilot, action)
            if isinstance(app.screen, Page) and app.screen.message:
                assert not named_in(app.screen.message[0]), app.screen.message[0]
            assert not labels(app) & (OLD - MARKS), action


async def test_a_message_about_another_screen_names_the_key_of_ones_own(tmp_path: Path) -> None:
    sample_workspace(tmp_path)
    user_settings = UserSettings(keymap={"portfolio.import": "f9"})
    app = PartnerCheck(open_workspace(tmp_path), TODAY, settings=user_settings)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("enter", "F")
        await pilot.pause()
        app.screen.query_one("#file", Input).value = str(tmp_path)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Press F9 on the portfolio to import it" in " ".join(seen(app).split())


@pytest.mark.parametrize("name", HELPED)
async def test_no_help_names_a_key_that_does_nothing(name: str, tmp_path: Path) -> None:
    sample_workspace(tmp_path)
    (tmp_path / CONFLICTED).write_text(CONFLICT)
    user_settings = UserSettings(keymap=own_keymap(name))
    app = PartnerCheck(open_workspace(tmp_path), TODAY, settings=user_settings)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        for key in WAYS[name]:
            await press(app, pilot, key)
        await press(app, pilot, "f1")
        await pilot.resize_terminal(120, 300)
        await pilot.pause()
        assert type(app.screen).__name__ == "HelpScreen"
        assert not labels(app) & (OLD - MARKS)
        text = " ".join(
            span.text for lines in app.screen.query(Lines) for line in lines.lines for span in line
        )
        for words in ("arrows", "digit", "left and right", "Ctrl+", "Press ⏎"):
            assert words not in text
