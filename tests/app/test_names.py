"""Names on screen: one name in every Unicode form, and nothing blank is filed in silence."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from textual.widgets import Input

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer, Vendor
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from partnercheck.workspace.vendors import add_vendor
from tests.support.screens import TODAY, opened, seen, small_workspace, typed

COMPOSED = "José Ångström"
PARTS = unicodedata.normalize("NFD", COMPOSED)


async def test_a_search_finds_every_form_of_a_name(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    add_vendor(open_workspace(root), Vendor(name="Ståhl", owner=COMPOSED, tags=("Straße",)))
    for words in (COMPOSED, PARTS, PARTS.upper(), "ståhl", "STRASSE", "ｊｏｓé"):
        async with opened(root) as (app, pilot):
            await pilot.press("slash")
            app.screen.query_one(Input).value = words
            await pilot.pause()
            assert "1 of 2 vendors" in seen(app)
            assert "Ståhl" in seen(app)


async def test_a_respondent_resumes_on_screen_in_another_form(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    workspace = open_workspace(root)
    sitting = start_sitting(workspace, Start("acme-logistics", respondent=COMPOSED), TODAY)
    sitting.save_answer(sitting.items[0].id, Answer(score=3, on=TODAY))
    async with opened(root, Start("acme-logistics")) as (app, pilot):
        app.screen.query_one("#respondent", Input).value = PARTS
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Resumed: 1 answered, 27 left" in seen(app)


async def test_a_field_of_spaces_is_told_and_nothing_is_filed(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    for blank in ("   ", "\u200b", "\u3164"):
        async with opened(root) as (app, pilot):
            await pilot.press("plus")
            await typed(pilot, "Foo")
            app.screen.query_one("#owner", Input).value = blank
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert '"Owner" has only spaces' in seen(app)
            assert app.focused is app.screen.query_one("#owner", Input)
        assert vendor_ids(open_workspace(root)) == ["acme-logistics"]


async def test_people_who_would_share_a_file_are_told_when_a_session_is_begun(
    tmp_path: Path,
) -> None:
    async with opened(small_workspace(tmp_path), size=(120, 24)) as (app, pilot):
        await pilot.press("S")
        app.screen.query_one(Input).value = "Zoe, Zoë"
        await pilot.press("enter")
        await pilot.pause()
        assert '"Zoe" and "Zoë" would share a file' in seen(app)


async def test_what_is_pasted_into_a_field_is_filed_clean(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("plus")
        app.screen.query_one("#name", Input).value = f"{PARTS}\ufeff \u00adLtd"
        await pilot.press("ctrl+s")
        await pilot.pause()
    path = root / "vendors/jose-angstrom-ltd/vendor.toml"
    assert f'name = "{COMPOSED} Ltd"' in path.read_text("utf-8")
