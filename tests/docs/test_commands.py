"""The command reference says what the commands take, and its examples run."""

from __future__ import annotations

import argparse
import re
import runpy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from partnercheck.commands import COMMANDS
from partnercheck.commands.parsing import examples, parser_of
from tests.support.pages import DOCS, ROOT, fences, read, section, tables
from tests.support.running import Run
from tests.support.shell import shell
from tests.support.terminal import Terminal

EXAMPLES = examples()
PAGE = read("commands.md")
ON_SCREEN = [e for each in EXAMPLES.values() for e in each if e.get("screen")]
AS_TEXT = [e for each in EXAMPLES.values() for e in each if not e.get("screen")]
EVERYWHERE = tables(section(PAGE, "Everywhere"))[0]
COMMON = {"--help", "--debug", *re.findall(r"--[a-z-]+", str(EVERYWHERE))}


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command with its parser; an action of a command as well."""
    yield from _below(parser_of(COMMANDS))


def _below(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield each.prog, each
                yield from _below(each)


PARSERS = list(commands())


@pytest.mark.parametrize("columns", ["40", "200"])
def test_the_page_is_what_make_docs_makes(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    made = runpy.run_path(str(DOCS / "make_commands.py"))["page"]()
    assert made == PAGE, "run `make docs`"


@pytest.mark.parametrize(("prog", "parser"), PARSERS, ids=[prog for prog, _ in PARSERS])
def test_every_argument_says_what_it_is(prog: str, parser: argparse.ArgumentParser) -> None:
    silent = [
        action.option_strings or action.dest
        for action in parser._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert silent == [], prog


@pytest.mark.parametrize("name", COMMANDS)
def test_what_help_offers_is_on_the_page(name: str, run: Run) -> None:
    """The program is asked, not its parser: --help of the command, and of each of its actions."""
    told = run(name, "--help").out
    actions = re.findall(r"^    (\w+)  ", told, re.M) if "ACTION" in told else []
    told += "".join(run(name, action, "--help").out for action in actions)
    offered = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", told)) - COMMON
    about = section(PAGE, name)
    usage = fences(about, "")[-1].text
    assert usage.startswith(f"partnercheck {name}")
    in_usage = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", usage))
    listed = {
        option
        for table in tables(about)
        for row in table
        for option in re.findall(r"--[a-z][a-z-]*", row["argument"])
    }
    assert listed == in_usage
    assert offered >= in_usage
    # A docstring may name an option of another command.
    assert offered - in_usage <= set(re.findall(r"--[a-z][a-z-]*", _docstring(about)))


def _docstring(about: str) -> str:
    return about.split("\n```\npartnercheck ")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name: str) -> None:
    lines = "\n".join(fence.text for fence in fences(section(PAGE, name), "sh"))
    own = [example["run"] for example in EXAMPLES[name]]
    assert own
    assert all(line in lines for line in own)


def test_no_example_is_of_a_command_that_is_gone() -> None:
    assert set(EXAMPLES) == set(COMMANDS)


@pytest.mark.parametrize("example", AS_TEXT, ids=[each["run"][:70] for each in AS_TEXT])
def test_an_example_runs(
    example: Mapping[str, Any], samples_in_git: Path, environment: Mapping[str, str]
) -> None:
    done = shell(example["run"], samples_in_git, environment, example.get("input", ""))
    assert done.returncode == example.get("status", 0), done.stderr
    assert example["shows"] in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("example", ON_SCREEN, ids=[each["run"][:70] for each in ON_SCREEN])
def test_an_example_opens_its_screen(
    example: Mapping[str, Any], samples_in_git: Path, environment: Mapping[str, str]
) -> None:
    terminal = Terminal(["-c", example["run"]], environment, here=samples_in_git, command=("bash",))
    terminal.until(example["shows"])
    terminal.press("\x11")
    assert terminal.ended() == 0


def test_every_variable_that_the_program_reads_is_named() -> None:
    """Names in capitals that are looked up in the environment."""
    wanted = set()
    for path in (ROOT / "partnercheck").rglob("*.py"):
        source = path.read_text("utf-8")
        wanted |= set(re.findall(r"environ\w*(?:\.get\(|\[)\"([A-Z][A-Z_]+)\"", source))
    assert {"PARTNERCHECK_WORKSPACE", "NO_COLOR", "TERM"} <= wanted
    assert wanted <= set(re.findall(r"`([A-Z_]+)`", section(PAGE, "Environment")))
