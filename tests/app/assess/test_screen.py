"""Answering a questionnaire on screen."""

from pathlib import Path

import tomli

from partnercheck.assessing.start import Start
from partnercheck.questionnaires.read import packaged
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.vendors import archive_vendor
from tests.support.screens import ALICE, alices_file, jam, opened, seen, small_workspace, typed

ITEMS = [item.id for item in packaged()["partnership"].items]
QUESTIONS = [item.buyer for item in packaged()["partnership"].items]


def answers(root: Path) -> dict[str, dict[str, object]]:
    data = tomli.loads(alices_file(root).read_text())["answers"]
    return {item: table for item, table in data.items() if table}


async def test_a_score_is_on_disk_before_the_next_question_shows(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        assert "decision" in seen(app)
        assert not alices_file(root).exists()
        await pilot.press("3")
        assert answers(root) == {"culture-decisions": answers(root)["culture-decisions"]}
        assert answers(root)["culture-decisions"]["score"] == 3
        assert "1 of 28 answered   saved" in seen(app)
        assert "Cultural alignment 1 of 7" in seen(app)
        await pilot.press("enter")
        assert "Cultural alignment 2 of 7" in seen(app)


async def test_all_28_items_by_keys_end_with_the_verdict_on_these_answers(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    scores = "3333222" + "3333333" + "4333333" + "3333333"
    async with opened(root, ALICE) as (app, pilot):
        for score in scores:
            await pilot.press(score, "enter")
        shown = seen(app)
    assert [answers(root)[item]["score"] for item in ITEMS] == [int(score) for score in scores]
    assert "All questions answered" in shown
    assert "On our side, Acme Logistics is a near partner" in shown
    assert "The vendor has not been asked" in shown
    assert "What blocks it: Cultural alignment 64, needs 70" in shown


async def test_a_questionnaire_resumes_at_its_first_open_question(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("1", "enter", "enter", "4")
    async with opened(root, ALICE) as (app, pilot):
        assert "Cultural alignment 2 of 7" in seen(app)
        assert "Resumed: 2 answered, 26 to go" in seen(app)


async def test_what_happened_is_kept_with_its_lines_and_counts_as_seen(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "e")
        await typed(pilot, "Depot moved.")
        await pilot.press("ctrl+j")
        await typed(pilot, "In nine days, 0-4 and u.")
        await pilot.press("enter")
        assert "In nine days" in seen(app)
        assert "I saw it" in seen(app)
        await pilot.press("b")
        assert "it is written down" in seen(app)
    answer = answers(root)["culture-decisions"]
    assert answer["evidence"] == "Depot moved.\nIn nine days, 0-4 and u."
    assert (answer["score"], answer["basis"]) == (3, "documented")


async def test_escape_keeps_what_was_written(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (_, pilot):
        await pilot.press("e")
        await typed(pilot, "Said so")
        await pilot.press("escape")
    assert answers(root)["culture-decisions"]["evidence"] == "Said so"


async def test_a_question_is_left_out_only_with_a_reason(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("n", "enter")
        assert "please give a reason" in seen(app)
        assert not alices_file(root).exists()
        await pilot.press("n")
        await typed(pilot, "No decision came up")
        await pilot.press("enter")
        assert "Does not apply: No decision came up" in seen(app)
    assert answers(root)["culture-decisions"]["skip"] == "not-applicable"


async def test_a_critical_question_cannot_be_left_out(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("enter", "enter", "n")
        assert "u if nobody knows" in seen(app)
        await pilot.press("u")
    assert answers(root) == {"culture-values": answers(root)["culture-values"]}
    assert answers(root)["culture-values"]["skip"] == "unknown"


async def test_the_last_answers_are_taken_back_one_by_one(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("1", "2", "enter", "4", "x")
        assert "cleared" in seen(app)
        await pilot.press("ctrl+z")
        assert answers(root)["culture-planning"]["score"] == 4
        await pilot.press("ctrl+z", "ctrl+z")
        assert "Cultural alignment 1 of 7" in seen(app)
        assert {item: table["score"] for item, table in answers(root).items()} == {
            "culture-decisions": 1
        }
        await pilot.press("ctrl+z", "ctrl+z")
        assert answers(root) == {}
        assert "Nothing to undo" in seen(app)


async def test_the_verdict_hides_until_a_condition_is_complete(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        for _ in range(6):
            await pilot.press("4", "enter")
        assert "By your answers" not in seen(app)
        await pilot.press("v")
        assert "By your answers alone: Between Supplier and Partner" in seen(app)
        await pilot.press("v")
        assert "By your answers" not in seen(app)
        await pilot.press("4")
        assert "Cultural alignment 100 present" in seen(app)


async def test_the_list_of_questions_goes_to_any_of_them(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("4", "g")
        assert "who may say yes" in seen(app)
        await pilot.press("o", "down", "enter")
        assert QUESTIONS[2][:40] in seen(app)


async def test_an_answer_that_cannot_be_saved_is_never_called_saved(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3")
        edited = alices_file(root).read_text()
        jam(root)
        await pilot.press("2")
        assert "Not saved" in seen(app)
        assert "   saved" not in seen(app)
        assert alices_file(root).read_text() == edited


async def test_the_vendors_own_people_get_their_wording(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    jane = Start("acme-logistics", perspective="vendor", respondent="Jane Doe", form="quick")
    async with opened(root, jane, (120, 40)) as (app, pilot):
        assert "at this customer" in seen(app) or "with this customer" in seen(app)
        assert "Cultural alignment 1 of 3" in seen(app)
        await pilot.press("2")
    name = "vendor.jane-doe.partnership.toml"
    found = tomli.loads((root / "vendors/acme-logistics/2026-q4" / name).read_text())
    assert (found["perspective"], found["form"]) == ("vendor", "quick")


async def test_a_candidate_can_rest_on_references_and_a_pilot(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    description = root / "vendors/acme-logistics/vendor.toml"
    description.write_text('format = 1\nname = "Acme Logistics"\nstage = "candidate"\n')
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "b", "b", "b")
        assert "a reference says so" in seen(app)
        await pilot.press("b")
        assert "seen in a pilot" in seen(app)
    assert answers(root)["culture-decisions"]["basis"] == "pilot"


async def test_a_broken_file_of_the_respondent_is_named_and_left_alone(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    alices_file(root).parent.mkdir(parents=True)
    alices_file(root).write_text("format = 1\nscore =\n")
    async with opened(root, ALICE) as (app, pilot):
        assert "toml:2: " in seen(app)
        await pilot.press("3")
    assert alices_file(root).read_text() == "format = 1\nscore =\n"


async def test_archived_vendors_keep_their_answers(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (_, pilot):
        await pilot.press("3")
    before = alices_file(root).read_bytes()
    archive_vendor(open_workspace(root), "acme-logistics", None)
    assert alices_file(root).read_bytes() == before


async def test_a_name_is_suggested_and_taken_only_with_the_key_that_accepts_it(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3")
    for keys, name in ((["right"], "Alice Moreau"), ([], "al")):
        async with opened(root) as (app, pilot):
            await pilot.press("a")
            await typed(pilot, "al")
            await pilot.pause()
            await pilot.press(*keys, "ctrl+s")
            assert f"buyer: {name}" in seen(app)
