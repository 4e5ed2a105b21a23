"""The list of what is next, and going on to the next vendor after an assessment."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from partnercheck.app.application import PartnerCheck
from partnercheck.app.portfolio.next_steps import NextScreen
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer, Awaited, Person, Settings, Vendor
from partnercheck.report.next import ACTION_WORDS, reasons_in_full
from partnercheck.verdicts.judged import judge_vendors
from partnercheck.verdicts.next import next_steps
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.people import save_person
from partnercheck.workspace.read_vendor import vendor_ids
from partnercheck.workspace.vendors import add_vendor
from tests.support.screens import (
    TODAY,
    go_to,
    opened,
    sample_workspace,
    seen,
    small_workspace,
    typed,
)


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


async def test_the_list_begins_at_the_vendor_that_was_selected(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        assert "N to do" in seen(app)
        await go_to(app, pilot, "Hollin Staffing")
        await pilot.press("N")
        assert "Next steps for all vendors" in seen(app)
        assert isinstance(app.screen, NextScreen)
        assert app.screen.sheet.key == "talk hollin-staffing"


async def test_a_selected_vendor_without_a_step_is_named_with_whom_to_ask(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    path = root / "vendors/cobalt-cloud/vendor.toml"
    text = path.read_text()
    path.write_text(text.replace("\nname", '\ncontact = "kim@cobalt.example"\nname', 1))
    async with opened(root, size=(120, 40)) as (app, pilot):
        await go_to(app, pilot, "Cobalt Cloud")
        advice = "Ask the vendor (kim@cobalt.example) about"
        assert advice in " ".join(seen(app).split())
        await pilot.press("N")
        shown = " ".join(seen(app).split())
        assert f"Cobalt Cloud has no step. {advice}" in shown
        await pilot.press("down")
        assert "has no step" not in seen(app)


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_a_line_says_by_what_the_steps_are_ordered(tmp_path: Path, width: int) -> None:
    async with opened(sample_workspace(tmp_path), size=(width, 24)) as (app, pilot):
        await pilot.press("N")
        order = seen(app).splitlines()[1]
        assert "our overdue promises, " in order
        assert order.rstrip().endswith("then the rest")


@pytest.mark.parametrize("width", [60, 80])
async def test_a_vendor_without_a_step_is_named_in_one_line(tmp_path: Path, width: int) -> None:
    async with opened(sample_workspace(tmp_path), size=(width, 20)) as (app, pilot):
        await go_to(app, pilot, "Cobalt Cloud")
        await pilot.press("N")
        lines = seen(app).splitlines()
        at = next(n for n, text in enumerate(lines) if "has no step" in text)
        assert "open" in lines[at + 1], "the keys follow"


async def test_the_filter_may_take_the_row_under_the_cursor_away(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("N")
        for _ in range(6):
            await pilot.press("end", "f")
            assert isinstance(app.screen, NextScreen)
        assert "only assess" in seen(app)


async def test_enter_opens_the_questionnaire_that_was_begun(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("N", "f", "f", "enter")
        # Two are begun; the more critical vendor comes first.
        assert "Ilvane Robotics   2026-q4   buyer: Tom Okafor" in seen(app)
        await pilot.press("q")
        assert isinstance(app.screen, NextScreen)


async def test_enter_shows_the_vendor_to_talk_to(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("N", "f", "f", "f", "f", "home")
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
        assert "There is nothing to do" in seen(app)
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
        assert "go past the last one" in seen(app)
        await pilot.press(*["right"] * 28)
        assert "N next vendor" in seen(app)
        await pilot.press("N")
        assert "Borealis   2026-q4   buyer: Bea" in seen(app)
        await pilot.press("3", *["right"] * 28, "N")
        assert "No other vendor needs to be assessed" in seen(app)
        await pilot.press("q")
        assert "2 vendors" in seen(app)


COUNT = 70
opened_files: list[str] | None = None


def _record(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and opened_files is not None:
        opened_files.append(str(arguments[0]))


@pytest.fixture(scope="module", autouse=True)
def _hook() -> None:
    sys.addaudithook(_record)


@contextmanager
def openings() -> Iterator[list[str]]:
    """The names of the files that are opened meanwhile."""
    global opened_files
    opened_files = found = []
    yield found
    opened_files = None


def many(root: Path) -> Path:
    init(root, Settings(organisation="Northwind Foods"))
    workspace = open_workspace(root)
    for number in range(COUNT):
        add_vendor(workspace, Vendor(name=f"Vendor {number:03}"))
    return root


async def all_read(app: PartnerCheck, pilot: Pilot[None]) -> None:
    while "not loaded yet" in seen(app):
        await pilot.pause(0.05)


async def test_vendors_that_the_portfolio_has_read_are_not_read_again(tmp_path: Path) -> None:
    async with opened(many(tmp_path / "w")) as (app, pilot):
        await all_read(app, pilot)
        with openings() as files:
            await pilot.press("N")
            await all_read(app, pilot)
        assert f"{COUNT} steps" in seen(app)
        assert [each for each in files if each.endswith("vendor.toml")] == []


async def test_steps_are_shown_as_they_are_read_and_the_cursor_stays_on_its_step(
    tmp_path: Path,
) -> None:
    root = many(tmp_path / "w")
    async with opened(root) as (app, pilot):
        await pilot.press("N")
        assert "Assess Vendor 000" in seen(app)
        await pilot.press("down")
        await all_read(app, pilot)
        assert f"{COUNT} steps" in seen(app)
        assert "▸ Assess Vendor 001" in seen(app)
        await pilot.press("G")
        assert f"▸ Assess Vendor {COUNT - 1:03}" in seen(app)


async def test_a_change_made_elsewhere_is_shown_and_the_other_vendors_are_not_read(
    tmp_path: Path,
) -> None:
    root = many(tmp_path / "w")
    async with opened(root) as (app, pilot):
        await all_read(app, pilot)
        await pilot.press("N")
        await all_read(app, pilot)
        add_vendor(open_workspace(root), Vendor(name="Vendor 0005"))
        with openings() as files:
            while f"{COUNT + 1} steps" not in seen(app):
                await pilot.pause(0.1)
        assert sum(each.endswith("vendor.toml") for each in files) == 1
        await pilot.press("down")
        await pilot.press("escape")
        assert f"of {COUNT + 1} vendors" in seen(app)


async def test_all_reasons_for_the_step_under_the_cursor_are_shown(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    workspace = open_workspace(root)
    steps = next_steps(workspace, judge_vendors(workspace, vendor_ids(workspace)), TODAY)
    row = next(number for number, each in enumerate(steps) if len(each.causes) > 1)
    async with opened(root) as (app, pilot):
        await pilot.press("N", "home", *["down"] * row)
        shown = " ".join(seen(app).split())
        for reason in reasons_in_full(workspace.instrument, steps[row]):
            assert reason[1:] in shown


async def test_enter_shows_the_text_to_send_to_who_is_to_be_reminded(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    workspace = open_workspace(root)
    save_person(workspace, "acme-logistics", Person(name="Jane Doe", email="jane@example.org"))
    late = Awaited("vendor", "Jane Doe", TODAY - dt.timedelta(3))
    note_request(workspace, "acme-logistics", "2026-q4", late)
    async with opened(root) as (app, pilot):
        await pilot.press("N", "f", "f", "f", "enter")
        shown = seen(app)
        assert "A message to send" in shown
        assert "To: jane@example.org" in shown
        assert "- your form, 2026-q4: it was due on 2026-11-21" in shown
        assert "mailto:jane@example.org?subject=Your%20answers" in shown
        await pilot.press("q")
        assert isinstance(app.screen, NextScreen)
