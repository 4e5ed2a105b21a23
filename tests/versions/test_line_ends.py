"""Clones whose git likes Windows line ends: every file of ours stays as it was committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.clones import committed, git, program

GLOSSARY = '[terms]\n"cut-off" = """\nThe hour after which\nnothing is loaded."""\n'


@pytest.fixture
def published(workspace: Path) -> Path:
    """A workspace with a file of every kind, committed after `init --git`."""
    (workspace / "glossary.toml").write_text(GLOSSARY)
    assert git(workspace, "init", "-q").code == 0
    assert program(workspace, "init", "--git").code == 0
    assert program(workspace, "schema", "--write").code == 0
    (workspace / "instruments").mkdir(exist_ok=True)
    for words in (
        ("goals", "acme-logistics", "--add", "Fewer late trucks"),
        ("meetings", "acme-logistics", "--add", "--decided", "Weekly."),
        (
            "decide",
            "acme-logistics",
            "--class",
            "partner",
            "--by",
            "Alice",
            "--reason",
            "Both gave way.",
        ),
        ("request", "acme-logistics"),
    ):
        ran = program(workspace, *words)
        assert ran.code == 0, ran
    committed(workspace, "all")
    return workspace


@pytest.mark.parametrize(
    "settings",
    [
        ("core.autocrlf=true",),
        ("core.autocrlf=true", "core.safecrlf=true"),
        ("core.autocrlf=false", "core.eol=crlf"),
        ("core.autocrlf=input",),
    ],
)
def test_a_fresh_clone_is_the_same_byte_by_byte(
    settings: tuple[str, ...], published: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    words = [word for each in settings for word in ("-c", each)]
    assert git(tmp_path, "clone", "-q", *words, str(published), str(clone)).code == 0
    names = git(published, "ls-files", "-z", "--", "*.toml", "*.json", ".gitattributes")
    for name in filter(None, names.out.split("\0")):
        assert (clone / name).read_bytes() == (published / name).read_bytes(), name
    assert program(clone, "check") == program(published, "check")
    assert program(clone, "check").code == 0
    assert program(clone, "fmt", "--check").code == 0
    assert program(clone, "init", "--git").code == 0
    assert git(clone, "status", "--porcelain").out == ""


def test_two_glossaries_with_different_words_merge(published: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    assert git(tmp_path, "clone", "-q", str(published), str(clone)).code == 0
    assert program(clone, "init", "--git").code == 0
    for root, word in ((published, "backhaul"), (clone, "wave")):
        with (root / "glossary.toml").open("a") as stream:
            stream.write(f'\n{word} = "A word of {root.name}."\n')
        committed(root, word)
    assert git(clone, "pull", "-q", "--no-rebase", "--no-edit").code == 0
    text = (clone / "glossary.toml").read_text()
    assert "backhaul" in text
    assert "wave" in text
    assert program(clone, "check").code == 0


def test_lines_of_an_older_version_and_of_a_person_stay(workspace: Path) -> None:
    attributes = workspace / ".gitattributes"
    attributes.write_bytes(b"*.png binary\r\nvendors/**/*.toml text eol=lf merge=partnercheck\r\n")
    git(workspace, "init", "-q")
    for _ in range(2):
        assert program(workspace, "init", "--git").code == 0
        lines = attributes.read_text().splitlines()
        assert lines[0] == "*.png binary"
        assert lines.count("vendors/**/*.toml text eol=lf merge=partnercheck") == 1
        assert "glossary.toml text eol=lf merge=partnercheck" in lines
