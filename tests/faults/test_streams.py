"""Every command with a standard stream that is closed, full, cut off, or in another encoding."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from partnercheck.commands import COMMANDS
from tests.support import warm_start
from tests.support.clones import committed
from tests.support.every_command import CASES, VENDOR, sample_repository

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
EVERYWHERE = [("--version",), ("--help",), ("list", "--help"), ("lst",), ("list", "--fromat=csv")]


class Done(NamedTuple):
    """How a run ended, and what it wrote, with its folder's name taken out."""

    code: int
    out: bytes
    err: bytes


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples in git, with a request: asking again keeps its random code."""
    made = sample_repository(tmp_path_factory.mktemp("streams") / "samples")
    request = (*warm_start.COMMAND, "request", VENDOR, "--output", "-")
    subprocess.run(request, cwd=made, capture_output=True, check=True)
    committed(made, "a request")
    return made


class Runner:
    """Runs a command in a fresh copy of the workspace, each time with other streams."""

    def __init__(self, repository: Path, folder: Path, words: Sequence[str]) -> None:
        self.repository = repository
        self.folder = folder
        self.words = words

    def run(
        self, name: str, redirections: str = "", out: int = subprocess.PIPE, **environment: str
    ) -> Done:
        """The command with these redirections of the shell, and its streams otherwise captured.

        With redirections or with an encoding of its own it is a new process.
        """
        root = Path(shutil.copytree(self.repository, self.folder / name, symlinks=True))
        start, words = warm_start.run, self.words
        if redirections:
            shell = ("sh", "-c", f'exec "$@" {redirections}', "sh")
            start, words = subprocess.run, (*shell, *warm_start.COMMAND, *words)
        done = start(
            words,
            cwd=root,
            env={
                **{key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ},
                "HOME": str(root),
                "LANG": "C.UTF-8",
                "COLUMNS": "100",
                # A calendar has the moment of writing in it.
                "SOURCE_DATE_EPOCH": "1795600000",
                "GIT_CONFIG_GLOBAL": os.devnull,
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        texts = [(each or b"").replace(bytes(root), b"ROOT") for each in (done.stdout, done.stderr)]
        for text in texts:
            for sign in (b"Traceback", b"something went wrong", b"Exception ignored"):
                assert sign not in text, (self.words, name, text.decode())
        return Done(done.returncode, *texts)

    def run_into_full_disk(self) -> Done:
        """The command with an output that has no room."""
        with open("/dev/full", "wb") as full:
            return self.run("full", out=full.fileno())

    def run_into_ended_pipe(self) -> Done:
        """The command with a reader of its output that has gone."""
        reading, writing = os.pipe()
        os.close(reading)
        try:
            return self.run("pipe", out=writing)
        finally:
            os.close(writing)


def check_streams(runner: Runner) -> None:
    usual = runner.run("usual")
    with ThreadPoolExecutor(2) as pool:
        output_lost = [
            pool.submit(runner.run, "closed", ">&-"),
            pool.submit(runner.run_into_full_disk),
        ]
        pipe = pool.submit(runner.run_into_ended_pipe)
        messages_lost = [
            pool.submit(runner.run, f"messages {number}", how)
            for number, how in enumerate(["2>&-", "2>/dev/full"][: 1 + LONG])
        ]
        no_input = pool.submit(runner.run, "no input", "<&-")
        encoded = [
            pool.submit(runner.run, f"encoding {number}", **names)  # type: ignore[arg-type]
            for number, names in enumerate(ENCODINGS[: None if LONG else 1])
        ]
    for each in output_lost:
        done = each.result()
        if usual.out:
            assert done.code == 2, runner.words
            assert b"partnercheck: the output could not be written: " in done.err
        else:
            assert done == usual
    assert pipe.result().code == (141 if usual.out else usual.code), runner.words
    for each in messages_lost:
        done = each.result()
        assert done.code == usual.code, runner.words
        assert done.out == usual.out + (usual.err if usual.code >= 2 else b""), runner.words
    assert no_input.result() == usual
    for each in encoded:
        assert each.result() == usual, runner.words
    usual.out.decode("utf-8")


ENCODINGS = (
    {"PYTHONIOENCODING": "cp1252"},
    {"LANG": "", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    {"LANG": "", "LC_ALL": "POSIX"},
    {"PYTHONIOENCODING": "utf-16"},
    {"PYTHONIOENCODING": ":strict"},
)


def test_every_command_has_a_case() -> None:
    assert {*CASES} == {*COMMANDS}


@pytest.mark.parametrize("command", CASES)
def test_a_command_ends_in_order_whatever_its_streams_are(
    command: str, repository: Path, tmp_path: Path
) -> None:
    for number, words in enumerate(CASES[command] if LONG else CASES[command][:1]):
        check_streams(Runner(repository, tmp_path / str(number), words))


@pytest.mark.parametrize("words", EVERYWHERE if LONG else EVERYWHERE[::2], ids=" ".join)
def test_help_and_wrong_use_end_in_order_whatever_the_streams_are(
    words: tuple[str, ...], repository: Path, tmp_path: Path
) -> None:
    check_streams(Runner(repository, tmp_path, words))


@pytest.mark.parametrize(
    "words",
    [
        ("check", "partnercheck.toml"),
        ("check", "none.toml"),
        ("fmt", "--check", "partnercheck.toml"),
        ("decide", "northwind-cloud"),
    ],
    ids=" ".join,
)
def test_a_command_that_writes_no_output_does_not_need_any(
    words: tuple[str, ...], repository: Path, tmp_path: Path
) -> None:
    runner = Runner(repository, tmp_path, words)
    usual = runner.run("usual")
    assert usual.out == b""
    assert runner.run_into_full_disk() == usual
    assert runner.run("closed", ">&-") == usual


def test_nothing_written_to_a_closed_stream_goes_into_a_file_of_ours(
    repository: Path, tmp_path: Path
) -> None:
    """The first file that is opened would otherwise get the stream's number."""
    for words in (("add", "New"), ("fmt",), ("report", "--output", "r.html"), ("init", "new")):
        runner = Runner(repository, tmp_path / words[0], words)
        runner.run("usual")
        runner.run("all", "<&- >&- 2>&-")
        made = [
            {
                path.relative_to(root): path.read_bytes()
                for path in root.rglob("*")
                if path.is_file() and ".git" not in path.parts and path.name != "index.bin"
            }
            for root in (tmp_path / words[0] / "usual", tmp_path / words[0] / "all")
        ]
        assert made[0] == made[1]


def test_piped_answers_are_read_as_utf8_whatever_the_locale_says(
    repository: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "copy"))
    done = warm_start.run(
        ["assess", VENDOR, "--plain", "--as", "buyer"],
        cwd=root,
        env={"PATH": os.environ["PATH"], "HOME": str(root), "PYTHONIOENCODING": "cp1252"},
        input="Zoë\n3\ne Şirket söz verdi – “tamam”\nq\n".encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    (file,) = root.glob(f"vendors/{VENDOR}/*/buyer.zoe.*")
    assert 'evidence = "Şirket söz verdi – “tamam”"' in file.read_text("utf-8")
    assert "Şirket söz verdi".encode() in done.stdout
