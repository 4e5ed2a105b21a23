"""`check`: its three formats, and when it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.running import ALICES_FILE, Run
from tests.support.workflow_commands import commands

HOSTILE = "::error::x ##[stop-commands]y"
VENDOR = "vendors/borealis-packaging/vendor.toml"


@pytest.fixture
def broken(workspace: Path) -> Path:
    """A workspace with errors, one of them in a file whose texts are meant for a runner."""
    (workspace / VENDOR).write_text(f'name = 3\nowner = "%0A{HOSTILE}"\n"{HOSTILE}" = 1\n')
    folder = workspace / "vendors/acme-logistics" / "##[error]a,b:c"
    folder.mkdir()
    (folder / "x.toml").write_text("=")
    return workspace


def test_the_formats_have_the_same_problems(broken: Path, run: Run) -> None:
    text = run("check", here=broken)
    github = run("check", "--format", "github", here=broken)
    as_json = run("check", "--format", "json", here=broken)
    assert text.code == github.code == as_json.code == 1
    problems = json.loads(as_json.out)["problems"]
    assert len(problems) > 2
    for problem, line in zip(problems, text.out.splitlines(), strict=True):
        place = f"{problem['file']}:{problem['line']}" if problem["line"] else problem["file"]
        suffix = "" if problem["severity"] == "error" else f" ({problem['severity']})"
        assert line == f"{place}: {problem['problem']}. {problem['fix']}.{suffix}"
    read = commands(github.out)
    assert len(read) == len(github.out.splitlines()) == len(problems)
    for problem, command in zip(problems, read, strict=True):
        assert command.name == problem["severity"]
        assert command.properties["file"] == problem["file"]
        assert command.properties.get("line", "None") == str(problem["line"])
        assert command.message == f"{problem['problem']}. {problem['fix']}."
    assert commands(github.err) == []


def test_paths_for_github_begin_at_the_repository(broken: Path, run: Run) -> None:
    words = ("check", "--format", "github")
    environment = {"GITHUB_WORKSPACE": str(broken.parent)}
    ran = run(*words, here=broken / "vendors", environment=environment)
    files = {command.properties["file"] for command in commands(ran.out)}
    assert f"{broken.name}/{VENDOR}" in files
    assert all((broken.parent / file).exists() for file in files)


def test_a_name_on_the_command_line_does_not_act(workspace: Path, run: Run) -> None:
    (workspace / HOSTILE).write_text("")
    ran = run("check", "--format", "github", HOSTILE, "partnercheck.toml", here=workspace)
    assert ran.code == 2
    [command] = commands(ran.err)
    assert (command.name, HOSTILE in command.message) == ("error", True)
    ran = run("check", "--format", "github", f"{HOSTILE}/none", here=workspace)
    assert ran.code == 2
    [command] = commands(ran.err)
    assert (command.name, HOSTILE in command.message) == ("error", True)


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_only_errors_fail_unless_it_is_strict(form: str, workspace: Path, run: Run) -> None:
    words = ("check", "--format", form)
    assert run(*words, "--strict", here=workspace).code == 0
    path = workspace / ALICES_FILE
    path.write_text(path.read_text("utf-8") + "\n[own]\nkey = 1\n")
    ran = run(*words, here=workspace)
    assert ran.code == 0, ran.out
    assert "No errors in 4 files" in ran.err
    assert "error" not in ran.out.replace("No errors", "")
    assert run(*words, "--strict", here=workspace).code == 1


def test_json_without_problems_is_a_document(workspace: Path, run: Run) -> None:
    assert json.loads(run("check", "--format", "json", here=workspace).out) == {
        "format": 1,
        "files": 4,
        "problems": [],
    }
