"""Conflict markers of every length and style are seen, by every reader; quoted text is not one."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.storage.canonical import dumps
from partnercheck.storage.conflicts import first_marker, marked_tables, sides
from partnercheck.storage.edit import edited
from partnercheck.storage.parse import parse
from partnercheck.versions.resolving import conflicted, resolution_of, resolved, save_resolved
from partnercheck.workspace.open import open_workspace
from tests.support.clones import committed, git, program
from tests.support.running import ALICES_FILE

VENDOR = "acme-logistics"
FILES = {
    "partnercheck.toml": ('organisation = "A"\n', 'organisation = "B"\n'),
    "glossary.toml": ('[terms]\nask = "A"\n', '[terms]\nask = "B"\n'),
    f"vendors/{VENDOR}/vendor.toml": ('name = "A"\n', 'name = "B"\n'),
    f"vendors/{VENDOR}/goals.toml": ("[goals.one]\nagain = 1\n", "[goals.one]\nagain = 2\n"),
    f"vendors/{VENDOR}/meetings.toml": (
        '[meetings.x]\ndecided = "A"\n',
        '[meetings.x]\ndecided = "B"\n',
    ),
    f"vendors/{VENDOR}/promises.toml": (
        '[promises.x]\nstate = "kept"\n',
        '[promises.x]\nstate = "late"\n',
    ),
    f"vendors/{VENDOR}/2026-q4/asked.toml": ("[asked.x]\n", '[asked.x]\nrespondent = "B"\n'),
    f"vendors/{VENDOR}/2026-q4/decision.toml": ('decided = "partner"\n', 'decided = "none"\n'),
    ALICES_FILE: ('[answers.x]\nevidence = """\nA\n"""\n', '[answers.x]\nevidence = """\nB\n"""\n'),
    "instruments/own.toml": ('name = "A"\n', 'name = "B"\n'),
}


def conflicting(root: Path, size: int, style: str) -> None:
    """Every file changed in two ways on two branches, and merged by git alone."""
    git(root, "init", "-q")
    committed(root, "begin")
    git(root, "branch", "other")
    for branch, side in (("main", 0), ("other", 1)):
        git(root, "switch", "-q", branch)
        for file, texts in FILES.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(texts[side])
        committed(root, branch)
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text(f"*.toml conflict-marker-size={size} -eol\n")
    git(root, "config", "merge.conflictStyle", style)
    assert git(root, "merge", "-q", "main").code != 0


@pytest.mark.parametrize(
    ("size", "style"), [(12, "merge"), (3, "zdiff3"), (7, "diff3"), (1, "diff3")]
)
def test_every_reader_sees_a_conflict(size: int, style: str, workspace: Path) -> None:
    conflicting(workspace, size, style)
    for file in FILES:
        assert f"\n{'=' * size}\n" in (workspace / file).read_text(), file
    ran = program(workspace, "check")
    assert ran.code == 1
    for file in FILES:
        assert f"{file}:" in ran.out + ran.err
        told = [line for line in (ran.out + ran.err).splitlines() if line.startswith(f"{file}:")]
        assert "has a merge conflict" in told[0], told
    listed = program(workspace, "fmt")
    assert "Traceback" not in listed.err
    for file in FILES:
        assert f"\n{'=' * size}\n" in (workspace / file).read_text(), "fmt leaves it alone"


@pytest.mark.parametrize(
    ("size", "style"), [(12, "merge"), (3, "diff3"), (7, "zdiff3"), (1, "merge")]
)
def test_a_conflict_of_any_length_can_be_decided_in_the_program(
    size: int, style: str, workspace: Path
) -> None:
    conflicting(workspace, size, style)
    git(workspace, "checkout", "--ours", "--", "partnercheck.toml")
    opened = open_workspace(workspace)
    paths = conflicted(opened, VENDOR)
    assert {path.relative_to(workspace).as_posix() for path in paths} == {
        file for file in FILES if file.startswith("vendors/")
    }
    for path in paths:
        resolution = resolution_of(opened, path)
        text = resolved(resolution, {each.path: True for each in resolution.conflicts})
        save_resolved(opened, resolution, text)
        theirs = FILES[path.relative_to(workspace).as_posix()][0]
        assert tomli.loads(path.read_text()) == tomli.loads(theirs)


SIGNS = st.sampled_from("<=>|")
MARKER_LINES = st.builds(
    lambda sign, size, label: sign * size + label,
    SIGNS,
    st.integers(1, 12),
    st.sampled_from(["", " ours", " quoted text", "=", "x"]),
)
TEXTS = st.lists(st.one_of(MARKER_LINES, st.sampled_from(["", "plain"])), max_size=8).map("\n".join)


@given(st.lists(TEXTS, max_size=3), st.booleans())
def test_what_is_written_is_never_taken_for_a_conflict(texts: list[str], by_hand: bool) -> None:
    data = {"format": 1, "answers": {f"item-{n}": {"evidence": t} for n, t in enumerate(texts)}}
    text = edited("# by hand\nformat = 1\n", data) if by_hand else dumps(data)
    assert parse(text.encode(), "").data == data


@pytest.mark.parametrize(
    "text",
    [
        "> quoted\n> quoted\n",
        "Heading\n==========\nText\n",
        "< less\nand\n> more\n",
        "=\n> b\n< a\n",
        "<b>bold</b>\n===\n",
        "||||||\n",
    ],
)
def test_ordinary_text_is_no_conflict(text: str) -> None:
    assert first_marker(f"a\n{text}") is None
    assert parse(f'x = """\n{text}"""\n'.encode(), "").data == {"x": text}


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< a\nx = 1\n=======\nx = 2\n",
        "<<<<<<< a\nx = 1\n<<<<<<< b\n=======\nx = 2\n>>>>>>> b\n=======\n>>>>>>> a\n",
        "<<<<<<<<< a\n<<<<<<< b\nx = 1\n=======\nx = 2\n>>>>>>> b\n=========\n>>>>>>>>> a\n",
        "x = 1\n>>>>>>> a\n",
        "<<<<<<< a\nx = 1\n=======\ny = 1\n=======\nx = 2\n>>>>>>> b\n",
    ],
)
def test_a_conflict_that_is_not_whole_or_holds_another_is_for_an_editor(text: str) -> None:
    assert first_marker(text)
    assert sides(text) is None


def test_the_ancestor_is_left_out_even_with_a_conflict_inside() -> None:
    inner = "<<<<<<<<< a\nx = 0\n=========\nx = 9\n>>>>>>>>> b\n"
    text = f"<<<<<<< a\nx = 1\n||||||| base\n{inner}=======\nx = 2\n>>>>>>> b\n"
    assert sides(text) == ("x = 1\n", "x = 2\n")
    assert sides(text.replace("\n", "\r\n")) == ("x = 1\n", "x = 2\n")


PIECES = st.sampled_from(["[a]\n", "x = 1\n", "\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "é"])


@given(st.lists(PIECES).map("".join), st.lists(PIECES).map("".join), st.integers(1, 12))
def test_two_texts_that_are_marked_are_both_there(ours: str, theirs: str, size: int) -> None:
    text = marked_tables(ours, theirs, size)
    both = sides(text)
    if ours == theirs:
        assert text == ours
    elif not first_marker(ours) and not first_marker(theirs):
        assert both
        assert [each.rstrip("\n") for each in both] == [t.rstrip("\n") for t in (ours, theirs)]
    for line in (ours + "\n" + theirs).split("\n"):
        assert line in text
