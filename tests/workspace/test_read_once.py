"""A command opens each file of the workspace once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

import partnercheck
from partnercheck.base.records import Awaited, Person
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.decisions import Filed, decision_now, save_decision
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.people import save_person
from partnercheck.workspace.schemas.folder import write_schemas
from partnercheck.workspace.vendors import archive_vendor
from tests.support.running import ACME, TODAY

# Runs Python code of which every file that is opened for reading is written to a log, a path a
# line. A file that is opened relative to an opened folder has its name alone.
RECORDER = """
import os, runpy, sys

log, code, *words = sys.argv[1:]
descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

def record(event, arguments):
    if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_DIRECTORY):
        os.write(descriptor, os.fsencode(f"{arguments[0]}\\n"))

sys.argv = ["partnercheck", *words]
sys.addaudithook(record)
exec(code)
"""
COMMAND = "runpy.run_module('partnercheck', run_name='__main__')"
PORTFOLIO = """
import datetime as dt
from pathlib import Path
from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.people import save_person
cache = PortfolioCache()
cache.refresh(open_workspace(Path(words[0])), dt.date(2026, 11, 24))
cache.read(lambda count: False)
assert cache.complete
"""
COMMANDS = [
    *(["show", ACME, *words] for words in (["--all"], ["--lines"], ["--round", "2026-q3"])),
    *(["show", ACME, "--format", form] for form in ("markdown", "csv", "json")),
    *(
        ["show", "dunmore-steel", "--round", "2026-q3", "--format", form]
        for form in ("text", "json")
    ),
    *(["report", "--format", form] for form in ("html", "markdown")),
    ["report", ACME, "--for", "vendor"],
    *(["list", "--format", form] for form in ("text", "markdown", "csv", "json")),
    ["list", "--archived"],
    *(["compare", "--format", form] for form in ("text", "markdown", "csv", "json")),
    *(["compare", ACME, "dunmore-steel", *words] for words in ([], ["--map"])),
    *(["table", each, "--all-rounds"] for each in ("answers", "conditions", "verdicts")),
    *(["history", ACME, "--format", form] for form in ("text", "markdown", "csv", "json")),
    *(["agenda", ACME, *words] for words in ([], ["--format", "json"], ["--for", "vendor"])),
    *(
        [each, *whose]
        for each in ("goals", "meetings", "promises")
        for whose in ([ACME], ["--all"])
    ),
    ["decide", ACME],
    *([command, *words] for command in ("people", "calendar") for words in ([], [ACME])),
    ["next"],
    ["restore"],
    *([command, "acme LOGISTICS"] for command in ("show", "report", "history", "agenda", "goals")),
    *([command, "Acme Logistics", "Dunmore Steel"] for command in ("compare", "report")),
    ["compare", "Acme Logistics", ACME],
    ["table", "answers", "Acme Logistics", "dunmore-steel"],
    *([command, "Acme Logistics"] for command in ("meetings", "decide")),
    ["request", "Cobalt Cloud", "--output", "-"],
    ["request", "Acme Logistics", "--output", "-"],
    ["request", "--all", "--output", "../forms"],
    ["request", "Acme Logistics", "--respondent", "Account manager", "--withdraw"],
    ["request", "--result", "Acme Logistics", "--output", "-"],
    ["check"],
    ["fmt", "--check"],
]


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples with what they lack: decisions, a request, people, a glossary, and so on."""
    packaged = Path(partnercheck.__file__).parent
    root = Path(
        shutil.copytree(packaged / "demo/workspace", tmp_path_factory.mktemp("read") / "samples")
    )
    (root / "glossary.toml").write_text('[terms]\ncut-off = "When the last order is taken."\n')
    (root / "instruments").mkdir()
    shutil.copy(packaged / "questionnaires/focus.toml", root / "instruments/focus.toml")
    workspace = open_workspace(root)
    write_schemas(workspace)
    for vendor_id, round_id in (("dunmore-steel", "2026-q3"), (ACME, "2026-q4")):
        verdict = judge_vendor(workspace, vendor_id, round_id).verdict
        decision = decision_now(workspace.instrument, verdict, "partner", by="Alice", on=TODAY)
        save_decision(workspace, vendor_id, round_id, decision, Filed())
    note_request(workspace, ACME, "2026-q4", Awaited("vendor", "Account manager"))
    save_person(workspace, "", Person(name="Tom Okafor"))
    for vendor_id in (ACME, "dunmore-steel"):
        save_person(workspace, vendor_id, Person(name="Jane Doe"))
    archive_vendor(workspace, "glenholt-hygiene", TODAY)
    return root


def openings(root: Path, log: Path, code: str, words: Sequence[str]) -> Counter[str]:
    """How often Python code that is run in a workspace opens each file of it."""
    done = subprocess.run(
        [sys.executable, "-c", RECORDER, str(log), code, *words],
        cwd=root,
        env={**os.environ, "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    paths = {path: (root / path).resolve() for path in log.read_text().splitlines()}
    below = {path: real for path, real in paths.items() if real.is_relative_to(root.resolve())}
    return Counter(
        below[path].relative_to(root.resolve()).as_posix()
        for path in log.read_text().splitlines()
        if path in below and below[path].is_file()
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_opens_no_file_of_the_workspace_twice(
    words: list[str], every_kind: Path, tmp_path: Path
) -> None:
    count = openings(every_kind, tmp_path / "log", COMMAND, words)
    assert count["partnercheck.toml"] == 1
    assert {file: times for file, times in count.items() if times > 1} == {}


def test_the_portfolio_opens_no_file_of_the_workspace_twice(
    every_kind: Path, tmp_path: Path
) -> None:
    count = openings(every_kind, tmp_path / "log", PORTFOLIO, [str(every_kind)])
    assert count[f"vendors/{ACME}/vendor.toml"] == 1
    assert {file: times for file, times in count.items() if times > 1} == {}


def test_every_file_of_a_vendor_is_opened_by_check(every_kind: Path, tmp_path: Path) -> None:
    count = openings(every_kind, tmp_path / "log", COMMAND, ["check"])
    files = (path.relative_to(every_kind) for path in (every_kind / "vendors").rglob("*.toml"))
    assert {file.as_posix() for file in files} <= count.keys()
