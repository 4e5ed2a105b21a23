"""The wheel, built once from what git knows, and installed once in an empty environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.support.installed_wheel import ROOT

# What pip says where it has no index to ask; any other failure of it is ours.
NO_INDEX = ("Retrying (", "Could not fetch URL", "Failed to establish", "ConnectionError")


def own_files() -> list[str]:
    """The files of the project, from its folder: what git knows, and what is new beside it."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git repo, so there is nothing to compare a wheel with")
    names = [name for name in done.stdout.decode().split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


def pip(*words: str) -> None:
    """Run pip; skip where its index cannot be reached."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, "--retries", "1", "--disable-pip-version-check"],
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTHON")},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    if done.returncode and "No module named pip" in done.stderr:
        pytest.skip("pip is not in this environment")
    if done.returncode and any(sign in done.stdout + done.stderr for sign in NO_INDEX):
        pytest.skip("pip's package index cannot be reached")
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a wheel is made of, so that nothing of an earlier build comes into it."""
    copy = tmp_path_factory.mktemp("source")
    for name in own_files():
        if name.startswith(
            ("partnercheck/", "pyproject.toml", "README.md", "LICENSE", "docs/partnercheck.1")
        ):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="session")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from that copy."""
    building, target = tmp_path_factory.mktemp("building"), tmp_path_factory.mktemp("wheel")
    shutil.copytree(source, building, dirs_exist_ok=True)
    pip("wheel", "--no-deps", "--wheel-dir", str(target), str(building))
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel and what it asks for, only."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    programs = home / "bin"
    pip("--python", str(programs / "python"), "install", str(wheel))
    return programs
