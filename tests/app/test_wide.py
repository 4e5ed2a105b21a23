"""From 110 cells on there is more on the screen: what happened beside the question."""

from pathlib import Path

import pytest

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.keybar import bar
from partnercheck.app.shared.widgets.lines import Lines, line_width
from tests.support.every_screen import names, on
from tests.support.screens import ALICE, alices_file, opened, seen, small_workspace, typed

BESIDE, QUESTION = "#beside", "#question"
SIZES = ((48, 20), (80, 24), (120, 40))


def lines(app: PartnerCheck, widget: str) -> list[str]:

    found = app.screen.query_one(widget, Lines)
    return ["".join(span.text for span in line).strip() for line in found.lines]


async def test_what_happened_is_beside_the_question(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE, (120, 40)) as (app, pilot):
        await pilot.press("3", "e")
        await typed(pilot, "In May")
        note, question = app.screen.query_one("#note"), app.screen.query_one(QUESTION)
        assert note.region.x >= question.region.right
        assert note.region.y == question.region.y + 1
        await pilot.press("enter")
        beside = lines(app, BESIDE)
        assert "In May" in beside
        assert "3 a yes or no in time" in [" ".join(each.split()) for each in beside]
        assert not any("In May" in each for each in lines(app, QUESTION))
        assert "In May" in alices_file(root).read_text()


async def test_a_terminal_that_is_made_narrow_has_it_below_again(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path), ALICE, (120, 40)) as (app, pilot):
        await pilot.press("3", "e")
        await typed(pilot, "In May")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        note, question = app.screen.query_one("#note"), app.screen.query_one(QUESTION)
        assert note.region.x == 0
        assert note.region.y == question.region.bottom
        await pilot.press("enter")
        assert "In May" in lines(app, QUESTION)
        await pilot.resize_terminal(140, 50)
        await pilot.pause()
        assert "In May" in lines(app, BESIDE)
        assert "In May" not in lines(app, QUESTION)


@pytest.mark.parametrize("name", names())
async def test_every_screen_has_all_its_keys_in_every_size(name: str, tmp_path: Path) -> None:
    async with on(name, tmp_path, SIZES[0]) as (app, pilot):
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            foot = " ".join(" ".join(lines(app, "KeyBar")).split())
            assert isinstance(app.screen, Page)
            labelled = [key for key in app.screen.offered_keys() if key.label]
            left_out = [key for key in labelled if key.label not in foot]
            # Only what a screen can do without is left out, and only if not all fits on one line.
            assert all(key.optional for key in left_out)
            assert not left_out or line_width(bar(labelled)) > size[0]
            footer = app.screen.query_one("KeyBar")
            assert footer.region.bottom == size[1]
            assert all(len(each) <= size[0] for each in lines(app, "KeyBar"))
            if size[0] >= 80:
                assert footer.size.height == 1
            assert seen(app)
