"""Deciding on screen, and what happens to a decision later."""

from pathlib import Path

import tomli

from tests.support.screens import opened, sample_workspace, seen, small_workspace, typed

FILE = "vendors/acme-logistics/2026-q4/decision.toml"


async def test_a_decision_is_written_shown_and_marked_once_unsupported(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press("enter", "d", "tab", "ctrl+u")
        await typed(pilot, "Board")
        await pilot.press("tab")
        await typed(pilot, "Learning is on its way")
        await pilot.press("tab")
        await typed(pilot, "Tom wants to wait")
        await pilot.press("ctrl+s")
        shown = " ".join(seen(app).split())
        assert "Decided Near partner, 2026-q4, by Board, on 2026-11-24: Learning is on" in shown
        assert "Dissent: Tom wants to wait" in shown
    decision = tomli.loads((root / FILE).read_text())
    assert (decision["decided"], decision["by"]) == ("near-partner", "Board")
    assert (decision["verdict_low"], decision["instrument"]) == ("near-partner", "partnership")
    for file in (root / "vendors/acme-logistics/2026-q4").glob("buyer.*"):
        file.write_text(file.read_text().replace("score = 4", "score = 1"))
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press("enter")
        assert "! Near partner was decided on 2026-11-24; today's verdict is" in seen(app)


async def test_nothing_is_decided_where_nothing_is_scored(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter", "d")
        assert "nothing to decide on" in seen(app)


async def test_the_rows_say_which_way_it_went(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(100, 40)) as (app, pilot):
        rows = seen(app)
        assert "◑ Near partner ↑" in rows
        assert "◑ Near partner ↓" in rows
        await pilot.press("enter", "end", *["up"] * 14)
        assert "up since 2026-q3" in " ".join(seen(app).split())
