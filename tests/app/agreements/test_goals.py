"""Key goals on screen: agreed, done, dropped, offered again; and what the portfolio says."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import cast

import pytest
import tomli
from msgspec.structs import replace
from textual.pilot import Pilot

from partnercheck.app.agreements.goal_form import GoalForm
from partnercheck.app.agreements.goals import GoalsScreen
from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.help_texts import texts
from partnercheck.app.shared.keys import footer_label, key_label
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.keybar import bar
from partnercheck.app.shared.widgets.lines import line_width
from partnercheck.base.records import Goal
from partnercheck.workspace.goals import add_goal
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_vendor
from tests.support.screens import (
    TODAY,
    choose,
    free,
    jam,
    opened,
    sample_workspace,
    seen,
    small_workspace,
    typed,
)

ACME = "acme-logistics"
FILE = f"vendors/{ACME}/goals.toml"
LATE = Goal(
    title="Fewer late trucks",
    period="month",
    gain_buyer="Full shelves",
    gain_vendor="Less waiting",
    owner_buyer="Alice",
    owner_vendor="Jane",
    due=dt.date(2026, 10, 31),
    begun=dt.date(2026, 9, 30),
    note="First the north.\nThen the others.",
)


def with_goals(root: Path, *goals: Goal) -> Path:
    for goal in goals:
        workspace = open_workspace(root)
        add_goal(workspace, read_vendor(workspace, ACME).vendor, goal)
    return root


def simple(title: str) -> Goal:
    return Goal(title=title, period="week", due=TODAY)


@asynccontextmanager
async def goals_of(
    root: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[PartnerCheck, Pilot[None]]]:
    """The key goals with Acme, open over the portfolio."""
    async with opened(root, size=size) as (app, pilot):
        page = cast("Page[None]", app.screen)
        await page.open(GoalsScreen(app.workspace, ACME))
        await pilot.pause()
        yield app, pilot


def on_disk(root: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = tomli.loads((root / FILE).read_text())["goals"]
    return found


def one_line(app: PartnerCheck) -> str:
    return " ".join(seen(app).split())


async def test_a_goal_is_agreed_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with goals_of(root) as (app, pilot):
        assert "0 of 3 key goals open" in seen(app)
        assert "Press + to add one" in seen(app)
        await pilot.press("plus")
        await typed(pilot, "Fewer late trucks")
        await pilot.press("enter", "left", "enter", "enter")
        for text in ("Full shelves", "Less waiting", "Alice", "Jane", "North first"):
            await typed(pilot, text)
            await pilot.press("enter")
        assert "1 of 3 key goals open" in seen(app)
        assert "▸ Fewer late trucks 2026-12-24 Alice, Jane □ open" in one_line(app)
        assert "Due 2026-12-24, a goal for a month We gain Full shelves" in one_line(app)
        assert "They gain Less waiting Our owner Alice Their owner Jane" in one_line(app)
        assert "Added Fewer late trucks. Press ^Z to undo" in seen(app)
    assert on_disk(root)["fewer-late-trucks"] == {
        "title": "Fewer late trucks",
        "period": "month",
        "gain_buyer": "Full shelves",
        "gain_vendor": "Less waiting",
        "owner_buyer": "Alice",
        "owner_vendor": "Jane",
        "due": dt.date(2026, 12, 24),
        "begun": TODAY,
        "note": "North first",
    }


async def test_a_fourth_is_refused_before_anything_is_typed(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), *(simple(t) for t in ("One", "Two", "Three")))
    async with goals_of(root) as (app, pilot):
        await pilot.press("plus")
        assert isinstance(app.screen, GoalsScreen)
        assert (
            "Acme Logistics already has three open key goals. Finish or drop one first: "
            "One, Three, Two. At most three can be open at a time"
        ) in one_line(app)
        await pilot.press("minus", "plus")
        assert isinstance(app.screen, GoalForm)


async def test_what_is_overdue_is_marked_with_a_word_and_decided_with_a_key(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), LATE, simple("In time"))
    async with goals_of(root) as (app, pilot):
        assert "▸ Fewer late trucks 2026-10-31 Alice, Jane ⚑ overdue" in one_line(app)
        assert "⚑ Overdue since 2026-10-31" in seen(app)
        assert "1 key goal overdue: ␣ done, T extend" in one_line(app)
        await pilot.press("T")
        assert "Fewer late trucks is now due 2026-12-24" in seen(app)
        assert "and extended once since" in one_line(app)
        assert "⚑ overdue" not in seen(app)
        await pilot.press("T")
        assert "open until 2026-12-24; only an overdue or closed goal can be extended" in one_line(
            app
        )
        await pilot.press("space")
        assert "Fewer late trucks is done. Press ^Z to undo" in seen(app)
        await pilot.press("minus")
        assert "Fewer late trucks is already done" in seen(app)
        assert on_disk(root)["fewer-late-trucks"]["state"] == "done"
        await pilot.press("home", "minus")
        assert "In time is dropped" in seen(app)
        await pilot.press("T")
        assert "In time is now due 2026-12-01" in seen(app)
    goals = on_disk(root)
    assert (goals["fewer-late-trucks"]["times_extended"], goals["fewer-late-trucks"]["ended"]) == (
        1,
        TODAY,
    )
    assert goals["in-time"] == {
        "title": "In time",
        "period": "week",
        "due": dt.date(2026, 12, 1),
        "times_extended": 1,
    }


async def test_a_change_keeps_what_the_form_cannot_show(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), LATE)
    path = root / FILE
    path.write_text(path.read_text().replace("owner_vendor =", "# ask\nowner_vendor ="))
    before = path.read_text()
    async with goals_of(root) as (app, pilot):
        await pilot.press("enter")
        assert "First the north. Then the others." in seen(app)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, GoalsScreen)
        assert path.read_text() == before
        await pilot.press("enter", *["tab"] * 7, "ctrl+u")
        await typed(pilot, "Tom")
        await pilot.press("ctrl+s")
    assert path.read_text() == before.replace("Jane", "Tom")


async def test_the_form_refuses_with_the_reason_and_keeps_what_was_typed(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), simple("One"), simple("Two"))
    async with goals_of(root) as (app, pilot):
        await pilot.press("plus", "ctrl+s")
        assert "The goal has no title" in seen(app)
        await typed(pilot, "Third")
        await pilot.press("tab", "tab")
        await typed(pilot, "soon")
        await pilot.press("ctrl+s")
        assert 'The due date: "soon" is not a date. Use the form 2026-12-15' in one_line(app)
        await pilot.press("ctrl+u")
        await typed(pilot, "2026-11-23")
        await pilot.press("ctrl+s")
        assert "2026-11-23 is in the past" in seen(app)
        await pilot.press("ctrl+u")
        jam(root)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, GoalForm)
        assert "cannot save" in seen(app) or "is not a folder" in seen(app)
        free(root)
        with_goals(root, simple("Somebody else's"))
        await pilot.press("ctrl+s")
        assert "already has three open key goals" in seen(app)
        assert "Third" in seen(app)
        text = (root / FILE).read_text()
        (root / FILE).write_text(text.replace('title = "One"', 'title = "One"\nstate = "done"'))
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, GoalsScreen)
        assert "▸ Third 2027-02-24 nobody □ open" in one_line(app)


async def test_reopening_in_the_form_counts_too(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), simple("One"))
    async with goals_of(root) as (app, pilot):
        await pilot.press("space")
        with_goals(root, *(simple(title) for title in ("Two", "Three", "Four")))
        await app.screen.disk_changed()  # type: ignore[attr-defined]
        await pilot.press("end", "enter", "tab", "tab", "tab", "left", "ctrl+s")
        assert "already has three open key goals" in seen(app)
        await pilot.press("escape", "home", "minus", "end", "up", "enter", *["tab"] * 3, "left")
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, GoalsScreen)
    assert on_disk(root)["one"] == {"title": "One", "period": "week", "due": TODAY}


async def test_a_goal_somebody_else_has_changed_is_shown_anew(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), LATE)
    async with goals_of(root) as (app, pilot):
        text = (root / FILE).read_text()
        (root / FILE).write_text(text.replace("Full shelves", "Less waste"))
        await pilot.press("space")
        assert "was changed by somebody else, so your change was not saved" in one_line(app)
        assert "Less waste" in one_line(app)
        await pilot.press("space")
        assert "Fewer late trucks is done" in seen(app)


async def test_more_than_there_may_be_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), simple("One"))
    table = (root / FILE).read_text().partition("\n\n")[2]
    more = "".join(f"\n{table.replace('.one', f'.g{n}').replace('One', f'G{n}')}" for n in "234")
    (root / FILE).write_text(f"format = 1\n\n{table}{more}")
    async with goals_of(root) as (app, pilot):
        assert "4 of 3 key goals open" in seen(app)
        assert "has 4 open key goals, but the limit is 3" in one_line(app)
        assert all(f" G{n} " in seen(app) for n in "234")
        (root / FILE).write_text(f"format = 1\n\n{table}\n[goals.bad]\ntitle = 3\n")
        await app.screen.disk_changed()  # type: ignore[attr-defined]
        assert '"title" in [goals.bad] is 3' in one_line(app)
        assert "▸ One " in seen(app)
        await pilot.press("space")
        assert on_disk(root)["one"]["state"] == "done"


async def test_hostile_titles_are_shown_and_do_nothing(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    title = "[@click=app.quit]x[/] \\u001b[31m\\u202e" + "long " * 60
    (root / FILE).write_text(f'[goals.a]\ntitle = "{title}"\nperiod = "week"\ndue = 2026-01-01\n')
    async with goals_of(root) as (app, pilot):
        assert "[@click=app.quit]x[/] ␛[31mlong" in one_line(app)
        await pilot.press("enter", "ctrl+s", "space")
        assert "is done" in one_line(app)


async def test_the_portfolio_marks_and_tells_what_is_overdue(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    for path in [*root.glob("vendors/*/goals.toml"), *root.glob("vendors/*/meetings.toml")]:
        path.unlink()
    with_goals(root, LATE)
    async with opened(root) as (app, pilot):
        row = next(each for each in seen(app).splitlines() if "Acme Logist" in each)
        assert "⚑" in row
        assert "Overdue: Fewer late trucks (since 2026-10-31)" in seen(app)
        await choose(app, pilot, "f", "Overdue")
        assert " of 12 vendors" in seen(app)
        assert "Acme" in seen(app)
        assert "Dunmore" not in seen(app)
    async with opened(root, size=(140, 40)) as (app, _):
        assert "⚑ Overdue: Fewer late trucks (since 2026-10-31)" in one_line(app)


@pytest.mark.parametrize("screen", [GoalsScreen, GoalForm])
def test_the_footer_and_the_help_are_whole(screen: type[Page[object]]) -> None:
    shown = [key for key in screen.KEYS if key.label]
    assert line_width(bar([key for key in shown if not key.optional])) <= 80
    assert all(len(footer_label(key)) <= 6 for key in shown)
    pressed = [each for key in screen.KEYS for each in key.keys.split(",")]
    assert len(set(pressed)) == len(pressed)
    assert texts(screen.HELP_TOPIC, partial(key_label, keymap={}))


async def test_help_and_back(tmp_path: Path) -> None:
    async with goals_of(small_workspace(tmp_path), (100, 50)) as (app, pilot):
        await pilot.press("enter", "space", "minus", "T")
        assert "No key goals yet" in seen(app)
        await pilot.press("question_mark")
        assert all(key.description in one_line(app) for key in GoalsScreen.KEYS)
        await pilot.press("q", "q")
        assert "1 vendor" in seen(app)


async def test_every_change_is_undone_byte_for_byte(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), LATE, simple("In time"))
    path = root / FILE
    path.write_text(path.read_text().replace("owner_vendor =", "# ask\nowner_vendor ="))
    texts = [path.read_text()]
    async with goals_of(root) as (app, pilot):
        for keys in (
            ["space"],
            ["home", "minus"],
            ["end", "T"],
            ["home", "enter", "ctrl+u", "X", "ctrl+s"],
        ):
            await pilot.press(*keys)
            assert "Press ^Z to undo" in one_line(app)
            texts.append(path.read_text())
        await pilot.press("plus", "N", "ctrl+s")
        assert "Added N. Press ^Z to undo" in seen(app)
        for text in reversed(texts):
            await pilot.press("ctrl+z")
            assert "Undone: " in seen(app)
            assert path.read_text() == text
        await pilot.press("ctrl+z")
        assert "Nothing to undo" in seen(app)
    (root / FILE).unlink()
    async with goals_of(root) as (app, pilot):
        await pilot.press("plus", "N", "ctrl+s", "ctrl+z")
        assert "Undone: N is no longer listed" in seen(app)
    assert not path.exists()


async def test_nothing_is_undone_over_somebody_elses_change(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), LATE)
    async with goals_of(root) as (app, pilot):
        await pilot.press("space")
        other = (root / FILE).read_text().replace("Full shelves", "Less waste")
        (root / FILE).write_text(other)
        await pilot.press("ctrl+z")
        assert "goals.toml has been changed since, so nothing was undone" in one_line(app)
        assert "Less waste" in one_line(app)
    assert (root / FILE).read_text() == other


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (109, 24), (110, 24), (120, 40), (200, 60)])
async def test_a_row_has_heads_and_its_whole_text_is_one_key_away(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    title = " ".join(f"word{n}" for n in range(28))[:200]
    root = with_goals(small_workspace(tmp_path), simple(title), replace(LATE, title="在早上" * 20))
    async with goals_of(root, size) as (app, pilot):
        heads = one_line(app)
        assert all(head in heads for head in ("Key goal", "Due", "Owner", "State", "⚑ overdue"))
        await pilot.press("down", "tab")
        assert all(word in one_line(app) for word in title.split())
        assert "They gain not stated" in one_line(app)
        await pilot.press("q")
        assert isinstance(app.screen, GoalsScreen)
        assert "▸" in seen(app)
        await pilot.press("D")
        assert "They gain" not in seen(app)


async def test_the_list_is_as_it_was_once_a_row_was_read_in_full(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), *map(simple, ("One", "Two", "Three")))
    async with goals_of(root, (60, 20)) as (app, pilot):
        await pilot.press("down")
        before = seen(app)
        await pilot.press("tab", "tab")
        assert seen(app) == before


async def test_sixty_goals_turn_pages_and_say_so(tmp_path: Path) -> None:
    root = with_goals(small_workspace(tmp_path), simple("One"))
    tables = "".join(
        f'\n[goals.g{n}]\ntitle = "Goal {n}"\nperiod = "week"\ndue = 2026-01-01\nstate = "done"\n'
        for n in range(60)
    )
    (root / FILE).write_text((root / FILE).read_text() + tables)
    async with goals_of(root) as (app, pilot):
        assert "1–10 of 61" in seen(app)
        await pilot.press("end")
        assert "52–61 of 61" in seen(app)
