"""The lens, goals, meetings and the agenda from a vendor's screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.screens import go_to, opened, sample_workspace, seen, typed


async def at_acme(tmp_path: Path) -> Path:
    return sample_workspace(tmp_path / "samples")


async def test_the_agenda_for_us_and_for_the_vendor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = await at_acme(tmp_path)
    monkeypatch.chdir(tmp_path)
    async with opened(root, size=(100, 60)) as (app, pilot):
        await pilot.press("enter", "A")
        assert "What we pursue together" in seen(app)
        assert "for us   Described in" in seen(app)
        await pilot.press("V")
        assert "Described in" not in seen(app)
        assert "for us  " not in seen(app)
        assert "the vendor's version" in seen(app)
        await pilot.press("X")
        assert "acme-logistics.agenda.md" in seen(app)
        await pilot.press("enter")
        assert "The agenda was written to" in seen(app)
        await pilot.press("V", "X", "enter")
        await pilot.press("q")
        assert "Conditions" in seen(app)
    sent = (tmp_path / "acme-logistics.agenda.md").read_text()
    ours = (tmp_path / "acme-logistics.agenda.internal.md").read_text()
    assert "for us" not in sent
    assert "for us" in ours
    assert sent.startswith("# Northwind Foods and Acme Logistics")


async def test_a_file_that_is_there_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = await at_acme(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme-logistics.agenda.internal.md").write_text("mine")
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "A", "X", "enter")
        assert "The agenda could not be written" in seen(app)
    assert (tmp_path / "acme-logistics.agenda.internal.md").read_text() == "mine"


async def test_a_lens_is_opened_from_where_it_is_offered(tmp_path: Path) -> None:
    root = await at_acme(tmp_path)
    async with opened(root, size=(100, 50)) as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, "borealis")
        await pilot.press("enter", "enter", "L")
        assert "Assess Borealis Packaging" in seen(app)
        shown = seen(app)
        assert "Focus" in shown or "Trust and value" in shown or "Expectations" in shown


async def test_a_lens_that_was_looked_through_opens_to_its_facets(tmp_path: Path) -> None:
    root = await at_acme(tmp_path)
    async with opened(root, size=(100, 300)) as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, "elderwick")
        await pilot.press("enter", "enter")
        before = seen(app)
        assert "Not practised at" in before
        assert "Joint activities" not in before
        await go_to(app, pilot, "▹ Walking the talk")
        await pilot.press("enter")
        assert "Joint activities" in seen(app)


async def test_goals_and_meetings_open_and_come_back(tmp_path: Path) -> None:
    root = await at_acme(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "K")
        assert "goal" in seen(app).casefold()
        await pilot.press("q", "M")
        assert "eeting" in seen(app)
        await pilot.press("q")
        assert "Conditions" in seen(app)


async def test_lenses_stand_in_the_comparison(tmp_path: Path) -> None:
    root = await at_acme(tmp_path)
    async with opened(root, size=(120, 60)) as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, "elderwick")
        await pilot.press("enter", "space", "q", "c")
        shown = seen(app)
        assert "Walking the talk" in shown
        assert "Not practised at every level" in shown
