"""The page about the files says what the program does: its tables of keys, and its examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partnercheck.base.records import (
    Answer,
    Awaited,
    Goal,
    Meeting,
    Person,
    Record,
    Response,
    Settings,
    Vendor,
)
from partnercheck.storage.schema_line import kind_at
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.decisions import Decision
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.schemas.folder import write_schemas
from partnercheck.workspace.schemas.kinds import kinds_of
from tests.support.documented_keys import PAGE, files, rows
from tests.support.running import Run
from tests.support.schema_judges import flagged

RECORDS = (Response, Answer, Vendor, Settings, Goal, Meeting, Awaited, Decision, Person)


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A workspace of the page's examples alone."""
    root = tmp_path.resolve() / "examples"
    for place, text in files().items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, "utf-8")
    return root


@pytest.mark.parametrize("kind", RECORDS)
def test_every_key_is_on_the_page_as_an_editor_shows_it(kind: type[Record]) -> None:
    head = "| key | can be | meaning |\n| --- | --- | --- |\n"
    assert head + "\n".join(rows(kind)) + "\n" in PAGE.read_text("utf-8")


def test_every_example_is_read_without_a_problem(examples: Path, run: Run) -> None:
    kinds = {kind_at(place) for place in files()}
    every = {*kinds_of(open_workspace(examples).instruments)}
    lenses = {each for each in every if each.startswith("response.")} - {"response.partnership"}
    assert kinds == every - lenses - {"instrument"}, "another page has the instruments"
    assert problems_of(open_workspace(examples)) == []
    assert run("check", here=examples).code == 0
    judged = judge_vendor(open_workspace(examples), "acme-logistics")
    assert len(judged.round.responses) == len(judged.round.awaited) == 1
    assert (len(judged.files.goals), len(judged.files.meetings)) == (2, 2)


def test_every_example_but_the_shortened_answers_is_as_the_program_writes_it(
    examples: Path, run: Run
) -> None:
    (shortened,) = (place for place in files() if "partnership" in place)
    assert run("fmt", "--check", here=examples).out == f"{shortened}\n"


def test_every_line_on_the_page_leads_to_a_schema_that_accepts_the_example(examples: Path) -> None:
    written = write_schemas(open_workspace(examples))
    assert (written.lines, written.skipped) == ((), ())
    assert flagged(examples / place for place in files()) == {}


def test_every_link_on_the_page_leads_somewhere() -> None:
    text = PAGE.read_text("utf-8")
    headings = re.findall(r"(?m)^## (.+)$", text)
    places = {re.sub(r"[^a-z -]", "", each.lower()).replace(" ", "-") for each in headings}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        file, _, place = target.partition("#")
        assert place in places if not file else (PAGE.parent / file).is_file(), target
