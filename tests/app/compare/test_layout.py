"""Compare and the map in every size: short cells, the selected row in full, no word lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from partnercheck.app.application import PartnerCheck
from tests.support.odd_vendors import LONG, ODD, odd_workspace
from tests.support.screens import go_to, opened, sample_workspace, seen
from tests.support.shown import cells, every_page, words_of

# The others are looked at in a long run, and by the walk through every screen.
WIDTHS = (
    (60, 61, 79, 80, 109, 110, 120, 200) if os.environ.get("PARTNERCHECK_LONG") else (60, 80, 110)
)
HEIGHTS = (20, 24, 40, 60)


def details(app: PartnerCheck) -> str:
    """The text of the pane."""
    lines = app.screen.query_one("#details").lines  # type: ignore[attr-defined]
    return " ".join("".join(span.text for span in line).strip() for line in lines)


@pytest.mark.parametrize("width", WIDTHS)
async def test_conditions_and_verdicts_are_on_the_first_page_and_no_word_is_lost(
    tmp_path: Path, width: int
) -> None:
    root = odd_workspace(tmp_path)
    async with opened(root, size=(width, HEIGHTS[0])) as (app, pilot):
        await pilot.press("c")
        for height in HEIGHTS:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            shown = "\n".join(cells(app))
            assert all(cell_len(line) <= width for line in cells(app))
            assert "Verdict" in shown
            assert all(each.name in shown for each in app.workspace.instrument.conditions)
        await pilot.press("z")
        for _ in ODD:
            found = await every_page(app, pilot)
            assert words_of(app.screen) <= found, words_of(app.screen) - found
            await pilot.press("right")


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_map_fits_and_says_which_vendor_is_marked(tmp_path: Path, width: int) -> None:
    root = odd_workspace(tmp_path)
    async with opened(root, size=(width, HEIGHTS[0])) as (app, pilot):
        await pilot.press("c", "m")
        for height in HEIGHTS:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            await pilot.press("home")
            assert all(cell_len(line) <= width for line in cells(app))
            assert f"{LONG}: exchange 76" in " ".join(seen(app).split())


async def test_the_selected_row_is_in_full_below(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("space", "down", "space", "c")
        await go_to(app, pilot, "Caveats")
        assert "2 caveats" not in details(app)
        assert "our answers alone: Near partner" in details(app)
        await go_to(app, pilot, "Learning")
        assert "us 64, vendor 67" in details(app)
        assert "present starts at 66" in details(app)


async def test_what_does_not_fit_below_the_table_comes_page_by_page(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(60, 20)) as (app, pilot):
        await pilot.press("space", "down", "space", "c")
        await go_to(app, pilot, "What is missing")
        first = details(app)
        assert "Tab shows more of this" in first
        pages = [first]
        for _ in range(20):
            await pilot.press("tab")
            if details(app) == first:
                break
            pages.append(details(app))
        assert len(pages) > 1
        assert "Learning 64 in our view" in pages[0]
        # Each page begins with the heading, and ends with the key for the next one.
        around = re.compile(r"── What is missing ─+ ⏎ opens the row ──|… Tab shows more of this")
        text = " ".join(" ".join(around.sub("", page) for page in pages).split())
        assert "Reciprocity 46, needs 66, lowest on weak points disclosed" in text
        assert "Learning is not known yet" in text
        assert "not known yet: learning from each other" not in text
        await pilot.press("tab", "up", "down")
        assert details(app) == first


async def test_one_vendor_has_no_differences_and_says_so(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("space", "c", "f")
        assert "mark two or more to compare" in seen(app)
        assert "Cultural alignment" in seen(app)


async def test_enter_on_the_map_opens_the_vendor(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("c", "m", "d", "enter")
        assert seen(app).splitlines()[0].strip().startswith("Dunmore Steel")
        await pilot.press("q")
        assert "Bond: " in seen(app)


async def test_the_pane_names_the_step_that_a_cell_counts(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await pilot.press("c")
        await go_to(app, pilot, "What raises it")
        shown = " ".join(seen(app).split())
        assert "1 step to Partner" in shown
        assert "with one step up on dealing with the cause, in Cultural alignment" in shown
