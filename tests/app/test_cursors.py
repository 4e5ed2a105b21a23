"""No cursor blinks: it would send bytes twice a second, over SSH too, to say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from tests.support.every_screen import names, on
from tests.support.screens import opened, sample_workspace

FIELDS = f"{Input.__name__}, {TextArea.__name__}"


@pytest.mark.parametrize("name", names())
async def test_the_cursor_of_no_field_blinks(name: str, tmp_path: Path) -> None:
    async with on(name, tmp_path) as (app, pilot):
        # A search field is made when it is opened.
        await pilot.press("/")
        fields = [*app.screen.query(FIELDS).results(Input | TextArea)]
        assert not [field for field in fields if field.cursor_blink]


@pytest.mark.parametrize("keys", [("/",), ("ctrl+p",), ("f2", "/")], ids=" ".join)
async def test_the_cursor_of_searches_and_the_palette_does_not_blink(
    keys: tuple[str, ...], tmp_path: Path
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press(*keys)
        fields = [*app.screen.query(FIELDS).results(Input | TextArea)]
        assert fields
        assert not [field for field in fields if field.cursor_blink]


@pytest.mark.parametrize(
    ("name", "keys"),
    [("SetupScreen", ()), ("VendorForm", ()), ("ImportScreen", ()), ("AssessScreen", ("e",))],
    ids=str,
)
async def test_without_colours_the_cursor_can_be_seen(
    name: str, keys: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with on(name, tmp_path) as (app, pilot):
        await pilot.press(*keys, "x")
        field = app.focused
        assert isinstance(field, Input | TextArea)
        styles = [segment.style for segment in field.render_line(0)]
        assert any(style and style.reverse for style in styles)


async def test_without_colours_a_selected_text_can_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with on("AskScreen", tmp_path) as (app, _):
        assert app.focused
        text = next(iter(app.focused.render_line(0)))
        assert text.text == "acme-logistics.agenda.internal.md"
        assert text.style
        assert text.style.reverse
