"""docs/json.md and docs/output.schema.json describe the JSON output of every command."""

from __future__ import annotations

import argparse
import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from partnercheck.commands import COMMANDS
from partnercheck.commands.parsing import parser_of
from tests.support.clones import committed
from tests.support.every_command import sample_repository
from tests.support.pages import DOCS
from tests.support.running import ACME, Run

MADE = runpy.run_path(str(DOCS / "make_json.py"))
SCHEMA = json.loads((DOCS / "output.schema.json").read_text("utf-8"))
DOCUMENTS = MADE["source"]()["commands"]
FACTS = '\n[facts]\nspend = 120000.5\ncontract_end = 2027-03-31\n"team key" = true\n'
# What each command is given; `compare` and `list` see a file that cannot be read.
CASES = {
    "list": [("list",), ("list", "--at", "HEAD~1")],
    "show": [("show", ACME), ("show", "jessamy-labs"), ("show", "kellaby-studio")],
    "compare": [("compare",), ("compare", "--round", "2026-q4"), ("compare", "--round", "2031")],
    "history": [("history", ACME), ("history", "elderwick-dairy"), ("history", "jessamy-labs")],
    "history --commits": [("history", ACME, "--commits")],
    "diff": [("diff", "HEAD~1"), ("diff", "HEAD~1", "HEAD"), ("diff", "HEAD")],
    "next": [("next",)],
    "customer": [("customer",), ("customer", "--where", "name=nobody")],
    "people": [("people",), ("people", ACME)],
    "agenda": [("agenda", ACME), ("agenda", ACME, "--for", "vendor")],
    "goals": [("goals", "--all"), ("goals", ACME)],
    "meetings": [("meetings", "--all"), ("meetings", ACME)],
    "promises": [("promises", "--all"), ("promises", ACME)],
    "check": [("check",)],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples in git with a broken file, facts of every type, and changes not committed."""
    root = sample_repository(tmp_path_factory.mktemp("json") / "samples")
    vendor = root / "vendors" / ACME
    answers = vendor / "2026-q4/buyer.alice-moreau.partnership.toml"
    answers.write_text(answers.read_text("utf-8").replace("score = 3", "score = 1"), "utf-8")
    description = vendor / "vendor.toml"
    text = description.read_text("utf-8").split("\n[facts]")[0]
    description.write_text(text + FACTS, "utf-8")
    committed(root, "an answer and facts")
    answers.write_text(answers.read_text("utf-8").replace("score = 1", "score = 2", 3), "utf-8")
    (vendor / "promises.toml").write_text(
        'format = 1\n[promises.call]\nby = "vendor"\ntext = "Call"\nmade = 2026-11-02\n'
    )
    return root


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without room for keys that it does not describe, so that no key is forgotten."""
    shapes = {
        name: {**shape, "additionalProperties": False} for name, shape in schema["$defs"].items()
    }
    return {**schema, "$defs": shapes}


def faults(document: object, shape: str) -> list[str]:
    """What the schema says against a document, the deepest place of each error."""
    schema = {**strict(SCHEMA), "anyOf": [{"$ref": f"#/$defs/{shape}"}]}
    told = []
    for error in Draft202012Validator(schema).iter_errors(document):
        while error.context:
            error = max(error.context, key=lambda each: len(each.absolute_path))
        told.append(f"{error.json_path}: {error.message[:200]}")
    return told


def test_the_page_and_the_schema_are_what_make_docs_makes() -> None:
    assert MADE["page"]() == (DOCS / "json.md").read_text("utf-8"), "run `make docs`"
    assert MADE["schema"]() == (DOCS / "output.schema.json").read_text("utf-8"), "run `make docs`"
    Draft202012Validator.check_schema(SCHEMA)


def test_every_command_with_json_is_described() -> None:
    with_json = set()
    for action in parser_of(COMMANDS)._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, parser in action.choices.items():
                if any("json" in (each.choices or ()) for each in parser._actions):
                    with_json.add(name)
    # Its rows are described in tables.md, and tested there.
    assert with_json - {"table"} == {name.split()[0] for name in DOCUMENTS}
    assert set(CASES) == set(DOCUMENTS)


@pytest.mark.parametrize("name", CASES)
def test_the_output_of_a_command_is_as_described(name: str, root: Path, run: Run) -> None:
    for words in CASES[name]:
        done = run(*words, "--format", "json", here=root)
        assert done.out, done.err
        assert faults(json.loads(done.out), DOCUMENTS[name]) == [], words


def test_a_missing_a_mistyped_and_an_unknown_key_are_found() -> None:
    assert faults({"format": 1, "files": 3}, "checked")
    assert faults({"format": 1, "files": "3", "problems": []}, "checked")
    assert faults({"format": 1, "files": 3, "problems": [], "more": 1}, "checked")
    assert faults({"format": 1, "files": 3, "problems": []}, "checked") == []
