"""`import`: files, folders, mails and standard input, with what was read and what was not."""

from __future__ import annotations

import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
import tomli

from partnercheck.base.records import Answer
from tests.support.filled_forms import fill
from tests.support.running import Run

ANSWERS = {"culture-decisions": Answer(3), "gains-fair-split": Answer(1)}
FILED = "vendors/acme-logistics/2026-q4/vendor.jane-doe.partnership.toml"
WORDS = ("--round", "2026-q4", "--form", "quick", "--respondent", "Jane Doe", "--new-name")


@pytest.fixture
def filled(workspace: Path, run: Run) -> str:
    """The form of a request, as the vendor filled it in."""
    ran = run("request", "acme-logistics", *WORDS, "--output", "sent/", here=workspace)
    assert ran.code == 0, ran.err
    [path] = [each for each in (workspace / "sent").iterdir() if each.suffix == ".txt"]
    return fill(path.read_text(), ANSWERS)


def scores(workspace: Path) -> dict[str, int]:
    answers = tomli.loads((workspace / FILED).read_text())["answers"]
    return {item: each["score"] for item, each in answers.items() if "score" in each}


MARKED = {"culture-decisions": 3, "gains-fair-split": 1}


@pytest.fixture
def workspace_with_folder(workspace: Path, filled: str) -> Path:
    folder = workspace / "back"
    folder.mkdir()
    (folder / "a-note.txt").write_text("Thank you, it comes tomorrow.\n")
    (folder / "form.txt").write_text(filled)
    (folder / "picture.pdf").write_bytes(b"%PDF-1.4")
    (folder / ".hidden").write_text("x")
    (folder / "older").mkdir()
    return workspace


def test_a_folder_stands_for_its_files_and_each_is_named(
    workspace_with_folder: Path, run: Run
) -> None:
    ran = run("import", "back", here=workspace_with_folder)
    assert ran.code == 0
    assert f"back/form.txt: 2 of 12 questions answered, filed as {FILED}\n" in ran.out
    assert "1 of 3 files filed\n" in ran.out
    assert "back/a-note.txt: does not have the header of a form" in ran.err
    assert "back/picture.pdf: is a document, not plain text" in ran.err
    assert "hidden" not in ran.err
    assert scores(workspace_with_folder) == MARKED


def test_an_empty_folder_and_one_with_too_many_files_are_refused(workspace: Path, run: Run) -> None:
    folder = workspace / "back"
    folder.mkdir()
    ran = run("import", "back", here=workspace)
    assert (ran.code, ran.err) == (2, "partnercheck: back has no files to import\n")
    for number in range(501):
        (folder / f"{number}.txt").write_text("x")
    ran = run("import", "back", here=workspace)
    assert ran.code == 2
    assert "has 501 files. Name the form files instead" in ran.err


def test_a_mail_as_it_was_saved_is_read_without_a_word(
    workspace: Path, filled: str, run: Run
) -> None:
    message = EmailMessage()
    message["From"] = "jane@acme.example"
    message.set_content("Hello,\n\nattached.\n")
    message.add_attachment(filled, filename="form.txt")
    (workspace / "mail.eml").write_bytes(message.as_bytes())
    ran = run("import", "mail.eml", here=workspace)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("mail.eml [form.txt]: 2 of 12 questions answered, filed as")
    assert scores(workspace) == MARKED


def test_a_mail_comes_through_standard_input(workspace: Path, filled: str) -> None:
    message = EmailMessage()
    message["From"] = "jane@acme.example"
    message.set_content(filled, cte="base64")
    words = [sys.executable, "-m", "partnercheck", "import", "-"]
    done = subprocess.run(
        words, input=message.as_bytes(), cwd=workspace, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert scores(workspace) == MARKED


def test_the_form_as_it_was_sent_has_no_answers(workspace: Path, filled: str, run: Run) -> None:
    ran = run("import", "sent", here=workspace)
    assert ran.code == 2
    assert "this form has no answers, so nothing was filed" in ran.err
    assert not (workspace / FILED).exists()


def test_a_mail_is_not_answered_in_place(workspace: Path, filled: str, run: Run) -> None:
    message = EmailMessage()
    message["From"] = "jane@acme.example"
    message.set_content(filled)
    before = message.as_bytes()
    (workspace / "mail.eml").write_bytes(before)
    ran = run("answer", "--plain", "mail.eml", here=workspace)
    assert ran.code == 2
    assert "is not the form itself, but an e-mail or a page with its text" in ran.err
    assert (workspace / "mail.eml").read_bytes() == before
