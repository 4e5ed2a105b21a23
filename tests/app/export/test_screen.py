"""Reports, tables and calendars from the screen: the whole path, and what is in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.app.export.screen import ExportScreen
from partnercheck.app.portfolio.screen import PortfolioScreen
from partnercheck.app.vendor.screen import VendorScreen
from tests.support.running import Run
from tests.support.screens import opened, sample_workspace, seen, small_workspace, typed


def squeezed(text: str) -> str:
    """A text without blanks: paths may be wrapped at any place."""
    return "".join(text.split())


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_a_report_on_all_vendors_is_written_to_a_path_that_is_shown_whole(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    root = sample_workspace(tmp_path)
    path = root / "outbox/report.html"
    async with opened(root, size=size) as (app, pilot):
        await pilot.press("X")
        assert f"Goesto{path}" in squeezed(seen(app))
        assert "A file about 12 vendors" in seen(app)
        await pilot.press("ctrl+s")
        assert f"Thereportwaswrittento{path}" in squeezed(seen(app))
        assert "do not send it to a vendor" in " ".join(seen(app).split())
        await pilot.press("enter")
        assert isinstance(app.screen, PortfolioScreen)
    assert "Elderwick Dairy" in path.read_text()


async def test_the_file_is_the_same_as_that_of_the_command(tmp_path: Path, run: Run) -> None:
    root = sample_workspace(tmp_path / "w")
    async with opened(root) as (_, pilot):
        for keys in (["right"], ["right"] * 2):
            await pilot.press("X", *keys, "ctrl+s", "q")
    run("--workspace", str(root), "report", "--format", "markdown", "--output", "r.md", here=root)
    run("--workspace", str(root), "table", "verdicts", "-o", "v.csv", here=root)
    assert (root / "outbox/verdicts.csv").read_bytes() == (root / "v.csv").read_bytes()
    screen, command = (p.read_text() for p in (root / "outbox/report.md", root / "r.md"))
    assert screen.splitlines()[0] == command.splitlines()[0]


async def test_a_vendors_own_report_leaves_out_what_is_ours(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "X", "tab", "right")
        assert "A report that Acme Logistics may read" in " ".join(seen(app).split())
        await pilot.press("ctrl+s")
        assert "do not send it" not in seen(app)
        await pilot.press("escape")
        assert isinstance(app.screen, VendorScreen)
    text = (root / "outbox/acme-logistics.report.for-the-vendor.html").read_text()
    assert "for the vendor" in text
    assert "Alice Moreau" not in text


async def test_a_calendar_is_written_or_the_screen_says_why_not(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path / "samples")
    async with opened(root) as (_, pilot):
        await pilot.press("X", "left", "ctrl+s")
    assert b"BEGIN:VEVENT" in (root / "outbox/partnercheck.ics").read_bytes()
    empty = small_workspace(tmp_path / "small")
    async with opened(empty) as (app, pilot):
        await pilot.press("X", "left", "ctrl+s")
        assert "Nothing has a due date yet" in " ".join(seen(app).split())
        assert isinstance(app.screen, ExportScreen)


async def test_a_file_that_is_there_is_replaced_only_if_chosen(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    (root / "mine.html").write_text("mine")
    async with opened(root) as (app, pilot):
        await pilot.press("X", "up", *["tab"] * 4)
        await typed(pilot, str(root / "mine.html"))
        assert "The file already exists" in seen(app)
        await pilot.press("ctrl+s")
        assert "already exists" in " ".join(seen(app).split())
        assert (root / "mine.html").read_text() == "mine"
        # The field that decides it has the focus.
        await pilot.press("right", "ctrl+s")
    assert (root / "mine.html").read_text().startswith("<!doctype html>")


async def test_marked_vendors_alone_are_in_the_file(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("space", "down", "space", "X", "right", "right", "ctrl+s")
        assert "The table was written" in " ".join(seen(app).split())
    assert len((root / "outbox/verdicts.csv").read_text().splitlines()) == 3
