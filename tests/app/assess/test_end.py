"""The end of a questionnaire, and what is said on the way there about how much is answered."""

from pathlib import Path

import pytest

from partnercheck.app.shared.widgets.keybar import KeyBar
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.exchange.requests import Request, write_request
from partnercheck.workspace.open import open_workspace
from tests.support.screens import (
    ALICE,
    TODAY,
    alices_file,
    opened,
    sample_workspace,
    seen,
    small_workspace,
    typed,
)

TO_THE_END = ["3", "enter"] * 28


async def test_the_bar_tells_scored_not_known_and_left_apart_in_words(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        assert "· 0 of 28 answered" in " ".join(seen(app).split())
        await pilot.press("3", "enter", "u", "enter", "n")
        assert "━ 1 scored, 1 no occasion  ╍ 1 don't know  · 25 left" in seen(app)


async def test_not_knowing_is_not_called_answered_at_the_end(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press(*["3", "enter"] * 27, "u", "enter")
        assert 'No question is left; 1 answer is "I don\'t know".' in seen(app)
        assert "All questions answered" not in seen(app)


async def test_enter_at_the_end_leaves_and_a_key_asks_the_vendor_who_has_not_answered(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press(*TO_THE_END)
        assert "▸ ⏎ q  Leave: every answer is saved" in seen(app)
        assert "F  Ask Acme Logistics for its view" in seen(app)
        await pilot.press("down", "right", "j")
        assert "the end" in seen(app), "an arrow only moves"
        await pilot.press("F")
        assert "A form for Acme Logistics" in seen(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "The form was written to" in seen(app)
        await pilot.press("enter")
        assert "Ask Acme Logistics" not in seen(app), "it has been asked now"
        await pilot.press("enter")
        assert "Vendor  " in seen(app), "it is the portfolio"


async def test_the_end_offers_no_request_if_the_vendor_has_answered(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    jane = Start("acme-logistics", "vendor", "Jane Doe")
    sitting = start_sitting(open_workspace(root), jane, TODAY)
    sitting.save_answer("culture-decisions", Answer(score=3))
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press(*TO_THE_END)
        assert "Ask Acme Logistics" not in seen(app)
        await pilot.press("y")
        assert "Five-line summary to paste" in seen(app)
        await pilot.press("q", "A")
        assert "Agenda   Acme Logistics" in seen(app)


async def test_enter_at_the_end_goes_on_with_the_question_that_is_left(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "enter", "enter", *["3", "enter"] * 26)
        assert "1 question is left." in seen(app)
        assert "▸ ⏎    Go on with the question that is left" in seen(app)
        await pilot.press("enter")
        assert "Cultural alignment 2 of 7" in seen(app)


async def test_the_end_names_the_next_vendor_that_the_portfolio_knows(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("a", "ctrl+u")
        await typed(pilot, "Bob")
        await pilot.press("ctrl+s", *TO_THE_END)
        assert "N  Next vendor: Larkmere Energy" in seen(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_footer_has_only_what_can_be_pressed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE, size) as (app, pilot):

        def keys() -> str:
            lines = app.screen.query_one(KeyBar).lines
            return "  ".join("".join(span.text for span in line).strip() for line in lines)

        assert "0–4 score  u n skip" in keys()
        assert "prev" not in keys(), "it is the first question"
        await pilot.press("enter")
        assert "u skip" in keys(), "the second question has no key for no occasion"
        assert "⌫ prev" in keys()
        await pilot.press("e")
        assert keys() == "⏎ save  esc cancel  ^J new line  ^O editor  F1 help"
        await pilot.press("escape", "backspace", *TO_THE_END)
        assert keys().startswith("⏎ done  F ask them  y copy  A agenda  N next vendor  ⌫ prev")
        assert "score" not in keys()
        await pilot.press("backspace")
        assert "0–4 score" in keys()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_what_to_do_next_is_in_view_in_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    root = small_workspace(tmp_path)
    description = root / "vendors/acme-logistics/vendor.toml"
    name = "Consolidated Transcontinental Logistics and Cold Storage Group"
    description.write_text(f'format = 1\nname = "{name}"\ntarget = "partner"\n')
    write_request(open_workspace(root), "acme-logistics", Request(), TODAY)
    async with opened(root, ALICE, size) as (app, pilot):
        await pilot.press(*TO_THE_END)
        rows = seen(app).splitlines()
        assert any(row.startswith(" ▸ ⏎ q  Leave") for row in rows)
        assert any("A  Agenda of the next meeting" in row for row in rows)
        assert "2026-q4   buyer: Alice Moreau" in rows[0], "the vendor's name alone is cut"
        assert sum("present" in row for row in rows) == 4


async def test_the_vendors_own_people_are_not_told_to_ask_the_vendor(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    jane = Start("acme-logistics", "vendor", "Jane Doe", form="quick")
    async with opened(root, jane) as (app, pilot):
        await pilot.press(*["3", "enter"] * 12)
        assert "Ask Acme Logistics" not in seen(app), "it is the vendor who answers"
        assert "y  Copy the result" in seen(app)


async def test_while_the_program_asks_about_an_answer_the_footer_has_only_its_keys(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3")
        file = alices_file(root)
        file.write_text(file.read_text().replace("score = 3", "score = 1"))
        await pilot.press("2")
        assert "Somebody else has answered this in the meantime" in seen(app)
        assert "^Y save anyway  ^Z drop  q done" in seen(app)
        assert "0–4 score" not in seen(app)
        await pilot.press("ctrl+z")
        assert "0–4 score" in seen(app)
