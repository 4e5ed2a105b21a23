"""A repo with a workspace, its merge driver set, and clones of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support import warm_start
from tests.support.running import Ran

FILE = "vendors/borealis-packaging/2026-q4/buyer.bob.partnership.toml"


def environment(home: Path) -> dict[str, str]:
    """What git sees: the program of this environment on its path, nobody's own settings."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Tester",
        "GIT_AUTHOR_EMAIL": "tester@example.org",
        "GIT_COMMITTER_NAME": "Tester",
        "GIT_COMMITTER_EMAIL": "tester@example.org",
    }


def git(folder: Path, *words: str, **more: str) -> Ran:
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *words],
        cwd=folder,
        env={**environment(folder), **more},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def program(folder: Path, *words: str) -> Ran:
    done = warm_start.run(
        words,
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def committed(folder: Path, about: str) -> None:
    assert git(folder, "add", "-A").code == 0
    assert git(folder, "commit", "-qm", about).code == 0


def begun(root: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A repo of a workspace and a clone of it, both with the driver set."""
    assert git(root, "init", "-q").code == 0
    assert program(root, "init", "--git").code == 0
    committed(root, "begin")
    clone = tmp_path / "clone"
    assert git(tmp_path, "clone", "-q", str(root), str(clone)).code == 0
    assert program(clone, "init", "--git").code == 0
    assert git(clone, "status", "--porcelain").out == "", "only this clone's config is set"
    return root, clone


def look_for_renames(root: Path) -> None:
    """Let git look for renamed files, as in a repo that holds more than the workspace."""
    assert git(root, "config", "merge.renames", "true").code == 0
    assert git(root, "config", "--unset", "pull.twohead").code == 0


def pulled(clone: Path, **more: str) -> Ran:
    return git(clone, "pull", "-q", "--no-rebase", "--no-edit", **more)
