"""Forms: what is required, groups with headings, and long texts in several rows."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from partnercheck.app.shared.widgets.form import Typed
from partnercheck.app.shared.widgets.wrapped_input import row_starts
from tests.support.every_screen import on
from tests.support.shown import cells

NOTE = "#note"
LONG = "the first sentence of a note that is longer than one row, and the second one of it"


def rows_of(text: str, width: int) -> list[str]:
    starts = row_starts(text, width)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=90), st.integers(4, 30))
def test_the_rows_of_a_text_are_the_whole_text_and_fit(text: str, width: int) -> None:
    rows = rows_of(text, width)
    assert "".join(rows) == text
    assert all(cell_len(row) <= width for row in rows)
    assert cell_len(rows[-1]) < width, "the cursor stands after the text"


def test_rows_break_after_a_blank_or_within_a_long_word() -> None:
    assert rows_of("one two three", 9) == ["one two ", "three"]
    assert rows_of("onetwothree", 5) == ["onet", "woth", "ree"]


@pytest.mark.parametrize(
    ("screen", "label"),
    [("VendorForm", "Name"), ("GoalForm", "Goal"), ("PromiseForm", "Promise"), ("WhoScreen", "N")],
)
async def test_a_sign_marks_what_is_required_and_the_title_line_explains_it(
    screen: str, label: str, tmp_path: Path
) -> None:
    async with on(screen, tmp_path) as opened:
        title, *rest = cells(opened.app)
        assert title.endswith(("◦ required", "◦ required   2026-q4"))
        assert any(re.match(rf" {label}\w* ◦ ", line) for line in rest)


async def test_a_form_in_which_nothing_is_required_explains_no_sign(tmp_path: Path) -> None:
    async with on("PersonForm", tmp_path) as opened:
        assert "required" not in "\n".join(cells(opened.app))


async def test_groups_have_headings_if_every_field_still_fits(tmp_path: Path) -> None:
    async with on("VendorForm", tmp_path, (80, 40)) as opened:
        assert any(line.startswith(" Stage and target ──") for line in cells(opened.app))
        await opened.pilot.resize_terminal(80, 24)
        await opened.pilot.pause()
        lines = cells(opened.app)
        assert not any(line.startswith(" Stage and target") for line in lines)
        assert any(line.startswith(" Id ") for line in lines)


async def test_a_long_text_is_in_several_rows_as_it_is_typed(tmp_path: Path) -> None:
    async with on("GoalForm", tmp_path) as opened:
        field = opened.screen.query_one(NOTE, Typed)
        opened.screen.set_focus(field)
        await opened.pilot.press("ctrl+u", *"short")
        await opened.pilot.pause()
        assert field.size.height == 1
        await opened.pilot.press("ctrl+u", *("space" if each == " " else each for each in LONG))
        await opened.pilot.pause()
        lines = cells(opened.app)
        first = next(n for n, line in enumerate(lines) if line.startswith(" Note "))
        assert " ".join(" ".join(lines[first : first + 2]).split()[1:]) == LONG
        assert opened.screen.marked is not None
        assert opened.screen.marked.y == first + 1, "the cursor is at the end of the text"
        await opened.pilot.press("home")
        assert opened.screen.marked == field.region.offset


async def test_a_click_in_a_further_row_puts_the_cursor_there(tmp_path: Path) -> None:
    async with on("GoalForm", tmp_path) as opened:
        field = opened.screen.query_one(NOTE, Typed)
        field.value = LONG
        await opened.pilot.pause()
        second = row_starts(LONG, field.size.width)[1]
        await opened.pilot.click(NOTE, offset=(3, 1))
        assert field.cursor_position == second + 3


async def test_a_long_text_stays_in_one_row_if_the_form_is_full(tmp_path: Path) -> None:
    async with on("VendorForm", tmp_path) as opened:
        field = opened.screen.query_one("#name", Typed)
        await opened.pilot.press(*("x" * 100))
        await opened.pilot.pause()
        assert field.size.height == 1
