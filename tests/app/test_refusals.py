"""What the screens do when something cannot be done: say so, and lose nothing."""

import shutil
from pathlib import Path

import pytest
import tomli

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.widgets.note import Note
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.workspace.open import open_workspace
from tests.support.screens import (
    ALICE,
    TODAY,
    alices_file,
    free,
    jam,
    opened,
    sample_workspace,
    seen,
    small_workspace,
    typed,
)


def scores(file: Path) -> list[int]:
    found = tomli.loads(file.read_text())["answers"].values()
    return [each["score"] for each in found if "score" in each]


async def test_an_answer_that_was_not_saved_stays_until_it_is(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "enter")
        jam(root)
        await pilot.press("4", "enter", "2", "enter")
        assert "Not saved" in seen(app)
        assert "Cultural alignment 2 of 7" in seen(app)
        free(root)
        await pilot.press("enter")
        assert "Cultural alignment 3 of 7" in seen(app)
        assert scores(alices_file(root)) == [3, 2]


async def test_leaving_without_an_unsaved_answer_takes_a_second_key(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3")
        jam(root)
        await pilot.press("4", "q")
        assert "will be lost if you leave" in seen(app)
        await pilot.press("q")
        assert "1 vendor" in seen(app)


async def test_a_note_that_cannot_be_saved_is_kept_on_the_screen(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "e")
        await typed(pilot, "long thoughts")
        jam(root)
        await pilot.press("enter")
        assert "Not saved" in seen(app)
        assert "long thoughts" in seen(app)
        free(root)
        await pilot.press("enter")
        assert "long thoughts" in alices_file(root).read_text()


async def test_a_full_form_is_never_cut_to_the_quick_one(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (_, pilot):
        await pilot.press("3", "enter", "4")
    before = alices_file(root).read_bytes()
    quick = Start("acme-logistics", perspective="buyer", respondent="Alice Moreau", form="quick")
    async with opened(root, quick) as (app, pilot):
        assert "3 of 7" in seen(app)
        await pilot.press("q")
    assert alices_file(root).read_bytes() == before


async def test_nothing_is_filed_while_the_settings_are_broken(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    (root / "partnercheck.toml").write_text('format = 1\ncadence = "monthly"\n')
    async with opened(root) as (app, pilot):
        await pilot.press("a")
        assert "Correct this before answering" in seen(app)
        assert "partnercheck.toml:2" in seen(app)


async def test_a_vendor_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        shutil.rmtree(root / "vendors/acme-logistics")
        await pilot.press("3")
        assert "removed" in seen(app)
    assert not (root / "vendors/acme-logistics").exists()


async def test_a_round_that_lies_ahead_is_asked_about(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("a", *"Ann", "tab", "tab", "tab", "end", "ctrl+u")
        await typed(pilot, "2062-q4")
        await pilot.press("ctrl+s")
        assert "2062-q4 is in the future" in seen(app)
        await pilot.press("ctrl+s")
        assert "Cultural alignment 1 of 7" in seen(app)


@pytest.mark.parametrize("size", [(40, 10), (24, 8), (10, 5), (3, 2), (200, 60)])
async def test_no_size_of_the_terminal_ends_the_program(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(sample_workspace(tmp_path), size=size) as (app, pilot):
        await pilot.press(
            "space", "c", "a", "end", "q", "plus", "escape", "question_mark", "q", "a"
        )
        await pilot.press("ctrl+s", "3", "e", "x", "enter", "Q", "end", "enter", "v", "q")
        assert app.is_running


async def test_a_question_that_does_not_fit_can_be_read_to_its_end(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE, (60, 12)) as (app, pilot):
        assert "PgDn scrolls down" in seen(app)
        assert "writes it" not in seen(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert "writes it" in seen(app)
        await pilot.press("pageup", "pageup", "pageup")
        assert "waited for a yes or no" in seen(app)


async def test_every_choice_of_a_form_shows_at_80_columns(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path)) as (app, pilot):
        await pilot.press("plus")
        assert all(
            name in seen(app) for name in ("Partner", "Near", "Steady supplier", ") Supplier")
        )
        await pilot.press("escape")
        settings = (tmp_path / "partnercheck.toml").read_text()
        long = settings.replace("Northwind Foods", "A very long organisation name " * 3)
        (tmp_path / "partnercheck.toml").write_text(long)
        await pilot.press("ctrl+r", "a")
        assert "vendor (Acme Logistics)" in seen(app)


async def test_an_unreadable_file_never_makes_a_verdict_better_or_settled(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    for file in (root / "vendors/dunmore-steel/2026-q4").glob("buyer.*"):
        file.write_text(file.read_text().replace("score = 3", "score = 7", 1))
    async with opened(root, size=(120, 40)) as (app, pilot):
        row = next(line for line in seen(app).splitlines() if "Dunmore" in line)
        assert "! ◊ Supplier–Partner" in row
        await pilot.press("down", "down", "down", "space", "c")
        shown = seen(app)
    assert "unreadable file" in shown.casefold()
    assert "we have not answered" not in shown
    assert "every class is still possible" in " ".join(shown.split()).casefold()


async def test_a_text_that_would_make_the_file_too_large_is_refused(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "enter", "2", "e")
        app.screen.query_one(Note).insert("x" * (1 << 20))
        await pilot.press("enter")
        await pilot.pause()
        assert "would be larger than 1 MiB" in seen(app)
        await pilot.press("ctrl+z")
        await pilot.press("4")
        assert "2 of 28 answered   saved" in seen(app)
    answers = tomli.loads(alices_file(root).read_text())["answers"]
    assert [each.get("score") for each in answers.values() if each] == [3, 4]


@pytest.mark.parametrize("error", [AssertionError, AttributeError, NotImplementedError, Exception])
async def test_whatever_goes_wrong_in_editing_a_file_the_answer_is_kept_as_a_draft(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_workspace(tmp_path / "root")
    async with opened(root, ALICE) as (_, pilot):
        await pilot.press("3")
    file = alices_file(root)
    file.write_text(f"# asked Tom\n{file.read_text()}")
    before = file.read_bytes()

    def fail(*_: object) -> None:
        raise error("an inner rule is broken")

    app = PartnerCheck(open_workspace(root), TODAY, ALICE, drafts=tmp_path / "state")
    with monkeypatch.context() as broken:
        broken.setattr("tomlrt.dumps", fail)
        async with app.run_test() as pilot:
            await pilot.press("4")
            assert "Not saved" in seen(app)
            assert "change the file in an editor" in " ".join(seen(app).split())
            await pilot.press("enter", "left")
            assert "Not saved" in seen(app)
            app.screen.remember()  # type: ignore[attr-defined]
    assert file.read_bytes() == before
    again = PartnerCheck(open_workspace(root), TODAY, ALICE, drafts=tmp_path / "state")
    async with again.run_test() as pilot:
        assert "this answer was being written when the program ended" in seen(again)
        await pilot.press("ctrl+y")
    assert "# asked Tom" in file.read_text()
    assert scores(file) == [3, 4]


@pytest.mark.parametrize("leave", ["q", "ctrl+q"])
async def test_a_draft_that_is_offered_keeps_nobody_on_the_screen(
    tmp_path: Path, leave: str
) -> None:
    root = small_workspace(tmp_path)
    drafts = tmp_path / "state"
    in_hand = Answer(score=2, basis="observed", evidence="The plan came in May.")
    sitting = start_sitting(open_workspace(root), ALICE, TODAY)
    sitting.drafts = drafts
    sitting.keep_draft("culture-decisions", in_hand)
    app = PartnerCheck(open_workspace(root), TODAY, ALICE, drafts=drafts)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press(leave)
        assert "again to" in seen(app)
        await pilot.press(leave)
        await pilot.pause()
        assert leave == "ctrl+q" or "1 vendor" in seen(app)
    assert not app.return_code
    again = start_sitting(open_workspace(root), ALICE, TODAY)
    again.drafts = drafts
    draft = again.draft()
    assert draft
    assert draft.answer.evidence == "The plan came in May."
    assert not alices_file(root).exists()


async def test_a_draft_whose_note_is_opened_and_left_as_it_was_stays_a_draft(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path / "root")
    drafts = tmp_path / "state"
    sitting = start_sitting(open_workspace(root), ALICE, TODAY)
    sitting.drafts = drafts
    in_hand = Answer(score=2, basis="observed", evidence="The plan came in May.", on=TODAY)
    sitting.keep_draft("culture-decisions", in_hand)
    app = PartnerCheck(open_workspace(root), TODAY, ALICE, drafts=drafts)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("e", "enter")
        assert "this answer was being written" in seen(app)
        again = start_sitting(open_workspace(root), ALICE, TODAY)
        again.drafts = drafts
        draft = again.draft()
        assert draft
        assert draft.answer == in_hand


@pytest.mark.parametrize(
    "keys",
    [["enter", "y", "X"], ["enter", "A", "X"], ["I"], ["enter", "F", *["tab"] * 8]],
    ids=["lines", "agenda", "import", "request"],
)
async def test_the_home_folder_of_an_unknown_user_is_refused_and_the_program_goes_on(
    tmp_path: Path, keys: list[str]
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press(*keys, "ctrl+u")
        await typed(pilot, "~nobody.here/x")
        await pilot.press("enter")
        shown = " ".join(seen(app).split())
        assert '"~nobody.here" is not the home folder of any user' in shown
        assert "with ~, write ./~nobody.here" in shown
        await pilot.press("f1")
        assert "Help: " in seen(app)


async def test_a_path_in_the_own_home_folder_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sample_workspace(tmp_path / "w")
    monkeypatch.setenv("HOME", str(tmp_path))
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "y", "X", "ctrl+u")
        await typed(pilot, "~/lines.txt")
        await pilot.press("enter")
        assert "The lines were written to" in seen(app)
    assert (tmp_path / "lines.txt").read_text().count("\n") == 5
