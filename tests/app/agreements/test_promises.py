"""Promises on screen: ticked where they stand, changed, and undone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from partnercheck.app.agreements.promise_form import PromiseForm
from partnercheck.app.agreements.promises import PromisesScreen
from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.help_texts import texts
from partnercheck.app.shared.keys import footer_label, key_label
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.keybar import bar
from partnercheck.app.shared.widgets.lines import line_width
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_vendor
from tests.support.running import Run
from tests.support.screens import free, jam, opened, seen, small_workspace, typed

ACME = "acme-logistics"
FILE = f"vendors/{ACME}/promises.toml"
TWO = """\
format = 1

[promises.name-a-deputy]
by = "vendor"
text = "Name a deputy"
made = 2026-10-06
due = 2026-11-03

[promises.call]
by = "buyer"
text = "Call"
made = 2026-10-06
"""


def with_promises(root: Path) -> Path:
    workspace = small_workspace(root)
    (workspace / FILE).write_text(TWO)
    return workspace


@asynccontextmanager
async def promises_of(
    root: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[PartnerCheck, Pilot[None]]]:
    """The promises with Acme, open over the portfolio."""
    async with opened(root, size=size) as (app, pilot):
        page = cast("Page[None]", app.screen)
        await page.open(PromisesScreen(app.workspace, ACME))
        await pilot.pause()
        yield app, pilot


def states(root: Path) -> dict[str, str]:
    promises = read_vendor(open_workspace(root), ACME).promises
    return {key: promise.state for key, promise in promises.items()}


def one_line(app: PartnerCheck) -> str:
    return " ".join(seen(app).split())


async def test_a_promise_is_ticked_where_it_stands_and_undone(tmp_path: Path) -> None:
    root = with_promises(tmp_path)
    async with promises_of(root) as (app, pilot):
        assert "2 open promises" in seen(app)
        assert "1 promise overdue: ␣ kept late, - drop" in one_line(app)
        await pilot.press("space")
        assert states(root) == {"name-a-deputy": "late", "call": "open"}
        assert "Name a deputy is kept late, because its due date has passed. Press ^Z" in one_line(
            app
        )
        assert "✓ kept late" in seen(app)
        await pilot.press("ctrl+z")
        assert "Undone: Name a deputy is overdue" in one_line(app)
        assert states(root) == {"name-a-deputy": "open", "call": "open"}
        await pilot.press("ctrl+z")
        assert "Nothing to undo" in seen(app)
        await pilot.press("down", "space")
        assert states(root) == {"name-a-deputy": "open", "call": "kept"}
        await pilot.press("space")
        assert (root / FILE).read_text() == TWO
        await pilot.press("minus")
        assert states(root)["call"] == "dropped"
        await pilot.press("minus")
        assert "Call is already dropped" in seen(app)


async def test_a_tick_makes_the_same_file_as_the_command(tmp_path: Path, run: Run) -> None:
    here, there = with_promises(tmp_path / "here"), with_promises(tmp_path / "there")
    async with promises_of(here) as (_, pilot):
        await pilot.press("space", "home", "minus")
    run("promises", ACME, "--late", "name-a-deputy", here=there)
    run("promises", ACME, "--dropped", "call", here=there)
    assert (here / FILE).read_text() == (there / FILE).read_text()


async def test_a_new_promise_is_typed_in_a_form(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with promises_of(root) as (app, pilot):
        assert "No promises yet. Press + to add one" in seen(app)
        await pilot.press("space", "minus", "enter", "plus")
        await typed(pilot, "Send it")
        await pilot.press("tab", "right", "tab")
        await typed(pilot, "Jane")
        await pilot.press("ctrl+s")
        assert "▸ Send it not stated them: Jane □ open" in one_line(app)
        assert "Promised by Acme Logistics Owner Jane Made on 2026-11-24" in one_line(app)
    assert (root / FILE).read_text() == (
        'format = 1\n\n[promises.send-it]\nby = "vendor"\nowner = "Jane"\ntext = "Send it"\n'
        "made = 2026-11-24\n"
    )


async def test_a_promise_is_changed_in_a_form_that_refuses_with_the_reason(tmp_path: Path) -> None:
    root = with_promises(tmp_path)
    async with promises_of(root) as (app, pilot):
        await pilot.press("end", "enter", "ctrl+u", "ctrl+s")
        assert "The promise has no text" in seen(app)
        await typed(pilot, "Call twice")
        await pilot.press("tab", "tab", "tab", "tab")
        await typed(pilot, "2026-10-05")
        await pilot.press("ctrl+s")
        assert "2026-10-05 is before the day of the promise" in one_line(app)
        await pilot.press("ctrl+u")
        await typed(pilot, "soon")
        await pilot.press("ctrl+s")
        assert 'The due date: "soon" is not a date' in one_line(app)
        await pilot.press("ctrl+u")
        await typed(pilot, "2026-12-01")
        await pilot.press("tab", "right", "right", "ctrl+s")
        assert "so it is not late. Mark it as kept" in one_line(app)
        jam(root)
        await pilot.press("left", "ctrl+s")
        assert isinstance(app.screen, PromiseForm)
        free(root)
        await pilot.press("ctrl+s")
    promise = read_vendor(open_workspace(root), ACME).promises["call"]
    assert (promise.text, f"{promise.due}", promise.state) == ("Call twice", "2026-12-01", "kept")


async def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    root = with_promises(tmp_path)
    async with promises_of(root) as (app, pilot):
        other = TWO.replace("Name a deputy", "Name two")
        (root / FILE).write_text(other)
        await pilot.press("space")
        assert "was changed by somebody else" in one_line(app)
        assert "Name two" in one_line(app)
        assert (root / FILE).read_text() == other


async def test_promises_open_from_the_vendor_and_from_its_meetings(tmp_path: Path) -> None:
    root = with_promises(tmp_path)
    async with opened(root) as (app, pilot):
        assert "⚑" in seen(app)
        await pilot.press("enter", "P")
        assert isinstance(app.screen, PromisesScreen)
        await pilot.press("space", "q", "M", "P")
        assert isinstance(app.screen, PromisesScreen)
        await pilot.press("q", "q", "q")
        assert "⚑" not in seen(app)


@pytest.mark.parametrize("screen", [PromisesScreen, PromiseForm])
def test_the_footer_and_the_help_are_whole(screen: type[Page[object]]) -> None:
    shown = [key for key in screen.KEYS if key.label]
    assert line_width(bar([key for key in shown if not key.optional])) <= 80
    assert all(len(footer_label(key)) <= 6 for key in shown)
    assert texts(screen.HELP_TOPIC, partial(key_label, keymap={}))
