"""Git's merge driver in the real git: both sides' answers, or a conflict that nobody can miss."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import tomli
from msgspec.structs import replace

from partnercheck.assessing.sitting import Sitting
from partnercheck.assessing.start import response_sitting
from partnercheck.base.records import Answer, Response
from partnercheck.storage.edit import comments
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from tests.support.clones import FILE, begun, committed, environment, git, program, pulled
from tests.support.running import TODAY

BOB = Response("partnership", "borealis-packaging", "2026-q4", "buyer", "Bob")
ITEM, NEXT, THIRD = "culture-decisions", "culture-dialogue", "culture-values"
FOUR = Answer(score=4, on=TODAY)
LONG = Answer(score=1, basis="observed", evidence="In June.\n\n# not a comment\nIn July.", on=TODAY)


def sat(root: Path) -> Sitting:
    return response_sitting(open_workspace(root), BOB, TODAY)


@pytest.fixture
def two(workspace: Path, tmp_path: Path) -> tuple[Path, Path]:
    sitting = sat(workspace)
    sitting.save_answer(ITEM, Answer(score=2, on=TODAY))
    sitting.save_answer("learning-looking-back", LONG)
    return begun(workspace, tmp_path)


def answers(root: Path) -> dict[str, Answer]:
    (bob,) = (
        r
        for r in judge_vendor(open_workspace(root), BOB.vendor).round.responses
        if r.respondent == "Bob"
    )
    return dict(bob.answers)


def edited(root: Path, old: str, new: str) -> None:
    text = (root / FILE).read_text()
    assert text.count(old) == 1
    (root / FILE).write_text(text.replace(old, new))


def test_different_items_merge_without_a_word(two: tuple[Path, Path]) -> None:
    here, there = two
    sat(here).save_answer(ITEM, LONG)
    committed(here, "one")
    sat(there).save_answer(NEXT, LONG)
    sat(there).save_answer(THIRD, FOUR)
    committed(there, "two")
    assert pulled(there).code == 0
    found = answers(there)
    assert (found[ITEM], found[NEXT], found[THIRD]) == (LONG, LONG, FOUR)
    assert program(there, "check").code == 0
    assert program(there, "fmt", "--check").code == 0, "what is merged is canonical as before"


def test_comments_unknown_keys_and_a_new_order_of_both_sides_survive(
    two: tuple[Path, Path],
) -> None:
    here, there = two
    text = (here / FILE).read_text()
    tables = text.split("\n[answers.")
    turned = "\n[answers.".join([tables[0], *reversed(tables[1:])])
    (here / FILE).write_text("# ours, all of it\n" + turned)
    edited(here, f"[answers.{ITEM}]\nscore = 2", f"[answers.{ITEM}]\n# why two\nscore = 2 # hm")
    committed(here, "turned, with comments")
    edited(there, f"[answers.{NEXT}]\n", f"[answers.{NEXT}] # ask Tom\nscore = 3\nmood = 'fine'\n")
    edited(there, f"[answers.{ITEM}]\nscore = 2\n", f"[answers.{ITEM}]\nscore = 2\nseen_by = 'T'\n")
    edited(there, 'form = "full"\n', 'form = "full"\nteam = "two"\n')
    committed(there, "comments and keys")
    assert pulled(there).code == 0
    merged = (there / FILE).read_text()
    assert set(comments(merged)) == {"# ours, all of it", "# why two", "# hm", "# ask Tom"}
    data = tomli.loads(merged)
    assert data["team"] == "two"
    assert data["answers"][NEXT] == {"score": 3, "mood": "fine"}
    assert data["answers"][ITEM] == {"score": 2, "on": TODAY, "seen_by": "T"}
    assert list(data["answers"]) == [each.split("]")[0] for each in reversed(tables[1:])]


def test_the_same_item_conflicts_and_names_item_and_both_answers(two: tuple[Path, Path]) -> None:
    here, there = two
    sat(here).save_answer(ITEM, LONG)
    sat(here).save_answer(THIRD, FOUR)
    committed(here, "one")
    sat(there).save_answer(ITEM, FOUR)
    sat(there).save_answer(NEXT, LONG)
    committed(there, "two")
    done = pulled(there)
    assert done.code != 0
    told = done.out + done.err
    assert f"{ITEM} was answered on both sides: ours 4; theirs 1, observed" in told
    assert "In June" in told
    marked = (there / FILE).read_text()
    ours = f"<<<<<<< ours: {ITEM}\n[answers.{ITEM}]\nscore = 4\n"
    assert ours in marked
    assert f">>>>>>> theirs: {ITEM}\n" in marked
    assert marked.count("<<<<<<<") == 1, "everything else is merged"
    assert "In June.\n\n# not a comment\nIn July." in marked
    assert git(there, "diff", "--name-only", "--diff-filter=U").out.strip() == FILE
    checked = program(there, "check")
    assert checked.code == 1
    assert "has a merge conflict" in checked.out + checked.err
    before, rest = marked.split("<<<<<<< ours")
    kept, after = rest.split("=======\n")[1].split(">>>>>>> theirs")
    (there / FILE).write_text(before + kept + after.split("\n", 1)[1])
    found = answers(there)
    assert (found[ITEM], found[NEXT], found[THIRD]) == (LONG, LONG, FOUR)


def test_the_same_answer_on_another_day_is_no_conflict(two: tuple[Path, Path]) -> None:
    here, there = two
    sat(here).save_answer(NEXT, FOUR)
    committed(here, "one")
    later = replace(FOUR, on=TODAY.replace(day=TODAY.day + 1))
    sat(there).save_answer(NEXT, later)
    committed(there, "two")
    assert pulled(there).code == 0
    assert answers(there)[NEXT] == later


@pytest.mark.parametrize("undated", ["here", "there"])
def test_the_same_answer_without_a_day_is_no_conflict(two: tuple[Path, Path], undated: str) -> None:
    here, there = two
    sat(here).save_answer(NEXT, replace(FOUR, on=None if undated == "here" else TODAY))
    committed(here, "one")
    sat(there).save_answer(NEXT, replace(FOUR, on=None if undated == "there" else TODAY))
    committed(there, "two")
    assert pulled(there).code == 0
    assert answers(there)[NEXT] == FOUR


def test_a_vendor_described_on_two_branches(two: tuple[Path, Path]) -> None:
    here, there = two
    vendor = "vendors/borealis-packaging/vendor.toml"
    for root, line in ((here, 'owner = "Tom"\n'), (there, 'supplies = "Boxes"\n')):
        text = (root / vendor).read_text()
        kept = [each for each in text.splitlines() if each.split(" = ")[0] not in line]
        (root / vendor).write_text("\n".join(kept) + f"\n{line}")
        committed(root, line)
    assert pulled(there).code == 0
    data = tomli.loads((there / vendor).read_text())
    assert (data["owner"], data["supplies"]) == ("Tom", "Boxes")


def disagreeing(two: tuple[Path, Path]) -> tuple[Path, Path]:
    """Both sides answered neighbours and the same item, so that the lines overlap."""
    here, there = two
    sat(here).save_answer(ITEM, LONG)
    committed(here, "one")
    sat(there).save_answer(ITEM, FOUR)
    committed(there, "two")
    return here, there


def visible(there: Path) -> None:
    """Both answers are in the file, marked, and git says that it is not merged."""
    text = (there / FILE).read_text()
    assert "<<<<<<<" in text
    assert "score = 4" in text
    assert "In June" in text
    assert git(there, "diff", "--name-only", "--diff-filter=U").out.strip() == FILE


def broken(tmp_path: Path, script: str) -> dict[str, str]:
    """A path on which partnercheck is this script."""
    folder = tmp_path / "broken"
    folder.mkdir()
    fake = folder / "partnercheck"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize(
    "script",
    [
        "kill -9 $$",
        "exit 1",
        "exit 2",
        "exit 127",
        'head -c 50 "$3" > "$3".part; kill -9 $$',
        "echo Traceback >&2; exit 1",
    ],
)
def test_a_driver_that_dies_leaves_both_answers_marked(
    script: str, two: tuple[Path, Path], tmp_path: Path
) -> None:
    _, there = disagreeing(two)
    assert pulled(there, **broken(tmp_path, script)).code != 0
    visible(there)


def without_the_program(tmp_path: Path) -> dict[str, str]:
    """A path on which there is git, but no partnercheck."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for tool in ("git", "sh"):
        found = next(
            Path(p) / tool for p in os.environ["PATH"].split(":") if (Path(p) / tool).exists()
        )
        (folder / tool).symlink_to(found)
    return {"PATH": str(folder)}


def test_without_the_program_everything_that_differs_is_a_conflict(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    here, there = two
    sat(here).save_answer(ITEM, LONG)
    committed(here, "one")
    sat(there).save_answer(THIRD, FOUR)
    committed(there, "two")
    assert pulled(there, **without_the_program(tmp_path)).code != 0
    visible(there)


def test_without_the_program_a_score_is_not_joined_with_other_evidence(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    here, there = two
    edited(here, 'evidence = """\nIn June.', 'evidence = """\nIn May.')
    committed(here, "evidence")
    edited(
        there,
        "[answers.learning-looking-back]\nscore = 1",
        "[answers.learning-looking-back]\nscore = 4",
    )
    committed(there, "score")
    assert pulled(there, **without_the_program(tmp_path)).code != 0
    assert program(there, "check").code == 1


@pytest.mark.parametrize(
    "line",
    ["< ours by two tonnes", "<< ours", "<<<<<<< ours by two tonnes", "<<<<<<< ours: two tonnes"],
)
@pytest.mark.parametrize("missing", [True, False])
def test_without_the_program_a_line_that_looks_like_a_marker_is_none(
    line: str, missing: bool, two: tuple[Path, Path], tmp_path: Path
) -> None:
    here, there = two
    sat(here).save_answer(ITEM, LONG)
    committed(here, "one")
    text = (there / FILE).read_text()
    (there / FILE).write_text(text.replace("# not a comment", line))
    committed(there, "by hand")
    path = without_the_program(tmp_path) if missing else broken(tmp_path, "exit 1")
    assert pulled(there, **path).code != 0
    merged = (there / FILE).read_text()
    assert line in merged
    assert "\n=======\n" in merged
    assert merged.count("In June.") == 2, "what is new on the other side is there too"


@pytest.mark.parametrize("size", [1, 7, 40, 2000])
def test_a_conflict_of_any_length_is_marked_once(
    size: int, two: tuple[Path, Path], tmp_path: Path
) -> None:
    _, there = disagreeing(two)
    (there / ".git/info").mkdir(exist_ok=True)
    (there / ".git/info/attributes").write_text(f"*.toml conflict-marker-size={size}\n")
    assert pulled(there).code != 0
    markers = [line for line in (there / FILE).read_text().splitlines() if line.startswith("<")]
    assert len(markers) == 1


@pytest.mark.parametrize("where", ["merge_texts", "kind_of"])
def test_a_driver_that_fails_inside_leaves_both_answers_marked(
    where: str, two: tuple[Path, Path], tmp_path: Path
) -> None:
    _, there = disagreeing(two)
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import partnercheck.versions.merge_driver as merging\n"
        "def fail(*words): raise MemoryError('inside')\n"
        f"merging.{where} = fail\n"
    )
    assert pulled(there, PYTHONPATH=str(folder)).code != 0
    visible(there)


def test_one_side_without_utf_8_or_toml_is_a_conflict(two: tuple[Path, Path]) -> None:
    here, there = two
    (here / FILE).write_bytes(b"\xff" + (here / FILE).read_bytes())
    committed(here, "not text")
    sat(there).save_answer(THIRD, FOUR)
    committed(there, "two")
    assert pulled(there).code != 0
    merged = (there / FILE).read_bytes()
    assert b"\xff" in merged
    assert b"score = 4" in merged
    assert b"<<<<<<<" in merged


def test_both_clones_begin_the_same_file(workspace: Path, tmp_path: Path) -> None:
    here, there = begun(workspace, tmp_path)
    sat(here).save_answer(ITEM, LONG)
    committed(here, "one")
    sat(there).save_answer(THIRD, FOUR)
    committed(there, "two")
    assert pulled(there).code == 0
    assert (answers(there)[ITEM], answers(there)[THIRD]) == (LONG, FOUR)


def test_the_driver_in_the_config_is_what_a_person_is_told(workspace: Path) -> None:
    git(workspace, "init", "-q")
    told = program(workspace, "init", "sub").err
    assert program(workspace, "init", "--git").code == 0
    driver = git(workspace, "config", "merge.partnercheck.driver").out.strip()
    assert driver in told


def test_init_git_says_where_it_cannot(workspace: Path, tmp_path: Path) -> None:
    done = program(workspace, "init", "--git")
    assert done.code == 2
    assert "git could not be configured" in done.err
    assert "Traceback" not in done.err
    assert environment(tmp_path)["PATH"]
