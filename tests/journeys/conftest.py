"""The year with forty vendors, played once for all its tests, in whatever processes they run."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from tests.journeys.playing import Quarter, Year, play


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    if not shutil.which("git"):
        pytest.skip("there is no git here")
    pytest.importorskip("openpyxl")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    played = shared / "year.pickle"
    with FileLock(shared / "year.lock"):
        if not played.exists():
            folder = shared / "year"
            folder.mkdir()
            with at_home(folder):
                played.write_bytes(pickle.dumps(play(folder)))
    year: Year = pickle.loads(played.read_bytes())
    # For the tests of a module only: others in the same process have homes of their own.
    with at_home(year.folder):
        yield year


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """Run the program with homes in this folder, and settings of nobody."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            environment.setenv(name, str(folder / "home"))
        environment.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        environment.setenv("GIT_CONFIG_NOSYSTEM", "1")
        environment.setenv("COLUMNS", "120")
        environment.delenv("PARTNERCHECK_WORKSPACE", raising=False)
        yield


@pytest.fixture(params=range(4), ids=["first", "second", "third", "fourth"])
def quarter(year: Year, request: pytest.FixtureRequest) -> Quarter:
    ended: Quarter = year.quarters[request.param]
    return ended
