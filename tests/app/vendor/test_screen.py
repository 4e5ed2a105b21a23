"""The vendor on screen: reasons that can be followed, what if, five lines, the glossary."""

from hashlib import sha256
from pathlib import Path

import pytest

from partnercheck.app.vendor.dossier_sheet import DossierView
from partnercheck.app.vendor.screen import VendorScreen
from tests.support.screens import (
    ALICE,
    go_to,
    opened,
    sample_workspace,
    seen,
    small_workspace,
    typed,
)


def digest(root: Path) -> str:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return sha256(b"".join(str(f).encode() + f.read_bytes() for f in files)).hexdigest()


def squeezed(text: str) -> str:
    return " ".join(text.split())


async def test_the_headline_comes_first_then_the_reasons(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 60)) as (app, pilot):
        await pilot.press("down", "down", "down", "enter")
        shown = squeezed(seen(app))
    assert shown.index("Dunmore Steel is a near partner") < shown.index("Dealing with the cause")
    assert "if they were all scored 0, the class would be a steady supplier" in shown
    assert "The target is a partner" in shown
    assert "The class would be a partner with one step up on dealing with the cause" in shown


async def test_a_reason_is_followed_to_its_item_and_its_evidence(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("down", "down", "down", "enter")
        await go_to(app, pilot, "Why")
        await pilot.press("enter", "down", "enter")
        shown = squeezed(seen(app))
    assert "▸ dealing with the our view: 1" in shown
    assert "Tom Okafor 1, written down (2026-11-11)" in shown
    assert "Cleaning skid, October" in shown


async def test_what_if_moves_class_path_and_margin_and_writes_nothing(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    before = digest(root)
    async with opened(root, size=(120, 60)) as (app, pilot):
        await pilot.press("down", "down", "down", "enter", "home")
        await go_to(app, pilot, "Dealing with the cause is scored")
        await pilot.press("enter", "i")
        assert "WHAT IF" in seen(app)
        await pilot.press("2")
        shown = squeezed(seen(app))
        assert (
            "What if: Near partner, our answers alone: Near partner, the vendor's: Partner" in shown
        )
        assert "→ Partner" in shown
        assert "1 score tried, none saved" in shown
        assert "Dunmore Steel is a partner" in shown
        assert "The class is as targeted." in shown
        await pilot.press("q")
        assert "WHAT IF" not in seen(app)
        assert "Dunmore Steel is a near partner" in squeezed(seen(app))
        await pilot.press("i", "4", "greater_than_sign", "less_than_sign")
        assert "WHAT IF" not in seen(app)
        assert "near partner" in squeezed(seen(app))
        await pilot.press("q", "q")
    assert digest(root) == before


async def test_what_if_is_not_begun_by_a_digit_alone(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter", "4")
        assert "i to try other scores" in seen(app)
        assert "WHAT IF" not in seen(app)


async def test_assessing_from_the_vendor_shows_the_new_verdict(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path), size=(120, 50)) as (app, pilot):
        await pilot.press("enter")
        assert "has not been assessed" in seen(app)
        await pilot.press("a", "ctrl+u")
        await typed(pilot, "Bea")
        await pilot.press("ctrl+s", "4", "q")
        assert "every class is still possible" in squeezed(seen(app))
        await pilot.press("q")
        assert "Supplier–Partner" in seen(app)


async def test_five_lines_are_written_to_a_file_and_never_over_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter", "y")
        assert "Learning 64 in our view" in squeezed(seen(app))
        await pilot.press("y")
        assert "Sent to the clipboard" in seen(app)
        await pilot.press("X", "ctrl+s")
        assert "The lines were written to" in seen(app)
        lines = (tmp_path / "acme-logistics.txt").read_text()
        await pilot.press("X", "ctrl+s")
        assert "already exists" in squeezed(seen(app))
    assert (tmp_path / "acme-logistics.txt").read_text() == lines
    assert len(lines.splitlines()) == 5
    assert lines.startswith("Acme Logistics, 2026-q4, target Partner: Near partner")


@pytest.mark.parametrize(
    "keys", [[], ["enter"], ["c"], ["plus"], ["a"], ["R"], ["question_mark"], ["enter", "y"]]
)
async def test_the_glossary_opens_from_every_screen(tmp_path: Path, keys: list[str]) -> None:
    root = sample_workspace(tmp_path)
    (root / "glossary.toml").write_text('[terms]\n"cold chain" = "From the kettle to the shop."\n')
    async with opened(root) as (app, pilot):
        await pilot.press(*keys)
        before = seen(app)
        await pilot.press("f2", "home")
        assert "cold chain" in seen(app)
        assert "From the kettle to the shop. (Northwind Foods)" in squeezed(seen(app))
        await pilot.press("q")
        assert seen(app) == before


async def test_the_glossary_opens_beside_a_note_that_is_being_written(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path), ALICE) as (app, pilot):
        await pilot.press("3", "e")
        await typed(pilot, "half")
        await pilot.press("f2", "q")
        await typed(pilot, "way")
        await pilot.press("enter")
        assert "halfway" in seen(app)


async def test_the_footer_says_if_enter_opens_a_line_or_jumps_from_it(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("down", "down", "down", "enter")
        assert "⏎ open" in seen(app)
        await go_to(app, pilot, "Why")
        await pilot.press("enter", "down")
        assert "⏎ jump" in seen(app)
        await pilot.press("enter")
        assert "▸ dealing with the" in squeezed(seen(app))
        assert "⏎ open" in seen(app)


async def test_more_questions_are_shown_where_they_are_counted(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(80, 60)) as (app, pilot):
        await pilot.press("end", "enter")
        await go_to(app, pilot, "and 25 more questions")
        asked = squeezed(seen(app)).count("Ask the vendor about")
        await pilot.press("enter")
        assert "▸ ▾ and 25 more questions" in squeezed(seen(app))
        assert squeezed(seen(app)).count("Ask the vendor about") > asked
        await pilot.press("enter", "home")
        assert squeezed(seen(app)).count("Ask the vendor about") == asked


async def test_the_caveats_say_where_the_whole_warning_is(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("slash", *"hollin", "enter", "enter")
        shown = squeezed(seen(app))
        assert "! High value, low trust: word and deed." in shown
        assert "The whole warning is below, under Lenses." in shown
        await go_to(app, pilot, "▹ Lenses")
        await pilot.press("enter")
        assert "Weak: Word and deed" in squeezed(seen(app))


async def test_the_headline_names_the_weakest_condition_that_keeps_a_vendor_back(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        headlines = {}
        for vendor in ("acme", "hollin", "borealis"):
            await pilot.press("slash", *vendor, "enter")
            headlines[vendor] = squeezed(seen(app))
            await pilot.press("escape")
        await pilot.press("slash", *"hollin", "enter", "enter")
        on_its_screen = squeezed(seen(app))
    assert "Acme Logistics is a near partner: Learning 64" in headlines["acme"]
    assert "Hollin Staffing is a near partner: Mutual gains 50" in headlines["hollin"]
    assert "a steady supplier: Cultural alignment 46, needs 66" in headlines["borealis"]
    assert "Hollin Staffing is a near partner: Mutual gains 50" in on_its_screen


async def test_enter_is_offered_only_on_a_line_that_it_opens(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(80, 60)) as (app, pilot):
        await go_to(app, pilot, "Acme Logistics")
        await pilot.press("enter")
        assert "⏎ open" in seen(app)
        await go_to(app, pilot, "What lowers it")
        assert "⏎" not in seen(app).splitlines()[-1]


async def test_a_warning_leads_to_the_lens_that_it_comes_from(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(80, 120)) as (app, pilot):
        await go_to(app, pilot, "Elderwick Dairy")
        await pilot.press("enter")
        await go_to(app, pilot, "▾ Lenses")
        await pilot.press("down")
        assert "⏎ jump" in seen(app)
        await pilot.press("enter")
        assert isinstance(app.screen, VendorScreen)
        assert "▸ ▾ Walking the talk" in " ".join(seen(app).split())


async def test_steps_are_counted_in_the_folded_line_only_if_they_are_when_it_is_open(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path), size=(109, 60)) as (app, pilot):
        await go_to(app, pilot, "Acme Logistics")
        await pilot.press("enter", "z", "z")
        shown = " ".join(seen(app).split())
        assert "down to Steady supplier with a lower answer to a key question" in shown


async def test_what_is_open_stays_open_after_a_decision(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(80, 30)) as (app, pilot):
        await go_to(app, pilot, "Acme Logistics")
        await pilot.press("enter")
        assert isinstance(app.screen, VendorScreen)
        before = app.screen.query_one(DossierView).opened
        await pilot.press("d", "down", "down")
        await typed(pilot, "Both sides keep their word")
        await pilot.press("ctrl+s")
        assert "to undo" in seen(app)
        assert before <= app.screen.query_one(DossierView).opened


async def test_undo_is_offered_only_for_a_change_of_this_vendor(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter", "d", "down", "down")
        await typed(pilot, "Both sides keep their word")
        await pilot.press("ctrl+s")
        assert "^Z undo" in seen(app)
        await pilot.press("greater_than_sign")
        assert "Borealis Packaging" in seen(app)
        assert "^Z undo" not in seen(app)


@pytest.mark.parametrize(("width", "has_gaps"), [(80, True), (60, False)])
async def test_a_sign_is_explained_only_while_it_is_shown(
    tmp_path: Path, width: int, has_gaps: bool
) -> None:
    async with opened(sample_workspace(tmp_path), size=(width, 24)) as (app, pilot):
        await go_to(app, pilot, "Hollin Staffing")
        await pilot.press("enter")
        assert ("≷ after a gap" in seen(app)) == has_gaps


async def test_the_headline_has_the_score_that_counts(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await go_to(app, pilot, "Dunmore Steel")
        shown = squeezed(seen(app))
        assert "Cultural alignment is 71, but dealing with the cause is scored 1 of 4 (our" in shown
        assert "↧ kept lower by one question" in shown
        await pilot.press("up")
        assert "↧ kept lower" not in squeezed(seen(app))


async def test_a_form_says_where_what_is_filled_in_comes_from(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(80, 40)) as (app, pilot):
        await pilot.press("enter", "d")
        shown = squeezed(seen(app))
        assert "Filled in: the class of the verdict" in shown
        await pilot.press("escape", "R")
        shown = squeezed(seen(app))
        assert "Contract end" in shown
        assert "contract_end" not in shown
        assert "Objectives in" in shown


async def test_why_no_open_question_could_change_the_class(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(109, 140)) as (app, pilot):
        await go_to(app, pilot, "Borealis Packaging")
        await pilot.press("enter", "z")
        said = squeezed(seen(app))
        assert "the other conditions decide the class, however Learning turns out" in said


async def test_each_press_of_the_key_that_quits_says_what_the_next_one_does(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("space", "down", "space", "slash", *"cobalt", "enter", "q")
        assert "All vendors are shown again; press q again to remove 2 marks" in squeezed(seen(app))
        await pilot.press("q")
        assert "2 marks removed; press q again to quit" in squeezed(seen(app))


async def test_a_comparison_lists_the_key_that_shows_more(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("down", "space", "down", "space", "c")
        assert "Tab more" in seen(app)
