"""A workspace of hostile texts in a git repo, made once for each module."""

from pathlib import Path

import pytest

from tests.support.hostile_screens import WHO
from tests.support.hostile_texts import ALL, SHORT
from tests.support.hostile_workspace import Enemy, commits, conflict, git, workspace


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = workspace(tmp_path_factory.mktemp("hostile") / "workspace", ALL)
    conflict(made, Enemy(SHORT, 5))
    git(made, "init", "-q")
    commits(made, Enemy(SHORT, 3), "vendor-1", 2)
    git(made, "config", "user.name", WHO)
    return made
