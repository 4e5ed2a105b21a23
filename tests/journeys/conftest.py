"""The year with forty vendors, played once for all its tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.journeys.playing import Quarter, Year, play


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    if not shutil.which("git"):
        pytest.skip("there is no git here")
    pytest.importorskip("openpyxl")
    folder = tmp_path_factory.mktemp("year")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            environment.setenv(name, str(folder / "home"))
        environment.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        environment.setenv("GIT_CONFIG_NOSYSTEM", "1")
        environment.setenv("COLUMNS", "120")
        environment.delenv("PARTNERCHECK_WORKSPACE", raising=False)
        yield play(folder)


@pytest.fixture(params=range(4), ids=["first", "second", "third", "fourth"])
def quarter(year: Year, request: pytest.FixtureRequest) -> Quarter:
    ended: Quarter = year.quarters[request.param]
    return ended
