"""Makes docs/screens.md from the screens' own keys: `make docs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from partnercheck.app.shared.keymap import every_screen
from partnercheck.app.shared.keys import APP_KEYS, SUSPEND, Key, all_key_labels
from partnercheck.app.shared.themes import THEMES
from partnercheck.app.shared.widgets.sheet import IN_LISTS

PAGE = Path(__file__).parent / "screens.md"
# In the order in which a person comes to them; a form is each screen on which fields are filled in.
TITLES = {
    "PortfolioScreen": "Portfolio",
    "VendorScreen": "Vendor",
    "AssessScreen": "Assess",
    "ItemsScreen": "List of questions",
    "SessionScreen": "Session",
    "CompareScreen": "Compare",
    "MapScreen": "Map",
    "GoalsScreen": "Goals",
    "MeetingsScreen": "Meetings",
    "AgendaScreen": "Agenda",
    "LinesScreen": "Five lines",
    "ResolveScreen": "Conflict",
    "GlossaryScreen": "Glossary",
    "HelpScreen": "Help",
    "AskScreen": "Forms",
}
HEAD = """\
# Screens

`?` on any screen explains what it shows and what can be pressed, `F1` does so while a text is
being typed, `F2` shows what our words mean, and `Ctrl+P` finds every action by its name. The
line at the bottom has the keys that are used most. A click on it presses the key; a click on a
row goes there, a second one opens it. Everything is saved as it is answered.

From 110 columns on there is more on the screen: what happened stands beside the question, with
the other questions of its condition; the portfolio has the round and what each vendor waits for.

## Your own choices

They are in `config.toml`, in `~/.config/partnercheck` on Linux (`$XDG_CONFIG_HOME/partnercheck`
where that is set), `~/Library/Application Support/partnercheck` on a Mac. Each line can be left
out; what is wrong in the file is told on the first screen, and the rest counts.

```toml
theme = "ansi-light"      # the terminal's own colours, for a light background
mouse = false             # the terminal keeps the mouse, to select text; also --no-mouse
cursor = true             # the terminal's own cursor is seen where the keys act

[keymap]                  # keys of your own, by the ids below
"portfolio.compare" = "v"
"vendor.agenda" = ["f6", "A"]
```

A key is a letter or a sign, or a name such as `f5`, `pagedown`, `ctrl+t` or `space`. What works
while a text is being typed cannot be a letter, and no key may do two things on a screen; the
letters that go to a vendor on the map give way. `i` on a help screen shows the ids.

**Themes**: {themes}. The first two use the terminal's own sixteen colours, send the fewest
bytes, and are all that a terminal with sixteen colours shows well. `Ctrl+P`, then *theme*, tries
one for this time. In each, whatever is written has a contrast of at least 4.5 to 1, with the
palettes of four usual terminals for the first two. Nothing is said by colour alone, and
`NO_COLOR` is honoured.

**Cursor**: the terminal's own cursor always stands where the keys act, so that screen readers,
braille lines and magnifiers can follow it; `cursor = true` makes it visible too. With a screen
reader `assess --plain`, `show` and `list` may serve better: they are prompts and text.

**Editor**: `E` on a question opens what happened in the editor that `VISUAL` or `EDITOR` names;
while a text is being typed, `Ctrl+O` goes on with it there. What the editor saves is saved as
the evidence when it ends; where it fails, the text stays on the screen.

**Suspending**: `Ctrl+Z` gives the terminal back to the shell, and `fg` goes on; on a screen or in a
field that uses that key itself, the palette does it. `Ctrl+L` draws the screen again. Whatever ends
the program, the terminal is restored, and what is being typed is saved or kept; after an error in
the program a sentence says where.

**Clipboard**: `y` sends a text to the terminal as OSC 52. A terminal does not say whether it
took it; some have that switched off, and tmux needs `set -g set-clipboard on`. `w` writes it to
a file.

## Keys
"""


def page() -> str:
    """The page as it is to be."""
    themes = ", ".join(f"`{theme.name}`" for theme in THEMES)
    return HEAD.format(themes=themes) + "\n".join(_tables()) + "\n"


def _tables() -> Iterator[str]:
    screens = every_screen()
    for name, title in TITLES.items():
        keys, inside = screens[name]
        yield from _table(title, [*keys, *(inside if title == "Forms" else ())])
    yield from _table("In every list", IN_LISTS[1])
    yield from _table("Everywhere", [*APP_KEYS, SUSPEND])


def _table(title: str, keys: Sequence[Key]) -> Iterator[str]:
    yield from ("", f"### {title}", "", "| key | does | id |", "| --- | --- | --- |")
    for key in keys:
        yield f"| {_code(all_key_labels(key))} | {key.description} | `{key.id}` |"


def _code(keys: str) -> str:
    """The keys as code, each by itself; a backtick needs two around it."""
    return " ".join(f"`` {key} ``" if "`" in key else f"`{key}`" for key in keys.split(" "))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
