"""`--help` and `help`: commands in groups, examples, and the words of the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.commands import COMMANDS, GROUPS
from partnercheck.commands.parsing import examples
from tests.support.running import Run


def test_the_commands_stand_in_groups(run: Run) -> None:
    shown = run("--help").out
    parts = [shown.split(f"\n{title}:\n")[1].split("\n\n")[0] for title in GROUPS]
    for part, names in zip(parts, GROUPS.values(), strict=True):
        listed = [line.split()[0] for line in part.splitlines() if line[2] != " "]
        assert listed == [*names]
    assert run("help").out == shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_examples(name: str, run: Run) -> None:
    shown = run(name, "--help").out
    for example in examples()[name]:
        assert f"  {example['run']}\n      {example['does']}\n" in shown
    assert run("help", name).out == shown


def test_an_action_has_its_own_examples(run: Run) -> None:
    shown = run("help", "questionnaire", "show").out
    assert shown == run("questionnaire", "show", "--help").out
    assert "partnercheck questionnaire show partnership" in shown
    assert "partnercheck questionnaire list" not in shown


def test_words_are_explained_the_workspaces_own_first(samples: Path, run: Run) -> None:
    shown = run("help", "near", "partner", here=samples)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("Near partner (Partnership)\n  ")
    assert run("help", "EVIDENCE", here=samples).out.startswith("evidence (partnercheck)\n")
    (samples / "glossary.toml").write_text('[terms]\nevidence = "What an auditor accepts."\n')
    own = run("help", "evidence", here=samples).out
    assert own == "evidence (Northwind Foods)\n  What an auditor accepts.\n"


def test_words_need_no_workspace(run: Run) -> None:
    assert "respondent" in run("help", "words").out.splitlines()
    assert run("help", "round").out.startswith("round (partnercheck)\n")
