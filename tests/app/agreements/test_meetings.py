"""Meetings on screen: written down, changed, and marked when another is overdue."""

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

from partnercheck.app.agreements.meeting_form import CadenceForm, MeetingForm
from partnercheck.app.agreements.meetings import MeetingsScreen
from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.help_texts import texts
from partnercheck.app.shared.keys import footer_label, key_label
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.keybar import bar
from partnercheck.app.shared.widgets.lines import line_width
from partnercheck.base.records import Goal, Meeting, Promise
from partnercheck.workspace.goals import add_goal
from partnercheck.workspace.meetings import add_meeting
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.promises import add_promises
from partnercheck.workspace.read_vendor import read_vendor
from tests.support.screens import (
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
FILE = f"vendors/{ACME}/meetings.toml"
FIRST = Meeting(
    present=("Moreau, Alice", "Jane Doe"),
    decided="The cut-off moves.\n\nBoth depots; by October.",
)


def with_meeting(root: Path, day: str = "2026-08-20", meeting: Meeting = FIRST) -> Path:
    workspace = open_workspace(root)
    vendor = read_vendor(workspace, ACME).vendor
    add_meeting(workspace, vendor, dt.date.fromisoformat(day), meeting)
    return root


@asynccontextmanager
async def meetings_of(
    root: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[PartnerCheck, Pilot[None]]]:
    """The meetings with Acme, open over the portfolio."""
    async with opened(root, size=size) as (app, pilot):
        page = cast("Page[None]", app.screen)
        await page.open(MeetingsScreen(app.workspace, ACME))
        await pilot.pause()
        yield app, pilot


def on_disk(root: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = tomli.loads((root / FILE).read_text())["meetings"]
    return found


def one_line(app: PartnerCheck) -> str:
    return " ".join(seen(app).split())


def promised(root: Path) -> list[tuple[str, str, str, str]]:
    """The promises on disk: side, text, the days it was made and is due."""
    promises = read_vendor(open_workspace(root), ACME).promises.values()
    return [(each.by, each.text, f"{each.made}", f"{each.due}") for each in promises]


async def test_a_meeting_is_written_down_with_what_each_side_promised(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with meetings_of(root) as (app, pilot):
        assert "every quarter" in seen(app)
        assert "Press + to record one" in seen(app)
        await pilot.press("plus", "enter")
        for text in ("Alice, Jane", "Cut-off moves; at ten", "Send it", "A rota; A deputy"):
            await typed(pilot, text)
            await pilot.press("enter")
        await typed(pilot, "2026-12-15")
        await pilot.press("enter", "enter")
        assert "▸ Cut-off moves at ten 2026-11-24 Alice, Jane ✓ held" in one_line(app)
        assert "Send it 2026-12-15 us □ open A rota 2026-12-15 them □ open" in one_line(app)
        assert (
            "With Alice, Jane Decided Cut-off moves at ten We promised □ Send it, due 2026-12-15 "
            "They promised □ A rota, due 2026-12-15 □ A deputy, due 2026-12-15 "
            "Next agreed for 2026-12-15"
        ) in one_line(app)
        await pilot.press("home")
        assert "Next on 2026-12-15, as agreed; every quarter The agenda starts" in one_line(app)
    assert on_disk(root) == {
        "2026-11-24": {
            "present": ["Alice", "Jane"],
            "decided": "Cut-off moves\nat ten",
            "next": dt.date(2026, 12, 15),
        }
    }
    assert promised(root) == [
        ("buyer", "Send it", "2026-11-24", "2026-12-15"),
        ("vendor", "A rota", "2026-11-24", "2026-12-15"),
        ("vendor", "A deputy", "2026-11-24", "2026-12-15"),
    ]


async def test_promises_are_added_to_a_meeting_and_move_with_its_day(tmp_path: Path) -> None:
    root = with_meeting(small_workspace(tmp_path))
    async with meetings_of(root) as (app, pilot):
        await pilot.press("end", "enter", *["tab"] * 3)
        await typed(pilot, "Send it daily; Pay")
        await pilot.press(*["tab"] * 3)
        await typed(pilot, "2026-12-01")
        await pilot.press("ctrl+s")
        assert "□ Pay, due 2026-12-01" in one_line(app)
        await pilot.press("enter", "ctrl+u")
        await typed(pilot, "2026-08-21")
        await pilot.press("ctrl+s")
    assert promised(root) == [
        ("buyer", "Send it daily", "2026-08-21", "2026-12-01"),
        ("buyer", "Pay", "2026-08-21", "2026-12-01"),
    ]


async def test_the_newest_is_first_below_what_the_next_agenda_starts_with(tmp_path: Path) -> None:
    root = with_meeting(
        with_meeting(small_workspace(tmp_path)), "2026-02-01", Meeting(decided="So.")
    )
    workspace = open_workspace(root)
    goal = Goal(title="Fewer late trucks", period="week", due=dt.date(2026, 11, 1))
    vendor = read_vendor(workspace, ACME).vendor
    add_goal(workspace, vendor, goal)
    made = dt.date(2026, 8, 20)
    add_promises(
        workspace,
        vendor,
        [
            Promise(by="vendor", text="A new rota", made=made, due=made),
            Promise(by="buyer", text="Send the forecast", made=made),
        ],
    )
    async with meetings_of(root) as (app, pilot):
        shown = one_line(app)
        assert "▸ Next meeting 2026-11-20 every quarter ⚑ overdue" in shown
        assert "⚑ Overdue since 2026-11-20; every quarter The agenda starts" in shown
        assert "with 2 open promises, 1 overdue and 1 key goal, 1 overdue" in shown
        assert shown.index("2026-08-20 Moreau") < shown.index("So 2026-02-01")
        await pilot.press("enter")
        assert "still open: Send the forecast" in one_line(app)
        assert "still open: A new rota" in one_line(app)
        assert "last time: Moreau, Alice, Jane Doe" in seen(app)


async def test_a_meeting_recorded_by_mistake_is_removed_and_comes_back(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with meetings_of(root) as (app, pilot):
        await pilot.press("plus", "enter")
        for text in ("Alice", "Cut-off moves", "Send it", ""):
            await typed(pilot, text)
            await pilot.press("enter")
        await typed(pilot, "2026-12-15")
        await pilot.press("enter", "enter")
        recorded = on_disk(root)
        await pilot.press("delete")
        assert "Removed the meeting of 2026-11-24. Press ^Z to undo" in one_line(app)
        assert (on_disk(root), promised(root)) == ({}, [])
        await pilot.press("ctrl+z")
        assert on_disk(root) == recorded
        assert len(promised(root)) == 1


async def test_a_change_keeps_what_was_not_touched(tmp_path: Path) -> None:
    root = with_meeting(small_workspace(tmp_path))
    before = (root / FILE).read_text()
    async with meetings_of(root) as (app, pilot):
        await pilot.press("end", "enter")
        assert "The cut-off moves.; Both depots; by October." in seen(app)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, MeetingsScreen)
        assert (root / FILE).read_text() == before
        await pilot.press("enter", *["tab"] * 5)
        await typed(pilot, "2026-11-20")
        await pilot.press("ctrl+s")
        meeting = read_vendor(open_workspace(root), ACME).meetings["2026-08-20"]
        assert meeting == replace(FIRST, next=dt.date(2026, 11, 20))
        await pilot.press("enter", "ctrl+u")
        await typed(pilot, "2026-08-21")
        await pilot.press("ctrl+s")
        assert "2026-08-21 Moreau," in one_line(app)
        assert "Meeting of 2026-08-21 With Moreau, Alice; Jane Doe" in one_line(app)
    assert list(on_disk(root)) == ["2026-08-21"]


async def test_the_form_refuses_with_the_reason_and_keeps_what_was_typed(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with meetings_of(root) as (app, pilot):
        await pilot.press("plus", "ctrl+s")
        assert "Say who was there, what was decided" in one_line(app)
        await pilot.press("ctrl+u")
        await typed(pilot, "yesterday")
        await pilot.press("ctrl+s")
        assert 'The date of the meeting: "yesterday" is not a date' in one_line(app)
        await pilot.press("ctrl+u")
        await typed(pilot, "2026-11-25")
        await pilot.press("tab", "tab")
        await typed(pilot, "To move")
        await pilot.press("ctrl+s")
        assert "2026-11-25 is in the future" in seen(app)
        await pilot.press("up", "up", "ctrl+u")
        await typed(pilot, "2026-11-23")
        await pilot.press(*["tab"] * 5)
        await typed(pilot, "2026-11-23")
        await pilot.press("ctrl+s")
        assert "is not after this meeting" in seen(app)
        await pilot.press("ctrl+u")
        await typed(pilot, "soon")
        await pilot.press("ctrl+s")
        assert 'The date of the next meeting: "soon" is not a date' in one_line(app)
        await pilot.press("ctrl+u")
        jam(root)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, MeetingForm)
        assert "To move" in seen(app)
        free(root)
        await pilot.press("ctrl+s")
    assert on_disk(root) == {"2026-11-23": {"decided": "To move"}}


async def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    root = with_meeting(small_workspace(tmp_path))
    async with meetings_of(root) as (app, pilot):
        await pilot.press("end", "enter")
        other = (root / FILE).read_text().replace("Both depots", "No depot")
        (root / FILE).write_text(other)
        await pilot.press("tab", "tab", "ctrl+u", "x", "ctrl+s")
        assert "was changed by somebody else, so your change was not saved" in one_line(app)
        assert (root / FILE).read_text() == other
        await pilot.press("escape")
        await app.screen.disk_changed()  # type: ignore[attr-defined]
        assert "No depot" in one_line(app)


async def test_how_often_to_meet_is_said_on_screen_and_the_portfolio_marks_it(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    async with meetings_of(root) as (app, pilot):
        await pilot.press("C", "right", "right", "right", "ctrl+s")
        assert "Meetings with Acme Logistics: every month" in seen(app)
        assert "⚑ No meeting yet; every month" in one_line(app)
        await pilot.press("q")
        await pilot.press("ctrl+r")
        assert "Overdue: a first meeting" in seen(app)
        assert "⚑" in seen(app)
        await choose(app, pilot, "f", "Overdue")
        assert "Acme Logistics" in seen(app)
    assert 'meets = "month"' in (root / f"vendors/{ACME}/vendor.toml").read_text()
    with_meeting(root, "2026-11-01")
    async with opened(root) as (app, pilot):
        assert "⚑" not in seen(app)
    async with meetings_of(root) as (app, pilot):
        assert "every month" in seen(app)
        await pilot.press("C", "left", "left", "left")
        assert "(•) default, every quarter" in seen(app)
        await pilot.press("ctrl+s")
    assert "meets" not in (root / f"vendors/{ACME}/vendor.toml").read_text()


async def test_a_file_that_cannot_be_read_is_said_and_nothing_is_marked(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    (root / FILE).write_text("[meetings.soon]\n\n[meetings.2026-01-05]\ndecided = 'Yes.'\n")
    async with meetings_of(root) as (app, pilot):
        assert "is not named after the day of a meeting" in one_line(app)
        assert "Yes 2026-01-05 not stated ✓ held" in one_line(app)
        await pilot.press("q")
        assert "⚑" not in seen(app)
        assert "meetings.toml:1" in seen(app)


async def test_hostile_texts_are_shown_and_do_nothing(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    said = "[@click=app.quit]x[/] \\u001b[31m\\u202e"
    (root / FILE).write_text(f'[meetings.2026-11-01]\npresent = ["{said}"]\ndecided = "{said}"\n')
    async with meetings_of(root) as (app, pilot):
        await pilot.press("end")
        assert "With [@click=app.quit]x[/] ␛[31m Decided" in one_line(app)
        await pilot.press("end", "enter", "ctrl+s")
        assert isinstance(app.screen, MeetingsScreen)
    assert said in (root / FILE).read_text()


@pytest.mark.parametrize("screen", [MeetingsScreen, MeetingForm, CadenceForm])
def test_the_footer_and_the_help_are_whole(screen: type[Page[object]]) -> None:
    shown = [key for key in screen.KEYS if key.label]
    assert line_width(bar([key for key in shown if not key.optional])) <= 80
    assert all(len(footer_label(key)) <= 6 for key in shown)
    pressed = [each for key in screen.KEYS for each in key.keys.split(",")]
    assert len(set(pressed)) == len(pressed)
    assert texts(screen.HELP_TOPIC, partial(key_label, keymap={}))


async def test_help_and_back(tmp_path: Path) -> None:
    async with meetings_of(small_workspace(tmp_path), (100, 50)) as (app, pilot):
        await pilot.press("question_mark")
        assert all(key.description in one_line(app) for key in MeetingsScreen.KEYS)
        await pilot.press("q", "q")
        assert "1 vendor" in seen(app)


PROMISED = """\
format = 1

[promises.send-it]
by = "buyer"
text = "Send it"
made = 2026-08-20
due = 2026-09-01
"""


async def test_promises_are_ticked_below_their_meeting_and_undone(tmp_path: Path) -> None:
    root = with_meeting(small_workspace(tmp_path))
    path = root / f"vendors/{ACME}/promises.toml"
    path.write_text(PROMISED)
    async with meetings_of(root) as (app, pilot):
        await pilot.press("space")
        assert "Only promises can be ticked or dropped" in seen(app)
        await pilot.press("end")
        assert "▸ Send it 2026-09-01 us ⚑ overdue" in one_line(app)
        await pilot.press("space")
        assert (
            "Send it is kept late, because its due date has passed. Press ^Z to undo"
            in one_line(app)
        )
        assert "✓ kept late" in seen(app)
        await pilot.press("ctrl+z")
        assert "Undone: Send it is overdue" in seen(app)
        assert path.read_text() == PROMISED
        await pilot.press("minus")
        assert "Send it is dropped" in seen(app)
        await pilot.press("ctrl+z", "enter", "ctrl+u", *"Pay", "ctrl+s")
        assert "Changed Pay" in seen(app)
        await pilot.press("ctrl+z")
    assert path.read_text() == PROMISED


async def test_a_meeting_is_undone_with_its_promises(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    folder = root / f"vendors/{ACME}"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    async with meetings_of(root) as (app, pilot):
        await pilot.press("plus", "tab", *"Jane", "tab", "tab", *"Pay", "ctrl+s")
        assert "Added the meeting of 2026-11-24. Press ^Z to undo" in one_line(app)
        assert promised(root) == [("buyer", "Pay", "2026-11-24", "None")]
        await pilot.press("C", "right", "ctrl+s")
        assert "Meetings with Acme Logistics: every year. Press ^Z to undo" in one_line(app)
        await pilot.press("ctrl+z", "ctrl+z")
        assert "Undone: the meeting of 2026-11-24 is no longer listed" in one_line(app)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


async def test_long_minutes_are_read_whole(tmp_path: Path) -> None:
    words = [f"decision{n}" for n in range(400)]
    decided = "\n".join(" ".join(words[n : n + 10]) for n in range(0, 400, 10))
    root = with_meeting(small_workspace(tmp_path), meeting=Meeting(decided=decided))
    async with meetings_of(root, (60, 20)) as (app, pilot):
        await pilot.press("end", "tab")
        read = ""
        for _ in range(20):
            read += seen(app)
            await pilot.press("pagedown")
        assert all(f"{word} " in f"{read.replace(chr(10), ' ')} " for word in words)
        assert "PgDn scrolls down" in read


async def test_a_meeting_has_a_title_that_fits_and_its_text_is_in_the_pane(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter", "M")
        rows = [text for text in seen(app).splitlines() if "held" in text]
        assert len(rows) == 2
        assert not any("…" in text for text in rows)
        assert "The July drop tariff stays " in rows[0]
        assert "Ines Lindqvist +5" in rows[0]
        assert "Eleven actions on the cut-off " in rows[1]
        await pilot.press("down")
        assert "Northwind carries €4,000 of the ferry strike" in " ".join(seen(app).split())
