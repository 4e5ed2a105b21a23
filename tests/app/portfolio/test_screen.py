"""The portfolio on screen: finding, sorting, adding, renaming, archiving, comparing."""

from pathlib import Path

import pytest

from partnercheck.app.portfolio.screen import PortfolioScreen
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_description
from tests.support.screens import choose, opened, sample_workspace, seen, small_workspace, typed

NAMES = ["Acme Logistics", "Cobalt Cloud", "Elderwick Dairy", "Jessamy Labs", "Larkmere Energy"]


def row(shown: str, name: str) -> str:
    return next(line for line in shown.splitlines() if name in line)


async def test_every_vendor_has_a_row_with_its_verdict_scores_and_target(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(110, 40)) as (app, _):
        shown = seen(app)
    assert "12 vendors" in shown
    assert all(name in shown for name in NAMES)
    acme = row(shown, "Acme Logistics").split()
    assert acme[:6] == ["▸", "Acme", "Logistics", "◑", "Near", "partner*"]
    assert acme[6:14] == ["✓", "82", "✓", "75", "✓", "78", "~", "64"]
    assert acme[14:18] == ["Partner", "✗", "us,", "vendor"]
    assert "● Partner*" in row(shown, "Jessamy Labs")
    assert "Not assessed" in row(shown, "Larkmere Energy")
    assert "◊ Steady–Partner* 53–82" in " ".join(row(shown, "Cobalt Cloud").split())


async def test_a_score_held_down_by_one_question_has_its_sign_in_the_row_and_in_the_pane(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("down", "down", "down")
        shown = seen(app)
    assert "~ 71↧ ✓ 79" in row(shown, "Dunmore Steel")
    assert any("71↧  ~ partial" in line for line in shown.splitlines())


async def test_flags_say_who_is_overdue_and_who_has_a_warning(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        shown = seen(app)
        assert "Elderwick Dairy      ! ● Partner" in shown
        assert "Hollin Staffing     !⚑ ◑ Near partner" in shown
        assert "2 miss target ✗, 3 overdue ⚑, 2 warnings !" in shown
        await pilot.press(*["down"] * 7)
        shown = " ".join(seen(app).split())
    assert "! High value, low trust: word and deed." in shown
    assert "⚑ Overdue: One page on breaks" in shown
    assert "* By our answers alone the class is a partner" in shown


async def test_the_pane_says_the_headline_the_states_and_what_to_ask(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        shown = " ".join(seen(app).split())
        assert "Acme Logistics is a near partner" in shown
        assert "✓ present us" in shown
        assert "~ partial us" in shown
        step = "→ One step up to Partner: work that nobody could specify (we have to act)."
        assert step in shown
        await pilot.press("down", "down")
        assert "→ Ask " in seen(app)
        await pilot.press("D")
        assert "→ Ask " not in seen(app)
        assert "Larkmere" in seen(app)
        assert "Cobalt Cloud" in seen(app).splitlines()[-2]
        await pilot.press("D")
        assert "→ Ask " in seen(app)


async def test_the_pane_shows_what_the_files_say_now(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        file = root / "vendors/acme-logistics/vendor.toml"
        file.write_text(file.read_text().replace("Acme Logistics", "Acme Haulage"))
        await app.screen.disk_changed()  # type: ignore[attr-defined]
        await pilot.pause(0.2)
        assert "Acme Haulage is a near partner" in seen(app)


@pytest.mark.parametrize(
    ("order", "first"), [("due", "2026-10-03"), ("owner", "Alice Moreau"), ("spend", "")]
)
async def test_vendors_are_sorted_by_what_a_wide_screen_shows(
    order: str, first: str, tmp_path: Path
) -> None:
    async with opened(sample_workspace(tmp_path), size=(200, 40)) as (app, pilot):
        await choose(app, pilot, "s", order.capitalize())
        assert f"by {order}" in seen(app).splitlines()[0]
        title, *rows = seen(app).splitlines()[1:14]
    assert order.capitalize() in title
    assert first in rows[0]
    assert len(rows) == 12


async def test_search_narrows_while_typing_and_escape_ends_it(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, "dairy")
        assert "1 of 12 vendors" in seen(app)
        assert "Acme" not in seen(app)
        await pilot.press("escape")
        assert "12 vendors" in seen(app)
        await pilot.press("slash")
        await typed(pilot, "zzz")
        assert "No vendor matches. Press esc to see all again" in seen(app)
        await pilot.press("escape")
        assert "Acme" in seen(app)


async def test_the_arrow_keys_choose_a_vendor_while_the_search_is_typed(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("slash", *"co")
        assert isinstance(app.screen, PortfolioScreen)
        keys = [row.key for row in app.screen.sheet.rows]
        await pilot.press("down")
        assert app.screen.sheet.key == keys[1]
        await pilot.press("enter")
        assert app.screen.sheet.key == keys[1]


@pytest.mark.parametrize(
    ("condition", "count"), [("due<2026-10-10", 1), ("target=partner", 5), ("owner=tom", 4)]
)
async def test_a_search_takes_conditions_on_what_is_due_and_on_fields(
    condition: str, count: int, tmp_path: Path
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, condition)
        assert f"{count} of 12 vendors" in seen(app)


async def test_sort_by_verdict_puts_partners_first_and_not_assessed_last(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(80, 40)) as (app, pilot):
        await choose(app, pilot, "s", "Verdict")
        rows = [line for line in seen(app).splitlines() if any(g in line for g in "●◑◔○◊·")][1:]
    names = [line for line in rows if "●" in line or "Not assessed" in line]
    assert "● Partner" in names[0]
    assert "Larkmere" in names[-1]


async def test_a_filter_says_what_it_shows_and_q_clears_it(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await choose(app, pilot, "f", "Target missed")
        assert "only target missed" in seen(app)
        assert "Elderwick" not in seen(app)
        await pilot.press("q")
        assert "12 vendors" in seen(app)
        assert "only" not in seen(app).splitlines()[0]


async def test_a_vendor_is_added_assessed_renamed_and_archived_on_screen(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("plus")
        await typed(pilot, "Borealis & Co")
        await pilot.press("ctrl+s")
        assert "Borealis & Co" in seen(app)
        assert (root / "vendors/borealis-co/vendor.toml").exists()
        await pilot.press("a")
        assert "Assess Borealis & Co" in seen(app)
        await pilot.press("ctrl+a", "ctrl+k")
        await typed(pilot, "Bea Holm")
        await pilot.press("ctrl+s")
        await pilot.press("2", "q")
        assert (root / "vendors/borealis-co/2026-q4/buyer.bea-holm.partnership.toml").exists()
        assert "not enough is known yet about Borealis" in seen(app)
        await pilot.press("R", "ctrl+a", "ctrl+k")
        await typed(pilot, "Boreal")
        await pilot.press("ctrl+s")
        told = seen(app).replace("^Z", "ctrl+z")
        assert "name Borealis & Co → Boreal. Press ctrl+z to undo" in told
        assert 'name = "Boreal"' in (root / "vendors/borealis-co/vendor.toml").read_text()
        await pilot.press("H")
        assert "1 vendor" in seen(app)
        await pilot.press("ctrl+a")
        assert "archived" in row(seen(app), "Boreal")
        await pilot.press("down", "H", "ctrl+a")
        assert "2 vendors" in seen(app)


async def test_adding_the_same_vendor_twice_says_so(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path)) as (app, pilot):
        await pilot.press("plus")
        await typed(pilot, "ACME logistics")
        await pilot.press("ctrl+s")
        assert "already exists" in seen(app)


async def test_a_broken_file_shows_on_its_row_and_hides_no_other(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    broken = next((root / "vendors/jessamy-labs/2026-q4").glob("*.toml"))
    broken.write_text(broken.read_text().replace("score = 3", "score = 7", 1))
    async with opened(root) as (app, _):
        shown = seen(app)
    assert "! " in row(shown, "Jessamy Labs")
    assert "● Partner" not in row(shown, "Jessamy Labs")
    assert "file problem" in shown
    assert "◑ Near partner" in row(shown, "Acme Logistics")


@pytest.mark.parametrize(
    "name",
    [
        "[/]",
        "[@click=app.quit]x[/]",
        "[bold]B",
        "\x1b[31mred\x1b]0;t\x07",
        "\u202egnip",
        "株式会社東京",
    ],
)
async def test_a_hostile_name_is_only_text(tmp_path: Path, name: str) -> None:
    root = small_workspace(tmp_path)
    quoted = name.replace("\x1b", "\\u001b").replace("\x07", "\\u0007").replace("\u202e", "\\u202e")
    (root / "vendors/acme-logistics/vendor.toml").write_text(f'format = 1\nname = "{quoted}"\n')
    async with opened(root) as (app, pilot):
        shown = seen(app)
        await pilot.press("space", "c", "q", "a", "escape", "R", "escape")
        assert app.is_running
    assert all(char.isprintable() for char in shown.replace("\n", ""))
    if name.startswith("["):
        assert name[:14] in shown


async def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    (root / "vendors/acme-logistics/vendor.toml").unlink()
    (root / "vendors/acme-logistics").rmdir()
    async with opened(root) as (app, pilot):
        assert "Press + to add the first" in seen(app)
        await pilot.press("a", "c", "space", "R", "H", "s", "escape", "f", "down", "up")
        assert app.is_running


async def test_what_was_said_stays_when_the_files_are_read_again(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("plus", *"Zeta", "ctrl+s")
        assert "Added Zeta. Press a to assess it" in seen(app)
        await app.screen.disk_changed()  # type: ignore[attr-defined]
        await pilot.pause(0.2)
        assert "Added Zeta. Press a to assess it" in seen(app)
        await pilot.press("home")
        assert "Acme Logistics is a near partner" in seen(app)
        (root / "vendors/acme-logistics/vendor.toml").write_text("format = [\n")
        await app.screen.disk_changed()  # type: ignore[attr-defined]
        await pilot.pause(0.2)
        assert "vendor.toml" in seen(app), "what is said of a row is what its files say now"


async def test_a_new_vendor_has_a_line_of_work_and_the_aims_that_it_serves(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press("plus")
        await typed(pilot, "Orla Cold")
        await pilot.press("tab", "tab")
        await typed(pilot, "chilled transport")
        await pilot.press(*["tab"] * 9)
        await typed(pilot, "people, profit")
        await pilot.press("ctrl+s")
        assert '"profit" is not an aim' in seen(app)
        await pilot.press(*["backspace"] * 6)
        await typed(pilot, "Business")
        await pilot.press("ctrl+s", "enter")
        shown = " ".join(seen(app).split())
    vendor = read_description(open_workspace(root), "orla-cold")[0]
    assert (vendor.line, vendor.serves) == ("chilled transport", ("people", "business"))
    assert "Orla Cold" in shown


async def test_the_key_that_filters_is_in_the_footer_at_80_columns(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(80, 24)) as (app, _):
        footer = seen(app).splitlines()[-1]
        assert "f filter" in footer
        assert "a assess" in footer
