"""The vendor in every size: nothing is out of reach, and the conditions are on the first page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from partnercheck.app.application import PartnerCheck
from partnercheck.app.vendor.dossier_sheet import TWO_COLUMNS_FROM
from tests.support.odd_vendors import ODD, odd_workspace
from tests.support.screens import go_to, opened, sample_workspace, seen
from tests.support.shown import cells, every_page, folded, words_of

# The others are looked at in a long run, and by the walk through every screen.
WIDTHS = (
    (60, 61, 79, 80, 109, 110, 120, 200) if os.environ.get("PARTNERCHECK_LONG") else (60, 80, 110)
)
HEIGHTS = (20, 24, 40, 60)


def conditions_shown(app: PartnerCheck) -> list[str]:
    """The names of the conditions on the screen, in the order of its lines."""
    names = [each.name for each in app.workspace.instrument.conditions]
    shown = "\n".join(cells(app))
    return [name for name in names if f"▹ {name} " in shown or f"▾ {name} " in shown]


def marked_at(app: PartnerCheck) -> int:
    """The column of the one cursor."""
    [line] = [each for each in cells(app) if "▸" in each]
    return line.index("▸")


@pytest.mark.parametrize("width", WIDTHS)
async def test_every_condition_is_on_the_first_page_and_no_word_is_lost(
    tmp_path: Path, width: int
) -> None:
    root = odd_workspace(tmp_path)
    async with opened(root, size=(width, HEIGHTS[0])) as (app, pilot):
        await pilot.press("enter")
        for _ in ODD:
            for height in HEIGHTS:
                await pilot.resize_terminal(width, height)
                await pilot.pause()
                assert len(conditions_shown(app)) == 4, "\n".join(cells(app))
                assert all(cell_len(line) <= width for line in cells(app))
            await pilot.press("z")
            assert folded(app) == []
            found = await every_page(app, pilot)
            assert words_of(app.screen) <= found, words_of(app.screen) - found
            await pilot.press("home", "z", "greater_than_sign")
            await pilot.resize_terminal(width, HEIGHTS[0])


async def test_two_columns_are_one_list_for_the_cursor(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(TWO_COLUMNS_FROM, 40)) as (app, pilot):
        await pilot.press("enter")
        await go_to(app, pilot, "Together")
        assert marked_at(app) >= TWO_COLUMNS_FROM // 2
        await pilot.press("tab")
        assert marked_at(app) == 0
        await pilot.press("tab")
        assert any("▸ ▹ Together" in line for line in cells(app))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert any("▸ ▹ Together" in line for line in cells(app))
        await pilot.press("home")
        assert marked_at(app) == 0
        await pilot.press("end")
        await pilot.resize_terminal(TWO_COLUMNS_FROM, 40)
        await pilot.pause()
        assert marked_at(app) >= TWO_COLUMNS_FROM // 2


async def test_groups_fold_and_say_their_content_in_one_line(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter")
        assert any("▹ Together" in line and "4 open promises" in line for line in cells(app))
        await go_to(app, pilot, "Together")
        await pilot.press("enter")
        assert "Order freeze at 15:00" in " ".join(seen(app).split())
        await pilot.press("enter")
        assert "Order freeze at 15:00" not in " ".join(seen(app).split())


async def test_a_warning_of_a_lens_is_on_the_first_page(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("slash", *"elderwick", "enter", "enter")
        assert any("Caveats" in line and "! " in line for line in cells(app)[:8])


async def test_the_target_is_below_the_verdict_and_its_caveats_for_every_vendor(
    tmp_path: Path,
) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(80, 40)) as (app, pilot):
        await pilot.press("enter")
        for _ in range(12):
            rows = [line[:24] for line in cells(app)]
            verdict, target = (
                next(n for n, row in enumerate(rows) if sign in row) for sign in ("▸ ", "▾ Target")
            )
            assert verdict < target < next(n for n, row in enumerate(rows) if "Conditions" in row)
            assert not any("▾ Caveats" in row for row in rows[target:])
            await pilot.press("greater_than_sign")


async def test_the_footer_has_the_key_that_takes_back_once_there_is_a_change(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter")
        assert "^Z" not in cells(app)[-1]
        await pilot.press("R", "ctrl+u", *"Acme", "ctrl+s")
        await pilot.pause()
        assert "^Z undo" in cells(app)[-1]
        await pilot.press("q")
        assert "^Z undo" in cells(app)[-1]
        await pilot.press("ctrl+z")
        assert "^Z" not in cells(app)[-1]
        await pilot.press("enter")
        assert "^Z" not in cells(app)[-1]
