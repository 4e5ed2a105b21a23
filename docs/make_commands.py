"""Makes docs/commands.md from the program's parser and its examples: `make docs`.

The usage lines are built here, from what the parser declares, so that the page is the same with
every version of Python and in a terminal of any width.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from partnercheck.commands import COMMANDS
from partnercheck.commands.parsing import examples, parser_of

HERE = Path(__file__).parent
PAGE = HERE / "commands.md"
WIDTH = 96
HEAD = """\
# Commands

`partnercheck` alone opens the screens. Commands give the same information as text. This
page is generated from the program, as `partnercheck COMMAND --help` is. The examples run in the
sample workspace: `partnercheck demo --no-open samples`, then `cd samples`.

"""
TAIL = """\
## Everywhere

Name a vendor by its id or by its name. Results go to stdout, messages to stderr. Unless they go
to a terminal, both are UTF-8, whatever the locale is. If the result cannot be written, the command
fails. If messages cannot be written to stderr, the command does not fail for that reason, and
errors go to stdout. `-o` writes the result to the file with this name, or into the folder of this
name if it exists or the name ends in `/`; `-` is stdout. An existing file is not replaced unless
you give `--force`. A pipe or a device needs no `--force`. As an input file, `-` means standard
input. Options and commands cannot be abbreviated. `--debug`, with any command, shows the traceback
of an error in the program. Every command also takes:

{everywhere}
### Exit status

| status | means |
| --- | --- |
| 0 | success, even if an unreadable file was left out; stderr names it |
| 1 | `check`, `fmt --check` or `questionnaire check` found a fault; `merge-file` left a conflict |
| 2 | incorrect usage, nothing could be read or done, or the result could not be written |
| 70 | an error in the program: one sentence, and the traceback with `--debug` |
| 128 + signal | ended by a signal: 130 after Ctrl+C, 141 after a closed pipe |

### Environment

| variable | what it does |
| --- | --- |
| `PARTNERCHECK_WORKSPACE` | the workspace, if there is no `--workspace` |
| `NO_COLOR` | no colour on the screens; ignored if it is empty |
| `SSH_CONNECTION` | set by SSH; if it is set, addresses and files are shown, not opened |
| `TERM` | if it is `dumb` or not set, the screens do not open; a message says what to use instead |
| `COLUMNS` | the width of texts that do not go to a terminal |
| `GITHUB_WORKSPACE` | set by GitHub: `check --format github` gives paths relative to it |
| `SOURCE_DATE_EPOCH` | the time of writing in `calendar`, in seconds since 1970 |
| `VISUAL`, `EDITOR` | your editor: `E` on a question opens the evidence in it |
| `XDG_DATA_HOME`, `XDG_STATE_HOME`, `XDG_CONFIG_HOME` | the places of the folders below, on Linux |

### Where files are

| what | where |
| --- | --- |
| the workspace | `--workspace`, else `PARTNERCHECK_WORKSPACE`, else the nearest folder upward \
that has a `partnercheck.toml`, else `partnercheck` in your data folder \
(`~/.local/share` on Linux) |
| its files | see [files.md](files.md) |
| the lock of a workspace | `.partnercheck/` in it; git ignores it |
| drafts of text that was being typed | `partnercheck` in your state folder \
(`~/.local/state` on Linux) |
| your own settings | `config.toml` in `partnercheck` in your configuration folder \
(`~/.config` on Linux) |

You can set keys, theme, mouse and cursor: [screens.md](screens.md#your-own-choices).
"""


def page() -> str:
    """The whole page."""
    parser = parser_of(COMMANDS)
    commands = dict(_subparsers(parser))
    listed = [(f"[`{name}`](#{name})", _summary(each)) for name, each in commands.items()]
    lines = examples()
    sections = [_section(n, each, lines.get(n, [])) for n, each in commands.items()]
    common = [(f"`{_named(each)}`", _told(each)) for each in _everywhere(parser)]
    tail = TAIL.replace("{everywhere}", _table("argument", "what it is", common))
    return "\n".join([HEAD + _table("command", "what it does", listed), *sections, tail])


def _subparsers(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _summary(parser: argparse.ArgumentParser) -> str:
    return (parser.description or "").partition("\n")[0].rstrip(".")


def _section(name: str, parser: argparse.ArgumentParser, lines: Sequence[Mapping[str, Any]]) -> str:
    """A command: its docstring, usage, arguments, and lines to run."""
    summary, _, rest = (parser.description or "").partition("\n")
    parts = [f"## {name}", summary, *_paragraphs(rest)]
    parts.append(_fence("\n".join(_usages(parser))))
    parts += _arguments(parser)
    if lines:
        parts.append(_fence("\n".join(_lines(lines)), "sh"))
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _lines(lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Lines to run, and what each is good for: beside them, or above where that is too wide."""
    longest = max(len(each["run"]) for each in lines)
    wide = any(longest + 4 + len(each["does"]) > WIDTH for each in lines)
    for each in lines:
        yield (
            f"# {each['does']}\n{each['run']}"
            if wide
            else f"{each['run']:{longest}}  # {each['does']}"
        )


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a docstring; one that is laid out with spaces stays as it is."""
    for paragraph in filter(None, text.strip().split("\n\n")):
        yield _fence(paragraph) if re.search(r"\S {2,}\S", paragraph) else paragraph


def _fence(text: str, language: str = "") -> str:
    return f"```{language}\n{text}\n```"


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    """A table of what a command takes, or one for each of its actions."""
    actions = dict(_subparsers(parser))
    rows = [(f"`{_named(action)}`", _told(action)) for action in _own(parser)]
    rows += [
        (f"`{action} {_named(each)}`", _told(each))
        for action, sub in actions.items()
        for each in _own(sub)
    ]
    if rows:
        yield _table("argument", "what it is", rows)


def _own(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command itself takes: positional arguments first, then options."""
    common = {action.dest for action in _everywhere(parser)} | {"help", "debug"}
    own = [
        action
        for action in parser._actions
        if action.dest not in common and not isinstance(action, argparse._SubParsersAction)
    ]
    return sorted(own, key=lambda action: bool(action.option_strings))


def _everywhere(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The options that every command takes."""
    [common] = [group for group in parser._action_groups if group.title == "everywhere"] or [None]
    actions = common._group_actions if common else []
    return [action for action in actions if action.help != argparse.SUPPRESS]


def _usages(parser: argparse.ArgumentParser, width: int = WIDTH) -> Iterator[str]:
    """The usage of a command, or of each of its actions."""
    subparsers = list(_subparsers(parser))
    for _, sub in subparsers:
        yield from _usages(sub, width)
    if not subparsers:
        yield _usage(parser, width)


def _usage(parser: argparse.ArgumentParser, width: int) -> str:
    """How a command is written, folded where it is too long."""
    exclusive = {
        id(action): [each for each in group._group_actions if each.help != argparse.SUPPRESS]
        for group in parser._mutually_exclusive_groups
        for action in group._group_actions
    }
    words: list[str] = []
    for action in _own(parser):
        together = exclusive.get(id(action), [action])
        if action is together[0]:
            written = " | ".join(_written(each) for each in together)
            words.append(_marked(action, written))
    room = width - len(parser.prog) - 1
    glued = " ".join(_glued(word, room) for word in words)
    folded = wrap(glued, room, break_long_words=False, break_on_hyphens=False) or [""]
    indent = "\n" + " " * (len(parser.prog) + 1)
    return f"{parser.prog} {indent.join(folded)}".replace("\0", " ").rstrip()


def _glued(word: str, room: int) -> str:
    """Return a word without breaks in its brackets; one that has no room breaks after a bar."""
    glued = word.replace(" ", "\0")
    return glued if len(word) <= room else glued.replace("\0|\0", "\0| ")


def _marked(action: argparse.Action, written: str) -> str:
    """An argument with brackets where it may be left out, and dots where it may be repeated."""
    needed = action.required if action.option_strings else action.nargs not in ("?", "*")
    more = " ..." if action.nargs in ("*", "+") else ""
    return f"{written}{more}" if needed else f"[{written}{more}]"


def _written(action: argparse.Action) -> str:
    """An argument as it is written: --round ROUND."""
    metavar = action.metavar or action.dest.upper()
    value = " ".join(metavar) if isinstance(metavar, tuple) else str(metavar)
    if not action.option_strings:
        return value
    name = action.option_strings[-1]
    if action.nargs == 0:
        return name
    return f"{name} [{value}]" if action.nargs == "?" else f"{name} {value}"


def _named(action: argparse.Action) -> str:
    """An argument as the tables name it."""
    written = _written(action)
    return written if action.option_strings else _marked(action, written)


def _told(action: argparse.Action) -> str:
    """What an argument is, and what it can be."""
    text, found, default = (action.help or "").partition("(default: ")
    values = [f"`{value}`" if value else "empty" for value in action.choices or ()]
    listed = f"{', '.join(values[:-1])} or {values[-1]}" if values else ""
    told = ": ".join(part for part in (text.strip(), listed) if part)
    return f"{told} {found}{default}".strip().replace("%%", "%")


def _table(first: str, second: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| {first} | {second} |", "| --- | --- |"]
    lines += [f"| {one} | {other} |".replace("||", "|") for one, other in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
