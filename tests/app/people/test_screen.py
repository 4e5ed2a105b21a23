"""The people about a vendor on screen: who they are, what they owe, and changes of the lists."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from pathlib import Path

import pytest
import tomli

from partnercheck.app.people.form import PersonForm
from partnercheck.app.people.screen import PeopleScreen
from partnercheck.app.shared.help_texts import texts
from partnercheck.app.shared.keys import key_label
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.keybar import bar
from partnercheck.app.shared.widgets.lines import line_width
from partnercheck.base.records import Awaited
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.open import open_workspace
from tests.support.screens import go_to, opened, sample_workspace, seen, small_workspace, typed

ACME = "vendors/acme-logistics/people.toml"


async def test_both_sides_are_listed_with_what_they_answered(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(100, 30)) as (_, pilot):
        await pilot.press("enter", "W")
        shown = " ".join(seen(pilot.app).split())  # type: ignore[arg-type]
        assert isinstance(pilot.app.screen, PeopleScreen)
        assert "Person Side State" in shown
        assert "Jonas Reed theirs ✓ answered" in shown
        assert "Level management" in shown
        assert "Answered Acme Logistics 2026-q" in shown
        assert "Alice Moreau ours ✓ answered" in shown


async def test_a_wrong_address_and_a_name_like_a_known_one_are_asked_about(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(100, 30)) as (app, pilot):
        await pilot.press("enter", "W", "plus", "ctrl+s")
        assert "The name is missing" in seen(app)
        await typed(pilot, "Jonas Read")
        await pilot.press("ctrl+s")
        assert '"Jonas Reed" is already known. If Jonas Read is somebody else, press' in seen(app)
        assert not (root / ACME).exists()
        await pilot.press("tab", "tab", "tab")
        await typed(pilot, "a b")
        await pilot.press("ctrl+s")
        assert "The e-mail address is not" in seen(app)
        await pilot.press("ctrl+u", "ctrl+s")
        assert "Added Jonas Read. " in seen(app)
        assert tomli.loads((root / ACME).read_text())["people"]["jonas-read"]["name"]
        await pilot.press("ctrl+z")
        assert "Undone: Jonas Read is no longer listed" in seen(app)
        await pilot.press("ctrl+z")
        assert "Nothing to undo" in seen(app)
    assert not (root / ACME).exists()


async def test_somebody_who_is_only_known_from_answers_cannot_be_removed(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(100, 30)) as (app, pilot):
        await pilot.press("enter", "W", "delete")
        assert "is not in the list: the name comes from an answer or a request" in " ".join(
            seen(app).split()
        )
    assert not (root / ACME).exists()


async def test_without_people_the_screen_says_how_to_add_one(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter", "W")
        assert "No people are known yet. Press + to add somebody" in seen(app)
        await pilot.press("enter", "minus", "delete", "q")
        assert not isinstance(app.screen, PeopleScreen)


@pytest.mark.parametrize("screen", [PeopleScreen, PersonForm])
def test_the_footer_and_the_help_are_whole(screen: type[Page[object]]) -> None:
    needed = [key for key in screen.KEYS if key.label and not key.optional]
    assert line_width(bar(needed)) <= 80
    assert texts(screen.HELP_TOPIC, partial(key_label, keymap={}))


async def test_every_change_is_undone_byte_for_byte(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(100, 30)) as (app, pilot):
        await pilot.press("enter", "W", "plus")
        await typed(pilot, "Zoe Zimmer")
        await pilot.press("ctrl+s")
        texts = [(root / ACME).read_text()]
        for keys in (["minus"], ["minus"], ["enter", "right", "ctrl+s"], ["delete"]):
            await pilot.press(*keys)
            assert "Zoe Zimmer" in seen(app)
            assert "Press ^Z to undo" in seen(app)
            texts.append((root / ACME).read_text())
        undone = (
            "Zoe Zimmer is listed again",
            "the changes to Zoe Zimmer",
            "Zoe Zimmer has left",
            "Zoe Zimmer is back",
            "Zoe Zimmer is no longer listed",
        )
        for text, words in zip(reversed(texts), undone, strict=True):
            assert (root / ACME).read_text() == text
            await pilot.press("ctrl+z")
            assert f"Undone: {words}" in seen(app)
    assert not (root / ACME).exists()


async def test_whoever_is_waited_for_has_a_row_with_the_day_of_the_request(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    workspace = open_workspace(root)
    days = {"on": dt.date(2026, 11, 3), "due": dt.date(2026, 12, 1)}
    note_request(workspace, "cobalt-cloud", "2026-q4", Awaited("vendor", "Kim Lee", **days))
    async with opened(root, size=(100, 30)) as (app, pilot):
        await go_to(app, pilot, "Cobalt Cloud")
        assert "Kim Lee was asked on 2026-11-03, due 2026-12-01." in seen(app)
        await pilot.press("enter", "W")
        shown = " ".join(seen(app).split())
        assert "1 still to come" in shown
        assert "Kim Lee, asked 2026-11-03 2026-12-01 theirs □ still to come" in shown


async def test_answers_to_a_lens_are_still_to_come_on_every_screen(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(100, 30)) as (app, pilot):
        await go_to(app, pilot, "Elderwick Dairy")
        both = "2 answers on Walking the talk, 1 from Ines Lindqvist and 1 from Tom Okafor"
        assert f"Still to come: {both}" in " ".join(seen(app).split())
        await pilot.press("f")
        assert "Answers still to come 4 vendors" in " ".join(seen(app).split())
        await pilot.press("escape", "enter", "W")
        shown = " ".join(seen(app).split())
        assert "2 still to come" in shown
        assert "Ines Lindqvist ours □ still to come" in shown
        await go_to(app, pilot, "Tom Okafor")
        shown = " ".join(seen(app).split())
        assert "Elderwick Dairy 2026-q4 (1 answer on Walking the talk)" in shown
        assert "Elderwick Dairy 2026-q4 (8 of 9 on Walking the talk)" in shown


async def test_a_person_who_has_begun_has_given_some_answers_of_all(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(100, 30)) as (app, pilot):
        await go_to(app, pilot, "Ilvane Robotics")
        await pilot.press("enter")
        shown = " ".join(seen(app).split())
        assert "10 answers are still to come, and 2 questions were answered “don't know”" in shown
        assert "W people" in shown
        await pilot.press("W")
        await go_to(app, pilot, "Tom Okafor")
        shown = " ".join(seen(app).split())
        assert "Still to come Ilvane Robotics 2026-q4 (10 answers)" in shown
        assert "Answered Ilvane Robotics 2026-q4 (18 of 28)" in shown


async def test_a_side_that_nobody_has_asked_has_a_row_that_says_so(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(100, 30)) as (app, pilot):
        await go_to(app, pilot, "Cobalt Cloud")
        assert "The vendor has not been asked yet." in seen(app)
        await pilot.press("enter", "W")
        shown = " ".join(seen(app).split())
        assert "1 not asked" in shown
        assert "Anybody at Cobalt Cloud theirs · not asked" in shown
        assert "Cobalt Cloud 2026-q4 (not asked yet)" in shown
        await pilot.press("minus")
        assert "Nobody is named in this row. + adds a person; F on the vendor's screen" in seen(app)


async def test_the_columns_are_near_each_other_on_a_wide_screen(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await pilot.press("enter", "W")
        row = next(text for text in seen(app).splitlines() if "ours" in text)
        assert max(len(gap) for gap in re.findall(" {2,}", row.strip())) < 30
