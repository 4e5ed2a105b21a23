"""Importing a form on the screen: by its code, or after a yes."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from partnercheck.exchange.requests import Request, write_request
from partnercheck.workspace.open import open_workspace
from tests.support.screens import TODAY, opened, sample_workspace, seen, typed

JESSAMY = "jessamy-labs"
FILED = "Filed: 28 answers by Account manager, Jessamy Labs 2026-q4"


def returned_form(root: Path, code: bool) -> Path:
    """A form that came back, with its code or without."""
    request = Request(respondent="Account manager", round="2026-q4")
    path = write_request(open_workspace(root), JESSAMY, request, TODAY)
    text = path.read_text().replace("[ ] 3 ", "[x] 3 ")
    path.write_text(text if code else re.sub(r"(?m)^Code: .*\n", "", text))
    return path


def filed(root: Path) -> list[Path]:
    return [*root.glob("vendors/*/2026-q4/vendor.account-manager.*.toml")]


async def test_a_form_with_its_code_is_filed_without_a_question(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    form = returned_form(root, code=True)
    async with opened(root, size=(120, 40)) as (app, pilot):
        await pilot.press("I")
        await typed(pilot, str(form))
        await pilot.press("enter")
        assert FILED in " ".join(seen(app).split())
    assert [path.parent.parent.name for path in filed(root)] == [JESSAMY]


async def test_a_form_without_a_code_is_filed_only_after_a_yes(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    form = returned_form(root, code=False)
    question = "Are these answers by Jessamy Labs, for 2026-q4?"
    async with opened(root, size=(120, 40)) as (app, pilot):
        await pilot.press("I")
        await typed(pilot, str(form))
        await pilot.press("enter")
        assert question in " ".join(seen(app).split())
        # The yes is about the file that was asked about, and no other.
        await pilot.press("x", "ctrl+y")
        assert filed(root) == []
        await pilot.press("backspace", "enter", "ctrl+y")
        assert len(filed(root)) == 1
        assert FILED in " ".join(seen(app).split())


async def test_the_filled_forms_that_lie_there_are_offered(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    form = returned_form(root, code=True)
    (root / "outbox/empty.form.txt").write_text(form.read_text().replace("[x]", "[ ]"))
    (root / "outbox/note.txt").write_text("Thank you.\n")
    async with opened(root, size=(120, 40)) as (app, pilot):
        await pilot.press("I")
        shown = " ".join(seen(app).split())
        assert "Vendor Round Who If you import it" in shown
        assert "▸ Jessamy Labs 2026-q4 Account manager □ files 28 of 28 answers" in shown
        assert f"{root}/outbox/jessamy-labs.2026-q4.form.txt" in "".join(seen(app).split())
        assert "empty.form.txt" not in shown
        assert "note.txt" not in shown
        await pilot.press("enter")
        assert FILED in " ".join(seen(app).split())
    assert [path.parent.parent.name for path in filed(root)] == [JESSAMY]


async def test_an_error_keeps_the_dialog_open_with_what_was_typed(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    (root / "note.txt").write_text("hello\n")
    form = returned_form(root, code=True)
    async with opened(root, size=(120, 40)) as (app, pilot):
        await pilot.press("I")
        await typed(pilot, str(root / "note.txt"))
        await pilot.press("enter")
        shown = " ".join(seen(app).split())
        assert "does not have the header of a form" in shown
        assert "Import a form from a vendor" in shown
        await pilot.press("ctrl+u")
        await typed(pilot, str(form))
        await pilot.press("enter")
        assert FILED in " ".join(seen(app).split())


async def test_a_filed_form_is_marked_and_what_was_filed_is_undone(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    returned_form(root, code=True)
    async with opened(root) as (app, pilot):
        await pilot.press("I", "enter")
        assert f"{FILED}, in vendors/jessamy-labs/" in " ".join(seen(app).split())
        assert "Press ^Z to undo" in " ".join(seen(app).split())
        await pilot.press("I")
        assert "✓ nothing: filed already" in seen(app)
        await pilot.press("enter")
        assert "Filed already: 28 answers" in " ".join(seen(app).split())
        await pilot.press("escape", "ctrl+z")
        assert "Undone: 28 answers by Account manager" in " ".join(seen(app).split())
    assert filed(root) == []


async def test_other_answers_that_are_filed_are_kept_and_the_message_says_what_to_do(
    tmp_path: Path,
) -> None:
    root = sample_workspace(tmp_path)
    form = returned_form(root, code=True)
    async with opened(root) as (app, pilot):
        await pilot.press("I", "enter")
        before = filed(root)[0].read_text()
        form.write_text(form.read_text().replace("[x] 3 ", "[ ] 3 ").replace("[ ] 2 ", "[x] 2 "))
        await pilot.press("I")
        assert "≠ nothing: answers differ" in seen(app)
        await pilot.press("enter")
        shown = " ".join(seen(app).split())
        assert "already has different answers, so it was not changed" in shown
        assert "Import a form" in shown
    assert filed(root)[0].read_text() == before


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_list_has_its_heads_and_the_path_is_whole_in_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    root = sample_workspace(tmp_path)
    form = returned_form(root, code=False)
    async with opened(root, size=size) as (app, pilot):
        await pilot.press("I")
        shown = seen(app)
        assert re.search("Vendor +Round +Who +If you import it", shown)
        assert str(form) in "".join(shown.split())
        assert "has no request code" in " ".join(shown.split())


async def test_without_a_filled_form_the_whole_folder_for_it_is_shown(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path / f"long-{'x' * 100}" / f"path-{'y' * 100}")
    async with opened(root, size=(61, 20)) as (app, pilot):
        await pilot.press("I")
        shown = "".join(seen(app).split())
        assert "".join(f"{root / 'outbox'}".split()) in shown
        assert "Savetheformyoureceivedtooneofthesefolders,ortypeitspath." in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_without_a_filled_form_the_requests_without_an_answer_are_listed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    root = sample_workspace(tmp_path)
    workspace = open_workspace(root)
    asked = ((JESSAMY, "Ana", 3), ("kellaby-studio", "Kim", 1), ("cobalt-cloud", "", 2))
    for vendor, person, days in asked:
        request = Request(respondent=person, due=TODAY + dt.timedelta(days))
        write_request(workspace, vendor, request, TODAY)
    async with opened(root, size=size) as (app, pilot):
        await pilot.press("I")
        lines = [line.strip() for line in seen(app).splitlines()]
        first = next(n for n, line in enumerate(lines) if line.startswith("Still awaited"))
        assert lines[first].endswith(f"Kellaby Studio, Kim: due {TODAY + dt.timedelta(1)}")
        assert lines[first + 1] == f"Cobalt Cloud: due {TODAY + dt.timedelta(2)}"
        assert lines[first + 2] == f"Jessamy Labs, Ana: due {TODAY + dt.timedelta(3)}"


async def test_an_answer_beyond_the_form_is_not_counted_among_its_questions(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    request = Request(respondent="Account manager", round="2026-q4", form="quick")
    path = write_request(open_workspace(root), JESSAMY, request, TODAY)
    path.write_text(path.read_text().replace("[ ] 3 ", "[x] 3 "))
    async with opened(root, size=(120, 40)) as (app, pilot):
        await pilot.press("I")
        assert "Account manager □ files 12 of 12 answers" in " ".join(seen(app).split())
