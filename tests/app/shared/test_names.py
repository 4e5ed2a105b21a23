"""Names in forms: completed, picked from a list, and asked about if they are nearly known."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from textual.widgets import Input

from partnercheck.base.records import Person
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.people import mark_left, save_person
from partnercheck.workspace.read_vendor import read_vendor
from tests.support.screens import TODAY, opened, sample_workspace, seen, typed

ACME = "acme-logistics"
SAVE, KNOWN, PEOPLE = "ctrl+s", "ctrl+y", "ctrl+n"


def workspace_with_people(root: Path) -> Path:
    sample_workspace(root)
    workspace = open_workspace(root)
    save_person(workspace, "", Person(name="Pat Quinn"))
    save_person(workspace, ACME, Person(name="Jonas Reed"))
    return root


@pytest.mark.parametrize(("key", "owner"), [(KNOWN, "Pat Quinn"), (SAVE, "Pat Quin")])
async def test_a_near_name_is_asked_about_and_a_key_decides(
    tmp_path: Path, key: str, owner: str
) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "P", "plus")
        await typed(pilot, "Send the plan")
        await pilot.press("down", "down")
        await typed(pilot, "Pat Quin")
        await pilot.press(SAVE)
        assert "Did you mean Pat Quinn?" in seen(app)
        assert [each for each in promises(root) if each.text == "Send the plan"] == []
        await pilot.press(key)
        if key == KNOWN:
            await pilot.press(SAVE)
        (saved,) = [each for each in promises(root) if each.text == "Send the plan"]
        assert saved.owner == owner


def promises(root: Path) -> list:
    return [*read_vendor(open_workspace(root), ACME).promises.values()]


async def test_the_side_that_is_chosen_decides_whose_names_are_asked_about(tmp_path: Path) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("a", "ctrl+u")
        await typed(pilot, "Jonas Read")
        await pilot.press("down", "right", SAVE)
        assert "Did you mean Jonas Reed?" in seen(app)
        await pilot.press(KNOWN, SAVE)
        assert "vendor: Jonas Reed" in seen(app)


async def test_one_of_several_names_is_asked_about(tmp_path: Path) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "M", "plus", "down")
        await typed(pilot, "Zed, Jonas Read, Pat Quinn")
        await pilot.press(SAVE)
        assert "Did you mean Jonas Reed?" in seen(app)
        await pilot.press(KNOWN, SAVE)
        data = tomllib.loads((root / f"vendors/{ACME}/meetings.toml").read_text())
        assert data["meetings"][str(TODAY)]["present"] == ["Zed", "Jonas Reed", "Pat Quinn"]


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        (("a",), "respondent"),
        (("S",), "names"),
        (("enter", "d", "down"), "by"),
        (("enter", "P", "plus", "down", "down"), "owner"),
        (("enter", "K", "enter", *["down"] * 6), "owner_buyer"),
        (("enter", "M", "plus", "down"), "present"),
        (("plus", *["down"] * 4), "owner"),
    ],
)
async def test_our_people_are_listed_wherever_a_name_is_asked_for(
    tmp_path: Path, keys: tuple[str, ...], field: str
) -> None:
    root = workspace_with_people(tmp_path)
    mark_left(open_workspace(root), "", "Alice Moreau", TODAY)
    async with opened(root) as (app, pilot):
        await pilot.press(*keys, "ctrl+u", PEOPLE)
        shown = seen(app)
        assert "Daniel Brandt" in shown
        assert "Pat Quinn" in shown
        assert "Alice Moreau" not in shown, "nobody waits for people who have left"
        rows = [line.strip(" ▸") for line in shown.splitlines()]
        await pilot.press("g", *["down"] * (rows.index("Pat Quinn") - 1), "enter")
        assert app.screen.query_one(f"#{field}", Input).value == "Pat Quinn"


async def test_a_request_is_for_one_of_the_vendors_people(tmp_path: Path) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "F", PEOPLE)
        assert "Jonas Reed" in seen(app)
        assert "Pat Quinn" not in seen(app)
        await pilot.press("escape")
        await typed(pilot, "Jonas Read")
        await pilot.press(SAVE)
        assert "Did you mean Jonas Reed?" in seen(app)


async def test_names_are_completed_also_after_a_comma(tmp_path: Path) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("S")
        await typed(pilot, "Zed, pat")
        await pilot.pause(0.1)
        await pilot.press("right")
        assert app.screen.query_one("#names", Input).value == "Zed, Pat Quinn"


async def test_a_name_that_stands_in_the_file_is_not_asked_about_again(tmp_path: Path) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "P", "plus")
        await typed(pilot, "Send the plan")
        await pilot.press("down", "down")
        await typed(pilot, "Pat Quin")
        await pilot.press(SAVE, SAVE)
        await pilot.press("enter", SAVE)
        assert "Did you mean" not in seen(app)


async def test_a_first_name_alone_is_asked_about_where_it_would_become_somebody_else(
    tmp_path: Path,
) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("a", "ctrl+u")
        await typed(pilot, "alice")
        await pilot.press(SAVE)
        assert "Did you mean Alice Moreau?" in seen(app)
        await pilot.press(KNOWN, SAVE)
        assert "buyer: Alice Moreau" in seen(app)


async def test_several_people_are_marked_in_the_list_and_typed_ones_stay(tmp_path: Path) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("S")
        assert "^N picks from them" in seen(app)
        assert "Daniel Brandt, Grace Adeyemi" in seen(app)
        await typed(pilot, "Zed, pat quinn")
        await pilot.press(PEOPLE, "g", "space", "space", "space")
        assert "5 of 7 names marked" in seen(app)
        await pilot.press("up", "space", "enter")
        names = app.screen.query_one("#names", Input).value
        assert names == "Zed, Pat Quinn, Alice Moreau, Daniel Brandt"


async def test_a_session_without_a_name_is_not_begun(tmp_path: Path) -> None:
    root = workspace_with_people(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("S", SAVE)
        assert "Enter at least one name, or pick one" in seen(app)
