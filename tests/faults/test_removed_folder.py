"""Every command in a working folder that somebody has removed meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support import warm_start
from tests.support.every_command import CASES, VENDOR, sample_repository

IN_REMOVED_FOLDER = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
SENTENCE = b"partnercheck: the current folder no longer exists."


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_repository(tmp_path_factory.mktemp("removed") / "samples")


def run(
    repository: Path, folder: Path, words: Sequence[str], removed: bool
) -> subprocess.CompletedProcess[bytes]:
    """The command on a fresh copy of the workspace, in a folder below this one."""
    root, here = folder / "samples", folder / "here"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(repository, root, symlinks=True)
    here.mkdir()
    workspace = [] if words[0] == "init" else ["--workspace", str(root)]
    words, start = [*workspace, *words], warm_start.run
    if removed:
        words = ["sh", "-c", IN_REMOVED_FOLDER, "sh", str(here), *warm_start.COMMAND, *words]
        start = subprocess.run
    return start(
        words,
        cwd=here,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            # A calendar has the moment of writing in it.
            "SOURCE_DATE_EPOCH": "1795600000",
            "GIT_CONFIG_GLOBAL": os.devnull,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )


def without_code(output: bytes) -> bytes:
    """An output without the code of a request, which is another one each time."""
    return re.sub(rb"(?m)^Code: .*$", b"Code:", output)


@pytest.mark.parametrize("command", CASES)
def test_a_command_uses_the_working_folder_for_relative_names_alone(
    command: str, repository: Path, tmp_path: Path
) -> None:
    for words in CASES[command]:
        usual = run(repository, tmp_path / "tried", words, removed=False)
        made = [*(tmp_path / "tried/here").iterdir()]
        done = run(repository, tmp_path / "tried", words, removed=True)
        for sign in (b"Traceback", b"something went wrong", b"Errno"):
            assert sign not in done.stderr.replace(b"[Errno 2] No such file", b"")
        if usual.returncode < 2 and not made:
            assert done.returncode == usual.returncode, words
            assert without_code(done.stdout) == without_code(usual.stdout), words
            assert done.stderr == usual.stderr
        else:
            assert done.returncode == 2, words
            assert SENTENCE in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("request", VENDOR, "--output", "FOLDER/forms"),
        ("report", "--output", "FOLDER/report.html"),
        ("demo", "FOLDER/demo", "--no-open"),
        ("init", "FOLDER/new"),
        ("check", "FOLDER/samples/vendors"),
        ("fmt", "FOLDER/samples/vendors"),
    ],
    ids=lambda words: words[0],
)
def test_absolute_names_work_without_a_working_folder(
    words: tuple[str, ...], repository: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tried"
    named = [word.replace("FOLDER", str(folder)) for word in words]
    usual = run(repository, folder, named, removed=False)
    done = run(repository, folder, named, removed=True)
    assert usual.returncode < 2
    assert (done.returncode, done.stdout, done.stderr) == (
        usual.returncode,
        usual.stdout,
        usual.stderr,
    )
