"""The shelf of cards: read a few at a time, and again only where something has changed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from msgspec.structs import replace

from partnercheck.app.portfolio.cache import Shelf
from partnercheck.app.portfolio.screen import MOST_COMPARED
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer, Settings, Vendor
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.vendors import add_vendor, rename_vendor
from tests.app.seeing import opened, seen
from tests.conftest import TODAY

COUNT = 70


def many(root: Path, count: int = COUNT) -> Path:
    init(root, Settings(organisation="Northwind Foods"))
    workspace = open_workspace(root)
    for number in range(count):
        add_vendor(workspace, Vendor(name=f"Vendor {number:03}"))
    return root


def everything(count: int) -> bool:
    return False


def test_cards_come_a_few_at_a_time_in_the_order_of_their_ids(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.look(open_workspace(many(tmp_path / "w", 9)), TODAY, first=["vendor-007"])
    assert shelf.read(lambda count: count == 3)
    assert list(shelf.cards) == ["vendor-007", "vendor-000", "vendor-001"]
    assert not shelf.complete
    assert shelf.read(everything)
    assert shelf.complete
    assert len(shelf.cards) == 9


def test_only_what_has_changed_is_read_again(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 5)
    shelf = Shelf()
    shelf.look(open_workspace(root), TODAY)
    shelf.read(everything)
    before = dict(shelf.cards)
    rename_vendor(open_workspace(root), "vendor-002", "Acme Fleet")
    start = Start("vendor-003", respondent="Ann", perspective="buyer")
    start_sitting(open_workspace(root), start, TODAY).save_answer(
        "culture-decisions", Answer(score=3)
    )
    shelf.look(open_workspace(root), TODAY)
    assert shelf.read(everything)
    same = [vendor_id for vendor_id in before if shelf.cards[vendor_id] is before[vendor_id]]
    assert same == ["vendor-000", "vendor-001", "vendor-004"]
    assert shelf.cards["vendor-002"].listed.name == "Acme Fleet"
    assert shelf.cards["vendor-003"].answered == 1
    shelf.look(open_workspace(root), TODAY)
    assert not shelf.read(everything), "nothing has changed"


def test_on_another_day_and_with_other_settings_everything_is_read_again(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 3)
    shelf = Shelf()
    shelf.look(open_workspace(root), TODAY)
    shelf.read(everything)
    for change in (lambda: TODAY + dt.timedelta(1), lambda: settings(root)):
        before = dict(shelf.cards)
        shelf.look(open_workspace(root), change())
        shelf.read(everything)
        assert all(shelf.cards[each] is not before[each] for each in before)


def settings(root: Path) -> dt.date:
    with (root / "partnercheck.toml").open("a") as stream:
        stream.write("key_goals = 2\n")
    return TODAY + dt.timedelta(1)


def test_what_is_gone_leaves_the_shelf(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 3)
    shelf = Shelf()
    shelf.look(open_workspace(root), TODAY)
    shelf.read(everything)
    os.rename(root / "vendors/vendor-001", tmp_path / "away")
    shelf.look(open_workspace(root), TODAY)
    shelf.read(everything)
    assert list(shelf.cards) == ["vendor-000", "vendor-002"]


async def test_the_first_page_is_there_at_once_and_the_rest_comes(tmp_path: Path) -> None:
    root = many(tmp_path / "w")
    async with opened(root) as (app, pilot):
        assert "Vendor 000" in seen(app)
        assert "Vendor 019" in seen(app)
        while "to come" in seen(app):
            await pilot.pause(0.05)
        assert f"of {COUNT} vendors" in seen(app)
        assert "▸  Vendor 000" in seen(app)
        await pilot.press("G")
        assert f"▸  Vendor {COUNT - 1:03}" in seen(app)
        assert f"Vendor {COUNT - 18:03}" in seen(app), "the last page is a full one"


async def test_so_many_are_not_compared_that_nobody_could_look_at_them(tmp_path: Path) -> None:
    root = many(tmp_path / "w", MOST_COMPARED + 1)
    async with opened(root) as (app, pilot):
        while "to come" in seen(app):
            await pilot.pause(0.05)
        await pilot.press("c")
        assert "too many side by side" in seen(app)
        await pilot.press("space", "space", "c")
        assert "2 vendors" in seen(app)


async def test_escape_clears_but_never_leaves(tmp_path: Path) -> None:
    async with opened(many(tmp_path / "w", 3)) as (app, pilot):
        await pilot.press("space", "escape", "escape", "escape")
        assert "q leaves" in seen(app)
        assert app.is_running
        await pilot.press("q")
        assert app.return_code == 0


def test_a_card_holds_no_answer(tmp_path: Path) -> None:
    root = many(tmp_path / "w", 1)
    start = Start("vendor-000", respondent="Ann", perspective="buyer")
    told = Answer(score=3, basis="observed", evidence="In May the trucks came late.")
    start_sitting(open_workspace(root), start, TODAY).save_answer("culture-decisions", told)
    shelf = Shelf()
    shelf.look(open_workspace(root), TODAY)
    shelf.read(everything)
    (card,) = shelf.cards.values()
    assert card.answered == 1
    assert "trucks" not in repr(replace(card, words=""))


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
