"""An editor with Taplo: it completes item ids, tells question and anchors, and flags a 7."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from partnercheck.questionnaires.read import packaged
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.schemas.folder import write_schemas
from tests.support.running import ALICES_FILE
from tests.support.toml_editor import Editor, editing

ITEMS = packaged()["partnership"].items
FIRST, SECOND = ITEMS[0], ITEMS[1]
TEXT = """\
#:schema ../../../schemas/response.partnership.json
format = 1
instrument = "partnership"
vendor = "acme-logistics"
round = "2026-q4"
perspective = "buyer"
respondent = "Alice Moreau"
form = "full"

[answers.culture-decisions]
score = 3
basis = "observed"

[answers.culture-dialogue]

"""
HERE = TEXT.index("[answers.culture-dialogue]")


@pytest.fixture
def editor(workspace: Path, tmp_path: Path) -> Iterator[Editor]:
    assert write_schemas(open_workspace(workspace)).skipped == ()
    with editing(workspace, workspace / ALICES_FILE, tmp_path / "log") as opened:
        yield opened
    assert "ASKED FOR" not in (tmp_path / "log").read_text("utf-8", "replace")


def test_a_score_of_7_is_underlined_and_a_good_file_is_not(editor: Editor) -> None:
    assert editor.show(TEXT) == []
    underlined = editor.show(TEXT.replace("score = 3", "score = 7"))
    assert {line for line, _ in underlined} == {11}
    assert "7 is not one of" in underlined[0][1]
    both = editor.show(TEXT.replace("score = 3", 'score = 3\nskip = "unknown"'))
    assert {line for line, _ in both} == {10}, "the header of the table that has both"
    assert editor.show(TEXT) == []


def test_the_question_and_its_anchors_are_told_on_an_item(editor: Editor) -> None:
    editor.show(TEXT)
    told = editor.hovered(10, 15)
    assert FIRST.buyer in told
    assert FIRST.vendor in told
    for score, anchor in enumerate(FIRST.anchors):
        assert f"- {score}: {anchor}" in told
    assert editor.hovered(11, 8) == FIRST.anchors[3]
    assert editor.hovered(11, 2) == "What was observed, from 0 to 4, chosen by its anchor."
    assert "saw it" in editor.hovered(12, 12)
    assert "Whose view" in editor.hovered(6, 3)


def test_item_ids_are_completed_in_a_header(editor: Editor) -> None:
    editor.show(TEXT.replace("[answers.culture-dialogue]", "[answers.]"))
    offered = editor.offered(14, 9)
    wanted = {f"answers.{item.id}" for item in ITEMS} - {f"answers.{FIRST.id}"}
    assert {*offered} - {"", "answers"} == wanted, "all but the one that is there"
    assert SECOND.buyer in offered[f"answers.{SECOND.id}"]


def test_keys_and_values_are_completed_in_an_answer(editor: Editor) -> None:
    editor.show(TEXT)
    offered = editor.offered(15, 0)
    assert [*offered] == ["score", "skip", "reason", "basis", "evidence", "on"]
    editor.show(TEXT.replace("\nbasis", "\nbasis = \nnothing").replace("score = 3", "score = "))
    scores = editor.offered(11, 8)
    assert scores == {str(score): anchor for score, anchor in enumerate(FIRST.anchors)}
