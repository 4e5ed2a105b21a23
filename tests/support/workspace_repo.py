"""A workspace in a real git repo, and runs of the program in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w

from tests.support.running import ALICES_FILE, Ran, Run

SETTINGS = (("commit.gpgsign", "false"), ("init.defaultBranch", "main"))
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": str(len(SETTINGS)),
    **{f"GIT_CONFIG_KEY_{n}": key for n, (key, _) in enumerate(SETTINGS)},
    **{f"GIT_CONFIG_VALUE_{n}": value for n, (_, value) in enumerate(SETTINGS)},
    "GIT_AUTHOR_NAME": "Alice Moreau",
    "GIT_AUTHOR_EMAIL": "alice@example.org",
    "GIT_COMMITTER_NAME": "Alice Moreau",
    "GIT_COMMITTER_EMAIL": "alice@example.org",
    "GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z",
}


class Repo:
    """A repo with a workspace in it; `top` is the repo's folder, `root` the workspace's."""

    def __init__(self, top: Path, root: Path, run: Run) -> None:
        self.top, self.root, self._run = top, root, run

    def git(self, *words: str, given: bytes = b"", check: bool = True, **environment: str) -> str:
        """What the real git says; fails with it if that is checked."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.top,
            env={**os.environ, **ENVIRONMENT, **environment},
            input=given,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stderr
        return done.stdout.decode().strip()

    def commit(self, subject: str, author: str = "Alice Moreau", on: str = "2026-11-20") -> str:
        """Commit everything as it is now; the commit's hash."""
        self.git("add", "--all")
        dated = {"GIT_AUTHOR_NAME": author, "GIT_AUTHOR_DATE": f"{on}T12:00:00Z"}
        self.git("commit", "--quiet", "--allow-empty", "-m", subject, **dated)
        return self.git("rev-parse", "HEAD")

    def run(
        self, *words: str, here: Path | None = None, environment: Mapping[str, str] = {}
    ) -> Ran:
        """Run the program in the workspace."""
        return self._run(*words, here=here or self.root, environment={**ENVIRONMENT, **environment})

    def answer(self, item: str, file: str = ALICES_FILE, **answer: Any) -> None:
        """Put an answer in the place of the one there is; without one, none."""
        self.edit(file, lambda data: data["answers"].update({item: answer}))

    def describe(self, vendor_id: str, **keys: Any) -> None:
        """Change the description of a vendor."""
        self.edit(f"vendors/{vendor_id}/vendor.toml", lambda data: data.update(keys))

    def edit(self, file: str, change: Any) -> None:
        path = self.root / file
        data = tomli.loads(path.read_text("utf-8"))
        change(data)
        path.write_text(tomli_w.dumps(data, multiline_strings=True), "utf-8")


@pytest.fixture
def repo(workspace: Path, run: Run) -> Repo:
    """The small workspace, committed once."""
    made = Repo(workspace, workspace, run)
    made.git("init", "--quiet")
    made.commit("First answers", on="2026-11-01")
    return made


@pytest.fixture
def nested(workspace: Path, tmp_path: Path, run: Run) -> Repo:
    """The small workspace in a subfolder of a repo with other things in it, committed once."""
    top = tmp_path / "top"
    root = Path(shutil.copytree(workspace, top / "buying" / "our vendors"))
    (top / "partnercheck.toml.md").write_text("Not a workspace\n")
    (top / "vendors").mkdir()
    (top / "vendors" / "list.txt").write_text("Not of the workspace\n")
    made = Repo(top, root, run)
    made.git("init", "--quiet")
    made.commit("First answers", on="2026-11-01")
    return made
