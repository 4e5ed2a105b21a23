"""A key that can do nothing says why, in the line of messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.page import Page
from partnercheck.base.records import Settings
from partnercheck.workspace.open import init
from tests.support.screens import opened, sample_workspace, seen, small_workspace

# They leave, suspend or draw again, which no text on the screen shows.
LEAVES = {"app.back", "app.quit", "app.suspend", "app.repaint", "portfolio.back"}
SAMPLES: dict[str, tuple[str, ...]] = {
    "portfolio": (),
    "vendor": ("enter",),
    "compare": ("c",),
    "next": ("N",),
}
WITHOUT_ANYTHING: dict[str, tuple[str, ...]] = {
    "portfolio": (),
    "vendor": ("enter",),
    "goals": ("enter", "K"),
    "meetings": ("enter", "M"),
    "promises": ("enter", "P"),
    "people": ("enter", "W"),
    "compare": ("c",),
}


def empty_workspace(root: Path) -> Path:
    init(root, Settings(organisation="Northwind Foods"))
    return root


def pressable(page: Page[None]) -> list[Key]:
    return [key for key in page.keys if key.id not in LEAVES and not key.typing]


async def silent_keys(root: Path, way: tuple[str, ...]) -> list[str]:
    """Press every key of a screen; return those that change nothing and say nothing."""
    found = []
    async with opened(root) as (app, pilot):
        await pilot.press(*way)
        page = app.screen
        assert isinstance(page, Page)
        for key in pressable(page):
            before = seen(app)
            await pilot.press(key.keys.partition(",")[0])
            says_why = page.message and page.message[0]
            if app.screen is page and seen(app) == before and not says_why:
                found.append(key.id)
            while app.screen is not page:
                await pilot.press("escape")
    return found


@pytest.mark.parametrize("screen", SAMPLES)
async def test_no_key_is_silent_on_the_samples(screen: str, tmp_path: Path) -> None:
    assert await silent_keys(sample_workspace(tmp_path), SAMPLES[screen]) == []


@pytest.mark.parametrize("screen", WITHOUT_ANYTHING)
async def test_no_key_is_silent_if_there_is_nothing_yet(screen: str, tmp_path: Path) -> None:
    assert await silent_keys(small_workspace(tmp_path), WITHOUT_ANYTHING[screen]) == []


async def test_no_key_is_silent_in_an_empty_workspace(tmp_path: Path) -> None:
    assert await silent_keys(empty_workspace(tmp_path), ()) == []
