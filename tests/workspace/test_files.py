"""A folder that cannot be listed is told, and hides nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import mkdtemp

import pytest

from partnercheck.base.records import Problem
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.formatting import files_of
from partnercheck.workspace.open import open_workspace
from tests.support.other_users import OTHERS, TOM, user
from tests.support.running import ACME

ROUND = f"vendors/{ACME}/2026-q4"
FOLDERS = ["vendors", f"vendors/{ACME}", ROUND, "instruments"]
BROKEN = "vendors/borealis-packaging/vendor.toml"


@pytest.fixture
def root(made_once: Path) -> Iterator[Path]:
    """A workspace that everybody may read, in a folder that all may enter."""
    folder = Path(mkdtemp(prefix="partnercheck-unreadable-"))
    made = Path(shutil.copytree(made_once, folder / "workspace"))
    (made / "instruments").mkdir()
    folder.chmod(0o755)
    for path in (made, *made.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    # What is imported on demand may be in a folder that only root can read.
    assert problems_of(open_workspace(made)) == []
    yield made
    shutil.rmtree(folder)


@contextmanager
def unreadable(folder: Path, mode: int) -> Iterator[None]:
    """Take away the right to read a folder, also from root, who has every right."""
    folder.chmod(mode)
    try:
        with user(TOM, OTHERS) if os.geteuid() == 0 else nullcontext():
            yield
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize("mode", [0o000, 0o311], ids=["closed", "only entered"])
@pytest.mark.parametrize("place", FOLDERS)
def test_check_names_a_folder_that_cannot_be_listed(place: str, mode: int, root: Path) -> None:
    with unreadable(root / place, mode):
        problems = problems_of(open_workspace(root))
    told = [each for each in problems if "cannot be read (Permission denied)" in each.message]
    assert told
    assert all(each.file.startswith(place) and each.severity == "error" for each in told)


@pytest.mark.parametrize("place", [f"vendors/{ACME}", ROUND, "instruments"])
def test_the_other_files_are_checked_all_the_same(place: str, root: Path) -> None:
    (root / BROKEN).write_text("name =\n")
    with unreadable(root / place, 0o000):
        opened = open_workspace(root)
        problems, formatted = problems_of(opened), list(files_of(opened))
    assert BROKEN in {each.file for each in problems}
    assert root / BROKEN in formatted


@pytest.mark.parametrize("place", FOLDERS[:3])
def test_fmt_names_a_folder_that_cannot_be_listed(place: str, root: Path) -> None:
    with unreadable(root / place, 0o000):
        found = list(files_of(open_workspace(root)))
    problems = [each for each in found if isinstance(each, Problem)]
    assert [(each.file, each.message) for each in problems] == [
        (place, "cannot be read (Permission denied)")
    ]


@pytest.mark.parametrize("mode", [0o000, 0o311], ids=["closed", "only entered"])
@pytest.mark.parametrize("place", [f"vendors/{ACME}", ROUND])
def test_answers_that_cannot_be_listed_are_not_missing_without_a_word(
    place: str, mode: int, root: Path
) -> None:
    with unreadable(root / place, mode):
        errors = judge_vendor(open_workspace(root), ACME).errors
    assert errors
    assert all(each.file.startswith(place) for each in errors)
