"""Asking the vendor's people and filing what comes back, on screen."""

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import pytest

from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from tests.support.screens import opened, sample_workspace, seen, typed


async def test_a_form_is_written_awaited_filled_in_and_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sample_workspace(tmp_path / "w")
    monkeypatch.chdir(tmp_path)
    async with opened(root, size=(180, 40)) as (app, pilot):
        await pilot.press("slash", *"jessamy", "enter", "enter", "F")
        await typed(pilot, "Account manager")
        await pilot.press("ctrl+s")
        assert "✓ The form was written to /" in " ".join(seen(app).split())
        await pilot.press("q", "q")
        waiting = "Account manager was asked on 2026-11-24, due 2026-12-08"
        assert waiting in " ".join(seen(app).split())
        form = root / "outbox/jessamy-labs.2026-q4.form.txt"
        text = form.read_text()
        assert "Account manager" in text
        form.write_text(text.replace("[ ] 3 ", "[x] 3 "))
        await pilot.press("I")
        await typed(pilot, str(form))
        await pilot.press("enter")
        shown = " ".join(seen(app).split())
        assert "vendor.account-manager.partnership.toml" in shown
        assert "us, vendor" in shown
        assert "was asked" not in shown
        await pilot.press("I")
        await typed(pilot, str(form))
        await pilot.press("enter")
        assert "Filed already: 28 answers by Account manager" in " ".join(seen(app).split())
    workspace = open_workspace(root)
    verdict = judge_vendor(workspace, "jessamy-labs").verdict
    assert verdict.sides == ("buyer", "vendor")
    assert all(condition.sides["vendor"].low == 75 for condition in verdict.conditions)


async def test_a_round_without_the_vendors_answers_is_named_before_a_new_one(
    tmp_path: Path,
) -> None:
    root = sample_workspace(tmp_path)
    said = (
        "Jessamy Labs has not answered in 2026-q3 yet. To ask for those answers, change the round"
    )
    async with opened(root) as (app, pilot):
        await pilot.press("slash", *"jessamy", "enter", "enter", "F")
        # In this round we have answered, too: that is the one to ask for.
        assert said not in " ".join(seen(app).split())
    rmtree(root / "vendors/jessamy-labs/2026-q4")
    async with opened(root) as (app, pilot):
        await pilot.press("slash", *"jessamy", "enter", "enter", "F")
        assert said in " ".join(seen(app).split())


async def test_what_is_no_form_is_refused_with_a_word(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    (root / "note.txt").write_text("hello\n")
    async with opened(root) as (app, pilot):
        await pilot.press("I")
        for name in (str(root / "note.txt"), str(root / "nowhere.txt")):
            await pilot.press("ctrl+u")
            await typed(pilot, name)
            await pilot.press("enter")
            assert "note.txt" in seen(app) or "cannot be read" in seen(app)


async def test_a_form_that_is_there_is_written_again_only_if_chosen(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    form = root / "outbox/jessamy-labs.2026-q4.form.txt"
    form.parent.mkdir()
    form.write_text("mine")
    async with opened(root) as (app, pilot):
        await pilot.press("slash", *"jessamy", "enter", "enter", "F", "ctrl+s")
        assert "already exists, so it was not replaced" in " ".join(seen(app).split())
        assert form.read_text() == "mine"
        # The field that decides it has the focus.
        await pilot.press("right", "ctrl+s")
        assert "✓ The form was written to /" in " ".join(seen(app).split())
    assert "Jessamy Labs" in form.read_text()


async def test_a_page_for_a_browser_can_be_asked_for_on_the_screen(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("slash", *"jessamy", "enter", "enter", "F", *["tab"] * 4, "right")
        await pilot.press("ctrl+s")
        assert "✓ The form was written to /" in " ".join(seen(app).split())
    page = (root / "outbox/jessamy-labs.2026-q4.form.html").read_text()
    assert page.startswith("<!doctype html>")


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path is shorter than that of `tmp_path`, which alone can fill the preview."""
    with TemporaryDirectory() as folder:
        yield Path(folder).resolve() / "w"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_whole_path_and_the_beginning_of_the_letter_are_shown_before_it_is_written(
    short_folder: Path, size: tuple[int, int]
) -> None:
    root = sample_workspace(short_folder)
    async with opened(root, size=size) as (app, pilot):
        await pilot.press("enter", "F")
        shown = " ".join(seen(app).split())
        form = "outbox/acme-logistics.2026-q4.form"
        assert f"{root}/{form}.txt" in shown.replace(" ", "")
        assert "Northwind Foods and Acme Logistics: your side's view" in shown
        await pilot.press(*["tab"] * 4, "right")
        assert f"{root}/{form}.html" in "".join(seen(app).split())
        await pilot.press("up", "up")
        await typed(pilot, "2026-q1")
        assert f"{root}/outbox/acme-logistics.2026-q1.form.html" in "".join(seen(app).split())
        await pilot.press("ctrl+s")
        assert "3. Press I on the portfolio to import it" in " ".join(seen(app).split())
        await pilot.press("enter")
        assert (
            "The form has been written. Answers from Acme Logistics are now expected by"
            in " ".join(seen(app).split())
        )


async def test_the_whole_letter_can_be_read_while_the_focus_stays_in_a_field(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter", "F")
        assert "PgDn scrolls down" in seen(app)
        assert "“Beyond orders” means" not in seen(app)
        await pilot.press(*["pagedown"] * 20)
        assert "“Beyond orders” means" in seen(app)
        assert "scrolls down" not in seen(app)
        await typed(pilot, "Carl")
        assert "Carl" in seen(app)


async def test_a_request_is_taken_back_on_the_screen_as_by_the_command(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("slash", *"jessamy", "enter", "enter", "F")
        await typed(pilot, "Account manager")
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("q")
        assert (
            "The form has been written. Answers from Account manager are now expected by "
            "2026-12-08. Press ^Z to undo"
        ) in " ".join(seen(app).split())
        await pilot.press("ctrl+z")
        shown = " ".join(seen(app).split())
        assert "Withdrawn: the request to Jessamy Labs for 2026-q4 (Account manager)" in shown
        await pilot.press("ctrl+z")
        assert "Nothing to undo" in seen(app)
    judged = judge_vendor(open_workspace(root), "jessamy-labs")
    assert judged.round.awaited == ()
    asked = root / "vendors/jessamy-labs/2026-q4/asked.toml"
    assert "withdrawn = 2026-11-24" in asked.read_text()
