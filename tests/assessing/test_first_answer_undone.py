"""The first answer of a file, undone: nothing is left behind that nobody else has written."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.assessing.sitting import Sitting
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.workspace.open import open_workspace
from tests.support.running import ACME, TODAY, Run
from tests.support.screens import alices_file, small_workspace

START = Start(ACME, "buyer", "Alice Moreau", round="2026-q4")
FIRST, SECOND = "culture-decisions", "culture-dialogue"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path)


def sitting(root: Path) -> Sitting:
    return start_sitting(open_workspace(root), START, TODAY)


def test_neither_the_file_nor_the_folder_of_its_round_is_left(root: Path, run: Run) -> None:
    before = run("list", here=root).out
    alice = sitting(root)
    alice.save_answer(FIRST, Answer(score=3, on=TODAY))
    assert alices_file(root).exists()
    assert alice.undo() == FIRST
    assert not alices_file(root).parent.exists()
    assert run("list", here=root).out == before


def test_the_next_answer_begins_the_file_again(root: Path) -> None:
    alice = sitting(root)
    alice.save_answer(FIRST, Answer(score=3, on=TODAY))
    alice.undo()
    alice.save_answer(SECOND, Answer(score=2, on=TODAY))
    again = sitting(root)
    assert (again.answer_to(FIRST).score, again.answer_to(SECOND).score) == (None, 2)


def test_the_file_stays_while_it_has_another_answer(root: Path) -> None:
    alice = sitting(root)
    alice.save_answer(FIRST, Answer(score=3, on=TODAY))
    alice.save_answer(SECOND, Answer(score=2, on=TODAY))
    alice.undo()
    assert sitting(root).answer_to(FIRST).score == 3


def test_a_file_that_was_there_before_stays(root: Path) -> None:
    earlier = sitting(root)
    earlier.save_answer(FIRST, Answer(score=3, on=TODAY))
    alice = sitting(root)
    alice.save_answer(FIRST, Answer())
    assert alices_file(root).exists()


def test_what_somebody_else_has_written_into_it_stays(root: Path) -> None:
    alice = sitting(root)
    alice.save_answer(FIRST, Answer(score=3, on=TODAY))
    file = alices_file(root)
    file.write_text("# Ask Tom about May.\n" + file.read_text("utf-8"), "utf-8")
    alice.undo()
    assert file.read_text("utf-8").startswith("# Ask Tom about May.\n")
    assert sitting(root).answer_to(FIRST).score is None
