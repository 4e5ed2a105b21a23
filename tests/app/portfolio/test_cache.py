"""The cache of rows: read a few at a time, and again only where something has changed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from msgspec.structs import replace

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.portfolio.opening import MOST_COMPARED
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer, Settings, Vendor
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.vendors import add_vendor, rename_vendor
from tests.support.running import TODAY
from tests.support.screens import opened, seen

COUNT = 70


def many(root: Path, count: int = COUNT) -> Path:
    init(root, Settings(organisation="Northwind Foods"))
    workspace = open_workspace(root)
    for number in range(count):
        add_vendor(workspace, Vendor(name=f"Vendor {number:03}"))
    return root


def everything(count: int) -> bool:
    return False


def test_rows_come_a_few_at_a_time_in_the_order_of_their_ids(tmp_path: Path) -> None:
    cache = PortfolioCache()
    cache.refresh(open_workspace(many(tmp_path / "w", 9)), TODAY, first=["vendor-007"])
    assert cache.read(lambda count: count == 3)
    assert list(cache.rows) == ["vendor-007", "vendor-000", "vendor-001"]
    assert not cache.complete
    assert cache.read(everything)
    assert cache.complete
    assert len(cache.rows) == 9


def test_only_what_has_changed_is_read_again(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 5)
    cache = PortfolioCache()
    cache.refresh(open_workspace(root), TODAY)
    cache.read(everything)
    before = dict(cache.rows)
    rename_vendor(open_workspace(root), "vendor-002", "Acme Fleet")
    start = Start("vendor-003", respondent="Ann", perspective="buyer")
    start_sitting(open_workspace(root), start, TODAY).save_answer(
        "culture-decisions", Answer(score=3)
    )
    cache.refresh(open_workspace(root), TODAY)
    assert cache.read(everything)
    same = [vendor_id for vendor_id in before if cache.rows[vendor_id] is before[vendor_id]]
    assert same == ["vendor-000", "vendor-001", "vendor-004"]
    assert cache.rows["vendor-002"].listed.name == "Acme Fleet"
    assert cache.rows["vendor-003"].answered == 1
    cache.refresh(open_workspace(root), TODAY)
    assert not cache.read(everything), "nothing has changed"


def test_on_another_day_and_with_other_settings_everything_is_read_again(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 3)
    cache = PortfolioCache()
    cache.refresh(open_workspace(root), TODAY)
    cache.read(everything)
    for change in (lambda: TODAY + dt.timedelta(1), lambda: settings(root)):
        before = dict(cache.rows)
        cache.refresh(open_workspace(root), change())
        cache.read(everything)
        assert all(cache.rows[each] is not before[each] for each in before)


def settings(root: Path) -> dt.date:
    with (root / "partnercheck.toml").open("a") as stream:
        stream.write("key_goals = 2\n")
    return TODAY + dt.timedelta(1)


def test_what_is_gone_leaves_the_cache(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 3)
    cache = PortfolioCache()
    cache.refresh(open_workspace(root), TODAY)
    cache.read(everything)
    os.rename(root / "vendors/vendor-001", tmp_path / "away")
    cache.refresh(open_workspace(root), TODAY)
    cache.read(everything)
    assert list(cache.rows) == ["vendor-000", "vendor-002"]


async def test_the_first_page_is_there_at_once_and_the_rest_comes(tmp_path: Path) -> None:
    root = many(tmp_path / "w")
    async with opened(root) as (app, pilot):
        assert "Vendor 000" in seen(app)
        assert "Vendor 009" in seen(app)
        while "not loaded yet" in seen(app):
            await pilot.pause(0.05)
        assert f"of {COUNT} vendors" in seen(app)
        assert "▸  Vendor 000" in seen(app)
        await pilot.press("G")
        assert f"▸  Vendor {COUNT - 1:03}" in seen(app)
        assert f"Vendor {COUNT - 10:03}" in seen(app), "the last page is a full one"


async def test_so_many_are_not_compared_that_nobody_could_look_at_them(tmp_path: Path) -> None:
    root = many(tmp_path / "w", MOST_COMPARED + 1)
    async with opened(root) as (app, pilot):
        while "not loaded yet" in seen(app):
            await pilot.pause(0.05)
        await pilot.press("c")
        assert "too many to compare" in seen(app)
        await pilot.press("space", "down", "space", "c")
        assert "2 vendors" in seen(app)


async def test_escape_clears_but_never_leaves(tmp_path: Path) -> None:
    async with opened(many(tmp_path / "w", 3)) as (app, pilot):
        await pilot.press("space", "escape", "escape", "escape")
        assert "Press q to quit" in seen(app)
        assert app.is_running
        await pilot.press("q")
        assert app.return_code == 0


def test_a_card_holds_no_answer(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 1)
    start = Start("vendor-000", respondent="Ann", perspective="buyer")
    told = Answer(score=3, basis="observed", evidence="In May the trucks came late.")
    start_sitting(open_workspace(root), start, TODAY).save_answer("culture-decisions", told)
    cache = PortfolioCache()
    cache.refresh(open_workspace(root), TODAY)
    cache.read(everything)
    (row,) = cache.rows.values()
    assert row.answered == 1
    assert "trucks" not in repr(replace(row, words=""))


async def test_vendors_that_cannot_be_listed_are_told_and_come_back(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 2)
    os.rename(root / "vendors", tmp_path / "away")
    (root / "vendors").write_text("")
    async with opened(root) as (app, pilot):
        assert "vendors cannot be read: Not a directory" in seen(app)
        (root / "vendors").unlink()
        os.rename(tmp_path / "away", root / "vendors")
        await pilot.press("ctrl+r")
        assert "2 vendors" in seen(app)
