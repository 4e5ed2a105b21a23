"""Makes the man page docs/partnercheck.1 from the program's parser and its examples: `make docs`.

What the parser does not know (exit status, environment, files) comes from the same text as in
commands.md. Look at it with `man -l docs/partnercheck.1`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import make_commands as commands_page

from partnercheck import __version__
from partnercheck.commands import COMMANDS, GROUPS
from partnercheck.commands.parsing import DESCRIPTION, examples, parser_of

PAGE = Path(__file__).parent / "partnercheck.1"
# The day of this version; it changes with the version, so that the page is the same every day.
DATE = "2026-11-30"
# A terminal of 80 columns, less the margins of man.
WIDTH = 70
INTRODUCTION = """\
partnercheck judges the relationship with each vendor that your company depends on. People choose \
what they have observed, and note what happened. The program says how close the relationship is to \
a partnership, why, what would change that, and what nobody knows yet.

Without a command, the screens open. A workspace is a folder of TOML files, usually in a git \
repository. `partnercheck demo` opens one with sample vendors.
"""
SECTIONS = {"Exit status": "EXIT STATUS", "Environment": "ENVIRONMENT", "Where files are": "FILES"}


def page() -> str:
    """Return the whole page."""
    parser = parser_of(COMMANDS)
    everywhere = commands_page._everywhere(parser)
    lines = [
        '.\\" Made by docs/make_man.py: edit the help texts instead.',
        f'.TH PARTNERCHECK 1 "{DATE}" "partnercheck {__version__}" "User Commands"',
        ".SH NAME",
        f"partnercheck \\- {roff(DESCRIPTION)}",
        ".SH SYNOPSIS",
        r".B partnercheck",
        r"[\fIOPTION\fR ...] [\fICOMMAND\fR [\fIARGUMENT\fR ...]]",
        ".SH DESCRIPTION",
        *paragraphs(INTRODUCTION),
        ".SH OPTIONS",
        "These can be used with every command.",
        *tagged((commands_page._named(each), commands_page._told(each)) for each in everywhere),
        *tagged([("--help", "Show help, with examples."), ("--version", "Show the version.")]),
        ".SH COMMANDS",
        *_groups(parser),
        *_tables(),
        ".SH SEE ALSO",
        r"\fBgit\fR(1)",
    ]
    return "\n".join(lines) + "\n"


def _groups(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield every command, under its name."""
    parsers = dict(commands_page._subparsers(parser))
    for names in GROUPS.values():
        for name in names:
            yield f".SS {roff(name)}"
            yield from _command(name, parsers[name])


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield a command: its usage, its text, its arguments and its examples."""
    for usage in commands_page._usages(parser, WIDTH):
        yield ".PP"
        yield ".nf"
        yield from (roff(line) for line in usage.split("\n"))
        yield ".fi"
    yield from paragraphs(parser.description or "")
    actions = dict(commands_page._subparsers(parser))
    rows = [(commands_page._named(each), each) for each in commands_page._own(parser)]
    rows += [
        (f"{action} {commands_page._named(each)}", each)
        for action, sub in actions.items()
        for each in commands_page._own(sub)
    ]
    yield from tagged((written, commands_page._told(each)) for written, each in rows)
    yield ".PP"
    yield "Examples:"
    yield from tagged((each["run"], each["does"]) for each in examples()[name])


def _tables() -> Iterator[str]:
    """Yield the tables of commands.md that are about all commands, as sections."""
    for part in re.split(r"^### ", commands_page.TAIL, flags=re.M)[1:]:
        title, _, text = part.partition("\n")
        rows = re.findall(r"^\| (.*?) \| (.*) \|$", text, re.M)[2:]
        yield f".SH {SECTIONS[title]}"
        yield from tagged(rows)


def tagged(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a list of terms, each with its text below."""
    for term, text in rows:
        yield ".TP"
        yield rf"\fB{roff(plain(term))}\fR"
        yield roff(plain(text)) or "\\&"


def paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs; one that is laid out with spaces stays as it is."""
    for paragraph in filter(None, text.strip().split("\n\n")):
        yield ".PP"
        if re.search(r"\S {2,}\S", paragraph):
            yield ".nf"
            yield from (roff(plain(line)) for line in paragraph.split("\n"))
            yield ".fi"
        else:
            yield roff(plain(" ".join(paragraph.split())))


def plain(text: str) -> str:
    """Return a text without the marks of Markdown."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).replace("`", "")


def roff(text: str) -> str:
    """Return a text in which nothing acts as a request or an escape of roff."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    text = text.replace("^", r"\(ha").replace("~", r"\(ti").replace("`", r"\(ga")
    text = re.sub(r"[^\x00-\x7f]", lambda each: rf"\[u{ord(each[0]):04X}]", text)
    return rf"\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
