"""Every command on a workspace of enemies: nothing of theirs acts on what it is written to."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from icalendar import Calendar

from partnercheck.commands import COMMANDS
from tests.support.hostile_commands import Done, harmless, no_link, run
from tests.support.hostile_texts import ALL, MARK, SHORT
from tests.support.hostile_workspace import (
    Enemy,
    broken_files,
    commits,
    forms,
    git,
    hostile_names,
    spreadsheet,
    workspace,
    write,
)
from tests.support.read_reports import read

SPARE = "\x1b]0;PWNED-30\x07\x1b[31;7;4242m\u202e\u009b31;7;4242m[/][@click=app.quit]\n-"
VENDOR = "vendor-1"


@pytest.fixture(scope="module")
def enemies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a hostile workspace, in a repo of hostile commits."""
    home = tmp_path_factory.mktemp("hostile")
    root = workspace(home / "workspace", ALL)
    enemy = Enemy(ALL, 11)
    broken_files(root, enemy)
    hostile_names(root)
    forms(home / "forms", enemy, VENDOR)
    spreadsheet(home / "list.csv", enemy)
    git(root, "init", "-q")
    commits(root, Enemy(SHORT), VENDOR, 12)
    return home


@pytest.fixture
def home(enemies: Path, tmp_path: Path) -> Path:
    """A copy of it, to write into."""
    return Path(shutil.copytree(enemies, tmp_path / "home", symlinks=True))


def no_formula(source: str) -> None:
    """Cells that a spreadsheet takes for text, and rows that have as many of them."""
    rows = list(csv.reader(io.StringIO(source, newline="")))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
        assert number or not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), cell


CHECKS: Mapping[str, Callable[[str], object]] = {
    "markdown": no_link,
    "csv": no_formula,
    "json": json.loads,
    "text": lambda text: None,
    "toml": lambda text: None,
    "ics": Calendar.from_ical,
    "html": read,
}
ALL_FOUR, NO_CSV = ("text", "markdown", "csv", "json"), ("text", "markdown", "json")


def formats(*words: str, known: Sequence[str] = ALL_FOUR) -> list[tuple[str, ...]]:
    return [(*words, "--format", each) for each in known]


# What is only read. A command that is not here or below has no case, which fails.
READING: Mapping[str, Sequence[tuple[str, ...]]] = {
    "list": [
        *formats("list", "--archived"),
        *formats("list", "--sort", "criticality", "--columns", "criticality,owner,tags"),
        ("list", "--round", SPARE),
        ("list", "--where", f"owner={SPARE}"),
        ("list", "--where", SPARE),
        ("list", "--sort", SPARE),
        ("list", "--columns", SPARE),
    ],
    "people": [
        *formats("people"),
        *formats("people", VENDOR),
        ("people", "--write", SPARE),
        ("people", "broken"),
    ],
    "restore": [("restore",), ("restore", SPARE)],
    "next": [
        *formats("next"),
        ("next", "--owner", SPARE),
        ("next", "--for", SPARE),
        ("next", "--limit", SPARE),
    ],
    "calendar": [("calendar",), ("calendar", VENDOR, "conflicted"), ("calendar", "--owner", SPARE)],
    "show": [
        *formats("show", VENDOR),
        ("show", VENDOR, "--all"),
        ("show", VENDOR, "--all", "--format", "markdown"),
        ("show", VENDOR, "--at", "HEAD~3"),
        ("show", VENDOR, "--at", SPARE),
        ("show", VENDOR, "--lines"),
        ("show", "broken"),
        ("show", "conflicted"),
        ("show", SPARE),
    ],
    "compare": [
        *formats("compare"),
        ("compare", "--map"),
        ("compare", "--map", "--format", "markdown"),
        ("compare", VENDOR, SPARE),
        ("compare", "--width", SPARE),
    ],
    "table": [
        *formats("table", "answers", "--all-rounds", known=("csv", "json")),
        *formats("table", "conditions", known=("csv", "json")),
        *formats("table", "verdicts", "--all-rounds", known=("csv", "json")),
        ("table", "answers", VENDOR, SPARE, "--format", "csv"),
        ("table", "verdicts", "broken", "--format", "json"),
        ("table", "verdicts", "--round", SPARE),
        ("table", SPARE),
        ("table", "answers", "--explain"),
    ],
    "check": [("check",), ("check", SPARE), ("check", "vendors/broken")],
    "schema": [
        *(("schema",), ("schema", "response"), ("schema", "response", "--questionnaire", "focus")),
        *(
            ("schema", "vendor"),
            ("schema", SPARE),
            ("schema", "response", "--questionnaire", SPARE),
        ),
    ],
    "questionnaire": [
        ("questionnaire", "list"),
        ("questionnaire", "show", "partnership"),
        ("questionnaire", "show", "focus", "--as", "vendor"),
        ("questionnaire", "show", SPARE),
        ("questionnaire", "check"),
        ("questionnaire", "check", "instruments/partnership.toml", f"{SPARE}.toml"),
    ],
    "history": [
        *formats("history", VENDOR),
        *formats("history", VENDOR, "--commits"),
        ("history", "broken"),
    ],
    "diff": [
        *formats("diff", "HEAD~8", known=NO_CSV),
        ("diff", "HEAD~5..HEAD", "--vendor", VENDOR),
        ("diff", SPARE),
        ("diff", "HEAD", "--vendor", SPARE),
    ],
    "agenda": [
        *formats("agenda", VENDOR, known=NO_CSV),
        ("agenda", VENDOR, "--for", "vendor", "--format", "markdown"),
        ("agenda", "broken"),
    ],
    "report": [
        *formats("report", known=("html", "markdown")),
        *formats("report", VENDOR, "--for", "vendor", known=("html", "markdown")),
        *formats("report", "broken", "conflicted", known=("html", "markdown")),
        ("report", SPARE),
        ("report", "--round", SPARE),
        ("report", VENDOR, "--output", f"{SPARE}/a.html"),
    ],
    "goals": [*formats("goals", VENDOR), *formats("goals", "--all"), ("goals", "broken")],
    "meetings": [*formats("meetings", VENDOR), ("meetings", "--all"), ("meetings", "broken")],
    "promises": [
        *formats("promises", VENDOR),
        *formats("promises", "--all"),
        ("promises", "broken"),
    ],
    "customer": [*formats("customer"), ("customer", SPARE)],
    "decide": [("decide", VENDOR), ("decide", "broken"), ("decide", VENDOR, "--class", SPARE)],
    "open": [("open",)],
    "completion": [("completion", "bash"), ("completion", "zsh"), ("completion", SPARE)],
    "help": [("help",), ("help", "report"), ("help", "words"), ("help", SPARE)],
    "session": [("session", VENDOR, SPARE, "--with", SPARE)],
    "answer": [("answer", SPARE)],
}
# What writes: into a copy, one after the other.
WRITING: Mapping[str, Sequence[tuple[str, ...]]] = {
    "demo": [("demo", SPARE, "--no-open"), ("demo", "vendors", "--no-open")],
    "init": [("init", SPARE, "--organisation", SPARE), ("init",), ("init", "--git")],
    "edit": [
        ("edit", VENDOR, "--supplies", SPARE, "--owner", SPARE, "--tag", SPARE, "--line", SPARE),
        ("edit", VENDOR, "--set", f"risk={SPARE}", "--set", SPARE),
        ("edit", VENDOR, "--set", f"risk={SPARE}"),
        ("edit", VENDOR, "--contact", SPARE),
        ("edit", VENDOR, "--since", SPARE),
        ("edit", "--where", "criticality!=", "--owner", SPARE, "--new-name", "--yes"),
        ("edit", "broken", "--owner", SPARE),
        ("edit", SPARE, "--name", SPARE),
    ],
    "rename": [("rename", VENDOR, SPARE), ("rename", SPARE, SPARE)],
    "archive": [("archive", VENDOR), ("archive", "--where", f"owner={SPARE}"), ("archive", SPARE)],
    "remove": [("remove", VENDOR, "--yes"), ("remove", "vendor-1"), ("remove", SPARE)],
    "people": [
        ("people", "--add", SPARE, "--email", "a@example.org"),
        ("people", "vendor-2", "--add", SPARE, "--email", SPARE),
        ("people", "--rename", SPARE, f"New {SPARE}"),
        ("people", "--remove", f"New {SPARE}"),
        ("people", "--remove-answers", SPARE, "--yes"),
    ],
    "add": [
        ("add", f"New {SPARE}", "--supplies", SPARE, "--owner", SPARE, "--tag", SPARE),
        ("add", "Other", "--id", SPARE),
        ("add", SPARE, "--target", SPARE),
        ("add", "--from", "../list.csv"),
        ("add", "--from", SPARE),
    ],
    "assess": [
        ("assess", VENDOR, "--plain", "--respondent", f"Ann {SPARE}", "--as", "buyer"),
        ("assess", VENDOR, "--round", SPARE, "--plain"),
        ("assess", VENDOR, "--plain", "--respondent", "Bo", "--questionnaire", SPARE),
    ],
    "request": [
        ("request", VENDOR, "--output", "-", "--respondent", SPARE, "--contact", SPARE),
        ("request", VENDOR, "--output", "-", "--format", "toml"),
        ("request", VENDOR, "--output", SPARE),
        ("request", "--all", "--output", "../out"),
        ("request", "--result", VENDOR, "--output", "-"),
        ("request", "--result", "broken", "--output", "-"),
    ],
    "import": [
        ("import", "../forms/form.txt", "../forms/form.toml"),
        ("import", "../forms/form.txt", "--respondent", SPARE, "--round", "2026-q4", "--replace"),
        ("import", SPARE, "vendors/broken/vendor.toml"),
    ],
    "goals": [
        ("goals", VENDOR, "--add", SPARE, "--gain-us", SPARE, "--note", SPARE),
        ("goals", "vendor-2", "--done", SPARE),
        ("goals", "named", "--add", f"A goal {SPARE}", "--owner-us", SPARE, "--due", SPARE),
        ("goals", "named", "--add", f"A goal {SPARE}", "--owner-us", SPARE),
    ],
    "meetings": [
        ("meetings", "named", "--add", "--present", SPARE, "--decided", SPARE, "--we", SPARE),
        ("meetings", VENDOR, "--add", SPARE),
    ],
    "promises": [
        ("promises", "named", "--add", SPARE, "--by", "us", "--owner", SPARE),
        ("promises", "named", "--add", f"A promise {SPARE}", "--by", "vendor", "--due", SPARE),
        ("promises", VENDOR, "--edit", "promise-0", "--text", SPARE, "--owner", SPARE),
        ("promises", VENDOR, "--kept", "promise-0"),
        ("promises", VENDOR, "--late", SPARE),
    ],
    "calendar": [("calendar", "--output", SPARE), ("calendar", VENDOR, "--output", f"{SPARE}/a")],
    "decide": [
        ("decide", VENDOR, "--class", "supplier", "--by", SPARE, "--reason", SPARE, "--replace"),
    ],
    "schema": [("schema", "--write"), ("check", "schemas"), ("schema", "--write", SPARE)],
    "fmt": [("fmt", "--check"), ("fmt", "--drop-comments"), ("fmt", SPARE)],
    "merge-file": [
        (
            *("merge-file", "vendors/vendor-0/vendor.toml", "vendors/vendor-1/vendor.toml"),
            *("vendors/vendor-2/vendor.toml", "7", f"{SPARE}/vendor.toml"),
        ),
        ("merge-file", SPARE, SPARE, SPARE),
    ],
    "questionnaire": [("questionnaire", "copy", "trust-value"), ("questionnaire", "copy", SPARE)],
}


def test_every_command_has_a_case() -> None:
    assert {*READING, *WRITING} == {*COMMANDS}


def verified(done: Done, words: Sequence[str]) -> None:
    # The lines of a calendar end in CR and LF; its standard wants them so.
    harmless(done._replace(out=done.out.replace(b"\r\n", b"\n")) if "calendar" in words else done)
    kind = words[words.index("--format") + 1] if "--format" in words else "text"
    kind = "ics" if words[0] == "calendar" and "--output" not in words else kind
    if done.code == 0:
        CHECKS[kind](done.out.decode())


@pytest.mark.parametrize("command", READING)
def test_nothing_acts_in_what_a_command_says(command: str, enemies: Path) -> None:
    for words in READING[command]:
        verified(run(enemies, *words), words)


@pytest.mark.parametrize("command", WRITING)
def test_nothing_acts_in_what_a_writing_command_says(command: str, home: Path) -> None:
    for words in WRITING[command]:
        verified(run(home, *words), words)


def test_something_hostile_is_shown_at_all(enemies: Path) -> None:
    """Or the tests above would say nothing."""
    shown = run(enemies, "show", VENDOR, "--all").out + run(enemies, "compare").out
    assert MARK.encode() in shown
    assert "␛".encode() in shown
    assert b"[@click=app.quit]" in shown
    assert run(enemies, "show", VENDOR).code == 0
    assert b"PWNED" in run(enemies, "history", VENDOR, "--commits").out
    assert "PWNED-20" in run(enemies, "check").out.decode()


def test_every_class_of_text_goes_through_every_reader(tmp_path: Path) -> None:
    """Each payload stands in each of a vendor's texts once, and the workspace can be read."""
    root = workspace(tmp_path / "workspace", ALL, vendors=8, own=False)
    done = run(tmp_path, "list", "--format", "json")
    harmless(done)
    assert done.code == 0
    listed = json.loads(done.out)["vendors"]
    assert len(listed) == 8
    wrong = {problem["problem"] for each in listed for problem in each["errors"]}
    assert not [what for what in wrong if "valid" in what], "the payloads are not TOML"
    assert (root / "vendors").is_dir()


def test_no_name_makes_a_file_outside_nor_one_with_a_strange_name(home: Path) -> None:
    for name in (*SHORT, SPARE):
        if "\0" in name or len(os.fsencode(name)) > 4000:
            continue
        harmless(run_in_process(home, "add", f"{name}"))
    made = {
        path.relative_to(home / "workspace").parts
        for path in (home / "workspace" / "vendors").rglob("*.toml")
        if "New" in path.read_text("utf-8", "replace")
    }
    assert all(re.fullmatch(r"[a-z0-9-]+", parts[1]) for parts in made)
    assert not list(home.rglob("PWNED*"))
    assert not (home.parent / "etc").exists()


def run_in_process(home: Path, *words: str) -> Done:
    """A command without a process of its own, where there are many of them."""
    from contextlib import redirect_stderr, redirect_stdout

    from partnercheck.cli import main

    out, err = io.StringIO(), io.StringIO()
    before = os.getcwd()
    os.chdir(home / "workspace")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os.chdir(before)
    return Done(code, out.getvalue().encode(), err.getvalue().encode())


def test_the_last_resort_cleans_what_a_command_forgot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import partnercheck.commands.questionnaire as careless

    monkeypatch.setattr(careless, "instrument_text", lambda *_: f"{SPARE}\n")
    write(tmp_path / "partnercheck.toml", "")
    (tmp_path / "workspace").mkdir()
    done = run_in_process(tmp_path, "questionnaire", "show", "partnership")
    harmless(done)
    assert b"PWNED-30" in done.out
