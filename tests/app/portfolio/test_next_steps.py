"""The list of what is next, and going on to the next vendor after an assessment."""

from __future__ import annotations

from pathlib import Path

from partnercheck.app.portfolio.next_steps import NextScreen
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer, Vendor
from partnercheck.report.next import ACTION_WORDS
from partnercheck.verdicts.judged import judge_vendors
from partnercheck.verdicts.next import next_steps
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from partnercheck.workspace.vendors import add_vendor
from tests.support.screens import TODAY, opened, sample_workspace, seen, small_workspace, typed


async def test_the_list_has_the_order_of_the_command(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    workspace = open_workspace(root)
    steps = next_steps(workspace, judge_vendors(workspace, vendor_ids(workspace)), TODAY)
    async with opened(root, size=(120, 60)) as (app, pilot):
        await pilot.press("N")
        shown = seen(app)
        places = [
            shown.index(f"{ACTION_WORDS[each.action]} {each.vendor.name[:12]}") for each in steps
        ]
        assert places == sorted(places)
        await pilot.press("f", "f")
        assert "only finish" in seen(app)
        assert "Talk to" not in seen(app)


async def test_enter_opens_the_questionnaire_that_was_begun(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("N", "f", "f", "enter")
        assert "Borealis Packaging   2026-q4   buyer: Alice Moreau" in seen(app)
        await pilot.press("q")
        assert isinstance(app.screen, NextScreen)


async def test_enter_shows_the_vendor_to_talk_to(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("N", "f", "f", "f", "f")
        name = seen(app).partition("Talk to ")[2].split()[0]
        await pilot.press("enter")
        assert seen(app).split()[0] == name
        assert type(app.screen).__name__ == "VendorScreen"


async def test_nothing_to_be_done_is_said(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    sitting = start_sitting(open_workspace(root), Start("acme-logistics", "buyer", "Bea"), TODAY)
    for item in sitting.items:
        sitting.save_answer(item.id, Answer(score=3))
    async with opened(root) as (app, pilot):
        await pilot.press("N")
        assert "Nothing is to be done" in seen(app)
        await pilot.press("enter", "escape")
        assert "1 vendor" in seen(app)


async def test_after_an_assessment_the_next_vendor_goes_on_with_the_same_person(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    add_vendor(open_workspace(root), Vendor(name="Borealis"))
    async with opened(root) as (app, pilot):
        await pilot.press("a", "ctrl+u")
        await typed(pilot, "Bea")
        await pilot.press("ctrl+s", "3", "N")
        assert "go past the last question" in seen(app)
        await pilot.press(*["right"] * 28)
        assert "N next vendor" in seen(app)
        await pilot.press("N")
        assert "Borealis   2026-q4   buyer: Bea" in seen(app)
        await pilot.press("3", *["right"] * 28, "N")
        assert "No other vendor is to be assessed" in seen(app)
        await pilot.press("q")
        assert "2 vendors" in seen(app)
