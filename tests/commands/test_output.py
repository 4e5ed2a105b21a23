"""-o PATH: every command that writes a document can write it to a file, in the same way."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from partnercheck.commands import COMMANDS
from partnercheck.commands.parsing import parser_of
from tests.support.clones import committed, git
from tests.support.running import Run
from tests.support.terminal import Terminal

VENDOR = "acme-logistics"
# A line of each command that writes a document, and the name of its file in a folder.
DOCUMENTS = {
    "agenda acme-logistics --for vendor": "acme-logistics.agenda.for-vendor.txt",
    "calendar": "partnercheck.ics",
    "check --format json": "check.json",
    "compare acme-logistics cobalt-cloud --format csv": "compare.csv",
    "completion bash": "completion.txt",
    "customer --format json": "customer.json",
    "diff HEAD --format markdown": "diff.md",
    "goals acme-logistics": "acme-logistics.goals.txt",
    "history acme-logistics": "acme-logistics.history.txt",
    "questionnaire list": "questionnaire.txt",
    "questionnaire show partnership": "partnership.txt",
    "list --round 2026-q4": "2026-q4.list.txt",
    "meetings --all --format csv": "meetings.csv",
    "next --format markdown": "next.md",
    "people": "people.txt",
    "promises --all": "promises.txt",
    "report": "report.html",
    "schema vendor": "vendor.json",
    "show acme-logistics --round 2026-q4": "acme-logistics.2026-q4.show.txt",
    "table answers": "answers.csv",
}


@pytest.fixture
def samples_in_git(samples: Path) -> Path:
    git(samples, "init", "-q")
    committed(samples, "begin")
    return samples


def test_every_command_with_a_document_is_tried() -> None:
    [commands] = [each.choices for each in parser_of(COMMANDS)._actions if each.dest == "command"]
    assert isinstance(commands, dict)
    writing = {name for name, each in commands.items() if each.get_default("document")}
    assert {"list", "report", "show"} <= writing
    assert writing <= {line.split()[0] for line in DOCUMENTS}


@pytest.mark.parametrize("line", DOCUMENTS)
def test_a_file_has_what_stdout_would_have(line: str, samples_in_git: Path, run: Run) -> None:
    here, words, environment = samples_in_git, line.split(), {"SOURCE_DATE_EPOCH": "1790000000"}
    shown = run(*words, here=here, environment=environment)
    named = run(*words, "-o", "-", here=here, environment=environment)
    assert (named.code, named.out, named.err) == (shown.code, shown.out, shown.err)
    ran = run(*words, "-o", "new/", here=here, environment=environment)
    path = here / "new" / DOCUMENTS[line]
    assert (ran.code, ran.out, ran.err) == (0, "", f"{shown.err}Wrote {path}\n")
    # The captured output has no carriage returns.
    assert path.read_text("utf-8") == shown.out.replace("\r\n", "\n")


@pytest.mark.parametrize("line", DOCUMENTS)
def test_a_file_is_replaced_only_with_force(line: str, samples_in_git: Path, run: Run) -> None:
    here, words = samples_in_git, line.split()
    (here / "there").mkdir()
    path = here / "there" / DOCUMENTS[line]
    path.write_text("mine")
    for output in ("there", f"there/{path.name}"):
        ran = run(*words, "--output", output, here=here)
        assert (ran.code, ran.out) == (2, "")
        assert f"{path} already exists, so it was not replaced. Use --force" in ran.err
        assert path.read_text() == "mine"
    assert run(*words, "--output", "there", "--force", here=here).code == 0
    assert len(path.read_text("utf-8")) > len("mine")


def test_a_failed_command_leaves_no_file(samples: Path, run: Run) -> None:
    for words in (("show", "nobody"), ("list", "--where", "none=3"), ("diff", "no-commit")):
        assert run(*words, "-o", "out/", here=samples).code == 2
    assert not (samples / "out").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("goals", VENDOR, "--add", "Share forecasts"),
        ("meetings", VENDOR, "--every", "month"),
        ("promises", VENDOR, "--add", "Send the list", "--by", "us"),
        ("people", "--add", "Robin Hale"),
        ("schema", "--write"),
    ],
)
def test_a_change_is_no_document(words: tuple[str, ...], samples: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in samples.rglob("*.toml")}
    ran = run(*words, "-o", "out.txt", here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert "--output writes the list, so it cannot be used with --" in ran.err
    assert {path: path.read_bytes() for path in samples.rglob("*.toml")} == before
    assert not (samples / "out.txt").exists()


def on_terminal(here: Path, *words: str, **environment: str) -> Terminal:
    command = (sys.executable, "-m", "partnercheck")
    terminal = Terminal(list(words), environment, here=here, command=command, size=(60, 200))
    assert terminal.ended() == 0
    return terminal


def test_a_file_written_from_a_terminal_does_not_depend_on_it(samples: Path, run: Run) -> None:
    run("list", "-o", "a.txt", here=samples, environment={"COLUMNS": ""})
    shown = on_terminal(samples, "list", "-o", "b.txt").shown
    assert "Wrote" in shown
    assert (samples / "a.txt").read_text() == (samples / "b.txt").read_text()


def test_a_report_on_a_terminal_goes_to_the_outbox(samples: Path, run: Run) -> None:
    path = samples / "outbox/report.html"
    for _ in range(2):  # It can be made again, so it needs no --force.
        shown = on_terminal(samples, "report").shown
        assert str(path) in shown.replace("\n", "")
        assert "<" not in shown
        assert path.read_text("utf-8") == run("report", here=samples).out
    assert (samples / "outbox/.gitignore").exists()
    assert "# " in on_terminal(samples, "report", "--format", "markdown").shown


def test_a_report_is_opened_in_the_browser_but_not_over_ssh(samples: Path, run: Run) -> None:
    opener = samples.parent / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {samples.parent}/opened\n')
    opener.chmod(0o755)
    path = f"{opener.parent}:{os.environ['PATH']}"
    ran = run("report", "--open", here=samples, environment={"PATH": path, "SSH_CONNECTION": "a"})
    assert (ran.code, ran.out) == (0, "")
    assert "Not opened" in ran.err
    assert not (samples.parent / "opened").exists()
    ran = run("report", "-o", "r.html", "--open", here=samples, environment={"PATH": path})
    assert (ran.code, ran.out, ran.err) == (0, "", f"Wrote {samples}/r.html\n")
    for _ in range(200):
        if (samples.parent / "opened").exists() and (samples.parent / "opened").read_text():
            break
        os.sched_yield()
    assert (samples.parent / "opened").read_text() == f"{samples}/r.html\n"
    opener.write_text("#!/bin/sh\nexit 3\n")
    ran = run("report", "-o", "s.html", "--open", here=samples, environment={"PATH": path})
    assert (ran.code, ran.out) == (0, "")
    assert "xdg-open did not open it: it has no program for this kind of file" in ran.err
    refused = run("report", "-o", "-", "--open", here=samples)
    assert (refused.code, refused.out) == (2, "")


def test_a_pipe_needs_no_force(samples: Path, run: Run) -> None:
    ran = run("list", "--format", "csv", "-o", "/dev/stdout", here=samples)
    assert ran.out == run("list", "--format", "csv", here=samples).out
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert run("list", "-o", "/dev/null", here=samples).code == 0
