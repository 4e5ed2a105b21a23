"""The whole path of a form: requested, answered elsewhere in a real terminal, and imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from tests.support.running import Run
from tests.support.terminal import Terminal

A_MINUTE = 60


@pytest.fixture(params=["text", "toml"])
def form(request: pytest.FixtureRequest, workspace: Path, tmp_path: Path, run: Run) -> Path:
    """A form for a vendor called acme, in a folder of the vendor's own."""
    (workspace / "vendors" / "acme-logistics").rename(workspace / "vendors" / "acme")
    ran = run("request", "acme", "--form", "quick", "--format", request.param, here=workspace)
    assert ran.code == 0, ran.err
    [made] = workspace.glob("outbox/*.form.*")
    theirs = tmp_path / "their folder"
    theirs.mkdir()
    return made.rename(theirs / made.name)


def respondent_filed(workspace: Path, run: Run, form: Path) -> str:
    """Who answered, after an import that had nothing to say but that it was filed."""
    ran = run("import", str(form), here=workspace)
    assert (ran.code, ran.err) == (0, "")
    assert "2 of 12 questions answered, filed as vendors/acme/" in ran.out
    opened = open_workspace(workspace)
    round_id = form.name.split(".")[1]
    [theirs] = [
        r
        for r in judge_vendor(opened, "acme", round_id).round.responses
        if r.perspective == "vendor"
    ]
    answers = [answer for answer in theirs.answers.values() if answer.is_answered]
    assert [(answer.score, answer.skip) for answer in answers] == [(3, None), (None, "unknown")]
    assert answers[0].evidence == "Moved in May, see the minutes"
    assert answers[0].basis == "observed"
    return theirs.respondent


def ends_by_saying_what_to_do(terminal: Terminal, form: Path) -> None:
    """On the terminal as it is after the program."""
    assert terminal.ended(A_MINUTE) == 0
    said = "".join(terminal.shown.split())
    assert "".join(str(form).split()) in said
    assert "Sendthisfilebacktothepersonwhosentittoyou." in said


def test_answers_given_on_screen_are_filed_without_a_word(
    workspace: Path, form: Path, run: Run
) -> None:
    terminal = Terminal(["answer", form.name], here=form.parent, size=(100, 30))
    shown = terminal.until_all("Who answers", "Northwind Foods", seconds=A_MINUTE)
    assert "acme" not in shown.casefold()
    terminal.press("Jane Doe\r")
    shown = terminal.until_all("Northwind Foods   20", "Jane Doe", seconds=A_MINUTE)
    assert "acme" not in shown.casefold()
    terminal.press("3")
    terminal.until("1 of 12 answered   saved", A_MINUTE)
    terminal.press("e")
    terminal.until("What happened", A_MINUTE)
    terminal.press("Moved in May, see the minutes\r")
    terminal.until("my view. Seen?", A_MINUTE)
    terminal.press("b")
    terminal.until("saved: I saw it", A_MINUTE)
    terminal.press("\r")
    terminal.until("2 of 3", A_MINUTE)
    terminal.press("u")
    terminal.until("2 of 12 answered   saved", A_MINUTE)
    terminal.press("q")
    ends_by_saying_what_to_do(terminal, form)
    assert respondent_filed(workspace, run, form) == "Jane Doe"


def test_answers_given_line_by_line_are_filed_without_a_word(
    workspace: Path, form: Path, run: Run
) -> None:
    terminal = Terminal(["answer", "--plain", form.name], {"TERM": "dumb"}, here=form.parent)
    terminal.until("Your name or role?", A_MINUTE)
    terminal.press("Account manager\r")
    shown = terminal.until("Answer: ", A_MINUTE)
    assert "Northwind Foods" in terminal.received.decode()
    assert "acme" not in shown.casefold()
    for line, said in (
        ("3", "1 of 12 answered."),
        ("e Moved in May, see the minutes", "Type b if you saw it"),
        ("b", "Basis: observed."),
        ("", "question 2 of 12"),
        ("u", "2 of 12 answered."),
        ("v", "no verdict"),
    ):
        terminal.press(f"{line}\r")
        terminal.until(said, A_MINUTE)
    terminal.press("q\r")
    ends_by_saying_what_to_do(terminal, form)
    received = "".join(terminal.received.decode().split())
    assert received.count("Sendthisfilebacktothepersonwhosentittoyou.") == 1
    assert respondent_filed(workspace, run, form) == "Account manager"


def test_after_the_last_question_it_is_shown_what_to_do(form: Path) -> None:
    terminal = Terminal(["answer", form.name, "--respondent", "Jane"], here=form.parent)
    terminal.until("Northwind Foods", A_MINUTE)
    for number in range(1, 13):
        terminal.press("4")
        terminal.until(f"{number} of 12 answered   saved", A_MINUTE)
        terminal.press("\r")
    terminal.until("All questions answered", A_MINUTE)
    terminal.until(str(form), A_MINUTE, wrapped=True)
    terminal.until("Send this file back to the person who sent it to you.", A_MINUTE, wrapped=True)
    terminal.press("q")
    ends_by_saying_what_to_do(terminal, form)


def test_leaving_without_a_name_leaves_the_form_as_it_was(form: Path) -> None:
    before = form.read_bytes()
    terminal = Terminal(["answer", form.name], here=form.parent)
    terminal.until("Who answers", A_MINUTE)
    terminal.press("\r")
    terminal.until("Enter your name or role", A_MINUTE)
    terminal.press("\x1b")
    assert terminal.ended(A_MINUTE) == 0
    assert form.read_bytes() == before


def test_an_unknown_questionnaire_is_named_before_any_screen_opens(workspace: Path) -> None:
    terminal = Terminal(["assess", "acme-logistics", "--questionnaire", "nope"], here=workspace)
    assert terminal.ended(A_MINUTE) == 2
    assert 'there is no questionnaire "nope". Use one of partnership' in terminal.received.decode()


def test_without_a_name_nothing_is_asked(form: Path, run: Run) -> None:
    ran = run("answer", "--plain", str(form))
    assert ran.code == 2
    assert "--respondent" in ran.err
