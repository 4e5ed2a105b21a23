"""README and docs/: every link leads somewhere, and every command that is shown can be given."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from partnercheck.commands import COMMANDS
from partnercheck.commands.parsing import parser_of
from tests.support.pages import DOCS, README, ROOT, anchors, fences, links, prose

PAGES = {"README.md": README, **{f"docs/{path.name}": path for path in sorted(DOCS.glob("*.md"))}}
PARSER = parser_of(COMMANDS)
# What a newcomer has beside us.
PROGRAMS = {
    *("git", "make", "pip", "python", "python3", "sqlite3", "duckdb", "jq", "taplo", "tombi", "gh"),
    *(".", "cd", "eval", "export", "bash", "cat", "grep", "printf"),
}

# Options of other programs, in sentences about them.
EDITOR_TOOLS = {"--default-schema-catalogs", "--schema-catalog", "--offline"}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    """To a file that is there and, where a heading is named, to one that it has."""
    text = PAGES[page].read_text("utf-8")
    here = (ROOT / page).parent
    for target in links(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        led = (here / path).resolve() if path else None
        assert led is None or (led.exists() and led.is_relative_to(ROOT)), target
        if anchor:
            assert anchor in anchors(led.read_text("utf-8") if led else text), target


@pytest.mark.parametrize("page", PAGES)
def test_every_command_in_a_block_can_be_given(page: str) -> None:
    """Commands, options and their values are those that the program takes; nothing is run."""
    for line in _lines(PAGES[page].read_text("utf-8")):
        for words in _commands(line):
            if words[0] != "partnercheck":
                assert words[0] in PROGRAMS, line
                if words[0] == "make":
                    assert f"\n{words[1]}:" in (ROOT / "Makefile").read_text("utf-8"), line
                continue
            try:
                PARSER.parse_args(words[1:])
            except SystemExit:
                pytest.fail(f"{page}: {line}")


def _lines(text: str) -> list[str]:
    """What the shell is given, one after the other, and what a block of YAML runs."""
    found: list[str] = []
    for fence in fences(text, "sh"):
        begun = ""
        for line in fence.text.splitlines():
            begun += f"{line}\n"
            if not line.endswith(("\\", "|")) and _closed(begun):
                found.append(begun.replace("\\\n", " ").strip())
                begun = ""
        assert not begun, fence.text
    for fence in fences(text, "yaml"):
        found += re.findall(r"- run: (partnercheck .*)", fence.text)
    return [each for each in found if each and not each.startswith("#")]


def _closed(text: str) -> bool:
    """Whether no quotation is open at the end."""
    try:
        shlex.split(text, comments=True)
    except ValueError:
        return False
    return True


def _commands(line: str) -> list[list[str]]:
    """The commands of a line, word by word."""
    words = shlex.split(line, comments=True)
    found: list[list[str]] = [[]]
    for word in words:
        if word in ("&&", "|", ";"):
            found.append([])
        elif word in (">", "<", ">>"):
            found.append(["cat"])
        else:
            found[-1].append(word)
    return [each for each in found if each]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_in_a_sentence_is_one(page: str) -> None:
    text = prose(PAGES[page].read_text("utf-8"))
    for command in re.findall(r"`partnercheck\s+([a-z][\w-]*)", text):
        assert command in COMMANDS, command


@pytest.mark.parametrize("page", PAGES)
def test_every_option_in_a_sentence_is_one(page: str) -> None:
    known = {"--help", *EDITOR_TOOLS} | {
        option
        for parser in _all(PARSER)
        for action in parser._actions
        for option in action.option_strings
    }
    for code in re.findall(r"`([^`]+)`", prose(PAGES[page].read_text("utf-8"))):
        if code.startswith("--") or code.split()[0] in ("partnercheck", *COMMANDS):
            for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", code):
                assert option in known, code


def _all(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    found = [parser]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                found += _all(each)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_block_of_toml_is_toml(page: str) -> None:
    for fence in fences(PAGES[page].read_text("utf-8"), "toml"):
        tomllib.loads(fence.text)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_of_ours_that_is_named_is_there(page: str) -> None:
    text = prose(PAGES[page].read_text("utf-8"))
    ours = r"`((?:tests|docs|partnercheck|benchmarks|screenshots)/[\w./-]+\.\w+)"
    for name in re.findall(ours, text):
        assert (ROOT / name).exists(), name


def test_every_page_is_in_the_index() -> None:
    index = {Path(each).name for each in links((DOCS / "README.md").read_text("utf-8"))}
    assert index == {path.name for path in (*DOCS.glob("*.md"), *DOCS.glob("*.1"))}


def test_every_picture_of_readme_is_used_or_made_by_the_same_command() -> None:
    shown = {Path(each).name for each in links(README.read_text("utf-8")) if "screenshots/" in each}
    made = {path.name for path in (ROOT / "screenshots").glob("*.svg")}
    assert shown
    assert {each for each in shown if each.endswith(".svg")} <= made
