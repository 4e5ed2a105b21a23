"""Vendors changed on screen: the same bytes as by the command, and Ctrl+Z undoes each."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from partnercheck.app.portfolio.vendor_form import VendorForm
from tests.support.clones import program
from tests.support.screens import TODAY, choose, opened, sample_workspace, seen, typed

ACME = "vendors/acme-logistics"


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / "vendors").rglob("*")
        if path.is_file()
    }


def twins(tmp_path: Path) -> tuple[Path, Path]:
    """Two equal workspaces: one for the screen, one for the command."""
    one = sample_workspace(tmp_path / "one")
    return one, Path(shutil.copytree(one, tmp_path / "two"))


async def fill(pilot: Pilot[None], field: str, text: str) -> None:
    pilot.app.screen.set_focus(pilot.app.screen.query_one(f"#{field}", Input))
    await pilot.press("ctrl+a", "ctrl+k")
    await typed(pilot, text)


EDITS: Sequence[tuple[dict[str, str], Sequence[str]]] = [
    ({"owner": "Tom"}, ("--owner", "Tom")),
    ({"name": "Acme Fleet", "tags": "fast"}, ("--name", "Acme Fleet", "--tag", "fast",
      "--untag", "chilled", "--untag", "critical")),
    ({"target_why": "", "serves": "people"}, ("--target-why", "", "--serves", "people")),
    ({"contact": "j@acme.example", "since": ""}, ("--contact", "j@acme.example", "--since", "")),
    ({"fact-spend": "3.5", "fact-criticality": ""}, ("--set", "spend=3.5", "--unset",
      "criticality")),
    ({"facts": "region = north; since_when = 2027-01-31", "objective": "Less"},
     ("--set", "region=north", "--set", "since_when=2027-01-31", "--objective", "Less")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "options"), EDITS)
async def test_an_edit_on_screen_writes_what_the_command_writes(
    tmp_path: Path, fields: dict[str, str], options: Sequence[str]
) -> None:
    on_screen, by_command = twins(tmp_path)
    before = files(on_screen)
    async with opened(on_screen) as (app, pilot):
        await pilot.press("R")
        assert isinstance(app.screen, VendorForm)
        for field, text in fields.items():
            await fill(pilot, field, text)
        await pilot.press("ctrl+s")
        assert "Changed Acme Logistics" in seen(app)
        assert program(by_command, "edit", "acme-logistics", *options).code == 0
        assert files(on_screen) == files(by_command)
        assert files(on_screen) != before
        await pilot.press("ctrl+z")
        assert "Undone. " in seen(app)
        if "name" not in fields:
            assert {**files(on_screen)}.keys() == before.keys()
    back = files(on_screen)[f"{ACME}/vendor.toml"].decode()
    assert sorted(back.splitlines()) == sorted(before[f"{ACME}/vendor.toml"].decode().splitlines())


async def test_leaving_the_form_as_it_is_writes_nothing(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    path = root / ACME / "vendor.toml"
    text = path.read_text().replace(
        'objective = "', 'objective = """\nTwo  \nlines\n\n"""\nbenefit = "', 1
    )
    path.write_text(text)
    async with opened(root) as (app, pilot):
        await pilot.press("R", "ctrl+s")
        assert "Nothing was changed" in seen(app)
    assert path.read_text() == text


async def test_a_number_that_becomes_a_text_is_named_after_saving(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("R")
        await fill(pilot, "fact-spend", "1.2 Mio")
        await pilot.press("ctrl+s")
        assert 'spend was a number and is now the text "1.2 Mio"' in " ".join(seen(app).split())
        await pilot.press("ctrl+z")
        assert "Undone. " in seen(app)


async def test_a_wrong_value_stays_in_its_field(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    before = files(root)
    async with opened(root) as (app, pilot):
        await pilot.press("R")
        for field, text, message in (
            ("contact", "a b", "is not an e-mail address"),
            ("since", "soon", "neither a year nor a date"),
            ("facts", "spend", "is not a fact"),
            ("facts", "owner = x", "is a key of the vendor itself"),
            ("name", "Cobalt Cloud", "already exists"),
        ):
            old = app.screen.query_one(f"#{field}", Input).value
            await fill(pilot, field, text)
            await pilot.press("ctrl+s")
            assert message in seen(app)
            await fill(pilot, field, old)
        await pilot.press("escape")
    assert files(root) == before


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("R")
        assert program(root, "edit", "acme-logistics", "--owner", "Ines", "--line", "x").code == 0
        await fill(pilot, "owner", "Tom")
        await pilot.press("ctrl+s")
        assert "Owner was changed by somebody else" in seen(app)
        await fill(pilot, "owner", "Alice Moreau")
        await fill(pilot, "supplies", "Trucks")
        await pilot.press("ctrl+s")
        assert "Changed Acme" in seen(app)
    text = (root / ACME / "vendor.toml").read_text()
    for line in ('owner = "Ines"', 'line = "x"', 'supplies = "Trucks"'):
        assert line in text


async def test_archive_and_restore_do_what_the_commands_do(tmp_path: Path) -> None:
    on_screen, by_command = twins(tmp_path)
    before = files(on_screen)
    async with opened(on_screen) as (app, pilot):
        await pilot.press("H")
        assert "Archived Acme Logistics. " in seen(app)
        text = files(on_screen)[f"{ACME}/vendor.toml"].decode()
        assert f"archived = {TODAY}" in text
        assert program(by_command, "archive", "acme-logistics").code == 0
        theirs = files(by_command)[f"{ACME}/vendor.toml"].decode().splitlines()
        assert [line for line in theirs if not line.startswith("archived")] == [
            line for line in text.splitlines() if not line.startswith("archived")
        ]
        await pilot.press("ctrl+z")
        assert "Acme Logistics is no longer archived" in seen(app)
        assert files(on_screen) == before
        await pilot.press("ctrl+z")
        assert "Nothing to undo" in seen(app)
    assert program(by_command, "restore", "acme-logistics").code == 0
    assert files(by_command) == before


async def test_a_removed_vendor_comes_back_by_ctrl_z_and_by_the_command(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    before = files(root)
    async with opened(root) as (app, pilot):
        await pilot.press("delete")
        assert "Remove Acme Logistics with the answers of" in seen(app)
        await pilot.press("enter")
        assert "12 vendors" in seen(app)
        await choose(app, pilot, "delete", "Remove it")
        assert "Removed Acme Logistics. " in seen(app)
        assert "11 vendors" in seen(app)
        assert (root / f".partnercheck/removed/{TODAY}-acme-logistics/vendor.toml").exists()
        await pilot.press("ctrl+z")
        assert "Undone: Acme Logistics is in the workspace again" in seen(app)
        assert files(root) == before
        await choose(app, pilot, "delete", "Remove it")
    assert program(root, "restore", "acme-logistics").code == 0
    assert files(root) == before


async def test_with_marked_rows_a_key_acts_on_them(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    before = files(root)
    async with opened(root) as (app, pilot):
        await pilot.press("down", "space", "down", "space", "home", "R")
        assert "R edits one vendor, and 2 are marked" in " ".join(seen(app).split())
        await pilot.press("H")
        assert "Archive 2 marked vendors?" in seen(app)
        assert "Borealis Packaging, Cobalt Cloud" in seen(app)
        await pilot.press("enter")
        assert files(root) == before
        await choose(app, pilot, "H", "Archive them")
        assert "Archived 2 vendors. " in seen(app)
        changed = {file for file, data in files(root).items() if data != before[file]}
        assert changed == {f"vendors/{each}/vendor.toml" for each in ("borealis-packaging",
            "cobalt-cloud")}  # fmt: skip
        await pilot.press("ctrl+z")
        assert "Undone: 2 vendors are no longer archived" in seen(app)
        assert files(root) == before
        await pilot.press("home", "down", "space", "down", "space", "home")
        await choose(app, pilot, "delete", "Remove them")
        assert "Removed 2 vendors. " in seen(app)
        assert "10 vendors" in seen(app)
        await pilot.press("ctrl+z")
        assert files(root) == before


async def test_if_one_marked_vendor_cannot_be_archived_none_is(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    (root / "vendors/cobalt-cloud/vendor.toml").write_text("name = 3\n")
    before = files(root)
    async with opened(root) as (app, pilot):
        await pilot.press("down", "space", "down", "space", "H")
        assert "nothing was changed: vendors/cobalt-cloud/vendor.toml:1" in seen(app)
    assert files(root) == before


async def test_a_description_with_an_error_is_not_edited(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    (root / ACME / "vendor.toml").write_text("name = 3\n")
    async with opened(root) as (app, pilot):
        await pilot.press("R")
        assert "nothing was changed: vendors/acme-logistics/vendor.toml:1" in seen(app)
        await choose(app, pilot, "delete", "Remove it")
        assert "Removed acme-logistics" in seen(app)


async def test_the_portfolio_is_sorted_by_a_fact_and_says_its_value(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(80, 40)) as (app, pilot):
        await choose(app, pilot, "s", "Spend")
        await pilot.press("home")
        shown = seen(app)
        assert "by spend" in shown.splitlines()[0]
        assert shown.index("Kellaby") < shown.index("Jessamy") < shown.index("Elderwick")
        assert "Spend: 38,000." in shown
        await pilot.press("end")
        assert "Larkmere Energy" in seen(app).splitlines()[13], "who has no spend comes last"
        await choose(app, pilot, "s", "Name")
        assert "by " not in seen(app).splitlines()[0]


async def test_the_search_takes_conditions_beside_words(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, "Spend>400000 alice")
        await pilot.press("enter")
        shown = seen(app)
        assert "2 of 12 vendors" in shown
        assert "Acme Logistics" in shown
        assert "Elderwick Dairy" in shown
        await pilot.press("q", "slash")
        await typed(pilot, "spend=")
        await pilot.press("enter")
        assert "1 of 12 vendors" in seen(app)
        assert "Larkmere Energy" in seen(app)


async def test_the_footer_of_a_form_says_how_to_change_the_field_with_the_focus(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("R")
        assert "^U empty" in seen(app)
        assert "←→ choose" not in seen(app)
        await pilot.press("tab", "left", "left", "ctrl+u")
        assert app.screen.query_one("#supplies", Input).value == ""
        await pilot.press(*["tab"] * 7)
        assert "←→ choose" in seen(app)
        assert "^U empty" not in seen(app)


async def test_a_question_mark_at_the_beginning_of_a_field_opens_the_help(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("R", "question_mark")
        await pilot.pause()
        assert "Help: form" in seen(app)
        await pilot.press("q")
        assert app.screen.query_one("#name", Input).value == "Acme Logistics"
        await pilot.press("end", "question_mark")
        assert app.screen.query_one("#name", Input).value == "Acme Logistics?"
