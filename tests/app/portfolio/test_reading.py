"""Reading in slices: every vendor is read in the end, whatever delays the program."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest

from partnercheck.base.records import Settings, Vendor
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.vendors import add_vendor
from tests.support.screens import opened, seen

COUNT = 60


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A workspace whose vendors do not fit on the first page."""
    root = tmp_path / "many"
    init(root, Settings(organisation="Northwind Foods"))
    for number in range(COUNT):
        add_vendor(open_workspace(root), Vendor(name=f"Vendor {number:03}"))
    return root


async def test_a_late_timer_does_not_end_the_reading(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = itertools.count()

    # Each of the first times that Textual asks, other processes have run for a tenth of a second.
    def get_time() -> float:
        return time.monotonic() + 0.1 * min(next(calls), 200)

    monkeypatch.setattr("textual.timer._time.get_time", get_time)
    async with opened(many) as (app, pilot):
        for _ in range(200):
            if "not loaded yet" not in seen(app):
                break
            await pilot.pause(0.05)
        assert f"of {COUNT} vendors" in seen(app)
        assert "not loaded yet" not in seen(app)
