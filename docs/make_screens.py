"""Makes docs/screens.md from the screens' own keys: `make docs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from partnercheck.app.shared.keymap import every_screen
from partnercheck.app.shared.keys import (
    APP_KEYS,
    EXPLAIN,
    GLOSSARY,
    Key,
    all_key_labels,
    single_key_label,
)
from partnercheck.app.shared.meanings import all_meanings, meaning, meanings
from partnercheck.app.shared.themes import THEMES
from partnercheck.app.shared.widgets.sheet import IN_LISTS

PAGE = Path(__file__).parent / "screens.md"
# In the order in which a person comes to them; a form is each screen on which fields are filled in.
TITLES = {
    "PortfolioScreen": "Portfolio",
    "NextScreen": "Next",
    "VendorScreen": "Vendor",
    "AssessScreen": "Assess",
    "ItemsScreen": "List of questions",
    "RulesScreen": "Rules for choosing a line",
    "SessionScreen": "Session",
    "CompareScreen": "Compare",
    "MapScreen": "Map",
    "GoalsScreen": "Goals",
    "MeetingsScreen": "Meetings",
    "PromisesScreen": "Promises",
    "PeopleScreen": "People",
    "PlaceScreen": "A file or address",
    "AgendaScreen": "Agenda",
    "LinesScreen": "Five-line summary",
    "ResolveScreen": "Conflict",
    "DecideScreen": "Decide",
    "GlossaryScreen": "Glossary",
    "HelpScreen": "Help",
    "PickPersonScreen": "Names to pick",
    "PickPeopleScreen": "Names to mark",
    "ChooseScreen": "Sort orders and filters to choose from",
    "RequestScreen": "Request",
    "ImportScreen": "Import",
    "WrittenScreen": "A file that was written",
    "WhoScreen": "Forms",
}
# Every screen has these, whether or not its footer shows them.
ON_ALL_SCREENS = {meaning(key) for key in (EXPLAIN, GLOSSARY)}
HEAD = """\
# Screens

`?` explains the screen and its keys; so does `F1`, which also works while you type. `F2` explains
the terms used here, and `Ctrl+P` finds every action by its name. The line at the bottom shows the
most frequently used keys. A click on a key there presses it; a click on a row selects it, and a
second click opens it. Every answer is saved when you give it.

If the terminal is at least 110 characters wide, the screens show more: the evidence beside the
question, with the other questions of its condition; on the portfolio, the round, and the answers
that are still to come.

## One key, one action

`Enter` continues, `Esc` cancels, and `Ctrl+Z` undoes the last change; a screen that cannot undo it
says where you can. A message names whatever was changed, archived, removed or dropped. A key does
the same on every screen that has it:

{actions}

There are also the keys for answers (`0` to `4`, `u`, `n`, `e`, `b`), the keys for movement (the
arrow keys, `h` `j` `k` `l`, `g` `G`, page keys, `Tab`, `⌫`), and the letters of vendors on the map.

## How to answer

`0` to `4` choose a line; `r` shows the rules for choosing. In short: 0 against, 1 neither side, 2
one side, 3 both sides, 4 both sides, and it lasted. `u` is "I don't know", about one side or both.
`n`, "neither side had an occasion", is offered only for questions about the last time something
happened, and for some about one's own side; for all other questions, if nothing was done, the score
is 1. After a 2, `w` says that your side did it, and `t` that the other side did. This is optional
and changes no score. If neither side had an occasion for a question of the quick form, the form
asks one more question about that condition.

## Your own choices

Your own settings are in `config.toml`: on Linux in `~/.config/partnercheck` (or
`$XDG_CONFIG_HOME/partnercheck` if that is set), on macOS in `~/Library/Application
Support/partnercheck`. Every line is optional. The first screen shows any errors in the file; lines
without errors still take effect.

```toml
theme = "ansi-light"      # the terminal's own colours, for a light background
mouse = false             # the terminal keeps the mouse, to select text; also --no-mouse
cursor = true             # show the terminal's own cursor at the place that has the focus

[keymap]                  # your own keys, by the ids below
"portfolio.compare" = "v"
"vendor.agenda" = ["f6", "A"]
```

A key is a letter or a sign, or a name such as `f5`, `pagedown`, `ctrl+g` or `space`. Actions that
work while you type cannot have a letter, and no key may do two things on a screen. On the map,
your keys take precedence over the letters of vendors. `#` on a help screen shows the ids.

**Themes**: {themes}. The first two use the terminal's own sixteen colours, send the fewest
bytes, and are the only ones that look right on a terminal with sixteen colours. `Ctrl+P`, then
*theme*, tries one for this session. All text has a contrast of at least 4.5 to 1 in every theme;
for the first two this was measured with the palettes of four common terminals. No meaning depends
on colour alone, and `NO_COLOR` is honoured.

**Cursor**: the terminal's own cursor is always at the place that has the focus, so that screen
readers, braille displays and magnifiers can follow it; `cursor = true` also makes it visible. With
a screen reader, `assess --plain`, `show` and `list` may work better: they use only prompts and
plain text.

**Editor**: `E` on a question opens the evidence in the editor that `VISUAL` or `EDITOR` names;
while you type the text on the screen, `Ctrl+O` continues it there. When the editor ends, the text
that it saved becomes the evidence. If the editor fails, the text stays on the screen.

**Terminal**: 80×24 is enough, 60×20 is usable, and a larger terminal shows more. Without a
terminal, or with `TERM=dumb`, the screens do not open, and a message says what to use:
`assess --plain`, `list`, `show` and `compare` do the same with prompts and plain text.

**Suspending**: `Ctrl+T` returns to the shell, and `fg` resumes the program; `Ctrl+Z` does not
suspend, but undoes the last change. `Ctrl+L` redraws the screen. However the program ends, the
terminal is restored, and the text that you were typing is saved or kept as a draft; after an error
in the program, a message says where the draft is.

**Clipboard**: `y` asks the terminal to put the text on the clipboard, with the escape sequence
OSC 52. Terminals do not report whether they did; some have this switched off, and tmux needs
`set -g set-clipboard on`. `X` writes the text to a file instead.

## Keys
"""


def page() -> str:
    """Return the text of the page."""
    themes = ", ".join(f"`{theme.name}`" for theme in THEMES)
    head = HEAD.format(themes=themes, actions="\n".join(_actions()))
    return head + "\n".join(_tables()) + "\n"


def _actions() -> Iterator[str]:
    """Yield a table of the keys with one meaning over all screens."""
    screens = {name: (*keys, *inside) for name, (keys, inside) in every_screen().items()}
    yield from ("| key | does | on |", "| --- | --- | --- |")
    found = meanings({TITLES[name]: screens[name] for name in TITLES})
    for pressed in sorted(found, key=lambda each: (len(each) > 1, each.casefold(), each)):
        for what, where in found[pressed].items():
            on = ", ".join(where) if len(where) < len(TITLES) // 2 else "nearly all"
            on = "all" if what in ON_ALL_SCREENS else on
            yield f"| {_code(single_key_label(pressed))} | {all_meanings()[what].words} | {on} |"


def _tables() -> Iterator[str]:
    screens = every_screen()
    for name, title in TITLES.items():
        keys, inside = screens[name]
        yield from _table(title, [*keys, *(inside if title == "Forms" else ())])
    yield from _table("In every list", IN_LISTS[1])
    yield from _table("Everywhere", APP_KEYS)


def _table(title: str, keys: Sequence[Key]) -> Iterator[str]:
    yield from ("", f"### {title}", "", "| key | does | id |", "| --- | --- | --- |")
    for key in keys:
        yield f"| {_code(all_key_labels(key))} | {key.description} | `{key.id}` |"


def _code(keys: str) -> str:
    """Return the keys as code, one by one; a backtick needs two around it."""
    return " ".join(f"`` {key} ``" if "`" in key else f"`{key}`" for key in keys.split(" "))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
