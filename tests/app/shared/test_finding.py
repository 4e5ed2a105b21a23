"""What helps a newcomer to find something: the palette, the help and the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.glossary import GlossaryScreen, terms_in
from partnercheck.app.shared.help_texts import codes
from partnercheck.app.shared.palette import Entry, match
from partnercheck.app.vendor.screen import VendorScreen
from partnercheck.base.text import name_key
from partnercheck.report.words.caveat_phrases import short_caveats
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.glossary import glossary
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from tests.support.screens import go_to, opened, sample_workspace, seen, typed
from tests.support.shown import cells


def best(app: PartnerCheck, text: str) -> list[Entry]:
    """What the palette offers for a text, the best first."""
    words = name_key(text).split()
    offered = [(match(words, each), each) for each in app.palette_entries(app.screen)]
    found = sorted((each for each in offered if each[0]), key=lambda each: -each[0])
    return [entry for _, entry in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("edit", "Edit the vendor: its name, target, facts and more"),
        ("rename", "Edit the vendor: its name, target, facts and more"),
        ("delete", "Remove the vendor, or those marked; can be undone"),
        ("spreadsheet", "Import a form that a vendor has filled in"),
        ("elderwick", "Elderwick Dairy"),
        ("cobalt-cl", "Cobalt Cloud"),
        ("minutes", "Show the meetings, and what was decided in them"),
        ("dictionary", "Explain the terms in the selected line"),
        ("exit", "Clear search and filter, then the marks, then quit"),
    ],
)
async def test_the_palette_finds_actions_and_vendors_by_other_words(
    tmp_path: Path, text: str, first: str
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, _):
        assert best(app, text)[0].title == first


async def run_by_name(pilot: Pilot[None], text: str) -> None:
    await pilot.press("ctrl+p")
    await typed(pilot, text)
    await pilot.press("enter")
    await pilot.pause()


async def test_the_palette_opens_a_vendor_and_what_belongs_to_it(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await run_by_name(pilot, "elder")
        assert "Elderwick Dairy" in seen(app).splitlines()[0]
        await pilot.press("q", "down")
        await run_by_name(pilot, "minutes")
        assert "Meetings   Borealis Packaging" in seen(app)


async def test_the_arrow_keys_choose_among_what_the_palette_has_found(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("ctrl+p")
        await typed(pilot, "answers")
        await pilot.press("down", "down", "up", "enter")
        await pilot.pause()
        assert "People   Acme Logistics" in seen(app)


async def test_a_vendor_is_opened_from_a_form_only_once_the_note_is_saved(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("a", "ctrl+u", *"Zoe", "ctrl+s", "3", "e", *"in May")
        await run_by_name(pilot, "elder")
        assert "Elderwick Dairy" in seen(app).splitlines()[0]
        saved = root / "vendors/acme-logistics/2026-q4/buyer.zoe.partnership.toml"
        assert 'evidence = "in May"' in saved.read_text()


async def test_the_help_begins_with_the_keys_and_has_the_signs_as_a_table(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(100, 200)) as (app, pilot):
        await pilot.press("question_mark")
        lines = [line.removeprefix("▸").strip() for line in seen(app).splitlines()]
        lines = [" ".join(line.split()) for line in lines]
        titles = ("Most used", "Marks", "Do", "Everywhere", "This screen", "In every list")
        places = [lines.index(each) for each in titles]
        assert places == sorted(places)
        assert lines[places[0] + 1].split() == ["a", "Assess", "the", "vendor"]
        assert {sign for sign, _ in codes("portfolio")} >= {"⚑", "◆", "*"}
        for sign, _ in codes("portfolio"):
            assert any(line.startswith(sign) for line in lines[places[1] : places[2]])
        assert "● Partner: All four conditions are present, and both sides" in " ".join(lines)


async def test_the_glossary_is_in_order_and_its_search_shows_what_has_the_words(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path), size=(100, 200)) as (app, pilot):
        await pilot.press("f2")
        assert isinstance(app.screen, GlossaryScreen)
        words = [row.key for row in app.screen.sheet.rows]
        assert words == sorted(words, key=str.casefold)
        await pilot.press("slash", *"range")
        found = [row.key for row in app.screen.sheet.rows]
        assert {"open", "verdict"} <= {*found} < {*words}
        await pilot.press(*"zzz")
        assert "No term has these words. esc shows all again" in seen(app)
        await pilot.press("escape")
        assert [row.key for row in app.screen.sheet.rows] == words
        await pilot.press("slash", *"caveat", "enter", "down", "escape", "escape")
        assert not isinstance(app.screen, GlossaryScreen)


async def test_the_glossary_opens_at_the_term_of_the_selected_line(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("down", "enter")
        for line, term in (("Caveats", "view only"), ("Mutual gains", "Mutual gains")):
            await pilot.press("home")
            await go_to(app, pilot, line)
            await pilot.press("f2")
            assert isinstance(app.screen, GlossaryScreen)
            assert app.screen.sheet.key == term
            await pilot.press("escape")
            assert isinstance(app.screen, VendorScreen)


async def test_the_glossary_opens_at_the_caveat_or_warning_that_a_line_is_about(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        for vendor, term, others in (
            ("Elderwick Dairy", "warning", ""),
            ("Hollin Staffing", "warning", "views far apart, little evidence, Mutual gains"),
        ):
            await go_to(app, pilot, vendor)
            await pilot.press("enter")
            await go_to(app, pilot, "Caveats")
            await pilot.press("f2")
            assert isinstance(app.screen, GlossaryScreen)
            assert app.screen.sheet.key == term
            assert others in " ".join(seen(app).split())
            await pilot.press("escape", "escape", "home")


async def test_the_key_of_the_glossary_goes_on_to_the_other_terms_of_the_line(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await go_to(app, pilot, "Hollin Staffing")
        await pilot.press("enter")
        await go_to(app, pilot, "Caveats")
        await pilot.press("f2", "f2")
        assert isinstance(app.screen, GlossaryScreen)
        assert app.screen.sheet.key == "views far apart"
        others = (
            "Other terms on that line: warning, little evidence, Mutual gains, Cultural alignment, "
            "Reciprocity F2 shows the next"
        )
        assert others in " ".join(seen(app).split())
        await pilot.press("f2", "f2", "f2", "f2", "f2")
        assert app.screen.sheet.key == "warning"


async def test_the_search_of_the_glossary_goes_to_the_term_that_was_typed(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("f2", "slash", *"opinion", "enter", "slash")
        await pilot.press(*["backspace"] * len("opinion"), *"evidence", "enter")
        assert isinstance(app.screen, GlossaryScreen)
        assert app.screen.sheet.key == "evidence"
        assert "that you saw it or have it in writing" in " ".join(seen(app).split())


async def test_every_caveat_of_the_samples_is_in_the_glossary(tmp_path: Path) -> None:
    workspace = open_workspace(sample_workspace(tmp_path))
    terms, _ = glossary(workspace)
    for vendor in vendor_ids(workspace):
        for caveat in short_caveats(judge_vendor(workspace, vendor), in_words=True):
            assert terms_in([caveat], terms), caveat


async def test_the_arrow_keys_choose_a_term_while_the_search_is_typed(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("f2", "slash", *"caveat")
        assert isinstance(app.screen, GlossaryScreen)
        keys = [row.key for row in app.screen.sheet.rows]
        first = keys.index(app.screen.sheet.key)
        await pilot.press("up" if first else "down")
        chosen = app.screen.sheet.key
        assert chosen in keys
        assert chosen != keys[first]
        await pilot.press("enter")
        assert app.screen.sheet.key == chosen


def search_line(app: PartnerCheck) -> str:
    """The line of the search field, as it is painted."""
    field = app.screen.query_one("#search")
    return cells(app)[field.region.y].strip()


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("screen", [(), ("f2",)])
async def test_a_search_that_still_filters_is_labelled(
    tmp_path: Path, width: int, screen: tuple[str, ...]
) -> None:
    async with opened(sample_workspace(tmp_path), size=(width, 20)) as (app, pilot):
        await pilot.press(*screen, "slash", *"co")
        assert search_line(app) == "Find: co"
        await pilot.press("enter")
        assert search_line(app).split() == ["Filter:", "co", "esc", "shows", "all"]
        await pilot.press("escape")
        assert "Filter: " not in seen(app)
        assert "shows all" not in seen(app)
