"""Options, commands and their values are written out: what is short today may mean two tomorrow."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from partnercheck.commands import COMMANDS
from partnercheck.commands.parsing import parser_of
from tests.support.running import Run


def parsers(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, str]]:
    """Every option of a parser and of those below it, with the words that lead to it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from parsers(below, f"{name} {word}".strip())
        for option in action.option_strings:
            if option.startswith("--"):
                yield name, option


OPTIONS = sorted({*parsers(parser_of(COMMANDS))})


def test_there_are_options_of_commands_and_of_their_actions() -> None:
    assert len(OPTIONS) > 100
    assert ("questionnaire show", "--as") in OPTIONS


@pytest.mark.parametrize("words", sorted({words for words, _ in OPTIONS}))
def test_no_option_can_be_abbreviated(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    known = {option for of, option in OPTIONS if of == words}
    parser = parser_of(COMMANDS)
    for option in known:
        for length in range(3, len(option)):
            if (short := option[:length]) in known:
                continue
            for written in (short, f"{short}=x"):
                with pytest.raises(SystemExit) as ended:
                    parser.parse_args([*words.split(), "a", "b", written])
                assert ended.value.code == 2
                told = capsys.readouterr().err
                assert "ambiguous" not in told
                assert "expected" not in told


@pytest.mark.parametrize(
    "words",
    [
        "list --form json",
        "list --form=json",
        "compare --for vendor",
        "compare --format mark",
        "report --for vend",
        "questionnaire show partnership --a vendor",
        "questionnaire sho partnership",
        "lis",
        "table verdict",
        "init --cad month",
        "init --cadence mon",
        "decide acme-logistics --class part --by Robin",
        "goals acme-logistics --per week",
        "--work . list",
    ],
)
def test_what_is_abbreviated_is_refused(words: str, run: Run, workspace: object) -> None:
    ran = run(*words.split(), here=workspace)  # type: ignore[arg-type]
    assert (ran.code, ran.out) == (2, "")
