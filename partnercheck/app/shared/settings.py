"""What a person has chosen, as the screens take it, with a word on what could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from partnercheck.app.shared.keys import Keymap
from partnercheck.app.shared.themes import DARK, LIGHT, THEMES
from partnercheck.base.text import clean
from partnercheck.workspace.user_settings import configuration

# What terminals say of their colours: text;background, and these backgrounds are light.
COLOURS = "COLORFGBG"
LIGHT_GROUNDS = ("7", "15")


class Chosen(NamedTuple):
    """The theme, the mouse, the terminal's cursor, the keys, and what is wrong in the file."""

    theme: str = DARK
    mouse: bool = True
    cursor: bool = False
    keymap: Keymap = {}  # noqa: RUF012
    wrong: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The first of what is wrong; the others are told once the screens are left."""
        more = len(self.wrong) - 1
        rest = f" And {more} more, told when you leave." if more > 0 else ""
        return f"{self.wrong[0]}{rest}" if self.wrong else ""


def chosen(path: Path, environment: Mapping[str, str], mouse: bool = True) -> Chosen:
    """What the file says; what is wrong in it has its default, and is told."""
    said, problems = configuration(path)
    file = clean(str(path))
    wrong = [str(problem) for problem in problems]
    theme = said.theme or usual_theme(environment)
    if theme not in (known := [each.name for each in THEMES]):
        wrong.append(f'{file}: there is no theme "{clean(theme)}". Take {", ".join(known)}')
        theme = usual_theme(environment)
    keymap: Keymap = {}
    if said.keymap:
        from partnercheck.app.shared.keymap import checked, every_screen

        keymap, refused = checked(said.keymap, every_screen())
        wrong += [f"{file}: [keymap]: {each}" for each in refused]
    return Chosen(
        theme=theme,
        mouse=said.mouse and mouse,
        cursor=said.cursor,
        keymap=keymap,
        wrong=tuple(f"{each.rstrip('.')}." for each in wrong),
    )


def usual_theme(environment: Mapping[str, str]) -> str:
    """The theme for the terminal's own colours: the light one where it says that it is light."""
    ground = environment.get(COLOURS, "").rpartition(";")[2]
    return LIGHT if ground in LIGHT_GROUNDS else DARK
