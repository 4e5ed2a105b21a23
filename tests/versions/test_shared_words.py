"""A word that vendors may read is merged together with what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.base.text import name_key
from partnercheck.storage.conflicts import sides
from partnercheck.versions.merge import kind_of
from partnercheck.versions.merge_driver import merge_lines
from partnercheck.versions.merge_text import TextMerged, merge_texts
from tests.support.clones import committed, git, program

FILE = "glossary.toml"


def glossary(shared: str, **terms: str) -> str:
    return tomli_w.dumps({"shared": shared.split(), "terms": terms})


def merge(base: str, ours: str, theirs: str) -> TextMerged:
    return merge_texts(kind_of(FILE), base, ours, theirs, merge_lines)


BASE = glossary("a", a="x", b="pub")


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        (BASE, glossary("a b", a="x", b="pub"), glossary("a", a="x", b="secret")),
        (BASE, glossary("a B", a="x", b="pub"), glossary("a", a="x", b="secret")),
        (BASE, glossary("a b", a="x", b="pub"), glossary("a", a="x", B="secret")),
        (BASE, glossary("a b", a="x", b="pub"), glossary("a", a="x")),
        (BASE, glossary("a b", a="x", b="pub"), glossary("a c", a="x", b="secret", c="z")),
        (BASE, glossary("a b", a="x", b="new"), glossary("a", a="x", b="secret")),
        (
            glossary("a b", a="x", b="pub"),
            glossary("a b c", a="x", b="pub", c="z"),
            glossary("a", a="x", b="secret"),
        ),
        ("", glossary("b", b="pub"), glossary("", b="secret")),
        ("broken", glossary("b", b="pub"), glossary("", b="secret")),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_word_shared_on_one_side_and_changed_on_the_other_is_a_conflict(
    base: str, ours: str, theirs: str, turned: bool
) -> None:
    ours, theirs = (theirs, ours) if turned else (ours, theirs)
    merged = merge(base, ours, theirs)
    assert not merged.clean
    assert ("shared",) in [conflict.path for conflict in merged.conflicts]
    both = sides(merged.text)
    assert both
    for text, side in zip(both, (ours, theirs), strict=True):
        assert published(tomli.loads(text)) == published(tomli.loads(side))


def published(data: dict[str, Any]) -> set[tuple[str, str]]:
    """What vendors read: each shared word with its meaning."""
    shared = set(map(name_key, data.get("shared", [])))
    return {
        (name_key(word), meaning)
        for word, meaning in data.get("terms", {}).items()
        if name_key(word) in shared
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (glossary("a b", a="x", b="new"), BASE, glossary("a b", a="x", b="new")),
        (
            glossary("a b", a="x", b="pub"),
            glossary("a", a="y", b="pub"),
            glossary("a b", a="y", b="pub"),
        ),
        (
            glossary("a b", a="x", b="pub"),
            glossary("a", a="x", b="pub", c="z"),
            glossary("a b", a="x", b="pub", c="z"),
        ),
        (
            glossary("a b", a="x", b="pub"),
            glossary("a b", a="x", b="new"),
            glossary("a b", a="x", b="new"),
        ),
    ],
)
def test_what_one_side_did_to_a_word_merges_with_changes_of_other_words(
    ours: str, theirs: str, expected: str
) -> None:
    merged = merge(BASE, ours, theirs)
    assert merged.clean
    assert tomli.loads(merged.text) == tomli.loads(expected)


WORDS = st.sampled_from(["a", "b", "B", "c"])
GLOSSARIES = st.builds(
    lambda shared, terms: tomli_w.dumps({"shared": shared, "terms": terms}),
    st.lists(WORDS, unique=True, max_size=3),
    st.dictionaries(WORDS, st.sampled_from(["x", "y", "secret"]), max_size=3),
)


@given(GLOSSARIES, GLOSSARIES, GLOSSARIES)
def test_no_side_of_a_merge_publishes_what_neither_version_did(
    base: str, ours: str, theirs: str
) -> None:
    merged = merge(base, ours, theirs)
    allowed = published(tomli.loads(ours)) | published(tomli.loads(theirs))
    for text in (merged.text,) if merged.clean else sides(merged.text) or ():
        assert published(tomli.loads(text)) <= allowed


def test_a_word_shared_while_its_meaning_changes_is_a_conflict_in_git(workspace: Path) -> None:
    assert git(workspace, "init", "-q").code == 0
    assert program(workspace, "init", "--git").code == 0
    (workspace / FILE).write_text(BASE)
    committed(workspace, "begin")
    git(workspace, "branch", "other")
    for branch, text in (
        ("main", glossary("a b", a="x", b="pub")),
        ("other", glossary("a", a="x", b="secret")),
    ):
        assert git(workspace, "switch", "-q", branch).code == 0
        (workspace / FILE).write_text(text)
        committed(workspace, branch)
    ran = git(workspace, "merge", "main")
    assert ran.code != 0
    assert "shared was changed on both sides" in ran.out + ran.err
    assert "b was changed on both sides: ours secret; theirs pub" in ran.out + ran.err
