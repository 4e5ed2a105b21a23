"""The line that names a schema in the real git, with our driver: it merges beside the answers."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
import tomli

from partnercheck.assessing.start import response_sitting
from partnercheck.base.records import Answer, Response
from partnercheck.storage.edit import comments
from partnercheck.storage.schema_line import split_schema_line
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.versions.merge import kind_of
from partnercheck.versions.merge_text import merge_texts
from partnercheck.versions.resolving import conflicted, resolution_of, resolved, save_resolved
from partnercheck.workspace.open import open_workspace
from tests.support.clones import FILE, begun, committed, git, program, pulled
from tests.support.running import TODAY

BOB = Response("partnership", "borealis-packaging", "2026-q4", "buyer", "Bob")
OURS = "#:schema ../../../schemas/response.partnership.json\n\n"
URL, OTHER = "#:schema https://example.org/a.json\n", "#:schema https://example.org/b.json\n"
ITEM, NEXT = "culture-decisions", "culture-dialogue"
NAME = "buyer.bob.partnership.toml"


def give(root: Path, item: str, score: int) -> None:
    response_sitting(open_workspace(root), BOB, TODAY).save_answer(
        item, Answer(score=score, on=TODAY)
    )


@pytest.fixture
def two(workspace: Path, tmp_path: Path) -> tuple[Path, Path]:
    give(workspace, ITEM, 2)
    return begun(workspace, tmp_path)


def lined(root: Path, line: str) -> None:
    path = root / FILE
    path.write_text(line + split_schema_line(path.read_text())[1])


def scores(root: Path) -> dict[str, int | None]:
    (bob,) = (
        r
        for r in judge_vendor(open_workspace(root), BOB.vendor).round.responses
        if r.respondent == "Bob"
    )
    return {item: each.score for item, each in bob.answers.items() if each.is_answered}


def test_one_side_adds_the_line_while_the_other_answers(two: tuple[Path, Path]) -> None:
    here, there = two
    assert program(here, "schema", "--write").code == 0
    committed(here, "schemas")
    give(there, NEXT, 3)
    committed(there, "an answer")
    assert pulled(there).code == 0
    assert (there / FILE).read_text().startswith(OURS)
    assert scores(there) == {ITEM: 2, NEXT: 3}
    assert program(there, "check").code == 0
    assert program(there, "fmt", "--check").code == 0, "what is merged is canonical as before"


def test_both_sides_have_it_and_both_answer(two: tuple[Path, Path]) -> None:
    here, there = two
    for root in two:
        assert program(root, "schema", "--write").code == 0
    give(here, ITEM, 4)
    committed(here, "one")
    give(there, NEXT, 3)
    committed(there, "two")
    assert pulled(there).code == 0
    assert (there / FILE).read_text().count("#:schema") == 1
    assert scores(there) == {ITEM: 4, NEXT: 3}
    assert program(there, "fmt", "--check").code == 0


def test_one_side_changes_it_and_the_other_leaves_it(two: tuple[Path, Path]) -> None:
    here, there = two
    lined(here, OURS)
    committed(here, "the line")
    assert pulled(there).code == 0
    lined(here, URL)
    committed(here, "another line")
    give(there, NEXT, 3)
    committed(there, "an answer")
    assert pulled(there).code == 0
    assert (there / FILE).read_text().startswith(f"{URL}format = 1\n")
    lined(here, "")
    committed(here, "no line")
    give(there, NEXT, 4)
    committed(there, "another answer")
    assert pulled(there).code == 0
    assert (there / FILE).read_text().startswith("format = 1\n")
    assert scores(there) == {ITEM: 2, NEXT: 4}


def test_both_change_it_and_no_answer_waits_for_that(two: tuple[Path, Path]) -> None:
    here, there = two
    lined(here, URL)
    give(here, ITEM, 4)
    committed(here, "one")
    lined(there, OTHER)
    give(there, NEXT, 3)
    committed(there, "two")
    assert pulled(there).code == 0
    assert (there / FILE).read_text().startswith(f"{OTHER}{URL}format = 1\n"), "ours is the first"
    assert scores(there) == {ITEM: 4, NEXT: 3}


def test_a_conflict_below_it_is_decided_with_the_line_in_place(two: tuple[Path, Path]) -> None:
    here, there = two
    assert program(here, "schema", "--write").code == 0
    give(here, ITEM, 4)
    committed(here, "four")
    give(there, ITEM, 0)
    committed(there, "nought")
    assert pulled(there).code != 0
    text = (there / FILE).read_text()
    assert text.startswith(f"{OURS}format = 1\n")
    assert "<<<<<<< ours" in text
    workspace = open_workspace(there)
    (path,) = conflicted(workspace, BOB.vendor)
    resolution = resolution_of(workspace, path)
    save_resolved(workspace, resolution, resolved(resolution, {("answers", ITEM): True}))
    assert (there / FILE).read_text().startswith(f"{OURS}format = 1\n")
    assert scores(there) == {ITEM: 4}
    assert program(there, "fmt", "--check").code == 0


def test_the_plain_merge_of_git_is_decided_with_it_too(two: tuple[Path, Path]) -> None:
    here, there = two
    assert git(there, "config", "merge.partnercheck.driver", "false").code == 0
    (there / ".gitattributes").write_text("")
    committed(there, "no driver here")
    for root, line, score in ((here, URL, 4), (there, OTHER, 0)):
        lined(root, line)
        give(root, ITEM, score)
        committed(root, str(score))
    assert pulled(there).code != 0
    workspace = open_workspace(there)
    (path,) = conflicted(workspace, BOB.vendor)
    resolution = resolution_of(workspace, path)
    save_resolved(workspace, resolution, resolved(resolution, {("answers", ITEM): False}))
    assert (there / FILE).read_text().startswith(OTHER)
    assert scores(there) == {ITEM: 0}


BODY = "format = 1\n\n[answers.one]\nscore = 1\n\n[answers.two]\n"
VERSIONS = ("", OURS, URL, OTHER.replace("\n", "\r\n"), f"\ufeff{URL}", "\ufeff")


@pytest.mark.parametrize("lines", [*product(VERSIONS, repeat=3)])
def test_whatever_the_three_versions_have_the_answers_merge_below(
    lines: tuple[str, str, str],
) -> None:
    base, ours, theirs = lines
    texts = (
        base + BODY,
        ours + BODY.replace("score = 1", "score = 2"),
        theirs + BODY + "score = 4\n",
    )

    def by_lines(*texts: str) -> tuple[str, bool]:
        return "<<<<<<< conflict", False

    merged = merge_texts(kind_of(NAME), *texts, by_lines)
    assert merged.clean
    data = tomli.loads(merged.text.removeprefix("\ufeff"))
    assert data["answers"] == {"one": {"score": 2}, "two": {"score": 4}}
    before, mine, yours = (each.strip("\ufeff\r\n") for each in lines)
    wanted = {mine, yours} - {""} if before not in (mine, yours) else {mine, yours} - {before, ""}
    if mine == yours:
        wanted = {mine} - {""}
    assert {*comments(merged.text)} == wanted
    assert split_schema_line(merged.text)[0].strip("\ufeff\r\n") == (
        mine if mine in wanted else yours if wanted else ""
    )
