"""Makes docs/screens.md from the screens' own keys: `make docs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from partnercheck.app.shared.keymap import every_screen
from partnercheck.app.shared.keys import APP_KEYS, Key, all_key_labels, single_key_label
from partnercheck.app.shared.meanings import all_meanings, meanings
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
    "PlaceScreen": "A place",
    "AgendaScreen": "Agenda",
    "LinesScreen": "Five lines",
    "ResolveScreen": "Conflict",
    "DecideScreen": "Decide",
    "GlossaryScreen": "Glossary",
    "HelpScreen": "Help",
    "PickPersonScreen": "Names to pick",
    "PickPeopleScreen": "Names to mark",
    "ChooseScreen": "Orders and filters to choose from",
    "RequestScreen": "Request",
    "ImportScreen": "Import",
    "WrittenScreen": "A file that was written",
    "WhoScreen": "Forms",
}
HEAD = """\
# Screens

`?` explains the screen and its keys, also `F1` while you type a text. `F2` explains our terms, and
`Ctrl+P` finds every action by its name. The line at the bottom has the most used keys. A click on
it presses the key; a click on a row selects it, a second one opens it. Every answer is saved when
you give it.

From 110 columns on, the screens show more: the evidence beside the question, with the other
questions of its condition; on the portfolio, the round and what each vendor waits for.

## One key, one action

Enter goes on, Esc cancels, and `Ctrl+Z` undoes the last action. Whatever is changed, archived,
removed or dropped is named in the message. A key does the same on every screen that has it:

{actions}

There are also the keys for answers (`0` to `4`, `u`, `n`, `e`, `b`), those for movement (the
arrow keys, `h` `j` `k` `l`, `g` `G`, page keys, `Tab`, `⌫`), and the letters of vendors on the map.

## How to answer

`0` to `4` choose a line; `r` shows the rules for choosing. In a word: 0 against, 1 neither side, 2
one side, 3 both, 4 both, and it held. `u` is "I don't know", of one side or of both. `n`, "no side
had an occasion", is offered only for questions about "the last" time; if nothing was done about
another question, that is a 1. After a 2, `w` says that our side did it, `t` that the other did. It
is optional and changes no score. If a question of the quick form had no occasion, the form asks one
more question on that condition.

## Your own choices

They are in `config.toml`, in `~/.config/partnercheck` on Linux (`$XDG_CONFIG_HOME/partnercheck`
if that is set), `~/Library/Application Support/partnercheck` on macOS. Every line is optional. The
first screen shows the errors in the file; the other lines count.

```toml
theme = "ansi-light"      # the terminal's own colours, for a light background
mouse = false             # the terminal keeps the mouse, to select text; also --no-mouse
cursor = true             # show the terminal's own cursor where the keys act

[keymap]                  # keys of your own, by the ids below
"portfolio.compare" = "v"
"vendor.agenda" = ["f6", "A"]
```

A key is a letter or a sign, or a name such as `f5`, `pagedown`, `ctrl+g` or `space`. Actions that
work while you type a text cannot have a letter, and no key may do two things on a screen. On the
map, your keys come before the letters of vendors. `#` on a help screen shows the ids.

**Themes**: {themes}. The first two use the terminal's own sixteen colours, send the fewest
bytes, and are the only ones that look right with sixteen colours. `Ctrl+P`, then *theme*, tries
one for this session. All text has a contrast of at least 4.5 to 1 in every theme; for the first two
that was measured with the palettes of four common terminals. No meaning is carried by colour
alone, and `NO_COLOR` is honoured.

**Cursor**: the terminal's own cursor always stands where the keys act, so that screen readers,
braille lines and magnifiers can follow it; `cursor = true` makes it visible too. With a screen
reader `assess --plain`, `show` and `list` may serve better: they are prompts and text.

**Editor**: `E` on a question opens the evidence in the editor that `VISUAL` or `EDITOR` names;
while you type a text, `Ctrl+O` continues it there. When the editor ends, the text that it saved
becomes the evidence. If the editor fails, the text stays on the screen.

**Terminal**: 80×24 is enough, 60×20 is usable, and a larger terminal shows more. Without a
terminal, or with `TERM=dumb`, the screens do not open, and a message says what to use:
`assess --plain`, `list`, `show` and `compare` do the whole job as prompts and plain text.

**Suspending**: `Ctrl+T` returns to the shell, and `fg` comes back; `Ctrl+Z` takes the last action
back. `Ctrl+L` draws the screen again. Whatever ends the program,
the terminal is restored, and the text that you were typing is saved or kept as a draft; after an
error in the program a sentence says where.

**Clipboard**: `y` sends a text to the terminal as OSC 52. Terminals do not report if they took it;
some have this switched off, and tmux needs `set -g set-clipboard on`. `X` writes it to a file.

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
