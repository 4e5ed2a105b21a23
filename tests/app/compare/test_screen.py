"""Comparing on screen: side by side, and nothing out of reach."""

import re
from pathlib import Path

import pytest

from partnercheck.report.compared import compared
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.verdicts.lenses import lenses_of
from partnercheck.workspace.open import open_workspace
from tests.support.screens import opened, sample_workspace, seen
from tests.support.shown import cells


async def test_three_vendors_with_their_classes_ranges_and_what_stops_each(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("down", "down", "space", "down", "space", "down", "space", "c")
        shown = seen(app)
        assert "3 vendors" in shown
        assert all(name in shown for name in ("Cobalt Cloud", "Dunmore Steel", "Elderwick Dairy"))
        assert "◊ Steady–Partner" in shown
        assert "53–82" in shown
        assert "● Partner" in shown
        assert "What is missing" in shown
        assert "is 71, but dealing" in shown


async def test_one_vendor_alone_is_counted_in_the_singular(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("space", "c")
        first_line = seen(app).splitlines()[0]
        assert "Compare" in first_line
        assert first_line.endswith("1 vendor")


@pytest.mark.parametrize("size", [(80, 24), (60, 12), (120, 40)])
async def test_every_word_can_be_reached(tmp_path: Path, size: tuple[int, int]) -> None:
    root = sample_workspace(tmp_path)
    workspace = open_workspace(root)
    ids = ["cobalt-cloud", "dunmore-steel", "elderwick-dairy", "fennimore-cold-stores"]
    vendors = [judge_vendor(workspace, each) for each in ids]
    every = frozenset(each.id for each in workspace.instrument.conditions)
    lenses = lenses_of(workspace, vendors)
    words = {
        word
        for row in compared(vendors, lenses, every)
        for cell in row.cells
        for word in (cell.short if row.kind == "item" else cell.full).split()
        # A condition's reasons are those of "What is missing", and its pane has them in full.
        if row.kind not in ("condition", "lens")
    }
    async with opened(root, size=size) as (app, pilot):
        await pilot.press("down", "down", *["space", "down"] * 4, "c", "z")
        found: set[str] = set()
        for _ in range(4):
            await pilot.press("home")
            before = ""
            while before != (before := seen(app)):
                found |= set(before.split())
                await pilot.press("pagedown")
            await pilot.press("right")
    assert words <= found


async def test_only_the_differences(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("down", "down", "space", "down", "space", "c")
        await pilot.press("end", "up")
        assert "2026-q4" in seen(app)
        await pilot.press("f", "end", "up")
        assert "differences only" in seen(app)
        assert "2026-q4" not in seen(app)


async def test_a_score_held_down_by_one_question_has_its_sign_in_the_comparison(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await pilot.press("down", "down", "down", "space", "down", "space", "c")
        assert "~     71↧" in seen(app)


async def test_the_header_says_who_is_nearest_to_the_best_class(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("space", "down", "space", "down", "space", "c")
        # Acme Logistics is a near partner; the other two wait for answers, or are open.
        nearest = seen(app).splitlines()[1].strip()
        assert nearest == "Nearest to Partner: Acme Logistics, 1 step; 2 still open"


async def test_vendors_that_are_equally_near_are_all_named(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await pilot.press("c")
        nearest = seen(app).splitlines()[1].strip()
        named = "next nearest: Acme Logistics and Dunmore Steel, 1 step each"
        assert nearest == f"2 partners (1 in one view); {named}; 4 still open"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_thresholds_are_above_the_bars(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(sample_workspace(tmp_path), size=size) as (app, pilot):
        await pilot.press("c")
        lines = cells(app)
        at = next(n for n, text in enumerate(lines) if "Cultural alignment" in text)
        bar, scale = lines[at], lines[at - 1]
        numbers = [*re.finditer(r"40|66", scale)]
        assert len(numbers) % 2 == 0
        assert numbers
        for number in numbers:
            assert set(bar[number.start() : number.end()]) & set("┿┊")


async def test_a_row_without_content_takes_no_room(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(80, 60)) as (app, pilot):
        await pilot.press("space", "down", "space", "c")
        shown = seen(app)
        assert "Focus" in shown
        assert "Expectations" not in shown
