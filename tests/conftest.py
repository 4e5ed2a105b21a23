"""What every test may ask for: a small workspace, the samples, and the real command line."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import partnercheck
from partnercheck.assessing.start import response_sitting
from partnercheck.base.records import Answer, Settings, Vendor
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.vendors import add_vendor
from tests.support import run_summary, terminal, warm_start
from tests.support.running import ALICE, EVIDENCED, SCORES, TODAY, Ran, Run

pytest_plugins = ["tests.support.workspace_repo"]
# How long an example takes says how busy the machine is, not if the program is right.
MANY_EXAMPLES = 100 if os.environ.get("PARTNERCHECK_LONG") else 40
settings.register_profile("no deadline", deadline=None, max_examples=MANY_EXAMPLES)
settings.load_profile("no deadline")
# A program that has started keeps all there is out of the garbage collection, which is right for
# one, but not for hundreds in the same process.
MOST_FROZEN_OBJECTS = 1_500_000
# A tenth of the time of tests with screens went into looking for garbage; there is memory enough.
gc.set_threshold(100_000, 50, 100)


def pytest_sessionfinish(session: pytest.Session) -> None:
    run_summary.pass_on(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    run_summary.take_over(getattr(node, "workeroutput", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    run_summary.write(terminalreporter)


@pytest.fixture(autouse=True)
def _end_terminals() -> Iterator[None]:
    """End the programs that a test has left running; those of its module go on."""
    of_the_module = list(terminal.running)
    yield
    for each in list(terminal.running):
        if each not in of_the_module:
            each.kill()


@pytest.fixture(autouse=True, scope="module")
def _release_memory() -> Iterator[None]:
    """Forget the programs that have ended."""
    yield
    if gc.get_freeze_count() > MOST_FROZEN_OBJECTS:
        gc.unfreeze()
        gc.collect()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    home = tmp_path / "home"
    home.mkdir()
    clean = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLUMNS": "120",
    }

    def _run(
        *words: str,
        here: Path | None = None,
        environment: Mapping[str, str] = {},
        closed_input: bool = False,
    ) -> Ran:
        start = warm_start.run
        if closed_input:
            words = ("sh", "-c", 'exec "$@" <&-', "sh", *warm_start.COMMAND, *words)
            start = subprocess.run
        done = start(
            words,
            cwd=here or tmp_path,
            env={**clean, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return _run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Acme Logistics, with Alice's answers, and Borealis Packaging, without any."""
    root = tmp_path_factory.mktemp("made")
    init(root, Settings(organisation="Northwind Foods"))
    opened = open_workspace(root)
    add_vendor(opened, Vendor(name="Acme Logistics", target="partner"))
    add_vendor(opened, Vendor(name="Borealis Packaging"))
    sitting = response_sitting(opened, ALICE, TODAY)
    for number, (item, score) in enumerate(zip(sitting.items, SCORES, strict=True)):
        answer = Answer(score=int(score), on=TODAY)
        if number < EVIDENCED:
            answer = Answer(int(score), basis="observed", evidence="Seen in June.", on=TODAY)
        sitting.save_answer(item.id, answer)
    return root


@pytest.fixture
def workspace(made_once: Path, tmp_path: Path) -> Path:
    """The folder of a small workspace of its own."""
    return Path(shutil.copytree(made_once, tmp_path / "workspace"))


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """The folder of a copy of the sample workspace."""
    packaged = Path(partnercheck.__file__).parent / "demo" / "workspace"
    return Path(shutil.copytree(packaged, tmp_path / "samples"))
