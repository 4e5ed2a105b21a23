"""Every command in a working folder that somebody has removed meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.every_command import CASES, VENDOR, sample_repository

IN_FOLDER = 'cd "$1" && shift && exec "$@"'
IN_REMOVED_FOLDER = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
SENTENCE = b"partnercheck: the current folder no longer exists."


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_repository(tmp_path_factory.mktemp("removed") / "samples")


def run(
    script: str, repository: Path, folder: Path, words: Sequence[str]
) -> subprocess.CompletedProcess[bytes]:
    """The command on a fresh copy of the workspace, in a folder below this one."""
    root, here = folder / "samples", folder / "here"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(repository, root, symlinks=True)
    here.mkdir()
    workspace = [] if words[0] == "init" else ["--workspace", str(root)]
    command = [sys.executable, "-m", "partnercheck", *workspace, *words]
    return subprocess.run(
        ["sh", "-c", script, "sh", str(here), *command],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
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
        usual = run(IN_FOLDER, repository, tmp_path / "tried", words)
        made = [*(tmp_path / "tried/here").iterdir()]
        done = run(IN_REMOVED_FOLDER, repository, tmp_path / "tried", words)
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
    usual = run(IN_FOLDER, repository, folder, named)
    done = run(IN_REMOVED_FOLDER, repository, folder, named)
    assert usual.returncode < 2
    assert (done.returncode, done.stdout, done.stderr) == (
        usual.returncode,
        usual.stdout,
        usual.stderr,
    )
