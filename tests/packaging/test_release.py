"""`make release` refuses what is not ready, and uploads nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import partnercheck
from tests.support.clones import committed, git
from tests.support.installed_wheel import ROOT

NEEDED = ("Makefile", "CHANGELOG.md", "pyproject.toml", "partnercheck/__init__.py")


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A repository with what the target reads, in which the day of the release is written."""
    for program in ("git", "make"):
        if not shutil.which(program):
            pytest.skip(f"there is no {program} here")
    for name in NEEDED:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    changes = tmp_path / "CHANGELOG.md"
    heading = f"## {partnercheck.__version__}, 2027-01-15"
    changes.write_text(re.sub(r"^## .*", heading, changes.read_text("utf-8"), count=1, flags=re.M))
    git(tmp_path, "init", "-q")
    committed(tmp_path, "ready")
    return tmp_path


def make(here: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words], cwd=here, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_clean_tree_with_the_day_is_ready(released: Path) -> None:
    assert make(released, "release-ready").returncode == 0


def test_a_tree_with_changes_is_refused(released: Path) -> None:
    (released / "new.txt").write_text("new\n")
    done = make(released, "release")
    assert done.returncode != 0
    assert "working tree has changes" in done.stderr


def test_a_version_without_its_day_is_refused(released: Path) -> None:
    changes = released / "CHANGELOG.md"
    changes.write_text(changes.read_text("utf-8").replace("2027-01-15", "not released yet"))
    committed(released, "no day")
    done = make(released, "release")
    assert done.returncode != 0
    assert "write the day" in done.stderr


def test_a_version_that_has_a_tag_is_refused(released: Path) -> None:
    git(released, "tag", f"v{partnercheck.__version__}")
    done = make(released, "release")
    assert done.returncode != 0
    assert "set another __version__" in done.stderr


def test_it_tests_and_builds_and_only_shows_what_uploads(released: Path) -> None:
    lines = make(released, "--dry-run", "release").stdout.splitlines()
    assert any("pytest" in line for line in lines)
    assert any("python -m build" in line for line in lines)
    acting = [line for line in lines if not line.startswith("echo ")]
    assert [line for line in acting if re.search(r"upload|git (tag|push|commit)", line)] == []
    assert sum("twine upload" in line for line in lines) == 1
