"""Loading the user's settings, with a message for each invalid setting."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from partnercheck.app.shared.keymap import accepted_keymap, every_screen
from partnercheck.app.shared.keys import Keymap
from partnercheck.app.shared.settings import UserSettings
from partnercheck.app.shared.themes import DARK, LIGHT, THEMES
from partnercheck.base.text import clean
from partnercheck.workspace.user_settings import FILE, configuration

# Terminals set this variable to "text;background"; these backgrounds are light.
COLOURS_VARIABLE = "COLORFGBG"
LIGHT_BACKGROUNDS = ("7", "15")


def load_settings(path: Path, environment: Mapping[str, str], mouse: bool = True) -> UserSettings:
    """Return the settings in a file, with a problem and the default for each invalid setting."""
    configured, file_problems = configuration(path)
    problems = [str(problem) for problem in file_problems]
    theme = configured.theme or default_theme(environment)
    if theme not in (known := [each.name for each in THEMES]):
        problems.append(
            f'{FILE}: there is no theme "{clean(theme)}". Use one of {", ".join(known)}'
        )
        theme = default_theme(environment)
    keymap: Keymap = {}
    if configured.keymap:
        # `every_screen` imports every screen: only users with keys of their own wait for that.
        keymap, refused = accepted_keymap(configured.keymap, every_screen())
        problems += [f"{FILE}, [keymap]: {each}" for each in refused]
    return UserSettings(
        theme=theme,
        mouse=configured.mouse and mouse,
        cursor=configured.cursor,
        keymap=keymap,
        problems=tuple(f"{each.rstrip('.')}." for each in problems),
    )


def default_theme(environment: Mapping[str, str]) -> str:
    """Return the theme for a light or a dark terminal; both use the terminal's own colours."""
    background = environment.get(COLOURS_VARIABLE, "").rpartition(";")[2]
    return LIGHT if background in LIGHT_BACKGROUNDS else DARK
