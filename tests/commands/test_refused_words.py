"""What is refused on the command line says what was typed, and why, in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.running import ACME, Run

ROUND = ("--round", "2026-q4")
FORM = f"{ACME}.2026-q4.form.txt"
IN_OUTBOX = f"outbox/{FORM}"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("init partnercheck.toml", "partnercheck.toml is not a folder. Name another one"),
        ("init /proc/none", "/proc/none cannot be created: No such file or directory"),
        (
            "init partnercheck.toml/below",
            "partnercheck.toml/below cannot be created: Not a directory",
        ),
        ("merge-file a b c", "a: No such file or directory"),
        ("merge-file partnercheck.toml none partnercheck.toml", "none: No such file or directory"),
        ("merge-file a b c x", "the length of the conflict markers must be a number, such as 7"),
        ("answer - --plain", "answers are saved in the form itself, so - (standard input) cannot"),
        ("check -", "files are checked at their places in the workspace, so - (standard input)"),
        ("fmt -", "files are checked at their places in the workspace, so - (standard input)"),
        ("answer .", "partnercheck: . cannot be read: it is a folder, not a file"),
        ("answer ..", "partnercheck: .. cannot be read: it is a folder, not a file"),
        ("answer /dev/null --plain", "/dev/null cannot be read: it is a device, not a file"),
        ("answer vendors/none.txt", "vendors/none.txt does not exist"),
        (f"request {ACME} --due 2026-02-30", '--due: "2026-02-30" is not a valid date'),
        (f"request {ACME} --due 2026-13-01", '--due: "2026-13-01" is not a valid date'),
        (f"request {ACME} --due soon", '--due: "soon" is not a date. Use the form 2026-12-15'),
        (f"goals {ACME} --add X --due 2026-02-30", '--due: "2026-02-30" is not a valid date'),
        (f"meetings {ACME} --add 2026-02-30", '--add: "2026-02-30" is not a valid date'),
        (f"request --result {ACME} --due 2026-12-31", "--due cannot be used with --result"),
        (f"request --result {ACME} --due soon", "--due cannot be used with --result"),
        (f"request --result {ACME} --anonymous", "--anonymous cannot be used with --result"),
        (f"request --result {ACME} --respondent Jo", "--respondent cannot be used with --result"),
        (f"request --result {ACME} --form quick", "--form cannot be used with --result"),
    ],
)
def test_what_is_wrong_is_told_in_words(line: str, told: str, workspace: Path, run: Run) -> None:
    words = line.split()
    on_terminal = {"TERM": "xterm"}
    if words[0] == "answer" and "--plain" not in words:
        words.append("--plain")
    ran = run(*words, here=workspace, environment=on_terminal)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Errno" not in ran.err


@pytest.mark.parametrize("option", ["--again", "--done", "--drop"])
def test_a_goal_in_a_file_that_cannot_be_read_is_not_said_to_be_missing(
    option: str, workspace: Path, run: Run
) -> None:
    (workspace / f"vendors/{ACME}/goals.toml").write_text("goals =\n")
    ran = run("goals", ACME, option, "shared-plan", here=workspace)
    assert ran.code == 2
    assert f"vendors/{ACME}/goals.toml:1: is not valid TOML" in ran.err
    assert "some key goals with Acme Logistics cannot be read. Correct goals.toml first" in ran.err
    assert "has no key goal" not in ran.err


@pytest.mark.parametrize("folder", ["../out/sub", "sub", "."])
@pytest.mark.parametrize("words", [(ACME,), ("--all",)], ids=" ".join)
def test_a_form_is_told_by_a_path_that_leads_to_it(
    words: tuple[str, ...], folder: str, workspace: Path, run: Run
) -> None:
    request = ("request", *words, *ROUND, "--output", f"{folder}/")
    (told, *_) = re.findall("Wrote (.+)", run(*request, here=workspace).err)
    assert (workspace / told).samefile(workspace / folder / FORM)
    (told, *_) = re.findall("(/.+|[^ ]+) already exists", run(*request, here=workspace).err)
    assert (workspace / told).samefile(workspace / folder / FORM)


def test_a_name_that_an_import_does_not_use_is_told(workspace: Path, run: Run) -> None:
    run("request", ACME, *ROUND, "--respondent", "Jane Doe", here=workspace)
    form = workspace / IN_OUTBOX
    answered = re.sub(r"(?m)^ +\[ \] 2", "[x] 2", form.read_text("utf-8"))
    form.write_text(answered, "utf-8")
    ran = run("import", "--respondent", "Bob Other", str(form), here=workspace)
    assert 'the form names "Jane Doe", so --respondent was ignored' in ran.err
    again = run("import", "--respondent", "jane doe", str(form), here=workspace)
    assert "ignored" not in again.err
