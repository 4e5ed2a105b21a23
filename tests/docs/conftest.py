"""The sample workspace in a git repo, and a shell in it that knows the program."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import partnercheck
from partnercheck.base.records import Answer
from tests.support.filled_forms import fill
from tests.support.shell import shell
from tests.support.workspace_repo import ENVIRONMENT

ACME = "vendors/acme-logistics/2026-q4/buyer.alice-moreau.partnership.toml"
FORM = "outbox/larkmere-energy.2026-q4.form.txt"


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What a line of the documentation is run with: the program is on PATH, as when installed."""
    home = tmp_path_factory.mktemp("home")
    (home / "bin").mkdir()
    program = home / "bin" / "partnercheck"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m partnercheck "$@"\n')
    program.chmod(0o755)
    return {
        **ENVIRONMENT,
        "PATH": f"{program.parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }


@pytest.fixture(scope="session")
def samples_once(tmp_path_factory: pytest.TempPathFactory, environment: Mapping[str, str]) -> Path:
    """What the examples of the commands need: the samples in git, and files beside them."""
    if not shutil.which("git"):
        pytest.skip("there is no git here")
    root = tmp_path_factory.mktemp("docs") / "samples"
    shutil.copytree(Path(partnercheck.__file__).parent / "demo" / "workspace", root)
    for line in (
        "git init --quiet && git add . && git commit --quiet -m 'The samples'",
        "git commit --quiet --allow-empty -m 'Nothing new'",
        "partnercheck request larkmere-energy --round 2026-q4 --respondent 'Jane Doe'",
        f"cp {ACME} base.toml && cp {ACME} ours.toml && cp {ACME} theirs.toml",
        "printf 'name,supplies\\nNorthmoor Print,labels\\n' > vendors.csv",
    ):
        done = shell(line, root, environment)
        assert done.returncode == 0, done.stderr
    form = root / FORM
    form.write_text(
        fill(form.read_text("utf-8"), {"learning-looking-back": Answer(score=3)}), "utf-8"
    )
    answers = root / ACME
    text = answers.read_text("utf-8")
    answers.write_text(text.replace("score = 3", "score = 2", 1), "utf-8")
    return root


@pytest.fixture
def samples_in_git(samples_once: Path, tmp_path: Path) -> Path:
    """A copy of them."""
    return Path(shutil.copytree(samples_once, tmp_path / "samples", symlinks=True))
