"""Every screen on a terminal too small for it: nothing fails, and it is shown when it grows."""

from pathlib import Path

import pytest

from tests.support.every_screen import names, on
from tests.support.shown import cells

TINY = ((24, 8), (10, 3), (1, 1))
USUAL = (80, 24)
KEYS = ("down", "pagedown", "end")


@pytest.mark.parametrize("name", names())
async def test_a_screen_survives_a_tiny_terminal(name: str, tmp_path: Path) -> None:
    async with on(name, tmp_path, USUAL) as opened:
        for size in TINY:
            await opened.pilot.resize_terminal(*size)
            await opened.pilot.pause()
            await opened.pilot.press(*KEYS)
            assert len(cells(opened.app)) == size[1]
        await opened.pilot.resize_terminal(*USUAL)
        await opened.pilot.pause()
        assert cells(opened.app)[0].strip()


@pytest.mark.parametrize("name", ["CompareScreen", "VendorScreen", "MapScreen"])
async def test_a_screen_opens_on_a_tiny_terminal(name: str, tmp_path: Path) -> None:
    async with on(name, tmp_path, (24, 8)) as opened:
        assert len(cells(opened.app)) == 8
