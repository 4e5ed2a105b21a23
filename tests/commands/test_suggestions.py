"""What is mistyped is refused with what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.clones import committed, git
from tests.support.running import ACME, Run

# Thirty kinds of typos: what is typed, and the question that the message ends in.
TYPOS = {
    "a letter is missing in a command": ("lst", "list"),
    "letters of a command are swapped": ("hsitory", "history"),
    "a letter of a command is doubled": ("repport", "report"),
    "only the beginning of a command": ("comp", "compare"),
    "a command in capitals": ("LIST", "list"),
    "an action of a command": ("questionnaire shwo partnership", "show"),
    "an option before the command": ("--worspace x list", "--workspace"),
    "letters of an option are swapped": ("list --fromat csv", "--format"),
    "an option that is cut off": ("list --form json", "--format"),
    "an option with its value": ("list --rond=2026-q4", "--round"),
    "an option of an action": ("questionnaire show partnership --ass vendor", "--as"),
    "a format": ("list --format jsn", "json"),
    "a format in capitals": ("list --format JSON", "json"),
    "the reader of a report": (f"report {ACME} --for vendro", "vendor"),
    "a table": ("table verdict", "verdicts"),
    "a shell": ("completion bsh", "bash"),
    "a vendor's id": ("show acme-logistcs", ACME),
    "the beginning of a vendor's id": ("show acme", ACME),
    "a vendor's name": ("show Acme-Logistik", ACME),
    "a vendor among others": (f"compare {ACME} cobalt-clod", "cobalt-cloud"),
    "a round without its dash": ("list --round 2026q4", "2026-q4"),
    "a round with a capital": ("list --round 2026-Q4", "2026-q4"),
    "a round that begins with the quarter": ("list --round Q4/2026", "2026-q4"),
    "a month with one digit": ("list --round 2026-7", "2026-07"),
    "a class": (f"decide {ACME} --class parter --by Robin --reason x", "partner"),
    "a target": (f"edit {ACME} --target steady-suplier", "steady-supplier"),
    "a fact in a condition": ("list --where spnd>3", "spend"),
    "a fact to sort by": ("list --sort contract-end", "contract_end"),
    "a fact as a column": ("table verdicts --columns critcality", "criticality"),
    "a field in a condition": ("list --where ownr=Alice", "owner"),
    "a questionnaire": ("questionnaire show partership", "partnership"),
    "a questionnaire to answer": (f"assess {ACME} --questionnaire focsu --plain", "focus"),
    "a kind of file": ("schema vendro", "vendor"),
    "a word of the glossary": ("help nera partner", "Near partner"),
    "a topic of the help": ("help agneda", "agenda"),
    "an owner": ("next --owner Alice-Morau", "Alice Moreau"),
    "a person": ("people --rename Alice-Morau Alice", "Alice Moreau"),
    "a round with another sign": ("import x --round 2026_q4", "2026-q4"),
    "a kind of answers": ("schema respons", "response"),
}


@pytest.mark.parametrize("kind", TYPOS)
def test_what_was_probably_meant_is_asked(kind: str, samples: Path, run: Run) -> None:
    line, meant = TYPOS[kind]
    before = {path: path.read_bytes() for path in samples.rglob("*.toml")}
    ran = run(*line.split(), here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert f"id you mean {meant}?" in ran.err
    assert {path: path.read_bytes() for path in samples.rglob("*.toml")} == before


@pytest.mark.parametrize(("typed", "meant"), [("reviewd", "reviewed"), ("HAED", "HEAD")])
def test_a_commit_may_be_another(typed: str, meant: str, samples: Path, run: Run) -> None:
    git(samples, "init", "-q")
    committed(samples, "begin")
    git(samples, "tag", "reviewed")
    for words in (("diff", typed), ("show", ACME, "--at", typed)):
        ran = run(*words, here=samples)
        assert (ran.code, ran.out) == (2, "")
        assert f"Did you mean {meant}?" in ran.err


def test_what_is_missing_is_shown_in_examples(samples: Path, run: Run) -> None:
    ran = run("table", here=samples)
    assert ran.code == 2
    assert "required: table. `partnercheck table --help` has examples" in ran.err


def test_a_round_that_nobody_answered_may_be_another(samples: Path, run: Run) -> None:
    ran = run("compare", ACME, "--round", "2062-q4", "--format", "csv", here=samples)
    assert "Nobody has answered in 2062-q4. Did you mean 2026-q4?" in ran.err


@pytest.mark.parametrize(
    "line", ["zzz", "list --zzz", "history x --at HEAD", "show zzz", "help zzz", "list --round zzz"]
)
def test_nothing_is_guessed_if_nothing_is_near(line: str, samples: Path, run: Run) -> None:
    ran = run(*line.split(), here=samples)
    assert ran.code == 2
    assert "id you mean" not in ran.err
